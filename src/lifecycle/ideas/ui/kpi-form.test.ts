import { describe, expect, it } from 'vitest';
import { answersOfForm, formOf } from './kpi-form.ts';

const ANSWERS = {
  name: 'Churn',
  unit: '% of customers',
  direction: 'down',
  baseline: 0,
  target: -1,
  due: '2027-03-31',
  valueCents: 60_050,
  currency: 'EUR',
} as const;

describe('the form of the plain questions', () => {
  it('gives back the answers that it was filled with', () => {
    expect(answersOfForm(formOf(ANSWERS))).toEqual(ANSWERS);
    expect(answersOfForm(formOf({ valueCents: 500, currency: 'JPY' }))).toEqual({ valueCents: 500, currency: 'JPY' });
    expect(formOf({ valueCents: 500, currency: 'JPY' }).value).toBe(500);
    expect(formOf(ANSWERS).value).toBe(600.5);
  });

  it('takes what is empty or blank for no answer', () => {
    expect(answersOfForm(formOf({}))).toEqual({});
    expect(answersOfForm({ ...formOf({}), name: '   ' })).toEqual({});
  });
});
