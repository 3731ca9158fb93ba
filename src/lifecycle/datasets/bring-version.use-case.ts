import type { Readable } from 'node:stream';
import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import type { RefusedUpload } from '../../platform/files/upload-store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { DATASET_LIMITS, type Dataset, type KeptReading, nameOfFile } from './dataset.ts';
import {
  DATASET_JOBS,
  type DatasetPorts,
  recordDataset,
  requireDataset,
  requireVersion,
} from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { countDatasets, insertDataset, insertVersion, writeVersionProgress } from './datasets.store.ts';

const REFUSAL = {
  'too-large': 'DATASET_FILE_TOO_LARGE',
  interrupted: 'DATASET_FILE_INTERRUPTED',
  'disk-full': 'DATASET_NO_ROOM',
} as const satisfies Record<RefusedUpload['code'], string>;

/** A file on its way in. */
export interface ArrivingFile {
  readonly fileName: string;
  readonly stream: Readable;
}

/**
 * Takes a file as the first version of a new data set and has it read in the background.
 * @throws Problem PLAYBOOK_HOLDS, DATASET_LIMIT, DATASET_NAME_TAKEN, and what `receive` throws
 */
export async function bringDataset(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  file: ArrivingFile & { readonly name: string | undefined },
): Promise<{ readonly datasetId: string; readonly number: number }> {
  await refuseNow(ports, initiative, { isNew: true });
  const at = ports.now();
  const dataset: Dataset = {
    id: newId(),
    initiativeNo: initiative.no,
    initiativeId: initiative.id,
    name: file.name ?? nameOfFile(file.fileName),
    target: null,
    moment: null,
    label: null,
    createdBy: { accountId: actor.accountId, name: actor.name },
    createdAt: at,
  };
  return receive(ports, file, async (tx, arrived) => {
    if (!(await insertDataset(tx, dataset))) throw refuseDataset('DATASET_NAME_TAKEN', { name: dataset.name });
    return addVersion(tx, ports, actor, dataset, { ...arrived, said: [] });
  });
}

/**
 * Takes a file as the next version of a data set. What was said about how columns are read holds for it, too.
 * @throws Problem PLAYBOOK_HOLDS, DATASET_UNKNOWN, DATASET_LIMIT, and what `receive` throws
 */
export async function bringVersion(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  file: ArrivingFile,
): Promise<{ readonly datasetId: string; readonly number: number }> {
  await refuseNow(ports, initiative, { isNew: false });
  await requireDataset(ports.database, initiative, datasetId);
  return receive(ports, file, async (tx, arrived) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const { said } = await requireVersion(tx, dataset, null);
    return addVersion(tx, ports, actor, dataset, { ...arrived, said });
  });
}

/**
 * Reads the file of a version again with other readings of its columns, as the next version: the one that is corrected
 * stays as it is.
 * @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN, DATASET_COLUMN_UNKNOWN, DATASET_LIMIT
 */
export async function correctReading(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  number: number,
  corrections: readonly Pick<KeptReading, 'name' | 'format' | 'missingMarks'>[],
): Promise<{ readonly datasetId: string; readonly number: number }> {
  await refuseNow(ports, initiative, { isNew: false });
  return ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const version = await requireVersion(tx, dataset, number);
    const known = version.table && new Set(version.table.columns.map(({ name }) => name));
    const unknown = corrections.find(({ name }) => known && !known.has(name));
    if (unknown) throw refuseDataset('DATASET_COLUMN_UNKNOWN', { column: unknown.name });
    const corrected = new Map(version.said.map((reading) => [reading.name, reading]));
    for (const reading of corrections) corrected.set(reading.name, { ...reading, isCertain: true, isSaid: true });
    const { fileName, sizeBytes, sha256, uploadId } = version;
    const again = { fileName, sizeBytes, sha256, uploadId, said: [...corrected.values()] };
    return addVersion(tx, ports, actor, dataset, again);
  });
}

/** Refuses what the playbook holds back, and what goes beyond the limits. @throws Problem PLAYBOOK_HOLDS, DATASET_LIMIT */
export async function refuseNow(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  { isNew }: { readonly isNew: boolean },
): Promise<void> {
  await ports.refuseHeld(initiative.id);
  const { datasets, reading } = await countDatasets(ports.database, initiative.no);
  if (isNew && datasets >= DATASET_LIMITS.datasets) {
    throw refuseDataset('DATASET_LIMIT', { limit: DATASET_LIMITS.datasets, what: 'data sets' });
  }
  if (reading >= DATASET_LIMITS.reading) {
    throw refuseDataset('DATASET_LIMIT', { limit: DATASET_LIMITS.reading, what: 'files being read' });
  }
}

/** A file that is safe on disk. */
export interface ArrivedFile {
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly uploadId: string;
}

/**
 * Receives a file and writes it down; a file that is not written down is not kept.
 * @throws Problem DATASET_FILE_TOO_LARGE, DATASET_FILE_INTERRUPTED, DATASET_NO_ROOM
 */
async function receive<R>(
  ports: DatasetPorts,
  file: ArrivingFile,
  writeDown: (tx: Transaction, arrived: ArrivedFile) => Promise<R>,
): Promise<R> {
  const received = await ports.uploads.receive(file.stream, { maxBytes: DATASET_LIMITS.fileBytes });
  if (received.kind === 'refused') throw refuseDataset(REFUSAL[received.code], { reason: received.sentence });
  const { id: uploadId, sizeBytes, sha256 } = received;
  try {
    return await ports.database.transaction((tx) =>
      writeDown(tx, { fileName: file.fileName, sizeBytes, sha256, uploadId }),
    );
  } catch (error) {
    await ports.uploads.remove(uploadId);
    throw error;
  }
}

/** Writes down a file that has arrived as the next version, and has it read. The caller holds the data set. */
export async function addVersion(
  tx: Transaction,
  ports: DatasetPorts,
  actor: Actor,
  dataset: Dataset,
  file: ArrivedFile & { readonly said: readonly KeptReading[] },
): Promise<{ readonly datasetId: string; readonly number: number }> {
  const id = newId();
  const jobId = await ports.jobs.enqueue(tx, DATASET_JOBS.read, { versionId: id });
  const number = await insertVersion(tx, {
    id,
    datasetId: dataset.id,
    ...file,
    broughtBy: { accountId: actor.accountId, name: actor.name },
    broughtAt: ports.now(),
    jobId,
  });
  await writeVersionProgress(tx, id, { phase: 'reading', rowsDone: 0, share: 0 });
  await recordDataset(tx, ports, actor, dataset, {
    kind: 'dataset.version-brought',
    sentence: `brought "${file.fileName}" as version ${number} of the data set "${dataset.name}"`,
    detail: { version: number, sha256: file.sha256 },
  });
  return { datasetId: dataset.id, number };
}
