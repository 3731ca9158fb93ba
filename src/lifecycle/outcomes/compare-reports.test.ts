import { describe, expect, it } from 'vitest';
import { differencesOf } from './compare-reports.ts';

describe('two reports', () => {
  it('are the same when numbers agree to nine digits and everything else is equal', () => {
    const report = { state: 'WORKS', money: { net: 0.1 + 0.2, gap: null }, rows: [{ text: 'a' }], on: undefined };
    expect(differencesOf(report, { state: 'WORKS', money: { net: 0.3, gap: null }, rows: [{ text: 'a' }] })).toEqual(
      [],
    );
    expect(differencesOf(0, -0)).toEqual([]);
  });

  it('differ at the paths that are named', () => {
    const stored = { state: 'WORKS', money: { net: 1 }, rows: [{ text: 'a' }, { text: 'b' }] };
    const measured = { state: 'HARMFUL', money: { net: 1.00001 }, rows: [{ text: 'a' }], extra: 1 };
    expect(differencesOf(stored, measured)).toEqual(['state', 'money.net', 'rows[1]', 'extra']);
    expect(differencesOf({ a: [] }, { a: {} })).toEqual(['a']);
    expect(differencesOf({ a: null }, { a: 0 })).toEqual(['a']);
  });

  it('name at most twenty differences', () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i + 1);
    expect(
      differencesOf(
        numbers,
        numbers.map((number) => -number),
      ),
    ).toHaveLength(20);
  });
});
