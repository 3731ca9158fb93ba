import { newId } from '../../platform/database/new-id.ts';
import { describeQuery, type FirstRows, firstRows } from '../../platform/sources/read-query.ts';
import { SourceRefusal } from '../../platform/sources/source-refusal.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseNow } from './bring-version.use-case.ts';
import { accessOf, type ConnectionPorts } from './change-connection.use-case.ts';
import type { TableFetch } from './connection.ts';
import { refuseConnection } from './connections.errors.ts';
import { findUsableConnection, listUsableConnections, type StoredConnection } from './connections.store.ts';
import { DATASET_LIMITS } from './dataset.ts';
import { DATASET_JOBS, type DatasetPorts, requireDataset } from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { listDatasets } from './datasets.store.ts';
import {
  countFetching,
  findFetch,
  findNewestFetch,
  finishFetch,
  insertFetch,
  insertRefused,
  listFetches,
} from './fetches.store.ts';

/** What fetching needs. */
export type FetchPorts = DatasetPorts & ConnectionPorts;

/** A query on its way. */
export interface AskedQuery {
  readonly connectionId: string;
  readonly query: string;
}

/** The connections that an initiative may use. */
export function readUsableConnections(
  ports: FetchPorts,
  initiative: StoredInitiative,
): Promise<readonly StoredConnection[]> {
  return listUsableConnections(ports.database, initiative.no);
}

/** The newest fetches of an initiative. */
export function readFetches(ports: FetchPorts, initiative: StoredInitiative): Promise<readonly TableFetch[]> {
  return listFetches(ports.database, initiative.no);
}

/**
 * The first rows of a query.
 * @throws Problem PLAYBOOK_HOLDS, CONNECTION_NOT_OPEN, CONNECTION_FAILED, QUERY_REFUSED
 */
export async function lookAtQuery(
  ports: FetchPorts,
  initiative: StoredInitiative,
  { connectionId, query }: AskedQuery,
): Promise<FirstRows> {
  await ports.refuseHeld(initiative.id);
  const access = await accessOf(ports, await requireUsable(ports, initiative.no, connectionId));
  return inWords(() => firstRows(access, query, optionsOf(ports)));
}

/**
 * Has a query fetched in the background as the first version of a new data set. The database has understood the query
 * before this answers, so that a slip of the pen is told at once.
 * @throws Problem PLAYBOOK_HOLDS, DATASET_LIMIT, DATASET_NAME_TAKEN, and what `ask` throws
 */
export async function fetchDataset(
  ports: FetchPorts,
  actor: Actor,
  initiative: StoredInitiative,
  asked: AskedQuery & { readonly name: string },
): Promise<string> {
  await refuseNow(ports, initiative, { isNew: true });
  const names = (await listDatasets(ports.database, initiative.no)).map(({ name }) => name);
  if (names.includes(asked.name)) throw refuseDataset('DATASET_NAME_TAKEN', { name: asked.name });
  return ask(ports, actor, initiative, { ...asked, datasetId: null });
}

/**
 * Has the query of a data set fetched again as its next version, or another query where one is given.
 * @throws Problem PLAYBOOK_HOLDS, DATASET_UNKNOWN, FETCH_NO_QUERY, and what `ask` throws
 */
export async function fetchVersion(
  ports: FetchPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  given: { readonly connectionId?: string | undefined; readonly query?: string | undefined },
): Promise<string> {
  await refuseNow(ports, initiative, { isNew: false });
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const before = await findNewestFetch(ports.database, datasetId);
  const connectionId = given.connectionId ?? before?.connectionId;
  const query = given.query ?? before?.query;
  if (!query) throw refuseConnection('FETCH_NO_QUERY');
  if (!connectionId) throw refuseConnection('CONNECTION_NOT_OPEN');
  return ask(ports, actor, initiative, { connectionId, query, name: dataset.name, datasetId });
}

/** Stops a fetch. @throws Problem FETCH_UNKNOWN, FETCH_NOT_UNDER_WAY */
export async function cancelFetch(ports: FetchPorts, initiative: StoredInitiative, id: string): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const fetch = await findFetch(tx, id);
    if (fetch?.initiativeNo !== initiative.no) throw refuseConnection('FETCH_UNKNOWN');
    const isCancelled = await finishFetch(tx, id, { state: 'cancelled' }, ports.now());
    if (!isCancelled) throw refuseConnection('FETCH_NOT_UNDER_WAY');
    if (fetch.jobId !== null) await ports.jobs.cancel(tx, fetch.jobId);
    tx.afterCommit(() => ports.onChanged(initiative.id));
  });
}

/**
 * What the database refuses at once is kept as well: whoever reads the list of fetches sees what was asked of it, and why not.
 * @throws Problem CONNECTION_NOT_OPEN, CONNECTION_FAILED, QUERY_REFUSED, DATASET_LIMIT
 */
async function ask(
  ports: FetchPorts,
  actor: Actor,
  initiative: StoredInitiative,
  asked: AskedQuery & { readonly name: string; readonly datasetId: string | null },
): Promise<string> {
  const connection = await requireUsable(ports, initiative.no, asked.connectionId);
  const access = await accessOf(ports, connection);
  if ((await countFetching(ports.database, initiative.no)) >= DATASET_LIMITS.reading) {
    throw refuseDataset('DATASET_LIMIT', { limit: DATASET_LIMITS.reading, what: 'queries under way' });
  }
  const id = newId();
  const told = {
    id,
    initiativeNo: initiative.no,
    datasetId: asked.datasetId,
    name: asked.name,
    connectionId: connection.id,
    connectionName: connection.name,
    query: asked.query,
    askedBy: { accountId: actor.accountId, name: actor.name },
    askedAt: ports.now(),
  };
  await inWords(async () => {
    try {
      await describeQuery(access, asked.query, optionsOf(ports));
    } catch (error) {
      if (error instanceof SourceRefusal) await insertRefused(ports.database, { ...told, failure: error.message });
      throw error;
    }
  });
  await ports.database.transaction(async (tx) => {
    await insertFetch(tx, {
      ...told,
      jobId: await ports.jobs.enqueue(tx, DATASET_JOBS.fetch, { fetchId: id, initiativeId: initiative.id }),
    });
    tx.afterCommit(() => ports.onChanged(initiative.id));
  });
  return id;
}

async function requireUsable(ports: FetchPorts, initiativeNo: number, id: string): Promise<StoredConnection> {
  const connection = await findUsableConnection(ports.database, initiativeNo, id);
  // Whether a connection that is not open to this initiative exists is nobody's business here.
  if (!connection) throw refuseConnection('CONNECTION_NOT_OPEN');
  return connection;
}

function optionsOf({ trustedHosts }: FetchPorts) {
  return { trusted: trustedHosts, signal: new AbortController().signal };
}

/** @throws Problem CONNECTION_FAILED, QUERY_REFUSED */
async function inWords<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof SourceRefusal)) throw error;
    const isOfQuery = error.kind === 'query' || error.kind === 'limit';
    throw isOfQuery
      ? refuseConnection('QUERY_REFUSED', { why: error.message })
      : refuseConnection('CONNECTION_FAILED', { why: error.message });
  }
}
