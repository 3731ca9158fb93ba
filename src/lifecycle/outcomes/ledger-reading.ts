import type { Interval } from '../../statistics/interval.ts';
import { dayInWords } from '../../words/index.ts';
import type { Estimate } from './answer-input.ts';
import { NOT_MEASURED_YET } from './chain-tiles.ts';
import { formatNumber, formatToRange } from './round-to-range.ts';

/** The KPI as the company reports it: before, now, and which way is better. */
export interface ObservedKpi {
  readonly name: string;
  readonly unit: string;
  readonly direction: 'up' | 'down';
  readonly baseline: number;
  readonly current: number;
  /** ISO day of `current`. */
  readonly asOf: string;
  /** Decimals in which the KPI is reported. */
  readonly decimals: number;
}

/** How what was observed and what the initiative did combine. */
export type LedgerCase =
  | 'improved-and-contributed'
  | 'improved-for-other-reasons'
  | 'would-have-been-worse'
  | 'neither'
  | 'contribution-not-measured';

/** Two lines that are never added together, and what they say side by side. */
export interface LedgerReading {
  readonly ledgerCase: LedgerCase;
  readonly observedLine: string;
  readonly movedLine: string;
  readonly reading: string;
}

/**
 * Reads "KPI as observed" and "KPI moved by this initiative" together. A KPI may improve for other reasons, and an
 * initiative may have helped although the KPI did not improve. The contribution is in the KPI's unit and in benefit
 * direction; only when all of its range is above 0 does the initiative count as having contributed.
 */
export function readLedgers(kpi: ObservedKpi, contribution: Estimate | null): LedgerReading {
  const observed = (kpi.current - kpi.baseline) * (kpi.direction === 'up' ? 1 : -1);
  const isImproved = roundTo(observed, kpi.decimals) > 0;
  const ledgerCase = combine(isImproved, contribution);
  return {
    ledgerCase,
    observedLine: observedLine(kpi, observed),
    movedLine: movedLine(kpi, contribution),
    reading: readTogether(ledgerCase, kpi, observed, contribution),
  };
}

function combine(isImproved: boolean, contribution: Estimate | null): LedgerCase {
  if (contribution === null) return 'contribution-not-measured';
  const hasContributed = contribution.interval.lower > 0;
  if (isImproved) return hasContributed ? 'improved-and-contributed' : 'improved-for-other-reasons';
  return hasContributed ? 'would-have-been-worse' : 'neither';
}

function observedLine(kpi: ObservedKpi, observed: number): string {
  const told = (value: number) => formatNumber(value, kpi.decimals);
  const change = roundTo(observed, kpi.decimals);
  const word = change > 0 ? 'better' : 'worse';
  const moved = change === 0 ? 'unchanged' : `${word} by ${told(Math.abs(change))}`;
  return `KPI as observed: ${kpi.name} went from ${told(kpi.baseline)} to ${told(kpi.current)} ${kpi.unit} by ${dayInWords(kpi.asOf)}, ${moved}.`;
}

function movedLine(kpi: ObservedKpi, contribution: Estimate | null): string {
  if (contribution === null) {
    return `KPI moved by this initiative: ${NOT_MEASURED_YET.toLowerCase()}; it takes a comparison with some who are left alone.`;
  }
  const { interval, point } = contribution;
  const span = `likely between ${formatToRange(interval.lower, interval)} and ${formatToRange(interval.upper, interval)}`;
  return `KPI moved by this initiative: ${span} ${kpi.unit} for the better (best estimate ${formatToRange(point, interval)}).`;
}

function readTogether(
  ledgerCase: LedgerCase,
  kpi: ObservedKpi,
  observed: number,
  contribution: Estimate | null,
): string {
  const { name, unit } = kpi;
  const interval = contribution?.interval ?? { lower: 0, upper: 0 };
  switch (ledgerCase) {
    case 'improved-and-contributed':
      return interval.lower > observed
        ? `${name} improved, and without this initiative it would have got worse: it made a difference of ${between(interval, unit)}.`
        : `${name} improved, and this initiative accounts for ${between(interval, unit)}.`;
    case 'improved-for-other-reasons':
      return `${name} improved for other reasons, as far as we can see: ${atMost(interval, unit)}.`;
    case 'would-have-been-worse':
      return `${name} did not improve, but it would have been worse by ${between(interval, unit)} without this initiative.`;
    case 'neither':
      return `${name} did not improve, and we cannot see that this initiative moved it: ${atMost(interval, unit)}.`;
    case 'contribution-not-measured':
      return `What part this initiative had in ${name} is not measured yet.`;
  }
}

function between(interval: Interval, unit: string): string {
  return `likely between ${formatToRange(interval.lower, interval)} and ${formatToRange(interval.upper, interval)} ${unit}`;
}

function atMost({ lower, upper }: Interval, unit: string): string {
  if (upper <= 0) return 'this initiative did not help it';
  return `at most ${formatToRange(upper, { lower, upper })} ${unit} came from this initiative`;
}

function roundTo(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
