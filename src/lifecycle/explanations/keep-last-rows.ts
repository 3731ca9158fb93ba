import type { SourceRows, TableWish } from '../training/index.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

/** The rows that a model learned from, with what is to be made of them. */
export interface RowsOfModel {
  readonly source: SourceRows;
  readonly wish: TableWish;
}

/** Reads the rows of a model under its key; null when they cannot be read any more. */
export type ReadRows = (key: string, read: () => Promise<RowsOfModel | null>) => Promise<RowsOfModel | null>;

/**
 * Keeps the rows of the model that was asked last, because people ask about one model many times and its rows never change.
 * Rows of large tables are read anew each time.
 */
export function keepLastRows(): ReadRows {
  let last: { readonly key: string; readonly rows: RowsOfModel } | null = null;
  return async (key, read) => {
    if (last?.key === key) return last.rows;
    const rows = await read();
    const values = rows === null ? 0 : rows.source.rows * rows.source.columns.length;
    last = rows !== null && values <= EXPLANATION_LIMITS.keptValues ? { key, rows } : null;
    return rows;
  };
}
