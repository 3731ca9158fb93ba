import type { FramingContent } from '../framing/index.ts';
import type { AssignmentPlan } from './assignment.ts';

/** One run of an assignment plan under one locked framing. Nothing of it changes once it is open; a change opens the next. */
export interface Phase {
  readonly id: string;
  /** 1, 2, ... within the initiative. */
  readonly number: number;
  readonly iteration: number;
  readonly framingVersion: number;
  /** Digest of the signed framing: "decided before the data". */
  readonly contentHash: string;
  readonly content: FramingContent;
  readonly salt: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

/** A phase with the number under which the tables of later rooms name it. */
export interface StoredPhase extends Phase {
  readonly no: number;
}

/** The plan by which units of a phase are drawn. */
export function planOf(phase: Phase): AssignmentPlan {
  const { holdoutShare, exploreShare, design } = phase.content.successCriterion;
  return { salt: phase.salt, holdoutShare: design === 'holdout' ? holdoutShare : 0, exploreShare };
}

/**
 * The part of a framing on which the measurement rests. Two framings of one iteration with the same part share a phase; an
 * amendment that changes it opens a new one, because units that were drawn under other rules may not be pooled. Words that
 * only explain (an owner, a reason, a source) are no part of it: correcting them must not throw a measurement away.
 */
export function measuredPart(content: FramingContent): unknown {
  const { owner: _owner, ...kpi } = content.kpi;
  const { gain: _gain, ...decisionPolicy } = content.decisionPolicy;
  const { dminReason: _why, valueSource: _source, openAnswerReason: _open, ...criterion } = content.successCriterion;
  const { good: _good, bad: _bad, ...metric } = criterion.metric;
  const waitDays = content.predictionTask.waitDays;
  return { kpi, waitDays, decisionPolicy, successCriterion: { ...criterion, metric } };
}

/** Where later rooms of the line find the phases of an initiative. */
export interface PhaseReader {
  /** The phase that is open, or `null` before the first framing is locked. */
  open(initiativeId: string): Promise<StoredPhase | null>;
  list(initiativeId: string): Promise<readonly StoredPhase[]>;
}
