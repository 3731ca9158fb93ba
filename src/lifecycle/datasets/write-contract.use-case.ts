import { Readable } from 'node:stream';
import type { StoredInitiative } from '../initiatives/index.ts';
import { broughtContract } from './contracts.store.ts';
import { dataContract } from './data-contract.ts';
import { type DatasetPorts, requireDataset, requireTable } from './dataset-ports.use-case.ts';
import { listDatasets } from './datasets.store.ts';
import { listChecks, readEntries } from './dictionary.store.ts';

/** The newest version of a data set as a data contract. @throws Problem DATASET_UNKNOWN, DATASET_NOT_READY */
export async function writeContract(
  ports: DatasetPorts,
  initiative: StoredInitiative,
  datasetId: string,
): Promise<{ readonly stream: Readable; readonly fileName: string }> {
  const { database } = ports;
  const dataset = await requireDataset(database, initiative, datasetId);
  const { version, table } = await requireTable(ports, dataset, null);
  const yaml = dataContract({
    id: dataset.id,
    name: dataset.name,
    question: initiative.question,
    version: version.number,
    columns: table.profile.columns.map(({ name, type, shape }) => ({
      name,
      type,
      isWhole: shape?.kind === 'number' && shape.isWhole,
    })),
    entries: new Map((await readEntries(database, datasetId)).map((entry) => [entry.name, entry])),
    target: dataset.target,
    checks: await listChecks(database, datasetId, null),
    brought: await broughtContract(database, datasetId),
    otherNames: new Map((await listDatasets(database, initiative.no)).map(({ id, name }) => [id, name])),
  });
  return { stream: Readable.from([yaml]), fileName: `${dataset.name}.odcs.yaml` };
}
