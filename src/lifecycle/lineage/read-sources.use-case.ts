import type { Queryable } from '../../platform/database/queryable.ts';
import type { Viewer } from '../people/index.ts';
import { followSources } from './follow-sources.use-case.ts';
import { refuseLineage } from './lineage.errors.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { LineagePorts } from './lineage-ports.use-case.ts';
import { dependentDatasets } from './links.store.ts';
import type { SourceTable } from './source.ts';
import type { DependentDataset, JobDetail, ListedSource, SourceDetail } from './source-views.ts';
import { findJob, findTable, jobsByNo, listTables, tablesByNo } from './tables.store.ts';
import { ruleCountsOf, rulesOf, runsOfJob, usesOf } from './uses.store.ts';

/** The tables that are known, the ones told of last first, with what depends on each as far as the viewer may see it. */
export async function readSources(
  ports: Pick<LineagePorts, 'database' | 'isVisible'>,
  viewer: Viewer,
  query: { readonly text: string; readonly after: number | null },
): Promise<{ readonly sources: readonly ListedSource[]; readonly next: number | null }> {
  const { database } = ports;
  const limit = LINEAGE_LIMITS.listed;
  const found = await listTables(database, { ...query, limit: limit + 1 });
  const tables = found.slice(0, limit);
  const sources = await describe(ports, viewer, tables);
  return { sources, next: found.length > limit ? (tables.at(-1)?.no ?? null) : null };
}

async function describe(
  { database, isVisible }: Pick<LineagePorts, 'database' | 'isVisible'>,
  viewer: Viewer,
  tables: readonly SourceTable[],
): Promise<readonly ListedSource[]> {
  const nos = tables.map(({ no }) => no);
  const [broken, rules, writes, ahead] = await Promise.all([
    rulesOf(database, nos, 'broken'),
    ruleCountsOf(database, nos),
    usesOf(database, 'tables', nos, 'writes', LINEAGE_LIMITS.followed),
    followSources(database, nos, 'ahead'),
  ]);
  const [jobs, dependents] = await Promise.all([
    jobsByNo(database, [...new Set(writes.map(({ jobNo }) => jobNo))]),
    dependentDatasets(database, ahead.tableNos, isVisible(viewer)),
  ]);
  const reach = reachOf(ahead);
  return tables.map((table) => {
    const reached = reach(table.no);
    const writers = new Set(writes.filter(({ tableNo }) => tableNo === table.no).map(({ jobNo }) => jobNo));
    return {
      table,
      broken: broken.filter(({ tableNo }) => tableNo === table.no),
      rules: rules.get(table.no) ?? 0,
      writers: jobs.filter(({ no }) => writers.has(no)),
      dependents: uniqueDatasets(dependents.filter(({ tableNo }) => reached.has(tableNo))),
    };
  });
}

/** Which tables are made from a table, itself included. */
function reachOf({ uses }: Awaited<ReturnType<typeof followSources>>): (tableNo: number) => ReadonlySet<number> {
  const readers = new Map<number, number[]>();
  const writes = new Map<number, number[]>();
  for (const { jobNo, tableNo, side } of uses) {
    if (side === 'reads') readers.set(tableNo, [...(readers.get(tableNo) ?? []), jobNo]);
    else writes.set(jobNo, [...(writes.get(jobNo) ?? []), tableNo]);
  }
  return (tableNo) => {
    const reached = new Set([tableNo]);
    for (const table of reached) {
      for (const job of readers.get(table) ?? []) for (const made of writes.get(job) ?? []) reached.add(made);
    }
    return reached;
  };
}

function uniqueDatasets(dependents: readonly DependentDataset[]): readonly DependentDataset[] {
  return [...new Map(dependents.map((one) => [one.datasetId, one])).values()];
}

/** One table. @throws Problem SOURCE_UNKNOWN */
export async function readSource(
  ports: Pick<LineagePorts, 'database' | 'isVisible'>,
  viewer: Viewer,
  id: string,
): Promise<SourceDetail> {
  const { database } = ports;
  const table = await findTable(database, id);
  const [listed] = table ? await describe(ports, viewer, [table]) : [];
  if (!table || !listed) throw refuseLineage('SOURCE_UNKNOWN');
  const limit = LINEAGE_LIMITS.listed;
  const readUses = await usesOf(database, 'tables', [table.no], 'reads', limit);
  const [allRules, readers, madeFrom, madeInto] = await Promise.all([
    rulesOf(database, [table.no], 'all'),
    jobsByNo(
      database,
      readUses.map(({ jobNo }) => jobNo),
    ),
    tablesOfJobs(
      database,
      listed.writers.map(({ no }) => no),
      'reads',
    ),
    tablesOfJobs(
      database,
      readUses.map(({ jobNo }) => jobNo),
      'writes',
    ),
  ]);
  return { ...listed, allRules, readers, madeFrom, madeInto };
}

/** One job. @throws Problem SOURCE_UNKNOWN */
export async function readJob(
  { database, isVisible }: Pick<LineagePorts, 'database' | 'isVisible'>,
  viewer: Viewer,
  id: string,
): Promise<JobDetail> {
  const job = await findJob(database, id);
  if (!job) throw refuseLineage('SOURCE_UNKNOWN');
  const [runs, reads, writes] = await Promise.all([
    runsOfJob(database, job.no, 20),
    tablesOfJobs(database, [job.no], 'reads'),
    tablesOfJobs(database, [job.no], 'writes'),
  ]);
  const { tableNos } = await followSources(
    database,
    writes.map(({ no }) => no),
    'ahead',
  );
  const dependents = await dependentDatasets(database, tableNos, isVisible(viewer));
  return { job, runs, reads, writes, dependents: uniqueDatasets(dependents) };
}

async function tablesOfJobs(
  queryable: Queryable,
  jobNos: readonly number[],
  side: 'reads' | 'writes',
): Promise<readonly SourceTable[]> {
  const uses = await usesOf(queryable, 'jobs', jobNos, side, LINEAGE_LIMITS.listed);
  return tablesByNo(queryable, [...new Set(uses.map(({ tableNo }) => tableNo))]);
}
