import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Dataset } from './dataset.ts';
import {
  type DatasetPorts,
  recordDataset,
  requireDataset,
  requireTable,
  requireVersion,
} from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { changeDataset } from './datasets.store.ts';
import { readEntries, type StoredEntry, storeEntries } from './dictionary.store.ts';
import { type AskedColumn, type ColumnEntry, columnsToAsk } from './dictionary.ts';

/** The dictionary of a data set, and what is asked for next. */
export interface Dictionary {
  readonly entries: readonly StoredEntry[];
  readonly asked: readonly AskedColumn[];
}

/** What the columns of a data set mean, and what is missing first. @throws Problem DATASET_UNKNOWN */
export async function readDictionary(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
): Promise<Dictionary> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { table, relations } = await requireVersion(ports.database, dataset, null);
  const entries = await readEntries(ports.database, datasetId);
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const known = relations?.target === dataset.target ? (relations?.relations ?? []) : [];
  const { target, moment } = dataset;
  return { entries, asked: columnsToAsk(table?.profile.columns ?? [], byName, { target, moment, relations: known }) };
}

/**
 * Writes what columns mean.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY, DATASET_COLUMN_UNKNOWN
 */
export async function describeColumns(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  entries: readonly ColumnEntry[],
): Promise<void> {
  const { table } = await requireTable(ports, await requireDataset(ports.database, initiative, datasetId), null);
  const known = new Set(table.columns.map(({ name }) => name));
  const unknown = entries.find(({ name }) => !known.has(name));
  if (unknown) throw refuseDataset('DATASET_COLUMN_UNKNOWN', { column: unknown.name });
  await ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const by = { accountId: actor.accountId, name: actor.name };
    await storeEntries(tx, datasetId, entries, by, ports.now());
    const names = entries.map(({ name }) => name);
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.described',
      sentence: `wrote what ${names.length === 1 ? `"${names[0]}"` : `${names.length} columns`} of the data set "${dataset.name}" mean${names.length === 1 ? 's' : ''}`,
      detail: { columns: names },
    });
  });
}

/**
 * Confirms, as the expert, that the label means what the business means by it; the words are kept as they were said.
 * @throws Problem DATASET_UNKNOWN, DATASET_LABEL_MISSING, DATASET_NOT_READY
 */
export async function confirmLabel(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  meaning: string,
): Promise<Dataset> {
  const seen = await requireDataset(ports.database, initiative, datasetId);
  const { version } = await requireTable(ports, seen, null);
  return ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const { target, moment } = dataset;
    if (target === null) throw refuseDataset('DATASET_LABEL_MISSING');
    const label = { column: target, meaning, by: actor.name, at: ports.now(), version: version.number };
    await changeDataset(tx, datasetId, { target, moment, label });
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.label-confirmed',
      sentence: `confirmed what "${target}" of the data set "${dataset.name}" means: "${meaning}"`,
      detail: { column: target, version: version.number },
    });
    return { ...dataset, label };
  });
}
