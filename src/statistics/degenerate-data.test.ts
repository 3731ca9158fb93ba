import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusteredDifference } from './clustered-difference.ts';
import type { CoMoments } from './co-moments.ts';
import { complierEffect } from './complier-effect.ts';
import { confidenceSequence } from './confidence-sequence.ts';
import { cuped } from './cuped.ts';
import { ratioMetric } from './ratio-metric.ts';
import { relativeLift } from './relative-lift.ts';
import { sampleRatio } from './sample-ratio.ts';
import { stratifiedDifference } from './stratified-difference.ts';
import { twoMeans } from './two-means.ts';
import { twoProportions } from './two-proportions.ts';

/** The values at which divisions and roots go wrong, and ordinary ones between them. */
const mean = fc.constantFrom(0, -1, 1, 1e-9, 0.3, 1e9, -1e-300);
const spread = fc.constantFrom(0, 1e-300, 1e-12, 0.25, 1, 1e12);
const count = fc.constantFrom(0, 1, 2, 3, 50, 1e6);
const moments = fc.record({ count, mean, squaredDeviations: spread });
const coMoments: fc.Arbitrary<CoMoments> = fc
  .tuple(count, mean, mean, spread, spread, fc.constantFrom(-1, 0, 0.5, 1))
  .map(([units, meanX, meanY, squaredDeviationsX, squaredDeviationsY, correlation]) => ({
    count: units,
    meanX,
    meanY,
    squaredDeviationsX,
    squaredDeviationsY,
    coDeviations: correlation * Math.sqrt(squaredDeviationsX) * Math.sqrt(squaredDeviationsY),
  }));
const events = fc
  .tuple(count, fc.constantFrom(0, 0.5, 1))
  .map(([units, share]) => ({ units, events: Math.floor(units * share) }));
const estimate = fc.record({ estimate: mean, standardError: spread });

function arms<T>(arm: fc.Arbitrary<T>) {
  return fc.record({ action: arm, holdout: arm });
}

/** Whether a result holds a number that is none, anywhere. */
function hasNaN(value: unknown): boolean {
  if (typeof value === 'number') return Number.isNaN(value);
  return typeof value === 'object' && value !== null && Object.values(value).some(hasNaN);
}

describe('no data make an estimator throw or answer with something that is not a number', () => {
  const estimators: [name: string, run: fc.Arbitrary<() => unknown>][] = [
    ['two means', arms(moments).map((input) => () => twoMeans(input))],
    ['two proportions', arms(events).map((input) => () => twoProportions(input))],
    ['relative lift', arms(estimate).map((input) => () => relativeLift(input))],
    ['ratio metric', arms(coMoments).map((input) => () => ratioMetric(input))],
    ['CUPED', arms(coMoments).map((input) => () => cuped(input))],
    ['complier effect', arms(coMoments).map((input) => () => complierEffect(input))],
    ['clustered difference', arms(coMoments).map((input) => () => clusteredDifference(input))],
    [
      'stratified difference',
      fc.array(arms(moments), { maxLength: 3 }).map((strata) => () => {
        return stratifiedDifference(strata.map((stratum, i) => ({ name: String(i), ...stratum })));
      }),
    ],
    [
      'sample ratio',
      fc.tuple(count, count, fc.constantFrom(1e-6, 1)).map(([a, b, weight]) => () => {
        return sampleRatio({ observed: [a, b], weights: [weight, 1] });
      }),
    ],
    [
      'confidence sequence',
      fc.tuple(estimate, count, fc.constantFrom(1, 1e6)).map(([given, units, plannedUnits]) => () => {
        return confidenceSequence({ ...given, units, plannedUnits });
      }),
    ],
  ];

  it.each(estimators)('%s', (_, runs) => {
    fc.assert(
      fc.property(runs, (run) => {
        expect(hasNaN(run())).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
