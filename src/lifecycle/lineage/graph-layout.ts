import { columnsOf, type LineageEdge, type LineageNode, type NodeKind } from './lineage-graph.ts';

/** Sizes of the drawing, in px. */
export const DRAWING = { width: 204, height: 82, across: 40, down: 12, head: 28 } as const;

/** A place with where it is drawn: its upper left corner, in px. */
export interface PlacedNode {
  readonly node: LineageNode;
  /** From 0 at the left. */
  readonly column: number;
  /** From 0 at the top. */
  readonly row: number;
  readonly x: number;
  readonly y: number;
}

/** An arrow as a path of SVG. */
export interface PlacedEdge extends LineageEdge {
  readonly path: string;
}

/** What stands above a column, and where its first place is. */
export interface ColumnHead {
  readonly x: number;
  /** The upper edge of its first place, in px. */
  readonly firstY: number;
  readonly words: string;
}

/** The drawing of a way from source to decision. */
export interface GraphLayout {
  /** Column by column, from top to bottom: the order in which a keyboard walks them. */
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
  readonly heads: readonly ColumnHead[];
  readonly width: number;
  readonly height: number;
}

/** What stands above the columns, by the kinds in them. */
const HEAD_OF: Readonly<Record<NodeKind, string>> = {
  connection: 'Databases',
  table: 'Sources',
  job: 'Jobs',
  dataset: 'Data sets',
  named: 'Data',
  check: 'Checks',
  run: 'Runs',
  version: 'Model versions',
  alias: 'Live',
  records: 'Predictions',
  phase: 'Actions',
  verdict: 'Verdict',
};

const SWEEPS = 6;

/** Lays places out in columns from left to right so that few arrows cross and most are short. */
export function layOut(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): GraphLayout {
  const columnOf = columnsOf(nodes, edges);
  const columns: LineageNode[][] = [];
  for (const node of nodes) {
    const at = columnOf.get(node.id) ?? 0;
    columns[at] = [...(columns[at] ?? []), node];
  }
  const near = neighboursOf(nodes, edges);
  const ordered = order(
    columns.map((column) => column.map(({ id }) => id)),
    near,
  );
  const tops = stack(ordered, near);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const placed = ordered.flatMap((ids, column) =>
    ids.flatMap((id, row): readonly PlacedNode[] => {
      const node = byId.get(id);
      const x = column * (DRAWING.width + DRAWING.across);
      return node ? [{ node, column, row, x, y: DRAWING.head + (tops.get(id) ?? 0) }] : [];
    }),
  );
  const places = new Map(placed.map((place) => [place.node.id, place]));
  return {
    nodes: placed,
    edges: edges.flatMap((edge) => {
      const from = places.get(edge.from);
      const to = places.get(edge.to);
      return from && to ? [{ ...edge, path: pathBetween(from, to) }] : [];
    }),
    heads: columns.map((column, at) => ({
      x: at * (DRAWING.width + DRAWING.across),
      firstY: Math.min(...placed.filter((place) => place.column === at).map(({ y }) => y)),
      words: headOf(column),
    })),
    width: Math.max(0, columns.length * (DRAWING.width + DRAWING.across) - DRAWING.across),
    height: Math.max(0, ...placed.map(({ y }) => y + DRAWING.height)),
  };
}

type Near = ReadonlyMap<string, readonly string[]>;

function neighboursOf(nodes: readonly LineageNode[], edges: readonly LineageEdge[]): Near {
  const near = new Map<string, string[]>(nodes.map(({ id }) => [id, []]));
  for (const { from, to } of edges) {
    near.get(from)?.push(to);
    near.get(to)?.push(from);
  }
  return near;
}

/** Orders each column by the middle of its neighbours in the column beside it, to and fro. */
function order(columns: readonly (readonly string[])[], near: Near): readonly (readonly string[])[] {
  const ordered = columns.map((ids) => [...ids]);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForth = sweep % 2 === 0;
    const indexes = isForth ? ordered.keys() : [...ordered.keys()].reverse();
    for (const at of indexes) {
      const beside = new Map((ordered[isForth ? at - 1 : at + 1] ?? []).map((id, row) => [id, row]));
      const ids = ordered[at] ?? [];
      const wish = new Map(
        ids.map((id, row) => [id, middle((near.get(id) ?? []).flatMap((other) => beside.get(other) ?? [])) ?? row]),
      );
      // Sorting is stable, so that those without neighbours keep their places among the others.
      ids.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
    }
  }
  return ordered;
}

/** The top of each place: the fullest column stands tight, the others as near to their neighbours as their order allows. */
function stack(columns: readonly (readonly string[])[], near: Near): ReadonlyMap<string, number> {
  const step = DRAWING.height + DRAWING.down;
  const tops = new Map<string, number>();
  const fullest = columns.reduce((best, ids, at) => (ids.length > (columns[best]?.length ?? 0) ? at : best), 0);
  const outwards = [...columns.keys()].sort((a, b) => Math.abs(a - fullest) - Math.abs(b - fullest));
  for (const at of outwards) {
    const ids = columns[at] ?? [];
    const wishes = ids.map(
      (id, row) => middle((near.get(id) ?? []).flatMap((other) => tops.get(other) ?? [])) ?? row * step,
    );
    const set: number[] = [];
    for (const wish of wishes) set.push(Math.max(wish, (set.at(-1) ?? Number.NEGATIVE_INFINITY) + step));
    const shift = middle(set.map((top, row) => (wishes[row] ?? 0) - top)) ?? 0;
    for (const [row, id] of ids.entries()) tops.set(id, Math.round((set[row] ?? 0) + shift));
  }
  const highest = Math.min(...tops.values());
  return new Map([...tops].map(([id, top]) => [id, top - highest]));
}

function middle(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function pathBetween(from: PlacedNode, to: PlacedNode): string {
  const [x1, y1] = [from.x + DRAWING.width, from.y + DRAWING.height / 2];
  const [x2, y2] = [to.x - 6, to.y + DRAWING.height / 2];
  const bend = Math.max(DRAWING.across / 2, Math.abs(x2 - x1) / 2.5);
  return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
}

function headOf(column: readonly LineageNode[]): string {
  const kinds = [...new Set(column.map(({ kind }) => HEAD_OF[kind]))];
  const words = kinds.join(' and ');
  return `${words.slice(0, 1)}${words.slice(1).toLowerCase()}`;
}

/** The place that an arrow key leads to from another one; `null` where there is none in that direction. */
export function placeBeside(layout: GraphLayout, id: string, key: string): string | null {
  const here = layout.nodes.find(({ node }) => node.id === id);
  if (!here) return null;
  if (key === 'ArrowDown' || key === 'ArrowUp') {
    const row = here.row + (key === 'ArrowDown' ? 1 : -1);
    return layout.nodes.find((place) => place.column === here.column && place.row === row)?.node.id ?? null;
  }
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return null;
  const isRight = key === 'ArrowRight';
  const linked = new Set(
    layout.edges.flatMap(({ from, to }) => (isRight ? (from === id ? [to] : []) : to === id ? [from] : [])),
  );
  const [nearest] = layout.nodes
    .filter(({ node }) => linked.has(node.id))
    .sort((a, b) => Math.abs(a.y - here.y) - Math.abs(b.y - here.y));
  return nearest?.node.id ?? null;
}
