import { normalCdf, normalQuantile } from '../src/statistics/normal.ts';
import { armAt, isActedArm } from './arms.ts';
import type { Random } from './random.ts';
import type { Truth } from './story.ts';

/** A world in which customers buy, and an offer may make some of them buy more. Money in units of the currency. */
export interface UpsellParams {
  readonly population: number;
  /** Revenue of a customer in the period before: lognormal. */
  readonly pre: { readonly logMean: number; readonly logSd: number };
  /** Chance that an average customer buys in the window. */
  readonly postProbBase: number;
  /** Correlation of the logarithms of the revenue before and after. */
  readonly postCorr: number;
  readonly flagShare: number;
  readonly holdout: number;
  readonly explore: number;
  /** Chance that an offer is seen. */
  readonly reach: number;
  /** Extra revenue of a customer who sees the offer: of the flagged by propensity, and of those in the middle band. */
  readonly effectFlagged: number;
  readonly effectMid: number;
  readonly cost: number;
  /** Share of the revenue that is profit. */
  readonly margin: number;
  readonly outcomeWindowDays: number;
}

/** The upsell world of the vector file `scenarios.json`. */
export const UPSELL: UpsellParams = {
  population: 12_000,
  pre: { logMean: 3, logSd: 0.9 },
  postProbBase: 0.18,
  postCorr: 0.6,
  flagShare: 0.25,
  holdout: 0.25,
  explore: 0.12,
  reach: 0.8,
  effectFlagged: 0.5,
  effectMid: 3.5,
  cost: 2,
  margin: 0.4,
  outcomeWindowDays: 60,
};

/** What the model ranks by: who buys anyway, or whom an offer changes. */
export type Ranking = 'propensity' | 'uplift';

/**
 * The middle band holds the customers within half a standard deviation of the average: 38% of all, 51% of those whom a
 * propensity model leaves out, which makes the true targeting gap of the vector file.
 */
const BAND = 0.502;

/** Customers in columns: what the ledger sees, and beside it what nobody can see. */
export interface UpsellUnits {
  readonly count: number;
  readonly score: Float64Array;
  readonly flagged: Uint8Array;
  /** Index into `ARM_NAMES`. */
  readonly arm: Uint8Array;
  readonly reached: Uint8Array;
  readonly lost: Uint8Array;
  /** Revenue before the anchor, and in the window as it was. */
  readonly before: Float64Array;
  readonly revenue: Float64Array;
  /** Revenue without the offer, and extra revenue of a customer who sees it. */
  readonly untouched: Float64Array;
  readonly gain: Float64Array;
  /** Chance of seeing an offer. */
  readonly reach: number;
}

/** Draws `count` customers of an upsell world, their arms, what was offered and what they bought. */
export function simulateUpsell(params: UpsellParams, ranking: Ranking, count: number, random: Random): UpsellUnits {
  const units = emptyUnits(count, params.reach);
  const people = random.split('people');
  const draw = random.split('arms');
  const luck = random.split('luck');
  const threshold = scoreThreshold(ranking, params.flagShare);
  const flaggedByPropensity = normalQuantile(1 - params.flagShare);
  const noise = Math.sqrt(1 - params.postCorr ** 2);
  const baseLogit = Math.log(params.postProbBase / (1 - params.postProbBase));
  for (let i = 0; i < count; i++) {
    const x = people.normal();
    const score = ranking === 'propensity' ? x : upliftScore(x);
    const isFlagged = score >= threshold;
    const buys = luck.uniform() < 1 / (1 + Math.exp(-(baseLogit + params.postCorr * x)));
    const amount = Math.exp(params.pre.logMean + params.pre.logSd * (params.postCorr * x + noise * luck.normal()));
    const gain = gainOf(params, x, flaggedByPropensity);
    const arm = armAt(params, isFlagged, draw.uniform());
    const isReached = luck.chance(params.reach) && isActedArm(arm);
    units.score[i] = score;
    units.flagged[i] = isFlagged ? 1 : 0;
    units.arm[i] = arm;
    units.reached[i] = isReached ? 1 : 0;
    units.before[i] = Math.exp(params.pre.logMean + params.pre.logSd * x);
    units.untouched[i] = buys ? amount : 0;
    units.gain[i] = gain;
    units.revenue[i] = (buys ? amount : 0) + (isReached ? gain : 0);
  }
  return units;
}

/** What is true about these customers. */
export function upsellTruth(units: UpsellUnits): Truth {
  const flagged = meansOf(units, 1);
  const others = meansOf(units, 0);
  const itt = units.reach * flagged.gain;
  const unflaggedItt = units.reach * others.gain;
  return {
    itt,
    cace: flagged.gain,
    unflaggedItt,
    gap: itt - unflaggedItt,
    auc: null,
    reach: units.reach,
    untouched: flagged.untouched,
  };
}

/** Customers whom a propensity model flags buy anyway; an offer changes those in the middle. */
function gainOf(params: UpsellParams, x: number, flaggedByPropensity: number): number {
  if (x >= flaggedByPropensity) return params.effectFlagged;
  return Math.abs(x) <= BAND ? params.effectMid : 0;
}

/** How much faster the uplift score falls towards those who hardly buy than towards those who buy anyway. */
const STEEPNESS = 2.5;

/** Highest in the middle of the customers, lowest for those who hardly buy: an offer changes them least. */
function upliftScore(x: number): number {
  return x >= 0 ? -x : STEEPNESS * x;
}

/** The score above which the given share of the customers lies. */
export function scoreThreshold(ranking: Ranking, flagShare: number): number {
  if (ranking === 'propensity') return normalQuantile(1 - flagShare);
  // The flagged lie between -distance / steepness and distance; halving finds the distance.
  let [near, far] = [0, 10];
  for (let step = 0; step < 60; step++) {
    const distance = (near + far) / 2;
    if (normalCdf(distance) - normalCdf(-distance / STEEPNESS) < flagShare) near = distance;
    else far = distance;
  }
  return -far;
}

function meansOf(units: UpsellUnits, flag: 0 | 1): { readonly gain: number; readonly untouched: number } {
  let count = 0;
  let gain = 0;
  let untouched = 0;
  for (let i = 0; i < units.count; i++) {
    if (units.flagged[i] !== flag) continue;
    count += 1;
    gain += units.gain[i] as number;
    untouched += units.untouched[i] as number;
  }
  return { gain: gain / count, untouched: untouched / count };
}

function emptyUnits(count: number, reach: number): UpsellUnits {
  return {
    count,
    score: new Float64Array(count),
    flagged: new Uint8Array(count),
    arm: new Uint8Array(count),
    reached: new Uint8Array(count),
    lost: new Uint8Array(count),
    before: new Float64Array(count),
    revenue: new Float64Array(count),
    untouched: new Float64Array(count),
    gain: new Float64Array(count),
    reach,
  };
}
