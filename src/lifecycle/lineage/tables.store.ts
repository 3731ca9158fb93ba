import { createHash } from 'node:crypto';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { KeptFacets } from './facets.ts';
import type { SourceName, ToldJob, ToldTable } from './lineage-event.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import { comparableName, type SourceJob, type SourceTable } from './source.ts';

interface TableRow {
  readonly no: number;
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  readonly facets: KeptFacets;
  readonly seen_at: Date;
}

/** A table or job with its row held for this transaction. */
export interface Held {
  readonly no: number;
  readonly id: string;
  readonly facets: KeptFacets;
}

/** What identifies a table or a job: a digest of both of its names. */
export function identityOf({ namespace, name }: SourceName): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([namespace, name]))
    .digest();
}

/** How many tables or jobs an installation knows, at least: numbers are given once and nothing is removed. */
export async function highestNo(queryable: Queryable, kind: 'tables' | 'jobs'): Promise<number> {
  const [row] = await queryable.query<{ no: number }>(
    kind === 'tables'
      ? 'select coalesce(max(no), 0) as no from lineage_tables'
      : 'select coalesce(max(no), 0) as no from lineage_jobs',
  );
  return row?.no ?? 0;
}

/** Holds the tables that an event names, and makes those that are new; by identity in hex. */
export async function holdTables(
  tx: Transaction,
  tables: readonly ToldTable[],
  at: Date,
): Promise<ReadonlyMap<string, Held>> {
  const wanted = [...new Map(tables.map((table) => [identityOf(table).toString('hex'), table])).entries()].sort(
    ([a], [b]) => (a < b ? -1 : 1),
  );
  const held = new Map<string, Held>();
  // One by one in the order of their identities, so that two events never wait for each other.
  for (const [identity, { namespace, name }] of wanted) {
    const [row] = await tx.query<Held>(
      `insert into lineage_tables (id, identity, namespace, name, short_name, first_seen_at, seen_at)
       values ($1, $2, $3, $4, $5, $6, $6)
       on conflict (identity) do update set seen_at = greatest(lineage_tables.seen_at, excluded.seen_at)
       returning no, id, facets`,
      [newId(), Buffer.from(identity, 'hex'), namespace, name, comparableName(name).slice(0, 200), at],
    );
    if (row) held.set(identity, row);
  }
  return held;
}

/** Holds the job that an event names, and makes it when it is new. */
export async function holdJob(tx: Transaction, { namespace, name }: ToldJob, at: Date): Promise<Held> {
  const [row] = await tx.query<Held>(
    `insert into lineage_jobs (id, identity, namespace, name, seen_at) values ($1, $2, $3, $4, $5)
     on conflict (identity) do update set seen_at = greatest(lineage_jobs.seen_at, excluded.seen_at)
     returning no, id, facets`,
    [newId(), identityOf({ namespace, name }), namespace, name, at],
  );
  if (!row) throw new Error('A job was stored and is not there.');
  return row;
}

/** Stores what is known of a table or a job. */
export async function storeFacets(
  tx: Transaction,
  kind: 'tables' | 'jobs',
  no: number,
  facets: KeptFacets,
): Promise<void> {
  await tx.query(
    kind === 'tables'
      ? 'update lineage_tables set facets = $2 where no = $1'
      : 'update lineage_jobs set facets = $2 where no = $1',
    [no, JSON.stringify(facets)],
  );
}

const TABLE_COLUMNS = 'no, id, namespace, name, facets, seen_at';

/** Tables by their numbers. */
export async function tablesByNo(queryable: Queryable, nos: readonly number[]): Promise<readonly SourceTable[]> {
  if (nos.length === 0) return [];
  const rows = await queryable.query<TableRow>(
    `select ${TABLE_COLUMNS} from lineage_tables where no = any($1::bigint[]) order by no`,
    [nos],
  );
  return rows.map(toTable);
}

/** A table by its id. */
export async function findTable(queryable: Queryable, id: string): Promise<SourceTable | null> {
  const [row] = await queryable.query<TableRow>(`select ${TABLE_COLUMNS} from lineage_tables where id = $1`, [id]);
  return row ? toTable(row) : null;
}

/** Tables by their names. */
export async function tablesByName(
  queryable: Queryable,
  names: readonly SourceName[],
): Promise<readonly SourceTable[]> {
  if (names.length === 0) return [];
  const rows = await queryable.query<TableRow>(
    `select ${TABLE_COLUMNS} from lineage_tables where identity = any($1::bytea[])`,
    [names.map(identityOf)],
  );
  return rows.map(toTable);
}

/** Tables that people call by the same name, the ones seen last first. */
export async function tablesCalled(queryable: Queryable, names: readonly string[]): Promise<readonly SourceTable[]> {
  const wanted = [...new Set(names.map((name) => comparableName(name).slice(0, 200)))].filter((name) => name !== '');
  const rows = await queryable.query<TableRow>(
    `select ${TABLE_COLUMNS} from lineage_tables where short_name = any($1::text[]) order by seen_at desc, no desc limit $2`,
    [wanted, LINEAGE_LIMITS.suggested],
  );
  return rows.map(toTable);
}

/** Tables whose names contain a text, the ones seen last first, after a place in that order. */
export async function listTables(
  queryable: Queryable,
  { text, after, limit }: { readonly text: string; readonly after: number | null; readonly limit: number },
): Promise<readonly SourceTable[]> {
  const rows = await queryable.query<TableRow>(
    `select ${TABLE_COLUMNS} from lineage_tables t
     where ($1 = '' or strpos(lower(t.namespace || ' ' || t.name), lower($1)) > 0)
       and ($2::bigint is null or (t.seen_at, t.no) < (select l.seen_at, l.no from lineage_tables l where l.no = $2))
     order by t.seen_at desc, t.no desc limit $3`,
    [text, after, limit],
  );
  return rows.map(toTable);
}

/** Jobs by their numbers, each with how its last run ended. */
export async function jobsByNo(queryable: Queryable, nos: readonly number[]): Promise<readonly SourceJob[]> {
  return nos.length === 0 ? [] : readJobs(queryable, 'j.no = any($1::bigint[])', nos);
}

/** A job by its id. */
export async function findJob(queryable: Queryable, id: string): Promise<SourceJob | null> {
  const [job] = await readJobs(queryable, 'j.id = $1', id);
  return job ?? null;
}

async function readJobs(queryable: Queryable, which: string, value: unknown): Promise<readonly SourceJob[]> {
  const rows = await queryable.query<
    TableRow & {
      readonly end_state: NonNullable<SourceJob['lastEnd']>['state'] | null;
      readonly end_at: Date | null;
      readonly end_error: string | null;
      readonly running_since: Date | null;
    }
  >(
    `select j.no, j.id, j.namespace, j.name, j.facets, j.seen_at,
       e.state as end_state, e.ended_at as end_at, e.error as end_error, n.started_at as running_since
     from lineage_jobs j
     left join lateral (select state, ended_at, error from lineage_runs r
       where r.job_no = j.no and r.ended_at is not null order by r.ended_at desc limit 1) e on true
     left join lateral (select started_at, state from lineage_runs r
       where r.job_no = j.no order by r.started_at desc limit 1) n on n.state = 'running'
     where ${which} order by j.no`,
    [value],
  );
  return rows.map((row) => ({
    no: row.no,
    id: row.id,
    namespace: row.namespace,
    name: row.name,
    facets: row.facets,
    lastEnd: row.end_state && row.end_at ? { state: row.end_state, at: row.end_at, error: row.end_error } : null,
    runningSince: row.running_since,
  }));
}

function toTable(row: TableRow): SourceTable {
  return {
    no: row.no,
    id: row.id,
    namespace: row.namespace,
    name: row.name,
    facets: row.facets,
    seenAt: row.seen_at,
  };
}
