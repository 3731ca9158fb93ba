import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { differenceInDifferences, type PanelPoint } from './difference-in-differences.ts';
import { firstMismatch } from './first-mismatch.ts';
import { interruptedSeries } from './interrupted-series.ts';
import { regressionDiscontinuity } from './regression-discontinuity.ts';
import { closestConvexWeights } from './simplex-weights.ts';
import { syntheticControl } from './synthetic-control.ts';

const vectors = JSON.parse(readFileSync(new URL('../../test/vectors/outcome/quasi.json', import.meta.url), 'utf8'));

/** Fails with the name of the first figure that differs. */
function expectMatch(actual: unknown, expected: unknown, tolerance: number): void {
  expect(firstMismatch(actual, expected, tolerance)).toBeUndefined();
}

function asInterval([lower, upper]: readonly [number, number]) {
  return { lower, upper };
}

function asEstimate(expected: { est: number; se: number; ci?: readonly [number, number] }) {
  const { est: estimate, se: standardError, ci } = expected;
  return { estimate, standardError, ...(ci === undefined ? {} : { interval: asInterval(ci) }) };
}

describe('difference-in-differences', () => {
  const { input, expect: expected } = vectors.did.cases[0];
  const points: PanelPoint[] = input.y.map((value: number, i: number) => ({
    unit: input.unit[i],
    period: input.time[i],
    isTreated: input.treated[i] === 1,
    value,
  }));
  const result = differenceInDifferences(points, input.postFrom);

  it('reproduces the reference estimate, interval, pre-trend test and event study', () => {
    const figures = {
      kind: 'estimated',
      estimate: expected.estimate,
      standardError: expected.seUnitChange,
      degreesOfFreedom: expected.df,
      interval: asInterval(expected.ci),
      pValue: expected.p,
      preTrend: {
        estimate: expected.preTrend.slopeDiff,
        standardError: expected.preTrend.se,
        degreesOfFreedom: expected.preTrend.df,
        pValue: expected.preTrend.p,
      },
      eventStudy: expected.eventStudy.map((each: { rel: number; est: number; se: number }) => ({
        relativePeriod: each.rel,
        estimate: each.est,
        standardError: each.se,
      })),
    };
    expectMatch(result, figures, vectors.did.tol);
    expectMatch(result, { estimate: expected.twfe }, vectors.did.tol);
  });

  it('gives the opposite effect when the groups swap', () => {
    const swapped = differenceInDifferences(
      points.map((point) => ({ ...point, isTreated: !point.isTreated })),
      input.postFrom,
    );
    expectMatch(swapped, { estimate: -expected.estimate, standardError: expected.seUnitChange }, 1e-12);
  });

  it('leaves out units seen on one side only, and returns a reason when nothing is left', () => {
    const late = { unit: 'late', period: 11, isTreated: true, value: 1e6 };
    expectMatch(
      differenceInDifferences([...points, late], input.postFrom),
      { droppedUnits: 1, estimate: expected.estimate },
      1e-12,
    );
    expect(differenceInDifferences([late], 8)).toEqual({ kind: 'unavailable', reason: 'too_few_units' });
    expect(differenceInDifferences([], 8)).toEqual({ kind: 'unavailable', reason: 'too_few_units' });
    const flat = points.map((point) => ({ ...point, value: 5 }));
    expect(differenceInDifferences(flat, 8)).toEqual({ kind: 'unavailable', reason: 'zero_variance' });
  });
});

describe('interrupted series', () => {
  const { input, expect: expected } = vectors.its.cases[0];
  const series = { values: input.y, startIndex: input.interventionIndex, seasonLength: input.period };

  it('reproduces the reference effect averaged over the autocorrelation', () => {
    const { effect, se, df, ci, rhoMean, rhoMode } = expected.rhoAveraged;
    const figures = {
      kind: 'estimated',
      estimate: effect,
      standardError: se,
      degreesOfFreedom: df,
      interval: asInterval(ci),
      autocorrelation: { mean: rhoMean, mode: rhoMode },
    };
    expectMatch(interruptedSeries(series), figures, vectors.its.tol);
  });

  it('does not depend on the level of the series', () => {
    const shifted = { ...series, values: input.y.map((value: number) => value + 1000) };
    expectMatch(interruptedSeries(shifted), { estimate: expected.rhoAveraged.effect }, 1e-8);
  });

  it('returns a reason for too few points and for a series without variation', () => {
    const short = { values: [1, 2, 3, 4, 5], startIndex: 3, seasonLength: null };
    expect(interruptedSeries({ ...short, values: [1, 2, 3, 4] })).toEqual({
      kind: 'unavailable',
      reason: 'too_few_points',
    });
    expect(interruptedSeries({ ...series, startIndex: 60 })).toEqual({ kind: 'unavailable', reason: 'too_few_points' });
    const flat = { values: Array.from({ length: 40 }, () => 5), startIndex: 30, seasonLength: null };
    expect(interruptedSeries(flat)).toEqual({ kind: 'unavailable', reason: 'no_variation' });
  });
});

describe('synthetic control', () => {
  const { input, expect: expected } = vectors.syntheticControl.cases[0];
  const { tol } = vectors.syntheticControl;
  /** The vector holds one row for each period; donors are wanted one by one. */
  const donors: number[][] = input.donors[0].map((_: number, j: number) => input.donors.map((row: number[]) => row[j]));
  const control = { treated: input.treated, donors, startIndex: input.interventionIndex };

  it('reproduces the reference weights, gaps and placebo ranks', () => {
    const figures = {
      kind: 'estimated',
      weights: expected.weights,
      gapBefore: expected.preRmspe,
      gapAfter: expected.postRmspe,
      gapRatio: expected.ratio,
      estimate: expected.averageEffect,
      donorRatios: expected.donorRatios,
      placeboP: expected.placeboP,
    };
    expectMatch(syntheticControl(control), figures, tol);
  });

  it('finds weights that no small move can better', () => {
    const before = input.treated.slice(0, input.interventionIndex);
    const candidates = donors.map((donor) => donor.slice(0, input.interventionIndex));
    const weights = closestConvexWeights(before, candidates);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
    const loss = (each: readonly number[]) =>
      before.reduce(
        (sum: number, value: number, t: number) =>
          sum + (value - candidates.reduce((part, donor, j) => part + (each[j] ?? 0) * (donor[t] ?? 0), 0)) ** 2,
        0,
      );
    for (const [from, weight] of weights.entries()) {
      for (const to of weights.keys()) {
        const step = Math.min(weight, 1e-3);
        const moved = weights.map((each, j) => each - (j === from ? step : 0) + (j === to ? step : 0));
        expect(loss(moved)).toBeGreaterThanOrEqual(loss(weights) - 1e-12);
      }
    }
  });

  it('solves problems with more donors than periods, and with equal donors', () => {
    const target = [1, 2];
    const many = [
      [0, 0],
      [3, 0],
      [0, 5],
      [3, 0],
      [2, 2],
      [9, 9],
    ];
    const weights = closestConvexWeights(target, many);
    const reached = target.map((_, row) =>
      many.reduce((sum, point, j) => sum + (weights[j] ?? 0) * (point[row] ?? 0), 0),
    );
    expectMatch(reached, target, 1e-9);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
  });

  it('returns a reason where it cannot say anything', () => {
    const reasonFor = (change: Partial<typeof control>) => {
      const result = syntheticControl({ ...control, ...change });
      return result.kind === 'unavailable' ? result.reason : null;
    };
    expect(reasonFor({ donors: donors.slice(0, 1) })).toBe('too_few_donors');
    expect(reasonFor({ startIndex: 0 })).toBe('too_few_periods');
    expect(reasonFor({ treated: [1, 2] })).toBe('lengths_differ');
    expect(reasonFor({ treated: donors[0] ?? [] })).toBe('exact_fit_before');
  });
});

describe('regression discontinuity', () => {
  const { input, expect: expected } = vectors.rdd.cases[0];
  const units = { scores: input.x, outcomes: input.y, received: input.received, cutoff: input.cutoff };
  const result = regressionDiscontinuity(units);

  it('reproduces the reference bandwidth with every intermediate figure', () => {
    const { ik } = expected;
    const bandwidth = {
      bandwidth: expected.h,
      pilotBandwidth: ik.h1,
      density: ik.fc,
      residualVariance: ik.sigma2,
      thirdDerivative: ik.m3,
      below: { bandwidth: ik.h2l, secondDerivative: ik.m2l, regularisation: ik.rl },
      above: { bandwidth: ik.h2r, secondDerivative: ik.m2r, regularisation: ik.rr },
    };
    expectMatch(result, { kind: 'estimated', bandwidth }, vectors.rdd.tol);
  });

  it('reproduces the reference jumps, sharp and fuzzy, at h, h/2 and 2h', () => {
    const pair = ([est, se]: readonly [number, number]) => asEstimate({ est, se });
    const figures = {
      unitsBelow: expected.nLeft,
      unitsAbove: expected.nRight,
      conventional: asEstimate(expected.conventional),
      robust: asEstimate(expected.robust),
      firstStage: asEstimate(expected.firstStage),
      fuzzy: asEstimate(expected.fuzzy),
      halfBandwidth: pair(expected.halfBandwidth),
      doubleBandwidth: pair(expected.doubleBandwidth),
    };
    expectMatch(result, figures, vectors.rdd.tol);
  });

  it('reproduces the exact tests of the numbers of units beside the threshold', () => {
    const density = expected.density.map((each: { window: number; left: number; right: number; p: number }) => ({
      window: each.window,
      below: each.left,
      above: each.right,
      pValue: each.p,
    }));
    expectMatch(result, { density }, vectors.rdd.tol);
  });

  it('returns a reason where it cannot say anything', () => {
    const reasonFor = (change: Partial<typeof units>) => {
      const other = regressionDiscontinuity({ ...units, ...change });
      return other.kind === 'unavailable' ? other.reason : null;
    };
    expect(reasonFor({ cutoff: 5 })).toBe('too_few_units');
    expect(reasonFor({ outcomes: [1] })).toBe('lengths_differ');
    expect(reasonFor({ outcomes: input.y.map(() => 1) })).toBe('no_bandwidth');
    expect(reasonFor({ scores: input.x.map((score: number) => (score >= 0.6 ? 1 : 0)) })).toBe('no_bandwidth');
  });
});
