import { describe, expect, it } from 'vitest';
import { compareWith, lastKnown } from './opponents.ts';
import type { TargetValues } from './training-table.ts';

const target: TargetValues = {
  kind: 'binary',
  name: 'left',
  classes: ['no', 'yes'],
  codes: Int32Array.of(1, 1, 0, 0, 1, 0, 0, 0),
};

describe('what is simpler than a model', () => {
  it('is, for a unit that comes back, what was true of it the last time before', () => {
    const times = Float64Array.of(3, 1, 2, 4, 5);
    const units = Int32Array.of(7, 7, 8, 7, 8);
    expect([...lastKnown([1, 0, 1, 1, 0], times, units)]).toEqual([0, Number.NaN, Number.NaN, 1, 1]);
  });

  it('is, without units, what was true of the row before in time', () => {
    expect([...lastKnown([1, 0, 1], Float64Array.of(1, 2, 3), null)]).toEqual([Number.NaN, 1, 0]);
  });

  it('is compared by the right ones among equally many picked where it says yes or no', () => {
    const model = Float64Array.of(0.9, 0.8, 0.1, 0.2, 0.7, 0.3, 0.1, 0.2);
    const rule = Float64Array.of(1, 0, 1, 0, 1, 1, 0, 0);
    const found = compareWith('rule', target, [model], [rule]);
    expect(found).toMatchObject({ comparedBy: 'picks', model: { estimate: 0.75 }, simple: { estimate: 0.5 } });
  });

  it('is compared by the whole order where it has shades, and a guess orders nothing', () => {
    const model = Float64Array.of(0.9, 0.8, 0.1, 0.2, 0.7, 0.3, 0.1, 0.2);
    const guess = compareWith('guess', target, [model], [new Float64Array(8)]);
    expect(guess).toMatchObject({ comparedBy: 'order', model: { estimate: 1 }, simple: { estimate: 0.5 } });
  });
});
