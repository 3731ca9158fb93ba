import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { closeBatch, type NewBatch, openBatch, storeRows } from './ledger.store.ts';
import { LEDGER_LIMITS, type RecordKind, type RowAnswer } from './ledger.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { readOverview } from './overview.store.ts';

let database: Database;
let initiativeNo = 0;

beforeAll(async () => {
  database = await openTestDatabase(ledgerMigrations);
});

afterAll(() => database.close());

async function bring(kind: RecordKind, rows: readonly unknown[], more: Partial<NewBatch> = {}) {
  return database.transaction(async (tx) => {
    const batch = await openBatch(tx, {
      initiativeNo,
      kind,
      phase: TEST_PHASE,
      accountId: null,
      now: new Date(),
      ...more,
    });
    const answers = await storeRows(tx, batch, rows);
    return { answers, batch: await closeBatch(tx, batch) };
  });
}

async function statuses(kind: RecordKind, rows: readonly unknown[], more: Partial<NewBatch> = {}): Promise<string[]> {
  return (await bring(kind, rows, more)).answers.map((answer: RowAnswer) => answer.code ?? answer.status);
}

const outcome = (outcomeId: string, more: object = {}) => ({
  outcomeId,
  unitId: 'u1',
  occurredAt: '2026-03-01T10:00:00Z',
  metric: 'churned',
  value: 1,
  ...more,
});

const assignment = (unitId: string, arm: string, more: object = {}) => ({
  unitId,
  arm,
  propensity: arm === 'action' ? 0.8 : 0.2,
  assignedAt: '2026-02-01T00:00:00Z',
  ...more,
});

const SAMPLES: readonly (readonly [RecordKind, object, object])[] = [
  [
    'predictions',
    {
      predictionId: 'p1',
      unitId: 'u1',
      occurredAt: '2026-02-01T00:00:00Z',
      score: 0.7,
      flagged: true,
      threshold: 0.5,
      covariates: { tenure: 3, 'quote " and \\': -1.5 },
    },
    { score: 0.8 },
  ],
  [
    'actions',
    {
      actionId: 'a1',
      unitId: 'u1',
      occurredAt: '2026-02-02T00:00:00Z',
      actionType: 'call',
      status: 'delivered',
      actor: { id: 'x', team: 'north' },
      costCents: 1_200,
      currency: 'EUR',
      note: 'said "yes", {then} \\ left',
    },
    { costCents: 1_300 },
  ],
  ['outcomes', outcome('o1'), { value: 0 }],
  ['kpi-points', { periodStart: '2026-01-01', periodEnd: '2026-01-31', value: 11.5 }, { value: 11.6 }],
  [
    'watermarks',
    { source: 'crm', metric: 'churned', completeThrough: '2026-03-01T00:00:00Z', rowCount: 5 },
    { rowCount: 6 },
  ],
  ['costs', { costId: 'c1', occurredAt: '2026-03-01T00:00:00Z', amountCents: -100, currency: 'EUR' }, { team: 'x' }],
];

describe('a record of the ledger', () => {
  it.each(SAMPLES)('of kind %s is stored once, and another body under its key is refused', async (kind, row, other) => {
    initiativeNo = 1;
    expect(await statuses(kind, [row, row])).toEqual(['stored', 'duplicate']);
    expect(await statuses(kind, [row, { ...row, ...other }, row])).toEqual([
      'duplicate',
      'LEDGER_KEY_TAKEN',
      'duplicate',
    ]);
  });

  it('is refused in a batch by its own fault only', async () => {
    initiativeNo = 2;
    const { answers, batch } = await bring('outcomes', [outcome('o1'), { outcomeId: 'o2' }, 7, outcome('o3')]);
    expect(answers.map(({ status }) => status)).toEqual(['stored', 'refused', 'refused', 'stored']);
    expect(answers[1]?.message).toContain('unitId: Fill this in.');
    expect(batch).toMatchObject({ stored: 2, refused: 2, duplicates: 0, mixed: 0 });
  });

  it('belongs to its initiative: the same key in another one is another record', async () => {
    initiativeNo = 3;
    await bring('outcomes', [outcome('o1')]);
    initiativeNo = 4;
    expect(await statuses('outcomes', [outcome('o1', { value: 5 })])).toEqual(['stored']);
  });

  it('names more metrics only while the limit allows', async () => {
    initiativeNo = 5;
    const rows = Array.from({ length: LEDGER_LIMITS.metrics + 2 }, (_, index) =>
      outcome(`o${index}`, { metric: `m${index}` }),
    );
    const given = await statuses('outcomes', rows);
    expect(given.filter((status) => status === 'stored')).toHaveLength(LEDGER_LIMITS.metrics);
    expect(given.filter((status) => status === 'LEDGER_METRICS_FULL')).toHaveLength(2);
    expect(await statuses('outcomes', rows.slice(0, 1))).toEqual(['duplicate']);
  });

  it('comes back as it was given', async () => {
    const [prediction] = await database.query<{ covariates: unknown }>(
      'select covariates from predictions where initiative_no = 1',
    );
    expect(prediction?.covariates).toEqual({ tenure: 3, 'quote " and \\': -1.5 });
    const [action] = await database.query<{ note: string; cost_cents: number; actor_team: string; minutes: null }>(
      'select note, cost_cents, actor_team, minutes from actions where initiative_no = 1',
    );
    expect(action).toEqual({
      note: 'said "yes", {then} \\ left',
      cost_cents: 1_200,
      actor_team: 'north',
      minutes: null,
    });
  });
});

describe('a revision', () => {
  const inForce = () =>
    database.query<{ revision: number; value: number }>(
      'select revision, value from outcomes where initiative_no = $1 and superseded_at is null',
      [initiativeNo],
    );

  it('supersedes the lower one, and the lower one keeps its time in force', async () => {
    initiativeNo = 10;
    const first = await bring('outcomes', [outcome('o1')]);
    const second = await bring('outcomes', [outcome('o1', { revision: 2, value: 0 })]);
    expect(await inForce()).toEqual([{ revision: 2, value: 0 }]);
    const rows = await database.query<{ recorded_at: Date; superseded_at: Date }>(
      'select recorded_at, superseded_at from outcomes where initiative_no = 10 and revision = 1',
    );
    expect(rows).toEqual([{ recorded_at: first.batch.recordedAt, superseded_at: second.batch.recordedAt }]);
  });

  it('that is lower and comes late is kept and never in force', async () => {
    initiativeNo = 11;
    await bring('outcomes', [outcome('o1', { revision: 3, value: 3 })]);
    expect(await statuses('outcomes', [outcome('o1', { revision: 1 }), outcome('o1', { revision: 2 })])).toEqual([
      'stored',
      'stored',
    ]);
    expect(await inForce()).toEqual([{ revision: 3, value: 3 }]);
    const rows = await database.query(
      'select from outcomes where initiative_no = 11 and superseded_at = recorded_at and revision < 3',
    );
    expect(rows).toHaveLength(2);
  });

  it('of one batch counts by its number, not by its place', async () => {
    initiativeNo = 12;
    const rows = [3, 1, 2, 3].map((revision) => outcome('o1', { revision, value: revision }));
    expect(await statuses('outcomes', rows)).toEqual(['stored', 'stored', 'stored', 'duplicate']);
    expect(await inForce()).toEqual([{ revision: 3, value: 3 }]);
  });

  it('with another body under the same number is refused, in force or not', async () => {
    initiativeNo = 12;
    const rows = [1, 3].map((revision) => outcome('o1', { revision, value: 9 }));
    expect(await statuses('outcomes', rows)).toEqual(['LEDGER_KEY_TAKEN', 'LEDGER_KEY_TAKEN']);
  });

  it('works for KPI values by period and segment', async () => {
    initiativeNo = 13;
    const point = { periodStart: '2026-01-01', periodEnd: '2026-01-31', value: 11.5 };
    const rows = [point, { ...point, segment: 'north' }, { ...point, revision: 2, value: 11.2 }];
    expect(await statuses('kpi-points', rows)).toEqual(['stored', 'stored', 'stored']);
    const current = await database.query(
      'select segment, revision from kpi_points where initiative_no = 13 and superseded_at is null order by segment',
    );
    expect(current).toEqual([
      { segment: '', revision: 2 },
      { segment: 'north', revision: 1 },
    ]);
  });
});

describe('an arm', () => {
  const held = () =>
    database.query<{ arm: string; assigned_at: Date; mixed: boolean }>(
      `select arm, assigned_at, mixed_at is not null as mixed from assignments
       where initiative_no = $1 and superseded_at is null`,
      [initiativeNo],
    );

  it('stays with the unit; a later contradiction marks the unit as mixed', async () => {
    initiativeNo = 20;
    await bring('assignments', [assignment('u1', 'action')]);
    const { answers, batch } = await bring('assignments', [
      assignment('u1', 'holdout', { assignedAt: '2026-03-01T00:00:00Z' }),
    ]);
    expect(answers).toMatchObject([{ status: 'mixed', message: expect.stringContaining('keeps its first arm') }]);
    expect(batch).toMatchObject({ mixed: 1, stored: 0 });
    expect(await held()).toMatchObject([{ arm: 'action', mixed: true }]);
    const conflicts = await database.query('select arm from assignment_conflicts where initiative_no = 20');
    expect(conflicts).toEqual([{ arm: 'holdout' }]);
  });

  it('that contradicts within one batch is answered in order', async () => {
    initiativeNo = 21;
    const rows = [assignment('u1', 'holdout'), assignment('u1', 'action'), assignment('u1', 'holdout')];
    expect(await statuses('assignments', rows)).toEqual(['stored', 'mixed', 'duplicate']);
  });

  it('that comes again later is a duplicate; dated earlier it moves the anchor back', async () => {
    initiativeNo = 22;
    await bring('assignments', [assignment('u1', 'action')]);
    const rows = ['2026-03-01', '2026-01-15', '2026-01-20', '2026-01-10'].map((day) =>
      assignment('u1', 'action', { assignedAt: `${day}T00:00:00Z` }),
    );
    expect(await statuses('assignments', rows)).toEqual(['duplicate', 'stored', 'duplicate', 'stored']);
    expect(await held()).toEqual([{ arm: 'action', assigned_at: new Date('2026-01-10T00:00:00Z'), mixed: false }]);
    expect(await statuses('assignments', [assignment('u1', 'action')])).toEqual(['duplicate']);
    const overview = await readOverview(database, 22, TEST_PHASE.number);
    expect(overview.arms).toEqual([{ arm: 'action', units: 1, mixed: 0 }]);
  });

  it('stays mixed when the anchor moves', async () => {
    initiativeNo = 23;
    await bring('assignments', [assignment('u1', 'action'), assignment('u1', 'holdout')]);
    await bring('assignments', [assignment('u1', 'action', { assignedAt: '2026-01-01T00:00:00Z' })]);
    expect(await held()).toEqual([{ arm: 'action', assigned_at: new Date('2026-01-01T00:00:00Z'), mixed: true }]);
  });

  it('at the same moment with another propensity is refused', async () => {
    initiativeNo = 24;
    await bring('assignments', [assignment('u1', 'action')]);
    expect(await statuses('assignments', [assignment('u1', 'action', { propensity: 0.5 })])).toEqual([
      'LEDGER_KEY_TAKEN',
    ]);
  });

  it('is drawn anew in the next phase', async () => {
    initiativeNo = 25;
    await bring('assignments', [assignment('u1', 'action')]);
    const next = { ...TEST_PHASE, number: 2 };
    expect(await statuses('assignments', [assignment('u1', 'holdout')], { phase: next })).toEqual(['stored']);
  });

  it('is refused before a framing is signed', async () => {
    initiativeNo = 26;
    await expect(bring('assignments', [assignment('u1', 'action')], { phase: null })).rejects.toMatchObject({
      code: 'LEDGER_NO_PHASE',
    });
    expect(await statuses('outcomes', [outcome('o1')], { phase: null })).toEqual(['stored']);
  });
});

describe('the counts of the ledger', () => {
  it('are what the tables hold', async () => {
    initiativeNo = 30;
    await bring('outcomes', [
      outcome('o1', { occurredAt: '2026-01-05T00:00:00Z' }),
      outcome('o2', { unitId: 'u2', metric: 'revenue' }),
      outcome('o2', { unitId: 'u2', metric: 'revenue', revision: 2 }),
      outcome('o1', { occurredAt: '2026-01-05T00:00:00Z' }),
    ]);
    await bring('assignments', [assignment('u1', 'action'), assignment('u3', 'holdout'), assignment('u3', 'action')]);
    await bring('watermarks', [
      { source: 'crm', metric: 'churned', completeThrough: '2026-03-02T00:00:00Z' },
      { source: 'crm', metric: 'churned', completeThrough: '2026-03-01T00:00:00Z' },
    ]);
    const overview = await readOverview(database, 30, TEST_PHASE.number);
    expect(overview.counts.find(({ kind }) => kind === 'outcomes')).toMatchObject({
      count: 3,
      firstAt: new Date('2026-01-05T00:00:00Z'),
      lastAt: new Date('2026-03-01T10:00:00Z'),
    });
    expect(overview.counts.find(({ kind }) => kind === 'assignments')).toMatchObject({ count: 2 });
    expect(overview.counts.find(({ kind }) => kind === 'costs')).toMatchObject({ count: 0, firstAt: null });
    expect(overview.units).toBe(3);
    expect(overview.arms).toEqual([
      { arm: 'action', units: 1, mixed: 0 },
      { arm: 'holdout', units: 1, mixed: 1 },
    ]);
    expect(overview.metrics).toEqual([
      { metric: 'churned', outcomes: 1 },
      { metric: 'revenue', outcomes: 2 },
    ]);
    expect(overview.watermarks).toEqual([
      { source: 'crm', metric: 'churned', completeThrough: new Date('2026-03-02T00:00:00Z') },
    ]);
  });

  it('do not change when everything is delivered again', async () => {
    initiativeNo = 31;
    const rows = Array.from({ length: 50 }, (_, index) => outcome(`o${index}`, { unitId: `u${index}` }));
    const first = await bring('outcomes', rows);
    const before = await readOverview(database, 31, 1);
    const second = await bring('outcomes', rows);
    expect(second.batch).toMatchObject({ stored: 0, duplicates: 50 });
    const after = await readOverview(database, 31, 1);
    expect(after).toEqual(before);
    expect(second.batch.digest).not.toBe(first.batch.digest);
  });
});
