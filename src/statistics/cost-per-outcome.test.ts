import { describe, expect, it } from 'vitest';
import { costPerOutcome } from './cost-per-outcome.ts';

// The figures of plan.json are checked in economics.test.ts, which reaches this function.
describe('cost per outcome', () => {
  it('has two limits when the effect is surely a gain', () => {
    const { set } = costPerOutcome(10, { estimate: 0.1, standardError: 0.01 });
    expect(set).toMatchObject({ kind: 'interval', interval: { lower: expect.closeTo(83.6, 1) } });
  });

  it('has no upper limit when the effect may be nothing', () => {
    expect(costPerOutcome(10, { estimate: 0.01, standardError: 0.01 }).set.kind).toBe('unbounded');
  });

  it('no price buys an outcome when the action only harms', () => {
    const result = costPerOutcome(10, { estimate: -0.1, standardError: 0.01 });
    expect(result).toEqual({ point: null, set: { kind: 'no_gain' } });
  });
});
