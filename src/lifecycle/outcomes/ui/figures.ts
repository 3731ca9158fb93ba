import { formatCount, formatNumber } from '../../../web/kit/index.ts';
import type { OutcomeReport } from '../report.schema.ts';
import { decimalsOf } from '../round-to-range.ts';

/** Decimals of rates and differences behind "Show the numbers": as many as the API gives. */
const EXACT_DECIMALS = 6;
/** Probabilities below this are written with a power of ten. */
const SMALLEST_PLAIN = 1e-6;

/** From this size on, two decimals say as many digits as six say of a rate. */
const LARGE = 1_000;

/** A figure with every digit that can be checked against another tool: rates and differences to six decimals. */
export function exactFigure(value: number): string {
  if (Number.isInteger(value)) return formatCount(value).replace('-', '−');
  return formatNumber(value, Math.abs(value) >= LARGE ? 2 : EXACT_DECIMALS);
}

/** The p-value of a test: six decimals, and very small ones as a power of ten. */
export function pFigure(value: number): string {
  return value > 0 && value < SMALLEST_PLAIN ? value.toExponential(2) : formatNumber(value, EXACT_DECIMALS);
}

/** A value of a KPI with as many decimals as it carries: at most two, below 1 at most three significant digits. */
export function kpiFigure(value: number): string {
  const rounded = Math.abs(value) < 1 ? Number(value.toPrecision(3)) : Math.round(value * 100) / 100;
  return formatNumber(rounded, decimalsOf(rounded));
}

/** A unit as it stands behind a figure: what clings to the number, and the words after it. */
export function splitUnit(unit: string): { readonly mark: string; readonly words: string } {
  return unit.startsWith('%') ? { mark: '%', words: unit.slice(1).trim() } : { mark: '', words: unit };
}

/** How a difference is counted on screen: shares per hundred, amounts in their own unit. */
export function scaleOf(
  kind: 'binary' | 'mean' | 'ratio',
  unit: string | null,
): { readonly factor: number; readonly words: string } {
  return kind === 'binary' ? { factor: 100, words: 'of every 100' } : { factor: 1, words: unit ?? '' };
}

/** The first letter large, where a name begins a sentence. */
export function sentenceCase(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** One point of how the evidence grew. */
export type SeriesPoint = OutcomeReport['series'][number];

/** How many times wider than the last range a range may be and still be drawn beside it. */
const WIDEST_DRAWN = 8;

/**
 * The part of the evidence over time that can be read in one picture: from the first point whose range is at most eight
 * times as wide as the last one, because the first weeks would press everything after them into a line.
 */
export function readableSeries(series: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const last = series.findLast(hasRange);
  if (!last) return series;
  const first = series.findIndex((point) => hasRange(point) && widthOf(point) <= WIDEST_DRAWN * widthOf(last));
  return series.slice(Math.max(0, first));
}

function hasRange({ lower, upper }: SeriesPoint): boolean {
  return lower !== null && upper !== null;
}

function widthOf({ lower, upper }: SeriesPoint): number {
  return (upper ?? 0) - (lower ?? 0);
}
