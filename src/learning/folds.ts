import type { RandomNumbers } from './random.ts';
import { rowCount, type TrainingTable } from './training-table.ts';

/** Rows to learn from and rows to check on; no row is in both. */
export interface Fold {
  readonly training: Uint32Array;
  readonly validation: Uint32Array;
}

/**
 * Folds of cross-validation. Without times every row is checked on once, and each fold holds its share of every class.
 * With times each fold learns from the past and is checked on what came next, because that is what a model will meet: the
 * rows are cut into one part more than there are folds, and the first part is only learned from. Rows of the same time
 * stay together.
 */
export function crossValidationFolds(table: TrainingTable, count: number, random: RandomNumbers): Fold[] {
  if (table.times !== null) return foldsInTime(table.times, count);
  const foldOf = new Uint8Array(rowCount(table));
  for (const [position, row] of stratifiedOrder(table, random).entries()) foldOf[row] = position % count;
  return Array.from({ length: count }, (_, fold) => partBy(foldOf, (own) => own === fold));
}

/** One fold that keeps the given share of rows to check on: the latest ones where rows have times, else any. */
export function holdOut(table: TrainingTable, share: number, random: RandomNumbers): Fold {
  const rows = rowCount(table);
  if (table.times !== null) {
    const order = orderInTime(table.times);
    const cut = boundary(table.times, order, Math.round(rows * (1 - share)));
    return { training: order.slice(0, cut).sort(), validation: order.slice(cut).sort() };
  }
  const isHeldOut = new Uint8Array(rows);
  const step = Math.max(2, Math.round(1 / share));
  for (const [position, row] of stratifiedOrder(table, random).entries())
    isHeldOut[row] = position % step === 0 ? 1 : 0;
  return partBy(isHeldOut, (own) => own === 1);
}

function foldsInTime(times: Float64Array, count: number): Fold[] {
  const order = orderInTime(times);
  const cuts = Array.from({ length: count + 2 }, (_, part) =>
    boundary(times, order, Math.round((part * times.length) / (count + 1))),
  );
  return Array.from({ length: count }, (_, fold) => ({
    training: order.slice(0, cuts[fold + 1]).sort(),
    validation: order.slice(cuts[fold + 1], cuts[fold + 2]).sort(),
  }));
}

/** The rows from the earliest to the latest; rows of the same time stay in their order. */
export function orderInTime(times: Float64Array): Uint32Array {
  const order = Uint32Array.from(times, (_, row) => row);
  return order.sort((a, b) => (times[a] as number) - (times[b] as number) || a - b);
}

/** The first position at or after `position` where a new time begins. */
function boundary(times: Float64Array, order: Uint32Array, position: number): number {
  let at = position;
  while (at > 0 && at < order.length && times[order[at] as number] === times[order[at - 1] as number]) at++;
  return at;
}

/** All rows in random order, class by class: every n-th of them holds its share of each class. */
function stratifiedOrder(table: TrainingTable, random: RandomNumbers): Uint32Array {
  const order = random.permutation(rowCount(table));
  const { target } = table;
  if (target.kind === 'number') return order;
  const byClass = target.classes.map(() => [] as number[]);
  for (const row of order) byClass[target.codes[row] as number]?.push(row);
  return Uint32Array.from(byClass.flat());
}

function partBy(values: Uint8Array, isValidation: (value: number) => boolean): Fold {
  const training: number[] = [];
  const validation: number[] = [];
  for (const [row, value] of values.entries()) (isValidation(value) ? validation : training).push(row);
  return { training: Uint32Array.from(training), validation: Uint32Array.from(validation) };
}
