import { TableRefusal } from '../../platform/tables/table-refusal.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { DatasetVersion } from './dataset.ts';
import { type DatasetPorts, recordDataset, requireDataset, requireTable } from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { changeDataset, storeRelations } from './datasets.store.ts';
import type { SharedWork } from './share-work.ts';

/**
 * Says which column is to be predicted and which one holds the moment of the row. Another label takes back what the
 * expert confirmed about the one before.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY, DATASET_COLUMN_UNKNOWN
 */
export async function chooseTarget(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  chosen: { readonly target: string | null; readonly moment: string | null },
): Promise<void> {
  const { table } = await requireTable(ports, await requireDataset(ports.database, initiative, datasetId), null);
  for (const column of [chosen.target, chosen.moment]) {
    if (column !== null && !table.columns.some(({ name }) => name === column)) {
      throw refuseDataset('DATASET_COLUMN_UNKNOWN', { column });
    }
  }
  await ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const label = dataset.label?.column === chosen.target ? dataset.label : null;
    await changeDataset(tx, datasetId, { ...chosen, label });
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.target-chosen',
      sentence:
        chosen.target === null
          ? `took back which column of "${dataset.name}" is to be predicted`
          : `chose "${chosen.target}" of the data set "${dataset.name}" as what is to be predicted`,
      detail: { target: chosen.target, moment: chosen.moment },
    });
  });
}

/** What is shared by all who ask at the same time how columns go together with a target. */
export type SharedRelations = SharedWork<NonNullable<DatasetVersion['relations']>>;

/**
 * How the columns of a version go together with the chosen target; computed once for each version and target.
 * @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY, DATASET_LABEL_MISSING, DATASET_UNREADABLE
 */
export async function relateToTarget(
  ports: DatasetPorts,
  share: SharedRelations,
  initiative: StoredInitiative,
  datasetId: string,
  number: number,
): Promise<NonNullable<DatasetVersion['relations']>> {
  const dataset = await requireDataset(ports.database, initiative, datasetId);
  const { target } = dataset;
  if (target === null) throw refuseDataset('DATASET_LABEL_MISSING');
  const { version, table, path } = await requireTable(ports, dataset, number);
  if (version.relations?.target === target) return version.relations;
  const columns = table.columns.map(({ name, type }) => ({ name, type }));
  return share(`${version.id} ${target}`, async () => {
    try {
      const { relations } = await ports.engine.run('relate', () => ({ path, columns, target }));
      await storeRelations(ports.database, version.id, { target, relations });
      return { target, relations };
    } catch (error) {
      if (error instanceof TableRefusal) throw refuseDataset('DATASET_UNREADABLE', { reason: error.message });
      throw error;
    }
  });
}
