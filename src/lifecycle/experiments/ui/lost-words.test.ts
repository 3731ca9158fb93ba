import { describe, expect, it } from 'vitest';
import { lostInWords, sinceInWords, stopOf } from './lost-words.ts';

const AT_12 = { x: 12, isFromStart: false };

describe('a value that is no number', () => {
  it('is known by the last point of its curve, and by whether there ever was a number', () => {
    const points = [
      { x: 0, value: 0.5 },
      { x: 3, value: 'NaN' as const },
    ];
    expect(stopOf(points)).toEqual({ what: 'NaN', x: 3, isFromStart: false });
    expect(stopOf(points.slice(1))).toEqual({ what: 'NaN', x: 3, isFromStart: true });
    expect(stopOf([...points, { x: 4, value: 1 }])).toBeNull();
    expect(stopOf([])).toBeNull();
  });

  it('says what happened and since when', () => {
    expect(lostInWords('loss', 'NaN', { what: 'NaN', ...AT_12 })).toBe('loss has not been a number since step 12');
    expect(lostInWords('loss', 'Infinity', { what: 'Infinity', ...AT_12 })).toBe(
      'loss grew beyond all numbers (infinite) at step 12',
    );
    expect(lostInWords('loss', '-Infinity', { what: '-Infinity', ...AT_12 })).toBe(
      'loss fell below all numbers (minus infinite) at step 12',
    );
    expect(lostInWords('loss', 'NaN', { what: 'Infinity', ...AT_12 })).toBe(
      'loss grew beyond all numbers (infinite) at step 12 and ended as not a number',
    );
    expect(lostInWords('loss', 'NaN', { what: 'NaN', x: 65_000, isFromStart: false }, 'time')).toBe(
      'loss has not been a number since 65 s after its first value',
    );
  });

  it('that never was one, or of which nothing more is known, says no step', () => {
    expect(lostInWords('loss', 'NaN', { what: 'NaN', x: 0, isFromStart: true })).toBe('loss was never a number');
    expect(lostInWords('loss', 'Infinity', { what: 'Infinity', x: 0, isFromStart: true })).toBe(
      'loss was infinite from the start',
    );
    expect(lostInWords('loss', 'NaN', null)).toBe('loss ended as not a number');
  });

  it('in a table says beside its value only since when', () => {
    expect(sinceInWords('NaN', { what: 'NaN', x: 1_200, isFromStart: false })).toBe('since step 1,200');
    expect(sinceInWords('NaN', { what: 'Infinity', ...AT_12 })).toBe('infinite since step 12');
    expect(sinceInWords('NaN', { what: 'NaN', x: 0, isFromStart: true })).toBe('from the start');
    expect(sinceInWords('NaN', null)).toBeNull();
  });
});
