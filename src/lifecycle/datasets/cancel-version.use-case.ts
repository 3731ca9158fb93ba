import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type DatasetPorts, recordDataset, requireDataset, requireVersion } from './dataset-ports.use-case.ts';
import { refuseDataset } from './datasets.errors.ts';
import { finishVersion } from './datasets.store.ts';

/**
 * Stops the reading of a version; whoever comes first decides, the end of the reading or the one who stops it.
 * @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN, DATASET_NOT_READING
 */
export async function cancelVersion(
  ports: DatasetPorts,
  actor: Actor,
  initiative: StoredInitiative,
  datasetId: string,
  number: number,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const dataset = await requireDataset(tx, initiative, datasetId, { lock: true });
    const version = await requireVersion(tx, dataset, number);
    const isCancelled = await finishVersion(tx, version.id, { state: 'cancelled' }, ports.now());
    if (!isCancelled) throw refuseDataset('DATASET_NOT_READING', { number });
    if (version.jobId !== null) await ports.jobs.cancel(tx, version.jobId);
    await recordDataset(tx, ports, actor, dataset, {
      kind: 'dataset.version-cancelled',
      sentence: `stopped the reading of version ${number} of the data set "${dataset.name}"`,
      detail: { version: number },
    });
  });
}
