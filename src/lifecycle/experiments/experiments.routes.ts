import { refuse } from '../../platform/contract/index.ts';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Conclusion } from './conclusion.ts';
import type { Caller } from './experiment.ts';
import { experimentsApi } from './experiments.schema.ts';
import type { ExperimentEntry, PlacedEntry } from './overview.store.ts';
import {
  mayChangeUnconnected,
  presentConclusion,
  presentEntry,
  presentRuns,
  readAsked,
} from './present-runs.routes.ts';
import type { BestSoFar } from './read-best-run.use-case.ts';
import type { RunOnLine, RunsAsked } from './read-runs.use-case.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

/** What the routes of experiments call. */
export interface ExperimentsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  unconnected(caller: Caller, before: number | null, limit: number): Promise<readonly ExperimentEntry[]>;
  targets(caller: Caller): Promise<readonly { readonly slug: string; readonly name: string }[]>;
  placed(caller: Caller, before: number | null, limit: number): Promise<readonly PlacedEntry[]>;
  connected(caller: Caller, initiative: StoredInitiative): Promise<readonly ExperimentEntry[]>;
  connect(caller: Caller, experimentId: string, slug: string): Promise<void>;
  disconnect(caller: Caller, experimentId: string, slug: string): Promise<void>;
  runs(initiative: StoredInitiative, asked: RunsAsked): Promise<ListPage<RunOnLine, RunListPosition>>;
  best(initiative: StoredInitiative): Promise<BestSoFar | null>;
  conclusions(initiative: StoredInitiative): Promise<readonly Conclusion[]>;
  conclude(
    actor: Actor,
    initiative: StoredInitiative,
    given: { readonly text: string; readonly runIds: readonly string[] },
  ): Promise<Conclusion>;
}

/** The routes of experiments, for pages. */
export function experimentsRoutes(useCases: ExperimentsUseCases): MountedApi {
  return mountApi('Experiments', experimentsApi, {
    unconnected: async ({ query }, { principal }) => {
      const before = query.cursor === undefined ? null : readNumber(query.cursor);
      const found = await useCases.unconnected(principal, before, query.limit + 1);
      const items = found.slice(0, query.limit);
      return {
        items: items.map((entry) => ({
          ...presentEntry(entry),
          mayChange: mayChangeUnconnected(entry, principal),
        })),
        nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null,
      };
    },
    targets: async (_input, { principal }) => ({ items: [...(await useCases.targets(principal))] }),
    placed: async ({ query }, { principal }) => {
      const before = query.cursor === undefined ? null : readNumber(query.cursor);
      const found = await useCases.placed(principal, before, query.limit + 1);
      const items = found.slice(0, query.limit);
      return {
        items: items.map(({ initiative, ...entry }) => ({ ...presentEntry(entry), initiative })),
        nextCursor: found.length > query.limit ? (items.at(-1)?.id ?? null) : null,
      };
    },
    connected: async ({ params }, { principal }) => {
      const found = await useCases.connected(principal, await useCases.require(params.slug));
      return { items: found.map(presentEntry) };
    },
    connect: async ({ params, body }, { principal }) =>
      useCases.connect(principal, body.experimentId, params.slug).then(() => undefined),
    disconnect: async ({ params }, { principal }) =>
      useCases.disconnect(principal, params.experimentId, params.slug).then(() => undefined),
    runs: async ({ params, query }) => {
      const asked = readAsked(query);
      return presentRuns(await useCases.runs(await useCases.require(params.slug), asked));
    },
    best: async ({ params }) => ({ best: await useCases.best(await useCases.require(params.slug)) }),
    conclusions: async ({ params }) => {
      const found = await useCases.conclusions(await useCases.require(params.slug));
      return { items: found.map(presentConclusion) };
    },
    conclude: async ({ params, body }, { principal }) =>
      presentConclusion(await useCases.conclude(principal, await useCases.require(params.slug), body)),
  });
}

function readNumber(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw refuse('LIST_POSITION_INVALID');
  return Number(cursor);
}
