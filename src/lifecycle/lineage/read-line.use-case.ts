import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { type ColumnOrigin, columnOrigins } from './column-origins.ts';
import {
  lineChecks,
  lineCounts,
  lineDatasets,
  linePhases,
  lineRuns,
  lineTotals,
  lineVerdicts,
  lineVersions,
} from './line.store.ts';
import type { LineFacts } from './line-facts.ts';
import type { LineageEdge, LineageNode } from './lineage-graph.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import { type DatasetSource, sourcesOf } from './links.store.ts';
import { readNamedData } from './named-data.use-case.ts';
import { datasetNodeId, ourPlaces } from './our-nodes.ts';
import { readUpstream, type Upstream, type Wrong } from './read-upstream.use-case.ts';
import { tableNodeId } from './source-nodes.ts';

/** Something upstream of a data set that its users must know of. */
export interface Trouble extends Wrong {
  readonly datasetId: string;
  readonly datasetName: string;
}

/** Everything from source to decision of one initiative. */
export interface LineRead {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  readonly origins: readonly (ColumnOrigin & { readonly datasetId: string; readonly datasetName: string })[];
  readonly troubles: readonly Trouble[];
  /** What is not shown, as sentences. */
  readonly leftOut: readonly string[];
}

/** Reads everything that an initiative's decision was made from, within the limits of what can be drawn. */
export async function readLine(
  queryable: Queryable,
  initiative: Pick<StoredInitiative, 'no' | 'slug'>,
): Promise<LineRead> {
  const facts = await readFacts(queryable, initiative);
  const links = await sourcesOf(
    queryable,
    facts.datasets.map(({ id }) => id),
  );
  const named = await readNamedData(queryable, facts.runs);
  const upstream = await readUpstream(queryable, [
    ...new Set([...links.map(({ tableNo }) => tableNo), ...named.tables.map(({ no }) => no)]),
  ]);
  const ours = ourPlaces(facts);
  const edges = [...upstream.edges, ...linkEdges(links, upstream), ...named.edges, ...ours.edges];
  return {
    nodes: [...upstream.nodes, ...named.nodes, ...ours.nodes],
    edges: [...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}`, edge])).values()],
    origins: originsIn(facts, links, upstream),
    troubles: troublesIn(facts, links, upstream),
    leftOut: await leftOut(queryable, initiative.no, facts, upstream.isCut),
  };
}

async function readFacts(
  queryable: Queryable,
  { no, slug }: Pick<StoredInitiative, 'no' | 'slug'>,
): Promise<LineFacts> {
  const limit = LINEAGE_LIMITS.drawnOfKind;
  const versions = await lineVersions(queryable, no, limit);
  const ids = versions.flatMap(({ runId }) => (runId === null ? [] : [runId]));
  const [datasets, checks, runs, counts, phases, verdicts] = await Promise.all([
    lineDatasets(queryable, no),
    lineChecks(queryable, no, limit),
    lineRuns(queryable, no, ids, limit),
    lineCounts(queryable, no),
    linePhases(queryable, no),
    lineVerdicts(queryable, no),
  ]);
  return { slug, datasets, checks, runs, versions, counts, phases, verdicts };
}

function linkEdges(links: readonly DatasetSource[], { tables }: Upstream): readonly LineageEdge[] {
  return links.flatMap(({ tableNo, datasetId }) => {
    const table = tables.get(tableNo);
    return table ? [{ from: tableNodeId(table.id), to: datasetNodeId(datasetId), isAssumed: false }] : [];
  });
}

function originsIn(
  { datasets }: LineFacts,
  links: readonly DatasetSource[],
  { tables }: Upstream,
): LineRead['origins'] {
  return datasets.flatMap(({ id, name, columns }) => {
    const linked = links.flatMap(({ datasetId, tableNo }) => {
      const table = datasetId === id ? tables.get(tableNo) : undefined;
      return table ? [table] : [];
    });
    const origins = columnOrigins(columns, linked, [...tables.values()], LINEAGE_LIMITS.drawnOrigins);
    return origins.map((origin) => ({ ...origin, datasetId: id, datasetName: name }));
  });
}

function troublesIn({ datasets }: LineFacts, links: readonly DatasetSource[], upstream: Upstream): readonly Trouble[] {
  const troubles = datasets.flatMap(({ id, name }) =>
    links
      .filter(({ datasetId }) => datasetId === id)
      .flatMap(({ tableNo }) => upstream.wrongWith(tableNo))
      .map((wrong) => ({ ...wrong, datasetId: id, datasetName: name })),
  );
  const once = new Map(troubles.map((trouble) => [`${trouble.datasetId} ${trouble.sentence}`, trouble]));
  return [...once.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, LINEAGE_LIMITS.troubles);
}

async function leftOut(
  queryable: Queryable,
  initiativeNo: number,
  { runs, versions, checks }: LineFacts,
  isCut: boolean,
): Promise<readonly string[]> {
  const totals = await lineTotals(queryable, initiativeNo);
  const more = (drawn: readonly unknown[], total: number, many: string): readonly string[] =>
    total > drawn.length
      ? [
          `${drawn.length} of ${total >= 1000 ? 'more than 1,000' : total} ${many} are shown: those behind a model version, then the newest.`,
        ]
      : [];
  return [
    ...(isCut ? ['There are more tables and jobs further back than are shown; the nearest are.'] : []),
    ...more(runs, totals.runs, 'runs'),
    ...more(versions, totals.versions, 'model versions'),
    ...more(checks, totals.checks, 'signal checks'),
  ];
}
