import { describe, expect, it } from 'vitest';
import { type ColumnEntry, emptyEntry } from '../datasets/index.ts';
import type { ColumnFacts } from '../training/index.ts';
import { alikeRows } from './alike-rows.ts';
import { type ColumnCourse, judgementsInForce, pointsToSign } from './explanation.ts';
import { type KnownColumn, leversOf, stepWithin, whyNoLever } from './levers-of-columns.ts';
import { addedAt } from './model-overview.ts';
import { pickExamples } from './pick-examples.ts';
import { unfitReason } from './unfit-cell.ts';

const NUMBER: ColumnFacts = {
  kind: 'number',
  name: 'price',
  missing: 0,
  least: 10,
  low: 20,
  middle: 30,
  high: 60,
  most: 90,
};
const WORD: ColumnFacts = { kind: 'category', name: 'contract', missing: 0, levels: [] };

function course(column: string, more: Partial<ColumnCourse> = {}): ColumnCourse {
  return { column, share: 0.5, points: [], levels: [], isWhole: false, ...more };
}

function entry(name: string, more: Partial<ColumnEntry> = {}): ColumnEntry {
  return { ...emptyEntry(name), isActionable: true, ...more };
}

function known(more: Partial<KnownColumn> = {}): KnownColumn {
  return { facts: NUMBER, course: course('price'), entry: entry('price'), effort: 1, ...more };
}

describe('what can be changed', () => {
  it('stays within the dictionary and within what the rows have, and crossing the usual range costs the effort', () => {
    const [lever] = leversOf([known({ entry: entry('price', { min: 25, max: 200 }), effort: 4 })]);
    expect(lever).toEqual({ kind: 'number', column: 'price', from: 25, to: 90, step: 1, costPerUnit: 0.1 });
  });

  it('is nothing that nobody spoke of, that is fixed, protected, or has no other value', () => {
    expect(whyNoLever(known({ entry: null }))).toBe('not-said');
    expect(whyNoLever(known({ entry: entry('price', { isActionable: false }) }))).toBe('fixed');
    expect(whyNoLever(known({ entry: entry('price', { sensitivity: 'protected' }) }))).toBe('protected');
    expect(whyNoLever(known({ entry: entry('price', { max: 5 }) }))).toBe('no-other-value');
    expect(whyNoLever(known({ facts: WORD, course: course('contract', { levels: ['monthly'] }) }))).toBe(
      'no-other-value',
    );
    expect(leversOf([known({ entry: null })])).toEqual([]);
  });

  it('goes in steps that people would say', () => {
    expect([80, 1, 0.03, 7_000].map(stepWithin)).toEqual([1, 0.01, 0.0005, 100]);
  });
});

describe('values that are asked about', () => {
  it('are refused outside of the dictionary, and a missing value never', () => {
    const column = known({ entry: entry('price', { min: 0, max: 50 }) });
    expect(unfitReason(column, 51, true)).toContain('at most 50');
    expect(unfitReason(column, -1, true)).toContain('at least 0');
    expect(unfitReason(column, 50, true)).toBeNull();
    expect(unfitReason(column, null, true)).toBeNull();
  });
});

describe('what came true for rows alike', () => {
  it('is the share among the nearest rows, with the interval of Wilson as scipy gives it', () => {
    // 1,000 rows; the 50 nearest to 0.5 hold 25 events.
    const probability = Float64Array.from({ length: 1_000 }, (_, row) => row / 1_000);
    const outcome = Uint8Array.from({ length: 1_000 }, (_, row) => row % 2);
    const found = alikeRows({ probability, outcome }, 0.4995);
    // scipy.stats.binomtest(25, 50).proportion_ci(method='wilson') of scipy 1.17.1.
    expect(found?.rows).toBe(50);
    expect(found?.low).toBeCloseTo(0.3664451431682858, 12);
    expect(found?.high).toBeCloseTo(0.6335548568317142, 12);
  });

  it('is not told where too few rows were foreseen, or too few of them lie near', () => {
    expect(alikeRows({ probability: new Float64Array(49), outcome: new Uint8Array(49) }, 0)).toBeNull();
    const far = { probability: new Float64Array(1_000).fill(0.9), outcome: new Uint8Array(1_000) };
    expect(alikeRows(far, 0.99)).toBeNull();
    expect(alikeRows(far, 0.94)?.rows).toBe(1_000);
  });
});

describe('rows worth looking at', () => {
  it('are the ends of the order and those nearest to one half, the earlier first, by their places in the table', () => {
    const order = Float64Array.of(0.2, 0.9, 0.52, 0.9, 0.1);
    const places = Uint32Array.of(10, 20, 30, 40, 50);
    const { high, doubtful, low } = pickExamples(
      { kind: 'binary', name: 'left', classes: ['no', 'yes'] },
      order,
      places,
    );
    expect(high.slice(0, 2)).toEqual([
      { row: 21, prediction: 0.9, outcome: null },
      { row: 41, prediction: 0.9, outcome: null },
    ]);
    expect(doubtful[0]).toMatchObject({ row: 31, prediction: 0.52 });
    expect(low[0]).toMatchObject({ row: 51, prediction: 0.1 });
  });

  it('of several classes are the surest and the most doubtful, each with the class that it most likely has', () => {
    const target = { kind: 'multiclass', name: 'housing', classes: ['own', 'rent', 'free'] } as const;
    const predictions = Float64Array.of(0.1, 0.8, 0.1, 0.4, 0.3, 0.3, 0.02, 0.03, 0.95);
    const { high, doubtful, low } = pickExamples(target, predictions, Uint32Array.of(4, 5, 6));
    expect(high.slice(0, 2)).toEqual([
      { row: 7, prediction: 0.95, outcome: 'free' },
      { row: 5, prediction: 0.8, outcome: 'rent' },
    ]);
    expect(doubtful[0]).toEqual({ row: 6, prediction: 0.4, outcome: 'own' });
    expect(low).toEqual([]);
  });
});

describe('the points of a curve', () => {
  it('are signed at its ends and evenly between them, over whole numbers at whole numbers', () => {
    const points = Array.from({ length: 20 }, (_, at) => ({ value: at / 2, mean: 0, low: 0, high: 0, adds: null }));
    const values = (isWhole: boolean) => pointsToSign({ points, isWhole }).map(({ value }) => value);
    expect(values(false)).toEqual([0, 1.5, 3, 5, 6.5, 8, 9.5]);
    expect(values(true)).toEqual([0, 2, 3, 5, 6, 8, 9]);
  });

  it('take what a curve adds from its step, from its line, or from its word', () => {
    const at = (value: number | string, contribution: number) => ({ value, contribution });
    const curve = { column: 'price', points: [at(10, 1), at(20, 3)], whenMissing: 0 };
    expect([5, 10, 11, 25].map((value) => addedAt({ ...curve, kind: 'steps' }, value))).toEqual([1, 1, 3, 3]);
    expect([10, 15, 20].map((value) => addedAt({ ...curve, kind: 'line' }, value))).toEqual([1, 2, 3]);
    const words = { ...curve, kind: 'levels' as const, points: [at('monthly', 2)] };
    expect([addedAt(words, 'monthly'), addedAt(words, 'weekly')]).toEqual([2, null]);
  });

  it('hold the newest word of each person, and keep those of others', () => {
    const said = (value: number, accountId: string, verdict: string) => ({
      column: 'price',
      value,
      verdict,
      by: { accountId, name: accountId },
    });
    const all = [said(1, 'ana', 'wrong'), said(1, 'bo', 'wrong'), said(1, 'ana', 'as-known'), said(2, 'ana', 'wrong')];
    expect(judgementsInForce(all)).toEqual([all[1], all[2], all[3]]);
  });
});
