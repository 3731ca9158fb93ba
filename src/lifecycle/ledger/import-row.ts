import type { CellReader, CellValue, DateFormat, ImportColumn } from './import-column.ts';
import { storableWords, valueKey } from './import-column.ts';
import type { MomentSource, MoneySource } from './import-mapping.ts';
import type { RecordKind } from './ledger.ts';

/** A row of a file. */
export interface SourceRow {
  /** Line of the file on which it starts, from 1; for Parquet the number of the row. */
  readonly line: number;
  readonly values: readonly CellValue[];
}

/** What the reader of a file delivers: a row, or a record that is none and why. */
export type SourceItem =
  | (SourceRow & { readonly kind: 'row' })
  | { readonly kind: 'malformed'; readonly line: number; readonly problem: string; readonly raw: string };

/** A record as it will be delivered to the ledger, which checks it once more. */
export interface MadeRecord {
  readonly kind: RecordKind;
  readonly row: Readonly<Record<string, unknown>>;
}

/** What a row of a file becomes. */
export type MadeRow =
  | {
      readonly kind: 'records';
      readonly records: readonly MadeRecord[];
      /** The unit, where the row is about one. */
      readonly unitId: string | null;
      /** When the unit was put into its group, in wide files; ISO 8601. */
      readonly anchor: string | null;
    }
  /** The mapping says that rows of this group are not brought. */
  | { readonly kind: 'left-out' }
  | { readonly kind: 'refused'; readonly column: string | null; readonly reason: string };

/** A mapping made ready: turns one row after the other into records. */
export interface RowMaker {
  make(row: SourceRow): MadeRow;
  /** The column that a field of a record comes from, to name it when the ledger refuses the field. */
  columnOf(kind: RecordKind, field: string): string | null;
}

/** Keeps the first thing that is wrong with a row. One is used again and again, because millions of rows pass. */
export class RowProblem {
  column: string | null = null;
  reason: string | null = null;

  refuse(column: string | null, reason: string): null {
    if (this.reason === null) {
      this.column = column;
      this.reason = reason;
    }
    return null;
  }

  clear(): void {
    this.column = null;
    this.reason = null;
  }

  /** The refusal of the row. */
  refusal(): Extract<MadeRow, { kind: 'refused' }> {
    return { kind: 'refused', column: this.column, reason: this.reason ?? 'the row cannot be read' };
  }
}

/** Reads something from a row; `null` when it is not there, or when `problem` says that it cannot be read. */
export type Read<T> = (row: SourceRow, problem: RowProblem) => T | null;

const SHOWN_CHARS = 60;

/** Makes readers for the columns of one file. */
export class ColumnReaders {
  readonly #columns: ReadonlyMap<string, { readonly index: number; readonly column: ImportColumn }>;
  readonly #cells: CellReader;

  constructor(columns: readonly ImportColumn[], cells: CellReader) {
    this.#columns = new Map(columns.map((column, index) => [column.name, { index, column }]));
    this.#cells = cells;
  }

  /** The text of an identifier. */
  id(name: string): Read<string> {
    const { index } = this.#find(name);
    return (row) => this.#cells.parseId(row.values[index] ?? null);
  }

  /** Text as it stands, trimmed. */
  text(name: string): Read<string> {
    const { index } = this.#find(name);
    return (row) => {
      const read = this.#cells.parseCell(row.values[index] ?? null, { type: 'text' });
      return read.kind === 'value' ? String(read.value).trim() : null;
    };
  }

  /** A number, with the decimal sign of the column. */
  number(name: string): Read<number> {
    const { index, column } = this.#find(name);
    const decimalComma = column.format.type === 'number' && column.format.decimalComma;
    const format = { type: 'number', decimalComma } as const;
    return (row, problem) => {
      const cell = row.values[index] ?? null;
      const read = this.#cells.parseCell(cell, format);
      if (read.kind === 'value' && typeof read.value === 'number') return read.value;
      if (read.kind === 'missing') return null;
      return problem.refuse(name, `${shown(cell)} is not a number`);
    };
  }

  /** A moment as ISO 8601 in UTC. */
  moment(name: string, given?: DateFormat): Read<string> {
    const { index, column } = this.#find(name);
    const guessed = column.format.type === 'date' || column.format.type === 'epoch' ? column.format : undefined;
    const format = given ?? guessed ?? ({ type: 'date', order: 'ymd' } as const);
    let lastCell: CellValue = null;
    let lastMoment = '';
    return (row, problem) => {
      const cell = row.values[index] ?? null;
      // Neighbouring rows usually have the same date, and reading a date costs more than all else in a row.
      if (cell !== null && cell === lastCell) return lastMoment;
      const read = this.#cells.parseCell(cell, format);
      if (read.kind === 'missing') return null;
      if (read.kind === 'unfit' || !(read.value instanceof Date) || Number.isNaN(read.value.getTime())) {
        return problem.refuse(name, `${shown(cell)} is not a date that can be read`);
      }
      lastCell = cell;
      lastMoment = read.value.toISOString();
      return lastMoment;
    };
  }

  /** Yes or no: by the given values, or by the usual words in several languages. */
  yesNo(name: string, yes?: readonly string[]): Read<boolean> {
    const { index } = this.#find(name);
    const keys = yes && new Set(yes.map(valueKey));
    return (row, problem) => {
      const cell = row.values[index] ?? null;
      if (keys) {
        const key = valueKey(cell);
        if (keys.has(key)) return true;
        return key === '' ? null : false;
      }
      const read = this.#cells.parseCell(cell, { type: 'boolean' });
      if (read.kind === 'value' && typeof read.value === 'boolean') return read.value;
      if (read.kind === 'missing') return null;
      return problem.refuse(name, `${shown(cell)} is neither yes nor no`);
    };
  }

  /** One of a few values, each with a meaning; a value without one is refused by name. */
  choice<T extends string>(name: string, meanings: readonly (readonly [value: string, meaning: T])[]): Read<T> {
    const { index } = this.#find(name);
    const byKey = new Map(meanings.map(([value, meaning]) => [valueKey(value), meaning]));
    return (row, problem) => {
      const cell = row.values[index] ?? null;
      const meaning = byKey.get(valueKey(cell));
      if (meaning !== undefined) return meaning;
      return problem.refuse(name, `${shown(cell)} has no meaning in the mapping`);
    };
  }

  /** A moment from a column or the same for all rows. */
  momentFrom(source: MomentSource): Read<string> {
    if (source.from === 'column') return this.moment(source.column, source.format);
    const at = new Date(source.at).toISOString();
    return () => at;
  }

  /** An amount in cents. */
  centsFrom(source: MoneySource): Read<number> {
    if (source.from === 'constant') return () => source.cents;
    const read = this.number(source.column);
    const scale = source.amountsAre === 'units' ? 100 : 1;
    return (row, problem) => {
      const amount = read(row, problem);
      return amount === null ? null : Math.round(amount * scale);
    };
  }

  numberFrom(source: { from: 'column'; column: string } | { from: 'constant'; value: number }): Read<number> {
    return source.from === 'column' ? this.number(source.column) : () => source.value;
  }

  textFrom(source: { from: 'column'; column: string } | { from: 'constant'; value: string }): Read<string> {
    return source.from === 'column' ? this.text(source.column) : () => source.value;
  }

  #find(name: string): { readonly index: number; readonly column: ImportColumn } {
    const found = this.#columns.get(name);
    if (!found) throw new RangeError(`The file has no column "${name}".`);
    return found;
  }
}

/** Refuses a row whose cell must not be blank. */
export function needed<T>(value: T | null, column: string | null, problem: RowProblem): T | null {
  return value ?? problem.refuse(column, 'the cell is blank');
}

/** A value for a sentence: quoted, shortened, or the word "blank". */
export function shown(cell: CellValue): string {
  const text = storableWords(cell instanceof Date ? cell.toISOString() : String(cell ?? '').trim());
  if (text === '') return 'a blank cell';
  return `"${text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS - 1)}…` : text}"`;
}
