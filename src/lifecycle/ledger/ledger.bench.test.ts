import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { closeBatch, openBatch, storeRows } from './ledger.store.ts';
import { LEDGER_LIMITS, type RecordKind } from './ledger.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';

const ROWS = 200_000;
const PHASE = { initiativeNo: 1, phase: TEST_PHASE, accountId: null, now: new Date('2026-06-30T00:00:00Z') };

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(ledgerMigrations);
});

afterAll(() => database.close());

/** Stores rows in chunks within one transaction, as a file is brought in. */
async function storeAll(kind: RecordKind, rowAt: (index: number) => object): Promise<number> {
  const startedMs = performance.now();
  await database.transaction(
    async (tx) => {
      const batch = await openBatch(tx, { ...PHASE, kind });
      for (let start = 0; start < ROWS; start += LEDGER_LIMITS.rowsPerChunk) {
        const chunk = Array.from({ length: LEDGER_LIMITS.rowsPerChunk }, (_, place) => rowAt(start + place));
        await storeRows(tx, batch, chunk, start);
      }
      await closeBatch(tx, batch);
    },
    { statementTimeoutMs: 0 },
  );
  return ROWS / ((performance.now() - startedMs) / 1000);
}

const dayOf = (index: number) => new Date(Date.UTC(2026, 0, 1 + (index % 90))).toISOString();
/** Units come in no order, as in life. */
const unitOf = (index: number) => `customer-${(index * 7_919) % ROWS}`;

const KINDS: readonly (readonly [string, RecordKind, (index: number) => object])[] = [
  [
    'assignments of new units',
    'assignments',
    (index) => ({ unitId: unitOf(index), arm: 'action', propensity: 0.8, assignedAt: dayOf(index) }),
  ],
  [
    'outcomes',
    'outcomes',
    (index) => ({
      outcomeId: `o-${index}`,
      unitId: unitOf(index * 3),
      occurredAt: dayOf(index),
      metric: 'churned',
      value: index % 2,
    }),
  ],
  [
    'the same outcomes again',
    'outcomes',
    (index) => ({
      outcomeId: `o-${index}`,
      unitId: unitOf(index * 3),
      occurredAt: dayOf(index),
      metric: 'churned',
      value: index % 2,
    }),
  ],
  [
    'predictions',
    'predictions',
    (index) => ({
      predictionId: `p-${index}`,
      unitId: unitOf(index),
      occurredAt: dayOf(index),
      score: (index % 1000) / 1000,
      flagged: index % 5 === 0,
      modelVersion: '3',
    }),
  ],
];

it.each(KINDS)(
  'stores 200,000 %s in one transaction at 8,000 rows a second or more',
  async (name, kind, rowAt) => {
    const rate = await storeAll(kind, rowAt);
    console.info(`${name}: ${Math.round(rate).toLocaleString('en-US')} rows a second`);
    expect(rate).toBeGreaterThan(8_000);
  },
  120_000,
);
