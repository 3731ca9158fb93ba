import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { curvesMigrations } from './curves.migrations.ts';
import { experimentsMigrations } from './experiments.migrations.ts';
import { CurveKeeper } from './keep-curves.use-case.ts';
import { type StoredPoint, storeBatches } from './log-values.store.ts';
import { openLoggedKeys } from './logged-keys.store.ts';
import { readCurves } from './metric-history.store.ts';
import { textIndexesMigrations } from './text-indexes.migrations.ts';

let database: Database;
let keeper: CurveKeeper;
let keyNo: number;
let runs = 0;

beforeAll(async () => {
  database = await openTestDatabase([
    ...initiativesMigrations,
    ...experimentsMigrations,
    ...curvesMigrations,
    ...textIndexesMigrations,
  ]);
  keeper = new CurveKeeper(database);
  keyNo = (await openLoggedKeys(database).numbersOf(['loss'])).get('loss') ?? 0;
});
afterAll(() => database.close());

async function aRun(): Promise<number> {
  runs += 1;
  const [row] = await database.query<{ no: number }>(
    `insert into runs (id, experiment_no, name, user_name, status, start_ms, started_by, started_by_name)
     values ($1, 0, 'long', 'ana', 'RUNNING', 1, gen_random_uuid(), 'Ana') returning no`,
    [String(runs).padStart(32, '0')],
  );
  return row?.no ?? 0;
}

const pointAt = (step: number, value = Math.sin(step / 500)): StoredPoint => ({
  keyNo,
  timestampMs: 1_000 + step,
  step,
  value,
});
const between = (from: number, to: number): StoredPoint[] =>
  Array.from({ length: to - from }, (_, index) => pointAt(from + index));

async function log(runNo: number, points: readonly StoredPoint[]): Promise<void> {
  const batch = { runNo, runId: '', points, params: [], tags: [], modelPoints: [], name: null };
  await storeBatches(database, [batch], (of, added) => keeper.note(of, added));
  await keeper.settled();
}

async function curveOf(runNo: number) {
  const curve = (await readCurves(database, { runNos: [runNo], keyNo, axis: 'step' }, 400)).get(runNo);
  if (!curve) throw new Error('The run has no curve.');
  return curve;
}

async function keptPoints(runNo: number): Promise<number | undefined> {
  const [row] = await database.query<{ points: number }>('select points from metric_curves where run_no = $1', [runNo]);
  return row?.points;
}

it('a history that grows long is summarised while it is logged, and what came after is drawn too', async () => {
  const run = await aRun();
  await log(run, between(0, 15_000));
  expect(await keptPoints(run), 'a short history needs none').toBeUndefined();
  await log(run, between(15_000, 30_000));
  expect(await keptPoints(run)).toBe(30_000);
  await log(run, [...between(30_000, 30_500), pointAt(30_500, 42)]);
  const curve = await curveOf(run);
  expect([curve.count, curve.points.at(-1)]).toEqual([30_501, { step: 30_500, value: 42 }]);
  expect(await keptPoints(run), 'a few points more are not worth another summary').toBe(30_000);
});

it('a peak that is logged late, before the end of the summary, is drawn', async () => {
  const run = await aRun();
  await log(
    run,
    between(0, 30_000).filter(({ step }) => step !== 12_345),
  );
  expect((await curveOf(run)).count).toBe(29_999);
  await log(run, [pointAt(12_345, 77)]);
  const curve = await curveOf(run);
  expect([curve.count, curve.points.some(({ step, value }) => step === 12_345 && value === 77)]).toEqual([
    30_000,
    true,
  ]);
});

it('points that a client sends twice are counted once', async () => {
  const run = await aRun();
  await log(run, between(0, 25_000));
  await log(run, between(24_000, 26_000));
  expect((await curveOf(run)).count).toBe(26_000);
  await log(run, [{ keyNo, timestampMs: 9_000_000, step: 40_000, value: Number.NaN }]);
  expect((await curveOf(run)).count, 'a value that is no number counts').toBe(26_001);
});

it('a long history that stopped being a number says where, whatever was logged after that', async () => {
  const run = await aRun();
  await log(run, between(0, 25_000));
  await log(
    run,
    between(25_000, 31_000).map((point) => ({
      ...point,
      value: point.step < 25_010 ? Number.POSITIVE_INFINITY : Number.NaN,
    })),
  );
  const { points } = await curveOf(run);
  expect(points.slice(-2)).toEqual([
    { step: 24_999, value: pointAt(24_999).value },
    { step: 25_000, value: Number.POSITIVE_INFINITY },
  ]);
});
