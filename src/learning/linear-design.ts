import type { CategoryColumn, Column, Feature, NumberColumn } from './model.ts';
import { type TrainingTable, weightsOf } from './training-table.ts';

/** Levels of a category that get a coefficient of their own: the heaviest; all others share the intercept. */
const MOST_LEVELS = 50;

/**
 * One column of the table as a linear model computes with it: numbers around their mean in units of their spread, or for
 * each row the one slot (a level, a missing mark) that is 1, -1 where none is.
 */
type Block =
  | {
      readonly kind: 'number';
      readonly slot: number;
      readonly values: Float32Array;
      readonly mean: number;
      readonly scale: number;
    }
  | { readonly kind: 'marks'; readonly slots: Int32Array };

/** A table as a linear model sees it: features, one coefficient slot each, and the rows block by block. */
export interface LinearDesign {
  readonly rows: number;
  readonly features: readonly Feature[];
  readonly blocks: readonly Block[];
}

/**
 * Numbers are standardised, so that one penalty suits all units, with the mean in place of missing values and a mark that
 * says so; categories get a mark a level. Marks stay 0 or 1: the penalty then draws rare levels most. Columns that say
 * nothing (constant, never filled) get no feature.
 */
export function linearDesign(table: TrainingTable): LinearDesign {
  const weights = weightsOf(table);
  const features: Feature[] = [];
  const blocks: Block[] = [];
  for (const [input, column] of table.columns.entries()) {
    if (column.kind === 'number') addNumber(column, input, weights, features, blocks);
    else addCategory(column, input, weights, features, blocks);
  }
  return { rows: weights.length, features, blocks };
}

function addNumber(
  column: NumberColumn,
  input: number,
  weights: Float64Array,
  features: Feature[],
  blocks: Block[],
): void {
  const { mean, spread } = meanAndSpread(column.values, weights);
  if (spread > 0) {
    const whenMissing = Math.fround(mean);
    const values = column.values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) / spread));
    blocks.push({ kind: 'number', slot: features.length, values, mean, scale: spread });
    features.push({ kind: 'number', input, whenMissing });
  }
  addMissingMark(column, input, features, blocks);
}

function addMissingMark(column: Column, input: number, features: Feature[], blocks: Block[]): void {
  const isMissing = column.kind === 'number' ? Array.from(column.values, Number.isNaN) : [];
  if (!isMissing.includes(true) || !isMissing.includes(false)) return;
  blocks.push({ kind: 'marks', slots: Int32Array.from(isMissing, (missing) => (missing ? features.length : -1)) });
  features.push({ kind: 'is-missing', input });
}

function addCategory(
  column: CategoryColumn,
  input: number,
  weights: Float64Array,
  features: Feature[],
  blocks: Block[],
): void {
  // Entry 0 is the missing value, the levels follow.
  const totals = new Float64Array(column.levels.length + 1);
  for (const [row, code] of column.codes.entries()) {
    totals[code + 1] = (totals[code + 1] as number) + (weights[row] as number);
  }
  const seen = [...totals.keys()].filter((group) => (totals[group] as number) > 0);
  if (seen.length < 2) return;
  const kept = seen
    .sort((a, b) => (totals[b] as number) - (totals[a] as number) || a - b)
    .slice(0, MOST_LEVELS)
    .sort((a, b) => a - b);
  const slotOf = new Int32Array(totals.length).fill(-1);
  for (const group of kept) {
    slotOf[group] = features.length;
    features.push(
      group === 0
        ? { kind: 'is-missing', input }
        : {
            kind: 'levels',
            input,
            levels: [column.levels[group - 1] ?? ''],
            values: [1],
            otherwise: 0,
            whenMissing: 0,
          },
    );
  }
  blocks.push({ kind: 'marks', slots: column.codes.map((code) => slotOf[code + 1] as number) });
}

function meanAndSpread(values: Float32Array, weights: Float64Array): { mean: number; spread: number } {
  let total = 0;
  let mean = 0;
  let squares = 0;
  for (const [row, value] of values.entries()) {
    if (Number.isNaN(value)) continue;
    const weight = weights[row] as number;
    total += weight;
    const distance = value - mean;
    mean += (distance * weight) / total;
    squares += weight * distance * (value - mean);
  }
  return { mean, spread: total > 0 ? Math.sqrt(squares / total) : 0 };
}

/** Adds the weighted sum of every row's features to `scores`; `coefficients` has one entry a slot. */
export function addWeightedSums(design: LinearDesign, coefficients: Float64Array, scores: Float64Array): void {
  for (const block of design.blocks) {
    if (block.kind === 'number') {
      const coefficient = coefficients[block.slot] as number;
      if (coefficient === 0) continue;
      const { values } = block;
      for (let row = 0; row < scores.length; row++) {
        scores[row] = (scores[row] as number) + coefficient * (values[row] as number);
      }
    } else {
      const { slots } = block;
      for (let row = 0; row < scores.length; row++) {
        const slot = slots[row] as number;
        if (slot >= 0) scores[row] = (scores[row] as number) + (coefficients[slot] as number);
      }
    }
  }
}

/** For every slot the sum over rows of the feature times `rowValues`. */
export function sumsBySlot(design: LinearDesign, rowValues: Float64Array): Float64Array {
  const sums = new Float64Array(design.features.length);
  for (const block of design.blocks) {
    if (block.kind === 'number') {
      const { values } = block;
      let sum = 0;
      for (let row = 0; row < rowValues.length; row++) sum += (values[row] as number) * (rowValues[row] as number);
      sums[block.slot] = sum;
    } else {
      const { slots } = block;
      for (let row = 0; row < rowValues.length; row++) {
        const slot = slots[row] as number;
        if (slot >= 0) sums[slot] = (sums[slot] as number) + (rowValues[row] as number);
      }
    }
  }
  return sums;
}

/** For every slot the sum over rows of the squared feature times `rowValues`. */
export function squareSumsBySlot(design: LinearDesign, rowValues: Float64Array): Float64Array {
  const sums = new Float64Array(design.features.length);
  for (const block of design.blocks) {
    for (let row = 0; row < rowValues.length; row++) {
      const slot = block.kind === 'number' ? block.slot : (block.slots[row] as number);
      if (slot < 0) continue;
      const value = block.kind === 'number' ? (block.values[row] as number) : 1;
      sums[slot] = (sums[slot] as number) + value * value * (rowValues[row] as number);
    }
  }
  return sums;
}

/** The same weighted sum for features as they are: coefficients by their own units, and what moves to the intercept. */
export function unstandardise(
  design: LinearDesign,
  coefficients: Float64Array,
  intercept: number,
): { intercept: number; coefficients: number[] } {
  const own = Array.from(coefficients);
  let moved = intercept;
  for (const block of design.blocks) {
    if (block.kind !== 'number') continue;
    const coefficient = (coefficients[block.slot] as number) / block.scale;
    own[block.slot] = coefficient;
    moved -= coefficient * block.mean;
  }
  return { intercept: moved, coefficients: own };
}
