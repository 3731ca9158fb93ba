import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { readEquivalence } from './equivalence.ts';

/** The reference spells two readings with more words and gives the remark about harm a name of its own. */
const READING_OF_REFERENCE: Record<string, ReturnType<typeof readEquivalence>['reading']> = {
  worthwhile: 'worthwhile',
  positive_maybe_small: 'positive',
  positive_but_too_small: 'positive_small',
  no_worthwhile_effect: 'none',
  not_beneficial_maybe_harmful: 'none',
  unknown: 'unknown',
  harmful: 'harmful',
};

describe('equivalence', () => {
  it.each(plan.equivalence.cases)('agrees with the reference: $input is $expect', ({ input, expect: expected }) => {
    const [lower, upper] = input.ci;
    if (lower === undefined || upper === undefined) throw new Error('the reference has both limits');
    const result = readEquivalence({ lower, upper }, input.dstar);
    expect(result.reading).toBe(READING_OF_REFERENCE[expected]);
    if (result.reading === 'none') {
      expect(result.harmNotRuledOut).toBe(expected === 'not_beneficial_maybe_harmful');
    }
  });

  it('a lower limit at dmin is worthwhile and an upper limit at dmin leaves the question open', () => {
    expect(readEquivalence({ lower: 0.01, upper: 0.03 }, 0.01).reading).toBe('worthwhile');
    expect(readEquivalence({ lower: -0.001, upper: 0.01 }, 0.01).reading).toBe('unknown');
    expect(readEquivalence({ lower: 0, upper: 0.005 }, 0.01).reading).toBe('none');
  });

  it('refuses limits in the wrong order and a dmin that is not a size', () => {
    expect(() => readEquivalence({ lower: 1, upper: 0 }, 0.01)).toThrow(RangeError);
    expect(() => readEquivalence({ lower: Number.NaN, upper: 0 }, 0.01)).toThrow(RangeError);
    expect(() => readEquivalence({ lower: 0, upper: 1 }, 0)).toThrow(RangeError);
  });
});
