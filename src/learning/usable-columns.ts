import type { CategoryColumn, Column } from './model.ts';

/** Why a column cannot help: it never changes, or it names rows. */
export type UselessReason = 'constant' | 'names-rows';

/** A column that is not used. */
export interface UselessColumn {
  readonly name: string;
  readonly reason: UselessReason;
}

/** Different values per row from which a column of words names rows instead of describing them. */
const NAMES = 0.5;

/** The columns that something can be learned from, and those from which nothing can. */
export function usableColumns(columns: readonly Column[]): {
  readonly usable: readonly Column[];
  readonly useless: readonly UselessColumn[];
} {
  const judged = columns.map((column) => ({ column, reason: whyUseless(column) }));
  return {
    usable: judged.flatMap(({ column, reason }) => (reason === null ? [column] : [])),
    useless: judged.flatMap(({ column, reason }) => (reason === null ? [] : [{ name: column.name, reason }])),
  };
}

function whyUseless(column: Column): UselessReason | null {
  if (column.kind === 'number') {
    const [first] = column.values;
    const isConstant = column.values.every((value) => value === first || (Number.isNaN(value) && Number.isNaN(first)));
    return isConstant ? 'constant' : null;
  }
  if (new Set(column.codes).size < 2) return 'constant';
  return namesRows(column) ? 'names-rows' : null;
}

/** Whether a column of words has so many different ones for its rows that it names them instead of describing them. */
export function namesRows({ codes }: Pick<CategoryColumn, 'codes'>): boolean {
  return new Set(codes).size > NAMES * codes.length;
}
