import type { Delimiter } from './sniff-delimiter.ts';
import type { Unreadable } from './unreadable.ts';

/** The formats that can be read. TSV is CSV with a tab; of a workbook the first sheet with rows is the table. */
export type TableFormat = 'csv' | 'tsv' | 'ndjson' | 'parquet' | 'xlsx';

/**
 * One value. Text formats give text only, because what a text means is the caller's decision (`value-parsing.ts`), and
 * null where the format itself has one (JSON). Parquet and Excel give their own types; whole numbers too large for a number are text.
 */
export type Cell = string | number | boolean | Date | null;

/** A row that fits the header. */
export interface TableRow {
  kind: 'row';
  /** Line of the file on which the record starts, counted from 1; for Parquet and Excel the number of the row. */
  line: number;
  /** As many as there are columns. Text shares memory with the block it was read from: copy what is kept for long. */
  values: Cell[];
  /** Bytes of the file on disk consumed so far, for a progress bar against `sizeBytes`. */
  bytesRead: number;
}

/** A record that is no row; reading goes on after it. */
export interface MalformedRecord {
  kind: 'malformed';
  line: number;
  /** A sentence for the person who sent the file. */
  problem: string;
  /** The beginning of the record as it stands in the file, at most 500 characters. */
  raw: string;
}

/** What iteration delivers. An {@link Unreadable} is always the last item: the rest of the file cannot be read. */
export type TableItem = TableRow | MalformedRecord | Unreadable;

/** A table file, opened. It holds no file handle: each iteration of `rows` opens the file and closes it, also when left early. */
export interface Table {
  kind: 'table';
  format: TableFormat;
  /** CSV and TSV only. */
  delimiter?: Delimiter;
  /** Whether numbers in the first rows are written with a decimal comma; text formats only. */
  decimalComma?: boolean;
  /** Unique, never blank, in the order of the file. */
  columns: string[];
  /** True when there is a header (or schema) and not one record. */
  isEmpty: boolean;
  /** Size of the file on disk. */
  sizeBytes: number;
  rows: AsyncIterable<TableItem>;
}
