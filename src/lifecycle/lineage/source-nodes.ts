import { formatPlural } from '../../words/index.ts';
import type { LineageEdge, LineageNode, NodeTone } from './lineage-graph.ts';
import { isWarning, type SourceJob, type SourceRule, type SourceTable, type SourceUse } from './source.ts';

/** The id of the place of a table. */
export const tableNodeId = (id: string): string => `table ${id}`;
const jobNodeId = (id: string): string => `job ${id}`;

/** How a table stands by the tests of it that were told of. */
export function tableState(
  broken: readonly Pick<SourceRule, 'rule'>[],
  rules: number,
): { readonly tone: NodeTone; readonly state: string } {
  const failing = broken.filter(({ rule }) => !isWarning(rule)).length;
  if (failing > 0) return { tone: 'broken', state: `Breaks ${formatPlural(failing, 'rule', 'rules')}` };
  if (broken.length > 0) return { tone: 'look', state: formatPlural(broken.length, 'warning', 'warnings') };
  return rules > 0
    ? { tone: 'reached', state: `Keeps ${rules === 1 ? 'its rule' : `all ${rules} rules`}` }
    : { tone: 'unknown', state: 'No tests known' };
}

/** How a job stands by its last run that ended. */
export function jobState({ lastEnd, runningSince }: Pick<SourceJob, 'lastEnd' | 'runningSince'>): {
  readonly tone: NodeTone;
  readonly state: string;
  readonly at: string | null;
} {
  const at = lastEnd?.at.toISOString() ?? null;
  if (lastEnd?.state === 'failed') return { tone: 'broken', state: 'Failed on', at };
  if (lastEnd?.state === 'aborted') return { tone: 'look', state: 'Was stopped on', at };
  if (runningSince !== null) return { tone: 'accent', state: 'Running since', at: runningSince.toISOString() };
  return lastEnd ? { tone: 'reached', state: 'Ran well on', at } : { tone: 'unknown', state: 'No runs known', at };
}

/** A table as a place on the way from source to decision. */
export function tableNode(table: SourceTable, broken: readonly SourceRule[], rules: number): LineageNode {
  return {
    id: tableNodeId(table.id),
    kind: 'table',
    title: table.name,
    place: table.namespace,
    ...tableState(broken, rules),
    at: null,
    to: `/data/${table.id}`,
  };
}

/** A job as a place on the way from source to decision. */
export function jobNode(job: SourceJob): LineageNode {
  return {
    id: jobNodeId(job.id),
    kind: 'job',
    title: job.name,
    place: job.namespace,
    ...jobState(job),
    to: `/data/jobs/${job.id}`,
  };
}

/** What jobs do with tables, as arrows between their places. */
export function edgesOfUses(
  uses: readonly SourceUse[],
  tables: ReadonlyMap<number, SourceTable>,
  jobs: ReadonlyMap<number, SourceJob>,
): readonly LineageEdge[] {
  return uses.flatMap(({ jobNo, tableNo, side }) => {
    const table = tables.get(tableNo);
    const job = jobs.get(jobNo);
    if (!table || !job) return [];
    const [from, to] =
      side === 'reads' ? [tableNodeId(table.id), jobNodeId(job.id)] : [jobNodeId(job.id), tableNodeId(table.id)];
    return [{ from, to, isAssumed: false }];
  });
}
