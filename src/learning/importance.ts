import { contributor } from './contributions.ts';
import { columnLength, columnsOf } from './feature-matrix.ts';
import type { Column, Model } from './model.ts';
import { randomNumbers } from './random.ts';
import { modelScorer } from './score-model.ts';

/** How much a column matters to a model. */
export interface ColumnImportance {
  readonly column: string;
  readonly importance: number;
}

/** Shuffles of each column: their mean is told. */
const SHUFFLES = 5;

/**
 * How much worse the predictions get when a column's values are shuffled among the rows (permutation importance, Breiman
 * 2001), the most important first. `loss` says how bad predictions for all rows are, lower being better; near or below 0 the
 * column does not help. Rows should be ones that training did not see. Columns that say the same share what they are worth.
 * The same seed gives the same figures.
 *
 * @throws RangeError when the columns are not those of the model.
 */
export function permutationImportance(
  model: Model,
  columns: readonly Column[],
  loss: (predictions: Float64Array) => number,
  seed: number,
): readonly ColumnImportance[] {
  const scorer = modelScorer(model);
  const own = columnsOf(model.inputs, columns);
  const random = randomNumbers(seed);
  const whole = loss(scorer.predictions(own));
  const found = own.map((column) => {
    let worse = 0;
    for (let shuffle = 0; shuffle < SHUFFLES; shuffle++) {
      const moved = shuffled(column, random.permutation(columnLength(column)));
      worse += loss(scorer.predictions(own.map((one) => (one === column ? moved : one)))) - whole;
    }
    return { column: column.name, importance: worse / SHUFFLES };
  });
  return found.sort((a, b) => b.importance - a.importance);
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

function shuffled(column: Column, order: Uint32Array): Column {
  if (column.kind === 'number') {
    return { ...column, values: Float32Array.from(order, (row) => column.values[row] ?? Number.NaN) };
  }
  return { ...column, codes: Int32Array.from(order, (row) => column.codes[row] ?? -1) };
}
