import { describe, expect, it } from 'vitest';
import { type FramingContent, framingContentSchema } from './framing.ts';
import { framingChanges } from './framing-changes.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';

describe('the changes of an amendment', () => {
  it('are named field by field with both values in words', () => {
    const { successCriterion: criterion, decisionPolicy: policy } = CHURN_FRAMING;
    const after: FramingContent = {
      ...CHURN_FRAMING,
      decisionPolicy: { ...policy, rule: { kind: 'list', size: 2_000 }, costPerActionCents: 1_250 },
      successCriterion: { ...criterion, holdoutShare: 0.3, readOutOn: '2026-12-31', exploreShare: 0.05 },
    };
    expect(framingChanges(CHURN_FRAMING, after)).toEqual([
      {
        path: 'decisionPolicy.rule',
        label: 'Who is acted upon',
        before: 'everybody with a score of 0.5 or more',
        after: 'the 2,000 with the highest scores',
      },
      {
        path: 'decisionPolicy.costPerActionCents',
        label: 'Cost of one action',
        before: 'EUR 12.00',
        after: 'EUR 12.50',
      },
      { path: 'successCriterion.holdoutShare', label: 'Share left alone', before: '20%', after: '30%' },
      {
        path: 'successCriterion.exploreShare',
        label: 'Share of the others that is acted upon to learn',
        before: '0%',
        after: '5%',
      },
      {
        path: 'successCriterion.readOutOn',
        label: 'Day of the read-out',
        before: '30 September 2026',
        after: '31 December 2026',
      },
    ]);
  });

  it('say when a value was not stated before', () => {
    const { owner: _, ...kpi } = CHURN_FRAMING.kpi;
    expect(framingChanges({ ...CHURN_FRAMING, kpi }, CHURN_FRAMING)).toEqual([
      { path: 'kpi.owner', label: 'Owner of the KPI', before: 'not stated', after: 'Head of marketing' },
    ]);
  });

  it('are none between equal framings', () => {
    expect(framingChanges(CHURN_FRAMING, structuredClone(CHURN_FRAMING))).toEqual([]);
  });

  it.each(leaves(CHURN_FRAMING))('miss no field: %s', (path) => {
    const changed = framingContentSchema.safeParse(changeAt(CHURN_FRAMING, path.split('.')));
    const after = changed.data ?? changeChoice(path);
    expect(framingChanges(CHURN_FRAMING, after).some((change) => path.startsWith(change.path))).toBe(true);
  });
});

/** The paths of all single values in a framing. */
function leaves(value: unknown, path: readonly string[] = []): readonly string[] {
  if (typeof value !== 'object' || value === null) return [path.join('.')];
  return Object.entries(value).flatMap(([name, part]) => leaves(part, [...path, name]));
}

function changeAt(value: unknown, [name, ...rest]: readonly string[]): unknown {
  if (name === undefined) return otherThan(value);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === name ? changeAt(item, rest) : item));
  const parts: Readonly<Record<string, unknown>> = typeof value === 'object' && value !== null ? { ...value } : {};
  return { ...parts, [name]: changeAt(parts[name], rest) };
}

function otherThan(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value + 1 : value * 0.9;
  if (typeof value !== 'string') return value;
  if (value === 'EUR') return 'JPY';
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return value.replace(/\d{4}/, '2027');
  return value === 'up' || value === 'down' ? (value === 'up' ? 'down' : 'up') : `${value}x`;
}

/** Values of a fixed choice, where a changed word is no longer one of them. */
function changeChoice(path: string): FramingContent {
  const { successCriterion: criterion, decisionPolicy } = CHURN_FRAMING;
  const withCriterion = (change: Partial<typeof criterion>) => ({
    ...CHURN_FRAMING,
    successCriterion: { ...criterion, ...change },
  });
  switch (path) {
    case 'riskTier':
      return { ...CHURN_FRAMING, riskTier: 'high' };
    case 'decisionPolicy.rule.kind':
      return { ...CHURN_FRAMING, decisionPolicy: { ...decisionPolicy, rule: { kind: 'everybody' } } };
    case 'successCriterion.metric.kind':
      return withCriterion({ metric: { ...criterion.metric, kind: 'mean' } });
    case 'successCriterion.design':
      return withCriterion({ design: 'did' });
    case 'successCriterion.guardrails.0.metric.kind':
      return withCriterion({
        guardrails: criterion.guardrails.map((guardrail) => ({
          ...guardrail,
          metric: { ...guardrail.metric, kind: 'ratio' },
        })),
      });
    default:
      throw new Error(`The test does not know how to change ${path}.`);
  }
}
