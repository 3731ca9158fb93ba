import type { Queryable } from '../../platform/database/queryable.ts';

/** An experiment as a page lists it. */
export interface ExperimentEntry {
  readonly id: string;
  readonly name: string;
  readonly createdByName: string | null;
  /** The pass of the initiative that it was connected to; `null` in the inbox. */
  readonly iteration: number | null;
  readonly runCount: number;
  readonly createdMs: number;
  /** When its newest run was started; `null` before the first one. */
  readonly lastRunMs: number | null;
  readonly hasTraces: boolean;
  /** Whether whoever asks made it. */
  readonly isOwn: boolean;
}

/** Of some experiments, by their numbers, those to which traces were sent: a later room knows. */
export type FindTraced = (queryable: Queryable, experimentNos: readonly number[]) => Promise<ReadonlySet<number>>;

interface EntryRow {
  readonly no: number;
  readonly name: string;
  readonly created_by_name: string | null;
  readonly iteration: number | null;
  readonly run_count: number;
  readonly created_ms: number;
  readonly last_run_ms: number | null;
  readonly is_own: boolean;
}

const ENTRY = `select e.no, e.name, a.name as created_by_name, e.iteration, e.created_ms, e.created_by = $1 as is_own,
    (select count(*) from runs r where r.experiment_no = e.no and r.deleted_ms is null) as run_count,
    (select max(r.start_ms) from runs r where r.experiment_no = e.no and r.deleted_ms is null) as last_run_ms
  from experiments e left join accounts a on a.id = e.created_by
  where e.deleted_ms is null`;

/** The experiments that are connected to an initiative, the newest first. */
export async function listConnected(
  queryable: Queryable,
  accountId: string,
  initiativeNo: number,
  limit: number,
  findTraced: FindTraced,
): Promise<readonly ExperimentEntry[]> {
  const rows = await queryable.query<EntryRow>(`${ENTRY} and e.initiative_no = $2 order by e.no desc limit $3`, [
    accountId,
    initiativeNo,
    limit,
  ]);
  return toEntries(queryable, rows, findTraced);
}

/** An active experiment by its number. */
export async function findEntry(
  queryable: Queryable,
  accountId: string,
  no: number,
  findTraced: FindTraced,
): Promise<ExperimentEntry | null> {
  const rows = await queryable.query<EntryRow>(`${ENTRY} and e.no = $2`, [accountId, no]);
  return (await toEntries(queryable, rows, findTraced))[0] ?? null;
}

/** The experiments that are connected to none, the newest first, before a number. "Default" counts once it has runs or traces. */
export async function listUnconnected(
  queryable: Queryable,
  accountId: string,
  before: number | null,
  limit: number,
  findTraced: FindTraced,
): Promise<readonly ExperimentEntry[]> {
  const isDefaultTraced = (await findTraced(queryable, [0])).has(0);
  const rows = await queryable.query<EntryRow>(
    `${ENTRY} and e.initiative_no is null and ($2::bigint is null or e.no < $2)
     and (e.no > 0 or $4 or exists (select from runs r where r.experiment_no = 0)) order by e.no desc limit $3`,
    [accountId, before, limit, isDefaultTraced],
  );
  return toEntries(queryable, rows, findTraced);
}

/** An experiment with the initiative whose question it is about. */
export interface PlacedEntry extends ExperimentEntry {
  readonly initiative: { readonly slug: string; readonly name: string };
}

/** The experiments that are connected to some of these initiatives, the newest first, before a number. */
export async function listPlaced(
  queryable: Queryable,
  accountId: string,
  initiativeNos: readonly number[],
  before: number | null,
  limit: number,
  findTraced: FindTraced,
): Promise<readonly PlacedEntry[]> {
  const rows = await queryable.query<EntryRow & { readonly slug: string; readonly initiative_name: string }>(
    `select entry.*, i.slug, i.name as initiative_name from (
       ${ENTRY} and e.initiative_no = any($2::bigint[]) and ($3::bigint is null or e.no < $3) order by e.no desc limit $4
     ) entry join experiments e on e.no = entry.no join initiatives i on i.no = e.initiative_no order by entry.no desc`,
    [accountId, initiativeNos, before, limit],
  );
  const traced = await findTraced(queryable, numbersOf(rows));
  return rows.map((row) => ({ ...toEntry(row, traced), initiative: { slug: row.slug, name: row.initiative_name } }));
}

async function toEntries(
  queryable: Queryable,
  rows: readonly EntryRow[],
  findTraced: FindTraced,
): Promise<readonly ExperimentEntry[]> {
  const traced = await findTraced(queryable, numbersOf(rows));
  return rows.map((row) => toEntry(row, traced));
}

function numbersOf(rows: readonly EntryRow[]): readonly number[] {
  return rows.map(({ no }) => no);
}

function toEntry(row: EntryRow, traced: ReadonlySet<number>): ExperimentEntry {
  return {
    id: String(row.no),
    name: row.name,
    createdByName: row.created_by_name,
    iteration: row.iteration,
    runCount: row.run_count,
    createdMs: row.created_ms,
    lastRunMs: row.last_run_ms,
    hasTraces: traced.has(row.no),
    isOwn: row.is_own,
  };
}

/** The numbers of the active experiments that are connected to an initiative. */
export async function connectedNos(queryable: Queryable, initiativeNo: number): Promise<readonly number[]> {
  const rows = await queryable.query<{ no: number }>(
    'select no from experiments where initiative_no = $1 and deleted_ms is null',
    [initiativeNo],
  );
  return rows.map(({ no }) => no);
}

/**
 * How many runs of the experiments connected to an initiative were started after one moment and up to another, as their
 * clients stated the start; deleted runs and experiments are none. `null` while no experiment is connected: then nobody
 * knows how often something was tried.
 * @param between ISO 8601.
 */
export async function countRunsBetween(
  queryable: Queryable,
  initiativeNo: number,
  between: { readonly from: string; readonly to: string },
): Promise<number | null> {
  const rows = await queryable.query<{ count: number }>(
    `select (select count(*) from experiments e join runs r on r.experiment_no = e.no
       where e.initiative_no = $1 and e.deleted_ms is null and r.deleted_ms is null
         and r.start_ms > $2 and r.start_ms <= $3)::int as count
     where exists (select from experiments e where e.initiative_no = $1 and e.deleted_ms is null)`,
    [initiativeNo, Date.parse(between.from), Date.parse(between.to)],
  );
  return rows[0]?.count ?? null;
}
