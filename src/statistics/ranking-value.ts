import { descendingOrder } from './descending-order.ts';
import { normalSf } from './distributions.ts';
import { type EstimateWithInterval, normalInterval } from './estimate.ts';
import { twoSidedCritical } from './two-sided.ts';

/** Units with their arm, the logged chance of the action, and their outcome in benefit direction. */
export interface LoggedUnits {
  /** 1 for the action arm, 0 for units left alone. */
  readonly action: ArrayLike<number>;
  /** Logged probability of the action, strictly between 0 and 1. */
  readonly propensity: ArrayLike<number>;
  readonly benefit: ArrayLike<number>;
}

/** Why a ranking cannot be valued. */
export interface UnavailableRanking {
  readonly kind: 'unavailable';
  readonly reason: 'empty_arm' | 'propensity_outside_0_1' | 'not_finite' | 'no_variance';
}

/** One benefit score per unit, whose mean over any group estimates the effect in that group. */
export type BenefitScores =
  | { readonly kind: 'scored'; readonly gamma: Float64Array; readonly averageEffect: number }
  | UnavailableRanking;

/** A measure of ranking with its test against 0. */
export interface RankingMeasure extends EstimateWithInterval {
  /** Two-sided, normal. */
  readonly pValue: number;
}

/** What it is worth to act on the highest scores first, instead of on anybody. */
export type RankingValue =
  | {
      readonly kind: 'estimated';
      /** Mean of (k/n) TOC(k): weighs every additional unit alike. */
      readonly qini: RankingMeasure;
      /** Mean of TOC(k): weighs the top of the ranking most. */
      readonly autoc: RankingMeasure;
      readonly averageEffect: number;
      readonly units: number;
    }
  | UnavailableRanking;

/**
 * Doubly robust benefit scores with a constant outcome model per arm (the inverse-propensity-weighted mean m_1 or m_0):
 * gamma_i = m_1 - m_0 + a_i (y_i - m_1)/e_i - (1 - a_i)(y_i - m_0)/(1 - e_i).
 *
 * @throws RangeError when the columns differ in length.
 */
export function benefitScores({ action, propensity, benefit }: LoggedUnits): BenefitScores {
  const count = action.length;
  if (propensity.length !== count || benefit.length !== count)
    throw new RangeError('columns must have the same length');
  const totals = { actionWeight: 0, actionBenefit: 0, holdoutWeight: 0, holdoutBenefit: 0 };
  for (let i = 0; i < count; i++) {
    const e = propensity[i] as number;
    const y = benefit[i] as number;
    if (!(e > 0 && e < 1)) return { kind: 'unavailable', reason: 'propensity_outside_0_1' };
    if (!Number.isFinite(y)) return { kind: 'unavailable', reason: 'not_finite' };
    if (action[i] === 1) {
      totals.actionWeight += 1 / e;
      totals.actionBenefit += y / e;
    } else {
      totals.holdoutWeight += 1 / (1 - e);
      totals.holdoutBenefit += y / (1 - e);
    }
  }
  if (totals.actionWeight === 0 || totals.holdoutWeight === 0) return { kind: 'unavailable', reason: 'empty_arm' };
  const withAction = totals.actionBenefit / totals.actionWeight;
  const without = totals.holdoutBenefit / totals.holdoutWeight;
  const gamma = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const e = propensity[i] as number;
    const y = benefit[i] as number;
    gamma[i] = withAction - without + (action[i] === 1 ? (y - withAction) / e : (without - y) / (1 - e));
  }
  return { kind: 'scored', gamma, averageEffect: mean(gamma) };
}

/**
 * QINI and AUTOC of a ranking from benefit scores, where TOC(k) = mean gamma of the top k minus mean gamma of all. Equal
 * scores share their mean gamma. Standard errors are closed form: with rank r, AUTOC = mean h_r gamma_r for
 * h_r = sum_{k>=r} 1/k - 1 and influence h_r gamma_r + ATE - sum_{k>=r} gamma_k/k; QINI likewise with
 * h_r = (n-r+1)/n - (n+1)/(2n) and influence h_r gamma_r - (1/n) sum_{k>=r} gamma_k. SE = sd / sqrt(n).
 *
 * @throws RangeError when the columns differ in length.
 */
export function rankingValue(score: ArrayLike<number>, gamma: ArrayLike<number>, alpha = 0.05): RankingValue {
  const count = score.length;
  if (gamma.length !== count) throw new RangeError('score and gamma must have the same length');
  const z = twoSidedCritical(alpha);
  for (let i = 0; i < count; i++) {
    if (!(Number.isFinite(score[i]) && Number.isFinite(gamma[i]))) return { kind: 'unavailable', reason: 'not_finite' };
  }
  const ranked = rankedGamma(score, gamma);
  const averageEffect = count > 0 ? mean(ranked) : 0;
  const qini = { weighted: new Float64Array(count), influence: new Float64Array(count) };
  const autoc = { weighted: new Float64Array(count), influence: new Float64Array(count) };
  let harmonicTail = 0;
  let gammaTail = 0;
  let gammaOverRankTail = 0;
  for (let i = count - 1; i >= 0; i--) {
    const own = ranked[i] as number;
    harmonicTail += 1 / (i + 1);
    gammaTail += own;
    gammaOverRankTail += own / (i + 1);
    const ofQini = own * ((count - i) / count - (count + 1) / (2 * count));
    const ofAutoc = own * (harmonicTail - 1);
    qini.weighted[i] = ofQini;
    qini.influence[i] = ofQini - gammaTail / count;
    autoc.weighted[i] = ofAutoc;
    autoc.influence[i] = ofAutoc + averageEffect - gammaOverRankTail;
  }
  const ofQini = measure(qini.weighted, qini.influence, z);
  const ofAutoc = measure(autoc.weighted, autoc.influence, z);
  if (ofQini === undefined || ofAutoc === undefined) return { kind: 'unavailable', reason: 'no_variance' };
  return { kind: 'estimated', qini: ofQini, autoc: ofAutoc, averageEffect, units: count };
}

/** Benefit scores from the highest score to the lowest; equal scores get their common mean. */
function rankedGamma(score: ArrayLike<number>, gamma: ArrayLike<number>): Float64Array {
  const order = descendingOrder(score);
  const ranked = Float64Array.from(order, (unit) => gamma[unit] as number);
  for (let start = 0; start < ranked.length; ) {
    let end = start + 1;
    while (end < ranked.length && score[order[end] as number] === score[order[start] as number]) end++;
    if (end > start + 1) ranked.fill(mean(ranked.subarray(start, end)), start, end);
    start = end;
  }
  return ranked;
}

function measure(weighted: Float64Array, influence: Float64Array, z: number): RankingMeasure | undefined {
  const count = weighted.length;
  if (count < 2) return undefined;
  const centre = mean(influence);
  let squares = 0;
  for (const value of influence) squares += (value - centre) ** 2;
  const standardError = Math.sqrt(squares / (count - 1) / count);
  if (!(standardError > 0)) return undefined;
  const estimate = mean(weighted);
  const pValue = 2 * normalSf(Math.abs(estimate) / standardError);
  return { estimate, standardError, interval: normalInterval(estimate, standardError, z), pValue };
}

function mean(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}
