import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { CONNECTION_LIMITS, type FetchState, type TableFetch } from './connection.ts';

interface FetchRow {
  readonly id: string;
  readonly initiative_no: number;
  readonly dataset_id: string | null;
  readonly name: string;
  readonly connection_id: string | null;
  readonly connection_name: string;
  readonly query: string;
  readonly state: FetchState;
  readonly rows_done: number;
  readonly bytes_done: number;
  readonly upload_id: string | null;
  readonly version: number | null;
  readonly failure: string | null;
  readonly asked_by: string;
  readonly asked_by_name: string;
  readonly asked_at: Date;
  readonly finished_at: Date | null;
  readonly job_id: string | null;
}

/** A fetch that begins. */
export type NewFetch = Pick<
  TableFetch,
  'id' | 'initiativeNo' | 'datasetId' | 'name' | 'connectionId' | 'connectionName' | 'query' | 'askedBy' | 'askedAt'
> & { readonly jobId: string };

/** Stores a fetch that begins. */
export async function insertFetch(queryable: Queryable, fetch: NewFetch): Promise<void> {
  await insert(queryable, fetch, { state: 'fetching', jobId: fetch.jobId, failure: null, finishedAt: null });
}

/** Stores a fetch that the database refused before a row came. */
export async function insertRefused(
  queryable: Queryable,
  fetch: Omit<NewFetch, 'jobId'> & { readonly failure: string },
): Promise<void> {
  const { failure, askedAt } = fetch;
  await insert(queryable, fetch, { state: 'refused', jobId: null, failure, finishedAt: askedAt });
}

async function insert(
  queryable: Queryable,
  fetch: Omit<NewFetch, 'jobId'>,
  as: {
    readonly state: TableFetch['state'];
    readonly jobId: string | null;
    readonly failure: string | null;
    readonly finishedAt: Date | null;
  },
): Promise<void> {
  await queryable.query(
    `insert into dataset_fetches (id, initiative_no, dataset_id, name, connection_id, connection_name, query, state,
       asked_by, asked_by_name, asked_at, job_id, failure, finished_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      fetch.id,
      fetch.initiativeNo,
      fetch.datasetId,
      fetch.name,
      fetch.connectionId,
      fetch.connectionName,
      fetch.query,
      as.state,
      fetch.askedBy.accountId,
      fetch.askedBy.name,
      fetch.askedAt,
      as.jobId,
      as.failure,
      as.finishedAt,
    ],
  );
}

/** A fetch by its id; null when there is none. */
export async function findFetch(queryable: Queryable, id: string): Promise<TableFetch | null> {
  const [row] = await queryable.query<FetchRow>('select * from dataset_fetches where id = $1', [id]);
  return row ? toFetch(row) : null;
}

/** The newest fetches of an initiative. */
export async function listFetches(queryable: Queryable, initiativeNo: number): Promise<readonly TableFetch[]> {
  const rows = await queryable.query<FetchRow>(
    'select * from dataset_fetches where initiative_no = $1 order by asked_at desc, id desc limit $2',
    [initiativeNo, CONNECTION_LIMITS.shownFetches],
  );
  return rows.map(toFetch);
}

/** A fetch with the initiative that asked. */
export interface FetchOfConnection {
  readonly fetch: TableFetch;
  readonly initiative: { readonly slug: string; readonly name: string };
}

/** The newest fetches through a connection, of initiatives that somebody may know of. @param isVisible of initiative `i`. */
export async function listFetchesOfConnection(
  queryable: Queryable,
  connectionId: string,
  isVisible: RawBuilder<boolean>,
): Promise<readonly FetchOfConnection[]> {
  const { rows } = await sql<FetchRow & { readonly slug: string; readonly initiative_name: string }>`
    select f.*, i.slug, i.name as initiative_name from dataset_fetches f join initiatives i on i.no = f.initiative_no
    where f.connection_id = ${connectionId}::uuid and ${isVisible}
    order by f.asked_at desc, f.id desc limit ${CONNECTION_LIMITS.shownFetches}`.execute(queryable.tables());
  return rows.map(({ slug, initiative_name: name, ...row }) => ({ fetch: toFetch(row), initiative: { slug, name } }));
}

/** The newest fetch that became a version of a data set; null when it never came from a query. */
export async function findNewestFetch(queryable: Queryable, datasetId: string): Promise<TableFetch | null> {
  const [row] = await queryable.query<FetchRow>(
    `select * from dataset_fetches where dataset_id = $1 and state = 'brought' order by asked_at desc, id desc limit 1`,
    [datasetId],
  );
  return row ? toFetch(row) : null;
}

/** How many fetches of an initiative are under way. */
export async function countFetching(queryable: Queryable, initiativeNo: number): Promise<number> {
  const [row] = await queryable.query<{ under_way: number }>(
    `select count(*)::int as under_way from dataset_fetches where initiative_no = $1 and state = 'fetching'`,
    [initiativeNo],
  );
  return row?.under_way ?? 0;
}

/** Writes down how far a fetch is. */
export async function writeFetchProgress(
  queryable: Queryable,
  id: string,
  done: { readonly rows: number; readonly bytes: number },
): Promise<void> {
  await queryable.query(
    `update dataset_fetches set rows_done = $2, bytes_done = $3 where id = $1 and state = 'fetching'`,
    [id, done.rows, done.bytes],
  );
}

/** What becomes of a fetch under way; false when it is not any more. */
export async function finishFetch(
  queryable: Queryable,
  id: string,
  end:
    | {
        readonly state: 'brought';
        readonly datasetId: string;
        readonly version: number;
        readonly uploadId: string;
        readonly rows: number;
        readonly bytes: number;
      }
    | { readonly state: 'failed'; readonly failure: string }
    | { readonly state: 'cancelled' },
  at: Date,
): Promise<boolean> {
  const brought = end.state === 'brought' ? end : null;
  const rows = await queryable.query(
    `update dataset_fetches set state = $2, dataset_id = coalesce($3, dataset_id), version = $4, upload_id = $5,
       failure = $6, finished_at = $7, rows_done = coalesce($8, rows_done), bytes_done = coalesce($9, bytes_done),
       job_id = null
     where id = $1 and state = 'fetching' returning id`,
    [
      id,
      end.state,
      brought?.datasetId ?? null,
      brought?.version ?? null,
      brought?.uploadId ?? null,
      end.state === 'failed' ? end.failure : null,
      at,
      brought?.rows ?? null,
      brought?.bytes ?? null,
    ],
  );
  return rows.length > 0;
}

function toFetch(row: FetchRow): TableFetch {
  return {
    id: row.id,
    initiativeNo: row.initiative_no,
    datasetId: row.dataset_id,
    name: row.name,
    connectionId: row.connection_id,
    connectionName: row.connection_name,
    query: row.query,
    state: row.state,
    rowsDone: row.rows_done,
    bytesDone: row.bytes_done,
    uploadId: row.upload_id,
    version: row.version,
    failure: row.failure,
    askedBy: { accountId: row.asked_by, name: row.asked_by_name },
    askedAt: row.asked_at,
    finishedAt: row.finished_at,
    jobId: row.job_id,
  };
}
