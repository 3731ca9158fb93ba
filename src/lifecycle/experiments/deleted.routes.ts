import { refuse } from '../../platform/contract/index.ts';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import { deletedApi } from './deleted.schema.ts';
import type { DeletedEntry, DeletedPosition, DeletedRun } from './deleted.store.ts';
import type { Caller } from './experiment.ts';

/** What the routes of deleted things call. */
export interface DeletedUseCases {
  experiments(caller: Caller): Promise<readonly (DeletedEntry & { readonly runCount: number })[]>;
  restoreExperiment(caller: Caller, id: string): Promise<void>;
  runs(caller: Caller, before: DeletedPosition | null, limit: number): Promise<readonly DeletedRun[]>;
  restoreRun(caller: Caller, id: string): Promise<void>;
  keptDays(): Promise<number | null>;
  changeRetention(caller: Caller, keptDays: number | null): Promise<void>;
}

/** The routes of what was deleted, how it comes back, and how long it is kept. */
export function deletedRoutes(useCases: DeletedUseCases): MountedApi {
  return mountApi('Deleted', deletedApi, {
    experiments: async (_input, { principal }) => ({
      experiments: (await useCases.experiments(principal)).map((entry) => ({
        ...presentEntry(entry),
        runCount: entry.runCount,
      })),
    }),
    restoreExperiment: async ({ params }, { principal }) =>
      useCases.restoreExperiment(principal, params.experimentId).then(() => undefined),
    runs: async ({ query }, { principal }) => {
      const before = query.cursor === undefined ? null : readPosition(query.cursor);
      const found = await useCases.runs(principal, before, query.limit + 1);
      const shown = found.slice(0, query.limit);
      const last = found.length > query.limit ? shown.at(-1) : undefined;
      return {
        runs: shown.map((run) => ({
          ...presentEntry(run),
          experimentId: run.experimentId,
          experimentName: run.experimentName,
        })),
        nextCursor: last ? `${last.deletedMs}-${last.no}` : null,
      };
    },
    restoreRun: async ({ params }, { principal }) => useCases.restoreRun(principal, params.runId).then(() => undefined),
    retention: async () => ({ keptDays: await useCases.keptDays() }),
    changeRetention: async ({ body }, { principal }) => {
      await useCases.changeRetention(principal, body.keptDays);
      return body;
    },
  });
}

function presentEntry({ id, name, deletedMs, deletedByName, initiative }: DeletedEntry) {
  return {
    id,
    name,
    deletedAt: new Date(deletedMs).toISOString(),
    deletedBy: deletedByName,
    initiative: initiative && { slug: initiative.slug, name: initiative.initiativeName },
  };
}

function readPosition(cursor: string): DeletedPosition {
  const [, deletedMs, no] = /^(\d{1,15})-(\d{1,15})$/.exec(cursor) ?? [];
  if (deletedMs === undefined || no === undefined) throw refuse('LIST_POSITION_INVALID');
  return { deletedMs: Number(deletedMs), no: Number(no) };
}
