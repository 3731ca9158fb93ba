import { contributor } from './contributions.ts';
import { columnLength, columnsOf } from './feature-matrix.ts';
import type { Column, Model } from './model.ts';
import { readable } from './score-model.ts';
import { type Typical, typicalOf } from './typical.ts';

/** What one column adds to a prediction. It tells what goes together in the data, not what causes what. */
export interface Reason {
  readonly column: string;
  /** The value of the row, null where it is missing. */
  readonly value: number | string | null;
  /** What is common among the reference rows, null where none has a value. */
  readonly typical: Typical | null;
  /** Added to the score: above 0 it raises the prediction, below 0 it lowers it. */
  readonly contribution: number;
}

/** Why the model predicts what it predicts for a row. Baseline and contributions add up to the score. */
export interface RowExplanation {
  /** Log odds of the second class, the score of the class asked for, or the number; see `contributor`. */
  readonly score: number;
  readonly baseline: number;
  /** What people read: a probability or the number. */
  readonly prediction: number;
  /** The strongest first; as they stand in the model where they are equally strong. */
  readonly reasons: readonly Reason[];
}

/** Explains rows of columns one at a time. */
export type RowExplainer = (columns: readonly Column[], row: number, output?: number) => RowExplanation;

/**
 * Prepares explanations. `reference` are rows that say what is common; a weighted sum is explained by the distance from
 * them. `output` is the class to explain where there are several, the first if left out.
 *
 * The prepared function throws a RangeError when the columns are not those of the model, or the row is not there.
 */
export function rowExplainer(model: Model, reference: readonly Column[]): RowExplainer {
  const { scorer, baseline, of } = contributor(model, reference);
  const typical = columnsOf(model.inputs, reference).map(typicalOf);
  const inputs = model.inputs.length;
  return (columns, row, output = 0) => {
    const own = columnsOf(model.inputs, columns).map((column) => oneRow(column, row));
    const average = baseline[output];
    if (average === undefined) throw new RangeError(`the model has no output ${output}`);
    const features = scorer.features(own);
    const contributions = of(features, 0).subarray(output * inputs, (output + 1) * inputs);
    const predictions = readable(model, scorer.rawOfFeatures(features));
    const reasons = own.map(
      (column, input): Reason => ({
        column: column.name,
        value: valueIn(column),
        typical: typical[input] ?? null,
        contribution: contributions[input] ?? 0,
      }),
    );
    return {
      score: contributions.reduce((sum, contribution) => sum + contribution, average),
      baseline: average,
      prediction: predictions[output] ?? Number.NaN,
      reasons: reasons.sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution)),
    };
  };
}

/** A column with one row of another. Throws a RangeError when the row is not there. */
export function oneRow(column: Column, row: number): Column {
  if (!(row >= 0 && row < columnLength(column))) throw new RangeError(`column ${column.name} has no row ${row}`);
  return column.kind === 'number'
    ? { ...column, values: column.values.slice(row, row + 1) }
    : { ...column, codes: column.codes.slice(row, row + 1) };
}

function valueIn(column: Column): number | string | null {
  if (column.kind === 'category') return column.levels[column.codes[0] ?? -1] ?? null;
  const value = column.values[0] ?? Number.NaN;
  return Number.isNaN(value) ? null : value;
}
