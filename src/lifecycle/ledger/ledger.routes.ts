import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Phase } from '../actions/index.ts';
import type { Actor } from '../initiatives/index.ts';
import type { BroughtRows, Delivery } from './bring-rows.use-case.ts';
import type { DecidedUnit, Decision, UndecidedUnit } from './decide-arms.use-case.ts';
import { ledgerApi } from './ledger.schema.ts';
import type { LedgerOverview } from './overview.store.ts';
import type { ScoredUnit } from './rank-list.use-case.ts';
import type { RankedUnit } from './rank-per-arm.ts';
import type { LedgerInitiative } from './record-batch.use-case.ts';

/** What the routes of the ledger call. */
export interface LedgerUseCases {
  /** The initiative at an address, with its open phase. */
  find(slug: string): Promise<{ readonly initiative: LedgerInitiative; readonly phase: Phase | null }>;
  overview(initiative: LedgerInitiative, phase: Phase | null): Promise<LedgerOverview>;
  bring(actor: Actor, initiative: LedgerInitiative, phase: Phase | null, delivery: Delivery): Promise<BroughtRows>;
  decide(decision: Decision, units: readonly UndecidedUnit[]): Promise<readonly DecidedUnit[]>;
  rank(decision: Decision, units: readonly ScoredUnit[], capacity: number): Promise<readonly RankedUnit[]>;
}

/** The routes of the ledger. */
export function ledgerRoutes(useCases: LedgerUseCases): MountedApi {
  return mountApi('Ledger', ledgerApi, {
    overview: async ({ params }) => {
      const { initiative, phase } = await useCases.find(params.slug);
      return presentOverview(await useCases.overview(initiative, phase));
    },
    bring: async ({ params, body }, { principal }) => {
      const { initiative, phase } = await useCases.find(params.slug);
      return presentBrought(await useCases.bring(principal, initiative, phase, { kind: params.kind, ...body }));
    },
    decide: async ({ params, body }, { principal }) => {
      const found = await useCases.find(params.slug);
      const decision = { ...found, actor: principal, assignedAt: body.assignedAt };
      return { units: [...(await useCases.decide(decision, body.units))] };
    },
    rank: async ({ params, body }, { principal }) => {
      const found = await useCases.find(params.slug);
      const decision = { ...found, actor: principal, assignedAt: body.assignedAt };
      return { units: [...(await useCases.rank(decision, body.units, body.capacity))] };
    },
  });
}

function presentBrought({ stored, duplicates, mixed, refused, recordedAt, answers }: BroughtRows) {
  return {
    stored,
    duplicates,
    mixed,
    refused,
    recordedAt: recordedAt.toISOString(),
    rows: answers.filter(({ status }) => status !== 'stored'),
  };
}

function presentOverview(overview: LedgerOverview) {
  return {
    counts: overview.counts.map((count) => ({
      kind: count.kind,
      count: count.count,
      firstAt: count.firstAt?.toISOString() ?? null,
      lastAt: count.lastAt?.toISOString() ?? null,
      lastRecordedAt: count.lastRecordedAt?.toISOString() ?? null,
    })),
    watermarks: overview.watermarks.map(({ completeThrough, ...rest }) => ({
      ...rest,
      completeThrough: completeThrough.toISOString(),
    })),
    units: overview.units,
    arms: [...overview.arms],
    metrics: [...overview.metrics],
  };
}
