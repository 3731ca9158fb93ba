import { describe, expect, it } from 'vitest';
import { firstMismatch } from './first-mismatch.ts';

describe('first mismatch', () => {
  it('is nothing when every expected number agrees within the tolerance', () => {
    expect(firstMismatch({ a: 1, b: [2, 3000.0001], extra: 9 }, { a: 1 + 1e-9, b: [2, 3000] }, 1e-7)).toBe(undefined);
  });

  it('names the field that differs', () => {
    expect(firstMismatch({ a: { b: [1, 2] } }, { a: { b: [1, 3] } }, 1e-9)).toContain('result.a.b.1 is 2, expected 3');
    expect(firstMismatch({ kind: 'unavailable' }, { kind: 'estimated' }, 1e-9)).toContain('result.kind');
  });

  it('counts what is missing, what is no number and a different length as a mismatch', () => {
    expect(firstMismatch({}, { a: 1 }, 1)).toContain('undefined');
    expect(firstMismatch(Number.NaN, 1, 1)).toContain('NaN');
    expect(firstMismatch(null, { a: 1 }, 1)).toContain('null');
    expect(firstMismatch([1], [1, 2], 1)).toContain('1 entries');
  });
});
