import { expect, it } from 'vitest';
import type { ImportColumn } from '../import-column.ts';
import { wideMappingSchema } from '../import-mapping.ts';
import { blankWide, roleOf, rolesToOffer, type WideDraft, withArmSource, withRole } from './wide-roles.ts';

const column = (name: string, change: Partial<ImportColumn> = {}): ImportColumn => ({
  name,
  format: { type: 'text' },
  isCertain: true,
  missingShare: 0,
  samples: [],
  distinct: 2,
  isUnique: false,
  values: [],
  ...change,
});
const context = { metrics: [{ id: 'churned', kind: 'binary' as const }], action: 'call', linePrefix: 'file-1-' };
const group = column('group', {
  values: [
    { value: 'call', rows: 80 },
    { value: 'control', rows: 20 },
  ],
});
const blank = blankWide(context.linePrefix);

it('every role that the list offers can be given, and is what the column then is', () => {
  for (const role of rolesToOffer('ignore')) {
    const draft = withRole(blank, column('x', { values: group.values }), role, context);
    expect(roleOf(draft, 'x')).toBe(role);
    const { assignedAt } = draft;
    const whole = { ...draft, assignedAt: assignedAt ?? { from: 'constant', at: '2026-01-01T00:00:00Z' } };
    expect(wideMappingSchema.safeParse(whole).error).toBeUndefined();
  }
});

it('a role that only one column can have leaves the column that had it', () => {
  const one = withRole(blank, column('customer'), 'unit', context);
  const other = withRole(one, column('account'), 'unit', context);
  expect([roleOf(other, 'customer'), roleOf(other, 'account')]).toEqual(['ignore', 'unit']);
});

it('a column has one role: another one takes the first away', () => {
  const draft = withRole(withRole(blank, column('x'), 'outcome', context), column('x'), 'covariate', context);
  expect([roleOf(draft, 'x'), draft.outcomes]).toEqual(['covariate', []]);
});

it('the words of a group column say who was left alone', () => {
  const draft = withRole(blank, group, 'arm', context);
  expect(draft.arm).toMatchObject({
    values: [
      { value: 'call', arm: 'action' },
      { value: 'control', arm: 'holdout' },
    ],
  });
});

it('without groups in the file nothing is taken from them', () => {
  const flagged = { from: 'arm' } as const;
  const grouped: WideDraft = {
    ...withRole(blank, group, 'arm', context),
    reached: { from: 'action-arm' },
    prediction: { score: { from: 'constant', value: 1 }, flagged, covariates: [] },
  };
  const { reached, prediction, arm } = withArmSource(grouped, 'earlier');
  expect([arm.from, reached.from, prediction?.flagged.from]).toEqual(['earlier', 'nobody-recorded', 'everybody']);
  const ungrouped = withRole(grouped, group, 'ignore', context);
  expect([ungrouped.reached.from, ungrouped.prediction?.flagged.from]).toEqual(['nobody-recorded', 'everybody']);
});

it('the first outcome is the metric that decides, the next has the name of its column', () => {
  const draft = withRole(withRole(blank, column('left?'), 'outcome', context), column('Spend EUR'), 'outcome', context);
  expect(draft.outcomes.map(({ metric }) => metric)).toEqual(['churned', 'spend_eur']);
});

it('taking the score away takes all that the model said away', () => {
  const scored = withRole(withRole(blank, column('p'), 'score', context), column('age'), 'covariate', context);
  expect(withRole(scored, column('p'), 'ignore', context).prediction).toBeNull();
});
