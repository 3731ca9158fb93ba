import { describe, expect, it } from 'vitest';
import { funnelRows, medianDays, sumValues } from './funnel.ts';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const value = (label: 'measured' | 'validated', currency: string, lowerMinor: number, upperMinor: number) => ({
  label,
  currency,
  lowerMinor,
  upperMinor,
});

describe('the median of days', () => {
  it('is over those that came so far, and null when none did', () => {
    expect(medianDays([])).toBeNull();
    expect(medianDays([[day(1), null]])).toBeNull();
    expect(
      medianDays([
        [day(1), day(3)],
        [day(1), day(30)],
        [day(1), day(5)],
        [null, day(2)],
      ]),
    ).toBe(4);
    expect(
      medianDays([
        [day(1), day(3)],
        [day(1), day(5)],
      ]),
    ).toBe(3);
  });
});

describe('money', () => {
  it('of another label or another currency is never added', () => {
    expect(
      sumValues([
        value('measured', 'EUR', 100, 200),
        value('validated', 'EUR', 10, 20),
        value('measured', 'USD', 1, 2),
        value('measured', 'EUR', -50, 300),
      ]),
    ).toEqual([
      { ...value('measured', 'EUR', 50, 500), initiatives: 2 },
      { ...value('validated', 'EUR', 10, 20), initiatives: 1 },
      { ...value('measured', 'USD', 1, 2), initiatives: 1 },
    ]);
  });
});

describe('the way of ideas', () => {
  it('counts beyond the promotion only what the reader may see', () => {
    const department = { id: 'a', name: 'Sales' };
    const counts = { department, proposed: 3, open: 1, promoted: 2, merged: 0, declined: 0 };
    const followed = [1, 2].map((initiativeNo) => ({
      departmentId: 'a',
      initiativeNo,
      proposedAt: day(1),
      promotedAt: day(2),
    }));
    const seen = {
      initiativeNo: 1,
      framedAt: day(12),
      liveAt: null,
      measuredAt: null,
      value: null,
    };
    expect(funnelRows([counts], followed, [seen])).toEqual([
      {
        ...counts,
        framed: 1,
        live: 0,
        measured: 0,
        daysToPromoted: 1,
        daysToFramed: 10,
        daysToLive: null,
        daysToMeasured: null,
        values: [],
      },
    ]);
  });
});
