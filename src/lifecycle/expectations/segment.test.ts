import { describe, expect, it } from 'vitest';
import { type ColumnsByName, type Segment, segmentTest } from './segment.ts';

const COLUMNS: ColumnsByName = new Map([
  ['tickets', { kind: 'number', name: 'tickets', values: Float32Array.of(0, 5, 6, Number.NaN) }],
  ['reply', { kind: 'number', name: 'reply', values: Float32Array.of(1, 0, 0, 1) }],
  ['plan', { kind: 'category', name: 'plan', levels: ['pro', 'basic'], codes: Int32Array.of(0, 1, -1, 1) }],
]);

const rowsOf = (segment: Segment): readonly number[] => [0, 1, 2, 3].filter(segmentTest(segment, COLUMNS));

describe('a segment', () => {
  it('without conditions is every row', () => {
    expect(rowsOf([])).toEqual([0, 1, 2, 3]);
  });

  it('compares amounts strictly at over and under, and with both ends at between', () => {
    expect(rowsOf([{ kind: 'over', column: 'tickets', value: 5 }])).toEqual([2]);
    expect(rowsOf([{ kind: 'under', column: 'tickets', value: 5 }])).toEqual([0]);
    expect(rowsOf([{ kind: 'between', column: 'tickets', from: 0, to: 5 }])).toEqual([0, 1]);
  });

  it('never takes a missing value for an amount or a word', () => {
    expect(rowsOf([{ kind: 'under', column: 'tickets', value: 99 }])).not.toContain(3);
    expect(rowsOf([{ kind: 'is', column: 'plan', words: ['pro', 'basic'] }])).toEqual([0, 1, 3]);
    expect(rowsOf([{ kind: 'missing', column: 'plan' }])).toEqual([2]);
  });

  it('reads yes and no whatever the file wrote, and joins conditions by and', () => {
    expect(rowsOf([{ kind: 'is', column: 'reply', words: ['no'] }])).toEqual([1, 2]);
    expect(
      rowsOf([
        { kind: 'is', column: 'reply', words: ['no'] },
        { kind: 'is', column: 'plan', words: ['basic'] },
      ]),
    ).toEqual([1]);
  });
});
