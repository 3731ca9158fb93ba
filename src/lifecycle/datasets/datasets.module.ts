import type { Migration } from '../../platform/database/migrations.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler } from '../../platform/jobs/jobs.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { bringContract, previewContract } from './bring-contract.use-case.ts';
import { bringDataset, bringVersion, correctReading } from './bring-version.use-case.ts';
import { cancelVersion } from './cancel-version.use-case.ts';
import { addCheck, dropCheck, readChecks } from './change-checks.use-case.ts';
import { chooseTarget, relateToTarget, type SharedRelations } from './choose-target.use-case.ts';
import { DATASET_JOBS, type DatasetPorts } from './dataset-ports.use-case.ts';
import { datasetsMigrations } from './datasets.migrations.ts';
import { datasetsRoutes } from './datasets.routes.ts';
import { neededFiles } from './datasets.store.ts';
import { confirmLabel, describeColumns, readDictionary } from './describe-columns.use-case.ts';
import { exchangeRoutes } from './exchange.routes.ts';
import { readDataset, readDatasets, readOneVersion } from './read-datasets.use-case.ts';
import { failVersion, readVersion } from './read-version.use-case.ts';
import { shareWork } from './share-work.ts';
import { type ReadTable, readTableColumns, showRows, type TableWish } from './show-table.use-case.ts';
import { columnsAboutPersons, type WithheldFrom, withheldFrom } from './withheld-columns.use-case.ts';
import { writeContract } from './write-contract.use-case.ts';
import { writeCroissant, writeTable } from './write-croissant.use-case.ts';

/** What data sets are wired with. */
export interface DatasetsDependencies extends DatasetPorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
  /** The address that people use, where it is known. */
  readonly publicUrl: string | undefined;
  readonly rolesOf: Parameters<typeof withheldFrom>[1];
}

/** Data sets, as the composition mounts them. */
export interface DatasetsModule {
  readonly mounted: MountedApi;
  readonly mountedExchange: MountedApi;
  readonly migrations: readonly Migration[];
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  /** Columns of a version as typed arrays: the door for rooms that learn from tables. */
  readColumns(initiative: StoredInitiative, datasetId: string, wish: TableWish): Promise<ReadTable>;
  /** The columns of a data set whose words somebody is not shown: the one rule for every room that tells values. */
  readonly withheldFrom: WithheldFrom;
  /** The columns of a data set whose words are told at the table alone. */
  readonly columnsAboutPersons: typeof columnsAboutPersons;
  /** Removes files that a crash left behind. Call it at the start. */
  removeOrphans(): Promise<void>;
}

/** How long a file may be on its way before it counts as left behind. */
const ORPHAN_MS = 3_600_000;

const GIVEN_UP =
  'It was tried several times and went wrong on our side; nothing of it was kept. Bring the file again, and if it happens again ask whoever runs this installation: the log has the cause.';

/** Wires data sets. */
export function datasetsModule(dependencies: DatasetsDependencies): DatasetsModule {
  const ports: DatasetPorts = dependencies;
  const { database } = ports;
  const shared: SharedRelations = shareWork();
  const withheld = withheldFrom(database, dependencies.rolesOf);
  return {
    mounted: datasetsRoutes({
      require: dependencies.require,
      withheldFrom: withheld,
      list: (initiative) => readDatasets(database, initiative),
      read: (initiative, id) => readDataset(database, initiative, id),
      version: (initiative, id, number) => readOneVersion(database, initiative, id, number),
      bring: (actor, initiative, file) => bringDataset(ports, actor, initiative, file),
      bringVersion: (actor, initiative, id, file) => bringVersion(ports, actor, initiative, id, file),
      correct: (actor, initiative, id, number, corrections) =>
        correctReading(ports, actor, initiative, id, number, corrections),
      cancel: (actor, initiative, id, number) => cancelVersion(ports, actor, initiative, id, number),
      rows: (initiative, id, number) => showRows(ports, initiative, id, number),
      target: (actor, initiative, id, chosen) => chooseTarget(ports, actor, initiative, id, chosen),
      relations: (initiative, id, number) => relateToTarget(ports, shared, initiative, id, number),
      dictionary: (initiative, id) => readDictionary(ports, initiative, id),
      contract: (initiative, id, hidden) => writeContract(ports, initiative, id, hidden),
      describe: (actor, initiative, id, entries) => describeColumns(ports, actor, initiative, id, entries),
      confirmLabel: (actor, initiative, id, meaning) => confirmLabel(ports, actor, initiative, id, meaning),
      checks: (initiative, id, number) => readChecks(ports, initiative, id, number),
      addCheck: (actor, initiative, id, given) => addCheck(ports, actor, initiative, id, given),
      removeCheck: (actor, initiative, id, checkId) => dropCheck(ports, actor, initiative, id, checkId),
    }),
    mountedExchange: exchangeRoutes({
      require: dependencies.require,
      preview: (initiative, id, yaml) => previewContract(ports, initiative, id, yaml),
      bring: (actor, initiative, id, yaml) => bringContract(ports, actor, initiative, id, yaml),
      croissant: (initiative, id, number) => writeCroissant(dependencies, initiative, id, number),
      table: (initiative, id, number) => writeTable(ports, initiative, id, number),
    }),
    migrations: datasetsMigrations,
    jobHandlers: {
      [DATASET_JOBS.read]: {
        run: (payload, { jobId, signal }) => readVersion(ports, { versionId: versionIdOf(payload), jobId, signal }),
        onGivenUp: (payload) => failVersion(ports, versionIdOf(payload), GIVEN_UP),
      },
    },
    withheldFrom: withheld,
    columnsAboutPersons,
    readColumns: (initiative, datasetId, wish) => readTableColumns(ports, initiative, datasetId, wish),
    removeOrphans: async () => {
      const needed = await neededFiles(database);
      const olderThan = new Date(Date.now() - ORPHAN_MS);
      await ports.uploads.removeOrphans(needed.uploads, olderThan);
      await ports.tables.removeOrphans(needed.tables, olderThan);
    },
  };
}

function versionIdOf(payload: JsonObject): string {
  const { versionId } = payload;
  if (typeof versionId !== 'string') throw new RangeError('The job names no version.');
  return versionId;
}
