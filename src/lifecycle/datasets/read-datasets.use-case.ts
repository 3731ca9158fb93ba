import type { Queryable } from '../../platform/database/queryable.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Dataset, DatasetVersion, VersionProgress } from './dataset.ts';
import { requireDataset, requireVersion } from './dataset-ports.use-case.ts';
import {
  findVersionById,
  listDatasets,
  listVersions,
  readVersionProgress,
  type VersionEntry,
} from './datasets.store.ts';

/** A data set with its newest version. */
export interface DatasetEntry {
  readonly dataset: Dataset;
  readonly newest: VersionEntry;
}

/** The data sets of an initiative, each with its newest version. */
export async function readDatasets(
  queryable: Queryable,
  initiative: StoredInitiative,
): Promise<readonly DatasetEntry[]> {
  const datasets = await listDatasets(queryable, initiative.no);
  const ids = datasets.map(({ id }) => id);
  const newest = new Map(
    (await listVersions(queryable, ids, { isNewestOnly: true })).map((version) => [version.datasetId, version]),
  );
  return datasets.flatMap((dataset) => {
    const version = newest.get(dataset.id);
    return version ? [{ dataset, newest: version }] : [];
  });
}

/** A data set with its versions, the newest first. @throws Problem DATASET_UNKNOWN */
export async function readDataset(
  queryable: Queryable,
  initiative: StoredInitiative,
  id: string,
): Promise<{ readonly dataset: Dataset; readonly versions: readonly VersionEntry[] }> {
  const dataset = await requireDataset(queryable, initiative, id);
  return { dataset, versions: await listVersions(queryable, [id]) };
}

/** One version with how far it is. @throws Problem DATASET_UNKNOWN, DATASET_VERSION_UNKNOWN */
export async function readOneVersion(
  queryable: Queryable,
  initiative: StoredInitiative,
  id: string,
  number: number,
): Promise<{
  readonly version: DatasetVersion;
  readonly entry: VersionEntry;
  readonly progress: VersionProgress | null;
}> {
  const dataset = await requireDataset(queryable, initiative, id);
  const { id: versionId } = await requireVersion(queryable, dataset, number);
  // Reading may end in between: the contents are read last, so that they are there when the entry says that they are.
  const entry = (await listVersions(queryable, [id])).find((one) => one.number === number);
  const version = await findVersionById(queryable, versionId);
  if (!entry || !version) throw new Error('A version that is there is not listed.');
  return { version, entry, progress: await readVersionProgress(queryable, version.id) };
}
