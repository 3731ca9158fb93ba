import { describe, expect, it } from 'vitest';
import {
  dayInWords,
  durationInWords,
  formatAgo,
  formatAmount,
  formatBytes,
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPlural,
  formatPoints,
  joinWords,
  rangeWords,
} from './index.ts';

it('how long something took is told in the unit that people would say', () => {
  const took = (seconds: number) =>
    durationInWords('2026-01-01T00:00:00Z', new Date(Date.UTC(2026, 0, 1) + seconds * 1_000).toISOString());
  const told = ['less than a second', '40 s', '12 min', '3 h 20 min'];
  expect([took(0.3), took(40), took(720), took(12_000)]).toEqual(told);
});

describe('lists in sentences', () => {
  it('are joined as people say them', () => {
    expect(joinWords(['a'])).toBe('a');
    expect(joinWords(['a', 'b', 'c'])).toBe('a, b and c');
  });
});

describe('numbers on screen', () => {
  it('rates 0..1 become percent only on screen', () => {
    expect(formatPercent(0.1236)).toBe('12.4%');
    expect(formatPoints(-0.021)).toBe('−2.1');
  });

  it('a rounded nothing is 0, never minus 0', () => {
    expect(formatNumber(-0.001)).toBe('0.0');
    expect(formatMoney(-20, 'EUR')).toBe('EUR 0');
  });

  it('money comes from integer minor units, and the currency says how many there are', () => {
    expect(formatMoney(1_248_000, 'EUR')).toBe('EUR 12,480');
    expect(formatMoney(-1_250, 'EUR', 2)).toBe('EUR −12.50');
    expect(formatMoney(12_480, 'JPY')).toBe('JPY 12,480');
  });

  it('an amount from 100 upwards is told in whole units, a smaller one in all digits of its currency', () => {
    expect(formatAmount(1_234_567, 'EUR')).toBe('EUR 12,346');
    expect(formatAmount(1_250, 'EUR')).toBe('EUR 12.50');
    expect(formatAmount(1_200, 'EUR')).toBe('EUR 12');
    expect(formatAmount(12, 'no currency')).toBe('no currency 0.12');
  });

  it('counts are written in full, with the noun in the right number', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatPlural(1, 'person', 'people')).toBe('1 person');
    expect(formatPlural(0, 'person', 'people')).toBe('0 people');
  });

  it('a day without a time is the same day in every time zone', () => {
    expect(formatDay('2026-05-03')).toBe('3 May 2026');
  });

  it('a day in a sentence is the same in every locale; what is no day comes back unchanged', () => {
    expect(dayInWords('2026-05-14')).toBe('14 May 2026');
    expect(dayInWords('2026-12-01T23:30:00Z')).toBe('1 December 2026');
    expect(dayInWords('soon')).toBe('soon');
  });

  it('times are told in the largest whole unit', () => {
    const now = new Date('2026-05-03T12:00:00Z');
    expect(formatAgo('2026-05-03T11:59:40Z', now)).toBe('just now');
    expect(formatAgo('2026-05-02T11:00:00Z', now)).toBe('yesterday');
    expect(formatAgo('2026-04-30T11:00:00Z', now)).toBe('3 days ago');
  });

  it('sizes are told in the unit that keeps them short', () => {
    expect(formatBytes(812)).toBe('812 bytes');
    expect(formatBytes(1_440_000)).toBe('1.4 MB');
    expect(formatBytes(2_147_483_648)).toBe('2.1 GB');
  });

  it('a range puts the smaller number first and does not repeat itself', () => {
    expect(rangeWords(2.8, 1.4, formatNumber, 'points')).toBe('between 1.4 and 2.8 points');
    expect(rangeWords(2.04, 2.0, formatNumber, 'points')).toBe('2.0 points');
  });
});
