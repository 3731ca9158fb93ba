import type { Queryable } from '../../platform/database/queryable.ts';
import type { LineRun } from './line-facts.ts';
import type { LineageEdge, LineageNode } from './lineage-graph.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import { ourDataset, runNodeId } from './our-nodes.ts';
import { namesOfUri, type SourceTable } from './source.ts';
import { tableNodeId } from './source-nodes.ts';
import { tablesByName } from './tables.store.ts';

/** Data that runs name and that are no data set of ours, with the tables that they were read from where that is said. */
export interface NamedData {
  readonly tables: readonly SourceTable[];
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

type Data = LineRun['data'][number];

const nodeIdOf = ({ name, digest }: Data): string => `named ${JSON.stringify([name, digest])}`;

/** Reads what runs say that they read, as MLflow's clients log it: a name, a digest, and a source that may hold a URI. */
export async function readNamedData(queryable: Queryable, runs: readonly LineRun[]): Promise<NamedData> {
  const uses = runs.flatMap((run) =>
    run.data.filter((data) => ourDataset(data) === null).map((data) => ({ run, data })),
  );
  const named = [...new Map(uses.map((use) => [nodeIdOf(use.data), use])).values()].slice(
    0,
    LINEAGE_LIMITS.drawnOfKind,
  );
  const drawn = new Set(named.map(({ data }) => nodeIdOf(data)));
  const names = new Map(named.map(({ data }) => [nodeIdOf(data), urisIn(data).flatMap(namesOfUri)]));
  const tables = await tablesByName(queryable, [...names.values()].flat());
  return {
    tables,
    nodes: named.map(({ run, data }) => nodeOf(run, data)),
    edges: [
      ...uses
        .filter(({ data }) => drawn.has(nodeIdOf(data)))
        .map(({ run, data }) => ({ from: nodeIdOf(data), to: runNodeId(run.id), isAssumed: false })),
      ...[...names].flatMap(([to, wanted]) =>
        tables
          .filter((table) => wanted.some(({ namespace, name }) => table.namespace === namespace && table.name === name))
          .map((table) => ({ from: tableNodeId(table.id), to, isAssumed: false })),
      ),
    ],
  };
}

function nodeOf(run: LineRun, { name, digest }: Data): LineageNode {
  return {
    id: nodeIdOf({ name, digest, sourceType: '', source: '' }),
    kind: 'named',
    title: name,
    place: `digest ${digest.slice(0, 8)}`,
    tone: 'unknown',
    state: 'Named by a run, not kept here',
    at: null,
    to: `/experiments/${run.experimentId}/runs/${run.id}`,
  };
}

/** The addresses in the source of logged data, whichever of its kinds it has. */
function urisIn({ source }: Data): readonly string[] {
  const found = source.match(/(?:[a-z][a-z0-9+.-]*:\/\/|(?<=")\/)[^"\s\\]{1,1000}/gi) ?? [];
  return [...new Set(found)].slice(0, 5);
}
