import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { descendingOrder } from './descending-order.ts';

describe('descending order', () => {
  it('is what a stable comparator sort gives', () => {
    const few = fc.constantFrom(0, -0, 1, -1, 0.5, 1e-320, -1e300, Infinity, -Infinity);
    fc.assert(
      fc.property(fc.array(fc.oneof(few, fc.double({ noNaN: true }))), (scores) => {
        const expected = scores
          .map((_, i) => i)
          .sort((a, b) => {
            const [x, y] = [scores[a] ?? 0, scores[b] ?? 0];
            return x === y ? a - b : x > y ? -1 : 1;
          });
        expect([...descendingOrder(scores)]).toEqual(expected);
      }),
    );
  });
});
