import { describe, expect, it } from 'vitest';
import { adjustedDifference } from '../src/statistics/adjusted-difference.ts';
import { auc } from '../src/statistics/auc.ts';
import { type CoMoments, coMomentsOf } from '../src/statistics/co-moments.ts';
import { complierEffect } from '../src/statistics/complier-effect.ts';
import { cuped } from '../src/statistics/cuped.ts';
import { differenceInDifferences } from '../src/statistics/difference-in-differences.ts';
import { targetingGap } from '../src/statistics/four-cells.ts';
import { containsValue, type Interval } from '../src/statistics/interval.ts';
import { momentsOf } from '../src/statistics/moments.ts';
import { twoMeans } from '../src/statistics/two-means.ts';
import { twoProportions } from '../src/statistics/two-proportions.ts';
import { ACTION, EXPLORE, HOLDOUT, NONE, propensityOf } from './arms.ts';
import { CHURN, simulateChurn } from './churn.ts';
import { MAINTENANCE, type MaintenanceParams, maintenanceTruth, simulateMaintenance } from './maintenance.ts';
import { createRandom } from './random.ts';
import { simulateUpsell, UPSELL, type UpsellUnits, upsellTruth } from './upsell.ts';
import { STORES, simulateStores } from './widgets.ts';

const RUNS = 1_000;
/** Where the share of intervals that hold the truth must lie; the intervals promise .95. */
const BAND = { lower: 0.93, upper: 0.97 };

/** The intervals of one simulated data set, by estimator; `null` where one could not be made. */
type Intervals = Readonly<Record<string, Interval | null>>;

describe(`95% intervals hold the truth in 93 to 97 of 100 of ${RUNS} simulated data sets`, () => {
  it('churn: effect of assignment, effect on the reached, quality of the score, adjusted for the score', () => {
    const truths = { itt: 0.0502, cace: 0.06, auc: 0.776, lin: 0.0502 };
    const coverage = coverageOf(truths, churnIntervals);
    for (const share of Object.values(coverage)) expect(share).toSatisfy(isInBand);
  });

  it('maintenance: hours per machine and week, and money with costs that vary', () => {
    const fleet = { ...MAINTENANCE, machines: 200_000, sites: 20_000 };
    const { effectPerWeek } = maintenanceTruth(fleet, () => createRandom('coverage truth'));
    const inspectionsPerWeek = MAINTENANCE.flagTopShare * MAINTENANCE.reach;
    const net = MAINTENANCE.valuePerHour * effectPerWeek - MAINTENANCE.costInspection * inspectionsPerWeek;
    const coverage = coverageOf({ hours: effectPerWeek, net }, (run) => maintenanceIntervals(MAINTENANCE, run));
    for (const share of Object.values(coverage)) expect(share).toSatisfy(isInBand);
  });

  it('upsell: revenue with a heavy tail, adjusted for the revenue before, and the targeting gap', () => {
    const { gap } = upsellTruth(simulateUpsell(UPSELL, 'propensity', 2_000_000, createRandom('coverage truth')));
    const coverage = coverageOf({ itt: 0.4, cuped: 0.4, gap: gap ?? 0 }, upsellIntervals);
    for (const share of Object.values(coverage)) expect(share).toSatisfy(isInBand);
  });

  it('widgets: difference in differences, while before against after is nearly always wrong', () => {
    const { did, naive } = coverageOf({ did: STORES.effect, naive: STORES.effect }, storeIntervals);
    expect(did).toSatisfy(isInBand);
    expect(naive).toBeLessThan(0.4);
  });
});

function isInBand(share: number): boolean {
  return share >= BAND.lower && share <= BAND.upper;
}

/** The share of runs whose interval holds the truth, for each estimator. */
function coverageOf<K extends string>(
  truths: Readonly<Record<K, number>>,
  intervalsOf: (run: number) => Intervals,
): Readonly<Record<string, number>> {
  const hits = new Map<string, number>();
  for (let run = 0; run < RUNS; run++) {
    const intervals = intervalsOf(run);
    for (const [name, truth] of Object.entries<number>(truths)) {
      const interval = intervals[name];
      if (interval && containsValue(interval, truth)) hits.set(name, (hits.get(name) ?? 0) + 1);
    }
  }
  const shares = Object.fromEntries(Object.keys(truths).map((name) => [name, (hits.get(name) ?? 0) / RUNS]));
  for (const [name, truth] of Object.entries<number>(truths)) {
    process.stdout.write(
      `${name.padEnd(8)} truth ${truth.toPrecision(4).padStart(8)}  coverage ${shares[name]?.toFixed(3)}\n`,
    );
  }
  return shares;
}

function churnIntervals(run: number): Intervals {
  const units = simulateChurn(CHURN, CHURN.population, createRandom(`churn ${run}`));
  const cells = { [ACTION]: newCell(), [HOLDOUT]: newCell() };
  const untreated = { score: [] as number[], outcome: [] as number[], weight: [] as number[] };
  for (let i = 0; i < units.count; i++) {
    const arm = units.arm[i] as number;
    const stays = 1 - (units.event[i] as number);
    const score = units.score[i] as number;
    if (arm === HOLDOUT || arm === NONE) {
      untreated.score.push(score);
      untreated.outcome.push(1 - stays);
      untreated.weight.push(1 / propensityOf(CHURN, arm));
    }
    if (arm !== ACTION && arm !== HOLDOUT) continue;
    const cell = cells[arm];
    cell.pairs.push([units.reached[i] as number, stays]);
    cell.outcome.push(stays);
    cell.score.push(score);
    cell.events += stays;
  }
  const { [ACTION]: action, [HOLDOUT]: holdout } = cells;
  const count = ({ outcome, events }: Cell) => ({ units: outcome.length, events });
  const covariates = ({ outcome, score }: Cell) => ({ outcome, covariates: [score] });
  const reached = complierEffect({ action: coMomentsOf(action.pairs), holdout: coMomentsOf(holdout.pairs) });
  const set = reached.kind === 'estimated' ? reached.preferred.set : undefined;
  const quality = auc(untreated);
  return {
    itt: intervalOf(twoProportions({ action: count(action), holdout: count(holdout) })),
    cace: set?.kind === 'interval' ? set.interval : null,
    auc: quality.kind === 'estimated' ? quality.logitInterval : null,
    lin: intervalOf(adjustedDifference({ action: covariates(action), holdout: covariates(holdout) })),
  };
}

interface Cell {
  readonly pairs: (readonly [number, number])[];
  readonly outcome: number[];
  readonly score: number[];
  events: number;
}

function newCell(): Cell {
  return { pairs: [], outcome: [], score: [], events: 0 };
}

function intervalOf(result: { readonly kind: string } | { readonly kind: 'estimated'; readonly interval: Interval }) {
  return result.kind === 'estimated' && 'interval' in result ? result.interval : null;
}

function maintenanceIntervals(params: MaintenanceParams, run: number): Intervals {
  const history = simulateMaintenance(params, createRandom(`maintenance ${run}`), 'per-arm');
  const saved = { action: [] as number[], holdout: [] as number[] };
  const net = { action: [] as number[], holdout: [] as number[] };
  for (let machine = 0; machine < history.machines; machine++) {
    const arm = history.heldOut[machine] === 1 ? 'holdout' : 'action';
    const hours = (history.hours[machine] as number) / params.weeks;
    const cost = ((history.inspections[machine] as number) * params.costInspection) / params.weeks;
    saved[arm].push(-hours);
    net[arm].push(-hours * params.valuePerHour - cost);
  }
  return {
    hours: intervalOf(twoMeans({ action: momentsOf(saved.action), holdout: momentsOf(saved.holdout) })),
    net: intervalOf(twoMeans({ action: momentsOf(net.action), holdout: momentsOf(net.holdout) })),
  };
}

function upsellIntervals(run: number): Intervals {
  const units = simulateUpsell(UPSELL, 'propensity', UPSELL.population, createRandom(`upsell ${run}`));
  const cell = (arm: number) => upsellCell(units, arm);
  const [action, holdout, explore, none] = [cell(ACTION), cell(HOLDOUT), cell(EXPLORE), cell(NONE)];
  const gap = targetingGap({
    flaggedAction: action.revenue,
    flaggedHoldout: holdout.revenue,
    unflaggedExplore: explore.revenue,
    unflaggedNone: none.revenue,
  });
  return {
    itt: intervalOf(twoMeans({ action: action.revenue, holdout: holdout.revenue })),
    cuped: intervalOf(cuped({ action: action.withBefore, holdout: holdout.withBefore })),
    gap: gap.kind === 'estimated' ? gap.gap.interval : null,
  };
}

function upsellCell(units: UpsellUnits, arm: number) {
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < units.count; i++) {
    if (units.arm[i] === arm) pairs.push([units.before[i] as number, units.revenue[i] as number]);
  }
  const withBefore: CoMoments = coMomentsOf(pairs);
  return { withBefore, revenue: momentsOf(pairs.map(([, revenue]) => revenue)) };
}

function storeIntervals(run: number): Intervals {
  const panel = simulateStores(STORES, createRandom(`stores ${run}`));
  const treated = panel.filter(({ isTreated }) => isTreated);
  // What a report without a control says: sales of the stores with displays after against before, week by week.
  const before = momentsOf(treated.filter(({ period }) => period < STORES.startWeek).map(({ value }) => value));
  const after = momentsOf(treated.filter(({ period }) => period >= STORES.startWeek).map(({ value }) => value));
  return {
    did: intervalOf(differenceInDifferences(panel, STORES.startWeek)),
    naive: intervalOf(twoMeans({ action: after, holdout: before })),
  };
}
