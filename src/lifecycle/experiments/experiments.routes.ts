import { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Conclusion } from './conclusion.ts';
import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { experimentsApi } from './experiments.schema.ts';
import type { ExperimentEntry } from './overview.store.ts';
import type { RunOnLine } from './read-runs.use-case.ts';
import type { CurvePoint } from './thin-curve.ts';
import type { ListPage, RunListPosition } from './tracking.ts';

/** What the routes of experiments call. */
export interface ExperimentsUseCases {
  require(slug: string): Promise<StoredInitiative>;
  unconnected(caller: Caller, before: number | null, limit: number): Promise<readonly ExperimentEntry[]>;
  connected(caller: Caller, initiative: StoredInitiative): Promise<readonly ExperimentEntry[]>;
  connect(caller: Caller, experimentId: string, slug: string): Promise<void>;
  disconnect(caller: Caller, experimentId: string, slug: string): Promise<void>;
  runs(
    initiative: StoredInitiative,
    asked: {
      readonly filter: string;
      readonly orderBy: string;
      readonly after: RunListPosition | undefined;
      readonly limit: number;
    },
  ): Promise<ListPage<RunOnLine, RunListPosition>>;
  curve(
    caller: Caller,
    runId: string,
    key: string,
    points: number,
  ): Promise<{ readonly points: readonly CurvePoint[]; readonly count: number }>;
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
          mayChange: entry.isOwn || principal.isAdministrator,
        })),
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
      const after = query.cursor === undefined ? undefined : readPosition(query.cursor);
      const { entries, next } = await useCases.runs(await useCases.require(params.slug), { ...query, after });
      return { items: entries.map(presentRun), nextCursor: next && writePosition(next) };
    },
    curve: async ({ params, query }, { principal }) => {
      const { points, count } = await useCases.curve(principal, params.runId, query.key, query.points);
      return { points: points.filter(({ value }) => Number.isFinite(value)), count };
    },
    conclusions: async ({ params }) => {
      const found = await useCases.conclusions(await useCases.require(params.slug));
      return { items: found.map(presentConclusion) };
    },
    conclude: async ({ params, body }, { principal }) =>
      presentConclusion(await useCases.conclude(principal, await useCases.require(params.slug), body)),
  });
}

const positionSchema = z.object({
  stage: z.number().int().min(0),
  keys: z.array(z.union([z.string(), z.number(), z.null()])).max(64),
});

function writePosition(position: RunListPosition): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function readPosition(cursor: string): RunListPosition {
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw refuseTracking('LIST_POSITION_INVALID');
  }
}

function readNumber(cursor: string): number {
  if (!/^\d{1,15}$/.test(cursor)) throw refuseTracking('LIST_POSITION_INVALID');
  return Number(cursor);
}

function instant(ms: number): string {
  // Clients name any moment they like; one that no calendar has is shown as the nearest that it has.
  return new Date(Math.min(Math.max(ms, 0), 253_402_300_799_999)).toISOString();
}

function presentEntry({ isOwn, createdMs, lastRunMs, ...entry }: ExperimentEntry) {
  return { ...entry, createdAt: instant(createdMs), lastRunAt: lastRunMs === null ? null : instant(lastRunMs) };
}

function presentRun({ run, lineage, context }: RunOnLine) {
  const number = (value: number | null) => (value !== null && Number.isFinite(value) ? value : null);
  return {
    id: run.id,
    name: run.name,
    experimentId: String(run.experimentNo),
    experimentName: run.experimentName,
    status: run.status,
    startedAt: instant(run.startMs),
    endedAt: run.endMs === null ? null : instant(run.endMs),
    startedByName: run.startedByName,
    metrics: run.metrics.map(({ key, value, least, greatest }) => ({
      key,
      value: number(value),
      least: number(least),
      greatest: number(greatest),
    })),
    params: [...run.params],
    lineage: { ...lineage, datasets: [...lineage.datasets] },
    context,
  };
}

function presentConclusion(conclusion: Conclusion) {
  return { ...conclusion, runs: [...conclusion.runs] };
}
