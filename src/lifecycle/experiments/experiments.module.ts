import type { Database, Queryable } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import { restoreExperiment } from './change-experiment.use-case.ts';
import { changeRetention } from './change-retention.use-case.ts';
import { markRunDeleted } from './change-run.use-case.ts';
import { changeView } from './change-view.use-case.ts';
import { conclude } from './conclude.use-case.ts';
import { listConclusions } from './conclusions.store.ts';
import { connectExperiment, disconnectExperiment } from './connect-experiment.use-case.ts';
import { deletedRoutes } from './deleted.routes.ts';
import { listDeletedExperiments, listDeletedRuns } from './deleted.store.ts';
import type { Caller } from './experiment.ts';
import { type AskGuard, ExperimentAccess } from './experiment-access.use-case.ts';
import { experimentsMigrations } from './experiments.migrations.ts';
import { BUILDING_ROLES } from './experiments.policy.ts';
import { experimentsRoutes } from './experiments.routes.ts';
import { CurveKeeper } from './keep-curves.use-case.ts';
import { openWriteQueue } from './log-values.use-case.ts';
import { openLoggedKeys } from './logged-keys.store.ts';
import { openTracking } from './open-tracking.use-case.ts';
import {
  connectedNos,
  countRunsBetween,
  type FindTraced,
  listConnected,
  listPlaced,
  listUnconnected,
} from './overview.store.ts';
import { readBestSoFar } from './read-best-run.use-case.ts';
import {
  readChosenRuns,
  readExperimentPage,
  readRunCurves,
  readRunPage,
  readRunsOfExperiment,
} from './read-run-pages.use-case.ts';
import { readRuns } from './read-runs.use-case.ts';
import { type RemovalPorts, removeExpired } from './remove-expired.use-case.ts';
import { removeView } from './remove-view.use-case.ts';
import { readKeptDays } from './retention.store.ts';
import { runPagesRoutes } from './run-pages.routes.ts';
import { readRunNames } from './run-relations.store.ts';
import { saveView } from './save-view.use-case.ts';
import { listViews } from './saved-views.store.ts';
import type { InheritedContext } from './start-run.use-case.ts';
import type { Tracking } from './tracking.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

/** What the room is wired with. */
export interface ExperimentsDependencies {
  readonly database: Database;
  readonly now: () => Date;
  readonly require: (slug: string) => Promise<StoredInitiative>;
  readonly findInitiative: (slug: string) => Promise<StoredInitiative | null>;
  /** The one guard of the installation. */
  readonly guard: AskGuard;
  readonly visibleInitiatives: (queryable: Queryable, caller: Caller) => Promise<readonly number[]>;
  /** The initiatives at whose table somebody sits in one of these roles, by name. */
  readonly initiativesSeatedAs: (
    queryable: Queryable,
    accountId: string,
    roles: readonly Role[],
    limit: number,
  ) => Promise<readonly { readonly slug: string; readonly name: string }[]>;
  /** What runs inherit from an initiative when they are started. */
  readonly contextOf: (initiative: StoredInitiative) => Promise<InheritedContext>;
  /** Refuses experiments that the playbook holds back until the framing is signed. */
  readonly refuseHeld: (initiative: StoredInitiative) => Promise<void>;
  /** Which experiments have traces, which a later room keeps. */
  readonly findTraced: FindTraced;
  /** Whether a registered version needs what was deleted, and how its files are removed. */
  readonly removal: Pick<RemovalPorts, 'isNeeded' | 'removeFiles'>;
  /** Told after a change of what pages show; without an initiative (`null`) of an experiment that is connected to none. */
  readonly announce: (slug: string | null) => void;
}

/** What the room gives to the composition and to later rooms. */
export interface ExperimentsModule {
  readonly mounted: MountedApi;
  /** The pages of experiments and runs. */
  readonly mountedPages: MountedApi;
  /** What was deleted, and how long it is kept. */
  readonly mountedDeleted: MountedApi;
  readonly migrations: readonly Migration[];
  /** Everything that protocols and later rooms log and read. */
  readonly tracking: Tracking;
  /**
   * The same for a later room that logs on behalf of people: the right of its own action decides in place of the right
   * to build, and its own rule what waits for the signed framing.
   */
  trackingUnder(action: string, refuseHeld: ExperimentsDependencies['refuseHeld']): Tracking;
  /** The names of runs of an experiment by their id, as far as they exist there. */
  namesOfRuns(queryable: Queryable, experimentNo: number, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Who may do what with experiments, runs and models; later rooms ask it about what lies within experiments. */
  readonly access: ExperimentAccess;
  /** For how many days deleted things are kept; `null` for ever. */
  keptDays(): Promise<number | null>;
  /** Removes for good what was deleted longer ago than the installation keeps it; returns how much that was. */
  removeExpired(): Promise<number>;
  /** How many runs of an initiative were started after one moment and up to another; `null` while it has no experiment. */
  countRuns(
    queryable: Queryable,
    initiativeNo: number,
    between: { readonly from: string; readonly to: string },
  ): Promise<number | null>;
}

/** Wires what was tried. */
export function experimentsModule(dependencies: ExperimentsDependencies): ExperimentsModule {
  const { database, guard, now, findTraced } = dependencies;
  const access = new ExperimentAccess({ queryable: database, guard, now });
  const ports = {
    ...dependencies,
    access,
    keys: openLoggedKeys(database),
    queue: openWriteQueue(database, new CurveKeeper(database)),
  };
  return {
    mounted: experimentsRoutes({
      require: dependencies.require,
      unconnected: (caller, before, limit) => listUnconnected(database, caller.accountId, before, limit, findTraced),
      placed: async (caller, before, limit) =>
        listPlaced(
          database,
          caller.accountId,
          await dependencies.visibleInitiatives(database, caller),
          before,
          limit,
          findTraced,
        ),
      connected: (caller, { no }) =>
        listConnected(database, caller.accountId, no, TRACKING_LIMITS.listedExperiments, findTraced),
      targets: ({ accountId }) =>
        dependencies.initiativesSeatedAs(database, accountId, BUILDING_ROLES, TRACKING_LIMITS.listedExperiments),
      connect: (caller, id, slug) => connectExperiment(ports, caller, id, slug),
      disconnect: (caller, id, slug) => disconnectExperiment(ports, caller, id, slug),
      runs: async ({ no, slug }, asked) =>
        readRuns(ports, { experimentNos: await connectedNos(database, no), slug }, asked),
      best: (initiative) => readBestSoFar(ports, initiative),
      conclusions: ({ no }) => listConclusions(database, no, TRACKING_LIMITS.listedConclusions),
      conclude: (actor, initiative, given) => conclude(ports, actor, initiative, given),
    }),
    mountedPages: runPagesRoutes({
      experiment: (caller, id) => readExperimentPage(ports, caller, id),
      runs: (caller, id, asked) => readRunsOfExperiment(ports, caller, id, asked),
      run: (caller, id) => readRunPage(ports, caller, id),
      chosen: (caller, ids) => readChosenRuns(ports, caller, ids),
      curves: (caller, of, points) => readRunCurves(ports, caller, of, points),
      views: async (caller, id) => listViews(database, (await access.experiment(caller, id, 'see')).no),
      saveView: (caller, id, settings) => saveView(ports, caller, id, settings),
      changeView: (caller, of, change) => changeView(ports, caller, of, change),
      removeView: (caller, id, viewId) => removeView(ports, caller, id, viewId),
    }),
    mountedDeleted: deletedRoutes({
      experiments: async (caller) =>
        listDeletedExperiments(
          database,
          await dependencies.visibleInitiatives(database, caller),
          TRACKING_LIMITS.listedExperiments,
        ),
      restoreExperiment: (caller, id) => restoreExperiment(ports, caller, id),
      runs: async (caller, before, limit) =>
        listDeletedRuns(database, await dependencies.visibleInitiatives(database, caller), before, limit),
      restoreRun: (caller, id) => markRunDeleted(ports, caller, id, false),
      keptDays: () => readKeptDays(database),
      changeRetention: (caller, keptDays) => changeRetention(ports, caller, keptDays),
    }),
    migrations: experimentsMigrations,
    tracking: openTracking(ports),
    trackingUnder: (action, refuseHeld) => {
      const own: AskGuard = (caller, asked, slug) => guard(caller, asked === 'experiment.build' ? action : asked, slug);
      return openTracking({
        ...ports,
        guard: own,
        refuseHeld,
        access: new ExperimentAccess({ queryable: database, guard: own, now }),
      });
    },
    namesOfRuns: readRunNames,
    access,
    keptDays: () => readKeptDays(database),
    removeExpired: () => removeExpired({ ...ports, ...dependencies.removal }),
    countRuns: countRunsBetween,
  };
}
