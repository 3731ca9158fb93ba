import { contributor } from './contributions.ts';
import { columnsOf } from './feature-matrix.ts';
import type { Column, Model } from './model.ts';

/** What a column adds to the score at a value, null for a missing value: the score is the baseline and one point a column. */
export interface CurvePoint {
  readonly value: number | string | null;
  readonly contribution: number;
}

/** A threshold at or above this (the greatest float32) parts missing values from all others and is no step. */
const EVERY_NUMBER = 3.4028234663852886e38;

/** The whole effect of a column in a model without interactions, so that an expert can sign it point by point. */
export interface ShapeCurve {
  readonly column: string;
  /** `steps`: holds up to and including its value, the last from there on. `line`: straight between points. */
  readonly kind: 'steps' | 'line' | 'levels';
  readonly points: readonly CurvePoint[];
  /** What a missing value adds. */
  readonly whenMissing: number;
}

/**
 * The curves of a model that is a sum of one curve a column (weighted sums, boosted stumps), one a column; null where some
 * tree looks at two columns, since then no curve alone tells the truth. `reference` says where columns of a weighted sum
 * begin and end and where contributions are 0. `output` is the class where there are several.
 *
 * @throws RangeError when the columns are not those of the model.
 */
export function shapeCurves(model: Model, reference: readonly Column[], output = 0): readonly ShapeCurve[] | null {
  if (model.body.kind === 'trees' && !model.body.trees.every((tree) => isOfOneInput(model, tree.feature))) return null;
  const { scorer, of } = contributor(model, reference);
  const own = columnsOf(model.inputs, reference);
  return own.map((column, input) => {
    const { kind, values } = placesOf(model, input, column);
    const tried = own.map((one) =>
      one === column ? columnOf(column, [...values, null]) : missing(one, values.length + 1),
    );
    const features = scorer.features(tried);
    const contributions = Array.from(
      { length: features.rows },
      (_, row) => of(features, row)[output * own.length + input] ?? 0,
    );
    return {
      column: column.name,
      kind,
      points: values.map((value, at) => ({ value, contribution: contributions[at] ?? 0 })),
      whenMissing: contributions.at(-1) ?? 0,
    };
  });
}

function isOfOneInput({ features }: Model, nodes: readonly number[]): boolean {
  return new Set(nodes.filter((feature) => feature >= 0).map((feature) => features[feature]?.input)).size <= 1;
}

/** Values at which the curve is told: ends of steps, ends of a line, or levels. */
function placesOf(
  model: Model,
  input: number,
  column: Column,
): { readonly kind: ShapeCurve['kind']; readonly values: readonly (number | string)[] } {
  if (column.kind === 'category') return { kind: 'levels', values: levelsOf(model, input, column) };
  const present = column.values.filter((value) => !Number.isNaN(value)).sort();
  const [first, last] = [present[0], present.at(-1)];
  if (model.body.kind === 'linear') {
    return { kind: 'line', values: first === undefined || last === undefined ? [] : [...new Set([first, last])] };
  }
  const thresholds = new Set<number>();
  for (const tree of model.body.trees) {
    for (const [node, feature] of tree.feature.entries()) {
      const asked = model.features[feature];
      const threshold = Math.fround(tree.threshold[node] ?? 0);
      if (asked?.kind === 'number' && asked.input === input && threshold < EVERY_NUMBER) thresholds.add(threshold);
    }
  }
  const steps = [...thresholds].sort((a, b) => a - b);
  const beyond = Math.max(last ?? 0, (steps.at(-1) ?? 0) + 1, (steps.at(-1) ?? 0) * 2);
  return { kind: 'steps', values: [...steps, Math.fround(beyond)] };
}

/** Levels that the model or the reference rows know. */
function levelsOf(model: Model, input: number, column: Extract<Column, { readonly kind: 'category' }>): string[] {
  const known = model.features.flatMap((feature) =>
    feature.kind === 'levels' && feature.input === input ? feature.levels : [],
  );
  return [...new Set([...known, ...column.levels])];
}

function columnOf(column: Column, values: readonly (number | string | null)[]): Column {
  if (column.kind === 'number') {
    return {
      ...column,
      values: Float32Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN)),
    };
  }
  const levels = values.filter((value) => typeof value === 'string');
  return {
    ...column,
    levels,
    codes: Int32Array.from(values, (value) => (typeof value === 'string' ? levels.indexOf(value) : -1)),
  };
}

/** What stands in the other columns does not matter: no tree looks at two. */
function missing(column: Column, rows: number): Column {
  return column.kind === 'number'
    ? { ...column, values: new Float32Array(rows).fill(Number.NaN) }
    : { ...column, codes: new Int32Array(rows).fill(-1) };
}
