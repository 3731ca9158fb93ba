import type { Column, Feature } from './model.ts';

/** The values of a feature for every row of a column, as float32. */
export function featureValues(feature: Feature, column: Column): Float32Array {
  if (feature.kind === 'is-missing') return missingFlags(column);
  if (feature.kind === 'number') return numberValues(column, feature.whenMissing);
  if (column.kind !== 'category') throw new RangeError(`column ${column.name} must hold categories`);
  const byLevel = new Map(feature.levels.map((level, position) => [level, feature.values[position] as number]));
  const byCode = Float32Array.from(column.levels, (level) => byLevel.get(level) ?? feature.otherwise);
  return Float32Array.from(column.codes, (code) => (code < 0 ? feature.whenMissing : (byCode[code] as number)));
}

function numberValues(column: Column, whenMissing: number | null): Float32Array {
  if (column.kind !== 'number') throw new RangeError(`column ${column.name} must hold numbers`);
  if (whenMissing === null) return column.values;
  return column.values.map((value) => (Number.isNaN(value) ? whenMissing : value));
}

function missingFlags(column: Column): Float32Array {
  if (column.kind === 'number') return column.values.map((value) => (Number.isNaN(value) ? 1 : 0));
  return Float32Array.from(column.codes, (code) => (code < 0 ? 1 : 0));
}
