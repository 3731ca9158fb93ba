import { describe, expect, it } from 'vitest';
import { costOfKnowing } from './cost-of-knowing.ts';

describe('cost of knowing', () => {
  it('is what the units left alone would have earned', () => {
    expect(costOfKnowing(0.2, 10_000, 12.5)).toBe(25_000);
  });

  it('is nothing when the action does not pay', () => {
    expect(costOfKnowing(0.2, 10_000, -3)).toBe(0);
  });

  it('refuses a share that is none', () => {
    expect(() => costOfKnowing(1.2, 10_000, 1)).toThrow(RangeError);
    expect(() => costOfKnowing(0.2, -1, 1)).toThrow(RangeError);
  });
});
