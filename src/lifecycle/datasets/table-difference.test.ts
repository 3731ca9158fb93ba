import { describe, expect, it } from 'vitest';
import type { ColumnProfile } from '../../platform/tables/tables.schema.ts';
import { gapOfQuantiles, shiftOf } from './table-difference.ts';

const words = (counts: Readonly<Record<string, number>>, otherRows = 0): ColumnProfile => ({
  name: 'region',
  type: 'text',
  missing: 0,
  distinct: Object.keys(counts).length,
  isDistinctExact: true,
  shape: { kind: 'words', top: Object.entries(counts).map(([value, rows]) => ({ value, rows })), otherRows },
});

const uniform = (from: number, to: number) => Array.from({ length: 101 }, (_, k) => from + ((to - from) * k) / 100);

describe('how far a column moved between two versions', () => {
  it('is the largest gap between the two cumulative distributions', () => {
    expect(gapOfQuantiles(uniform(0, 1), uniform(0, 1))).toBe(0);
    expect(gapOfQuantiles(uniform(0, 1), uniform(0.25, 1.25))).toBeCloseTo(0.25, 6);
    expect(gapOfQuantiles(uniform(0, 1), uniform(2, 3))).toBe(1);
  });

  it('is told also where the earlier version was constant, which a stability index over quantile bins calls 0', () => {
    expect(gapOfQuantiles(uniform(0.5, 0.5), uniform(0, 1))).toBeCloseTo(0.5, 6);
    expect(gapOfQuantiles(uniform(7, 7), uniform(7, 7))).toBe(0);
  });

  it('is half the sum of the differences of shares for words', () => {
    expect(shiftOf(words({ north: 50, south: 50 }), words({ north: 80, south: 20 }))).toBeCloseTo(0.3, 6);
    expect(shiftOf(words({ north: 10 }), words({ south: 10 }))).toBe(1);
    // What may be among the others of the other side is not counted as moved.
    expect(shiftOf(words({ a: 50 }, 50), words({ a: 50, b: 50 }))).toBe(0);
  });

  it('is not told of names of things and of columns that changed their type', () => {
    expect(shiftOf({ ...words({ x: 1 }), type: 'id' }, { ...words({ y: 1 }), type: 'id' })).toBeNull();
    expect(shiftOf(words({ x: 1 }), { ...words({}), shape: null })).toBeNull();
  });
});
