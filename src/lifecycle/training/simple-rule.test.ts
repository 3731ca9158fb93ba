import { describe, expect, it } from 'vitest';
import type { SourceValues } from './columns-source.ts';
import { type SimpleRule, scoresOfRule } from './simple-rule.ts';

describe('a rule of thumb', () => {
  it('puts the highest or the lowest first, and rows without a value last', () => {
    const calls: SourceValues = { kind: 'number', name: 'calls', values: Float32Array.of(3, Number.NaN, 5) };
    const scoresOf = (first: 'highest' | 'lowest') => [
      ...(scoresOfRule({ kind: 'order', column: 'calls', first }, calls) ?? []),
    ];
    const [three = 0, missing = 0, five = 0] = scoresOf('highest');
    expect([three, five, missing < three]).toEqual([3, 5, true]);
    const [low = 0, last = 0, high = 0] = scoresOf('lowest');
    expect([low, high, last < high]).toEqual([-3, -5, true]);
  });

  it('puts rows with its words before all others, where its column is one of words', () => {
    const rule: SimpleRule = { kind: 'words', column: 'contract', words: ['monthly'] };
    const levels = ['yearly', 'monthly'];
    const contract: SourceValues = { kind: 'category', name: 'contract', levels, codes: Int32Array.of(1, 0, -1) };
    expect(scoresOfRule(rule, contract)).toEqual(Float64Array.of(1, 0, 0));
    expect(scoresOfRule(rule, { kind: 'number', name: 'contract', values: Float32Array.of(1) })).toBeNull();
    expect(scoresOfRule(rule, undefined)).toBeNull();
  });
});
