import type { Column, Target } from './model.ts';

/** What is to be predicted, one entry a row and none missing; `codes` points into `classes`. */
export type TargetValues =
  | {
      readonly kind: 'binary';
      readonly name: string;
      readonly classes: readonly [string, string];
      readonly codes: Int32Array;
    }
  | {
      readonly kind: 'multiclass';
      readonly name: string;
      readonly classes: readonly string[];
      readonly codes: Int32Array;
    }
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array };

/** Rows to learn from: the columns that may be used, what is to be predicted, and how much each row counts. */
export interface TrainingTable {
  readonly columns: readonly Column[];
  readonly target: TargetValues;
  /** Weights above 0, one a row; null where every row counts once. */
  readonly weights: Float64Array | null;
  /** When each row was, as any number that grows with time; null where rows have no order. */
  readonly times: Float64Array | null;
}

/** Number of rows of the table. */
export function rowCount({ target }: TrainingTable): number {
  return target.kind === 'number' ? target.values.length : target.codes.length;
}

/** The table with the given rows only, in the given order. */
export function selectRows(table: TrainingTable, rows: Uint32Array): TrainingTable {
  const { target, weights, times } = table;
  return {
    columns: table.columns.map((column) => selectColumnRows(column, rows)),
    target:
      target.kind === 'number'
        ? { ...target, values: Float64Array.from(rows, (row) => target.values[row] as number) }
        : { ...target, codes: Int32Array.from(rows, (row) => target.codes[row] as number) },
    weights: weights === null ? null : Float64Array.from(rows, (row) => weights[row] as number),
    times: times === null ? null : Float64Array.from(rows, (row) => times[row] as number),
  };
}

function selectColumnRows(column: Column, rows: Uint32Array): Column {
  if (column.kind === 'number') {
    return { ...column, values: Float32Array.from(rows, (row) => column.values[row] as number) };
  }
  return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row] as number) };
}

/** What a model says that it predicts. */
export function targetOf(target: TargetValues): Target {
  if (target.kind === 'number') return { kind: 'number', name: target.name };
  if (target.kind === 'binary') return { kind: 'binary', name: target.name, classes: target.classes };
  return { kind: 'multiclass', name: target.name, classes: target.classes };
}

/** The weight of each row, ones where the table has none. */
export function weightsOf(table: TrainingTable): Float64Array {
  return table.weights ?? new Float64Array(rowCount(table)).fill(1);
}

/**
 * Refuses tables that contradict themselves.
 *
 * @throws RangeError when columns differ in length, or a class, a weight, a time or a number is impossible.
 */
export function requireConsistent(table: TrainingTable): void {
  const rows = rowCount(table);
  for (const column of table.columns) {
    const length = column.kind === 'number' ? column.values.length : column.codes.length;
    if (length !== rows) throw new RangeError(`column ${column.name} has ${length} rows, the target has ${rows}`);
  }
  for (const column of table.columns) {
    if (column.kind === 'number' && !column.values.every((value) => Number.isNaN(value) || Number.isFinite(value))) {
      throw new RangeError(`column ${column.name} holds infinite numbers`);
    }
  }
  const { target, weights, times } = table;
  if (times !== null && (times.length !== rows || !times.every(Number.isFinite))) {
    throw new RangeError('times must be finite numbers, one a row');
  }
  if (target.kind === 'number') {
    if (!target.values.every(Number.isFinite)) throw new RangeError('every number to predict must be finite');
  } else if (!target.codes.every((code) => code >= 0 && code < target.classes.length)) {
    throw new RangeError('every row must have one of the classes');
  }
  if (weights !== null && (weights.length !== rows || !weights.every((weight) => weight > 0 && weight < Infinity))) {
    throw new RangeError('weights must be finite numbers above 0, one a row');
  }
}
