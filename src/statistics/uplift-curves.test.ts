import { describe, expect, it } from 'vitest';
import uplift from '../../test/vectors/outcome/uplift.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { upliftCurves } from './uplift-curves.ts';

const { tol, cases } = uplift.classicCurves;

describe('uplift curves', () => {
  it.each(cases)('agrees with the reference', ({ input, expect: expected }) => {
    const result = upliftCurves({ score: input.score, action: input.w, benefit: input.y });
    const wanted = {
      kind: 'estimated',
      auuc: expected.auucRaw,
      auucMinusRandom: expected.auucMinusRandom,
      auqc: expected.auqcRaw,
      qiniMinusRandom: expected.qiniMinusRandom,
      qiniPerUnitSquared: expected.qiniPerUnit2,
      totalGain: expected.totalGain,
    };
    expect(firstMismatch(result, wanted, tol)).toBe(undefined);
  });

  it('the curve runs from no unit to all, with no more points than asked for', () => {
    const [first] = cases;
    if (first === undefined) throw new Error('the reference has a case');
    const { score, w: action, y: benefit } = first.input;
    const result = upliftCurves({ score, action, benefit }, 20);
    if (result.kind !== 'estimated') throw new Error(result.reason);
    expect(result.points.length).toBeLessThanOrEqual(20);
    expect(result.points.length).toBeGreaterThanOrEqual(18);
    expect(result.points.at(0)).toEqual({ units: 0, uplift: 0, qini: 0 });
    expect(result.points.at(-1)).toMatchObject({ units: score.length, uplift: result.totalGain });
  });

  it('says why there is no estimate', () => {
    expect(upliftCurves({ score: [], action: [], benefit: [] })).toMatchObject({ reason: 'empty_arm' });
    expect(upliftCurves({ score: [1, 2], action: [1, 1], benefit: [1, 0] })).toMatchObject({ reason: 'empty_arm' });
    const broken = { score: [1, 2], action: [1, 0], benefit: [1, Infinity] };
    expect(upliftCurves(broken)).toMatchObject({ reason: 'not_finite' });
    expect(() => upliftCurves({ score: [1], action: [], benefit: [] })).toThrow(RangeError);
  });
});
