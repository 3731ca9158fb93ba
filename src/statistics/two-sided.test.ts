import { expect, test } from 'vitest';
import { requireAlpha, twoSidedCritical, twoSidedPValue } from './two-sided.ts';

test('the critical value of a 95% interval is the textbook 1.96, and 2.262 with 9 degrees of freedom', () => {
  expect(twoSidedCritical(0.05)).toBeCloseTo(1.959963984540054, 14);
  expect(twoSidedCritical(0.05, 9)).toBeCloseTo(2.2621571628, 9);
});

test('the p-value of the critical value is alpha, on both sides', () => {
  expect(twoSidedPValue(twoSidedCritical(0.01, 12.5), 12.5)).toBeCloseTo(0.01, 13);
  expect(twoSidedPValue(-twoSidedCritical(0.01))).toBeCloseTo(0.01, 13);
  expect(twoSidedPValue(0)).toBe(1);
});

test.each([0, 1, -0.1, Number.NaN])('alpha %s is refused', (alpha) => {
  expect(() => requireAlpha(alpha)).toThrow(RangeError);
});
