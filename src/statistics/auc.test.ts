import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { type Auc, auc, aucFromHistogram, type ScoredOutcomes, type ScoreHistogram } from './auc.ts';
import { firstMismatch } from './first-mismatch.ts';

interface Fixture {
  readonly score: readonly number[];
  readonly w: readonly number[];
  readonly e: readonly number[];
  readonly y: readonly number[];
}

function untreated({ score, w, e, y }: Fixture): Required<ScoredOutcomes> {
  const kept = w.flatMap((acted, i) => (acted === 0 ? [i] : []));
  return {
    score: kept.map((i) => score[i] ?? 0),
    outcome: kept.map((i) => y[i] ?? 0),
    weight: kept.map((i) => 1 / (1 - (e[i] ?? 0))),
  };
}

/** A repeatable stream of numbers in 0..1 (mulberry32), so that the large cases are the same in every run. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function simulate(units: number, seed: number): Required<ScoredOutcomes> {
  const next = uniform(seed);
  const score = Float64Array.from({ length: units }, next);
  const outcome = score.map((s) => (next() < 0.05 + 0.4 * s * s ? 1 : 0));
  const weight = score.map((s) => (s > 0.7 ? 5 : 1 / 0.9));
  return { score, outcome, weight };
}

function histogramOf(
  { score, outcome, weight }: Required<ScoredOutcomes>,
  bins: number,
  isWeighted: boolean,
): ScoreHistogram {
  const sums = Array.from({ length: 4 }, () => new Float64Array(bins));
  const [positive, negative, positiveSquared, negativeSquared] = sums;
  if (!(positive && negative && positiveSquared && negativeSquared)) throw new Error('four histograms');
  let positives = 0;
  for (let i = 0; i < score.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((score[i] ?? 0) * bins));
    const unitWeight = isWeighted ? (weight[i] ?? 0) : 1;
    const has = outcome[i] === 1;
    if (has) positives++;
    const [plain, squares] = has ? [positive, positiveSquared] : [negative, negativeSquared];
    plain[bin] = (plain[bin] ?? 0) + unitWeight;
    squares[bin] = (squares[bin] ?? 0) + unitWeight ** 2;
  }
  const histogram = { positiveWeight: positive, negativeWeight: negative };
  if (!isWeighted) return histogram;
  const negatives = score.length - positives;
  const squared = { positiveWeight: positiveSquared, negativeWeight: negativeSquared, positives, negatives };
  return { ...histogram, squared };
}

function estimated(result: Auc) {
  if (result.kind !== 'estimated') throw new Error(result.reason);
  return result;
}

describe('auc', () => {
  it.each(uplift.auc.cases)('agrees with the reference, on all units, on untreated units and weighted', (vector) => {
    const { input, expect: expected } = vector;
    const { score, outcome, weight } = untreated(input);
    const limits = ([lower, upper]: readonly number[]) => ({ lower, upper });
    for (const [result, wanted] of [
      [auc({ score: input.score, outcome: input.y }), expected.naiveAllUnits],
      [auc({ score, outcome }), expected.untreatedOnly],
    ] as const) {
      const figures = {
        estimate: wanted.auc,
        standardError: wanted.se,
        interval: limits(wanted.ci),
        logitInterval: limits(wanted.ciLogit),
        positives: wanted.nPos,
        negatives: wanted.nNeg,
      };
      expect(firstMismatch(result, figures, uplift.auc.tol)).toBe(undefined);
    }
    const weighted = auc({ score, outcome, weight });
    expect(firstMismatch(weighted, { estimate: expected.ipwAuc, standardError: expected.ipwSe }, uplift.auc.tol)).toBe(
      undefined,
    );
  });

  it.each([false, true])(
    'a thousand bins agree with the exact figure within the bin error (weighted: %s)',
    (isWeighted) => {
      const units = simulate(50_000, 7);
      const { score, outcome, weight } = units;
      const exact = estimated(auc(isWeighted ? { score, outcome, weight } : { score, outcome }));
      const binned = estimated(aucFromHistogram(histogramOf(units, 1000, isWeighted)));
      expect(binned.binError).toBeLessThan(1e-3);
      expect(Math.abs(binned.estimate - exact.estimate)).toBeLessThanOrEqual(binned.binError);
      expect(binned.standardError / exact.standardError).toBeCloseTo(1, 3);
      expect(binned.logitInterval.lower).toBeCloseTo(exact.logitInterval.lower, 4);
      expect([binned.positives, binned.negatives]).toEqual([exact.positives, exact.negatives]);
    },
  );

  it('bins that coincide with the scores give the exact figure', () => {
    const units = simulate(2000, 3);
    const coarse = { ...units, score: Float64Array.from(units.score, (s) => Math.floor(s * 20) / 20) };
    const exact = estimated(auc(coarse));
    const { binError, ...binned } = estimated(aucFromHistogram(histogramOf(units, 20, true)));
    expect(binError).toBeGreaterThan(0);
    expect(firstMismatch(binned, { ...binned, ...exact, binError: undefined }, 1e-12)).toBe(undefined);
  });

  it('only the order of the scores counts, and turning it mirrors the area', () => {
    const unit = fc.record({ score: fc.integer({ min: 0, max: 50 }), outcome: fc.constantFrom(0, 1) });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 4, maxLength: 60 }), (units) => {
        const score = units.map((u) => u.score);
        const outcome = units.map((u) => u.outcome);
        const plain = auc({ score, outcome });
        fc.pre(plain.kind === 'estimated');
        const stretched = estimated(auc({ score: score.map((s) => Math.exp(s / 10)), outcome }));
        const mirrored = estimated(auc({ score: score.map((s) => -s), outcome }));
        expect(stretched.estimate).toBe(plain.estimate);
        expect(mirrored.estimate).toBeCloseTo(1 - plain.estimate, 12);
        expect(mirrored.standardError).toBeCloseTo(plain.standardError, 12);
      }),
    );
  });

  it('a million units take less than five seconds of processor time', () => {
    const units = simulate(1_000_000, 11);
    const before = process.cpuUsage();
    const result = estimated(auc(units));
    // Processor time instead of the clock: other tests run at the same time.
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(5);
    expect(result.estimate).toBeGreaterThan(0.6);
  });

  it('says why there is no estimate', () => {
    expect(auc({ score: [], outcome: [] })).toMatchObject({ reason: 'too_few_positives' });
    expect(auc({ score: [1, 2, 3], outcome: [1, 1, 0] })).toMatchObject({ reason: 'too_few_negatives' });
    expect(auc({ score: [1, 2, 3, Number.NaN], outcome: [1, 1, 0, 0] })).toMatchObject({ reason: 'not_finite' });
    expect(auc({ score: [1, 2, 3, 4], outcome: [0, 0, 1, 1] })).toMatchObject({ reason: 'no_variance' });
    expect(auc({ score: [1, 1, 1, 1], outcome: [0, 0, 1, 1] })).toMatchObject({ reason: 'no_variance' });
    const weight = [1, 1, -1, 1];
    expect(auc({ score: [1, 2, 3, 4], outcome: [0, 1, 0, 1], weight })).toMatchObject({ reason: 'invalid_weight' });
  });

  it('refuses columns of different length', () => {
    expect(() => auc({ score: [1, 2], outcome: [1] })).toThrow(RangeError);
    expect(() => aucFromHistogram({ positiveWeight: [1, 2], negativeWeight: [1] })).toThrow(RangeError);
  });
});
