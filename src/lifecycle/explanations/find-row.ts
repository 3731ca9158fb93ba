import type { MadeTable, SourceRows, SourceValues } from '../training/index.ts';
import type { Cell, Cells } from './explanation.ts';

type Made = Extract<MadeTable, { readonly kind: 'made' }>;

/** How a row is named: its number in the table from 1, or the text of a column that names rows. */
export type RowWish =
  | { readonly kind: 'number'; readonly row: number }
  | { readonly kind: 'name'; readonly name: string };

/** A row of the table. */
export interface FoundRow {
  readonly row: number;
  /** What names it: its customer number, say. */
  readonly names: readonly { readonly column: string; readonly name: string }[];
  /** What came true there. */
  readonly truth: Cell;
  readonly cells: Cells;
}

/** Looks a row up among those that a model learned from; null where there is none of that number or name. */
export function findRow(
  source: SourceRows,
  { table, places }: Made,
  nameColumns: readonly string[],
  wish: RowWish,
): FoundRow | null {
  const named = source.columns.filter(({ name }) => nameColumns.includes(name));
  const place = wish.kind === 'number' ? wish.row - 1 : placeNamed(named, wish.name.trim());
  const at = place === null ? -1 : places.indexOf(place);
  if (place === null || at < 0) return null;
  const { target } = table;
  return {
    row: place + 1,
    names: named.flatMap((column) => {
      const name = textAt(column, place);
      return name === null ? [] : [{ column: column.name, name }];
    }),
    truth: target.kind === 'number' ? (target.values[at] ?? null) : (target.classes[target.codes[at] ?? -1] ?? null),
    cells: Object.fromEntries(
      table.columns.map((column): [string, Cell] => {
        if (column.kind === 'category') return [column.name, column.levels[column.codes[at] ?? -1] ?? null];
        const value = column.values[at] ?? Number.NaN;
        return [column.name, Number.isNaN(value) ? null : value];
      }),
    ),
  };
}

function placeNamed(columns: readonly SourceValues[], name: string): number | null {
  for (const column of columns) {
    if (column.kind !== 'category') continue;
    const code = column.levels.indexOf(name);
    const place = code < 0 ? -1 : column.codes.indexOf(code);
    if (place >= 0) return place;
  }
  return null;
}

function textAt(column: SourceValues, place: number): string | null {
  return column.kind === 'category' ? (column.levels[column.codes[place] ?? -1] ?? null) : null;
}
