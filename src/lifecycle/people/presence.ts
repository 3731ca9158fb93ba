import type { StepState } from '../initiatives/index.ts';
import type { Role } from './roles.ts';

/** Days without a contribution after which a named person counts as silent, until administrators decide otherwise. */
export const DEFAULT_SILENT_AFTER_DAYS = 14;

/** Fewest and most days that an installation may wait before it calls somebody silent. */
export const SILENT_AFTER_DAYS_RANGE = { fewest: 1, most: 365 } as const;

/** What a person did about their seat: spoke, has not yet, has not for long, or came after the step had closed. */
export const PRESENCES = ['present', 'expected', 'silent', 'late'] as const;

/** How present a person is at a step. */
export type Presence = (typeof PRESENCES)[number];

/** How far a step is when presence is asked for, and what counts as long. */
export interface StepCourse {
  readonly state: StepState['state'];
  readonly closedAt: string | null;
  /** Since when the step is under way; `null` while it is not. */
  readonly since: string | null;
  readonly now: Date;
  /** Days without a contribution after which somebody is silent. */
  readonly silentAfterDays: number;
}

const DAY_MS = 86_400_000;

/**
 * How present a person is at a step, from what they did and never ticked by hand; `isNeeded` says whether the step's gate
 * wants to hear their role. Who sat down after the step had closed
 * is late for good. At a closed step, who contributed is present and whoever was needed and did not is silent. While a
 * step is under way a needed person is silent after so many days without a contribution, counted from the last one, from
 * sitting down, or from the day when the step began, whichever came last: who spoke once long ago falls silent again.
 * Nobody is silent at a step that has not begun, and of nobody whom the gate does not want to hear is a word missed.
 */
export function presenceOf(
  sitter: { readonly seatedAt: string; readonly lastContributionAt: string | null },
  isNeeded: boolean,
  course: StepCourse,
): Presence {
  const { state, closedAt, since } = course;
  if (closedAt !== null && Date.parse(sitter.seatedAt) > Date.parse(closedAt)) return 'late';
  const asSpoken = sitter.lastContributionAt === null ? 'expected' : 'present';
  if (state === 'ahead' || state === 'not-needed' || !isNeeded) return asSpoken;
  if (state === 'done') return sitter.lastContributionAt === null ? 'silent' : 'present';
  const quietSince = Math.max(
    Date.parse(sitter.lastContributionAt ?? sitter.seatedAt),
    Date.parse(sitter.seatedAt),
    Date.parse(since ?? sitter.seatedAt),
  );
  const quietDays = (course.now.getTime() - quietSince) / DAY_MS;
  return quietDays >= course.silentAfterDays ? 'silent' : asSpoken;
}

/** Somebody who held or holds a seat at a step. Moments are ISO 8601. */
export interface FormerSitter {
  readonly role: Role;
  readonly seatedAt: string;
  readonly leftAt: string | null;
  /** Their first contribution to the step in the iteration that is asked about. */
  readonly firstContributionAt: string | null;
}

/** A step as it stood at some moment: when it had been closed last before that, and everybody who ever sat there. */
export interface StepAsItStood {
  /** `null` when it had not been closed. */
  readonly closedAt: string | null;
  readonly sitters: readonly FormerSitter[];
}
