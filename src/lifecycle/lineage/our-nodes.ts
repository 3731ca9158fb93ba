import { formatCount, formatPlural } from '../../words/index.ts';
import { VERDICT_STATES, type VerdictState } from '../outcomes/index.ts';
import { addressOfModel } from '../registry/index.ts';
import { VERDICT_TITLE, type Verdict, verdictOf } from '../signals/index.ts';
import type {
  FetchedFrom,
  LineCheck,
  LineDataset,
  LineFacts,
  LinePhase,
  LineRun,
  LineVerdict,
  LineVersion,
} from './line-facts.ts';
import type { LineageEdge, LineageNode, NodeTone } from './lineage-graph.ts';

/** Places of an initiative and what leads from one to the other. */
export interface Places {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
}

/** The id of the place of a data set of ours. */
export const datasetNodeId = (id: string): string => `dataset ${id}`;
const connectionNodeId = ({ connectionId, name }: FetchedFrom): string => `connection ${connectionId ?? name}`;
/** The id of the place of a run. */
export const runNodeId = (id: string): string => `run ${id}`;

const versionNodeId = ({ model, version }: Pick<LineVersion, 'model' | 'version'>): string =>
  `version ${model} ${version}`;
const aliasNodeId = (model: string, alias: string): string => `alias ${model} ${alias}`;
const RECORDS = 'records';

/** The places of an initiative from its data sets to its verdicts, as far as one says of another that it is made from it. */
export function ourPlaces(facts: LineFacts): Places {
  const { slug, datasets, checks, runs, versions, phases, verdicts } = facts;
  const aliases = versions.flatMap((version) => version.aliases.map((one) => ({ ...one, of: version })));
  const records = recordsNode(facts);
  const nodes = [
    ...connectionNodes(datasets),
    ...datasets.map((one) => datasetNode(slug, one)),
    ...checks.map((one) => checkNode(slug, one)),
    ...runs.map((one) => runNode(slug, one)),
    ...versions.map(versionNode),
    ...aliases.map(
      ({ alias, since, of }): LineageNode => ({
        id: aliasNodeId(of.model, alias),
        kind: 'alias',
        title: alias,
        place: `${of.model}, version ${of.version}`,
        tone: 'accent',
        state: since === null ? 'Points to it' : 'Points to it since',
        at: since,
        to: addressOfModel(of.model),
      }),
    ),
    ...(records ? [records] : []),
    ...phases.map((one) => phaseNode(slug, one)),
    ...verdicts.map((one) => verdictNode(slug, one)),
  ];
  return { nodes: uniqueNodes(nodes), edges: edgesBetween(facts, aliases, records !== null) };
}

function edgesBetween(
  { datasets, checks, runs, versions, phases, verdicts }: LineFacts,
  aliases: readonly { readonly alias: string; readonly of: LineVersion }[],
  hasRecords: boolean,
): readonly LineageEdge[] {
  const known = new Set(datasets.map(({ id }) => id));
  const isRun = new Set(runs.map(({ id }) => id));
  const says = (from: string, to: string): LineageEdge => ({ from, to, isAssumed: false });
  return [
    ...datasets.flatMap(({ id, fetched }) => (fetched ? [says(connectionNodeId(fetched), datasetNodeId(id))] : [])),
    ...checks
      .filter(({ datasetId }) => known.has(datasetId))
      .map(({ id, datasetId }) => says(datasetNodeId(datasetId), `check ${id}`)),
    ...runs.flatMap(({ id, data }) =>
      [...new Set(data.map(ourDataset))].flatMap((dataset) =>
        dataset !== null && known.has(dataset) ? [says(datasetNodeId(dataset), runNodeId(id))] : [],
      ),
    ),
    ...versions.flatMap((version) =>
      version.runId !== null && isRun.has(version.runId)
        ? [says(runNodeId(version.runId), versionNodeId(version))]
        : [],
    ),
    ...aliases.map(({ alias, of }) => says(versionNodeId(of), aliasNodeId(of.model, alias))),
    // The records of the ledger do not say which version of a model made them.
    ...(hasRecords
      ? aliases.map(({ alias, of }) => ({ from: aliasNodeId(of.model, alias), to: RECORDS, isAssumed: true }))
      : []),
    ...(hasRecords ? phases.map(({ number }) => says(RECORDS, `phase ${number}`)) : []),
    ...verdicts.map(({ number, phaseNumber }) => says(`phase ${phaseNumber}`, `verdict ${number}`)),
  ];
}

/** The data set of ours that a run says it learned from, or `null`; runs name it in their source as JSON. */
export function ourDataset({ sourceType, source }: LineRun['data'][number]): string | null {
  if (sourceType !== 'throughline') return null;
  const id = /"dataset":"([0-9a-f-]{36})"/.exec(source.replaceAll(/\s+/g, ''))?.[1];
  return id ?? null;
}

/** The databases that data sets were fetched from, each as it was seen last. */
function connectionNodes(datasets: readonly LineDataset[]): readonly LineageNode[] {
  const newestLast = datasets
    .flatMap(({ fetched }) => (fetched ? [fetched] : []))
    .sort((one, other) => (one.at < other.at ? -1 : 1));
  return newestLast.map((fetched) => ({
    id: connectionNodeId(fetched),
    kind: 'connection',
    title: fetched.name,
    place: null,
    tone: fetched.connectionId === null ? 'unknown' : 'reached',
    state: fetched.connectionId === null ? 'Removed since; last fetched' : 'Last fetched',
    at: fetched.at,
    to: null,
  }));
}

function datasetNode(slug: string, dataset: LineDataset): LineageNode {
  const { id, name, number, rows, sha256 } = dataset;
  const facts = [
    `version ${number}`,
    ...(rows === null ? [] : [formatPlural(rows, 'row', 'rows')]),
    ...(sha256 === null ? [] : [`digest ${sha256.slice(0, 8)}`]),
  ];
  return {
    id: datasetNodeId(id),
    kind: 'dataset',
    title: name,
    place: facts.join(', '),
    ...datasetState(dataset),
    at: null,
    to: `/i/${slug}/data?${new URLSearchParams({ dataset: id })}`,
  };
}

function datasetState({ state, checks, brokenChecks }: LineDataset): {
  readonly tone: NodeTone;
  readonly state: string;
} {
  if (state === 'reading') return { tone: 'accent', state: 'Being read' };
  if (state !== 'ready') return { tone: 'broken', state: 'Could not be read' };
  if (brokenChecks > 0) return { tone: 'broken', state: `Breaks ${formatPlural(brokenChecks, 'check', 'checks')}` };
  return checks > 0
    ? { tone: 'reached', state: `Keeps ${checks === 1 ? 'its check' : `all ${formatCount(checks)} checks`}` }
    : { tone: 'unknown', state: 'No check was set' };
}

const CHECK_TONE: Readonly<Record<Verdict, NodeTone>> = {
  something: 'reached',
  'no-better': 'look',
  beaten: 'look',
  nothing: 'broken',
  'suspects-only': 'look',
};

function checkNode(slug: string, { id, target, version, state, result }: LineCheck): LineageNode {
  const verdict = result && verdictOf(result.found);
  return {
    id: `check ${id}`,
    kind: 'check',
    title: `Can ${target} be predicted?`,
    place: `version ${version} of the data`,
    tone: verdict ? CHECK_TONE[verdict] : state === 'failed' ? 'broken' : 'accent',
    state: verdict ? VERDICT_TITLE[verdict] : state === 'failed' ? 'It failed' : 'Under way',
    at: null,
    to: `/i/${slug}/data?${new URLSearchParams({ check: id })}`,
  };
}

const RUN_STATE: Readonly<Record<LineRun['status'], { readonly tone: NodeTone; readonly state: string }>> = {
  RUNNING: { tone: 'accent', state: 'Running' },
  SCHEDULED: { tone: 'unknown', state: 'Waiting' },
  FINISHED: { tone: 'reached', state: 'Finished' },
  FAILED: { tone: 'broken', state: 'Failed' },
  KILLED: { tone: 'look', state: 'Stopped' },
};

function runNode(slug: string, { id, experimentId, name, status, training }: LineRun): LineageNode {
  return {
    id: runNodeId(id),
    kind: 'run',
    title: name,
    place: training ? `first model ${training.number}` : null,
    ...RUN_STATE[status],
    at: null,
    to: training ? `/i/${slug}/build/first-models/${training.id}` : `/experiments/${experimentId}/runs/${id}`,
  };
}

function versionNode(version: LineVersion): LineageNode {
  const isLive = version.aliases.length > 0;
  return {
    id: versionNodeId(version),
    kind: 'version',
    title: `${version.model}, version ${version.version}`,
    place: null,
    tone: isLive ? 'reached' : 'unknown',
    state: isLive ? 'In use under an alias' : 'Registered on',
    at: isLive ? null : version.createdAt.toISOString(),
    to: addressOfModel(version.model),
  };
}

function recordsNode({ slug, counts }: LineFacts): LineageNode | null {
  const predictions = counts.find(({ kind }) => kind === 'predictions');
  if (!predictions || predictions.count === 0) return null;
  return {
    id: RECORDS,
    kind: 'records',
    title: formatPlural(predictions.count, 'prediction', 'predictions'),
    place: 'in the ledger',
    tone: 'reached',
    state: 'Newest of',
    at: predictions.lastAt?.toISOString() ?? null,
    to: `/i/${slug}/act`,
  };
}

function phaseNode(
  slug: string,
  { number, framingVersion, openedAt, closedAt, acted, assigned }: LinePhase,
): LineageNode {
  return {
    id: `phase ${number}`,
    kind: 'phase',
    title: `Phase ${number}, by version ${framingVersion} of the framing`,
    place: assigned === 0 ? null : `${formatCount(acted)} acted upon, of ${formatCount(assigned)}`,
    tone: closedAt === null ? 'accent' : 'unknown',
    state: closedAt === null ? 'Open since' : 'Closed on',
    at: (closedAt ?? openedAt).toISOString(),
    to: `/i/${slug}/act`,
  };
}

const WELL: ReadonlySet<VerdictState> = new Set(['WORKS', 'PAYS_GOAL_OPEN', 'EFFECTIVE_PAYBACK_OPEN']);
const OPEN: ReadonlySet<VerdictState> = new Set([
  'NOT_MEASURABLE',
  'COLLECTING',
  'TOO_EARLY',
  'UNDERPOWERED',
  'INCONCLUSIVE',
]);

function verdictNode(slug: string, { number, state, headline, takenAt }: LineVerdict): LineageNode {
  const known = VERDICT_STATES.find((one) => one === state);
  return {
    id: `verdict ${number}`,
    kind: 'verdict',
    title: headline ?? `Verdict ${number}`,
    place: `verdict ${number}`,
    tone: known === undefined || OPEN.has(known) ? 'unknown' : WELL.has(known) ? 'reached' : 'broken',
    state: 'Taken on',
    at: takenAt.toISOString(),
    to: `/i/${slug}/overview`,
  };
}

function uniqueNodes(nodes: readonly LineageNode[]): readonly LineageNode[] {
  return [...new Map(nodes.map((node) => [node.id, node])).values()];
}
