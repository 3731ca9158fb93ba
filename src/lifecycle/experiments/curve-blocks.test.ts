import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CurveBlocks } from './curve-blocks.ts';
import { type CurvePoint, openCurve } from './thin-curve.ts';

function drawn(blocks: CurveBlocks, most: number, axis: 'step' | 'time' = 'step'): readonly CurvePoint[] {
  const { first, last } = blocks.bounds(axis);
  const curve = openCurve(first, last, most);
  blocks.drawOn(curve, axis);
  return curve.points();
}

describe('a history in blocks', () => {
  it('a summary that is kept and taken up again at any place is the summary of the whole', () => {
    const values = fc.array(fc.oneof(fc.double(), fc.constant(Number.NaN)), { minLength: 1, maxLength: 9_000 });
    fc.assert(
      fc.property(values, fc.nat(), (given, place) => {
        const whole = new CurveBlocks();
        let parts = new CurveBlocks();
        for (const [index, value] of given.entries()) {
          if (index === place % given.length) parts = new CurveBlocks(parts.summary());
          whole.add(1_000 + index, index, value);
          parts.add(1_000 + index, index, value);
        }
        expect(parts.summary()).toEqual(whole.summary());
      }),
      { numRuns: 40 },
    );
  });

  it('draws a short history as if it were not summarised', () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 2_048 });
    fc.assert(
      fc.property(values, (given) => {
        const blocks = new CurveBlocks();
        const plain = openCurve(0, given.length - 1, 100);
        for (const [step, value] of given.entries()) {
          blocks.add(step, step, value);
          plain.add(step, value);
        }
        expect(drawn(blocks, 100)).toEqual(plain.points());
      }),
      { numRuns: 40 },
    );
  });

  it('shows a single peak and a single dip among a million points where they were, on both axes', () => {
    const blocks = new CurveBlocks();
    const valueAt = (step: number): number => (step === 123_457 ? 99 : step === 765_432 ? -99 : Math.sin(step / 1_000));
    for (let step = 0; step < 1_000_000; step += 1) blocks.add(5_000 + step * 10, step, valueAt(step));
    const byStep = drawn(blocks, 2_500);
    expect(byStep).toContainEqual({ step: 123_457, value: 99 });
    expect(byStep).toContainEqual({ step: 765_432, value: -99 });
    expect([byStep[0], byStep.at(-1)]).toEqual([
      { step: 0, value: 0 },
      { step: 999_999, value: valueAt(999_999) },
    ]);
    expect(byStep.length).toBeLessThanOrEqual(2_500);
    expect(drawn(blocks, 2_500, 'time')).toContainEqual({ step: 1_234_570, value: 99 });
    expect(blocks.points).toBe(1_000_000);
  });

  it('has no point where nothing was a number', () => {
    const blocks = new CurveBlocks();
    for (let step = 0; step < 5_000; step += 1) blocks.add(step, step, step === 4_321 ? 7 : Number.NaN);
    expect([drawn(blocks, 100), blocks.points]).toEqual([[{ step: 4_321, value: 7 }], 5_000]);
    expect(blocks.lastNumber()).toEqual({ timestampMs: 4_321, step: 4_321, value: 7 });
    expect(new CurveBlocks().lastNumber()).toBeNull();
  });
});
