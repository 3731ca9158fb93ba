import { expect } from 'vitest';
import type { FramingContent } from '../src/lifecycle/framing/index.ts';
import { assembleEvidence } from '../src/lifecycle/outcomes/assemble-evidence.ts';
import { decideVerdict, type VerdictState } from '../src/lifecycle/outcomes/index.ts';
import { measureUnits, runMeasurement } from '../src/lifecycle/outcomes/measure-units.ts';
import { binaryColumns } from './binary-columns.ts';
import type { BinaryUnits } from './binary-world.ts';
import { DAY_MS, dayOf } from './calendar.ts';
import { CHURN, type ChurnParams, simulateChurn } from './churn.ts';
import { churnStory } from './churn-story.ts';
import { createRandom } from './random.ts';

/** A row of the verdict table of the methods (section 3.1): a truth, and how often each state came out there. */
export interface TableRow {
  readonly truth: string;
  readonly params: Partial<ChurnParams>;
  /** States whose shares are added up, and their share of the reference simulation's runs. */
  readonly reference: readonly (readonly [states: readonly VerdictState[], share: number])[];
  /** Effect per assigned unit that the goal needs. */
  readonly goalEffect?: number;
}

/** Simulated phases of each truth. */
export const TABLE_RUNS = 400;

/** How far a share may be from the reference. */
const BAND = 0.06;
const MONTHS = 6;
const GRACE_DAYS = 7;
/** The smallest effect worth having is the one that pays a call: 12 of cost over 600 of value. */
const DMIN = 0.02;
/** Half of the effect that the table's worlds have, so that an effect that is there also meets the goal. */
const GOAL_EFFECT = 0.025;
const START_MS = Date.parse('2026-01-01T00:00:00Z');
const READ_OUT_MS = START_MS + (MONTHS * CHURN.cycleDays + CHURN.outcomeWindowDays + GRACE_DAYS) * DAY_MS;

/** Plays a row of the table, prints it beside the reference, and fails where a share lies outside the band. */
export function checkTableRow({ truth, params, reference, goalEffect = GOAL_EFFECT }: TableRow): void {
  const world: ChurnParams = { ...CHURN, ...params };
  const base = baseFraming();
  const runs = new Map<VerdictState, number>();
  for (let run = 0; run < TABLE_RUNS; run++) {
    const units = simulateChurn(world, world.population * MONTHS, createRandom(`${truth} ${run}`));
    const state = judge(units, world, tableFraming(base, world, units, goalEffect));
    runs.set(state, (runs.get(state) ?? 0) + 1);
  }
  const shareOf = (states: readonly VerdictState[]): number =>
    states.reduce((sum, state) => sum + (runs.get(state) ?? 0), 0) / TABLE_RUNS;
  const found = [...runs].sort((a, b) => b[1] - a[1]).map(([state]) => `${state} ${shareOf([state]).toFixed(3)}`);
  const wanted = reference.map(([states, share]) => `${states.join(' or ')} ${share}`);
  process.stdout.write(`${truth}\n  found      ${found.join(', ')}\n  reference  ${wanted.join(', ')}\n`);
  for (const [states, share] of reference) {
    expect(Math.abs(shareOf(states) - share), `${states.join(' or ')} in "${truth}"`).toBeLessThanOrEqual(BAND);
  }
}

function judge(units: BinaryUnits, world: ChurnParams, content: FramingContent): VerdictState {
  const columns = binaryColumns(units, {
    shares: world,
    startMs: START_MS,
    cycles: MONTHS,
    cycleDays: world.cycleDays,
    costCents: world.cost * 100,
    metric: content.successCriterion.metric.id,
  });
  const measured = runMeasurement(
    measureUnits({ columns, content, asOfMs: READ_OUT_MS, watermarks: [], recordedFixedCents: 0 }),
  );
  return decideVerdict(assembleEvidence(measured, content)).state;
}

function baseFraming(): FramingContent {
  return churnStory(
    { id: 'table', name: 'Table', variant: 'works', units: 100, expected: { state: 'WORKS', links: {} } },
    { seed: 'table', today: dayOf(READ_OUT_MS) },
  ).framing;
}

/** The KPI counts the customers called, so that what the initiative adds to it is the effect per assigned customer. */
function tableFraming(
  base: FramingContent,
  world: ChurnParams,
  units: BinaryUnits,
  goalEffect: number,
): FramingContent {
  const flagged = units.flagged.reduce((sum, flag) => sum + flag, 0);
  const baseline = 36;
  return {
    ...base,
    kpi: {
      ...base.kpi,
      baseline: { ...base.kpi.baseline, value: baseline },
      target: baseline - 100 * goalEffect,
      population: Math.max(1, Math.round(flagged * (1 - world.holdout))),
    },
    successCriterion: {
      ...base.successCriterion,
      dmin: DMIN,
      valuePerOutcomeCents: world.value * 100,
      plannedUnits: Math.max(1, flagged),
    },
  };
}
