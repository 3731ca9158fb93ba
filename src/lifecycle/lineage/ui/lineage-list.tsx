import { type Column, DataTable } from '../../../web/kit/index.ts';
import { layOut } from '../graph-layout.ts';
import { NODE_KIND_NAME } from '../lineage-graph.ts';
import type { Lineage } from './lineage-queries.ts';
import { StateMark } from './state-mark.tsx';

type Node = Lineage['nodes'][number];

interface Row extends Node {
  /** Titles of what it is made from. */
  readonly from: readonly string[];
  readonly isAssumed: boolean;
}

const WHAT: Column<Row> = {
  key: 'title',
  head: 'What',
  isRowHead: true,
  cell: ({ kind, title, place }) => (
    <span className="tl-lineage-cell">
      <span className="tl-muted tl-small">
        {NODE_KIND_NAME[kind]}
        {place === null ? '' : `, ${place}`}
      </span>
      <span>{title}</span>
    </span>
  ),
};
const STATE: Column<Row> = { key: 'state', head: 'How it stands', cell: (row) => <StateMark {...row} /> };

const COLUMNS: readonly Column<Row>[] = [
  WHAT,
  STATE,
  { key: 'from', head: 'Made from', cell: (row) => <MadeFrom {...row} /> },
];
const NARROW_COLUMNS: readonly Column<Row>[] = [
  WHAT,
  {
    ...STATE,
    head: 'How it stands, and what it is made from',
    cell: (row) => (
      <span className="tl-lineage-cell">
        <StateMark {...row} />
        <MadeFrom {...row} />
      </span>
    ),
  },
];

function MadeFrom({ from, isAssumed }: Pick<Row, 'from' | 'isAssumed'>) {
  if (from.length === 0) return <span className="tl-muted">Nothing that is known here</span>;
  return (
    <span className="tl-lineage-cell">
      {from.join(', ')}
      {isAssumed && <span className="tl-muted tl-small">The records do not name the model.</span>}
    </span>
  );
}

export interface LineageListProps {
  readonly lineage: Pick<Lineage, 'nodes' | 'edges'>;
  /** For a phone: two columns instead of three. */
  readonly isNarrow?: boolean;
}

/** The way from source to decision as a table, in the order of the drawing. */
export function LineageList({ lineage, isNarrow = false }: LineageListProps) {
  const { nodes, edges } = lineage;
  const titles = new Map(nodes.map(({ id, title }) => [id, title]));
  const rows = layOut(nodes, edges).nodes.map(({ node }): Row => {
    const incoming = edges.filter(({ to }) => to === node.id);
    return {
      ...node,
      from: incoming.flatMap(({ from }) => titles.get(from) ?? []),
      isAssumed: incoming.some((edge) => edge.isAssumed),
    };
  });
  return (
    <DataTable
      label="From source to decision, as a table"
      columns={isNarrow ? NARROW_COLUMNS : COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      rowTo={({ to }) => to ?? undefined}
      empty={null}
    />
  );
}
