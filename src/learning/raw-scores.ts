import { featureValues } from './feature-values.ts';
import type { Column, Model, Tree } from './model.ts';

/** The raw scores of a model's trees or weighted sum, one list an output; `columns` stand in the order of its inputs. */
export function rawScores({ features, body }: Model, columns: readonly Column[]): Float64Array[] {
  const values = features.map((feature) => featureValues(feature, columnAt(columns, feature.input)));
  const first = columnAt(columns, 0);
  const rows = first.kind === 'number' ? first.values.length : first.codes.length;
  if (body.kind === 'trees') {
    const raw = body.base.map((base) => new Float64Array(rows).fill(base));
    for (const tree of body.trees) addTreeTo(raw[tree.output] as Float64Array, tree, values);
    return raw;
  }
  return body.intercepts.map((intercept, output) => {
    const raw = new Float64Array(rows).fill(intercept);
    for (const [feature, own] of values.entries()) {
      const coefficient = body.coefficients[output]?.[feature] ?? 0;
      if (coefficient === 0) continue;
      for (let row = 0; row < rows; row++) raw[row] = (raw[row] as number) + coefficient * (own[row] as number);
    }
    return raw;
  });
}

function columnAt(columns: readonly Column[], input: number): Column {
  const column = columns[input];
  if (column === undefined) throw new RangeError(`the model asks for more than ${columns.length} columns`);
  return column;
}

function addTreeTo(raw: Float64Array, tree: Tree, values: readonly Float32Array[]): void {
  for (let row = 0; row < raw.length; row++) {
    let node = 0;
    for (let feature = tree.feature[node] as number; feature >= 0; feature = tree.feature[node] as number) {
      const value = values[feature]?.[row] as number;
      const goesLeft = Number.isNaN(value)
        ? (tree.missingGoesLeft[node] as boolean)
        : value <= (tree.threshold[node] as number);
      node = (goesLeft ? tree.left[node] : tree.right[node]) as number;
    }
    raw[row] = (raw[row] as number) + (tree.value[node] as number);
  }
}
