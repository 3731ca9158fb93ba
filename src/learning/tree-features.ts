import type { CategoryColumn, Feature } from './model.ts';
import type { RandomNumbers } from './random.ts';
import { type EncodedCategory, encodeCategory, encodingParts } from './target-encoding.ts';
import { rowCount, type TargetValues, type TrainingTable, weightsOf } from './training-table.ts';

/** A direction that an expert vouches for: as the column rises, the prediction never falls (1) or never rises (-1). */
export interface MonotoneColumn {
  readonly column: string;
  readonly direction: 1 | -1;
}

/** The features of trees with the values that training sees, one list a feature. */
export interface TreeFeatures {
  readonly features: readonly Feature[];
  readonly training: readonly Float32Array[];
  /** For each feature 1, -1 or 0. */
  readonly monotone: Int8Array;
}

/** Of several classes, so many most frequent ones describe the levels of a category, one feature each. */
const CLASSES_FOR_ENCODING = 8;

/** Categories of more levels are described by means alone. */
const MOST_LEVELS_IN_ORDER = 255;

/**
 * What trees look at: numbers as they are, missing ones included; categories as the mean of what is predicted at each
 * level, and by the order of the levels.
 *
 * @throws RangeError when a direction is asked of a column that is no number, or of a task with several classes.
 */
export function treeFeatures(
  table: TrainingTable,
  directions: readonly MonotoneColumn[],
  random: RandomNumbers,
): TreeFeatures {
  const wanted = directionsByColumn(table, directions);
  const weights = weightsOf(table);
  const parts = encodingParts(rowCount(table), random);
  const responses = responsesFor(table.target, weights);
  const features: Feature[] = [];
  const training: Float32Array[] = [];
  const monotone: number[] = [];
  for (const [input, column] of table.columns.entries()) {
    const made: readonly EncodedCategory[] =
      column.kind === 'number'
        ? [{ feature: { kind: 'number', input, whenMissing: null }, training: column.values }]
        : encodings(column, input, responses, weights, parts);
    for (const one of made) {
      features.push(one.feature);
      training.push(one.training);
      monotone.push(wanted.get(column.name) ?? 0);
    }
  }
  return { features, training, monotone: Int8Array.from(monotone) };
}

function encodings(
  column: CategoryColumn,
  input: number,
  responses: readonly Float64Array[],
  weights: Float64Array,
  parts: Uint8Array,
): EncodedCategory[] {
  const means = responses.map((response) => encodeCategory(column, input, response, weights, parts));
  const hasOrder = column.levels.length > 2 && column.levels.length <= MOST_LEVELS_IN_ORDER;
  return hasOrder ? [...means, levelsInOrder(column, input)] : means;
}

/** The levels by their place in the table: a second order, in which trees can part levels that have the same mean. */
function levelsInOrder(column: CategoryColumn, input: number): EncodedCategory {
  const values = column.levels.map((_, code) => code);
  return {
    feature: { kind: 'levels', input, levels: column.levels, values, otherwise: -1, whenMissing: -1 },
    training: Float32Array.from(column.codes),
  };
}

/** What a level is described by: the number itself, the second class, or each of the most frequent classes. */
function responsesFor(target: TargetValues, weights: Float64Array): Float64Array[] {
  if (target.kind === 'number') return [target.values];
  if (target.kind === 'binary') return [Float64Array.from(target.codes)];
  const totals = target.classes.map((_, code) => ({ code, weight: 0 }));
  for (const [row, code] of target.codes.entries()) {
    const total = totals[code];
    if (total !== undefined) total.weight += weights[row] as number;
  }
  return totals
    .sort((a, b) => b.weight - a.weight || a.code - b.code)
    .slice(0, CLASSES_FOR_ENCODING)
    .map(({ code }) => Float64Array.from(target.codes, (own) => (own === code ? 1 : 0)));
}

function directionsByColumn(table: TrainingTable, directions: readonly MonotoneColumn[]): Map<string, number> {
  if (directions.length > 0 && table.target.kind === 'multiclass') {
    throw new RangeError('a direction needs a number or two classes to predict');
  }
  for (const { column: name } of directions) {
    const column = table.columns.find((candidate) => candidate.name === name);
    if (column?.kind !== 'number') throw new RangeError(`${name} is no column of numbers`);
  }
  return new Map(directions.map(({ column, direction }) => [column, direction]));
}
