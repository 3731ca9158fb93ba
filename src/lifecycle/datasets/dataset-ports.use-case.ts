import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { UploadStore } from '../../platform/files/upload-store.ts';
import type { Jobs } from '../../platform/jobs/jobs.ts';
import type { Log } from '../../platform/log/log.ts';
import type { TableEngine } from '../../platform/tables/table-engine.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Dataset, DatasetVersion, VersionTable } from './dataset.ts';
import { refuseDataset } from './datasets.errors.ts';
import { findDataset, findVersion } from './datasets.store.ts';

/** The kind of background work on data sets. */
export const DATASET_JOBS = { read: 'datasets.read-version', fetch: 'datasets.fetch-table' } as const;

/** What every use case of data sets needs. */
export interface DatasetPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly log: Log;
  readonly engine: TableEngine;
  /** The files that were brought, as they arrived. */
  readonly uploads: UploadStore;
  /** The tables made of them. */
  readonly tables: UploadStore;
  readonly jobs: Pick<Jobs, 'enqueue' | 'cancel'>;
  /** Refuses data that the playbook holds back until the framing is signed. @throws Problem PLAYBOOK_HOLDS */
  readonly refuseHeld: (initiativeId: string) => Promise<void>;
  /** Told after the commit of each change. */
  readonly onChanged: (initiativeId: string) => void;
}

/** A data set of an initiative. @throws Problem DATASET_UNKNOWN */
export async function requireDataset(
  queryable: Queryable,
  initiative: Pick<StoredInitiative, 'no'>,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<Dataset> {
  const dataset = await findDataset(queryable, initiative.no, id, options);
  if (!dataset) throw refuseDataset('DATASET_UNKNOWN');
  return dataset;
}

/** A version of a data set: the one of this number, or the newest. @throws Problem DATASET_VERSION_UNKNOWN */
export async function requireVersion(
  queryable: Queryable,
  dataset: Dataset,
  number: number | null,
): Promise<DatasetVersion> {
  const version = await findVersion(queryable, dataset.id, number);
  if (!version) throw refuseDataset('DATASET_VERSION_UNKNOWN', { number: number ?? 1 });
  return version;
}

const STATE_WORDS = {
  reading: 'its file is still being read',
  ready: 'it has no table',
  failed: 'its file could not be read',
  cancelled: 'it was stopped',
} as const;

/** A version that can be used, with its table. @throws Problem DATASET_VERSION_UNKNOWN, DATASET_NOT_READY */
export async function requireTable(
  ports: Pick<DatasetPorts, 'database' | 'tables'>,
  dataset: Dataset,
  number: number | null,
): Promise<{ readonly version: DatasetVersion; readonly table: VersionTable; readonly path: string }> {
  const version = await requireVersion(ports.database, dataset, number);
  const path = version.table && (await ports.tables.find(version.table.tableId));
  if (!version.table || !path) {
    throw refuseDataset('DATASET_NOT_READY', { number: version.number, state: STATE_WORDS[version.state] });
  }
  return { version, table: version.table, path };
}

/** Records what happened to a data set, in the transaction of the change. */
export async function recordDataset(
  tx: Transaction,
  ports: Pick<DatasetPorts, 'now' | 'onChanged'>,
  actor: Actor,
  dataset: Pick<Dataset, 'id' | 'initiativeId' | 'name'>,
  event: { readonly kind: string; readonly sentence: string; readonly detail?: JsonObject },
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: event.kind,
      sentence: event.sentence,
      actorId: actor.accountId,
      actorName: actor.name,
      subjectId: dataset.initiativeId,
      section: 'prepare',
      objectType: 'dataset',
      objectId: dataset.id,
      detail: { dataset: dataset.name, ...event.detail },
    },
    ports.now(),
  );
  tx.afterCommit(() => ports.onChanged(dataset.initiativeId));
}
