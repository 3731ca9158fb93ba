import type { Column, SignalQuestion, SimpleRule, TargetValues } from '../../learning/index.ts';
import { selectRows } from '../../learning/index.ts';
import type { ColumnType, TypedColumn } from '../../platform/tables/tables.schema.ts';
import type { CheckChoice } from './check-choice.ts';
import type { CheckedTable } from './check-result.ts';

/** Columns of a version as they were read, each with what its values are. */
export interface ReadTable {
  readonly tableRows: number;
  readonly rows: number;
  readonly columns: readonly TypedColumn[];
  readonly types: ReadonlyMap<string, ColumnType>;
}

/** The question as the check takes it, or why the table cannot answer it. */
export type BuiltQuestion =
  | { readonly kind: 'built'; readonly question: SignalQuestion; readonly table: CheckedTable }
  | { readonly kind: 'refused'; readonly sentence: string };

/** What is to be predicted, with the rows in which it is known. */
interface KnownTarget {
  readonly target: TargetValues;
  readonly isKnown: (row: number) => boolean;
}

/**
 * The question of a choice: the target, the columns that are known at the moment of prediction, their order in time.
 * Names of things and moments are no columns to learn from; rows without a target or a time are left out.
 */
export function buildQuestion(read: ReadTable, choice: CheckChoice): BuiltQuestion {
  const byName = new Map(read.columns.map((column) => [column.name, column]));
  const known = targetOf(byName.get(choice.target), read.types.get(choice.target), choice.outcome);
  if (typeof known === 'string') return { kind: 'refused', sentence: known };
  const allTimes = timesOf(choice, byName, read.rows);
  if (typeof allTimes === 'string') return { kind: 'refused', sentence: allTimes };
  const usableRows: number[] = [];
  for (let row = 0; row < read.rows; row++) {
    if (known.isKnown(row) && (allTimes === null || Number.isFinite(allTimes[row]))) usableRows.push(row);
  }
  const rows = Uint32Array.from(usableRows);
  const parted = partColumns(read, choice);
  const cut = (columns: readonly Column[]): readonly Column[] =>
    selectRows({ columns, target: known.target, weights: null, times: null }, rows).columns;
  const units = choice.unit === null ? null : unitsOf(byName.get(choice.unit), rows);
  const { target } = known;
  return {
    kind: 'built',
    question: {
      table: selectRows({ columns: parted.used, target, weights: null, times: allTimes }, rows),
      units,
      hasAllRows: read.rows === read.tableRows,
      protectedColumns: cut(parted.protected),
      rule: choice.rule === null ? null : ruleOf(choice.rule),
    },
    table: {
      tableRows: read.tableRows,
      unusableRows: read.rows - rows.length,
      classes: target.kind === 'number' ? null : target.classes,
      leftOut: parted.leftOut,
    },
  };
}

function ruleOf(rule: NonNullable<CheckChoice['rule']>): SimpleRule {
  return rule.kind === 'level' ? { kind: 'words', column: rule.column, words: [rule.level] } : rule;
}

function targetOf(
  column: TypedColumn | undefined,
  type: ColumnType | undefined,
  outcome: string | null,
): KnownTarget | string {
  if (column === undefined) return 'The column to predict is not in this version.';
  if (column.kind === 'time') return 'A moment cannot be predicted. Choose a number, yes or no, or a column of words.';
  if (type === 'id') return 'This column holds names of things. Choose what happened to them instead.';
  if (column.kind === 'category') return targetOfWords(column, outcome);
  const { name, values } = column;
  const isKnown = (row: number): boolean => !Number.isNaN(values[row]);
  const distinct = distinctUpTo(values, 3);
  const wanted = outcome === null ? largestOfTwo(distinct) : numberOf(outcome, type);
  if (wanted === null) {
    return outcome === null
      ? {
          target: {
            kind: 'number',
            name,
            values: Float64Array.from(values, (value) => (Number.isNaN(value) ? 0 : value)),
          },
          isKnown,
        }
      : `The column ${name} has no value ${outcome}.`;
  }
  const others = [...distinct].filter((value) => value !== wanted);
  const [other] = others;
  const otherName = others.length === 1 && other !== undefined ? wordOf(other, type) : `not ${wordOf(wanted, type)}`;
  return {
    target: {
      kind: 'binary',
      name,
      classes: [otherName, wordOf(wanted, type)],
      codes: Int32Array.from(values, (value) => (value === wanted ? 1 : 0)),
    },
    isKnown,
  };
}

function targetOfWords(
  { name, levels, codes }: Extract<TypedColumn, { kind: 'category' }>,
  outcome: string | null,
): KnownTarget | string {
  const isKnown = (row: number): boolean => (codes[row] as number) >= 0;
  // Levels come with the most frequent first: of two, the rarer one is what people ask about.
  const wanted = outcome ?? (levels.length === 2 ? (levels[1] ?? null) : null);
  if (wanted === null) {
    return {
      target: { kind: 'multiclass', name, classes: levels, codes: codes.map((code) => Math.max(0, code)) },
      isKnown,
    };
  }
  const code = levels.indexOf(wanted);
  if (code < 0) return `The column ${name} has no value ${wanted}.`;
  const others = levels.filter((level) => level !== wanted);
  const [other] = others;
  return {
    target: {
      kind: 'binary',
      name,
      classes: [others.length === 1 && other !== undefined ? other : `not ${wanted}`, wanted],
      codes: codes.map((own) => (own === code ? 1 : 0)),
    },
    isKnown,
  };
}

/** The filled values of a column, the first few different ones. */
function distinctUpTo(values: Float32Array, most: number): ReadonlySet<number> {
  const distinct = new Set<number>();
  for (const value of values) {
    if (!Number.isNaN(value)) distinct.add(value);
    if (distinct.size >= most) break;
  }
  return distinct;
}

function largestOfTwo(distinct: ReadonlySet<number>): number | null {
  return distinct.size === 2 ? Math.max(...distinct) : null;
}

/** How yes and no are said, also in files where they stand as numbers. */
const YES_NO: ReadonlyMap<string, number> = new Map([
  ['yes', 1],
  ['true', 1],
  ['1', 1],
  ['no', 0],
  ['false', 0],
  ['0', 0],
]);

function numberOf(outcome: string, type: ColumnType | undefined): number | null {
  if (type === 'yes-no') return YES_NO.get(outcome.toLowerCase()) ?? null;
  const value = Number(outcome);
  return outcome.trim() === '' || Number.isNaN(value) ? null : Math.fround(value);
}

function wordOf(value: number, type: ColumnType | undefined): string {
  if (type === 'yes-no') return value === 1 ? 'yes' : 'no';
  return String(value);
}

function timesOf(
  { time }: CheckChoice,
  byName: ReadonlyMap<string, TypedColumn>,
  rows: number,
): Float64Array | string | null {
  if (time.kind === 'none') return null;
  if (time.kind === 'rows') return Float64Array.from({ length: rows }, (_, row) => row);
  const column = byName.get(time.column);
  if (column === undefined || column.kind === 'category') {
    return `The column ${time.column} holds no moments. Choose one with dates or numbers that grow with time.`;
  }
  return Float64Array.from(column.values);
}

/** A number for each unit; a row without one is a unit of its own. */
function unitsOf(column: TypedColumn | undefined, rows: Uint32Array): Int32Array | null {
  if (column === undefined) return null;
  if (column.kind === 'category') {
    return Int32Array.from(rows, (row) =>
      (column.codes[row] as number) < 0 ? -1 - row : (column.codes[row] as number),
    );
  }
  const units = new Map<number, number>();
  return Int32Array.from(rows, (row) => {
    const value = column.values[row] as number;
    if (Number.isNaN(value)) return -1 - row;
    const unit = units.get(value) ?? units.size;
    units.set(value, unit);
    return unit;
  });
}

function partColumns(
  { columns, types }: ReadTable,
  choice: CheckChoice,
): {
  readonly used: readonly Column[];
  readonly protected: readonly Column[];
  readonly leftOut: CheckedTable['leftOut'];
} {
  const later = new Set(choice.knownLater);
  const protectedNames = new Set(choice.protected);
  const used: Column[] = [];
  const guarded: Column[] = [];
  const leftOut: CheckedTable['leftOut'][number][] = [];
  for (const column of columns) {
    const { name } = column;
    if (name === choice.target) continue;
    if (later.has(name)) leftOut.push({ name, reason: 'known-later' });
    else if (protectedNames.has(name)) {
      leftOut.push({ name, reason: 'protected' });
      if (column.kind !== 'time') guarded.push(column);
    } else if (column.kind === 'time' || (choice.time.kind === 'column' && choice.time.column === name)) {
      leftOut.push({ name, reason: 'moment' });
    } else if (types.get(name) === 'id' || name === choice.unit) leftOut.push({ name, reason: 'names-things' });
    else used.push(column);
  }
  return { used, protected: guarded, leftOut };
}
