import { Readable } from 'node:stream';
import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { type QueryBytes, type QueryProgress, readQuery } from '../../platform/sources/read-query.ts';
import { readingOfType } from '../../platform/sources/reading-of-type.ts';
import { SourceRefusal } from '../../platform/sources/source-refusal.ts';
import type { FetchPorts } from './ask-fetch.use-case.ts';
import { addVersion } from './bring-version.use-case.ts';
import { accessOf } from './change-connection.use-case.ts';
import type { TableFetch } from './connection.ts';
import { findUsableConnection, type StoredConnection } from './connections.store.ts';
import { DATASET_LIMITS, type Dataset, type KeptReading } from './dataset.ts';
import { requireVersion } from './dataset-ports.use-case.ts';
import { findDataset, insertDataset } from './datasets.store.ts';
import { findFetch, finishFetch, writeFetchProgress } from './fetches.store.ts';

/** How often it is written down how far a fetch is, in milliseconds. */
const PROGRESS_EVERY_MS = 500;

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
    const connection =
      fetch.connectionId && (await findUsableConnection(ports.database, fetch.initiativeNo, fetch.connectionId));
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
  const options = { trusted: ports.trustedHosts, signal: run.signal, onProgress: progress.note };
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
