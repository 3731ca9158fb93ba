import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Actor } from './actor.ts';
import { changeInitiative } from './change-initiative.use-case.ts';
import type { NewQuestion, StoredInitiative } from './initiative.ts';
import { refuseInitiative } from './initiatives.errors.ts';
import { initiativesMigrations } from './initiatives.migrations.ts';
import { type InitiativesUseCases, initiativesRoutes } from './initiatives.routes.ts';
import {
  actorsOf,
  beginIteration,
  closedSteps,
  closeStep,
  findInitiative,
  findInitiativeById,
  findInitiativeByNo,
  holdInitiative,
  reopenStep,
  repinPlaybook,
} from './initiatives.store.ts';
import { type LineStep, lineOf } from './line.ts';
import { readLog } from './read-log.use-case.ts';
import { type StartPorts, startInitiative, startInitiativeIn } from './start-initiative.use-case.ts';

/** What the line gives to the rooms that come after it. */
export interface InitiativesModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  bySlug(slug: string): Promise<StoredInitiative | null>;
  /** Inside of a transaction the transaction has to be given. */
  byId(id: string, queryable?: Queryable): Promise<StoredInitiative | null>;
  byNo(queryable: Queryable, no: number): Promise<StoredInitiative | null>;
  /** The initiative at an address. @throws Problem INITIATIVE_UNKNOWN */
  require(slug: string): Promise<StoredInitiative>;
  /** Starts an initiative in a transaction, together with what led to it. */
  start(tx: Transaction, actor: Actor, asked: NewQuestion): Promise<StoredInitiative>;
  readonly steps: {
    closed: typeof closedSteps;
    close: typeof closeStep;
    reopen: typeof reopenStep;
    beginIteration: typeof beginIteration;
    repin: typeof repinPlaybook;
    hold: typeof holdInitiative;
  };
}

/** What the room is wired with. */
export interface InitiativesDependencies {
  readonly database: Database;
  readonly now: () => Date;
  /** The version with which a new initiative starts, from the key that was chosen, or the usual one. */
  readonly playbookFor: (queryable: Queryable, key: string | undefined) => Promise<string>;
  /** The steps that an initiative's playbook draws. */
  readonly stepsOf: (initiative: StoredInitiative) => Promise<readonly LineStep[]>;
  readonly onStarted: StartPorts['onStarted'];
  readonly rights: InitiativesUseCases['rights'];
}

/** Wires the line itself. */
export function initiativesModule(dependencies: InitiativesDependencies): InitiativesModule {
  const { database, rights } = dependencies;
  const require = async (slug: string): Promise<StoredInitiative> => {
    const initiative = await findInitiative(database, slug);
    if (!initiative) throw refuseInitiative('INITIATIVE_UNKNOWN', { slug });
    return initiative;
  };
  return {
    mounted: initiativesRoutes({
      start: (actor, asked) => startInitiative(dependencies, actor, asked),
      require,
      steps: async (initiative) =>
        lineOf(await dependencies.stepsOf(initiative), await closedSteps(database, initiative)),
      rights,
      change: (actor, initiative, change) => changeInitiative(dependencies, actor, initiative, change),
      log: (initiative, query) => readLog(database, initiative, query),
      logActors: (initiative) => actorsOf(database, initiative.id),
    }),
    migrations: initiativesMigrations,
    bySlug: (slug) => findInitiative(database, slug),
    byId: (id, queryable = database) => findInitiativeById(queryable, id),
    byNo: findInitiativeByNo,
    require,
    start: (tx, actor, asked) => startInitiativeIn(dependencies, tx, actor, asked),
    steps: {
      closed: closedSteps,
      close: closeStep,
      reopen: reopenStep,
      beginIteration,
      repin: repinPlaybook,
      hold: holdInitiative,
    },
  };
}
