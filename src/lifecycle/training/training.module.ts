import type { Migration } from '../../platform/database/migrations.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler } from '../../platform/jobs/jobs.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { cancelTraining } from './cancel-training.use-case.ts';
import { type BesideLearned, type LearnedRows, readLearnedRows } from './read-learned-rows.use-case.ts';
import {
  type KeptTraining,
  type LearnedModel,
  readKept,
  readLearnedModel,
  readMoney,
  readTraining,
  readTrainings,
} from './read-trainings.use-case.ts';
import { registerTraining } from './register-training.use-case.ts';
import { failTraining, runTraining } from './run-training.use-case.ts';
import { startTraining } from './start-training.use-case.ts';
import { trainingMigrations } from './training.migrations.ts';
import { trainingRoutes } from './training.routes.ts';
import { findTraining } from './training.store.ts';
import type { TrainingRequest } from './training.ts';
import { TRAINING_JOBS, type TrainingPorts } from './training-ports.use-case.ts';
import { withheldFiles } from './withheld-files.use-case.ts';

/** What the room is wired with. */
export interface TrainingDependencies extends TrainingPorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** Training, as the composition mounts it. */
export interface TrainingModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  /** A first model that is done, for the rooms that judge it; null where there is none. */
  kept(id: string): Promise<KeptTraining | null>;
  /** The model of a training that is done. @throws Problem TRAINING_UNKNOWN, TRAINING_NOT_DONE */
  learnedModel(initiative: StoredInitiative, id: string): Promise<LearnedModel>;
  /**
   * Those of the files at paths of the store of artifacts that somebody is not given, because they hold what a first model
   * learned from columns about persons, and this person has no seat at the table that it was made for.
   */
  withheldFiles(reader: { readonly accountId: string }, paths: readonly string[]): Promise<ReadonlySet<string>>;
  /** The rows that it learned from, and columns beside them; null when the table cannot be used any more. */
  learnedRows(
    initiative: StoredInitiative,
    request: TrainingRequest,
    beside: BesideLearned,
  ): Promise<LearnedRows | null>;
}

const GIVEN_UP =
  'It was tried several times and went wrong on our side. Start another one, and if it happens again ask whoever runs this installation: the log has the cause.';

/** Wires training. */
export function trainingModule(dependencies: TrainingDependencies): TrainingModule {
  const ports: TrainingPorts = dependencies;
  const { database } = ports;
  return {
    mounted: trainingRoutes({
      require: dependencies.require,
      withheldFrom: ports.withheldFrom,
      tables: ports.source.list,
      checks: ports.checksOf,
      framing: ports.lockedFraming,
      list: (initiative) => readTrainings(database, initiative),
      read: (initiative, id) => readTraining(database, initiative, id),
      start: (actor, initiative, request) => startTraining(ports, actor, initiative, request),
      cancel: (actor, initiative, id) => cancelTraining(ports, actor, initiative, id),
      money: (initiative, id, terms) => readMoney(database, initiative, id, terms),
      register: (caller, initiative, id, name) => registerTraining(ports, caller, initiative, id, name),
    }),
    migrations: trainingMigrations,
    kept: (id) => readKept(database, id),
    jobHandlers: {
      [TRAINING_JOBS.train]: {
        run: (payload, { jobId, signal }) => runTraining(ports, { trainingId: trainingIdOf(payload), jobId, signal }),
        onGivenUp: async (payload) => {
          const training = await findTraining(database, trainingIdOf(payload));
          if (training) await failTraining(ports, training, GIVEN_UP);
        },
      },
    },
    withheldFiles: (reader, paths) => withheldFiles(ports, reader, paths),
    learnedModel: (initiative, id) => readLearnedModel(database, initiative, id),
    learnedRows: (initiative, request, beside) => readLearnedRows(ports, initiative, request, beside),
  };
}

function trainingIdOf(payload: JsonObject): string {
  const { trainingId } = payload;
  if (typeof trainingId !== 'string') throw new RangeError('The job names no training.');
  return trainingId;
}
