/** What a place on the way from source to decision is, in the order of the way. */
export const NODE_KINDS = [
  'connection',
  'table',
  'job',
  'dataset',
  'named',
  'check',
  'run',
  'version',
  'alias',
  'records',
  'phase',
  'verdict',
] as const;

/** What a place on the way from source to decision is. */
export type NodeKind = (typeof NODE_KINDS)[number];

/** The word on screen for each kind of place. */
export const NODE_KIND_NAME: Readonly<Record<NodeKind, string>> = {
  connection: 'Database',
  table: 'Source',
  job: 'Job',
  dataset: 'Data set',
  named: 'Data named by a run',
  check: 'Signal check',
  run: 'Run',
  version: 'Model version',
  alias: 'Live',
  records: 'Predictions',
  phase: 'Action plan',
  verdict: 'Verdict',
};

/** How a place stands; each is shown with its words. */
export type NodeTone = 'reached' | 'look' | 'broken' | 'unknown' | 'accent';

/** One place on the way from source to decision. */
export interface LineageNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  /** Where it belongs: a namespace, a version, a model. */
  readonly place: string | null;
  readonly tone: NodeTone;
  /** How it stands, in words. */
  readonly state: string;
  /** ISO 8601: from when that is. */
  readonly at: string | null;
  /** The address of its page. */
  readonly to: string | null;
}

/** One place is made from another. */
export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  /** Whether nothing says so but that both exist. */
  readonly isAssumed: boolean;
}

/** What stands before the data sets. */
const SOURCE_KINDS = ['connection', 'table', 'job'] as const;
type SourceKind = (typeof SOURCE_KINDS)[number];
const isSource = (kind: NodeKind | undefined): kind is SourceKind => SOURCE_KINDS.some((one) => one === kind);

/** The columns of the drawing after the data sets, by kind. */
const COLUMN_AFTER: Readonly<Record<Exclude<NodeKind, SourceKind>, number>> = {
  dataset: 0,
  named: 0,
  check: 1,
  run: 1,
  version: 2,
  alias: 3,
  records: 4,
  phase: 5,
  verdict: 6,
};

/**
 * The column of each place, from 0 at the left without gaps. Databases, tables and jobs stand one column left of all that is made
 * from them; where lineage goes in circles, the arrow that closes a circle is the one that points back.
 */
export function columnsOf(
  nodes: readonly Pick<LineageNode, 'id' | 'kind'>[],
  edges: readonly Pick<LineageEdge, 'from' | 'to'>[],
): ReadonlyMap<string, number> {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const ahead = new Map<string, string[]>();
  for (const { from, to } of edges) {
    if (kinds.has(from) && kinds.has(to)) ahead.set(from, [...(ahead.get(from) ?? []), to]);
  }
  const before = distances(nodes, ahead);
  const raw = new Map(nodes.map(({ id, kind }) => [id, isSource(kind) ? -(before.get(id) ?? 1) : COLUMN_AFTER[kind]]));
  const used = [...new Set(raw.values())].sort((a, b) => a - b);
  const place = new Map(used.map((column, index) => [column, index]));
  return new Map([...raw].map(([id, column]) => [id, place.get(column) ?? 0]));
}

/** How many steps databases, tables and jobs stand before the data sets, by the longest way. */
function distances(
  nodes: readonly Pick<LineageNode, 'id' | 'kind'>[],
  ahead: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, number> {
  const kinds = new Map(nodes.map(({ id, kind }) => [id, kind]));
  const done = new Map<string, number>();
  const underWay = new Set<string>();
  const visit = (id: string): number => {
    const kind = kinds.get(id);
    if (!isSource(kind)) return 0;
    const known = done.get(id);
    if (known !== undefined) return known;
    if (underWay.has(id)) return 0;
    underWay.add(id);
    const far = 1 + Math.max(0, ...(ahead.get(id) ?? []).map(visit));
    underWay.delete(id);
    done.set(id, far);
    return far;
  };
  for (const { id } of nodes) visit(id);
  return done;
}

/** Everything that a place is made from and everything that is made from it, itself included. */
export function wayThrough(id: string, edges: readonly Pick<LineageEdge, 'from' | 'to'>[]): ReadonlySet<string> {
  const way = new Set([id]);
  for (const [here, there] of [
    ['from', 'to'],
    ['to', 'from'],
  ] as const) {
    const next = new Map<string, string[]>();
    for (const edge of edges) next.set(edge[here], [...(next.get(edge[here]) ?? []), edge[there]]);
    const seen = new Set([id]);
    for (const one of seen) {
      way.add(one);
      for (const other of next.get(one) ?? []) seen.add(other);
    }
  }
  return way;
}
