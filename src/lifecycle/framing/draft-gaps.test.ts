import { describe, expect, it } from 'vitest';
import { draftGaps, readDraft } from './draft-gaps.ts';
import type { FramingContent, SuccessCriterion } from './framing.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';

function withCriterion(change: Partial<SuccessCriterion>): FramingContent {
  return { ...CHURN_FRAMING, successCriterion: { ...CHURN_FRAMING.successCriterion, ...change } };
}

function withKpi(change: Partial<FramingContent['kpi']>): FramingContent {
  return { ...CHURN_FRAMING, kpi: { ...CHURN_FRAMING.kpi, ...change } };
}

function withPolicy(change: Partial<FramingContent['decisionPolicy']>): FramingContent {
  return { ...CHURN_FRAMING, decisionPolicy: { ...CHURN_FRAMING.decisionPolicy, ...change } };
}

const { metric } = CHURN_FRAMING.successCriterion;

describe('the gaps of a draft', () => {
  it('a complete framing has none, and is read as it will be signed', () => {
    expect(readDraft({ ...CHURN_FRAMING, remark: 'not part of a framing' })).toEqual({
      kind: 'complete',
      content: CHURN_FRAMING,
    });
  });

  it('an assumption that the records will answer needs a number, and a range in its order', () => {
    const belief = { statement: 'The call saves 5 of 100', believedBy: 'Ana', reason: 'The pilot', check: 'Compare' };
    const gapsWith = (assumption: object) =>
      draftGaps({ ...CHURN_FRAMING, assumptions: { a1: { ...belief, ...assumption } } }).map(({ path }) => path);
    expect(gapsWith({})).toEqual([]);
    expect(gapsWith({ kind: 'effect' })).toEqual(['assumptions.a1.low']);
    expect(gapsWith({ kind: 'effect', low: 0.05 })).toEqual([]);
    expect(gapsWith({ kind: 'effect', low: 0.05, high: 0.03 })).toEqual(['assumptions.a1.high']);
    expect(gapsWith({ kind: 'reach', low: 80 })).toEqual(['assumptions.a1.low']);
    expect(gapsWith({ kind: 'prediction', high: 70 })).toEqual(['assumptions.a1.low']);
    expect(gapsWith({ statement: '' })).toEqual(['assumptions.a1.statement']);
  });

  it('an empty register of assumptions says the same as none', () => {
    expect(readDraft({ ...CHURN_FRAMING, assumptions: {} })).toEqual({ kind: 'complete', content: CHURN_FRAMING });
  });

  it('more assumptions than anybody checks, or a name that is no name, are refused', () => {
    const belief = { statement: 'It is so', believedBy: 'Ana', reason: 'The pilot', check: 'Compare' };
    const many = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`a${index}`, belief]));
    expect(draftGaps({ ...CHURN_FRAMING, assumptions: many }).map(({ path }) => path)).toEqual(['assumptions']);
    expect(draftGaps({ ...CHURN_FRAMING, assumptions: { 'a.b': belief } })).toHaveLength(1);
  });

  it.each([[{}], [null], ['text'], [{ kpi: 'text', successCriterion: null }]])(
    'an empty draft (%j) names every field that must be filled in, in human words',
    (draft) => {
      const gaps = draftGaps(draft);
      expect(gaps).toContainEqual({ path: 'translation', message: 'Fill this in.' });
      expect(gaps).toContainEqual({ path: 'kpi.baseline.value', message: 'Fill this in.' });
      expect(gaps).toContainEqual({ path: 'predictionTask.entity.one', message: 'Fill this in.' });
      expect(gaps).toContainEqual({ path: 'successCriterion.metric.kind', message: 'Fill this in.' });
      expect(gaps.filter(({ message }) => /invalid|expected|undefined|zod/i.test(message))).toEqual([]);
    },
  );

  it('names an entry of a list by its place', () => {
    const guardrails = [{ metric: { ...metric, id: 'Not a name' }, tolerance: 0 }];
    expect(draftGaps(withCriterion({ guardrails }))).toEqual([
      {
        path: 'successCriterion.guardrails[0].metric.id',
        message: 'Use lower-case letters, digits and underscores, starting with a letter.',
      },
    ]);
  });

  it.each<readonly [string, FramingContent, string, string]>([
    ['a goal on the wrong side of the starting value', withKpi({ target: 13 }), 'kpi.target', 'below'],
    ['a goal that is the starting value', withKpi({ target: 12 }), 'kpi.target', 'below'],
    ['a goal below when more is better', withKpi({ direction: 'up' }), 'kpi.target', 'above'],
    [
      'a starting value whose period ends before it begins',
      withKpi({ baseline: { value: 12, from: '2026-01-01', to: '2025-12-31' } }),
      'kpi.baseline.to',
      'before it begins',
    ],
    ['a goal due before its starting value', withKpi({ due: '2025-12-31' }), 'kpi.due', '31 December 2025'],
    [
      'a read-out before anybody can be done',
      withCriterion({ readOutOn: '2026-03-31' }),
      'successCriterion.readOutOn',
      'a date after 31 March 2026',
    ],
    [
      'nobody left alone',
      withCriterion({ holdoutShare: 0 }),
      'successCriterion.holdoutShare',
      'above 0% and at most 50%',
    ],
    ['more than half left alone', withCriterion({ holdoutShare: 0.6 }), 'successCriterion.holdoutShare', '50%'],
    ['more than half explored', withCriterion({ exploreShare: 0.6 }), 'successCriterion.exploreShare', '50%'],
    [
      'exploring without leaving anybody alone',
      withCriterion({ design: 'did', exploreShare: 0.1 }),
      'successCriterion.exploreShare',
      'left alone',
    ],
    ['a share of 1 and more as smallest effect', withCriterion({ dmin: 1 }), 'successCriterion.dmin', 'below 1'],
    ['an effect beyond what is possible', withCriterion({ dmin: 0.4 }), 'successCriterion.dmin', 'is not possible'],
    [
      'an action later than the outcome',
      withCriterion({ actionWindowDays: 100 }),
      'successCriterion.actionWindowDays',
      'too late',
    ],
    [
      'a figure both pursued and guarded',
      withCriterion({ guardrails: [{ metric, tolerance: 0 }] }),
      'successCriterion.guardrails[0].metric.id',
      'named twice',
    ],
    [
      'an action for everybody with some explored',
      {
        ...withPolicy({ rule: { kind: 'everybody' } }),
        successCriterion: { ...CHURN_FRAMING.successCriterion, exploreShare: 0.1 },
      },
      'successCriterion.exploreShare',
      'everybody',
    ],
  ])('refuses %s', (_, content, path, words) => {
    expect(draftGaps(content)).toContainEqual({ path, message: expect.stringContaining(words) });
  });

  it('asks for the worth of an outcome as soon as the action costs something', () => {
    const { valuePerOutcomeCents: _, ...criterion } = CHURN_FRAMING.successCriterion;
    const unvalued = { ...CHURN_FRAMING, successCriterion: criterion };
    expect(draftGaps(unvalued).map(({ path }) => path)).toEqual(['successCriterion.valuePerOutcomeCents']);
    const { costPerActionCents: __, ...policy } = CHURN_FRAMING.decisionPolicy;
    expect(draftGaps({ ...unvalued, decisionPolicy: { ...policy, fixedCostCents: 0 } })).toEqual([]);
  });

  it('refuses a plan that cannot tell the smallest effect from none, and says what would make it possible', () => {
    const [gap, ...others] = draftGaps(withCriterion({ plannedUnits: 6_000, dmin: 0.045 }));
    expect(others).toEqual([]);
    expect(gap?.path).toBe('successCriterion.plannedUnits');
    expect(gap?.message).toBe(
      'By the read-out this plan cannot tell an effect of 4.5 of 100 customers from none at all. It could ' +
        'with 6,595 customers instead of 6,000, or with 23% of them left alone instead of 20%, or if only an effect of ' +
        '4.72 of 100 customers or more were worth having. To go ahead all the same, say why.',
    );
  });

  it('lets the table go ahead with such a plan when it says why', () => {
    expect(
      draftGaps(withCriterion({ plannedUnits: 100, openAnswerReason: 'A first try; the next one will be larger.' })),
    ).toEqual([]);
  });

  it('needs the expected share of the outcome for a yes or no, and the spread for an amount', () => {
    const { expectedRate: _, expectedSd: __, ...criterion } = CHURN_FRAMING.successCriterion;
    const paths = (kind: 'binary' | 'mean') =>
      draftGaps({ ...CHURN_FRAMING, successCriterion: { ...criterion, metric: { ...metric, kind } } }).map(
        ({ path }) => path,
      );
    expect(paths('binary')).toEqual(['successCriterion.expectedRate']);
    expect(paths('mean')).toEqual(['successCriterion.expectedSd']);
  });
});
