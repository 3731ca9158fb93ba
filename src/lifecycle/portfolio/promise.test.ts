import { describe, expect, it } from 'vitest';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { MoneyEstimate } from '../outcomes/index.ts';
import { addUpMoney, type PromisedResult, promisedResult } from './promise.ts';

const net = (lower: number, upper: number, label: MoneyEstimate['label'] = 'measured'): MoneyEstimate => ({
  intervalMinor: { lower, upper },
  pointMinor: (lower + upper) / 2,
  currency: 'EUR',
  label,
});
const promised: PromisedResult = { change: 2, claimedCents: 1_000, currency: 'EUR' };

describe('a promise', () => {
  it('is the change from baseline to target in the good direction, and what it is worth', () => {
    // 2 of 100 over 100,000 customers are 2,000 who stay, at EUR 600 each.
    expect(promisedResult(CHURN_FRAMING)).toEqual({ change: 2, claimedCents: 120_000_000, currency: 'EUR' });
  });

  it('has no worth without a population or a value of one outcome', () => {
    const { population: _, ...kpi } = CHURN_FRAMING.kpi;
    expect(promisedResult({ ...CHURN_FRAMING, kpi }).claimedCents).toBeNull();
    const { valuePerOutcomeCents: __, ...successCriterion } = CHURN_FRAMING.successCriterion;
    expect(promisedResult({ ...CHURN_FRAMING, successCriterion }).claimedCents).toBeNull();
  });

  it('is negative when the target is worse than the baseline', () => {
    const kpi = { ...CHURN_FRAMING.kpi, direction: 'up' as const };
    expect(promisedResult({ ...CHURN_FRAMING, kpi }).change).toBe(-2);
  });
});

describe('money over all initiatives', () => {
  it('keeps claimed, measured and validated apart, and never adds a proxy', () => {
    const [total, ...others] = addUpMoney([
      { promised, grade: 'A', net: net(100, 300) },
      { promised, grade: 'B', net: net(-200, -100) },
      { promised, grade: 'A', net: net(10, 20, 'validated') },
      { promised, grade: 'A', net: net(7_000, 8_000, 'proxy') },
      { promised: { ...promised, claimedCents: null }, grade: null, net: null },
    ]);
    expect(others).toEqual([]);
    expect(total).toEqual({
      currency: 'EUR',
      claimed: { cents: 4_000, initiatives: 4 },
      measured: { intervalMinor: { lower: -100, upper: 200 }, pointMinor: 50, initiatives: 2 },
      validated: { intervalMinor: { lower: 10, upper: 20 }, pointMinor: 15, initiatives: 1 },
    });
  });

  it('counts as measured only evidence of grade A or B', () => {
    const [total] = addUpMoney((['C', 'D', 'E'] as const).map((grade) => ({ promised, grade, net: net(100, 300) })));
    expect(total?.measured.initiatives).toBe(0);
  });

  it('never adds two currencies', () => {
    const totals = addUpMoney([
      { promised: { ...promised, currency: 'USD' }, grade: 'A', net: net(100, 300) },
      { promised, grade: 'A', net: null },
    ]);
    expect(totals.map(({ currency, claimed, measured }) => [currency, claimed.cents, measured.pointMinor])).toEqual([
      ['EUR', 1_000, 200],
      ['USD', 1_000, 0],
    ]);
  });
});
