import type { FramingSummary } from '../framing/index.ts';
import type { Step } from '../line-order.ts';
import type { EvidenceKind, Role, Sitter } from '../people/index.ts';
import type { Decision } from '../registry/index.ts';
import type { LastVerdict } from './last-verdict.ts';

/** What Today knows of one initiative at whose table a person sits. Moments are ISO 8601. */
export interface LineFacts {
  readonly no: number;
  readonly slug: string;
  readonly name: string;
  readonly iteration: number;
  /** `null` when every step is closed. */
  readonly step: string | null;
  /** The part of the line to which the present step belongs. */
  readonly part: Step | null;
  /** Key and version of its playbook. */
  readonly playbook: string;
  /** Roles that approved the present step. */
  readonly approved: readonly Role[];
  /** Since when the initiative is at this step. */
  readonly since: string;
  /** Whether the person asked the question. */
  readonly isFounder: boolean;
  /** Whether whoever asked the question still has a seat. */
  readonly doesFounderSit: boolean;
  /** Roles that the person holds, at any step. */
  readonly roles: readonly Role[];
  /** Everybody who sits at the present step. */
  readonly sitters: readonly (Sitter & { readonly role: Role })[];
  /** Automatic evidence that exists for the gates of this iteration. */
  readonly evidence: ReadonlySet<EvidenceKind>;
  /** The framing in force; it may be that of an earlier iteration. */
  readonly framing: { readonly iteration: number; readonly summary: FramingSummary } | null;
  /** The version that waits for signatures in this iteration. */
  readonly proposed: {
    readonly version: number;
    readonly proposedAt: string;
    readonly signed: readonly { readonly role: Role; readonly accountId: string }[];
    /** Whether an expert approved exactly the wording of its translation. */
    readonly isTranslationApproved: boolean;
  } | null;
  readonly hasAssignments: boolean;
  readonly hasOutcomes: boolean;
  readonly lastVerdict: LastVerdict | null;
}

/** A flag that waits for an answer of one of the person's roles. */
export interface WaitingFlag {
  readonly threadId: string;
  readonly slug: string;
  readonly name: string;
  readonly label: string;
  /** Name of whoever raised it. */
  readonly by: string;
  readonly openedAt: string;
}

/** Something that a notice asks of the person and that stands open, in the words of the notice. */
export interface StandingAsk {
  readonly slug: string;
  readonly name: string;
  readonly sentence: string;
  readonly verb: string;
  readonly minutes: number;
  readonly path: string;
  readonly since: string;
}

/** A return ticket that waits for an answer in one of the person's roles. */
export interface AwaitedAnswer {
  readonly ticketId: string;
  readonly slug: string;
  readonly name: string;
  readonly iteration: number;
  readonly role: Role;
  readonly headline: string;
  readonly ask: string;
  readonly openedAt: string;
  /** ISO day. */
  readonly answerBy: string | null;
}

/** The possible tasks of an initiative while they are compared. */
export interface ComparedTasks {
  readonly open: number;
  readonly isOneChosen: boolean;
  /** Whether the person has said which of the open ones they support. */
  readonly isSupportedByPerson: boolean;
  /** When the first of the open ones was written last. */
  readonly since: string;
}

/** A wish to move a protected alias that is not decided, of an initiative at whose table the person sits. */
export interface OpenProposal {
  readonly id: string;
  readonly initiativeNo: number;
  readonly model: string;
  readonly alias: string;
  /** `null` takes the alias away. */
  readonly version: number | null;
  readonly proposedByName: string;
  readonly proposedAt: string;
  readonly decisions: readonly Pick<Decision, 'role' | 'accountId'>[];
  /** Who made the version that is at stake; they never approve it. */
  readonly authorIds: readonly string[];
}

/** What the person logged to experiments that belong to no initiative. */
export interface UnconnectedExperiments {
  readonly count: number;
  /** Whether these are all of them. */
  readonly isWhole: boolean;
  readonly newest: { readonly id: string; readonly name: string };
  /** When the first of them was made. */
  readonly since: string;
}
