import type { Queryable } from '../../platform/database/queryable.ts';
import { type Followed, followSources } from './follow-sources.use-case.ts';
import type { LineageEdge, LineageNode } from './lineage-graph.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import { ruleInWords, type SourceJob, type SourceRule, type SourceTable } from './source.ts';
import { edgesOfUses, jobNode, tableNode } from './source-nodes.ts';
import { jobsByNo, tablesByNo } from './tables.store.ts';
import { ruleCountsOf, rulesOf } from './uses.store.ts';

/** Something wrong with a table or with a job that writes it. */
export interface Wrong {
  /** A sentence that names the data and the broken rule, or the job that failed. */
  readonly sentence: string;
  readonly to: string;
  readonly at: string;
}

/** What some tables are made from, as far as it is drawn. */
export interface Upstream {
  readonly tables: ReadonlyMap<number, SourceTable>;
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly LineageEdge[];
  /** What is wrong with a table, or with anything that it is made from. */
  wrongWith(tableNo: number): readonly Wrong[];
  /** Whether there is more than is drawn. */
  readonly isCut: boolean;
}

/** Reads what some tables are made from, with how all of it stands. */
export async function readUpstream(queryable: Queryable, from: readonly number[]): Promise<Upstream> {
  const followed = await followSources(queryable, from, 'back');
  // The nearest come first, so that what is left out is what lies furthest back.
  const tableNos = followed.tableNos.slice(0, LINEAGE_LIMITS.drawnSources);
  const jobNos = followed.jobNos.slice(0, LINEAGE_LIMITS.drawnSources);
  const [tables, jobs, broken, rules] = await Promise.all([
    tablesByNo(queryable, tableNos),
    jobsByNo(queryable, jobNos),
    rulesOf(queryable, tableNos, 'broken'),
    ruleCountsOf(queryable, tableNos),
  ]);
  const tablesOf = new Map(tables.map((table) => [table.no, table]));
  const jobsOf = new Map(jobs.map((job) => [job.no, job]));
  const brokenOf = (no: number) => broken.filter(({ tableNo }) => tableNo === no);
  const ways = waysBack(followed);
  return {
    tables: tablesOf,
    nodes: [
      ...tables.map((table) => tableNode(table, brokenOf(table.no), rules.get(table.no) ?? 0)),
      ...jobs.map(jobNode),
    ],
    edges: edgesOfUses(followed.uses, tablesOf, jobsOf),
    wrongWith: (tableNo) => {
      const { tableNos: behind, jobNos: makers } = everythingBehind(tableNo, ways);
      return [
        ...behind.flatMap((no) => brokenRules(tablesOf.get(no), brokenOf(no))),
        ...makers.flatMap((no) => failedRun(jobsOf.get(no))),
      ];
    },
    isCut: followed.isCut || tableNos.length < followed.tableNos.length || jobNos.length < followed.jobNos.length,
  };
}

function brokenRules(table: SourceTable | undefined, broken: readonly SourceRule[]): readonly Wrong[] {
  if (!table) return [];
  return broken.map(({ rule, at }) => ({
    sentence: `the table ${table.name} breaks a rule: ${ruleInWords(rule)}`,
    to: `/data/${table.id}`,
    at: at.toISOString(),
  }));
}

function failedRun(job: SourceJob | undefined): readonly Wrong[] {
  if (job?.lastEnd?.state !== 'failed') return [];
  const { error, at } = job.lastEnd;
  const why = error === null ? '' : `: ${error.split('\n')[0]?.slice(0, 200)}`;
  return [{ sentence: `the job ${job.name} failed${why}`, to: `/data/jobs/${job.id}`, at: at.toISOString() }];
}

interface WaysBack {
  readonly writers: ReadonlyMap<number, readonly number[]>;
  readonly reads: ReadonlyMap<number, readonly number[]>;
}

function waysBack({ uses }: Followed): WaysBack {
  const writers = new Map<number, number[]>();
  const reads = new Map<number, number[]>();
  for (const { jobNo, tableNo, side } of uses) {
    const [ways, key, value] = side === 'writes' ? [writers, tableNo, jobNo] : [reads, jobNo, tableNo];
    ways.set(key, [...(ways.get(key) ?? []), value]);
  }
  return { writers, reads };
}

/** A table with everything that it is made from, and the jobs that make it. */
function everythingBehind(
  tableNo: number,
  { writers, reads }: WaysBack,
): { readonly tableNos: readonly number[]; readonly jobNos: readonly number[] } {
  const tables = new Set([tableNo]);
  const jobs = new Set<number>();
  for (const table of tables) {
    for (const job of writers.get(table) ?? []) {
      jobs.add(job);
      for (const read of reads.get(job) ?? []) tables.add(read);
    }
  }
  return { tableNos: [...tables], jobNos: [...jobs] };
}
