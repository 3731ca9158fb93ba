import {
  type Column,
  LEAST_ROWS,
  MOST_CLASSES,
  namesRows,
  type TargetValues,
  type TrainingTable,
} from '../../learning/index.ts';
import type { SourceRows, SourceValues } from './columns-source.ts';
import { TRAINING_LIMITS } from './training-limits.ts';

/** What is to be made of a table. */
export interface TableWish {
  readonly target: string;
  /** Whether the target says yes (1) or no (0). */
  readonly isYesNo: boolean;
  /** The value of a target with two values that is to be foreseen; null for the one that is guessed. */
  readonly outcome: string | null;
  /** Orders the rows in time. */
  readonly moment: string | null;
  /** Columns that must not be used: known only afterwards, say. */
  readonly leftOut: readonly string[];
}

/** Why a column is not learned from, beside those that people left out. */
export type UnusedReason = 'moment' | 'one_value' | 'names';

/** A table to learn from, the rows of the source that it holds, and what was not used. */
export type MadeTable =
  | {
      readonly kind: 'made';
      readonly table: TrainingTable;
      /** Places of the table's rows in the source. */
      readonly places: Uint32Array;
      /** Rows that say nothing about the target or, where rows have an order, about the moment. */
      readonly rowsWithout: number;
      readonly unused: readonly { readonly column: string; readonly reason: UnusedReason }[];
    }
  | {
      readonly kind: 'unavailable';
      readonly reason: 'no_target' | 'target_is_a_moment' | 'target_is_a_name' | 'no_outcome';
    };

/**
 * Makes the table that a model learns from. Moments order rows and are no property of them; columns with one value say
 * nothing; columns with more categories than `TRAINING_LIMITS.categories`, or with nearly one for each row, are names. Words for yes and no in any order:
 * the outcome is the second class.
 */
export function makeTable(source: SourceRows, wish: TableWish): MadeTable {
  const target = source.columns.find(({ name }) => name === wish.target);
  const moment = source.columns.find(({ name }) => name === wish.moment);
  if (target === undefined) return { kind: 'unavailable', reason: 'no_target' };
  if (target.kind === 'time') return { kind: 'unavailable', reason: 'target_is_a_moment' };
  const times = moment?.kind === 'time' ? moment.values : null;
  const places = Uint32Array.from(
    Array.from({ length: source.rows }, (_, row) => row).filter(
      (row) => isPresent(target, row) && (times === null || Number.isFinite(times[row])),
    ),
  );
  const values = targetValues(target, places, wish);
  if (typeof values === 'string') return { kind: 'unavailable', reason: values };
  const unused: { column: string; reason: UnusedReason }[] = [];
  const columns: Column[] = [];
  for (const column of source.columns) {
    if (column === target || wish.leftOut.includes(column.name)) continue;
    const made = learnable(column, places);
    if (typeof made === 'string') unused.push({ column: column.name, reason: made });
    else columns.push(made);
  }
  const table: TrainingTable = {
    columns,
    target: values,
    weights: null,
    times: times === null ? null : Float64Array.from(places, (row) => times[row] as number),
  };
  return { kind: 'made', table, places, rowsWithout: source.rows - places.length, unused };
}

function isPresent(column: SourceValues, row: number): boolean {
  return column.kind === 'category' ? column.codes[row] !== -1 : Number.isFinite(column.values[row]);
}

function learnable(column: SourceValues, places: Uint32Array): Column | UnusedReason {
  if (column.kind === 'time') return 'moment';
  if (column.kind === 'number') {
    // Infinite amounts say as little as missing ones, and no model can learn from them.
    const values = Float32Array.from(places, (row) => {
      const value = column.values[row] as number;
      return Number.isFinite(value) ? value : Number.NaN;
    });
    return hasOneValue(values) ? 'one_value' : { kind: 'number', name: column.name, values };
  }
  const used = Int32Array.from(places, (row) => column.codes[row] as number);
  if (hasOneValue(used)) return 'one_value';
  const { levels, codes } = onlyUsedLevels(column.levels, used);
  const isNames = levels.length > TRAINING_LIMITS.categories || (places.length >= LEAST_ROWS && namesRows({ codes }));
  return isNames ? 'names' : { kind: 'category', name: column.name, levels, codes };
}

/** Whether all values are alike, missing ones included. */
function hasOneValue(values: Float32Array | Int32Array): boolean {
  return values.every((value) => Object.is(value, values[0]));
}

function onlyUsedLevels(levels: readonly string[], codes: Int32Array) {
  const seen = [...new Set(codes)].filter((code) => code >= 0).sort((one, other) => one - other);
  const place = new Map(seen.map((code, at) => [code, at]));
  return {
    levels: seen.map((code) => levels[code] ?? ''),
    codes: codes.map((code) => place.get(code) ?? -1),
  };
}

function targetValues(
  target: Exclude<SourceValues, { kind: 'time' }>,
  places: Uint32Array,
  { outcome, isYesNo }: TableWish,
): TargetValues | 'target_is_a_name' | 'no_outcome' {
  if (target.kind === 'number') {
    const values = Float64Array.from(places, (row) => target.values[row] as number);
    const different = [...new Set(values)].sort((one, other) => one - other);
    if (different.length !== 2) return { kind: 'number', name: target.name, values };
    const codes = Int32Array.from(values, (value) => different.indexOf(value));
    return twoClasses(target.name, isYesNo ? ['no', 'yes'] : different.map(String), codes, outcome);
  }
  const used = Int32Array.from(places, (row) => target.codes[row] as number);
  const { levels, codes } = onlyUsedLevels(target.levels, used);
  if (levels.length > MOST_CLASSES) return 'target_is_a_name';
  if (levels.length === 2) return twoClasses(target.name, levels, codes, outcome);
  return { kind: 'multiclass', name: target.name, classes: levels, codes };
}

/** The outcome is the second class: the one that was named, else the one that reads as yes, else the rarer one. */
function twoClasses(
  name: string,
  levels: readonly string[],
  codes: Int32Array,
  outcome: string | null,
): TargetValues | 'no_outcome' {
  const named = outcome === null ? guessOutcome(levels, codes) : levels.indexOf(outcome);
  const [first = '', second = ''] = levels;
  if (named === -1) return 'no_outcome';
  return {
    kind: 'binary',
    name,
    classes: named === 1 ? [first, second] : [second, first],
    codes: named === 1 ? codes : codes.map((code) => 1 - code),
  };
}

const YES = new Set(['1', 'yes', 'y', 'true', 't', 'ja', 'oui', 'si', 'sí', 'sim', 'tak', 'да']);

function guessOutcome(levels: readonly string[], codes: Int32Array): number {
  const yes = levels.findIndex((level) => YES.has(level.trim().toLowerCase()));
  if (yes !== -1) return yes;
  const seconds = codes.reduce((sum, code) => sum + code, 0);
  return seconds * 2 <= codes.length ? 1 : 0;
}
