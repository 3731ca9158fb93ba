import type { Interval } from '../../statistics/interval.ts';
import type { AnswerInput, Estimate } from './answer-input.ts';
import { formatNumber, formatToRange } from './round-to-range.ts';

type Speaker = Pick<AnswerInput, 'measure' | 'words'>;

/** Which units a sentence is about. */
export type Among = 'reached' | 'on the list' | 'not on the list';

const BASES = [100, 1_000, 10_000, 100_000] as const;
const LARGEST_BASE = 100_000;

/**
 * Of how many units one counts, so that whole units tell the truth: 100 unless the range would then be narrower than two
 * units, or unless two different numbers of the sentence would look the same, or one would look like nothing.
 */
export function countBase(interval: Interval, alongside: readonly number[] = []): number {
  const width = interval.upper - interval.lower;
  const values = [...new Set([0, interval.lower, interval.upper, ...alongside])];
  const isTold = (base: number) => {
    const counts = values.map((value) => Math.round(value * base));
    return width * base >= Math.min(2, width * LARGEST_BASE) && new Set(counts).size === counts.length;
  };
  return BASES.find(isTold) ?? LARGEST_BASE;
}

/** A share of a base as a whole count: 0.03 of 100 is "3". */
export function count(share: number, base: number): string {
  return formatNumber(Math.round(Math.abs(share) * base));
}

/** A range of shares as counts: "between 28 and 34 of every 100". */
export function countsBetween(interval: Interval, base: number): string {
  return `between ${count(interval.lower, base)} and ${count(interval.upper, base)} of every ${formatNumber(base)}`;
}

/**
 * What the action changes, as a clause: "of every 100 customers reached, likely between 3 and 9 stay because of the
 * call (best estimate 6 stay)".
 */
export function effectClause({ measure, words }: Speaker, effect: Estimate, among: Among): string {
  const { interval, point } = effect;
  if (measure.kind === 'share') {
    const base = countBase(interval);
    const told = shareRange(interval, base, measure);
    return `of every ${formatNumber(base)} ${words.unit.many} ${among}, ${told} because of the ${words.action} (best estimate ${sharePoint(point, base, measure)})`;
  }
  const better = measure.direction === 'down' ? 'lower' : 'higher';
  const worse = measure.direction === 'down' ? 'higher' : 'lower';
  const amount = (value: number) => formatToRange(Math.abs(value), interval);
  const side = (value: number) => (value < 0 ? worse : better);
  const span = isOneSided(interval)
    ? `likely between ${amount(nearer(interval))} and ${amount(farther(interval))} ${measure.unit} ${side(interval.upper > 0 ? 1 : -1)}`
    : `anything from ${amount(interval.lower)} ${measure.unit} ${worse} to ${amount(interval.upper)} ${measure.unit} ${better}`;
  const best = `best estimate ${amount(point)} ${measure.unit} ${side(point)}`;
  return `for each ${words.unit.one} ${among}, ${measure.noun} is ${span} because of the ${words.action} (${best})`;
}

/**
 * The largest effect still possible and the smallest worth having, side by side and with the same denominator: "at best
 * 1 of every 100 customers reached stays because of the call" and "2 of every 100".
 */
export function atBestClauses(
  { measure, words }: Speaker,
  interval: Interval,
  needed: number,
  among: Among,
): { readonly best: string; readonly needed: string } {
  const upper = Math.max(0, interval.upper);
  if (measure.kind === 'share') {
    const base = countBase(interval, [needed]);
    const many = Math.round(upper * base);
    const verb = many === 1 ? measure.good.one : measure.good.many;
    const counted = many === 0 ? 'none' : formatNumber(many);
    return {
      best: `at best ${counted} of every ${formatNumber(base)} ${words.unit.many} ${among} ${verb} because of the ${words.action}`,
      needed: `${count(needed, base)} of every ${formatNumber(base)}`,
    };
  }
  const better = measure.direction === 'down' ? 'lower' : 'higher';
  const range = { lower: interval.lower, upper: Math.max(interval.upper, needed) };
  return {
    best: `at best ${measure.noun} is ${formatToRange(upper, interval)} ${measure.unit} ${better} for each ${words.unit.one} ${among}`,
    needed: `${formatToRange(needed, range)} ${measure.unit}`,
  };
}

/** The same range as the number of a tile: "3 to 9 of 100 stay", "1.2 to 2.0 hours lower". */
export function effectNumber({ measure }: Speaker, interval: Interval): string {
  const { near, far, nearWord, farWord } = spanWords(measure, interval);
  if (measure.kind === 'amount') {
    if (isOneSided(interval)) return `${near} to ${far} ${measure.unit} ${farWord}`;
    return `${near} ${nearWord} to ${far} ${measure.unit} ${farWord}`;
  }
  const base = formatNumber(countBase(interval));
  if (isOneSided(interval)) return `${near} to ${far} of ${base} ${farWord}`;
  return `${near} ${nearWord} to ${far} ${farWord}, of ${base}`;
}

/** The ends of a range as text without sign, from worse to better or from near to far, each with its own word. */
function spanWords(measure: AnswerInput['measure'], interval: Interval) {
  const [good, bad] = sides(measure);
  const base = countBase(interval);
  const told = (value: number) =>
    measure.kind === 'share' ? count(value, base) : formatToRange(Math.abs(value), interval);
  if (!isOneSided(interval)) {
    return { near: told(interval.lower), far: told(interval.upper), nearWord: bad, farWord: good };
  }
  const word = interval.upper > 0 ? good : bad;
  return { near: told(nearer(interval)), far: told(farther(interval)), nearWord: word, farWord: word };
}

function sides(measure: AnswerInput['measure']): readonly [string, string] {
  if (measure.kind === 'share') return [measure.good.many, measure.bad.many];
  return measure.direction === 'down' ? ['lower', 'higher'] : ['higher', 'lower'];
}

type ShareMeasure = Extract<AnswerInput['measure'], { kind: 'share' }>;

function shareRange(interval: Interval, base: number, { good, bad }: ShareMeasure): string {
  if (isOneSided(interval)) {
    const verb = interval.upper > 0 ? good.many : bad.many;
    return `likely between ${count(nearer(interval), base)} and ${count(farther(interval), base)} ${verb}`;
  }
  const worst = Math.round(-interval.lower * base);
  const best = Math.round(interval.upper * base);
  const worstVerb = worst === 1 ? bad.one : bad.many;
  const bestVerb = best === 1 ? good.one : good.many;
  return `it could be anything from ${formatNumber(worst)} who ${worstVerb} to ${formatNumber(best)} who ${bestVerb}`;
}

function sharePoint(point: number, base: number, { good, bad }: ShareMeasure): string {
  const many = Math.round(Math.abs(point) * base);
  if (many === 0) return 'nobody';
  const verb = point > 0 ? good : bad;
  return `${formatNumber(many)} ${many === 1 ? verb.one : verb.many}`;
}

function isOneSided({ lower, upper }: Interval): boolean {
  return lower >= 0 || upper <= 0;
}

function nearer({ lower, upper }: Interval): number {
  return Math.min(Math.abs(lower), Math.abs(upper));
}

function farther({ lower, upper }: Interval): number {
  return Math.max(Math.abs(lower), Math.abs(upper));
}
