import { describe, expect, it } from 'vitest';
import {
  formatAgo,
  formatBytes,
  formatCount,
  formatDay,
  formatMoney,
  formatNumber,
  formatPercent,
  formatPlural,
  formatPoints,
  rangeWords,
} from './format.ts';
import { parseNumber } from './parse-number.ts';

describe('numbers on screen', () => {
  it('rates 0..1 become percent only on screen', () => {
    expect(formatPercent(0.1236)).toBe('12.4%');
    expect(formatPoints(-0.021)).toBe('−2.1');
  });

  it('a rounded nothing is 0, never minus 0', () => {
    expect(formatNumber(-0.001)).toBe('0.0');
    expect(formatMoney(-20, 'EUR')).toBe('€0');
  });

  it('money comes from integer minor units, and the currency says how many there are', () => {
    expect(formatMoney(1_248_000, 'EUR')).toBe('€12,480');
    expect(formatMoney(-1_250, 'EUR', 2)).toBe('−€12.50');
    expect(formatMoney(12_480, 'JPY')).toBe('¥12,480');
  });

  it('counts are written in full, with the noun in the right number', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatPlural(1, 'person', 'people')).toBe('1 person');
    expect(formatPlural(0, 'person', 'people')).toBe('0 people');
  });

  it('a day without a time is the same day in every time zone', () => {
    expect(formatDay('2026-05-03')).toBe('3 May 2026');
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
  });

  it('a range puts the smaller number first and does not repeat itself', () => {
    expect(rangeWords(2.8, 1.4, formatNumber, 'points')).toBe('between 1.4 and 2.8 points');
    expect(rangeWords(2.04, 2.0, formatNumber, 'points')).toBe('2.0 points');
  });
});

describe('numbers that people type', () => {
  it.each([
    ['1,234.5', 1234.5],
    ['12.5', 12.5],
    ['1 234', 1234],
    ['−3', -3],
    ['.5', 0.5],
  ])('"%s" is read as %d', (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  it('an empty field is no number, not zero', () => {
    expect(parseNumber('  ')).toBeNull();
  });

  it.each(['1,5', '12%', 'ten', '1.2.3', '12,34,5'])('"%s" is refused rather than guessed', (text) => {
    expect(parseNumber(text)).toBeUndefined();
  });
});
