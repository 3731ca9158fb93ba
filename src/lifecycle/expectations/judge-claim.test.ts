import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Model } from '../../learning/index.ts';
import type { Claim } from './expectation.ts';
import { judgeClaim } from './judge-claim.ts';
import type { JudgedRows } from './judged-rows.ts';
import { verdictOfRange } from './judgement.schema.ts';
import { prepareOwn, type ScoredModel } from './scored-model.ts';
import type { ColumnsByName } from './segment.ts';

/** Figures of scipy and scikit-learn; `how` in the file says which function gave which. */
const VECTORS = z
  .object({
    rows: z.object({ group: z.array(z.string()), chance: z.array(z.number()), truth: z.array(z.number()) }),
    young: z.record(z.string(), z.number()),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../test/vectors/outcome/groups.json', import.meta.url), 'utf8')));
const { rows: vector, young } = VECTORS;
const YOUNG = [{ kind: 'is' as const, column: 'age', words: ['to 25'] }];

/** Risk by calls and tenure: odds of e to the 0.5 calls less 0.1 tenure; region is not used. */
const MODEL: Model = {
  family: 'linear',
  target: { kind: 'binary', name: 'left', classes: ['no', 'yes'] },
  inputs: [
    { kind: 'number', name: 'calls' },
    { kind: 'number', name: 'tenure' },
  ],
  features: [
    { kind: 'number', input: 0, whenMissing: 0 },
    { kind: 'number', input: 1, whenMissing: 0 },
  ],
  body: { kind: 'linear', intercepts: [0], coefficients: [[0.5, -0.1]] },
  calibration: null,
};

function prepared(model: Model = MODEL, outcome = 'yes'): ScoredModel {
  const made = prepareOwn(model, { target: 'left', outcome });
  if (made.kind !== 'prepared') throw new Error(made.sentence);
  return made.model;
}

function rowsOfCredit(): JudgedRows {
  const names = [...new Set(vector.group)];
  const codes = Int32Array.from(vector.group, (name) => names.indexOf(name));
  return {
    columns: new Map([['age', { kind: 'category', name: 'age', levels: names, codes }]]),
    tableRows: codes.length,
    model: prepared(),
    isShare: true,
    places: Uint32Array.from(codes.keys()),
    predictions: Float64Array.from(vector.chance),
    truth: Float64Array.from(vector.truth),
    seen: 'held-out',
  };
}

function rowsOfCalls(): JudgedRows {
  const size = 60;
  const number = (name: string, of: (row: number) => number) =>
    ({ kind: 'number', name, values: Float32Array.from({ length: size }, (_, row) => of(row)) }) as const;
  const columns: ColumnsByName = new Map([
    ['calls', number('calls', (row) => row % 6)],
    ['tenure', number('tenure', (row) => row % 13)],
    ['region', number('region', (row) => row % 2)],
  ]);
  const model = prepared();
  const predictions = model.score(columns, size);
  return {
    columns,
    tableRows: size,
    model,
    isShare: true,
    places: Uint32Array.from({ length: size }, (_, row) => row),
    predictions,
    truth: predictions.map(Math.round),
    seen: 'unknown',
  };
}

const direction = (column: string, never: 'raises' | 'lowers', tolerance = 0): Claim => ({
  kind: 'direction',
  column,
  never,
  tolerance,
  segment: [],
});

describe('a range against a bound', () => {
  it('holds inside, fails outside, and tells nothing across', () => {
    const range = { lower: 1.5, upper: 2.5 };
    expect(verdictOfRange(range, { least: 1.5 })).toBe('holds');
    expect(verdictOfRange(range, { least: 2 })).toBe('untold');
    expect(verdictOfRange(range, { least: 2.6 })).toBe('fails');
    expect(verdictOfRange(range, { least: 1, most: 2 })).toBe('untold');
    expect(verdictOfRange(range, { most: 1 })).toBe('fails');
  });
});

describe('a claim on real predictions', () => {
  it('of a level has the mean and the range of scipy', () => {
    const { measured, verdict } = judgeClaim({ kind: 'level', segment: YOUNG, from: 0.3, to: 0.5 }, rowsOfCredit());
    if (measured.kind !== 'mean') throw new Error(`no mean but ${measured.kind}`);
    expect([verdict, measured.rows]).toEqual(['holds', young.rows]);
    expect(measured.estimate).toBeCloseTo(young.mean ?? 0, 12);
    expect(measured.interval.lower).toBeCloseTo(young.lower ?? 0, 9);
    expect(measured.interval.upper).toBeCloseTo(young.upper ?? 0, 9);
  });

  it('of a comparison has the ratio, and a range near that of resampling', () => {
    const claim: Claim = { kind: 'comparison', group: YOUNG, against: null, bound: 'at-least', times: 1.2 };
    const { measured, verdict } = judgeClaim(claim, rowsOfCredit());
    if (measured.kind !== 'ratio') throw new Error(`no ratio but ${measured.kind}`);
    expect(measured.estimate).toBeCloseTo(young.ratio ?? 0, 12);
    // Resampling has noise of its own and no delta method.
    expect(measured.interval.lower).toBeCloseTo(young.ratioLower ?? 0, 1.7);
    expect(measured.interval.upper).toBeCloseTo(young.ratioUpper ?? 0, 1.7);
    expect(verdict).toBe('holds');
    expect(judgeClaim({ ...claim, times: 1.4 }, rowsOfCredit()).verdict).toBe('untold');
    expect(judgeClaim({ ...claim, bound: 'at-most', times: 1.2 }, rowsOfCredit()).verdict).toBe('fails');
  });

  it('of quality has the AUC of scikit-learn within the segment', () => {
    const claim: Claim = { kind: 'quality', measure: 'order', bound: 0.6, segment: YOUNG };
    const { measured, verdict } = judgeClaim(claim, rowsOfCredit());
    expect(measured.kind === 'order' && measured.estimate).toBeCloseTo(young.order ?? 0, 12);
    expect(verdict).toBe('holds');
  });

  it('of an error has the mean absolute error of scikit-learn', () => {
    const claim: Claim = { kind: 'quality', measure: 'error', bound: 0.2, segment: [] };
    const { measured, verdict } = judgeClaim(claim, rowsOfCredit());
    expect(measured.kind === 'error' && measured.estimate).toBeCloseTo(young.error ?? 0, 12);
    expect(verdict).toBe('fails');
  });

  it('tells nothing of too few rows', () => {
    const nobody = [{ kind: 'is' as const, column: 'age', words: ['over 120'] }];
    expect(judgeClaim({ kind: 'level', segment: nobody, from: 0, to: 1 }, rowsOfCredit())).toMatchObject({
      verdict: 'untold',
      measured: { kind: 'nothing', reason: 'too-few-rows', rows: 0 },
    });
  });
});

describe('a claim about changes', () => {
  it('holds where the model goes the one way only, for every row', () => {
    expect(judgeClaim(direction('tenure', 'raises'), rowsOfCalls())).toMatchObject({
      verdict: 'holds',
      measured: { kind: 'changes', rows: 60, broken: 0, tried: 10 },
    });
  });

  it('fails with the worst example, whose figures are those of the formula', () => {
    const { verdict, measured } = judgeClaim(direction('calls', 'raises'), rowsOfCalls());
    if (measured.kind !== 'changes' || measured.worst === null) throw new Error('there is an example');
    expect([verdict, measured.broken]).toEqual(['fails', 60]);
    const { row, from, to, before, after } = measured.worst;
    const risk = (calls: number, tenure: number): number => 1 / (1 + Math.exp(0.1 * tenure - 0.5 * calls));
    const tenure = (row - 1) % 13;
    expect(before).toBeCloseTo(risk(Number(from), tenure), 6);
    expect(after).toBeCloseTo(risk(Number(to), tenure), 6);
    expect([from, to]).toEqual(['0', '5']);
  });

  it('allows what the tolerance allows, and forgives no more', () => {
    expect(judgeClaim(direction('calls', 'raises', 0.9), rowsOfCalls()).verdict).toBe('holds');
    expect(judgeClaim(direction('calls', 'raises', 0.3), rowsOfCalls()).verdict).toBe('fails');
  });

  it('holds for a column that the model does not use, and says so', () => {
    const claim: Claim = { kind: 'invariance', column: 'region', tolerance: 0, segment: [] };
    expect(judgeClaim(claim, rowsOfCalls())).toEqual({
      verdict: 'holds',
      measured: { kind: 'unused' },
      seen: 'no-matter',
    });
  });

  it('looks at differences both ways where nothing may change', () => {
    const claim: Claim = { kind: 'invariance', column: 'tenure', tolerance: 0, segment: [] };
    expect(judgeClaim(claim, rowsOfCalls()).verdict).toBe('fails');
  });
});

describe('a model', () => {
  it('of two outcomes answers for the other one as well', () => {
    const { columns } = rowsOfCalls();
    const [yes, no] = [prepared(MODEL, 'yes'), prepared(MODEL, 'no')].map((model) => model.score(columns, 60));
    for (const [row, chance] of (yes ?? []).entries()) expect(no?.[row]).toBeCloseTo(1 - chance, 12);
  });

  it('that foresees something else is told in a sentence', () => {
    const sentence = (target: string, outcome: string | null) => {
      const made = prepareOwn(MODEL, { target, outcome });
      return made.kind === 'unfit' ? made.sentence : null;
    };
    expect(sentence('price', 'yes')).toContain('and not "price"');
    expect(sentence('left', 'maybe')).toContain('"maybe"');
    expect(sentence('left', null)).toContain('an amount');
  });
});
