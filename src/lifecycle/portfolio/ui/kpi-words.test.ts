import { expect, it } from 'vitest';
import { kpiFigure, kpiNowWords, withUnit } from './kpi-words.ts';

it('a KPI keeps the decimals that it carries, two at most', () => {
  expect([12, 12.5, 12.25, 0.333333, 1_250_000].map(kpiFigure)).toEqual(['12', '12.5', '12.25', '0.33', '1,250,000']);
});

it('a percent sign stands at its number, other units after a space', () => {
  expect(withUnit('9', '% of customers')).toBe('9% of customers');
  expect(withUnit('9', 'hours a week')).toBe('9 hours a week');
});

it('a KPI that nobody observed yet is told by where it starts and where it shall be', () => {
  const kpi = { name: 'Churn', unit: '%', direction: 'down', baseline: 12, target: 10, due: '2026-12-31' } as const;
  expect(kpiNowWords(kpi, null)).toBe('from 12% to 10%');
  expect(kpiNowWords(kpi, { periodEnd: '2026-06-30', value: 11.4 })).toBe('now 11.4%, target 10%');
  const spend = { ...kpi, unit: 'EUR per customer' };
  expect(kpiNowWords(spend, { periodEnd: '2026-06-30', value: 11.4 })).toBe('now 11.4, target 10 EUR per customer');
});
