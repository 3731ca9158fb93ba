import { addToMoments, type Moments, momentsOf, NO_MOMENTS } from './moments.ts';
import { type Arms, type TestedDifference, twoMeans } from './two-means.ts';

/** One value of one unit in one period. */
export interface PanelPoint {
  readonly unit: string | number;
  /** Period as a number that grows with time; periods need not be evenly spaced. */
  readonly period: number;
  readonly isTreated: boolean;
  readonly value: number;
}

/** The difference between the groups in one period, relative to the last period before the start. */
export interface EventStudyPoint {
  /** Periods since the start: -2, -1, 0, 1, ...; the last one before it is the reference and 0 by definition. */
  readonly relativePeriod: number;
  readonly estimate: number;
  readonly standardError: number;
}

/** The effect by comparing changes, or why there is none. */
export type DifferenceInDifferences =
  | ({
      readonly kind: 'estimated';
      readonly treatedUnits: number;
      readonly comparisonUnits: number;
      /** Units without a value on both sides of the start; they are not in the estimate. */
      readonly droppedUnits: number;
      /** Difference of the unit slopes before the start; `null` with fewer than two periods before it. */
      readonly preTrend: TestedDifference | null;
      readonly eventStudy: readonly EventStudyPoint[];
    } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'zero_variance' };

/**
 * Difference-in-differences on a panel: each unit's mean after the start less its mean before it, compared between the groups by
 * Welch's t. On a balanced panel the estimate equals two-way fixed effects, and one change per unit makes the interval robust to
 * any correlation in time (Bertrand, Duflo and Mullainathan 2004). Periods from `startPeriod` on count as after.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function differenceInDifferences(
  points: readonly PanelPoint[],
  startPeriod: number,
  alpha = 0.05,
): DifferenceInDifferences {
  const units = groupByUnit(points, startPeriod);
  const complete = units.filter(({ before, after }) => before.length > 0 && after.length > 0);
  const arms = splitArms(complete, ({ before, after }) => meanOf(after) - meanOf(before));
  const difference = twoMeans(arms, alpha);
  if (difference.kind === 'unavailable') return difference;
  return {
    ...difference,
    treatedUnits: arms.action.count,
    comparisonUnits: arms.holdout.count,
    droppedUnits: units.length - complete.length,
    preTrend: testPreTrend(complete, alpha),
    eventStudy: studyEvents(complete, startPeriod, alpha),
  };
}

interface PeriodValue {
  readonly period: number;
  readonly value: number;
}

interface UnitSeries {
  readonly isTreated: boolean;
  readonly before: readonly PeriodValue[];
  readonly after: readonly PeriodValue[];
}

function groupByUnit(points: readonly PanelPoint[], startPeriod: number): UnitSeries[] {
  const units = new Map<string | number, { isTreated: boolean; before: PeriodValue[]; after: PeriodValue[] }>();
  for (const { unit, period, isTreated, value } of points) {
    const series = units.get(unit) ?? { isTreated, before: [], after: [] };
    (period < startPeriod ? series.before : series.after).push({ period, value });
    units.set(unit, series);
  }
  return [...units.values()];
}

function splitArms<U extends { readonly isTreated: boolean }>(
  units: readonly U[],
  measure: (unit: U) => number | null,
): Arms<Moments> {
  const arms = { action: NO_MOMENTS, holdout: NO_MOMENTS };
  for (const unit of units) {
    const value = measure(unit);
    if (value === null) continue;
    const arm = unit.isTreated ? 'action' : 'holdout';
    arms[arm] = addToMoments(arms[arm], value);
  }
  return arms;
}

function meanOf(values: readonly PeriodValue[]): number {
  return momentsOf(values.map(({ value }) => value)).mean;
}

function testPreTrend(units: readonly UnitSeries[], alpha: number): TestedDifference | null {
  const difference = twoMeans(
    splitArms(units, ({ before }) => slopeOf(before)),
    alpha,
  );
  return difference.kind === 'estimated' ? difference : null;
}

/** Least-squares slope of a unit's values over time; `null` when it has fewer than two periods. */
function slopeOf(values: readonly PeriodValue[]): number | null {
  const meanPeriod = momentsOf(values.map(({ period }) => period)).mean;
  let product = 0;
  let square = 0;
  for (const { period, value } of values) {
    product += (period - meanPeriod) * value;
    square += (period - meanPeriod) ** 2;
  }
  return square > 0 ? product / square : null;
}

function studyEvents(units: readonly UnitSeries[], startPeriod: number, alpha: number): EventStudyPoint[] {
  const seen = units.map(({ isTreated, before, after }) => ({
    isTreated,
    values: new Map([...before, ...after].map(({ period, value }) => [period, value])),
  }));
  const periods = [...new Set(seen.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b);
  const reference = periods.filter((period) => period < startPeriod).at(-1);
  if (reference === undefined) return [];
  const study: EventStudyPoint[] = [];
  for (const period of periods) {
    const relativePeriod = period - startPeriod;
    if (period === reference) {
      study.push({ relativePeriod, estimate: 0, standardError: 0 });
      continue;
    }
    const changes = splitArms(seen, ({ values }) => {
      const [now, then] = [values.get(period), values.get(reference)];
      return now === undefined || then === undefined ? null : now - then;
    });
    const difference = twoMeans(changes, alpha);
    if (difference.kind === 'unavailable') continue;
    study.push({ relativePeriod, estimate: difference.estimate, standardError: difference.standardError });
  }
  return study;
}
