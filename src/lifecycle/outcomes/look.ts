import { confidenceSequence, normalSf } from '../../statistics/index.ts';
import type { SuccessCriterion } from '../framing/index.ts';
import { DAY_MS } from './maturity.ts';

/** One look at a phase: which error probability its intervals carry, so that all looks together keep their promise. */
export interface Look {
  readonly kind: 'monitoring' | 'read-out';
  /**
   * Units whose window closed by this moment are counted, in milliseconds. The read-out counts those of the registered day
   * and none that came later: it spends its error once, and reading it again next week reads the same units.
   */
  readonly countsUntilMs: number;
  /** Fewest units of both arms together from which a comparison may be shown. */
  readonly leastUnits: number;
  /** The two-sided error probability of an ordinary interval that rests on so many units. */
  readonly alphaFor: (units: number) => number;
}

/** The confidence sequence is an approximation for large numbers; below this nothing is shown before the read-out. */
const LEAST_UNITS_AT_A_LOOK = 500;
/** Before a thousandth of the plan the sequence is dozens of standard errors wide, and says nothing. */
const LEAST_SHARE_OF_PLAN = 0.001;

/** The error probabilities of a success criterion, and the day on which the ordinary one is spent. */
export type LookPlan = Pick<SuccessCriterion, 'readOutOn' | 'plannedUnits' | 'alphaLooks' | 'alphaReadOut'>;

/**
 * The look at a moment: from the registered day on the read-out, with the ordinary interval at `alphaReadOut`; before it
 * a look of the confidence sequence at `alphaLooks`. A look is stated as the ordinary interval that is as wide as the
 * sequence, so that every estimator has its own best form (Newcombe, Welch, Anderson-Rubin) at every look.
 */
export function lookAt(plan: LookPlan, asOfMs: number): Look {
  const isReadOut = new Date(asOfMs).toISOString().slice(0, 10) >= plan.readOutOn;
  if (isReadOut) {
    const endOfReadOutMs = Date.parse(`${plan.readOutOn}T00:00:00Z`) + DAY_MS;
    return {
      kind: 'read-out',
      countsUntilMs: Math.min(asOfMs, endOfReadOutMs),
      leastUnits: 0,
      alphaFor: () => plan.alphaReadOut,
    };
  }
  return {
    kind: 'monitoring',
    countsUntilMs: asOfMs,
    leastUnits: Math.max(LEAST_UNITS_AT_A_LOOK, Math.ceil(plan.plannedUnits * LEAST_SHARE_OF_PLAN)),
    alphaFor: (units) => alphaOfSequence(units, plan),
  };
}

/** The error probability at which an ordinary interval is as wide as the confidence sequence is at so many units. */
export function alphaOfSequence(units: number, plan: Pick<LookPlan, 'plannedUnits' | 'alphaLooks'>): number {
  const look = { estimate: 0, standardError: 1, units: Math.max(1, units), plannedUnits: plan.plannedUnits };
  const sequence = confidenceSequence(look, plan.alphaLooks);
  const halfWidth = sequence.kind === 'estimated' ? sequence.halfWidth : Number.POSITIVE_INFINITY;
  return Math.max(Number.MIN_VALUE, 2 * normalSf(Math.min(halfWidth, WIDEST)));
}

/** Beyond so many standard errors the tail is smaller than the smallest number there is. */
const WIDEST = 37;
