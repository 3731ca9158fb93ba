import { refuse } from '../../platform/contract/index.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { JobHandler } from '../../platform/jobs/jobs.ts';
import { cancelImport, IMPORT_JOBS, removeOrphanedUploads, startCheck, startLoad } from './change-import.use-case.ts';
import { checkImport, type ImportRun } from './check-import.use-case.ts';
import { importMigrations } from './imports.migrations.ts';
import { importRoutes } from './imports.routes.ts';
import { findImport } from './imports.store.ts';
import { loadImport } from './load-import.use-case.ts';
import { mapImport } from './map-import.use-case.ts';
import { failImport, type ImportPorts, requireImport } from './read-import.use-case.ts';
import { downloadRefusals, importNow, readImports } from './read-imports.use-case.ts';
import { receiveImport } from './receive-import.use-case.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

/** What bringing files is wired with. */
export interface ImportsDependencies extends ImportPorts {
  readonly initiatives: { bySlug(slug: string): Promise<LedgerInitiative | null> };
  /** Refuses a file before the first phase when the playbook holds data back; asked only while no phase is open. */
  readonly refuseHeld: (initiativeId: string) => Promise<void>;
  /** The largest file in bytes; the limits of the ledger and of the store of uploads apply anyway. */
  readonly maxFileBytes?: number;
}

/** Bringing files, as the composition mounts it. */
export interface ImportsModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** For `startJobs`. */
  readonly jobHandlers: Readonly<Record<string, JobHandler>>;
  /** Removes what a crash left in the store of uploads. Call it at the start. */
  removeOrphans(): Promise<readonly string[]>;
}

/** Wires bringing files into the ledger. */
export function importsModule(dependencies: ImportsDependencies): ImportsModule {
  const { phases, initiatives, maxFileBytes } = dependencies;
  const ports: ImportPorts = dependencies;
  return {
    mounted: importRoutes({
      find: async (slug) => {
        const initiative = await initiatives.bySlug(slug);
        if (!initiative) throw refuse('NOT_FOUND', { path: `/api/initiatives/${slug}` });
        return { initiative, phase: await phases.open(initiative.id) };
      },
      receive: async (actor, initiative, phase, upload) => {
        if (!phase) await dependencies.refuseHeld(initiative.id);
        return receiveImport(ports, actor, initiative, phase, { ...upload, maxBytes: maxFileBytes });
      },
      list: (initiative, page) => readImports(ports, initiative, page),
      read: (initiative, id) => requireImport(ports, initiative.no, id),
      now: (file) => importNow(ports, file),
      map: (initiative, phase, id, mapping) => mapImport(ports, initiative, phase, id, mapping),
      check: (initiative, id) => startCheck(ports, initiative, id),
      load: (actor, initiative, phase, id, leaveOutBad) => startLoad(ports, actor, initiative, phase, id, leaveOutBad),
      refusals: (initiative, id) => downloadRefusals(ports, initiative, id),
      cancel: (actor, initiative, id) => cancelImport(ports, actor, initiative, id),
    }),
    migrations: importMigrations,
    jobHandlers: {
      [IMPORT_JOBS.check]: jobHandler(ports, checkImport),
      [IMPORT_JOBS.load]: jobHandler(ports, loadImport),
    },
    removeOrphans: () => removeOrphanedUploads(ports),
  };
}

function jobHandler(ports: ImportPorts, work: (ports: ImportPorts, run: ImportRun) => Promise<void>): JobHandler {
  return {
    run: (payload, { signal, jobId }) => work(ports, { importId: importIdOf(payload), jobId, signal }),
    onGivenUp: async (payload) => {
      const file = await findImport(ports.database, importIdOf(payload));
      if (!file) return;
      const sentence =
        'It was tried several times and went wrong on our side; nothing of it was stored. Check the file again, and if it happens again ask whoever runs this installation: the log has the cause.';
      await failImport(ports, file, sentence);
    },
  };
}

function importIdOf(payload: JsonObject): string {
  const { importId } = payload;
  if (typeof importId !== 'string') throw new RangeError('The job names no file.');
  return importId;
}
