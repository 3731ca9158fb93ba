import { normalQuantile } from './distributions.ts';

/** Where a running phase stands, and what it must be able to answer. */
export interface ForecastInput {
  /** Standard error of the effect on the units that have finished their window. */
  readonly standardErrorNow: number;
  /** Units that have finished their window. */
  readonly maturedUnits: number;
  /** Smallest effect that the read-out must be able to see, in the unit of the standard error. */
  readonly smallestEffect: number;
  readonly alpha: number;
  readonly power: number;
  /** Units enrolled per day. */
  readonly newUnitsPerDay: number;
  /** Length of the outcome window. */
  readonly windowDays: number;
  /** Days since the phase began. */
  readonly elapsedDays: number;
  /** Units enrolled whose window is still open. */
  readonly inFlightUnits: number;
  /** Longest permitted duration of the phase. */
  readonly maxDays: number;
  /** Relative uncertainty of the enrolment rate for the range; 0.2 when left out. */
  readonly rateUncertainty?: number;
}

/** How long until the phase can answer. */
export type Forecast =
  | {
      readonly kind: 'forecast';
      /** Matured units at which the answer is due. */
      readonly unitsNeeded: number;
      /** Units that must still mature; 0 when there are enough. */
      readonly moreUnits: number;
      /** Days from now: at the present enrolment rate, and with the rate higher or lower. */
      readonly days: number;
      readonly earliestDays: number;
      /** Null when nobody is enrolled at the lower rate. */
      readonly latestDays: number | null;
      /** Whether the answer comes before `maxDays` at the present enrolment rate. */
      readonly feasible: boolean;
    }
  | {
      readonly kind: 'never';
      readonly reason: 'no_enrolment';
      readonly unitsNeeded: number;
      readonly moreUnits: number;
    }
  | { readonly kind: 'unknown'; readonly reason: 'no_variance_yet' };

/**
 * Forecasts the day of the answer. The needed number of units scales with (se_now / se_needed)^2, where
 * se_needed = smallestEffect / (z_{1-alpha/2} + z_power). Units in flight mature evenly over one window; whatever is missing
 * beyond them takes its enrolment time plus one full window.
 */
export function forecast(input: ForecastInput): Forecast {
  requirePositive('smallestEffect', input.smallestEffect);
  requireAtLeastZero('newUnitsPerDay', input.newUnitsPerDay);
  requireAtLeastZero('inFlightUnits', input.inFlightUnits);
  requireAtLeastZero('windowDays', input.windowDays);
  const uncertainty = input.rateUncertainty ?? 0.2;
  if (!(uncertainty >= 0 && uncertainty <= 1)) throw new RangeError(`rateUncertainty must lie in 0..1`);
  const { standardErrorNow, maturedUnits } = input;
  if (!(standardErrorNow > 0 && Number.isFinite(standardErrorNow) && maturedUnits > 0)) {
    return { kind: 'unknown', reason: 'no_variance_yet' };
  }
  const zSum = normalQuantile(input.power) - normalQuantile(input.alpha / 2);
  const unitsNeeded = maturedUnits * (standardErrorNow / (input.smallestEffect / zSum)) ** 2;
  const moreUnits = Math.max(0, unitsNeeded - maturedUnits);
  const days = daysUntil(moreUnits, input.newUnitsPerDay, input);
  const earliestDays = daysUntil(moreUnits, input.newUnitsPerDay * (1 + uncertainty), input);
  if (days === null || earliestDays === null) return { kind: 'never', reason: 'no_enrolment', unitsNeeded, moreUnits };
  const latestDays = daysUntil(moreUnits, input.newUnitsPerDay * (1 - uncertainty), input);
  const feasible = input.elapsedDays + days <= input.maxDays;
  return { kind: 'forecast', unitsNeeded, moreUnits, days, earliestDays, latestDays, feasible };
}

function daysUntil(moreUnits: number, newUnitsPerDay: number, input: ForecastInput): number | null {
  if (moreUnits === 0) return 0;
  if (moreUnits <= input.inFlightUnits) return (moreUnits / input.inFlightUnits) * input.windowDays;
  if (newUnitsPerDay === 0) return null;
  return (moreUnits - input.inFlightUnits) / newUnitsPerDay + input.windowDays;
}

function requirePositive(name: string, value: number): void {
  if (!(value > 0 && Number.isFinite(value))) throw new RangeError(`${name} must be greater than 0, got ${value}`);
}

function requireAtLeastZero(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) throw new RangeError(`${name} must be at least 0, got ${value}`);
}
