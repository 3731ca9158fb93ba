import { scaleLinear, scaleLog } from 'd3-scale';
import { FONT_SIZE } from './ink.ts';
import { type PlacedTick, roomyTicks, textWidth } from './layout.ts';
import { logTickValues, logTickWords } from './log-ticks.ts';

/** An axis of numbers that has been given its place. */
export interface NumberAxis {
  readonly place: (value: number) => number;
  readonly ticks: readonly PlacedTick[];
}

/** Writes a number as short as it can be told from its neighbours: at most four significant digits, thousands grouped. */
export function shortNumber(value: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e7 || Math.abs(value) < 1e-4))
    return Number(value.toPrecision(2)).toExponential().replaceAll('-', '−');
  return new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 4 }).format(value).replace('-', '−');
}

/** From where to where an axis reaches, and whether everything on it is counted in whole numbers. */
export interface AxisExtent {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

/** The least and the greatest of the finite values, moved apart when they are one; 0 to 1 when there are none. */
export function extentOf(values: Iterable<number | null>): AxisExtent {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let isWhole = true;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    isWhole &&= Number.isInteger(value);
  }
  if (low > high) return { low: 0, high: 1, isWhole: false };
  if (low < high) return { low, high, isWhole };
  const share = Math.abs(low) * 0.05;
  const room = isWhole ? Math.max(1, Math.round(share)) : share;
  return { low: low - room, high: high + room, isWhole };
}

/** What both kinds of scale have. */
interface TickScale {
  (value: number): number;
  ticks(count: number): number[];
  tickFormat(count: number): (value: number) => string;
}

/** Values for ticks: of what is counted only whole ones, for nothing is ever one and a half trees deep. */
export function tickValues(scale: Pick<TickScale, 'ticks'>, count: number, isWhole: boolean): readonly number[] {
  const values = scale.ticks(count);
  return isWhole ? values.filter(Number.isInteger) : values;
}

/** Ticks with their words; with as many digits as they need where the usual words would say the same of two. */
function ticksOf(
  scale: TickScale,
  count: number,
  isWhole: boolean,
  format: (value: number) => string,
): readonly PlacedTick[] {
  const values = tickValues(scale, count, isWhole);
  const areDistinct = new Set(values.map(format)).size === values.length;
  const write = areDistinct ? format : scale.tickFormat(count);
  return values.map((value) => ({ at: scale(value), label: write(value) }));
}

/** An upright axis between two heights, with a tick about every 38 px. A logarithmic one needs values above 0. */
export function uprightAxis(
  { low, high, isWhole }: AxisExtent,
  [bottom, top]: readonly [number, number],
  format: (value: number) => string,
  isLogarithmic = false,
): NumberAxis {
  const count = Math.max(2, Math.floor((bottom - top) / 38));
  if (isLogarithmic && low > 0) {
    const values = logTickValues(low, high, count);
    const scale = scaleLog()
      .domain([Math.min(low, ...values), Math.max(high, ...values)])
      .range([bottom, top]);
    const shown = isWhole ? values.filter(Number.isInteger) : values;
    const words = logTickWords(shown, format);
    return {
      place: (value) => scale(value),
      ticks: shown.map((value, index) => ({ at: scale(value), label: words[index] ?? '' })),
    };
  }
  const scale = scaleLinear().domain([low, high]).range([bottom, top]);
  // The ends are ticks, so that nothing lies beyond the last line that is drawn.
  scale.nice(count);
  return { place: (value) => scale(value), ticks: ticksOf(scale, count, isWhole, format) };
}

/** A level axis between two places, with as many ticks as their labels have room. */
export function levelAxis(
  { low, high, isWhole }: AxisExtent,
  [left, right]: readonly [number, number],
  format: (value: number) => string,
): NumberAxis {
  const scale = scaleLinear().domain([low, high]).range([left, right]);
  const most = Math.max(2, Math.floor((right - left) / 64));
  const ticks = roomyTicks((count) => ticksOf(scale, count, isWhole, format), most, FONT_SIZE);
  return { place: (value) => scale(value), ticks };
}

/** Room that the labels of an upright axis need on their side, px. */
export function labelRoom(ticks: readonly PlacedTick[]): number {
  return Math.ceil(Math.max(0, ...ticks.map(({ label }) => textWidth(label, FONT_SIZE)))) + 8;
}
