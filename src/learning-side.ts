import type { FramingSide } from './framing-side.ts';
import { connectionsModule } from './lifecycle/datasets/connections.module.ts';
import { type DatasetsDependencies, datasetsModule } from './lifecycle/datasets/datasets.module.ts';
import { readEntries } from './lifecycle/datasets/dictionary.store.ts';
import { type ExpectationsModule, expectationsModule } from './lifecycle/expectations/expectations.module.ts';
import { explanationsModule } from './lifecycle/explanations/explanations.module.ts';
import type { StoredInitiative } from './lifecycle/initiatives/index.ts';
import { signalsModule } from './lifecycle/signals/signals.module.ts';
import { type TrainingModule, trainingModule } from './lifecycle/training/training.module.ts';
import type { ModelSide } from './model-side.ts';
import type { Database } from './platform/database/database.ts';
import { openUploadStore } from './platform/files/upload-store.ts';
import type { MountedApi } from './platform/http/handlers.ts';
import type { BackgroundWork } from './platform/jobs/background.ts';
import type { JobHandler, Jobs } from './platform/jobs/jobs.ts';
import type { Log } from './platform/log/log.ts';
import type { TrustedHosts } from './platform/outgoing/judge-host.ts';
import { openTableEngine } from './platform/tables/table-engine.ts';
import { openThreads, WAITED_FOR_LIMITS } from './platform/threads/threads.ts';
import type { RightsGuard } from './rights-guard.ts';
import { tablesToLearnFrom } from './tables-to-learn-from.ts';

const JUDGE_EVERY_MS = 3_000;

/** What the rooms that learn from tables need of the rest of the installation. */
export interface LearningSideDependencies {
  readonly database: Database;
  readonly log: Log;
  readonly now: () => Date;
  readonly publicUrl: string | undefined;
  /** Folder of the installation's data, where tables are kept. */
  readonly dataDirectory: string;
  /** The built program that works with tables. */
  readonly tableProgram: string;
  /** Folder with the built programs that run in threads. */
  readonly programs: string;
  /** Hosts of the own network from which tables may be fetched. */
  readonly databaseHosts: TrustedHosts;
  /** The secret of the installation. */
  readonly secret: () => Promise<string>;
  readonly framingSide: FramingSide;
  readonly modelSide: ModelSide;
  readonly decide: RightsGuard['decide'];
  /** Jobs start only after every room is wired. */
  readonly jobs: Pick<Jobs, 'enqueue' | 'cancel'>;
}

/** What the rooms that learn from tables give to the composition. */
export interface LearningSide {
  readonly mounted: readonly MountedApi[];
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  readonly background: readonly BackgroundWork[];
  readonly expectations: Pick<ExpectationsModule, 'isChecked'>;
  /** Those of the files at paths of the store of artifacts that somebody may know of and is not given. */
  readonly withheldFiles: TrainingModule['withheldFiles'];
  /** Removes files of tables whose reading never ended. */
  removeOrphans(): Promise<void>;
  /** Ends the threads. */
  stop(): Promise<void>;
}

/** Wires tables, the check whether there is anything to predict, first models, and what is expected of them and why they say so. */
export async function composeLearningSide(dependencies: LearningSideDependencies): Promise<LearningSide> {
  const { database, log, now, framingSide, modelSide, jobs } = dependencies;
  const { initiatives, people, framing, announceInitiative: onChanged } = framingSide;
  const datasetPorts: DatasetsDependencies = {
    publicUrl: dependencies.publicUrl,
    database,
    now,
    log,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    refuseHeld: framingSide.refuseHeldData,
    engine: await openTableEngine(dependencies.tableProgram, dependencies.dataDirectory),
    uploads: await openUploadStore(dependencies.dataDirectory, { folder: 'dataset-files' }),
    tables: await openUploadStore(dependencies.dataDirectory, { folder: 'dataset-tables' }),
    jobs,
    onChanged,
  };
  const datasets = datasetsModule(datasetPorts);
  const connections = connectionsModule({
    ...datasetPorts,
    secret: dependencies.secret,
    trustedHosts: dependencies.databaseHosts,
    isVisible: people.readers.isVisible,
  });
  const threads = openThreads(dependencies.programs);
  const signals = signalsModule({
    database,
    now,
    log,
    threads,
    require: initiatives.require,
    initiativeOf: initiatives.byId,
    withheldFrom: datasets.withheldFrom,
    readColumns: datasets.readColumns,
    taskOf: async (initiative) => (await framing.locked(initiative))?.content.predictionTask ?? null,
    jobs,
    onChanged,
  });
  /** A first model is a look at the data: it waits as they do, and not as an experiment (decision 0092). */
  const refuseHeldLook = (initiative: StoredInitiative): Promise<void> => people.refuseHeld(initiative, 'data');
  const source = tablesToLearnFrom(database, datasets);
  const training = trainingModule({
    database,
    now,
    log,
    threads,
    require: initiatives.require,
    withheldFrom: datasets.withheldFrom,
    rolesOf: people.rolesOf,
    initiativeById: async (id) => (await initiatives.byId(id)) ?? null,
    refuseHeld: refuseHeldLook,
    checksOf: signals.checksOf,
    lockedFraming: framing.locked,
    source,
    tracking: modelSide.experiments.trackingUnder('training.start', refuseHeldLook),
    registry: modelSide.registry.registry,
    keepFile: modelSide.keepFile,
    jobs,
    onChanged,
  });
  const expectations = expectationsModule({
    database,
    now,
    log,
    threads,
    require: initiatives.require,
    initiativeByNo: initiatives.byNo,
    withheldFrom: datasets.withheldFrom,
    columnsAboutPersons: datasets.columnsAboutPersons,
    source,
    training: training.kept,
    files: modelSide.modelFiles,
    requireRun: (caller, runId) => modelSide.experiments.tracking.runs.get(caller, runId),
    requireVersion: (caller, name, version) => modelSide.registry.registry.version(caller, { name, version }),
    maySee: async (caller, slug) => (await dependencies.decide(caller, 'initiative.see', slug)).kind === 'allowed',
    jobs,
    onChanged,
  });
  const answering = openThreads(dependencies.programs, WAITED_FOR_LIMITS);
  const explanations = explanationsModule({
    database,
    now,
    threads: answering,
    require: initiatives.require,
    learnedModel: training.learnedModel,
    learnedRows: training.learnedRows,
    dictionaryOf: (datasetId) => readEntries(database, datasetId),
    lockedFraming: framing.locked,
    rolesOf: people.rolesOf,
    flag: framingSide.flag,
    onChanged,
  });
  return {
    mounted: [
      datasets.mounted,
      datasets.mountedExchange,
      connections.mounted,
      signals.mounted,
      training.mounted,
      expectations.mounted,
      explanations.mounted,
    ],
    jobHandlers: {
      ...datasets.jobHandlers,
      ...connections.jobHandlers,
      ...signals.jobHandlers,
      ...training.jobHandlers,
      ...expectations.jobHandlers,
    },
    background: [
      {
        everyMs: JUDGE_EVERY_MS,
        work: expectations.judgeDue,
        failure: 'having models judged failed; it is tried again',
      },
    ],
    expectations,
    withheldFiles: training.withheldFiles,
    removeOrphans: datasets.removeOrphans,
    stop: async () => {
      await threads.close();
      await answering.close();
    },
  };
}
