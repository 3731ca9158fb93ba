import { HELD_OUT, HIGHER_IS_BETTER, LEARNED_FROM, LOWER_IS_BETTER, wordsOfMetric } from './words-of-metric.ts';

/** Which values of a metric are good ones. */
export type Direction = 'higher' | 'lower';

/** How much values scatter is neither good nor bad by itself. */
const SCATTER = new Set(['std', 'stdev', 'stddev']);
/** What something took, and the place among others: measures, but no results. */
const NO_RESULT = new Set(['latency', 'duration', 'time', 'seconds', 'ms', 'rank']);

/**
 * Which values of a metric are good, told by its name, because nothing else says it. `null` where the name does not tell:
 * then no value may be called the best. scikit-learn names what it turned round `neg_`.
 */
export function directionOf(key: string): Direction | null {
  const words = wordsOfMetric(key);
  if (words.some((word) => SCATTER.has(word))) return null;
  const isTurned = words.includes('neg') || words.includes('negative');
  if (words.some((word) => LOWER_IS_BETTER.has(word))) return isTurned ? 'higher' : 'lower';
  return words.some((word) => HIGHER_IS_BETTER.has(word)) ? 'higher' : null;
}

/** Whether a metric is a result, and not what something took or its place among others, as far as its name says. */
export function isResult(key: string): boolean {
  return !wordsOfMetric(key).some((word) => NO_RESULT.has(word));
}

/** Whether a metric was measured on the very data that the model learned from, as far as its name says. */
export function isOnLearnedData(key: string): boolean {
  return wordsOfMetric(key).some((word) => LEARNED_FROM.has(word));
}

/** Whether a metric was measured on data that the model had not seen, as far as its name says. */
export function isOnUnseenData(key: string): boolean {
  return !isOnLearnedData(key) && wordsOfMetric(key).some((word) => HELD_OUT.has(word));
}

/**
 * The metric by which runs are compared in one sentence: its name must say which values are good; what was measured on
 * data that the model had not seen goes first, then what was measured on the data that it learned from, and how long
 * something took last; among these what most runs have. `null` when no name tells.
 */
export function chooseMeasure(
  keys: readonly { readonly key: string; readonly runCount: number }[],
): { readonly key: string; readonly direction: Direction } | null {
  const told = keys.flatMap(({ key, runCount }) => {
    const direction = directionOf(key);
    return direction === null ? [] : [{ key, direction, runCount }];
  });
  const [first] = told.toSorted(
    (a, b) => rankOf(a.key) - rankOf(b.key) || b.runCount - a.runCount || (a.key < b.key ? -1 : 1),
  );
  return first ? { key: first.key, direction: first.direction } : null;
}

/** Between what was measured on the data learned from and what is no result. */
const UNTOLD = 2.5;

/** How much the name of a metric that tells which values are good says of the model itself; less is more. */
function rankOf(key: string): number {
  if (!isResult(key)) return 3;
  if (isOnLearnedData(key)) return 2;
  return isOnUnseenData(key) ? 0 : 1;
}

/** Metrics as they are read: results first, in the order in which one would be chosen, and last how long something took. */
export function resultsFirst<Metric extends { readonly key: string }>(metrics: readonly Metric[]): readonly Metric[] {
  // What names no good values may be a result or not; it stands between both.
  const place = ({ key }: Metric): number => (directionOf(key) === null && isResult(key) ? UNTOLD : rankOf(key));
  return metrics.toSorted((one, other) => place(one) - place(other));
}

/** The places of the best among values; none when there is nothing to compare, when all are equal, or by no direction. */
export function placesOfBest(values: readonly (number | null)[], direction: Direction | null): readonly number[] {
  const numbers = values.filter((value) => value !== null);
  if (direction === null || numbers.length < 2 || new Set(numbers).size < 2) return [];
  const best = direction === 'higher' ? Math.max(...numbers) : Math.min(...numbers);
  return values.flatMap((value, place) => (value === best ? [place] : []));
}
