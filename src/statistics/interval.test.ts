import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containsValue, negateInterval } from './interval.ts';

test('an interval contains its ends', () => {
  expect(containsValue({ lower: -1, upper: 2 }, -1)).toBe(true);
  expect(containsValue({ lower: -1, upper: 2 }, 2)).toBe(true);
  expect(containsValue({ lower: -1, upper: 2 }, 2.01)).toBe(false);
});

test('negating an interval swaps its ends and never shows minus zero', () => {
  expect(negateInterval({ lower: 0, upper: 2 })).toEqual({ lower: -2, upper: 0 });
});

test('negating twice changes nothing', () => {
  const ends = fc.tuple(fc.integer(), fc.nat());
  fc.assert(
    fc.property(ends, ([lower, width]) => {
      const interval = { lower, upper: lower + width };
      expect(negateInterval(negateInterval(interval))).toEqual({ lower: lower + 0, upper: lower + width + 0 });
    }),
  );
});
