import { describe, expect, it } from 'vitest';
import type { CategoryColumn } from './model.ts';
import { randomNumbers } from './random.ts';
import { encodeCategory, encodingParts } from './target-encoding.ts';

const ROWS = 1000;
const ones = new Float64Array(ROWS).fill(1);

function column(codes: Int32Array, levels: readonly string[]): CategoryColumn {
  return { kind: 'category', name: 'c', levels, codes };
}

describe('a category as a number', () => {
  it('is the mean at its level, drawn towards the overall mean as if by ten rows', () => {
    const codes = Int32Array.from(ones, (_, row) => (row < 10 ? 0 : 1));
    const response = Float64Array.from(ones, (_, row) => (row < 10 ? 1 : 0));
    const { feature } = encodeCategory(
      column(codes, ['a', 'b']),
      3,
      response,
      ones,
      encodingParts(ROWS, randomNumbers(1)),
    );
    // By hand: overall 0.01; (10 + 10 * 0.01) / 20 = 0.505 and (0 + 10 * 0.01) / 1000 = 0.0001.
    expect(feature).toMatchObject({ kind: 'levels', input: 3, levels: ['a', 'b'], otherwise: Math.fround(0.01) });
    if (feature.kind !== 'levels') throw new Error('a category has levels');
    expect(feature.values[0]).toBeCloseTo(0.505, 6);
    expect(feature.values[1]).toBeCloseTo(0.0001, 6);
  });

  it('never tells a training row its own answer', () => {
    // Every row has a level of its own: all that its training value may know is the mean of the other parts.
    const codes = Int32Array.from(ones, (_, row) => row);
    const levels = Array.from(ones, (_, row) => `level ${row}`);
    const response = Float64Array.from(ones, (_, row) => row % 2);
    const { training } = encodeCategory(
      column(codes, levels),
      0,
      response,
      ones,
      encodingParts(ROWS, randomNumbers(1)),
    );
    expect(new Set(training).size).toBeLessThanOrEqual(5);
  });

  it('treats a missing value as a level, and knows only levels that training saw', () => {
    const codes = Int32Array.from(ones, (_, row) => (row < 500 ? -1 : 1));
    const response = Float64Array.from(ones, (_, row) => (row < 500 ? 1 : 0));
    const { feature } = encodeCategory(
      column(codes, ['never', 'b']),
      0,
      response,
      ones,
      encodingParts(ROWS, randomNumbers(1)),
    );
    if (feature.kind !== 'levels') throw new Error('a category has levels');
    expect(feature.levels).toEqual(['b']);
    expect(feature.whenMissing).toBeCloseTo(505 / 510, 6);
  });
});
