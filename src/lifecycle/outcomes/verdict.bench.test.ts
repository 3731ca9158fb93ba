import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import type { StoredPhase } from '../actions/index.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import { ledgerMigrations } from '../ledger/ledger.migrations.ts';
import { readPhaseFacts } from '../ledger/phase-facts.store.ts';
import { readUnitColumns } from '../ledger/unit-rows.store.ts';
import { measurePhase } from './measure-phase.use-case.ts';
import { assembleReport } from './report.ts';

const UNITS = 1_000_000;
const RUNS = 3;
/** Often enough to see a wait, seldom enough not to cost anything itself. */
const BEAT_MS = 50;
const AS_OF = new Date('2026-11-01T00:00:00Z');
const RECORDED = `timestamptz '2026-10-01'`;
const ANCHOR = `timestamptz '2026-01-01' + (unit_no % 90) * interval '24 hours'`;

const PHASE: StoredPhase = {
  no: 1,
  id: '0190c6f4-2d5e-7000-8000-000000000001',
  number: 1,
  iteration: 1,
  framingVersion: 1,
  contentHash: 'a'.repeat(64),
  content: {
    ...CHURN_FRAMING,
    successCriterion: { ...CHURN_FRAMING.successCriterion, plannedUnits: UNITS, exploreShare: 0.1, guardrails: [] },
  },
  salt: 'bench',
  openedAt: '2026-01-01T00:00:00.000Z',
  closedAt: null,
};

/** The same rows and columns that a verdict needs, read and thrown away. */
const PLAIN_SCANS = [
  'select unit_no, assigned_at, propensity, arm, mixed_at, stratum, cluster from assignments',
  'select unit_no, occurred_at, score, threshold, probability, pre_value, flagged from predictions',
  'select unit_no, occurred_at, status, cost_cents from actions',
  'select unit_no, occurred_at, metric_no, value, denominator from outcomes',
];

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(ledgerMigrations);
  const insert = (text: string) => database.transaction((tx) => tx.query(text), { statementTimeoutMs: 0 });
  await insert(`insert into units (initiative_no, unit_id) select 1, 'u' || i from generate_series(1, ${UNITS}) i`);
  await insert(`insert into metrics (initiative_no, metric) values (1, 'churned')`);
  await insert(`
    insert into assignments (initiative_no, unit_no, batch_no, assigned_at, recorded_at, propensity, phase_number, arm,
      method, body_hash)
    select 1, unit_no, 1, ${ANCHOR}, ${RECORDED},
      (array[0.2, 0.8, 0.8, 0.8, 0.8, 0.1, 0.9, 0.9, 0.9, 0.9])[unit_no % 10 + 1], 1,
      (array['holdout', 'action', 'action', 'action', 'action', 'explore', 'none', 'none', 'none', 'none'])[unit_no % 10 + 1],
      'hash', '\\x00'
    from units`);
  await insert(`
    insert into predictions (initiative_no, unit_no, batch_no, occurred_at, recorded_at, score, threshold, probability,
      flagged, prediction_id, body_hash)
    select 1, unit_no, 1, ${ANCHOR} - interval '1 hour', ${RECORDED}, random(), 0.5, random(), unit_no % 10 < 5,
      'p' || unit_no, '\\x00'
    from units`);
  await insert(`
    insert into actions (initiative_no, unit_no, batch_no, occurred_at, recorded_at, cost_cents, currency, status,
      action_id, action_type, body_hash)
    select 1, unit_no, 1, ${ANCHOR} + interval '3 days', ${RECORDED}, 1200, 'EUR',
      case when random() < 0.1 then 'failed' else 'delivered' end, 'a' || unit_no, 'call', '\\x00'
    from units where unit_no % 10 between 1 and 5`);
  await insert(`
    insert into outcomes (initiative_no, unit_no, batch_no, occurred_at, recorded_at, value, metric_no, revision, voided,
      outcome_id, body_hash)
    select 1, unit_no, 1, ${ANCHOR} + interval '20 days', ${RECORDED},
      case when random() < case when unit_no % 10 between 1 and 4 then 0.25 else 0.3 end then 1 else 0 end,
      1, 1, false, 'o' || unit_no, '\\x00'
    from units`);
});

afterAll(() => database.close());

const seconds = (fromMs: number) => (performance.now() - fromMs) / 1_000;
const megabytes = (bytes: number) => Math.round(bytes / 1_048_576);

async function plainScans(): Promise<number> {
  const startedMs = performance.now();
  await database.transaction(
    async (tx) => {
      for (const text of PLAIN_SCANS) {
        await tx.copyRows(`${text} where initiative_no = 1`, text.split(',').length, () => undefined);
      }
    },
    { statementTimeoutMs: 0 },
  );
  return seconds(startedMs);
}

it('measures a phase of a million units from the ledger to the answer', async () => {
  const ports = { database, ledger: { units: readUnitColumns, facts: readPhaseFacts } };
  let longestMs = 0;
  let peak = 0;
  let beatMs = performance.now();
  const heart = setInterval(() => {
    longestMs = Math.max(longestMs, performance.now() - beatMs - BEAT_MS);
    beatMs = performance.now();
    peak = Math.max(peak, process.memoryUsage.rss());
  }, BEAT_MS);
  await plainScans();
  const plain: number[] = [];
  const whole: number[] = [];
  const cpu: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    plain.push(await plainScans());
    longestMs = 0;
    const startedMs = performance.now();
    const startedCpu = process.cpuUsage();
    const { measured, facts } = await measurePhase(ports, 1, PHASE, AS_OF);
    const report = assembleReport(PHASE, measured, facts, { people: {}, decided: null, answerBy: null });
    whole.push(seconds(startedMs));
    const { user, system } = process.cpuUsage(startedCpu);
    cpu.push((user + system) / 1_000_000);
    expect(report.counts.reduce((sum, { assigned }) => sum + assigned, 0)).toBe(UNITS);
    expect(report.numbers.metrics[0]?.action.units).toBe(UNITS * 0.4);
    if (run === RUNS - 1) console.info(report.verdict.state, report.answer.headline.join(' '));
  }
  clearInterval(heart);
  const best = Math.min(...whole);
  console.info(
    `${UNITS.toLocaleString('en')} units: ${whole.map((each) => each.toFixed(2)).join(', ')} s for the whole verdict; ` +
      `plain scans ${plain.map((each) => each.toFixed(2)).join(', ')} s; ratio ${(best / Math.min(...plain)).toFixed(2)}; ` +
      `${cpu.map((each) => each.toFixed(2)).join(', ')} s of processor time here; peak ${megabytes(peak)} MB; longest wait of the event loop ${Math.round(longestMs)} ms`,
  );
});
