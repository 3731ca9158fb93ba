import type { Interval } from './interval.ts';
import { requireAlpha } from './two-sided.ts';
import { wilsonInterval } from './wilson.ts';

/** Scored units that nobody acted upon, with their outcome. */
export interface UntreatedUnits {
  readonly score: ArrayLike<number>;
  /** 1 for units with the outcome, 0 for those without. */
  readonly outcome: ArrayLike<number>;
  /** 1 / P(no action) per unit, so that the units stand for everybody; all equal when left out. */
  readonly weight?: ArrayLike<number>;
}

/** How good the list at a threshold is. Nulls mean that no such number exists. */
export type Precision =
  | {
      readonly kind: 'estimated';
      readonly flagged: number;
      readonly flaggedWithOutcome: number;
      /** Share of the flagged untreated units with the outcome, with Wilson's interval. */
      readonly precision: number;
      readonly interval: Interval;
      /** Weighted share of the outcomes that the list holds; null when no unit has the outcome. */
      readonly recall: number | null;
      /** Weighted share of all units with the outcome. */
      readonly baseRate: number;
      /** Precision divided by the base rate; null when the base rate is 0. */
      readonly liftOverBase: number | null;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'no_units' | 'nobody_flagged' | 'not_finite' | 'invalid_weight' };

/**
 * Precision, recall and lift of flagging every unit whose score reaches the threshold, from units that nobody acted upon.
 *
 * @throws RangeError when the columns differ in length, or unless 0 < alpha < 1.
 */
export function precision({ score, outcome, weight }: UntreatedUnits, threshold: number, alpha = 0.05): Precision {
  requireAlpha(alpha);
  const count = score.length;
  if (outcome.length !== count || (weight !== undefined && weight.length !== count)) {
    throw new RangeError('score, outcome and weight must have the same length');
  }
  if (count === 0) return { kind: 'unavailable', reason: 'no_units' };
  const weights = { all: 0, withOutcome: 0, flaggedWithOutcome: 0 };
  let flagged = 0;
  let flaggedWithOutcome = 0;
  for (let i = 0; i < count; i++) {
    const unitWeight = weight === undefined ? 1 : (weight[i] as number);
    if (!Number.isFinite(score[i])) return { kind: 'unavailable', reason: 'not_finite' };
    if (!(unitWeight > 0 && unitWeight < Infinity)) return { kind: 'unavailable', reason: 'invalid_weight' };
    const isFlagged = (score[i] as number) >= threshold;
    const hasOutcome = outcome[i] === 1;
    weights.all += unitWeight;
    if (hasOutcome) weights.withOutcome += unitWeight;
    if (isFlagged) flagged++;
    if (isFlagged && hasOutcome) {
      flaggedWithOutcome++;
      weights.flaggedWithOutcome += unitWeight;
    }
  }
  if (flagged === 0) return { kind: 'unavailable', reason: 'nobody_flagged' };
  const share = flaggedWithOutcome / flagged;
  const baseRate = weights.withOutcome / weights.all;
  return {
    kind: 'estimated',
    flagged,
    flaggedWithOutcome,
    precision: share,
    interval: wilsonInterval({ units: flagged, events: flaggedWithOutcome }, alpha),
    recall: weights.withOutcome > 0 ? weights.flaggedWithOutcome / weights.withOutcome : null,
    baseRate,
    liftOverBase: baseRate > 0 ? share / baseRate : null,
  };
}
