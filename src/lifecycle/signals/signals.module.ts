import type { Migration } from '../../platform/database/migrations.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler } from '../../platform/jobs/jobs.ts';
import type { WithheldColumns } from '../datasets/index.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { cancelCheck } from './cancel-check.use-case.ts';
import { failCheck, runCheck } from './run-check.use-case.ts';
import type { StoredCheck } from './signal-check.ts';
import { requireCheck, SIGNAL_JOBS, type SignalPorts } from './signal-ports.use-case.ts';
import { signalsMigrations } from './signals.migrations.ts';
import { signalsRoutes } from './signals.routes.ts';
import { listChecks } from './signals.store.ts';
import { startCheck } from './start-check.use-case.ts';

/** What signal checks are wired with. */
export interface SignalsDependencies extends SignalPorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
  /** The columns of a data set whose words somebody is not shown. */
  readonly withheldFrom: (reader: Actor, initiative: StoredInitiative, datasetId: string) => Promise<WithheldColumns>;
}

/** Signal checks, as the composition mounts them. */
export interface SignalsModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** The checks of an initiative, the newest first. */
  checksOf(initiative: StoredInitiative): Promise<readonly StoredCheck[]>;
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
}

/** Wires signal checks. */
export function signalsModule(dependencies: SignalsDependencies): SignalsModule {
  const ports: SignalPorts = dependencies;
  const { database } = ports;
  const checksOf = (initiative: StoredInitiative) => listChecks(database, initiative.no);
  return {
    checksOf,
    mounted: signalsRoutes({
      require: dependencies.require,
      withheldFrom: dependencies.withheldFrom,
      list: checksOf,
      start: (actor, initiative, asked) => startCheck(ports, actor, initiative, asked),
      read: (initiative, id) => requireCheck(database, initiative, id),
      cancel: (actor, initiative, id) => cancelCheck(ports, actor, initiative, id),
    }),
    migrations: signalsMigrations,
    jobHandlers: {
      [SIGNAL_JOBS.check]: {
        run: (payload, { signal }) => runCheck(ports, { checkId: checkIdOf(payload), signal }),
        onGivenUp: (payload) => failCheck(ports, checkIdOf(payload)),
      },
    },
  };
}

function checkIdOf({ checkId }: JsonObject): string {
  if (typeof checkId !== 'string') throw new RangeError('The job names no check.');
  return checkId;
}
