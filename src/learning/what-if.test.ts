import { describe, expect, it } from 'vitest';
import type { Column, Model } from './model.ts';
import { exampleColumns, exampleModel } from './model-examples.ts';
import { modelScorer } from './score-model.ts';
import { type Lever, whatIf } from './what-if.ts';

/** Risk in points: two a ticket, minus one a month of contract, ten for the basic plan. */
const model: Model = {
  family: 'linear',
  target: { kind: 'number', name: 'risk' },
  inputs: [
    { kind: 'number', name: 'tickets' },
    { kind: 'number', name: 'months' },
    { kind: 'category', name: 'plan' },
  ],
  features: [
    { kind: 'number', input: 0, whenMissing: 0 },
    { kind: 'number', input: 1, whenMissing: 0 },
    { kind: 'levels', input: 2, levels: ['basic', 'pro'], values: [10, 0], otherwise: 0, whenMissing: 0 },
  ],
  body: { kind: 'linear', intercepts: [0], coefficients: [[2, -1, 1]] },
  calibration: null,
};
const row: readonly Column[] = [
  { kind: 'number', name: 'tickets', values: Float32Array.of(6) },
  { kind: 'number', name: 'months', values: Float32Array.of(2) },
  { kind: 'category', name: 'plan', levels: ['basic'], codes: Int32Array.of(0) },
];
const tickets: Lever = { kind: 'number', column: 'tickets', from: 0, to: 10, step: 1, costPerUnit: 5 };
const months: Lever = { kind: 'number', column: 'months', from: 0, to: 24, step: 1, costPerUnit: 4, direction: 'up' };
const plan: Lever = { kind: 'category', column: 'plan', levels: ['basic', 'pro'], costPerChange: 30 };
const below = (threshold: number) => ({ threshold, side: 'below' }) as const;

describe('what would change the decision', () => {
  it('is nothing where the decision is already the wanted one', () => {
    expect(whatIf(model, row, 0, [tickets], below(25))).toEqual({ kind: 'already', prediction: 20 });
  });

  it('is the cheapest allowed change, with its cost', () => {
    expect(whatIf(model, row, 0, [tickets, months, plan], below(15))).toEqual({
      kind: 'flips',
      changes: [{ column: 'tickets', from: 6, to: 3, cost: 15 }],
      cost: 15,
      prediction: 14,
    });
  });

  it('goes one way only where the business says so', () => {
    const fewerMonths: Lever = { ...months, direction: 'down' };
    expect(whatIf(model, row, 0, [fewerMonths], below(20)).kind).toBe('out-of-reach');
  });

  it('takes two changes where one does not reach, and says by which it came closest where none do', () => {
    const wanted = below(-1);
    expect(whatIf(model, row, 0, [tickets, plan], wanted)).toMatchObject({
      kind: 'flips',
      changes: [{ to: expect.anything() }, { to: expect.anything() }],
    });
    expect(whatIf(model, row, 0, [tickets, plan], wanted, { mostChanges: 1, beam: 10 })).toEqual({
      kind: 'out-of-reach',
      changes: [{ column: 'tickets', from: 6, to: 0, cost: 30 }],
      prediction: 8,
    });
  });

  it('never leaves the allowed range', () => {
    const few: Lever = { ...tickets, from: 4, to: 5 };
    expect(whatIf(model, row, 0, [few], below(5))).toMatchObject({ kind: 'out-of-reach', prediction: 16 });
  });

  it('is the cheapest of all pairs that there are, for trees too', () => {
    const trees = exampleModel({ kind: 'binary', name: 'left', classes: ['no', 'yes'] }, 'trees', 41, 40);
    const columns = exampleColumns(12, 42);
    const levers: readonly Lever[] = [
      { kind: 'number', column: 'age', from: 0, to: 80, step: 10, costPerUnit: 1 },
      { kind: 'category', column: 'plan', levels: ['basic', 'plus', 'pro'], costPerChange: 12 },
    ];
    const scorer = modelScorer(trees);
    const now = scorer.predictions(columns);
    let flips = 0;
    for (let at = 0; at < 12; at++) {
      const threshold = (now[at] ?? 0) + 0.02;
      const found = whatIf(trees, columns, at, levers, { threshold, side: 'at-least' }, { mostChanges: 2, beam: 100 });
      let cheapest = Number.POSITIVE_INFINITY;
      const [age, fee, own] = columns;
      if (age?.kind !== 'number' || fee?.kind !== 'number' || own?.kind !== 'category') throw new Error('columns');
      const today = age.values[at] ?? Number.NaN;
      for (const to of [Number.NaN, 0, 10, 20, 30, 40, 50, 60, 70, 80]) {
        for (const level of [null, 'basic', 'plus', 'pro']) {
          const code = level === null ? (own.codes[at] ?? -1) : own.levels.indexOf(level);
          const changed: Column[] = [
            { ...age, values: Float32Array.of(Number.isNaN(to) ? today : to) },
            { ...fee, values: fee.values.slice(at, at + 1) },
            { ...own, codes: Int32Array.of(code) },
          ];
          const moved = Number.isNaN(to) || Number.isNaN(today) ? 0 : Math.abs(to - today);
          const cost = moved + (code === own.codes[at] ? 0 : 12);
          if ((scorer.predictions(changed)[0] ?? 0) >= threshold) cheapest = Math.min(cheapest, cost);
        }
      }
      if (found.kind === 'flips') flips++;
      expect(found.kind === 'flips' ? found.cost : Number.POSITIVE_INFINITY).toBeCloseTo(cheapest, 9);
    }
    expect(flips).toBeGreaterThan(3);
  });

  it('counts steps without the dust of binary fractions', () => {
    const tenths: Lever = { ...tickets, from: 0, to: 1, step: 0.1 };
    const found = whatIf(model, row, 0, [tenths], below(8.7));
    expect(found).toMatchObject({ kind: 'flips', changes: [{ to: 0.3 }] });
  });

  it('gives the same answer each time', () => {
    const levers = [tickets, months, plan];
    expect(whatIf(model, row, 0, levers, below(3))).toEqual(whatIf(model, row, 0, levers, below(3)));
  });

  it('does not take a lever that is no column, or of another kind, or without a step', () => {
    expect(() => whatIf(model, row, 0, [{ ...tickets, column: 'none' }], below(3))).toThrow('none is no number');
    expect(() => whatIf(model, row, 0, [{ ...plan, column: 'months' }], below(3))).toThrow('months is no category');
    expect(() => whatIf(model, row, 0, [{ ...tickets, step: 0 }], below(3))).toThrow('has no step');
  });
});
