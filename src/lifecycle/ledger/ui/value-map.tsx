import { NativeSelect } from '@mantine/core';
import { type Column, DataTable, formatCount } from '../../../web/kit/index.ts';
import type { ImportColumn } from '../import-column.ts';
import { valueKey } from '../import-column.ts';

export interface ValueMapProps {
  readonly column: ImportColumn;
  /** What each value means now. */
  readonly meanings: readonly { readonly value: string; readonly means: string }[];
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string, means: string) => void;
}

interface ValueRow {
  readonly value: string;
  readonly rows: number | null;
  readonly means: string;
}

/** Gives every value of a column its meaning. */
export function ValueMap({ column, meanings, choices, onChange }: ValueMapProps) {
  const rows: readonly ValueRow[] = meanings.map(({ value, means }) => ({
    value,
    means,
    rows: column.values.find((known) => valueKey(known.value) === valueKey(value))?.rows ?? null,
  }));
  const columns: readonly Column<ValueRow>[] = [
    { key: 'value', head: `Value in “${column.name}”`, cell: ({ value }) => valueWords(value), isRowHead: true },
    {
      key: 'rows',
      head: 'Rows seen',
      align: 'end',
      isWideOnly: true,
      cell: ({ rows: seen }) => (seen === null ? 'none yet' : formatCount(seen)),
    },
    {
      key: 'means',
      head: 'What it means',
      cell: ({ value, means }) => (
        <NativeSelect
          aria-label={`What “${valueWords(value)}” means`}
          value={means}
          data={[...choices]}
          onChange={(event) => onChange(value, event.currentTarget.value)}
        />
      ),
    },
  ];
  return (
    <DataTable
      label={`What the values of “${column.name}” mean`}
      columns={columns}
      rows={rows}
      rowKey={({ value }) => value}
      empty={<p>“{column.name}” has too many different values for each to get a meaning. Choose another column.</p>}
    />
  );
}

/** A value as it is shown; a blank one has words. */
export function valueWords(value: string): string {
  return value === '' ? 'blank' : value;
}
