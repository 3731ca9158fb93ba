import type { CategoryColumn } from './model.ts';

/** A simple rule on one column: "tenure below 12", "contract is monthly", or the order that a column of numbers gives. */
export type SimpleRule =
  | { readonly kind: 'threshold'; readonly column: string; readonly isAbove: boolean; readonly threshold: number }
  | { readonly kind: 'words'; readonly column: string; readonly words: readonly string[] }
  | { readonly kind: 'order'; readonly column: string; readonly isHigherFirst: boolean };

/** The values of the column that a rule names: words, or numbers and moments, NaN where missing. */
export type RuledColumn =
  | Pick<CategoryColumn, 'kind' | 'levels' | 'codes'>
  | { readonly kind: 'number' | 'time'; readonly values: ArrayLike<number> };

/**
 * How high a rule puts each row: 1 or 0 where it says yes or no, or a number that orders the rows; NaN where an order knows
 * nothing of a row because its value is missing. Null where the rule cannot be applied to a column of that kind.
 */
export function ruleScores(rule: SimpleRule, column: RuledColumn): Float64Array | null {
  if (column.kind === 'category') {
    if (rule.kind !== 'words') return null;
    const named = new Set(rule.words);
    const isNamed = column.levels.map((level) => (named.has(level) ? 1 : 0));
    return Float64Array.from(column.codes, (code) => isNamed[code] ?? 0);
  }
  if (rule.kind === 'words') return null;
  if (rule.kind === 'threshold') {
    return Float64Array.from(column.values, (value) =>
      (rule.isAbove ? value > rule.threshold : value < rule.threshold) ? 1 : 0,
    );
  }
  return Float64Array.from(column.values, (value) => (rule.isHigherFirst ? value : -value));
}

/** The same scores with rows of which nothing is known below all others, whichever way the rule orders; all finite. */
export function unknownLast(scores: Float64Array): Float64Array {
  const least = scores.reduce((low, score) => (Number.isNaN(score) ? low : Math.min(low, score)), Infinity);
  const last = least === Infinity ? -1 : least - Math.max(1, Math.abs(least));
  return scores.map((score) => (Number.isNaN(score) ? last : score));
}
