import { normalCdf, normalQuantile } from './distributions.ts';

/** What every plan with a randomised holdout states before the first unit is assigned. */
export interface HoldoutDesign {
  /** Share of the units that is deliberately left alone, 0..1. */
  readonly holdoutShare: number;
  /** Share of the units of the action arm that the action really reaches, 0..1. */
  readonly reach: number;
  /** Two-sided chance of a false statement at the read-out, 0..1. */
  readonly alpha: number;
  /** Wanted chance of seeing the effect when it is there, 0..1. */
  readonly power: number;
  /** Share of the outcome's variance that covariates known before the assignment explain, 0..1; 0 when left out. */
  readonly rSquared?: number;
  /** Factor by which clustering inflates the variance, at least 1; 1 when left out. */
  readonly designEffect?: number;
}

/** A plan whose outcome happens or does not happen. */
export interface ProportionDesign extends HoldoutDesign {
  /** Rate of the outcome without any action, 0..1. */
  readonly baseRate: number;
  /** Whether the action is meant to raise or to lower the rate. */
  readonly direction: 'up' | 'down';
}

/** A plan whose outcome is an amount. */
export interface MeanDesign extends HoldoutDesign {
  /** Standard deviation of the outcome between units, in its unit. */
  readonly standardDeviation: number;
}

/** Why no number of units can answer. */
export interface ImpossiblePlan {
  readonly kind: 'impossible';
  readonly reason: 'nobody_reached' | 'one_arm_empty' | 'effect_is_zero' | 'no_units' | 'effect_exceeds_base_rate';
}

/** Number of units (both arms together) that a plan needs. */
export type SampleSize =
  | {
      readonly kind: 'planned';
      /** The exact solution of the formula. */
      readonly unitsExact: number;
      /** The same, rounded up to whole units; at least one per arm. */
      readonly units: number;
    }
  | ImpossiblePlan;

/** Smallest effect per reached unit that a number of units shows with the wanted power. */
export type DetectableEffect = { readonly kind: 'detectable'; readonly effectOnReached: number } | ImpossiblePlan;

/** Chance that a two-sided test at `alpha` sees an effect of the stated size. */
export type PlanPower = { readonly kind: 'power'; readonly power: number } | ImpossiblePlan;

/**
 * Units needed to see `effectOnReached` (a positive size, in rate per reached unit):
 * n = (z_{1-alpha/2} + z_power)^2 (v_C/h + v_T/(1-h)) / (reach * effect)^2 * (1 - R^2) * deff.
 *
 * Reach enters squared because units that are not reached dilute the difference between the arms.
 */
export function sampleSizeForProportion(design: ProportionDesign, effectOnReached: number): SampleSize {
  return neededUnits(design, effectOnReached, proportionVariance(design, effectOnReached));
}

/** Units needed to see `effectOnReached` (a positive size, in the outcome's unit per reached unit). */
export function sampleSizeForMean(design: MeanDesign, effectOnReached: number): SampleSize {
  return neededUnits(design, effectOnReached, meanVariance(design));
}

/** Chance that `units` (both arms together) show a rate effect of `effectOnReached` per reached unit. */
export function powerForProportion(design: ProportionDesign, effectOnReached: number, units: number): PlanPower {
  return reachedPower(design, effectOnReached, units, proportionVariance(design, effectOnReached));
}

/** Chance that `units` (both arms together) show a mean effect of `effectOnReached` per reached unit. */
export function powerForMean(design: MeanDesign, effectOnReached: number, units: number): PlanPower {
  return reachedPower(design, effectOnReached, units, meanVariance(design));
}

/**
 * Smallest rate effect per reached unit that `units` show with the wanted power.
 *
 * The variance in the action arm depends on the effect itself; the condition is a quadratic equation in the effect per
 * assigned unit, solved here exactly.
 */
export function detectableEffectForProportion(design: ProportionDesign, units: number): DetectableEffect {
  const problem = impossibleDesign(design) ?? impossibleUnits(units);
  if (problem !== undefined) return problem;
  const { baseRate, holdoutShare: holdout, reach } = design;
  const sign = design.direction === 'up' ? 1 : -1;
  const unitsPerVariance = units / (zSum(design) ** 2 * varianceFactor(design));
  const a = unitsPerVariance + 1 / (1 - holdout);
  const b = (-sign * (1 - 2 * baseRate)) / (1 - holdout);
  const c = -baseRate * (1 - baseRate) * (1 / holdout + 1 / (1 - holdout));
  const effectOnAssigned = (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
  const room = design.direction === 'up' ? 1 - baseRate : baseRate;
  if (effectOnAssigned / reach > room) return { kind: 'impossible', reason: 'effect_exceeds_base_rate' };
  return { kind: 'detectable', effectOnReached: effectOnAssigned / reach };
}

/** Smallest mean effect per reached unit that `units` show with the wanted power. */
export function detectableEffectForMean(design: MeanDesign, units: number): DetectableEffect {
  const problem = impossibleDesign(design) ?? impossibleUnits(units);
  if (problem !== undefined) return problem;
  const variance = meanVariance(design) * varianceFactor(design);
  return { kind: 'detectable', effectOnReached: (zSum(design) * Math.sqrt(variance / units)) / design.reach };
}

function neededUnits(design: HoldoutDesign, effectOnReached: number, variance: number | undefined): SampleSize {
  const problem = impossibleDesign(design) ?? impossibleEffect(effectOnReached);
  if (problem !== undefined) return problem;
  if (variance === undefined) return { kind: 'impossible', reason: 'effect_exceeds_base_rate' };
  const effectOnAssigned = design.reach * effectOnReached;
  const unitsExact = (zSum(design) ** 2 * variance * varianceFactor(design)) / effectOnAssigned ** 2;
  return { kind: 'planned', unitsExact, units: Math.max(2, Math.ceil(unitsExact)) };
}

function reachedPower(
  design: HoldoutDesign,
  effectOnReached: number,
  units: number,
  variance: number | undefined,
): PlanPower {
  const problem = impossibleDesign(design) ?? impossibleEffect(effectOnReached) ?? impossibleUnits(units);
  if (problem !== undefined) return problem;
  if (variance === undefined) return { kind: 'impossible', reason: 'effect_exceeds_base_rate' };
  const standardError = Math.sqrt((variance * varianceFactor(design)) / units);
  if (standardError === 0) return { kind: 'power', power: 1 };
  const z = -normalQuantile(design.alpha / 2);
  const shift = (design.reach * effectOnReached) / standardError;
  return { kind: 'power', power: normalCdf(shift - z) + normalCdf(-shift - z) };
}

/** Variance of the difference between the arms times the number of units; undefined when the rate would leave 0..1. */
function proportionVariance(design: ProportionDesign, effectOnReached: number): number | undefined {
  const { baseRate, holdoutShare, reach, direction } = design;
  requireShare('baseRate', baseRate);
  const sign = direction === 'up' ? 1 : -1;
  const rateOfReached = baseRate + sign * effectOnReached;
  if (rateOfReached < 0 || rateOfReached > 1) return undefined;
  const actionRate = baseRate + sign * reach * effectOnReached;
  return (baseRate * (1 - baseRate)) / holdoutShare + (actionRate * (1 - actionRate)) / (1 - holdoutShare);
}

function meanVariance(design: MeanDesign): number {
  const { standardDeviation, holdoutShare } = design;
  if (!(standardDeviation >= 0 && Number.isFinite(standardDeviation))) {
    throw new RangeError(`standardDeviation must be at least 0, got ${standardDeviation}`);
  }
  return standardDeviation ** 2 * (1 / holdoutShare + 1 / (1 - holdoutShare));
}

function zSum(design: HoldoutDesign): number {
  return normalQuantile(design.power) - normalQuantile(design.alpha / 2);
}

function varianceFactor(design: HoldoutDesign): number {
  return (1 - (design.rSquared ?? 0)) * (design.designEffect ?? 1);
}

function impossibleDesign(design: HoldoutDesign): ImpossiblePlan | undefined {
  requireShare('holdoutShare', design.holdoutShare);
  requireShare('reach', design.reach);
  requireShare('rSquared', design.rSquared ?? 0);
  requireOpenShare('alpha', design.alpha);
  requireOpenShare('power', design.power);
  if (!((design.designEffect ?? 1) >= 1)) throw new RangeError(`designEffect must be at least 1`);
  if (design.holdoutShare === 0 || design.holdoutShare === 1) return { kind: 'impossible', reason: 'one_arm_empty' };
  if (design.reach === 0) return { kind: 'impossible', reason: 'nobody_reached' };
  return undefined;
}

function impossibleEffect(effectOnReached: number): ImpossiblePlan | undefined {
  if (!(effectOnReached >= 0 && Number.isFinite(effectOnReached))) {
    throw new RangeError(`effectOnReached is a size and must be at least 0, got ${effectOnReached}`);
  }
  return effectOnReached === 0 ? { kind: 'impossible', reason: 'effect_is_zero' } : undefined;
}

function impossibleUnits(units: number): ImpossiblePlan | undefined {
  if (!(units >= 0)) throw new RangeError(`units must be at least 0, got ${units}`);
  return units === 0 ? { kind: 'impossible', reason: 'no_units' } : undefined;
}

function requireShare(name: string, share: number): void {
  if (!(share >= 0 && share <= 1)) throw new RangeError(`${name} must lie in 0..1, got ${share}`);
}

function requireOpenShare(name: string, share: number): void {
  if (!(share > 0 && share < 1)) throw new RangeError(`${name} must lie strictly between 0 and 1, got ${share}`);
}
