import { describe, expect, it } from 'vitest';
import plan from '../../../test/vectors/outcome/plan.json' with { type: 'json' };
import { designCheck } from './design-check.ts';
import type { SuccessCriterion } from './framing.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';
import { holdoutOutlook } from './holdout-outlook.ts';

const TODAY = '2026-01-01';
const ENTITY = { one: 'customer', many: 'customers' };
const CHURN = CHURN_FRAMING.successCriterion;

function check(change: Partial<SuccessCriterion>) {
  return designCheck({ ...CHURN_FRAMING, successCriterion: { ...CHURN, ...change } }, TODAY);
}

describe('the check of a design', () => {
  const cases = plan.sampleSize.proportion.filter(({ input }) => input.power === 0.8);
  it.each(cases)('needs as many units as the published plan for $input', ({ input, expect: expected }) => {
    const outlook = holdoutOutlook(
      {
        ...CHURN,
        expectedRate: input.p0,
        dmin: input.effectOnReached,
        holdoutShare: input.holdoutShare,
        reachTarget: input.reach,
        alphaReadOut: input.alpha,
        plannedUnits: expected.nCeil,
      },
      ENTITY,
    );
    expect(outlook).toMatchObject({ kind: 'known', unitsNeeded: expected.nCeil, canAnswer: true, waysOut: [] });
  });

  // Rate 30%, reach 90%, error 4%, power 80%: percentage points that 6,000, 24,000 and 100,000 units show.
  it.each([
    [6_000, 0.05, 8.7],
    [6_000, 0.2, 4.7],
    [24_000, 0.1, 3.2],
    [24_000, 0.2, 2.4],
    [100_000, 0.2, 1.2],
    [100_000, 0.5, 0.9],
  ])('with %i units and a share of %d left alone it shows the published %d points', (units, share, points) => {
    const { detectableEffect } = check({ plannedUnits: units, holdoutShare: share });
    expect((detectableEffect ?? 0) * 100).toBeCloseTo(points, 1);
  });

  // Checked apart from this code with Python's statistics.NormalDist: 5,329.9 units, 3.3437 points, 2.0965 points; with
  // 14,400 and 9,600 units 3.0541 and 3.7354 points; 182 days of enrolment make 157.365 to 191.048 days with the wait.
  it('says in plain words what a good plan shows, what knowing costs and where the money comes out even', () => {
    expect(check({})).toEqual({
      unitsNeeded: 5_330,
      detectableEffect: expect.closeTo(0.033437, 6),
      canAnswer: true,
      costOfKnowingCents: 3_888_000,
      breakEvenEffect: expect.closeTo(0.02096, 5),
      ranges: {
        detectableEffect: { low: expect.closeTo(0.030541, 6), high: expect.closeTo(0.037354, 6) },
        days: { low: expect.closeTo(157.365, 3), high: expect.closeTo(191.048, 3) },
        possibleOn: '2026-06-21',
        costOfKnowingCents: { low: 3_888_000, high: 10_368_000 },
        kpiForgone: { low: expect.closeTo(0.108, 6), high: expect.closeTo(0.216, 6) },
      },
      sentences: [
        'To tell an effect of 5 of 100 customers from none at all, with four chances in five, 5,330 customers have to be done with their 90 days; the plan expects 12,000.',
        'The plan can show an effect of 3.34 of 100 customers or more.',
        'This plan can answer the question.',
        'Leaving 20% of the customers alone (2,400) costs about EUR 38,880 if the action has just the smallest effect worth having. That is the price of knowing (proxy value).',
        'The money comes out even at an effect of 2.1 of 100 customers acted upon.',
        'Nobody will know whom the list overlooks. Acting upon 2.8% of the 88,000 customers that are not flagged shows whether the list leaves out some whom the action would help; that costs about EUR 26,611.',
        'Who is to count on 30 September 2026 has to enter by 2 July 2026: from today on, that is about 66 customers a day.',
      ],
    });
  });

  // The same check: 6,594.1 units at a share of 20%, 6,137.7 at 22%, 5,942.0 at 23%; 4.7154 points with 6,000 units.
  it('every way out that it names really makes the plan possible', () => {
    const weak = { ...CHURN, plannedUnits: 6_000, dmin: 0.045 };
    const canAnswer = (change: Partial<SuccessCriterion>) => {
      const outlook = holdoutOutlook({ ...weak, ...change }, ENTITY);
      return outlook.kind === 'known' && outlook.canAnswer;
    };
    expect(canAnswer({})).toBe(false);
    expect(canAnswer({ plannedUnits: 6_595 })).toBe(true);
    expect(canAnswer({ holdoutShare: 0.23 })).toBe(true);
    expect(canAnswer({ dmin: 0.0472 })).toBe(true);
    expect(canAnswer({ plannedUnits: 6_594 })).toBe(false);
    expect(canAnswer({ holdoutShare: 0.22 })).toBe(false);
  });

  it('names the first day on which a read-out could answer, and a plan for that day then can', () => {
    const weak = check({ plannedUnits: 5_000, dmin: 0.045 });
    expect(weak.canAnswer).toBe(false);
    const day = weak.ranges?.possibleOn ?? '';
    expect(weak.sentences.join(' ')).toContain('a read-out on that day or later could answer');
    // At the same pace, 5,000 in the 182 days until 2 July, the later day brings as many as are needed.
    const entryDays = (Date.parse(day) - Date.parse(TODAY)) / 86_400_000 - CHURN.outcomeWindowDays;
    const plannedUnits = Math.floor((5_000 / 182) * entryDays);
    expect(check({ plannedUnits, dmin: 0.045, readOutOn: day }).canAnswer).toBe(true);
  });

  it('prices the action on some who are not flagged, only where there are any', () => {
    const sentencesOf = (content: object) => designCheck(content, TODAY).sentences.join(' ');
    const withShare = { ...CHURN_FRAMING, successCriterion: { ...CHURN, exploreShare: 0.05 } };
    expect(sentencesOf(withShare)).toContain('Acting upon 5% of the 88,000 customers that are not flagged costs');
    const everybody = { ...CHURN_FRAMING.decisionPolicy, rule: { kind: 'everybody' } };
    expect(sentencesOf({ ...CHURN_FRAMING, decisionPolicy: everybody })).not.toContain('not flagged');
    const { population: _, ...kpi } = CHURN_FRAMING.kpi;
    expect(sentencesOf({ ...CHURN_FRAMING, kpi })).not.toContain('not flagged');
    expect(designCheck({ ...CHURN_FRAMING, kpi }, TODAY).ranges?.kpiForgone).toBe(null);
  });

  it('says no number of days when nobody can come any more', () => {
    expect(designCheck(CHURN_FRAMING, '2026-08-01').ranges).toMatchObject({ days: null, possibleOn: null });
  });

  it('needs the least units and outcomes on the smaller side even when the effect is large', () => {
    expect(check({ dmin: 0.29, minEventsPerArm: 0 }).unitsNeeded).toBe(500);
    expect(check({ dmin: 0.29, minEventsPerArm: 60 }).unitsNeeded).toBe(1_000);
  });

  it('warns when the smallest effect worth having would lose money', () => {
    const { sentences, costOfKnowingCents } = check({ valuePerOutcomeCents: 10_000 });
    expect(sentences.join(' ')).toContain('at that effect the action would lose money');
    expect(costOfKnowingCents).toBe(0);
  });

  it('an amount is spoken of in its unit per entity', () => {
    const hours = { id: 'hours', name: 'hours of standstill', kind: 'mean', direction: 'down', unit: 'hours' } as const;
    const { sentences, unitsNeeded } = check({ metric: hours, dmin: 2, expectedSd: 35, reachTarget: 1 });
    expect(sentences[0]).toContain('an effect of 2 hours per customer');
    // The published plan for a mean (deviation 35, effect 2, a fifth left alone) needs 15,024 units at an error of 5%.
    expect(check({ metric: hours, dmin: 2, expectedSd: 35, reachTarget: 1, alphaReadOut: 0.05 }).unitsNeeded).toBe(
      15_024,
    );
    expect(unitsNeeded).toBeGreaterThan(15_024);
  });

  it('calculates while only the figures that matter are filled in', () => {
    const { expectedRate, dmin, design, readOutOn, outcomeWindowDays, plannedUnits } = CHURN;
    const metric = { kind: 'binary', direction: 'down' };
    const given = { metric, expectedRate, dmin, design, readOutOn, outcomeWindowDays, plannedUnits };
    const found = designCheck({ successCriterion: given }, TODAY);
    expect(found).toMatchObject({ canAnswer: true, costOfKnowingCents: null });
    expect(found.sentences[0]).toContain('units have to be done with their 90 days');
  });

  it('asks for what it needs instead of guessing', () => {
    const { expectedRate: _, ...criterion } = CHURN;
    const unknownRate = designCheck({ ...CHURN_FRAMING, successCriterion: criterion }, TODAY);
    expect(unknownRate).toMatchObject({ unitsNeeded: null, canAnswer: false });
    expect(unknownRate.sentences[0]).toContain('State the expected share of customers');
    expect(designCheck({}, TODAY).sentences).toEqual([
      'To calculate what this plan can show, state whether the outcome is a yes or no or an amount, which way is good, the smallest effect worth having, how the comparison is made, how many days an outcome counts, the day of the read-out, how many are expected until then.',
    ]);
  });

  it('says that a read-out comes too early for whoever enters from today on', () => {
    const late = designCheck(CHURN_FRAMING, '2026-08-01');
    expect(late.sentences.at(-1)).toBe(
      'Nobody who enters from today on can be done with their 90 days by 30 September 2026; only customers that entered by 2 July 2026 count.',
    );
  });

  it.each(['rdd', 'did', 'its', 'synthetic', 'none'] as const)(
    'never promises an answer for the design "%s", and leaves nobody alone there',
    (design) => {
      expect(check({ design })).toMatchObject({ canAnswer: false, unitsNeeded: null, costOfKnowingCents: null });
    },
  );

  it('uses no word of statistics', () => {
    const all = [check({}), check({ plannedUnits: 500 }), check({ design: 'did' }), designCheck({}, TODAY)];
    const words = all.flatMap(({ sentences }) => sentences).join(' ');
    expect(words).not.toMatch(/holdout|significan|confidence|power|variance|hypothes|p-value|randomi/i);
  });

  it('an effect too small for any number of units is refused and not calculated', () => {
    expect(check({ dmin: 1e-200 })).toMatchObject({ unitsNeeded: null, canAnswer: false });
    expect(check({ dmin: 1e-200 }).sentences[0]).toContain('no number of units could show it');
  });
});
