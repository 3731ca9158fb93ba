import { Button, NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { type Column, DataTable, formatPercent } from '../../../web/kit/index.ts';
import type { CellFormat, ImportColumn } from '../import-column.ts';
import { type ColumnRole, ROLE_WORDS, rolesToOffer } from './wide-roles.ts';

/** Columns that are shown at first; the others on demand, because a page with a thousand lists is slow. */
const SHOWN_FIRST = 60;
const SHOWN_SAMPLES = 4;

export interface ColumnsTableProps {
  readonly columns: readonly ImportColumn[];
  readonly roleOf: (column: string) => ColumnRole;
  readonly onRole: (column: ImportColumn, role: ColumnRole) => void;
}

/** Every column of a wide file with some of its values, and what it is. */
export function ColumnsTable({ columns, roleOf, onRole }: ColumnsTableProps) {
  const [isWhole, setWhole] = useState(columns.length <= SHOWN_FIRST);
  const shown = isWhole
    ? columns
    : columns.filter(({ name }, index) => index < SHOWN_FIRST || roleOf(name) !== 'ignore');
  const heads: readonly Column<ImportColumn>[] = [
    {
      key: 'column',
      head: 'Column of the file',
      isRowHead: true,
      cell: (column) => (
        <div className="tl-ledger-column">
          <span>{column.name}</span>
          <span className="tl-muted tl-small">
            {column.samples.slice(0, SHOWN_SAMPLES).join(', ') || 'no values among the first rows'}
          </span>
        </div>
      ),
    },
    {
      key: 'format',
      head: 'Looks like',
      isWideOnly: true,
      cell: (column) => (
        <span className="tl-muted">
          {FORMAT_WORDS[column.format.type]}
          {column.missingShare > 0 &&
            `, ${formatPercent(column.missingShare, column.missingShare < 0.01 ? 1 : 0)} blank`}
        </span>
      ),
    },
    {
      key: 'role',
      head: 'What it is',
      cell: (column) => {
        const role = roleOf(column.name);
        return (
          <NativeSelect
            aria-label={`What “${column.name}” is`}
            className="tl-ledger-role"
            data-chosen={role !== 'ignore' || undefined}
            value={role}
            data={rolesToOffer(role).map((value) => ({ value, label: ROLE_WORDS[value] }))}
            onChange={(event) => {
              const next = rolesToOffer(role).find((value) => value === event.currentTarget.value);
              if (next) onRole(column, next);
            }}
          />
        );
      },
    },
  ];
  return (
    <>
      <DataTable
        label="What the columns of the file are"
        columns={heads}
        rows={shown}
        rowKey={({ name }) => name}
        empty={null}
      />
      {!isWhole && (
        <div>
          <Button variant="default" onClick={() => setWhole(true)}>
            Show all {columns.length} columns
          </Button>
        </div>
      )}
    </>
  );
}

const FORMAT_WORDS: Readonly<Record<CellFormat['type'], string>> = {
  text: 'text',
  number: 'numbers',
  boolean: 'yes or no',
  date: 'dates',
  epoch: 'moments',
};
