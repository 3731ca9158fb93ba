import { describe, expect, it } from 'vitest';
import type { Figure } from './comparison.ts';
import { alphaOfSequence, lookAt } from './look.ts';
import { judgeGuardrails } from './measure-guardrails.ts';
import { ANCHOR, framingWith, measure, times, type UnitSpec, withEvents } from './units.fixture.ts';

const DAY = 86_400_000;

describe('the sizes of the groups', () => {
  it('are tested against the planned share, on the units that are compared', () => {
    const { sampleRatio } = measure([...withEvents('action', 900, 90), ...withEvents('holdout', 600, 60)]);
    expect(sampleRatio).toMatchObject({ action: 900, holdout: 600, plannedHoldoutShare: 0.5, stratum: null });
    // Chi-square by hand: (900 - 750)^2 / 750 + (600 - 750)^2 / 750 = 60 with one degree of freedom.
    expect(sampleRatio?.pValue).toBeLessThan(1e-13);
    expect(sampleRatio?.anytimePValue).toBeLessThan(0.01);
  });

  it('raise no alarm when they are as planned', () => {
    const content = framingWith({ holdoutShare: 0.2 });
    const { sampleRatio } = measure([...withEvents('action', 801, 90), ...withEvents('holdout', 199, 20)], content);
    expect(sampleRatio?.anytimePValue).toBeGreaterThan(0.5);
  });

  it('are tested within each stratum too, so that two errors cannot hide each other', () => {
    const north = { stratum: 'north' };
    const south = { stratum: 'south' };
    const { sampleRatio } = measure([
      ...withEvents('action', 800, 90, north),
      ...withEvents('holdout', 400, 40, north),
      ...withEvents('action', 400, 40, south),
      ...withEvents('holdout', 800, 90, south),
    ]);
    expect(sampleRatio?.pValue).toBeCloseTo(1, 12);
    expect(sampleRatio?.anytimePValue).toBeLessThan(1e-6);
    expect(sampleRatio?.stratum).not.toBeNull();
  });

  it('are not tested where no share was planned', () => {
    const content = framingWith({ holdoutShare: 0 });
    expect(measure(withEvents('action', 100, 10), content).sampleRatio).toBeNull();
  });
});

describe('missing results', () => {
  const recorded = (arm: 'action' | 'holdout', units: number, known: number): UnitSpec[] =>
    times(units, (i): UnitSpec => ({ arm, ...(i < known ? { outcomes: { churned: i % 4 === 0 ? 1 : 0 } } : {}) }));

  it('are compared between the groups where the source records nothings as well', () => {
    const { missing } = measure([...recorded('action', 1_000, 1_000), ...recorded('holdout', 1_000, 880)]);
    expect(missing).toMatchObject({ action: { units: 1_000, events: 0 }, holdout: { units: 1_000, events: 120 } });
    expect(missing?.pValue).toBeLessThan(1e-9);
    expect(
      measure([...recorded('action', 500, 490), ...recorded('holdout', 500, 488)]).missing?.pValue,
    ).toBeGreaterThan(0.5);
    expect(measure([...recorded('action', 500, 500), ...recorded('holdout', 500, 500)]).missing?.pValue).toBe(1);
  });

  it('cannot be told where only events are recorded', () => {
    expect(measure([...withEvents('action', 500, 100), ...withEvents('holdout', 500, 300)]).missing).toBeNull();
  });
});

describe('reach', () => {
  const specs = [
    ...times(80, { arm: 'action', flagged: true, score: 0.9, reachedAfter: 1 } as const),
    ...times(20, { arm: 'action', flagged: true, score: 0.9, costCents: 1 } as const),
    ...times(50, { arm: 'action', flagged: false, score: 0.1 } as const),
    ...times(30, { arm: 'action', flagged: true, score: 0.9, anchorMs: ANCHOR + 140 * DAY } as const),
  ];

  it('counts units on the list whose action window is over', () => {
    expect(measure(specs).reach.reached).toMatchObject({ units: 100, events: 80, share: 0.8 });
  });

  it('has a 99% Wilson interval', () => {
    const { interval } = measure(specs).reach.reached ?? { interval: { lower: 0, upper: 0 } };
    // Wilson's formula with z = 2.57583: centre (80 + z^2 / 2) / (100 + z^2), reckoned outside of this program.
    expect(interval.lower).toBeCloseTo(0.679826, 6);
    expect(interval.upper).toBeCloseTo(0.882841, 6);
  });
});

describe('the quality of predictions', () => {
  const scored = (
    arm: 'holdout' | 'none' | 'action',
    score: number,
    events: boolean,
    more: Partial<UnitSpec> = {},
  ): UnitSpec => ({
    arm,
    score,
    flagged: score >= 0.5,
    ...(events ? { outcomes: { churned: 1 } } : {}),
    ...more,
  });
  const untreated = [
    scored('holdout', 0.9, true),
    scored('holdout', 0.8, true),
    scored('holdout', 0.7, false),
    scored('holdout', 0.6, true),
    scored('none', 0.4, false),
    scored('none', 0.3, true),
    scored('none', 0.2, false),
    scored('none', 0.1, false),
  ];

  it('is measured on units that nobody acted upon', () => {
    const treated = [
      ...times(50, () => scored('action', 0.9, false)),
      scored('holdout', 0.95, false, { reachedAfter: 1 }),
    ];
    const { prediction } = measure([...untreated, ...treated]);
    // Pairs by hand: 4 events x 4 others = 16, in the right order 4 + 4 + 3 + 2 = 13.
    expect(prediction).toMatchObject({
      kind: 'measured',
      units: 8,
      events: 4,
      ranking: { estimate: expect.closeTo(13 / 16, 12) },
      precision: { units: 4, events: 3 },
      baseRate: 0.5,
      calibration: null,
    });
  });

  it('weighs each unit by the inverse of its chance to be left alone', () => {
    const weighted = untreated.map((spec) => ({ ...spec, propensity: spec.arm === 'holdout' ? 0.2 : 0.8 }));
    const { prediction } = measure([...weighted, scored('action', 0.9, true)]);
    // (3 x 5 + 1 x 1.25) / (4 x 5 + 4 x 1.25).
    expect(prediction).toMatchObject({ baseRate: expect.closeTo(16.25 / 25, 12) });
  });

  it('compares probabilities with what came true where the model gives them', () => {
    const { prediction } = measure(untreated.map((spec) => ({ ...spec, probability: spec.score ?? 0 })));
    expect(prediction).toMatchObject({ calibration: { units: 8, observedOverExpected: expect.closeTo(4 / 4, 12) } });
  });

  it('is not known when nobody on the list was left alone, when nobody was scored, or when all had the same outcome', () => {
    const reasonOf = (specs: readonly UnitSpec[]) => {
      const { prediction } = measure(specs);
      return prediction.kind === 'not-measured' ? prediction.reason : 'measured';
    };
    expect(reasonOf([scored('action', 0.9, true), ...untreated.filter(({ arm }) => arm === 'none')])).toContain(
      'nobody on the list',
    );
    expect(reasonOf(withEvents('holdout', 20, 10))).toContain('no unit');
    expect(
      reasonOf(
        untreated.map(({ arm, score = 0 }, i) => ({ arm, score, ...(i === 0 ? { outcomes: { churned: 1 } } : {}) })),
      ),
    ).toContain('too few');
  });
});

describe('targeting', () => {
  const cells = (explored: number) => [
    ...withEvents('action', 400, 100),
    ...withEvents('holdout', 400, 120),
    ...withEvents('explore', explored, explored / 20),
    ...withEvents('none', 2_000, 300),
  ];

  it('is the effect on the list less the effect elsewhere', () => {
    const { gap, unflagged } = measure(cells(400)).targeting;
    expect(gap).toMatchObject({ kind: 'measured', estimate: expect.closeTo(0.05 - 0.1, 12), units: 3_200 });
    expect(unflagged).toMatchObject({ kind: 'measured', estimate: expect.closeTo(0.1, 12) });
  });

  it('is not judged before 200 of the others were explored', () => {
    expect(measure(cells(180)).targeting.gap).toMatchObject({ kind: 'not-measured' });
    expect(measure(cells(200)).targeting.gap.kind).toBe('measured');
  });
});

describe('guardrails', () => {
  const look = lookAt(
    { readOutOn: '2026-01-01', plannedUnits: 1_000, alphaLooks: 0.01, alphaReadOut: 0.04 },
    Date.parse('2026-02-01'),
  );
  const figure = (estimate: number, standardError = 1): Figure => ({
    kind: 'measured',
    estimate,
    standardError,
    units: 100,
    method: '',
    intervalAt: (alpha) => ({ lower: estimate - 1 / alpha, upper: estimate + 1 / alpha }),
  });
  const guardrail = (metric: string, estimate: number) => ({
    metric,
    name: metric,
    tolerance: 0,
    figure: figure(estimate),
  });
  const halves = (...estimates: readonly number[]) =>
    judgeGuardrails(
      estimates.map((estimate, i) => guardrail(`g${i}`, estimate)),
      look,
    ).map(({ estimate, interval }) => Math.round(interval.upper - estimate));

  it("are read by Holm's steps: the worst at alpha / k, and the next less strictly only when the worst is broken", () => {
    // 0.04 / 3, 0.04 / 2 and 0.04 give halves of 75, 50 and 25.
    expect(halves(-10, -5, 0)).toEqual([75, 75, 75]);
    expect(halves(-100, -40, 0)).toEqual([75, 50, 50]);
    expect(halves(-40, -100, 0)).toEqual([50, 75, 50]);
    expect(halves(-100, -60, -30)).toEqual([75, 50, 25]);
  });

  it('that are not measured take no part', () => {
    const judged = judgeGuardrails(
      [{ ...guardrail('a', -1), figure: { kind: 'not-measured', reason: '' } }, guardrail('b', -1)],
      look,
    );
    expect(judged.map(({ metric, interval }) => [metric, interval.upper])).toEqual([['b', 24]]);
  });

  it('are not measured while nothing is known of their metric', () => {
    const complaints = { id: 'complaints', name: 'complaints', kind: 'binary', direction: 'down' } as const;
    const content = framingWith({ guardrails: [{ metric: complaints, tolerance: 0.01 }] });
    const specs = [...withEvents('action', 200, 40), ...withEvents('holdout', 200, 50)];
    const metrics = ['churned', 'complaints'];
    expect(measure(specs, content, { metrics }).guardrails).toEqual([]);
    const watermarks = [{ metric: 'complaints', source: 'crm', completeThroughMs: ANCHOR + 120 * DAY }];
    expect(measure(specs, content, { metrics, watermarks }).guardrails).toMatchObject([
      { metric: 'complaints', estimate: 0 },
    ]);
  });
});

describe('a look', () => {
  const plan = { readOutOn: '2026-06-30', plannedUnits: 10_000, alphaLooks: 0.01, alphaReadOut: 0.04 };

  it('is the read-out from the registered day on', () => {
    expect(lookAt(plan, Date.parse('2026-06-29T23:59:59Z')).kind).toBe('monitoring');
    expect(lookAt(plan, Date.parse('2026-06-30T00:00:00Z'))).toMatchObject({ kind: 'read-out', leastUnits: 0 });
    expect(lookAt(plan, Date.parse('2026-06-30T00:00:00Z')).alphaFor(5)).toBe(0.04);
  });

  it('counts nobody at the read-out whose window closed after the registered day, however late it is read', () => {
    const endOfReadOut = Date.parse('2026-07-01T00:00:00Z');
    expect(lookAt(plan, Date.parse('2026-06-29T23:59:59Z')).countsUntilMs).toBe(Date.parse('2026-06-29T23:59:59Z'));
    expect(lookAt(plan, Date.parse('2026-06-30T08:00:00Z')).countsUntilMs).toBe(Date.parse('2026-06-30T08:00:00Z'));
    expect(lookAt(plan, Date.parse('2026-09-30T00:00:00Z')).countsUntilMs).toBe(endOfReadOut);
  });

  it('before it is stricter than its alpha, most of all while few units are in', () => {
    const look = lookAt(plan, Date.parse('2026-01-01'));
    const alphas = [500, 1_000, 5_000, 10_000].map((units) => look.alphaFor(units));
    expect(alphas.every((alpha) => alpha > 0 && alpha < 0.01)).toBe(true);
    expect([...alphas].sort((left, right) => left - right)).toEqual(alphas);
    expect(look.leastUnits).toBe(500);
    expect(alphaOfSequence(1, { plannedUnits: 1e9, alphaLooks: 0.01 })).toBeGreaterThan(0);
  });

  it('needs so many units of both groups that the smaller one is large enough', () => {
    const specs = [...withEvents('action', 300, 60), ...withEvents('holdout', 120, 30)];
    const content = framingWith({ readOutOn: '2026-12-31' });
    // 500 units in the proportion of 300 to 120 are 143 in the smaller group.
    expect(measure(specs, content).volume).toMatchObject({ matured: [300, 120], minUnits: 143 });
    expect(measure(specs).volume.minUnits).toBe(100);
  });
});
