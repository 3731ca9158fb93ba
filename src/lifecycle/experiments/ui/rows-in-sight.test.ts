import { describe, expect, it } from 'vitest';
import { rowsInSight } from './rows-in-sight.ts';

describe('rows in sight', () => {
  const of = { rowHeight: 45, boxHeight: 620 };
  it('are few, however many rows there are', () => {
    expect(rowsInSight({ ...of, count: 100_000, top: 0 })).toEqual({ first: 0, last: 26 });
    expect(rowsInSight({ ...of, count: 100_000, top: 45_000 })).toEqual({ first: 988, last: 1_026 });
    expect(rowsInSight({ ...of, count: 100_000, top: 100_000 * 45 }).last).toBe(99_999);
  });
  it('are all of a short list, and none of an empty one, wherever the box was scrolled before', () => {
    expect(rowsInSight({ ...of, count: 3, top: 9_000 })).toEqual({ first: 0, last: 2 });
    expect(rowsInSight({ ...of, count: 0, top: 9_000 })).toEqual({ first: 0, last: -1 });
  });
});
