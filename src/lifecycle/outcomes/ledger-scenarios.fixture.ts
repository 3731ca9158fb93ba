import type { FramingContent } from '../framing/index.ts';
import type { RecordKind } from '../ledger/index.ts';
import { framingWith } from './units.fixture.ts';

/** Rows for the ledger by kind, in the order in which they are brought. */
export type LedgerRows = Readonly<Partial<Record<RecordKind, readonly object[]>>>;

/** How a small trial goes; who leaves is counted off and not drawn, so that every run gives the same answer. */
export interface Trial {
  readonly action: number;
  readonly holdout: number;
  /** Share that leaves: acted upon, and left alone. */
  readonly leave: readonly [number, number];
  readonly reach: number;
  readonly costCents: number;
  /** Whether scores say who leaves. */
  readonly isAccurate: boolean;
}

const DAY = 86_400_000;

/** A trial in which everything holds. */
export const WORKING: Trial = {
  action: 1_600,
  holdout: 400,
  leave: [0.1, 0.3],
  reach: 0.95,
  costCents: 1_000,
  isAccurate: true,
};

/** The framing of the trials, read out on a day: 20% left alone, 2 points of churn to win among 10,000 customers. */
export function trialFraming(
  readOutOn: string,
  criterion: Partial<FramingContent['successCriterion']> = {},
): FramingContent {
  const content = framingWith({ holdoutShare: 0.2, plannedUnits: 2_000, dmin: 0.05, readOutOn, ...criterion });
  return { ...content, kpi: { ...content.kpi, population: 10_000 } };
}

/** The records of a trial whose units were assigned `agoDays` ago, ten days after each other. */
export function trialRows(
  { action, holdout, leave, reach, costCents, isAccurate }: Trial,
  agoDays: number,
): LedgerRows {
  const rows = { assignments: [], predictions: [], actions: [], outcomes: [] } as Record<
    'assignments' | 'predictions' | 'actions' | 'outcomes',
    object[]
  >;
  const now = Date.now();
  const at = (i: number, days: number) => new Date(now - (agoDays - (i % 10) - days) * DAY).toISOString();
  const bring = (arm: 'action' | 'holdout', count: number, leaving: number) => {
    for (let i = 0; i < count; i += 1) {
      const unitId = `${arm}-${i}`;
      // A golden-ratio sequence spreads the shares evenly, so that each of them is met to a unit or two.
      const place = (i * 0.618_033_988_749) % 1;
      const leaves = place < leaving;
      const score = isAccurate ? (leaves ? 0.6 : 0.3) + (i % 7) / 20 : ((i * 7) % 100) / 100;
      rows.assignments.push({ unitId, arm, propensity: arm === 'action' ? 0.8 : 0.2, assignedAt: at(i, 0) });
      rows.predictions.push({ predictionId: unitId, unitId, occurredAt: at(i, -1), score, flagged: true });
      if (arm === 'action') {
        const status = (i * 0.754_877_666_247) % 1 < reach ? 'delivered' : 'failed';
        const action = { actionId: unitId, unitId, occurredAt: at(i, 2), actionType: 'call', status };
        rows.actions.push(status === 'delivered' ? { ...action, costCents, currency: 'EUR' } : action);
      }
      if (leaves) {
        rows.outcomes.push({ outcomeId: unitId, unitId, occurredAt: at(i, 40), metric: 'churned', value: 1 });
      }
    }
  };
  bring('action', action, leave[0]);
  bring('holdout', holdout, leave[1]);
  return rows;
}
