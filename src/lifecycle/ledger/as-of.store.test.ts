import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { fixAsOf } from './as-of.store.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { closeBatch, openBatch, storeRows } from './ledger.store.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(ledgerMigrations);
});

afterAll(() => database.close());

async function store(tx: Transaction, initiativeNo: number, rows: readonly object[]): Promise<Date> {
  const batch = await openBatch(tx, {
    initiativeNo,
    kind: 'outcomes',
    phase: TEST_PHASE,
    accountId: null,
    now: new Date(),
  });
  await storeRows(tx, batch, rows);
  return (await closeBatch(tx, batch)).recordedAt;
}

const bring = (initiativeNo: number, rows: readonly object[]) =>
  database.transaction((tx) => store(tx, initiativeNo, rows));

async function fix(initiativeNo: number, waitMs?: number): Promise<Date> {
  const fixed = await database.transaction((tx) => fixAsOf(tx, initiativeNo, waitMs));
  if (fixed.kind !== 'fixed') throw new Error('busy');
  return fixed.asOf;
}

const outcome = (outcomeId: string, more: object = {}) => ({
  outcomeId,
  unitId: 'u1',
  occurredAt: '2026-03-01T10:00:00Z',
  metric: 'churned',
  value: 1,
  ...more,
});

const readAsOf = (queryable: Queryable, initiativeNo: number, asOf: Date) =>
  queryable.query<{ outcome_id: string; revision: number }>(
    `select outcome_id, revision, value from outcomes
     where initiative_no = $1 and recorded_at <= $2 and (superseded_at is null or superseded_at > $2)
     order by outcome_id, revision`,
    [initiativeNo, asOf],
  );

/** A transaction that has stored its rows and waits before its commit. */
function holdOpen(initiativeNo: number, rows: readonly object[]) {
  let letGo = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let report: (recordedAt: Date) => void = () => undefined;
  const recorded = new Promise<Date>((resolve) => {
    report = resolve;
  });
  const done = database.transaction(async (tx) => {
    report(await store(tx, initiativeNo, rows));
    await gate;
  });
  return { recorded, letGo: () => letGo(), done };
}

describe('an as-of date', () => {
  it('waits for a delivery under way and then contains it', async () => {
    const writer = holdOpen(1, [outcome('o1')]);
    const recordedAt = await writer.recorded;
    const fixing = fix(1);
    await sleep(100);
    writer.letGo();
    const asOf = await fixing;
    expect(asOf.getTime()).toBeGreaterThanOrEqual(recordedAt.getTime());
    expect(await readAsOf(database, 1, asOf)).toHaveLength(1);
    await writer.done;
  });

  it('is not given while a delivery takes longer than one waits, and the transaction goes on', async () => {
    const writer = holdOpen(2, [outcome('o1')]);
    await writer.recorded;
    const answer = await database.transaction(async (tx) => {
      const fixed = await fixAsOf(tx, 2, 50);
      const [alive] = await tx.query<{ one: number }>('select 1 as one');
      return { fixed, alive };
    });
    expect(answer).toEqual({ fixed: { kind: 'busy' }, alive: { one: 1 } });
    writer.letGo();
    await writer.done;
    expect(await readAsOf(database, 2, await fix(2))).toHaveLength(1);
  });

  it('does not wait for deliveries to other initiatives', async () => {
    const writer = holdOpen(3, [outcome('o1')]);
    await writer.recorded;
    await fix(4, 50);
    writer.letGo();
    await writer.done;
  });

  it('lies before everything that is recorded later, within the same millisecond too', async () => {
    for (let round = 0; round < 40; round += 1) {
      const asOf = await fix(5);
      const recordedAt = await bring(5, [outcome(`o${round}`)]);
      expect(recordedAt.getTime()).toBeGreaterThan(asOf.getTime());
    }
  });

  it('and the dates of recording move forward when the clock is set back', async () => {
    const ahead = new Date(Date.now() + 3_600_000);
    await database.query('insert into ledger_as_of (initiative_no, as_of) values (6, $1)', [ahead]);
    const recordedAt = await bring(6, [outcome('o1')]);
    expect(recordedAt.getTime()).toBe(ahead.getTime() + 1);
    expect((await fix(6)).getTime()).toBeGreaterThanOrEqual(recordedAt.getTime());
  });

  it('shows the same records whenever one looks again, whatever is written meanwhile', async () => {
    const seen: { asOf: Date; rows: unknown }[] = [];
    const write = async (writer: number) => {
      for (let round = 0; round < 25; round += 1) {
        const revision = ((round * 7 + writer * 3) % 20) + 1;
        await bring(7, [outcome('shared', { revision, value: revision }), outcome(`w${writer}-${round}`)]);
      }
    };
    const look = async () => {
      for (let round = 0; round < 25; round += 1) {
        const asOf = await fix(7);
        seen.push({ asOf, rows: await readAsOf(database, 7, asOf) });
        await sleep(3);
      }
    };
    await Promise.all([write(1), write(2), write(3), look()]);
    for (const { asOf, rows } of seen) {
      const again = await readAsOf(database, 7, asOf);
      expect(again).toEqual(rows);
      expect(again.filter(({ outcome_id }) => outcome_id === 'shared').length).toBeLessThanOrEqual(1);
    }
    expect(new Set(seen.map(({ rows }) => JSON.stringify(rows))).size).toBeGreaterThan(3);
  });

  it('would not hold for a writer with an old snapshot, so such a writer is refused', async () => {
    const writing = database.transaction((tx) => store(tx, 8, [outcome('o1')]), { isolation: 'repeatable read' });
    await expect(writing).rejects.toThrow('read committed');
  });
});
