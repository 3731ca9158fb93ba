import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { benefitScores, rankingValue } from './ranking-value.ts';

const { tol, cases } = uplift.rate;

function gammaOf(result: ReturnType<typeof benefitScores>): Float64Array {
  if (result.kind !== 'scored') throw new Error(result.reason);
  return result.gamma;
}

describe('ranking value', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const scored = benefitScores({ action: input.w, propensity: input.e, benefit: input.y.map((y) => -y) });
    const gamma = gammaOf(scored);
    expect(firstMismatch(Array.from(gamma.subarray(0, 5)), expected.gammaFirst5, tol)).toBe(undefined);
    const result = rankingValue(input.score, gamma);
    const measure = ({ estimate, se, ci: [lower, upper], p }: typeof expected.QINI) => ({
      estimate,
      standardError: se,
      interval: { lower, upper },
      pValue: p,
    });
    const wanted = {
      kind: 'estimated',
      qini: measure(expected.QINI),
      autoc: measure(expected.AUTOC),
      averageEffect: expected.QINI.ate,
    };
    expect(firstMismatch(result, wanted, tol)).toBe(undefined);
    expect(firstMismatch(scored, { averageEffect: expected.AUTOC.ate }, tol)).toBe(undefined);
  });

  it('a ranking without distinct scores is worth nothing', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const { input } = first;
    const gamma = gammaOf(benefitScores({ action: input.w, propensity: input.e, benefit: input.y }));
    const result = rankingValue(new Float64Array(gamma.length), gamma);
    if (result.kind === 'estimated') {
      expect(result.qini.estimate).toBeCloseTo(0, 12);
      expect(result.autoc.estimate).toBeCloseTo(0, 12);
    }
  });

  it('reversing the ranking turns the sign of QINI', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const { input } = first;
    const gamma = gammaOf(benefitScores({ action: input.w, propensity: input.e, benefit: input.y }));
    const forth = rankingValue(input.score, gamma);
    const back = rankingValue(
      input.score.map((s) => -s),
      gamma,
    );
    if (forth.kind !== 'estimated' || back.kind !== 'estimated') throw new Error('both have variance');
    expect(back.qini.estimate).toBeCloseTo(-forth.qini.estimate, 12);
  });

  it('scaling the benefit scales the measure and leaves the p-value', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const { input } = first;
    const gamma = gammaOf(benefitScores({ action: input.w, propensity: input.e, benefit: input.y }));
    const plain = rankingValue(input.score, gamma);
    const large = rankingValue(
      input.score,
      gamma.map((g) => 900 * g),
    );
    if (plain.kind !== 'estimated' || large.kind !== 'estimated') throw new Error('both have variance');
    expect(large.autoc.estimate / plain.autoc.estimate).toBeCloseTo(900, 8);
    expect(large.autoc.pValue).toBeCloseTo(plain.autoc.pValue, 10);
  });

  it('says why there is no estimate', () => {
    const units = { action: [1, 0, 1], propensity: [0.5, 0.5, 0.5], benefit: [1, 0, 1] };
    expect(benefitScores({ ...units, propensity: [0.5, 1, 0.5] })).toMatchObject({ reason: 'propensity_outside_0_1' });
    expect(benefitScores({ ...units, action: [1, 1, 1] })).toMatchObject({ reason: 'empty_arm' });
    expect(benefitScores({ ...units, benefit: [1, Number.NaN, 1] })).toMatchObject({ reason: 'not_finite' });
    expect(rankingValue([1, 2, 3], [0, 0, 0])).toMatchObject({ reason: 'no_variance' });
    expect(rankingValue([1], [2])).toMatchObject({ reason: 'no_variance' });
    expect(rankingValue([1, Number.NaN], [2, 3])).toMatchObject({ reason: 'not_finite' });
    expect(() => rankingValue([1], [2, 3])).toThrow(RangeError);
  });
});
