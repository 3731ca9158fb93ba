import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type Column, DataTable, formatCount, Section } from '../../../web/kit/index.ts';
import type { Right } from '../../initiatives/ui/index.ts';
import { DATASET_LIMITS } from '../dataset.ts';
import { figure } from './column-words.ts';
import { type DatasetEntry, rowsQuery, type Version } from './dataset-queries.ts';

type Cell = string | number | boolean | null;
interface Row {
  readonly line: number;
  readonly cells: readonly Cell[];
}

/** The first rows as they are kept; shown on demand and at the table alone, because single rows may be about people. */
export function RowsPart({
  slug,
  dataset,
  version,
  right,
}: {
  readonly slug: string;
  readonly dataset: DatasetEntry;
  readonly version: Version;
  readonly right: Right;
}) {
  const [isOpen, setOpen] = useState(false);
  const rows = useQuery({ ...rowsQuery(slug, dataset.id, version.number), enabled: isOpen });
  const shown = Math.min(version.rows ?? 0, DATASET_LIMITS.shownRows);
  return (
    <Section title="Rows" lead="Single rows are shown to the people at the table.">
      {!right.allowed && <p className="tl-muted">{right.rule}</p>}
      {right.allowed && !isOpen && (
        <div>
          <Button variant="default" onClick={() => setOpen(true)}>
            Show the first {formatCount(shown)} rows
          </Button>
        </div>
      )}
      <ProblemNotice error={rows.error} onRetry={() => void rows.refetch()} />
      {isOpen && rows.isPending && <p className="tl-muted">Reading the rows</p>}
      {rows.data && (
        <DataTable
          label="The first rows"
          columns={columnsOf(rows.data.columns)}
          rows={rows.data.rows.map((cells, at) => ({ line: at + 1, cells }))}
          rowKey={({ line }) => String(line)}
          empty={<p className="tl-muted">The table has no row.</p>}
          maxHeight={480}
        />
      )}
    </Section>
  );
}

function columnsOf(names: readonly string[]): readonly Column<Row>[] {
  return [
    { key: 'row', head: 'Row', isRowHead: true, align: 'end', cell: ({ line }) => formatCount(line) },
    ...names.map(
      (name, at): Column<Row> => ({
        key: `c${at}`,
        head: name,
        cell: ({ cells }) => cellWords(cells[at] ?? null),
      }),
    ),
  ];
}

function cellWords(cell: Cell) {
  if (cell === null) return <span className="tl-muted">empty</span>;
  if (typeof cell === 'boolean') return cell ? 'Yes' : 'No';
  return typeof cell === 'number' ? figure(cell) : cell.replace(/T00:00:00\.000Z$/, '').replace(/\.000Z$/, '');
}
