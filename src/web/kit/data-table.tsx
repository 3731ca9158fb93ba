import { type MouseEvent, type ReactNode, type Ref, useId, useMemo, useState } from 'react';
import { AppLink } from './app-link.tsx';
import { nextSort, type SortDirection, type SortKey, sortRows } from './sort-rows.ts';
import './data-table.css';

/** One column of a table. */
export interface Column<Row> {
  /** Stable name of the column, used for sorting. */
  readonly key: string;
  readonly head: string;
  readonly cell: (row: Row) => ReactNode;
  /** Makes the column sortable. Rows without a value (`null`) always come last. */
  readonly sortBy?: (row: Row) => SortKey;
  /** `end` for numbers. */
  readonly align?: 'start' | 'end';
  /** Names the row for screen readers and carries the row's link; the first column by default. */
  readonly isRowHead?: boolean;
  /** Any CSS width. */
  readonly width?: string;
  /** Left out below 640 px, where the row's own page shows it. */
  readonly isWideOnly?: boolean;
}

export interface DataTableProps<Row> {
  /** Names the table and its scroll region. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The address that a row opens; the row's head becomes the link. */
  readonly rowTo?: (row: Row) => string | undefined;
  readonly startSort?: { readonly key: string; readonly direction: SortDirection };
  /** Shown instead of the table when there are no rows. */
  readonly empty: ReactNode;
  /** Height at which the body scrolls under its head, in px. */
  readonly maxHeight?: number;
}

/** A dense, sortable table that a keyboard and a screen reader can use. */
export function DataTable<Row>({
  label,
  columns,
  rows,
  rowKey,
  rowTo,
  startSort,
  empty,
  maxHeight,
}: DataTableProps<Row>) {
  const [sort, setSort] = useState(startSort);
  const captionId = useId();
  const sorted = useMemo(() => {
    const sortBy = columns.find((column) => column.key === sort?.key)?.sortBy;
    return sort && sortBy ? sortRows(rows, sortBy, sort.direction) : rows;
  }, [rows, columns, sort]);
  if (rows.length === 0) return <>{empty}</>;
  const headKey = (columns.find((column) => column.isRowHead) ?? columns[0])?.key;
  return (
    <ScrollRegion labelledBy={captionId} {...(maxHeight === undefined ? {} : { maxHeight })}>
      <table className="tl-table" data-linked={rowTo !== undefined || undefined}>
        <caption id={captionId} className="tl-hidden">
          {label}
        </caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.key}
                scope="col"
                className={cellClass(column)}
                {...(column.width ? { style: { width: column.width } } : {})}
                {...(column.sortBy ? { 'aria-sort': sort?.key === column.key ? sort.direction : 'none' } : {})}
              >
                {column.sortBy ? (
                  <button type="button" className="tl-sort" onClick={() => setSort(nextSort(sort, column.key))}>
                    {column.head}
                    <SortMark direction={sort?.key === column.key ? sort.direction : undefined} />
                  </button>
                ) : (
                  column.head
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <BodyRow key={rowKey(row)} row={row} columns={columns} headKey={headKey} to={rowTo?.(row)} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

interface BodyRowProps<Row> {
  readonly row: Row;
  readonly columns: readonly Column<Row>[];
  readonly headKey: string | undefined;
  readonly to: string | undefined;
}

function BodyRow<Row>({ row, columns, headKey, to }: BodyRowProps<Row>) {
  return (
    // The whole row is a larger target for a mouse; the link in its head is what a keyboard and a screen reader use.
    <tr onClick={to === undefined ? undefined : followRowLink}>
      {columns.map((column) =>
        column.key === headKey ? (
          <th key={column.key} scope="row" className={cellClass(column)}>
            {to === undefined ? (
              column.cell(row)
            ) : (
              <AppLink to={to} className="tl-row-link">
                {column.cell(row)}
              </AppLink>
            )}
          </th>
        ) : (
          <td key={column.key} className={cellClass(column)}>
            {column.cell(row)}
          </td>
        ),
      )}
    </tr>
  );
}

function followRowLink(event: MouseEvent<HTMLTableRowElement>) {
  const target = event.target as Element;
  if (target.closest('a, button, input, select, textarea, label')) return;
  if (window.getSelection()?.isCollapsed === false) return;
  event.currentTarget.querySelector<HTMLAnchorElement>('a.tl-row-link')?.click();
}

/** Shows by which column and in which direction a table is sorted; the head itself says it with `aria-sort`. */
export function SortMark({ direction }: { readonly direction: SortDirection | undefined }) {
  return (
    <svg viewBox="0 0 8 12" width="8" height="12" aria-hidden="true" data-direction={direction ?? 'none'}>
      <path className="tl-sort-up" d="M1 5l3-3 3 3" />
      <path className="tl-sort-down" d="M1 7l3 3 3-3" />
    </svg>
  );
}

function cellClass<Row>(column: Column<Row>): string | undefined {
  const names = [column.align === 'end' ? 'tl-number' : '', column.isWideOnly ? 'tl-wide-only' : ''].filter(Boolean);
  return names.length > 0 ? names.join(' ') : undefined;
}

export interface ScrollRegionProps {
  /** Id of the element that names the region. */
  readonly labelledBy: string;
  /** In px; without it the region scrolls sideways only. */
  readonly maxHeight?: number;
  /** The box itself, for those who make only the rows that are in it. */
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A named box that scrolls and that a keyboard can reach. */
export function ScrollRegion({ labelledBy, maxHeight, ref, children }: ScrollRegionProps) {
  return (
    <section
      ref={ref ?? null}
      className="tl-scroll"
      aria-labelledby={labelledBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: WCAG 2.1.1 asks that what scrolls can be scrolled by keyboard.
      tabIndex={0}
      {...(maxHeight === undefined ? {} : { style: { maxHeight } })}
    >
      {children}
    </section>
  );
}
