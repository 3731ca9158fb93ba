import type { StoredInitiative } from '../initiatives/index.ts';

/** What the values of a column are. */
export type ColumnKind = 'number' | 'yes-no' | 'time' | 'text' | 'id';

/** A column that a model may learn from, in the words of the data dictionary. */
export interface SourceColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  /** What it means in the business's words; null while nobody wrote it. */
  readonly meaning: string | null;
  /** Different values. */
  readonly distinct: number;
  /** The most frequent values of a column of words, the most frequent first. */
  readonly values: readonly string[];
  /** Whether the dictionary says that nobody may be treated differently for it. */
  readonly isProtected: boolean;
}

/** A version of a table that can be learned from; it never changes. */
export interface SourceTable {
  readonly datasetId: string;
  readonly name: string;
  readonly version: number;
  /** SHA-256 of the version, in hexadecimal: the same digest is the same table. */
  readonly digest: string;
  readonly rows: number;
  readonly columns: readonly SourceColumn[];
  /** The column that people chose to predict; null until then. */
  readonly target: string | null;
  /** The column with the moment from which a row is; null where rows have no order. */
  readonly moment: string | null;
}

/** Values of one column, one a row. */
export type SourceValues =
  /** Amounts, and 1 and 0 for yes and no; NaN where missing. */
  | { readonly kind: 'number'; readonly name: string; readonly values: Float32Array }
  /** Milliseconds since 1970; NaN where missing. */
  | { readonly kind: 'time'; readonly name: string; readonly values: Float64Array }
  /** Words; `codes` points into `levels`, -1 where missing. */
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly levels: readonly string[];
      readonly codes: Int32Array;
    };

/** Rows of a table: all of them, or an even choice that depends on the seed alone. */
export interface SourceRows {
  readonly tableRows: number;
  readonly rows: number;
  readonly columns: readonly SourceValues[];
}

/** What is to be read of a table. */
export interface SourceWish {
  readonly columns: readonly string[];
  readonly maxRows: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/** Where tables come from; the composition fills it with the data sets of the initiative. */
export interface ColumnsSource {
  /** The newest usable version of every table of an initiative. */
  list(initiative: StoredInitiative): Promise<readonly SourceTable[]>;
  /** One version; null when there is none or it cannot be used. */
  find(initiative: StoredInitiative, datasetId: string, version: number): Promise<SourceTable | null>;
  read(initiative: StoredInitiative, table: SourceTable, wish: SourceWish): Promise<SourceRows>;
}
