import type { Column, Feature, Model, ModelInput } from './model.ts';

/** Features row by row: feature `f` of row `r` is `values[r * width + f]`. */
export interface FeatureMatrix {
  readonly rows: number;
  readonly width: number;
  readonly values: Float32Array;
}

/** Makes the features of a model of columns; prepared once, used for one row as for many. */
export type FeatureMaker = (columns: readonly Column[]) => FeatureMatrix;

/**
 * Prepares the making of a model's features. Columns are found by name, in any order, further ones are left alone; float32
 * throughout, as ONNX computes them.
 *
 * The prepared function throws a RangeError when a column is missing, of the wrong kind, or not as long as the others.
 */
export function featureMaker(model: Model): FeatureMaker {
  const writers = model.features.map(featureWriter);
  const width = writers.length;
  return (columns) => {
    const wanted = columnsOf(model.inputs, columns);
    const rows = wanted[0] === undefined ? 0 : columnLength(wanted[0]);
    for (const column of wanted) {
      if (columnLength(column) !== rows) throw new RangeError(`column ${column.name} has not ${rows} rows`);
    }
    const values = new Float32Array(rows * width);
    for (const [at, { input, write }] of writers.entries()) {
      const column = wanted[input];
      if (column === undefined) throw new RangeError(`the model has no input ${input}`);
      write(column, values, at, width);
    }
    return { rows, width, values };
  };
}

/** How many rows a column has. */
export function columnLength(column: Column): number {
  return column.kind === 'number' ? column.values.length : column.codes.length;
}

/**
 * The columns that a model asks for, in the order of its inputs.
 *
 * @throws RangeError when one is missing or of the wrong kind.
 */
export function columnsOf(inputs: readonly ModelInput[], columns: readonly Column[]): Column[] {
  return inputs.map(({ name, kind }) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (column === undefined) throw new RangeError(`the model asks for the column ${name}`);
    if (column.kind !== kind) throw new RangeError(`the model asks for a ${kind} in the column ${name}`);
    return column;
  });
}

interface FeatureWriter {
  readonly input: number;
  write(column: Column, values: Float32Array, at: number, width: number): void;
}

function featureWriter(feature: Feature): FeatureWriter {
  const { input } = feature;
  if (feature.kind === 'is-missing') return { input, write: writeMissing };
  if (feature.kind === 'number') {
    const { whenMissing } = feature;
    return { input, write: (column, values, at, width) => writeNumber(column, whenMissing, values, at, width) };
  }
  const byLevel = levelValues(feature);
  return {
    input,
    write(column, values, at, width) {
      if (column.kind !== 'category') throw new RangeError(`column ${column.name} must hold categories`);
      const byCode = column.levels.map((level) => byLevel.get(level) ?? feature.otherwise);
      for (const [row, code] of column.codes.entries()) {
        values[row * width + at] = code < 0 ? feature.whenMissing : (byCode[code] ?? feature.otherwise);
      }
    },
  };
}

/** The number that stands for each level that training saw. */
export function levelValues(feature: Extract<Feature, { readonly kind: 'levels' }>): Map<string, number> {
  return new Map(feature.levels.map((level, at) => [level, feature.values[at] ?? feature.otherwise]));
}

function writeMissing(column: Column, values: Float32Array, at: number, width: number): void {
  if (column.kind === 'number') {
    for (const [row, value] of column.values.entries()) values[row * width + at] = Number.isNaN(value) ? 1 : 0;
  } else {
    for (const [row, code] of column.codes.entries()) values[row * width + at] = code < 0 ? 1 : 0;
  }
}

function writeNumber(
  column: Column,
  whenMissing: number | null,
  values: Float32Array,
  at: number,
  width: number,
): void {
  if (column.kind !== 'number') throw new RangeError(`column ${column.name} must hold numbers`);
  const instead = whenMissing ?? Number.NaN;
  for (const [row, value] of column.values.entries()) {
    values[row * width + at] = Number.isNaN(value) ? instead : value;
  }
}
