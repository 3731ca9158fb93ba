import type { SignalPhase } from '../../learning/index.ts';
import type { CheckChoice } from './check-choice.ts';
import type { CheckResult } from './check-result.ts';

/** How far a check is. */
export const CHECK_STATES = ['running', 'done', 'failed', 'cancelled'] as const;

/** How far a check is: it waits or runs, it found something out, it could not, or somebody stopped it. */
export type CheckState = (typeof CHECK_STATES)[number];

/** What the framing said when the check began: whom it is about and the rule of thumb, in people's own words. */
export interface TaskThen {
  readonly entity: { readonly one: string; readonly many: string };
  readonly outcome: string;
  readonly heuristic: string;
}

/** A check whether there is anything to predict in one version of a data set; never changed once it has ended. */
export interface StoredCheck {
  readonly id: string;
  readonly initiativeNo: number;
  readonly initiativeId: string;
  readonly datasetId: string;
  readonly datasetName: string;
  readonly version: number;
  /** SHA-256 of the table that was looked at. */
  readonly tableSha256: string;
  readonly choice: CheckChoice;
  readonly task: TaskThen | null;
  readonly state: CheckState;
  readonly phase: SignalPhase | null;
  readonly result: CheckResult | null;
  readonly failure: string | null;
  readonly startedBy: { readonly accountId: string; readonly name: string };
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
  readonly jobId: string | null;
}
