import type { Model } from '../../learning/index.ts';
import type { Example, Examples } from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

/** One number a row to order rows by: the probability or the number; of several classes that of the likeliest. */
export function predictionsToOrder(target: Model['target'], predictions: Float64Array): Float64Array {
  if (target.kind !== 'multiclass') return predictions;
  const width = target.classes.length;
  return Float64Array.from({ length: predictions.length / width }, (_, row) =>
    Math.max(...predictions.subarray(row * width, (row + 1) * width)),
  );
}

/** The class that a row most likely has; the earlier of two alike. */
function likeliestClass(classes: readonly string[], predictions: Float64Array, row: number): string | null {
  const own = predictions.subarray(row * classes.length, (row + 1) * classes.length);
  return classes[own.indexOf(Math.max(...own))] ?? null;
}

/**
 * Rows at the ends of the order and in doubt, the clearest first. In doubt are the chances nearest to one half, the numbers
 * nearest to the middle, and of several classes the rows whose likeliest class is least likely. `places` says where in the
 * table a row stands; of two alike the earlier comes first.
 */
export function pickExamples(target: Model['target'], predictions: Float64Array, places: Uint32Array): Examples {
  const { kind } = target;
  const order = predictionsToOrder(target, predictions);
  const outcomeOf = (row: number): string | null =>
    target.kind === 'multiclass' ? likeliestClass(target.classes, predictions, row) : null;
  const rising = Array.from(order.keys()).sort((a, b) => (order[a] ?? 0) - (order[b] ?? 0) || a - b);
  const falling = Array.from(order.keys()).sort((a, b) => (order[b] ?? 0) - (order[a] ?? 0) || a - b);
  const middle = kind === 'binary' ? 0.5 : (order[rising[Math.floor(rising.length / 2)] ?? 0] ?? 0);
  const distance = (row: number): number => Math.abs((order[row] ?? 0) - middle);
  const doubtful = kind === 'multiclass' ? rising : rising.slice().sort((a, b) => distance(a) - distance(b) || a - b);
  const told = (rows: readonly number[]): Example[] =>
    rows
      .slice(0, EXPLANATION_LIMITS.examples)
      .map((row) => ({ row: (places[row] ?? 0) + 1, prediction: order[row] ?? 0, outcome: outcomeOf(row) }));
  return { high: told(falling), doubtful: told(doubtful), low: kind === 'multiclass' ? [] : told(rising) };
}
