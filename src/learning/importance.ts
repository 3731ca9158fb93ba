import { contributor } from './contributions.ts';
import type { Column, Model } from './model.ts';

/** How much a column matters to a model. */
export interface ColumnImportance {
  readonly column: string;
  readonly importance: number;
}

/**
 * How far a column moves the score of a row, up or down, on average over rows: the mean size of its contributions, summed
 * over the outputs; in log odds, scores or the unit of the number. The most important first.
 *
 * @throws RangeError when the columns are not those of the model.
 */
export function contributionImportance(model: Model, columns: readonly Column[]): readonly ColumnImportance[] {
  const { scorer, of } = contributor(model, columns);
  const features = scorer.features(columns);
  const sums = model.inputs.map(() => 0);
  for (let row = 0; row < features.rows; row++) {
    for (const [at, contribution] of of(features, row).entries()) {
      const input = at % sums.length;
      sums[input] = (sums[input] ?? 0) + Math.abs(contribution);
    }
  }
  return model.inputs
    .map(({ name }, input) => ({ column: name, importance: (sums[input] ?? 0) / Math.max(1, features.rows) }))
    .sort((a, b) => b.importance - a.importance);
}
