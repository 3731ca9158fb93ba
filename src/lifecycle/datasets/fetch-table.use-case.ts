import { Readable } from 'node:stream';
import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import type { QueryProgress } from '../../platform/sources/read-query.ts';
import {
  describeQuery,
  type FirstRows,
  firstRows,
  type QueryBytes,
  readQuery,
} from '../../platform/sources/read-query.ts';
import { readingOfType } from '../../platform/sources/reading-of-type.ts';
import { SourceRefusal } from '../../platform/sources/source-refusal.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { addVersion, refuseNow } from './bring-version.use-case.ts';
import { accessOf, type ConnectionPorts } from './change-connection.use-case.ts';
import type { TableFetch } from './connection.ts';
import { refuseConnection } from './connections.errors.ts';
import { listUsableConnections, type StoredConnection } from './connections.store.ts';
import { DATASET_LIMITS, type Dataset, type KeptReading } from './dataset.ts';
import { DATASET_JOBS, type DatasetPorts, requireDataset, requireVersion } from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { findDataset, insertDataset, listDatasets } from './datasets.store.ts';
import {
  countFetching,
  findFetch,
  findNewestFetch,
  finishFetch,
  insertFetch,
  listFetches,
  writeFetchProgress,
} from './fetches.store.ts';

/** What fetching needs. */
export type FetchPorts = DatasetPorts & ConnectionPorts;

/** A query on its way. */
export interface AskedQuery {
  readonly connectionId: string;
  readonly query: string;
}

/** How often it is written down how far a fetch is, in milliseconds. */
const PROGRESS_EVERY_MS = 500;

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

/** @throws Problem CONNECTION_NOT_OPEN, CONNECTION_FAILED, QUERY_REFUSED, DATASET_LIMIT */
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
  await inWords(() => describeQuery(access, asked.query, optionsOf(ports)));
  const id = newId();
  await ports.database.transaction(async (tx) => {
    await insertFetch(tx, {
      id,
      initiativeNo: initiative.no,
      datasetId: asked.datasetId,
      name: asked.name,
      connectionId: connection.id,
      connectionName: connection.name,
      query: asked.query,
      askedBy: { accountId: actor.accountId, name: actor.name },
      askedAt: ports.now(),
      jobId: await ports.jobs.enqueue(tx, DATASET_JOBS.fetch, { fetchId: id, initiativeId: initiative.id }),
    });
    tx.afterCommit(() => ports.onChanged(initiative.id));
  });
  return id;
}

/**
 * Fetches the rows of a query and writes them down as a version, which is then read like any other file. Called again
 * after a crash it begins anew.
 */
export async function runFetch(
  ports: FetchPorts,
  run: {
    readonly fetchId: string;
    readonly initiativeId: string;
    readonly jobId: string;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const fetch = await findFetch(ports.database, run.fetchId);
  if (fetch?.state !== 'fetching' || fetch.jobId !== run.jobId) return;
  try {
    const connection = await findUsable(ports, fetch.initiativeNo, fetch.connectionId);
    if (!connection) throw new SourceRefusal('connection', 'The connection is not open to this initiative any more.');
    await receiveRows(ports, fetch, run, connection);
  } catch (error) {
    if (!(error instanceof SourceRefusal)) throw error;
    await failFetch(ports, run, error.message);
  }
}

/** Writes down that a fetch went wrong, in a sentence for whoever asked for it. */
export async function failFetch(
  ports: Pick<FetchPorts, 'database' | 'now' | 'onChanged'>,
  { fetchId, initiativeId }: { readonly fetchId: string; readonly initiativeId: string },
  sentence: string,
): Promise<void> {
  await finishFetch(ports.database, fetchId, { state: 'failed', failure: sentence }, ports.now());
  ports.onChanged(initiativeId);
}

async function receiveRows(
  ports: FetchPorts,
  fetch: TableFetch,
  run: { readonly initiativeId: string; readonly signal: AbortSignal },
  connection: StoredConnection,
): Promise<void> {
  const access = await accessOf(ports, connection);
  const progress = progressOf(ports, fetch.id);
  const options = { ...optionsOf(ports), signal: run.signal, onProgress: progress.note };
  const arrived = await readWatched(progress, () =>
    readQuery(access, fetch.query, options, (read) => store(ports, read)),
  );
  try {
    await ports.database.transaction(async (tx) =>
      writeDown(tx, ports, fetch, run.initiativeId, { ...arrived, ...progress.newest() }),
    );
  } catch (error) {
    await ports.uploads.remove(arrived.uploadId);
    throw error;
  }
}

/** Reads while somebody watches, who is told of the end however it comes. */
async function readWatched<R>(watching: { readonly end: () => Promise<void> }, read: () => Promise<R>): Promise<R> {
  try {
    return await read();
  } finally {
    await watching.end();
  }
}

interface ArrivedRows extends QueryProgress {
  readonly uploadId: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** How the columns are read, from their types in the database. */
  readonly known: readonly KeptReading[];
}

/** Writes the rows to disk. What goes wrong with the database is thrown as it was told, whatever the disk makes of it. */
async function store(
  ports: FetchPorts,
  { columns, bytes }: QueryBytes,
): Promise<Omit<ArrivedRows, keyof QueryProgress>> {
  const failures: unknown[] = [];
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      yield* bytes;
    } catch (error) {
      failures.push(error);
      throw error;
    }
  }
  const received = await ports.uploads.receive(Readable.from(watched(), { objectMode: false }), {
    maxBytes: DATASET_LIMITS.fileBytes,
  });
  if (received.kind === 'stored') {
    const { id: uploadId, sizeBytes, sha256 } = received;
    return { uploadId, sizeBytes, sha256, known: columns.map(readingOfType) };
  }
  if (failures.length > 0) throw failures[0];
  throw new SourceRefusal('limit', received.sentence);
}

async function writeDown(
  tx: Transaction,
  ports: FetchPorts,
  fetch: TableFetch,
  initiativeId: string,
  arrived: ArrivedRows,
): Promise<void> {
  const { dataset, corrected } = await datasetOf(tx, ports, fetch, initiativeId);
  const said = new Map([...arrived.known, ...corrected].map((reading) => [reading.name, reading]));
  const { uploadId, sizeBytes, sha256, rows, bytes } = arrived;
  const file = { fileName: `${fetch.connectionName}: query`, sizeBytes, sha256, uploadId, said: [...said.values()] };
  const { number } = await addVersion(tx, ports, fetch.askedBy, dataset, file);
  const end = { state: 'brought', datasetId: dataset.id, version: number, uploadId, rows, bytes } as const;
  // Somebody stopped it while it ended: the version is taken back with the transaction.
  if (!(await finishFetch(tx, fetch.id, end, ports.now()))) throw new SourceRefusal('limit', 'It was stopped.');
}

/** The data set of a fetch, made where it is the first; with what people said about its columns. */
async function datasetOf(
  tx: Transaction,
  ports: FetchPorts,
  fetch: TableFetch,
  initiativeId: string,
): Promise<{ readonly dataset: Dataset; readonly corrected: readonly KeptReading[] }> {
  if (fetch.datasetId !== null) {
    const dataset = await findDataset(tx, fetch.initiativeNo, fetch.datasetId, { lock: true });
    if (!dataset) throw new SourceRefusal('limit', 'The data set is not there any more.');
    const { said } = await requireVersion(tx, dataset, null);
    return { dataset, corrected: said.filter(({ isSaid }) => isSaid) };
  }
  const dataset: Dataset = {
    id: newId(),
    initiativeNo: fetch.initiativeNo,
    initiativeId,
    name: fetch.name,
    target: null,
    moment: null,
    label: null,
    createdBy: fetch.askedBy,
    createdAt: ports.now(),
  };
  if (!(await insertDataset(tx, dataset))) {
    throw new SourceRefusal(
      'limit',
      `Meanwhile there is another data set called "${fetch.name}". Choose another name.`,
    );
  }
  return { dataset, corrected: [] };
}

/** Writes down now and then how far a fetch is. */
function progressOf(ports: FetchPorts, fetchId: string) {
  let newest: QueryProgress = { rows: 0, bytes: 0 };
  let written = newest;
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (newest === written) return;
    written = newest;
    writing = writeFetchProgress(ports.database, fetchId, newest).catch((error: unknown) =>
      ports.log.warn({ err: error, fetchId }, 'progress was not written'),
    );
  }, PROGRESS_EVERY_MS);
  return {
    note: (done: QueryProgress): void => {
      newest = done;
    },
    newest: () => newest,
    end: async (): Promise<void> => {
      clearInterval(timer);
      await writing;
    },
  };
}

async function findUsable(
  ports: FetchPorts,
  initiativeNo: number,
  id: string | null,
): Promise<StoredConnection | null> {
  if (id === null) return null;
  const usable = await listUsableConnections(ports.database, initiativeNo);
  return usable.find((connection) => connection.id === id) ?? null;
}

async function requireUsable(ports: FetchPorts, initiativeNo: number, id: string): Promise<StoredConnection> {
  const connection = await findUsable(ports, initiativeNo, id);
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
