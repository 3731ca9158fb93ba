import { describe, expect, it } from 'vitest';
import plan from '../../test/vectors/outcome/plan.json' with { type: 'json' };
import { firstMismatch } from './first-mismatch.ts';
import { type ForecastInput, forecast } from './forecast.ts';

const running: ForecastInput = {
  standardErrorNow: 0.009,
  maturedUnits: 3000,
  smallestEffect: 0.02,
  alpha: 0.05,
  power: 0.8,
  newUnitsPerDay: 120,
  windowDays: 30,
  elapsedDays: 45,
  inFlightUnits: 900,
  maxDays: 180,
};

describe('forecast', () => {
  it.each(plan.forecast.cases)('agrees with the reference: $expect', ({ input, expect: expected }) => {
    const result = forecast({
      standardErrorNow: input.seNow,
      maturedUnits: input.nMatured,
      smallestEffect: input.mde,
      alpha: input.alpha,
      power: input.power,
      newUnitsPerDay: input.newUnitsPerDay,
      windowDays: input.outcomeWindowDays,
      elapsedDays: input.elapsedDays,
      inFlightUnits: input.inFlight,
      maxDays: input.maxDays,
    });
    const { nNeeded, ...rest } = expected;
    expect(firstMismatch(result, { kind: 'forecast', unitsNeeded: nNeeded, ...rest }, plan.forecast.tol)).toBe(
      undefined,
    );
  });

  it('gives a range in which faster enrolment is earlier', () => {
    const result = forecast(running);
    if (result.kind !== 'forecast') throw new Error('the phase can answer');
    // 868.19 units beyond those in flight, at 144 and at 96 a day, plus one window of 30 days.
    expect(result.earliestDays).toBeCloseTo(36.0291, 4);
    expect(result.latestDays).toBeCloseTo(39.0437, 4);
  });

  it('units in flight are enough even when nobody is enrolled any more', () => {
    const result = forecast({ ...running, newUnitsPerDay: 0, inFlightUnits: 5000 });
    expect(result).toMatchObject({ kind: 'forecast', days: expect.closeTo((1768.1944386 / 5000) * 30, 6) });
  });

  it('says that the answer never comes without enrolment', () => {
    expect(forecast({ ...running, newUnitsPerDay: 0 })).toMatchObject({ kind: 'never', reason: 'no_enrolment' });
  });

  it('says that nothing is known before there is variance', () => {
    const expected = { kind: 'unknown', reason: 'no_variance_yet' };
    expect(forecast({ ...running, maturedUnits: 0 })).toEqual(expected);
    expect(forecast({ ...running, standardErrorNow: 0 })).toEqual(expected);
  });

  it('refuses an effect of zero', () => {
    expect(() => forecast({ ...running, smallestEffect: 0 })).toThrow(RangeError);
  });
});
