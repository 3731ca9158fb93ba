import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { closeBatch, openBatch, storeRows } from './ledger.store.ts';
import type { RecordKind } from './ledger.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { readOverview } from './overview.store.ts';

let database: Database;
let lastInitiative = 0;

beforeAll(async () => {
  database = await openTestDatabase(ledgerMigrations);
});

afterAll(() => database.close());

interface Delivered {
  readonly kind: RecordKind;
  readonly row: object;
}

async function bring(initiativeNo: number, kind: RecordKind, rows: readonly object[]): Promise<number> {
  return database.transaction(async (tx) => {
    const batch = await openBatch(tx, {
      initiativeNo,
      kind,
      phase: TEST_PHASE,
      accountId: null,
      now: new Date('2026-06-30T00:00:00Z'),
    });
    await storeRows(tx, batch, rows);
    return (await closeBatch(tx, batch)).stored;
  });
}

/** Delivers events in the order given, cut into batches wherever the kind changes or a cut falls. */
async function deliver(events: readonly Delivered[], cut: number): Promise<number> {
  lastInitiative += 1;
  const initiativeNo = lastInitiative;
  let waiting: Delivered[] = [];
  const flush = async () => {
    const [first] = waiting;
    if (first) {
      await bring(
        initiativeNo,
        first.kind,
        waiting.map(({ row }) => row),
      );
    }
    waiting = [];
  };
  for (const event of events) {
    if (waiting.length >= cut || (waiting[0] && waiting[0].kind !== event.kind)) await flush();
    waiting.push(event);
  }
  await flush();
  return initiativeNo;
}

/** Everything that an analysis can see in the end, without the times of recording. */
async function stateOf(initiativeNo: number): Promise<unknown> {
  const outcomes = await database.query(
    `select outcome_id, revision, unit_id, metric, value, occurred_at, superseded_at is null as in_force
     from outcomes join units using (initiative_no, unit_no) join metrics using (initiative_no, metric_no)
     where initiative_no = $1 order by outcome_id, revision`,
    [initiativeNo],
  );
  // Which of two contradicting arms came first depends on the order; that the unit is in neither does not.
  const assignments = await database.query(
    `select unit_id, case when mixed_at is null then arm else 'mixed' end as arm,
       case when mixed_at is null then assigned_at end as anchor
     from assignments join units using (initiative_no, unit_no)
     where initiative_no = $1 and superseded_at is null order by unit_id`,
    [initiativeNo],
  );
  const predictions = await database.query(
    `select prediction_id, unit_id, score, covariates from predictions join units using (initiative_no, unit_no)
     where initiative_no = $1 order by prediction_id`,
    [initiativeNo],
  );
  const { counts, units, metrics } = await readOverview(database, initiativeNo, TEST_PHASE.number);
  const kept = counts
    .filter(({ kind }) => kind !== 'assignments')
    .map(({ kind, count, firstAt, lastAt }) => ({ kind, count, firstAt, lastAt }));
  return { outcomes, assignments, predictions, units, metrics, counts: kept };
}

const day = fc.integer({ min: 1, max: 28 }).map((number) => `2026-02-${String(number).padStart(2, '0')}T00:00:00Z`);
const unitId = fc.constantFrom('u1', 'u2', 'u3');

/** One outcome revision has one body, as an honest source sends it. */
const outcomeEvent = fc.record({ id: fc.integer({ min: 1, max: 4 }), revision: fc.integer({ min: 1, max: 3 }) }).map(
  ({ id, revision }): Delivered => ({
    kind: 'outcomes',
    row: {
      outcomeId: `o${id}`,
      revision,
      unitId: `u${id}`,
      occurredAt: `2026-03-0${id}T00:00:00Z`,
      metric: id % 2 === 0 ? 'churned' : 'revenue',
      value: id * 10 + revision,
    },
  }),
);
const assignmentEvent = fc.record({ unitId, arm: fc.constantFrom('action', 'holdout'), assignedAt: day }).map(
  (row): Delivered => ({
    kind: 'assignments',
    row: { ...row, propensity: row.arm === 'action' ? 0.8 : 0.2 },
  }),
);
const predictionEvent = fc.integer({ min: 1, max: 4 }).map(
  (id): Delivered => ({
    kind: 'predictions',
    row: {
      predictionId: `p${id}`,
      unitId: `u${id}`,
      occurredAt: `2026-02-0${id}T00:00:00Z`,
      score: id / 10,
      flagged: id > 2,
      covariates: { tenure: id },
    },
  }),
);
const stream = fc.array(fc.oneof(outcomeEvent, assignmentEvent, predictionEvent), { minLength: 1, maxLength: 14 });

describe('delivery', () => {
  it('in any order, in any batches and any number of times leaves the same ledger', async () => {
    const cases = stream.chain((events) =>
      fc.record({
        events: fc.constant(events),
        again: fc.shuffledSubarray([...events, ...events], {
          minLength: events.length * 2,
          maxLength: events.length * 2,
        }),
        cuts: fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 })),
      }),
    );
    await fc.assert(
      fc.asyncProperty(cases, async ({ events, again, cuts }) => {
        const once = await stateOf(await deliver(events, cuts[0]));
        expect(await stateOf(await deliver(again, cuts[1]))).toEqual(once);
      }),
      { numRuns: 60 },
    );
  });

  it('of the same rows by several writers at once stores each of them once', async () => {
    lastInitiative += 1;
    const initiativeNo = lastInitiative;
    const rows = Array.from({ length: 400 }, (_, index) => ({
      outcomeId: `o${index}`,
      unitId: `u${index}`,
      occurredAt: '2026-03-01T00:00:00Z',
      metric: 'churned',
      value: index,
    }));
    const orders = [rows, rows.toReversed(), rows.toSorted((left, right) => (left.value % 7) - (right.value % 7))];
    const stored = await Promise.all([...orders, ...orders].map((order) => bring(initiativeNo, 'outcomes', order)));
    expect(stored.reduce((sum, count) => sum + count, 0)).toBe(400);
    const { counts, units } = await readOverview(database, initiativeNo, 1);
    expect(counts.find(({ kind }) => kind === 'outcomes')?.count).toBe(400);
    expect(units).toBe(400);
    // Deadlocks are retried and would not be seen otherwise; sessions report theirs about once a second.
    await sleep(1_500);
    const [seen] = await database.query<{ deadlocks: number }>(
      'select deadlocks from pg_stat_database where datname = current_database()',
    );
    expect(seen?.deadlocks).toBe(0);
  });

  it('of different revisions by several writers at once leaves the highest in force', async () => {
    lastInitiative += 1;
    const initiativeNo = lastInitiative;
    const revision = (number: number) =>
      Array.from({ length: 50 }, (_, index) => ({
        outcomeId: `o${index}`,
        revision: number,
        unitId: `u${index}`,
        occurredAt: '2026-03-01T00:00:00Z',
        metric: 'churned',
        value: number,
      }));
    await Promise.all([3, 1, 5, 2, 4, 6].map((number) => bring(initiativeNo, 'outcomes', revision(number))));
    const current = await database.query<{ revision: number; count: number }>(
      `select revision, count(*) from outcomes where initiative_no = $1 and superseded_at is null group by revision`,
      [initiativeNo],
    );
    expect(current).toEqual([{ revision: 6, count: 50 }]);
    const [all] = await database.query('select count(*) from outcomes where initiative_no = $1', [initiativeNo]);
    expect(all).toEqual({ count: 300 });
  });

  it('of contradicting arms by several writers at once marks every unit once', async () => {
    lastInitiative += 1;
    const initiativeNo = lastInitiative;
    const arms = (arm: string, hour: number) =>
      Array.from({ length: 60 }, (_, index) => ({
        unitId: `u${index}`,
        arm,
        propensity: 0.5,
        assignedAt: `2026-02-01T0${hour}:00:00Z`,
      }));
    const batches = [arms('action', 5), arms('holdout', 3), arms('action', 1), arms('holdout', 2).toReversed()];
    await Promise.all(batches.map((rows) => bring(initiativeNo, 'assignments', rows)));
    const held = await database.query(
      `select count(*) as units, count(mixed_at) as mixed from assignments
       where initiative_no = $1 and superseded_at is null`,
      [initiativeNo],
    );
    expect(held).toEqual([{ units: 60, mixed: 60 }]);
    const { arms: counted } = await readOverview(database, initiativeNo, 1);
    expect(counted.reduce((sum, { units }) => sum + units, 0)).toBe(60);
    expect(counted.reduce((sum, { mixed }) => sum + mixed, 0)).toBe(60);
  });
});
