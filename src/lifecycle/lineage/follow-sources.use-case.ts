import type { Queryable } from '../../platform/database/queryable.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { SourceUse } from './source.ts';
import { usesOf } from './uses.store.ts';

/** What was found by following lineage from some tables. */
export interface Followed {
  /** The tables from which it began, and all that were found; nearest first. */
  readonly tableNos: readonly number[];
  readonly jobNos: readonly number[];
  readonly uses: readonly SourceUse[];
  /** Whether there is more behind what was found. */
  readonly isCut: boolean;
}

/**
 * Follows lineage from tables, step by step: `back` to what they are made from, `ahead` to what is made from them. It
 * ends after so many steps or tables, so that no size of a warehouse makes a page slow.
 */
export async function followSources(
  queryable: Queryable,
  from: readonly number[],
  direction: 'back' | 'ahead',
): Promise<Followed> {
  const tables = new Set(from);
  const jobs = new Set<number>();
  const uses = new Map<string, SourceUse>();
  let edge = [...tables];
  let isCut = false;
  for (let step = 0; edge.length > 0; step++) {
    if (step === LINEAGE_LIMITS.steps)
      return { tableNos: [...tables], jobNos: [...jobs], uses: [...uses.values()], isCut: true };
    const near = await usesOf(
      queryable,
      'tables',
      edge,
      direction === 'back' ? 'writes' : 'reads',
      LINEAGE_LIMITS.followed,
    );
    const newJobs = [...new Set(near.map(({ jobNo }) => jobNo))].filter((no) => !jobs.has(no));
    for (const no of newJobs) jobs.add(no);
    const far = await usesOf(
      queryable,
      'jobs',
      newJobs,
      direction === 'back' ? 'reads' : 'writes',
      LINEAGE_LIMITS.followed,
    );
    edge = [];
    const room = LINEAGE_LIMITS.followed - tables.size;
    const found = [...new Set(far.map(({ tableNo }) => tableNo))].filter((no) => !tables.has(no));
    isCut ||= found.length > room || near.length === LINEAGE_LIMITS.followed || far.length === LINEAGE_LIMITS.followed;
    for (const no of found.slice(0, Math.max(0, room))) {
      tables.add(no);
      edge.push(no);
    }
    for (const use of [...near, ...far]) {
      if (tables.has(use.tableNo)) uses.set(`${use.jobNo} ${use.tableNo} ${use.side}`, use);
    }
  }
  return { tableNos: [...tables], jobNos: [...jobs], uses: [...uses.values()], isCut };
}
