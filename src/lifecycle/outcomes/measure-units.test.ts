import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { twoMeans, twoProportions } from '../../statistics/index.ts';
import type { Figure, MeasuredFigure } from './comparison.ts';
import { ANCHOR, framingWith, measure, times, type UnitSpec, withEvents } from './units.fixture.ts';

const DAY = 86_400_000;

function measured(figure: Figure): MeasuredFigure {
  if (figure.kind === 'not-measured') throw new Error(`Not measured: ${figure.reason}`);
  return figure;
}

const HOURS = {
  metric: { id: 'hours', name: 'downtime', kind: 'mean', direction: 'down', unit: 'hours' },
} as const;

describe('the effect on a yes/no outcome', () => {
  it('agrees with the published e-mail experiment to its printed digits', () => {
    // K. Hillstrom's MineThatData challenge, men's e-mail against no e-mail: visits within two weeks.
    const content = framingWith({ metric: { id: 'visit', name: 'visit', kind: 'binary', direction: 'up' } });
    const units = (arm: 'action' | 'holdout', count: number, events: number) =>
      times(count, (i): UnitSpec => ({ arm, ...(i < events ? { outcomes: { visit: 1 } } : {}) }));
    const result = measure([...units('action', 21_307, 3_894), ...units('holdout', 21_306, 2_262)], content, {
      metrics: ['visit'],
    });
    const [visit] = result.metrics;
    expect(visit?.action).toMatchObject({ units: 21_307, events: 3_894 });
    expect(visit?.holdout).toMatchObject({ units: 21_306, events: 2_262 });
    expect(visit?.difference?.estimate.toFixed(6)).toBe('0.076590');
    expect(visit?.difference?.unpooled.lower.toFixed(6)).toBe('0.069953');
    expect(visit?.difference?.unpooled.upper.toFixed(6)).toBe('0.083226');
    expect(measured(result.assignment).estimate).toBeCloseTo(0.07659, 6);
    // 0.0765896 / sqrt(p (1 - p) (1 / 21,307 + 1 / 21,306)) with p = 6,156 / 42,613, reckoned outside of this program.
    expect(visit?.difference?.pooledZ).toBeCloseTo(22.48604, 4);
  });

  it("is Newcombe's at the error probability of the read-out, in benefit direction", () => {
    const result = measure([...withEvents('action', 800, 160), ...withEvents('holdout', 200, 60)]);
    const direct = twoProportions({ action: { units: 800, events: 160 }, holdout: { units: 200, events: 60 } }, 0.04);
    if (direct.kind !== 'estimated') throw new Error('unexpected');
    const { estimate, intervalAt } = measured(result.assignment);
    expect(estimate).toBeCloseTo(0.1, 12);
    expect(intervalAt(0.04).lower).toBeCloseTo(-direct.interval.upper, 12);
    expect(intervalAt(0.04).upper).toBeCloseTo(-direct.interval.lower, 12);
    expect(result.volume).toMatchObject({ matured: [800, 200], events: [160, 60] });
  });

  it('per unit reached is the effect per assigned unit over the shift in reach', () => {
    // 1,000 against 1,000: 200 against 250 leave; 800 of those on the list and 50 of those left alone were reached.
    const action = times(
      1_000,
      (i): UnitSpec => ({
        arm: 'action',
        ...(i < 800 ? { reachedAfter: 3 } : {}),
        ...(i % 5 === 0 ? { outcomes: { churned: 1 } } : {}),
      }),
    );
    const holdout = times(
      1_000,
      (i): UnitSpec => ({
        arm: 'holdout',
        ...(i < 50 ? { reachedAfter: 3 } : {}),
        ...(i % 4 === 0 ? { outcomes: { churned: 1 } } : {}),
      }),
    );
    const result = measure([...action, ...holdout]);
    expect(measured(result.assignment).estimate).toBeCloseTo(0.05, 12);
    expect(measured(result.effect).estimate).toBeCloseTo(0.05 / 0.75, 12);
    expect(result.reach.reached).toMatchObject({ units: 1_000, events: 800 });
    expect(result.reach.contaminated).toMatchObject({ units: 1_000, events: 50, share: 0.05 });
    expect(result.reach.latencyDays).toEqual({ median: 3, ninetieth: 3 });
  });

  it('per unit reached is that per assigned unit when no action is recorded at all', () => {
    const result = measure([...withEvents('action', 500, 100), ...withEvents('holdout', 500, 150)]);
    expect(result.reach).toMatchObject({ isRecorded: false, reached: null, contaminated: null });
    expect(measured(result.effect).intervalAt(0.04)).toEqual(measured(result.assignment).intervalAt(0.04));
  });

  it('per unit reached is not known when actions are recorded and none arrived', () => {
    const planned = withEvents('action', 500, 100, { costCents: 10 });
    const result = measure([...planned, ...withEvents('holdout', 500, 150)]);
    expect(result.reach.reached?.share).toBe(0);
    expect(result.effect).toMatchObject({ kind: 'not-measured' });
    expect(result.assignment.kind).toBe('measured');
  });

  it('bounds nothing beyond all of the units when hardly anybody was reached', () => {
    const action = times(
      400,
      (i): UnitSpec => ({
        arm: 'action',
        ...(i < 4 ? { reachedAfter: 1 } : {}),
        ...(i % 4 === 0 ? { outcomes: { churned: 1 } } : {}),
      }),
    );
    const { lower, upper } = measured(measure([...action, ...withEvents('holdout', 400, 110)]).effect).intervalAt(0.04);
    expect([lower, upper]).toEqual([-1, 1]);
  });
});

describe('the effect on amounts', () => {
  const hours = (arm: 'action' | 'holdout', values: readonly number[], preValues?: readonly number[]): UnitSpec[] =>
    values.map((value, i) => ({
      arm,
      outcomes: { hours: value },
      ...(preValues ? { preValue: preValues[i] ?? 0 } : {}),
    }));
  const content = framingWith(HOURS);

  it("is Welch's difference, less being better", () => {
    const result = measure([...hours('action', [1, 2, 3, 4]), ...hours('holdout', [2, 4, 6, 9])], content, {
      metrics: ['hours'],
    });
    const direct = twoMeans(
      {
        action: { count: 4, mean: -2.5, squaredDeviations: 5 },
        holdout: { count: 4, mean: -5.25, squaredDeviations: 26.75 },
      },
      0.04,
    );
    if (direct.kind !== 'estimated') throw new Error('unexpected');
    expect(measured(result.assignment).estimate).toBeCloseTo(2.75, 12);
    expect(measured(result.assignment).intervalAt(0.04).lower).toBeCloseTo(direct.interval.lower, 10);
    expect(result.volume.events).toBeNull();
  });

  it('is sharpened by the value from before when nearly all units have one and the groups were alike', () => {
    const before = Array.from({ length: 200 }, (_, i) => (i % 40) - 20);
    const noise = Array.from({ length: 200 }, (_, i) => Math.sin(i * 7.3));
    const valuesAfter = (gain: number) => before.map((value, i) => 50 + 2 * value + (noise[i] ?? 0) - gain);
    const specs = [...hours('action', valuesAfter(3), before), ...hours('holdout', valuesAfter(0), before)];
    const plain = [...hours('action', valuesAfter(3)), ...hours('holdout', valuesAfter(0))];
    const sharp = measure(specs, content, { metrics: ['hours'] });
    const blunt = measure(plain, content, { metrics: ['hours'] });
    expect(sharp.adjustment).toMatchObject({ kind: 'adjusted', theta: expect.closeTo(2, 1) });
    expect(measured(sharp.assignment).estimate).toBeCloseTo(3, 6);
    expect(measured(sharp.assignment).standardError).toBeLessThan(measured(blunt.assignment).standardError / 10);
    expect(blunt.adjustment).toMatchObject({ kind: 'not-measured' });
    // What the tables show stays without adjustment, so that everybody can check it.
    expect(sharp.metrics[0]?.difference?.standardError).toBeCloseTo(measured(blunt.assignment).standardError, 9);
  });

  it('is left as it is when the groups differed before the start', () => {
    const values = Array.from({ length: 100 }, (_, i) => i % 10);
    const specs = [
      ...hours('action', values, values),
      ...hours(
        'holdout',
        values,
        values.map((value) => value + 10),
      ),
    ];
    expect(measure(specs, content, { metrics: ['hours'] }).adjustment).toMatchObject({
      kind: 'not-measured',
      reason: 'the groups differed before the start',
    });
  });

  it('is the difference of ratios of sums for a ratio', () => {
    const ratio = framingWith({ metric: { ...HOURS.metric, kind: 'ratio' } });
    const spec = (arm: 'action' | 'holdout', pairs: readonly (readonly [number, number])[]): UnitSpec[] =>
      pairs.map((pair) => ({ arm, outcomes: { hours: pair } }));
    const result = measure(
      [
        ...spec('action', [
          [1, 1],
          [2, 4],
          [3, 3],
        ]),
        ...spec('holdout', [
          [4, 2],
          [4, 4],
          [6, 4],
        ]),
      ],
      ratio,
      { metrics: ['hours'] },
    );
    expect(result.metrics[0]?.action).toMatchObject({ sum: 6, denominator: 8, value: 0.75 });
    expect(result.metrics[0]?.holdout).toMatchObject({ sum: 14, denominator: 10, value: 1.4 });
    expect(measured(result.assignment).estimate).toBeCloseTo(0.65, 12);
    const without = spec('action', []).concat(times(3, { arm: 'action', outcomes: { hours: 1 } }));
    const none = measure([...without, ...times(3, { arm: 'holdout', outcomes: { hours: 2 } })], ratio, {
      metrics: ['hours'],
    });
    expect(none.assignment).toEqual({ kind: 'not-measured', reason: 'no record has a denominator' });
  });

  it('counts whole clusters where whole clusters were assigned', () => {
    const site = (arm: 'action' | 'holdout', cluster: string, values: readonly number[]): UnitSpec[] =>
      values.map((value) => ({ arm, cluster, outcomes: { hours: value } }));
    const specs = [
      ...site('action', 'a', [1, 1, 1, 1]),
      ...site('action', 'b', [3, 3, 3, 3]),
      ...site('holdout', 'c', [5, 5, 5, 5]),
      ...site('holdout', 'd', [8, 8, 8, 8]),
    ];
    const clustered = measure(specs, content, { metrics: ['hours'] });
    // Means 2 and 6.5; variances of the two cluster means 2 and 4.5, halved and added.
    expect(measured(clustered.assignment).estimate).toBeCloseTo(4.5, 12);
    expect(measured(clustered.assignment).standardError).toBeCloseTo(Math.sqrt(2 / 2 + 4.5 / 2), 12);
    expect(clustered.metrics[0]?.isClustered).toBe(true);
    const mixedSites = measure(
      specs.map((spec) => ({ ...spec, cluster: 'a' })),
      content,
      { metrics: ['hours'] },
    );
    expect(mixedSites.metrics[0]?.isClustered).toBe(false);
  });

  it('compares changes since before the anchor where there was no lottery', () => {
    const content = framingWith({ ...HOURS, design: 'did' });
    const specs = [...hours('action', [9, 11, 13], [10, 13, 16]), ...hours('holdout', [20, 22, 27], [20, 21, 25])];
    const result = measure(specs, content, { metrics: ['hours'] });
    expect(result.design).toBe('did');
    expect(measured(result.assignment).estimate).toBeCloseTo(3, 12);
    expect(result.sampleRatio).toBeNull();
  });
});

describe('a unit enters the comparison', () => {
  const late = { anchorMs: ANCHOR + 100 * DAY };
  const specs = [
    ...withEvents('action', 100, 20),
    ...withEvents('holdout', 100, 30),
    ...withEvents('action', 40, 0, late),
    ...withEvents('holdout', 10, 0, late),
  ];

  it('only when its window and the days for late records are over', () => {
    expect(measure(specs).volume.matured).toEqual([100, 100]);
    const asOfMs = ANCHOR + 190 * DAY;
    const readOutOn = '2026-07-10';
    expect(measure(specs, framingWith({ readOutOn }), { asOfMs }).volume.matured).toEqual([140, 110]);
    expect(measure(specs, framingWith({ readOutOn, lateGraceDays: 1 }), { asOfMs }).volume.matured).toEqual([100, 100]);
    expect(measure(specs).counts.action).toEqual({ assigned: 140, matured: 100 });
  });

  it('only when every source that states a watermark has delivered to the end of its window', () => {
    const watermark = (source: string, days: number, metric = 'churned') => ({
      metric,
      source,
      completeThroughMs: ANCHOR + days * DAY,
    });
    const matured = (...watermarks: readonly ReturnType<typeof watermark>[]) =>
      measure(specs, framingWith({ readOutOn: '2026-10-28' }), { watermarks, asOfMs: ANCHOR + 300 * DAY }).volume
        .matured;
    expect(matured()).toEqual([140, 110]);
    expect(matured(watermark('crm', 90))).toEqual([100, 100]);
    expect(matured(watermark('crm', 89))).toEqual([0, 0]);
    expect(matured(watermark('crm', 190), watermark('shop', 95))).toEqual([100, 100]);
    expect(matured(watermark('crm', 89), watermark('crm', 190))).toEqual([140, 110]);
    expect(matured(watermark('crm', 1, 'other'))).toEqual([140, 110]);
  });

  it('never when its window closes after the registered read-out, so that the read-out stays what it was', () => {
    const readOutOn = '2026-04-20';
    const atReadOut = measure(specs, framingWith({ readOutOn }), { asOfMs: Date.parse(`${readOutOn}T12:00:00Z`) });
    const muchLater = measure(specs, framingWith({ readOutOn }), { asOfMs: ANCHOR + 300 * DAY });
    expect(muchLater.volume.matured).toEqual([100, 100]);
    // The intervals at any alpha are functions, so that the numbers are compared.
    expect(JSON.stringify(muchLater.assignment)).toBe(JSON.stringify(atReadOut.assignment));
  });

  it('never before anything is known of its metric', () => {
    const silent = [...times(50, { arm: 'action' }), ...times(50, { arm: 'holdout' })];
    expect(measure(silent).volume.matured).toEqual([0, 0]);
    const watermarks = [{ metric: 'churned', source: 'crm', completeThroughMs: ANCHOR + 300 * DAY }];
    expect(measure(silent, undefined, { watermarks }).volume).toMatchObject({ matured: [50, 50], events: [0, 0] });
  });

  it('not when it was seen in another arm as well', () => {
    const mixed = withEvents('action', 15, 15, { isMixed: true });
    const result = measure([...withEvents('action', 100, 20), ...withEvents('holdout', 100, 30), ...mixed]);
    expect(result.volume.matured).toEqual([100, 100]);
    expect(result.mixed).toEqual({ mixed: 15, share: 15 / 215, level: 'broken' });
    const few = measure([...withEvents('action', 1_000, 20), ...times(10, { arm: 'holdout', isMixed: true })]);
    expect(few.mixed.level).toBe('ok');
  });
});

describe('the measurement', () => {
  const unitArbitrary = fc.record({
    arm: fc.constantFrom('action' as const, 'holdout' as const),
    event: fc.boolean(),
    isReached: fc.boolean(),
    value: fc.integer({ min: -5, max: 20 }),
  });
  const specsOf = (
    units: readonly { arm: 'action' | 'holdout'; event: boolean; isReached: boolean; value: number }[],
  ) =>
    units.map(
      ({ arm, event, isReached, value }): UnitSpec => ({
        arm,
        ...(isReached ? { reachedAfter: 2 } : {}),
        outcomes: { ...(event ? { churned: 1 } : {}), hours: value },
      }),
    );
  const metrics = ['churned', 'hours'];

  it('negates every effect when the arms are swapped', () => {
    fc.assert(
      fc.property(fc.array(unitArbitrary, { minLength: 4, maxLength: 60 }), (units) => {
        for (const content of [framingWith(), framingWith(HOURS)]) {
          const there = measure(specsOf(units), content, { metrics }).assignment;
          const swapped = units.map((unit) => ({
            ...unit,
            arm: unit.arm === 'action' ? ('holdout' as const) : ('action' as const),
          }));
          const back = measure(specsOf(swapped), content, { metrics }).assignment;
          expect(back.kind).toBe(there.kind);
          if (there.kind === 'not-measured' || back.kind === 'not-measured') continue;
          expect(back.estimate).toBeCloseTo(-there.estimate, 12);
          expect(back.intervalAt(0.04).lower).toBeCloseTo(-there.intervalAt(0.04).upper, 10);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('does not depend on the order of the units', () => {
    const units = times(
      300,
      (i): UnitSpec => ({
        arm: i % 3 === 0 ? 'holdout' : 'action',
        anchorMs: ANCHOR + (i % 50) * DAY,
        score: (i * 37) % 101,
        ...(i % 2 ? { reachedAfter: i % 20, costCents: i } : {}),
        outcomes: { hours: (i * 13) % 7, ...(i % 4 === 0 ? { churned: 1 } : {}) },
      }),
    );
    const shuffled = units.map((_, i) => units[(i * 77) % 300] as UnitSpec);
    const plain = (specs: readonly UnitSpec[]) => {
      const { look: _, ...rest } = measure(specs, framingWith(), { metrics });
      return JSON.parse(
        JSON.stringify(rest, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)),
      );
    };
    expect(plain(shuffled)).toEqual(plain(units));
  });

  it('scales its money with the money', () => {
    const specs = [
      ...withEvents('action', 300, 60, { reachedAfter: 1, costCents: 500 }),
      ...withEvents('holdout', 300, 90),
    ];
    const netOf = (factor: number) => {
      const scaled = specs.map((spec) => (spec.costCents ? { ...spec, costCents: spec.costCents * factor } : spec));
      const { money } = measure(scaled, framingWith({ valuePerOutcomeCents: 10_000 * factor }));
      if (money.kind === 'not-measured') throw new Error(money.reason);
      return money.netPerUnitCents;
    };
    expect(netOf(1)).toBeCloseTo(10_000 * 0.1 - 500, 9);
    expect(netOf(7)).toBeCloseTo(7 * netOf(1), 6);
  });

  it('answers as data when an arm is empty, nothing varies or nobody is there', () => {
    for (const specs of [[], withEvents('action', 50, 5), times(3, { arm: 'holdout', outcomes: { churned: 1 } })]) {
      for (const content of [framingWith(), framingWith(HOURS)]) {
        const result = measure(specs, content);
        expect(result.assignment.kind).toBe('not-measured');
        expect(result.effect.kind).toBe('not-measured');
        expect(result.money.kind).toBe('not-measured');
        expect(result.series).toEqual([]);
      }
    }
    const flat = [
      ...times(50, { arm: 'action', outcomes: { hours: 4 } }),
      ...times(50, { arm: 'holdout', outcomes: { hours: 4 } }),
    ];
    expect(measure(flat, framingWith(HOURS), { metrics: ['hours'] }).assignment).toEqual({
      kind: 'not-measured',
      reason: 'every unit has the same value',
    });
  });

  it('compares every metric that has outcomes, named in the framing or not', () => {
    const specs = [
      ...times(40, (i): UnitSpec => ({ arm: 'action', outcomes: { churned: i % 2, spent: i / 2, visits: [i, 2] } })),
      ...times(40, (i): UnitSpec => ({ arm: 'holdout', outcomes: { churned: i % 3 ? 0 : 1, spent: i, calls: i % 2 } })),
    ];
    const { metrics: compared } = measure(specs, framingWith(), {
      metrics: ['churned', 'spent', 'visits', 'calls', 'silent'],
    });
    expect(compared.map(({ metric, kind, role }) => [metric, kind, role])).toEqual([
      ['churned', 'binary', 'primary'],
      ['spent', 'mean', 'other'],
      ['visits', 'ratio', 'other'],
      ['calls', 'binary', 'other'],
    ]);
    expect(compared[1]?.difference?.estimate).toBeCloseTo(-9.75, 12);
    expect(compared[2]?.reason).toBe('no record has a denominator');
  });
});
