import { describe, expect, it } from 'vitest';
import { descendingOrder } from '../statistics/index.ts';
import { ruleScores, type SimpleRule, unknownLast } from './simple-rule.ts';

const numbers = (...values: readonly number[]) => ({ kind: 'number' as const, values: Float32Array.from(values) });
const contract = { kind: 'category' as const, levels: ['yearly', 'monthly'], codes: Int32Array.of(1, 0, -1) };

describe('a simple rule', () => {
  it('puts rows of which it knows nothing last, whichever way it orders', () => {
    const orderBy = (isHigherFirst: boolean, column = numbers(3, Number.NaN, 5)) => {
      const scores = ruleScores({ kind: 'order', column: 'calls', isHigherFirst }, column);
      return scores && [...descendingOrder(unknownLast(scores))];
    };
    expect(orderBy(true)).toEqual([2, 0, 1]);
    expect(orderBy(false)).toEqual([0, 2, 1]);
    expect(orderBy(true, numbers(Number.NaN, -3e38))).toEqual([1, 0]);
  });

  it('stays a finite order where nothing is known of any row', () => {
    expect(unknownLast(Float64Array.of(Number.NaN, Number.NaN))).toEqual(Float64Array.of(-1, -1));
  });

  it('says yes to the rows on one side of a limit, and never to a missing value', () => {
    const rule: SimpleRule = { kind: 'threshold', column: 'tenure', isAbove: false, threshold: 12 };
    expect(ruleScores(rule, numbers(3, Number.NaN, 12))).toEqual(Float64Array.of(1, 0, 0));
  });

  it('says yes to the rows with its words, and orders moments too', () => {
    const rule: SimpleRule = { kind: 'words', column: 'contract', words: ['monthly', 'weekly'] };
    expect(ruleScores(rule, contract)).toEqual(Float64Array.of(1, 0, 0));
    const newest: SimpleRule = { kind: 'order', column: 'since', isHigherFirst: true };
    expect(ruleScores(newest, { kind: 'time', values: Float64Array.of(2, 1) })).toEqual(Float64Array.of(2, 1));
  });

  it('cannot be applied to a column of another kind', () => {
    expect(ruleScores({ kind: 'words', column: 'tenure', words: ['x'] }, numbers(1))).toBeNull();
    expect(ruleScores({ kind: 'order', column: 'contract', isHigherFirst: true }, contract)).toBeNull();
  });
});
