import { describe, expect, it } from 'vitest';
import { isTimeZone, nextTimeAt } from './notice.ts';

const next = (hour: number, zone: string, now: string): string => nextTimeAt(hour, zone, new Date(now)).toISOString();

describe('the daily mail', () => {
  it('comes at the hour of the reader, strictly later than now', () => {
    expect(next(8, 'UTC', '2026-03-02T07:59:00Z')).toBe('2026-03-02T08:00:00.000Z');
    expect(next(8, 'UTC', '2026-03-02T08:00:00Z')).toBe('2026-03-03T08:00:00.000Z');
    expect(next(8, 'Europe/Madrid', '2026-07-02T08:00:00Z')).toBe('2026-07-03T06:00:00.000Z');
    expect(next(8, 'Asia/Kolkata', '2026-07-02T00:00:00Z')).toBe('2026-07-02T02:30:00.000Z');
    expect(next(0, 'America/New_York', '2026-01-02T00:00:00Z')).toBe('2026-01-02T05:00:00.000Z');
  });

  it('takes the following hour on the day when its hour is skipped, and comes once when it is repeated', () => {
    expect(next(2, 'Europe/Madrid', '2026-03-28T23:00:00Z')).toBe('2026-03-29T01:00:00.000Z');
    expect(next(2, 'Europe/Madrid', '2026-10-24T23:00:00Z')).toBe('2026-10-25T00:00:00.000Z');
  });

  it('knows time zones by their names only', () => {
    expect(isTimeZone('Europe/Madrid')).toBe(true);
    expect(isTimeZone('Nowhere/Land')).toBe(false);
    expect(isTimeZone("'; drop table")).toBe(false);
  });
});
