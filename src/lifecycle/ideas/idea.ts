import type { QuestionKind } from '../initiatives/index.ts';

/** What became of an idea. Only an open one can be supported, changed or decided about. */
export const IDEA_STATES = ['open', 'promoted', 'merged', 'declined', 'withdrawn'] as const;

/** What became of an idea. */
export type IdeaState = (typeof IDEA_STATES)[number];

/** The words on screen for each fate. */
export const IDEA_STATE_NAME: Readonly<Record<IdeaState, string>> = {
  open: 'Open',
  promoted: 'Became an initiative',
  merged: 'Merged into another',
  declined: 'Declined',
  withdrawn: 'Withdrawn',
};

/** Limits of ideas, stated once. */
export const IDEA_LIMITS = {
  /** Characters of an idea: the same as of an initiative's question, which it may become. */
  shortestSentence: 8,
  sentence: 2_000,
  /** Characters of a reason, and of a remark. */
  shortestReason: 5,
  reason: 1_000,
  remark: 2_000,
  /** Similar ideas and initiatives that are shown while somebody writes. */
  similar: 6,
  /** Newest entries of an idea's story. */
  story: 200,
  /** Supporters who are named, the first ones. */
  namedSupporters: 200,
  /** Supporters who are told of a fate. */
  toldSupporters: 500,
  /** Departments of the organisation. */
  departments: 200,
  departmentName: 60,
  stewards: 100,
  /** Newest ideas that became initiatives, whose way the funnel follows. */
  followedIdeas: 5_000,
} as const;

/** A department as ideas name it. */
export interface Department {
  readonly id: string;
  readonly name: string;
}

/** A proposal that anybody can make; kept in the proposer's own words. */
export interface Idea {
  readonly id: string;
  readonly sentence: string;
  readonly kind: QuestionKind;
  readonly state: IdeaState;
  readonly department: Department | null;
  readonly proposerId: string;
  readonly proposerName: string;
  readonly createdAt: string;
  readonly supportCount: number;
  /** Who decided about it, when and why; `null` while it is open. */
  readonly decision: IdeaDecision | null;
}

/** What was decided about an idea. */
export interface IdeaDecision {
  readonly byName: string;
  readonly at: string;
  /** In the decider's own words; `null` where none is asked for. */
  readonly reason: string | null;
}

/** An idea with the numbers under which the tables name it and what it became. */
export interface StoredIdea extends Idea {
  readonly no: number;
  readonly departmentNo: number | null;
  readonly mergedIntoNo: number | null;
  readonly initiativeNo: number | null;
}
