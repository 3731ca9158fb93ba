import { planOf, type StoredPhase } from '../actions/index.ts';
import { framingContentSchema } from '../framing/index.ts';

/** An open phase for tests: churn, 20% left alone, 10% of the unflagged explored, in euro. */
export const TEST_PHASE: StoredPhase = {
  no: 1,
  id: '0190c6f4-2d5e-7000-8000-000000000001',
  number: 1,
  iteration: 1,
  framingVersion: 1,
  contentHash: 'a'.repeat(64),
  content: framingContentSchema.parse({
    translation: 'Predict who leaves within 90 days.',
    kpi: {
      name: 'Quarterly churn',
      unit: '% of customers a quarter',
      direction: 'down',
      baseline: { value: 12, from: '2025-10-01', to: '2025-12-31' },
      target: 10,
      due: '2026-12-31',
    },
    predictionTask: {
      entity: { one: 'customer', many: 'customers' },
      moment: 'on the first of the month',
      outcome: 'leaves within 90 days',
      waitDays: 90,
      heuristic: 'customers without an order for 60 days',
    },
    decisionPolicy: { action: 'retention call', actor: 'the call centre', rule: { kind: 'threshold', threshold: 0.5 } },
    successCriterion: {
      metric: { id: 'churned', name: 'customer who left', kind: 'binary', direction: 'down' },
      dmin: 0.02,
      dminReason: 'pays for the call',
      design: 'holdout',
      holdoutShare: 0.2,
      exploreShare: 0.1,
      outcomeWindowDays: 90,
      readOutOn: '2026-09-30',
      plannedUnits: 10_000,
      currency: 'EUR',
    },
  }),
  salt: 'spring',
  openedAt: '2026-01-01T00:00:00.000Z',
  closedAt: null,
};

/** The plan of the test phase. */
export const TEST_PLAN = planOf(TEST_PHASE);
