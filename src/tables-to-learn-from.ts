import type { DatasetsModule } from './lifecycle/datasets/datasets.module.ts';
import { readEntries } from './lifecycle/datasets/dictionary.store.ts';
import type { ColumnEntry, Dataset, DatasetVersion } from './lifecycle/datasets/index.ts';
import { readDataset, readDatasets, readOneVersion } from './lifecycle/datasets/read-datasets.use-case.ts';
import type { StoredInitiative } from './lifecycle/initiatives/index.ts';
import type { ColumnsSource, SourceTable } from './lifecycle/training/index.ts';
import type { Queryable } from './platform/database/queryable.ts';

/** The data sets of initiatives as training reads them. */
export function tablesToLearnFrom(
  queryable: Queryable,
  { readColumns }: Pick<DatasetsModule, 'readColumns'>,
): ColumnsSource {
  const newestReady = async (initiative: StoredInitiative, id: string): Promise<SourceTable | null> => {
    const { dataset, versions } = await readDataset(queryable, initiative, id);
    const ready = versions.find(({ state }) => state === 'ready');
    if (!ready) return null;
    return describe(dataset, (await readOneVersion(queryable, initiative, id, ready.number)).version);
  };
  const describe = async (dataset: Dataset, version: DatasetVersion): Promise<SourceTable | null> => {
    const entries = await readEntries(queryable, dataset.id);
    return tableOf(dataset, version, new Map(entries.map((entry) => [entry.name, entry])));
  };
  return {
    async list(initiative) {
      const datasets = await readDatasets(queryable, initiative);
      const tables = await Promise.all(datasets.map(({ dataset: { id } }) => newestReady(initiative, id)));
      return tables.filter((table) => table !== null);
    },
    async find(initiative, datasetId, number) {
      const dataset = (await readDatasets(queryable, initiative)).find((one) => one.dataset.id === datasetId)?.dataset;
      if (!dataset) return null;
      const { versions } = await readDataset(queryable, initiative, datasetId);
      if (!versions.some((one) => one.number === number)) return null;
      return describe(dataset, (await readOneVersion(queryable, initiative, datasetId, number)).version);
    },
    read: (initiative, { datasetId, version }, wish) => readColumns(initiative, datasetId, { version, ...wish }),
  };
}

function tableOf(
  dataset: Dataset,
  { number, state, table }: DatasetVersion,
  entries: ReadonlyMap<string, Pick<ColumnEntry, 'meaning' | 'sensitivity'>>,
): SourceTable | null {
  if (state !== 'ready' || table === null) return null;
  const profiles = new Map(table.profile.columns.map((profile) => [profile.name, profile]));
  return {
    datasetId: dataset.id,
    name: dataset.name,
    version: number,
    digest: table.sha256,
    rows: table.rows,
    columns: table.columns.map(({ name, type }) => {
      const profile = profiles.get(name);
      const values = profile?.shape?.kind === 'words' ? profile.shape.top.map(({ value }) => value) : [];
      const entry = entries.get(name);
      return {
        name,
        kind: type,
        meaning: entry?.meaning || null,
        distinct: profile?.distinct ?? 0,
        values,
        isProtected: entry?.sensitivity === 'protected',
      };
    }),
    target: dataset.target,
    moment: dataset.moment,
  };
}
