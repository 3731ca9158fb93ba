/** What a row is sorted by; `null` when the row has no value. */
export type SortKey = string | number | null;

export type SortDirection = 'ascending' | 'descending';

/** Sorts a copy of the rows, stably. Rows without a value come last in both directions: not measured is not small. */
export function sortRows<Row>(
  rows: readonly Row[],
  sortBy: (row: Row) => SortKey,
  direction: SortDirection,
): readonly Row[] {
  const sign = direction === 'ascending' ? 1 : -1;
  return rows.toSorted((a, b) => {
    const [one, other] = [sortBy(a), sortBy(b)];
    if (one === null || other === null) return Number(one === null) - Number(other === null);
    return sign * compare(one, other);
  });
}

/** The order after a click on a column's head: the column ascending first, then the other way round. */
export function nextSort(
  sort: { readonly key: string; readonly direction: SortDirection } | undefined,
  key: string,
): { key: string; direction: SortDirection } {
  return { key, direction: sort?.key === key && sort.direction === 'ascending' ? 'descending' : 'ascending' };
}

function compare(one: string | number, other: string | number): number {
  if (typeof one === 'number' && typeof other === 'number') return one - other;
  return String(one).localeCompare(String(other), 'en', { numeric: true });
}
