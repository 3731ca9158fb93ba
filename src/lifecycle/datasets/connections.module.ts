import type { JsonObject } from '../../platform/events/event.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler } from '../../platform/jobs/jobs.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import {
  cancelFetch,
  type FetchPorts,
  fetchDataset,
  fetchVersion,
  lookAtQuery,
  readFetches,
  readUsableConnections,
} from './ask-fetch.use-case.ts';
import {
  addConnection,
  changeConnection,
  readConnections,
  readFetchesOfConnection,
  removeConnection,
  tryOneConnection,
} from './change-connection.use-case.ts';
import { connectionsRoutes } from './connections.routes.ts';
import { DATASET_JOBS } from './dataset-ports.use-case.ts';
import { failFetch, runFetch } from './run-fetch.use-case.ts';

/** What connections are wired with. */
export interface ConnectionsDependencies extends FetchPorts {
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** Connections, as the composition mounts them. */
export interface ConnectionsModule {
  readonly mounted: MountedApi;
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
}

const GIVEN_UP =
  'It was tried several times and went wrong on our side; nothing of it was kept. Fetch it again, and if it happens again ask whoever runs this installation: the log has the cause.';

/** Wires connections. */
export function connectionsModule(ports: ConnectionsDependencies): ConnectionsModule {
  return {
    mounted: connectionsRoutes({
      require: ports.require,
      list: (keeper) => readConnections(ports, keeper),
      add: (keeper, given) => addConnection(ports, keeper, given),
      change: (keeper, id, change) => changeConnection(ports, keeper, id, change),
      remove: (keeper, id) => removeConnection(ports, keeper, id),
      try: (id) => tryOneConnection(ports, id),
      fetchesOf: (keeper, id) => readFetchesOfConnection(ports, keeper, id),
      usable: (initiative) => readUsableConnections(ports, initiative),
      look: (initiative, asked) => lookAtQuery(ports, initiative, asked),
      fetches: (initiative) => readFetches(ports, initiative),
      fetchDataset: (actor, initiative, asked) => fetchDataset(ports, actor, initiative, asked),
      fetchVersion: (actor, initiative, id, given) => fetchVersion(ports, actor, initiative, id, given),
      cancelFetch: (initiative, id) => cancelFetch(ports, initiative, id),
    }),
    jobHandlers: {
      [DATASET_JOBS.fetch]: {
        run: (payload, { jobId, signal }) => runFetch(ports, { ...orderOf(payload), jobId, signal }),
        onGivenUp: (payload) => failFetch(ports, orderOf(payload), GIVEN_UP),
      },
    },
  };
}

function orderOf({ fetchId, initiativeId }: JsonObject): { readonly fetchId: string; readonly initiativeId: string } {
  if (typeof fetchId !== 'string' || typeof initiativeId !== 'string') {
    throw new RangeError('The job names no fetch.');
  }
  return { fetchId, initiativeId };
}
