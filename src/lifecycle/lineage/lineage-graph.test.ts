import { describe, expect, it } from 'vitest';
import { columnOrigins } from './column-origins.ts';
import { DRAWING, layOut, placeBeside } from './graph-layout.ts';
import { columnsOf, type LineageEdge, type LineageNode, type NodeKind, wayThrough } from './lineage-graph.ts';
import type { SourceTable } from './source.ts';

function node(id: string, kind: NodeKind): LineageNode {
  return { id, kind, title: id, place: null, tone: 'unknown', state: 'known', at: null, to: `/${id}` };
}

const edge = (from: string, to: string): LineageEdge => ({ from, to, isAssumed: false });

/** Two ways into one data set, of different length, and from there to a verdict. */
const NODES = [
  node('tickets', 'table'),
  node('stage', 'job'),
  node('staged', 'table'),
  node('join', 'job'),
  node('accounts', 'table'),
  node('mart', 'table'),
  node('customers', 'dataset'),
  node('boosting', 'run'),
  node('churn 1', 'version'),
  node('champion', 'alias'),
  node('records', 'records'),
  node('phase 1', 'phase'),
  node('verdict 1', 'verdict'),
];
const EDGES = [
  edge('tickets', 'stage'),
  edge('stage', 'staged'),
  edge('staged', 'join'),
  edge('accounts', 'join'),
  edge('join', 'mart'),
  edge('mart', 'customers'),
  edge('customers', 'boosting'),
  edge('boosting', 'churn 1'),
  edge('churn 1', 'champion'),
  edge('champion', 'records'),
  edge('records', 'phase 1'),
  edge('phase 1', 'verdict 1'),
];

describe('the columns of the drawing', () => {
  it('set everything right of what it is made from', () => {
    const columns = columnsOf(NODES, EDGES);
    for (const { from, to } of EDGES) expect(columns.get(from), `${from} > ${to}`).toBeLessThan(columns.get(to) ?? -1);
    // The short way ends beside the long one, one column before the job that reads both.
    expect(columns.get('accounts')).toBe(columns.get('staged'));
  });

  it('set a database left of what was fetched from it, beside the tables', () => {
    const columns = columnsOf([...NODES, node('warehouse', 'connection')], [...EDGES, edge('warehouse', 'customers')]);
    expect(columns.get('warehouse')).toBe(columns.get('mart'));
  });

  it('leave no gap where a kind is missing', () => {
    const some = NODES.filter(({ kind }) => kind === 'dataset' || kind === 'verdict');
    expect([...columnsOf(some, EDGES).values()]).toEqual([0, 1]);
  });

  it('come to an end where lineage goes in a circle', () => {
    const columns = columnsOf(
      [...NODES, node('back', 'job')],
      [...EDGES, edge('mart', 'back'), edge('back', 'tickets')],
    );
    expect(columns.size).toBe(NODES.length + 1);
    expect(Math.max(...columns.values())).toBeLessThan(NODES.length + 1);
  });
});

describe('the drawing', () => {
  it('never lays one place upon another', () => {
    const wide = Array.from({ length: 40 }, (_, i) => node(`t${i}`, 'table'));
    const { nodes } = layOut([...wide, ...NODES], [...wide.map(({ id }) => edge(id, 'stage')), ...EDGES]);
    for (const a of nodes) {
      for (const b of nodes) {
        if (a === b || a.column !== b.column) continue;
        expect(Math.abs(a.y - b.y), `${a.node.id} and ${b.node.id}`).toBeGreaterThanOrEqual(DRAWING.height);
      }
      expect(a.y).toBeGreaterThanOrEqual(DRAWING.head);
    }
  });

  it('turns places so that arrows do not cross where they need not', () => {
    const nodes = [node('a', 'table'), node('b', 'table'), node('x', 'dataset'), node('y', 'dataset')];
    const { nodes: placed } = layOut(nodes, [edge('a', 'y'), edge('b', 'x')]);
    const rowOf = (id: string) => placed.find((place) => place.node.id === id)?.row;
    expect(Math.sign((rowOf('a') ?? 0) - (rowOf('b') ?? 0))).toBe(Math.sign((rowOf('y') ?? 0) - (rowOf('x') ?? 0)));
  });

  it('is walked by the arrow keys: along the arrows, and within a column', () => {
    const layout = layOut(NODES, EDGES);
    expect(placeBeside(layout, 'customers', 'ArrowRight')).toBe('boosting');
    expect(placeBeside(layout, 'customers', 'ArrowLeft')).toBe('mart');
    expect(placeBeside(layout, 'tickets', 'ArrowLeft')).toBeNull();
    expect([placeBeside(layout, 'staged', 'ArrowDown'), placeBeside(layout, 'staged', 'ArrowUp')]).toContain(
      'accounts',
    );
    expect(placeBeside(layout, 'customers', 'Enter')).toBeNull();
  });

  it('of nothing has no size', () => {
    expect(layOut([], [])).toMatchObject({ nodes: [], width: 0, height: 0 });
  });
});

describe('the way through a place', () => {
  it('is all that it is made from and all that is made from it, and nothing beside', () => {
    expect([...wayThrough('staged', EDGES)].sort()).toEqual(
      NODES.map(({ id }) => id)
        .filter((id) => id !== 'accounts')
        .sort(),
    );
  });
});

describe('the origin of a column', () => {
  const table = (name: string, fields: Record<string, readonly (readonly [string, string])[]>): SourceTable => ({
    no: 1,
    id: name,
    namespace: 'pg',
    name,
    seenAt: new Date(0),
    facets: {
      columnLineage: {
        at: 1,
        value: {
          fields: Object.fromEntries(
            Object.entries(fields).map(([column, from]) => [
              column,
              { inputFields: from.map(([of, field]) => ({ namespace: 'pg', name: of, field })) },
            ]),
          ),
        },
      },
    },
  });

  it('is followed to where it began, and told once for each column that it is made from', () => {
    const mart = table('mart', {
      churned: [
        ['staged', 'closed'],
        ['accounts', 'state'],
      ],
    });
    const staged = table('staged', { closed: [['tickets', 'closed_reason']] });
    const origins = columnOrigins(['churned', 'tenure'], [mart], [mart, staged], 10);
    expect(
      origins.map(({ column, stops }) => [column, ...stops.map((stop) => `${stop.tableName}.${stop.column}`)]),
    ).toEqual([
      ['churned', 'mart.churned', 'staged.closed', 'tickets.closed_reason'],
      ['churned', 'mart.churned', 'accounts.state'],
    ]);
  });

  it('comes to an end where columns are made from each other', () => {
    const a = table('a', { x: [['b', 'x']] });
    const b = table('b', { x: [['a', 'x']] });
    expect(columnOrigins(['x'], [a], [a, b], 10)).toHaveLength(1);
  });
});
