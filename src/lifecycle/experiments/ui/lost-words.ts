import { finiteOf, type LoggedNumber, type LostNumber } from '../logged-number.ts';
import type { CurveAxis } from './run-page-queries.ts';

/** Where a curve stopped being a number for good. */
export interface Stop {
  /** What came after its last number. */
  readonly what: LostNumber;
  /** The place on the axis: a step, or milliseconds since the first value. */
  readonly x: number;
  /** Whether nothing before it was a number either. */
  readonly isFromStart: boolean;
}

const WORDS: Readonly<Record<LostNumber, string>> = {
  NaN: 'not a number',
  Infinity: 'infinite',
  '-Infinity': 'minus infinite',
};

const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** A value that is no number, in a word or two: "not a number". */
export function lostWord(value: LostNumber): string {
  return WORDS[value];
}

/** Where a curve stopped being a number; `null` when it ends in one, or where nothing is known of it. */
export function stopOf(points: readonly { readonly x: number; readonly value: LoggedNumber }[]): Stop | null {
  const last = points.at(-1);
  if (!last || typeof last.value === 'number') return null;
  return { what: last.value, x: last.x, isFromStart: points.every(({ value }) => finiteOf(value) === null) };
}

/** Since when a value is no number, for the line below the value: "since step 12"; `null` where that is not known. */
export function sinceInWords(value: LostNumber, stop: Stop | null): string | null {
  if (stop === null) return null;
  if (stop.isFromStart) return 'from the start';
  const since = `since ${placeInWords(stop.x, 'step')}`;
  return stop.what === value ? since : `${lostWord(stop.what)} ${since}`;
}

/** What happened, in a sentence without its full stop: "val_loss has not been a number since step 12". */
export function lostInWords(subject: string, value: LostNumber, stop: Stop | null, axis: CurveAxis = 'step'): string {
  if (stop === null) return `${subject} ended as ${lostWord(value)}`;
  if (stop.isFromStart)
    return value === 'NaN' ? `${subject} was never a number` : `${subject} was ${lostWord(value)} from the start`;
  const [at, since] = [`at ${placeInWords(stop.x, axis)}`, `since ${placeInWords(stop.x, axis)}`];
  const begun = {
    NaN: `${subject} has not been a number ${since}`,
    Infinity: `${subject} grew beyond all numbers (infinite) ${at}`,
    '-Infinity': `${subject} fell below all numbers (minus infinite) ${at}`,
  }[stop.what];
  return stop.what === value ? begun : `${begun} and ended as ${lostWord(value)}`;
}

function placeInWords(x: number, axis: CurveAxis): string {
  return axis === 'step' ? `step ${COUNT.format(x)}` : `${COUNT.format(x / 1_000)} s after its first value`;
}
