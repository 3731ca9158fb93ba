import { TableRefusal } from '../../platform/tables/table-refusal.ts';
import type { TaskOutput } from '../../platform/tables/tables.schema.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { DATASET_LIMITS, type Dataset, type DatasetVersion } from './dataset.ts';
import { type DatasetPorts, requireDataset, requireTable } from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';

/** The first rows of a version. @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN, DATASET_NOT_READY */
export async function showRows(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
  number: number,
): Promise<{ readonly columns: readonly string[]; readonly rows: TaskOutput<'rows'>['rows'] }> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { table, path } = await requireTable(ports, dataset, number);
  const { rows } = await ports.engine.run('rows', () => ({ path, limit: DATASET_LIMITS.shownRows }));
  return { columns: table.columns.map(({ name }) => name), rows };
}

/** Columns of a version as typed arrays, with what they were read from. */
export interface ReadTable extends TaskOutput<'read'> {
  readonly dataset: Dataset;
  readonly version: DatasetVersion;
}

/** Which part of a version is read. */
export interface TableWish {
  /** The newest ready version unless given. */
  readonly version?: number | undefined;
  /** All columns unless given. */
  readonly columns?: readonly string[] | undefined;
  /** At most so many rows: an even choice of them, in their order, that the seed alone decides. */
  readonly maxRows: number;
  readonly seed: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads columns of a version as typed arrays, for learning from them.
 * @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN, DATASET_NOT_READY, DATASET_COLUMN_UNKNOWN, DATASET_UNREADABLE
 */
export async function readTableColumns(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
  wish: TableWish,
): Promise<ReadTable> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { version, table, path } = await requireTable(ports, dataset, wish.version ?? null);
  const wanted = wish.columns ?? table.columns.map(({ name }) => name);
  const columns = wanted.map((name) => {
    const column = table.columns.find((one) => one.name === name);
    if (!column) throw refuseDataset('DATASET_COLUMN_UNKNOWN', { column: name });
    return { name, type: column.type };
  });
  try {
    const { maxRows, seed, signal } = wish;
    const read = await ports.engine.run('read', () => ({ path, columns, maxRows, seed }), { signal });
    return { dataset, version, ...read };
  } catch (error) {
    if (error instanceof TableRefusal) throw refuseDataset('DATASET_UNREADABLE', { reason: error.message });
    throw error;
  }
}
