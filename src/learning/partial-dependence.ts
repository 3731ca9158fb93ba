import { columnLength, columnsOf } from './feature-matrix.ts';
import type { Column, Model } from './model.ts';
import { modelScorer } from './score-model.ts';
import { quantileOfSorted } from './typical.ts';

/** What the model predicts when all reference rows get the same value in a column. */
export interface DependencePoint {
  readonly value: number | string;
  /** Mean prediction of the reference rows. */
  readonly mean: number;
  /** Eight predictions of ten lie from `low` to `high`. */
  readonly low: number;
  readonly high: number;
}

/** Points along a column of numbers. */
const POINTS = 20;
/** Levels of a category, the most frequent first. */
const MOST_LEVELS = 30;

/**
 * How predictions move along a column while the others stay as they are (partial dependence, Friedman 2001): at quantiles of
 * a number, at the levels of a category. `output` is the class where there are several. Reference rows are few: each point
 * scores all of them. It describes the model; where columns go together, rows that no one has seen are among those averaged.
 *
 * @throws RangeError when the column is not the model's or the reference has no row.
 */
export function partialDependence(
  model: Model,
  reference: readonly Column[],
  column: string,
  output = 0,
): readonly DependencePoint[] {
  const scorer = modelScorer(model);
  const own = columnsOf(model.inputs, reference);
  const moved = own.find(({ name }) => name === column);
  if (moved === undefined) throw new RangeError(`the model does not ask for ${column}`);
  const rows = columnLength(moved);
  if (rows === 0) throw new RangeError('partial dependence needs reference rows');
  return pointsOf(moved).map(({ value, held }) => {
    const predictions = scorer.predictions(own.map((one) => (one === moved ? held : one)));
    const width = predictions.length / rows;
    const told = Float32Array.from(
      { length: rows },
      (_, row) => predictions[row * width + output] ?? Number.NaN,
    ).sort();
    const mean = told.reduce((sum, prediction) => sum + prediction, 0) / rows;
    return { value, mean, low: quantileOfSorted(told, 0.1), high: quantileOfSorted(told, 0.9) };
  });
}

/** The values to try, each with the column that holds it in every row. */
function pointsOf(column: Column): { value: number | string; held: Column }[] {
  const rows = columnLength(column);
  if (column.kind === 'number') {
    const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
    const values = new Set(
      Array.from({ length: POINTS }, (_, at) => Math.fround(quantileOfSorted(sorted, at / (POINTS - 1)))),
    );
    return [...values]
      .filter((value) => !Number.isNaN(value))
      .map((value) => ({ value, held: { ...column, values: new Float32Array(rows).fill(value) } }));
  }
  const counts = new Map<number, number>();
  for (const code of column.codes) if (code >= 0) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .sort(([a, often], [b, other]) => other - often || a - b)
    .slice(0, MOST_LEVELS)
    .map(([code]) => ({
      value: column.levels[code] ?? '',
      held: { ...column, codes: new Int32Array(rows).fill(code) },
    }));
}
