import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import { lineageMigrations } from './lineage.migrations.ts';
import { lineageRoutes } from './lineage.routes.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { LineagePorts } from './lineage-ports.use-case.ts';
import { linkSource, readDatasetSources, unlinkSource } from './link-source.use-case.ts';
import { readLine } from './read-line.use-case.ts';
import { readJob, readSource, readSources } from './read-sources.use-case.ts';
import { receiveBatch } from './receive-batch.use-case.ts';
import { receiveEvent } from './receive-event.use-case.ts';
import { forgetReceived } from './uses.store.ts';

/** Lineage, as the composition mounts it. */
export interface LineageModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** Forgets which events were received long ago; what they said stays. */
  forgetReceived(): Promise<void>;
}

const DAY_MS = 86_400_000;

/** Wires lineage. */
export function lineageModule(ports: LineagePorts): LineageModule {
  const { database } = ports;
  return {
    mounted: lineageRoutes({
      require: ports.require,
      receive: (sender, body) => receiveEvent(ports, sender, body),
      receiveBatch: (sender, bodies) => receiveBatch(ports, sender, bodies),
      readLine: (initiative) => readLine(database, initiative),
      datasetSources: (initiative, datasetId) => readDatasetSources(ports, initiative, datasetId),
      link: (actor, initiative, asked) => linkSource(ports, actor, initiative, asked),
      unlink: (actor, initiative, asked) => unlinkSource(ports, actor, initiative, asked),
      sources: (viewer, query) => readSources(ports, viewer, query),
      source: (viewer, id) => readSource(ports, viewer, id),
      job: (viewer, id) => readJob(ports, viewer, id),
    }),
    migrations: lineageMigrations,
    forgetReceived: () =>
      forgetReceived(database, new Date(ports.now().getTime() - LINEAGE_LIMITS.receivedDays * DAY_MS)),
  };
}
