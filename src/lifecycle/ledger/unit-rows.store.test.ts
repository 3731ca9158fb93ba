import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { fixAsOf } from './as-of.store.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { closeBatch, openBatch, storeRows } from './ledger.store.ts';
import type { RecordKind } from './ledger.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { readLedgerState, readPhaseFacts } from './phase-facts.store.ts';
import { FLAG } from './unit-columns.ts';
import { readUnitColumns } from './unit-rows.store.ts';

let database: Database;
const INITIATIVE = 7;

beforeAll(async () => {
  database = await openTestDatabase(ledgerMigrations);
});

afterAll(() => database.close());

async function bring(kind: RecordKind, rows: readonly object[]): Promise<void> {
  await database.transaction(async (tx) => {
    const batch = await openBatch(tx, {
      initiativeNo: INITIATIVE,
      kind,
      phase: TEST_PHASE,
      accountId: null,
      now: new Date(),
    });
    const answers = await storeRows(tx, batch, rows);
    expect(answers.filter(({ status }) => status === 'refused')).toEqual([]);
    await closeBatch(tx, batch);
  });
}

async function fixed(): Promise<Date> {
  const result = await database.transaction((tx) => fixAsOf(tx, INITIATIVE));
  if (result.kind === 'busy') throw new Error('The ledger is busy.');
  return result.asOf;
}

const read = (asOf: Date) =>
  database.readTogether((snapshot) =>
    readUnitColumns(snapshot, {
      initiativeNo: INITIATIVE,
      phaseNumber: TEST_PHASE.number,
      asOf,
      actionWindowDays: 30,
      outcomeWindowDays: 90,
      metrics: ['churned', 'never_seen', 'hours'],
    }),
  );

const facts = (asOf: Date) => readPhaseFacts(database, { initiativeNo: INITIATIVE, from: null, to: null, asOf });

it('reads the units of a phase as they were known at a moment, whatever came later', async () => {
  const empty = await fixed();
  await bring('assignments', [
    { unitId: 'a', arm: 'action', propensity: 0.8, assignedAt: '2026-02-01T00:00:00Z', stratum: 'north' },
    { unitId: 'h', arm: 'holdout', propensity: 0.2, assignedAt: '2026-02-01T00:00:00Z', cluster: 'site 1' },
    { unitId: 'm', arm: 'action', propensity: 0.8, assignedAt: '2026-02-01T00:00:00Z' },
  ]);
  await bring('predictions', [
    {
      predictionId: 'p1',
      unitId: 'a',
      occurredAt: '2026-01-31T00:00:00Z',
      score: 0.7,
      flagged: true,
      threshold: 0.5,
      preValue: 3,
    },
  ]);
  await bring('actions', [
    {
      actionId: 'x1',
      unitId: 'a',
      occurredAt: '2026-02-03T00:00:00Z',
      actionType: 'call',
      status: 'delivered',
      costCents: 1_200,
      currency: 'EUR',
    },
    { actionId: 'x2', unitId: 'm', occurredAt: '2026-02-03T00:00:00Z', actionType: 'call', status: 'failed' },
  ]);
  await bring('outcomes', [
    { outcomeId: 'o1', unitId: 'a', occurredAt: '2026-03-01T00:00:00Z', metric: 'churned', value: 1 },
    { outcomeId: 'o2', unitId: 'h', occurredAt: '2026-03-01T00:00:00Z', metric: 'hours', value: 6, denominator: 3 },
  ]);
  const before = await fixed();
  await bring('outcomes', [
    { outcomeId: 'o1', revision: 2, unitId: 'a', occurredAt: '2026-03-01T00:00:00Z', metric: 'churned', value: 0 },
    {
      outcomeId: 'o2',
      revision: 2,
      unitId: 'h',
      occurredAt: '2026-03-01T00:00:00Z',
      metric: 'hours',
      value: 6,
      voided: true,
    },
  ]);
  await bring('assignments', [{ unitId: 'm', arm: 'holdout', propensity: 0.2, assignedAt: '2026-02-05T00:00:00Z' }]);
  const after = await fixed();

  expect((await read(empty)).count).toBe(0);
  const then = await read(before);
  const now = await read(after);
  const rowOf = (columns: typeof then, isReached: boolean, arm: number) =>
    [...columns.arm.keys()].find(
      (row) => columns.arm[row] === arm && Number.isNaN(columns.reachedMs[row]) !== isReached,
    ) ?? -1;
  const a = rowOf(then, true, 0);
  expect({
    anchor: then.anchorMs[a],
    flag: then.flag[a],
    score: then.score[a],
    probability: then.probability[a],
    preValue: then.preValue[a],
    reached: then.reachedMs[a],
    cost: then.costCents[a],
    stratum: then.strata[then.stratum[a] ?? -1],
    churned: then.outcomes[0]?.sum[a],
  }).toEqual({
    anchor: Date.parse('2026-02-01T00:00:00Z'),
    flag: FLAG.yes,
    score: 0.7,
    probability: Number.NaN,
    preValue: 3,
    reached: Date.parse('2026-02-03T00:00:00Z'),
    cost: 1_200,
    stratum: 'north',
    churned: 1,
  });
  const h = rowOf(then, false, 1);
  expect([then.outcomes[2]?.sum[h], then.outcomes[2]?.denominator?.[h]]).toEqual([6, 3]);
  expect(then.clusters[then.cluster[h] ?? -1]).toBe('site 1');
  expect([then.isMixed.includes(1), then.actionRecords]).toEqual([false, 2]);

  expect(now.outcomes[0]?.sum[rowOf(now, true, 0)]).toBe(0);
  expect(now.outcomes[2]?.records).toBe(0);
  expect(now.isMixed.reduce((sum, mixed) => sum + mixed, 0)).toBe(1);
  const again = await read(before);
  expect(again).toEqual(then);
});

it('reads what the ledger knows beside the units, and gives the same records the same hash', async () => {
  const start = await fixed();
  const known = await facts(start);
  await bring('watermarks', [
    { source: 'crm', metric: 'churned', completeThrough: '2026-05-01T00:00:00Z' },
    { source: 'crm', metric: 'churned', completeThrough: '2026-06-01T00:00:00Z' },
  ]);
  await bring('costs', [
    { costId: 'c1', occurredAt: '2026-02-01T00:00:00Z', amountCents: 50_000, currency: 'EUR' },
    { costId: 'c2', occurredAt: '2026-02-02T00:00:00Z', amountCents: -10_000, currency: 'EUR' },
  ]);
  await bring('kpi-points', [
    { periodStart: '2026-01-01', periodEnd: '2026-03-31', value: 12.5 },
    { periodStart: '2026-04-01', periodEnd: '2026-06-30', value: 11 },
    { periodStart: '2026-04-01', periodEnd: '2026-06-30', value: 9, segment: 'north' },
    { periodStart: '2026-04-01', periodEnd: '2026-06-30', value: 11.5, revision: 2 },
  ]);
  const asOf = await fixed();
  const later = await facts(asOf);
  expect(later.watermarks).toEqual([
    { metric: 'churned', source: 'crm', completeThroughMs: Date.parse('2026-06-01T00:00:00Z') },
  ]);
  expect(later.fixedCostCents).toBe(40_000);
  expect(later.kpiPoints).toEqual([
    { from: '2026-01-01', to: '2026-03-31', value: 12.5 },
    { from: '2026-04-01', to: '2026-06-30', value: 11.5 },
  ]);
  expect(later.metrics).toEqual(['churned', 'hours']);
  expect(later.firstOutcomeAt).toEqual(known.firstOutcomeAt);
  expect(later.inputsHash).not.toBe(known.inputsHash);
  expect(await facts(start)).toEqual({ ...known, metrics: later.metrics });
  const state = await readLedgerState(database, INITIATIVE);
  expect(state.lastBatchNo).toBe(later.lastBatchNo);
  expect(state.lastBatchNo).toBeGreaterThan(known.lastBatchNo);
});

it('counts costs of the time of the phase only', async () => {
  const asOf = await fixed();
  const between = (from: string | null, to: string | null) =>
    readPhaseFacts(database, {
      initiativeNo: INITIATIVE,
      from: from === null ? null : new Date(from),
      to: to === null ? null : new Date(to),
      asOf,
    });
  expect((await between('2026-02-02T00:00:00Z', null)).fixedCostCents).toBe(-10_000);
  expect((await between(null, '2026-02-02T00:00:00Z')).fixedCostCents).toBe(50_000);
});
