import { describe, expect, it } from 'vitest';
import type { NamedAssumption } from '../framing/index.ts';
import { compareBelief } from './compare-beliefs.ts';
import type { NumberRow } from './outcome-numbers.schema.ts';
import type { OutcomeReport } from './report.schema.ts';

const NUMBERS = {
  metric: { id: 'churned', name: 'left', kind: 'binary', direction: 'down' },
  currency: 'EUR',
} as const;

function belief(change: Partial<NamedAssumption>): NamedAssumption {
  return {
    id: 'a1',
    statement: 'It is so.',
    kind: 'other',
    believedBy: 'Ana',
    reason: 'The pilot said so.',
    check: 'Look at the records.',
    ...change,
  };
}

function row(group: NumberRow['group'], id: string, lower: number | null, upper: number | null): NumberRow {
  const estimate = lower === null || upper === null ? null : (lower + upper) / 2;
  const empty = { method: '', level: 0.95, pValue: null, units: 400, text: '', note: null };
  return { group, id, label: '', estimate, lower, upper, ...empty };
}

type Report = Pick<OutcomeReport, 'numbers' | 'money' | 'isEffectHidden'>;

/** What the ledger says: 36 of 100 of those left alone leave, and the call saves between 2 and 4 of 100. */
const REPORT: Report = {
  isEffectHidden: false,
  money: null,
  numbers: {
    rows: [
      row('effect', 'reached', 0.02, 0.04),
      row('reach', 'reached', 0.78, 0.82),
      row('prediction', 'ranking', 0.7, 0.75),
    ],
    metrics: [
      {
        metric: 'churned',
        name: 'left',
        kind: 'binary',
        role: 'primary',
        direction: 'down',
        unit: null,
        isClustered: false,
        action: { units: 1_600, events: 500, sum: 500, denominator: null, value: 0.3125 },
        holdout: { units: 400, events: 144, sum: 144, denominator: null, value: 0.36 },
        difference: null,
        relative: null,
        reason: null,
      },
    ],
  },
};

const compare = (change: Partial<NamedAssumption>, report = REPORT) => compareBelief(belief(change), report, NUMBERS);

describe('a belief beside what was measured', () => {
  it('did not hold when the two ranges have nothing in common, and says which way', () => {
    expect(compare({ kind: 'effect', low: 0.05 })).toEqual({
      state: 'did-not-hold',
      measured: 'between 2.0% and 4.0%',
      note: 'It is less than was believed.',
    });
    expect(compare({ kind: 'reach', low: 0.5, high: 0.6 })).toMatchObject({
      state: 'did-not-hold',
      note: 'It is more than was believed.',
    });
  });

  it('held when the whole measured range lies within it; a single number has a tenth of leeway', () => {
    expect(compare({ kind: 'reach', low: 0.8 })).toMatchObject({ state: 'held', measured: 'between 78.0% and 82.0%' });
    expect(compare({ kind: 'prediction', low: 0.7, high: 1 })).toMatchObject({ state: 'held' });
  });

  it('cannot be told when the measured range reaches out of it', () => {
    expect(compare({ kind: 'effect', low: 0.03, high: 0.06 }).state).toBe('cannot-tell');
    // Wilson's interval at 95% of 144 in 400 is 0.3145 to 0.4082 (R 4.3: prop.test(144, 400, correct = FALSE)).
    expect(compare({ kind: 'baseline', low: 0.36 })).toMatchObject({
      state: 'cannot-tell',
      measured: 'between 31.4% and 40.8%',
    });
  });

  it('is not measured while the records cannot say, or may not be shown', () => {
    const empty: Report = { ...REPORT, numbers: { rows: [row('effect', 'reached', null, null)], metrics: [] } };
    expect(compare({ kind: 'effect', low: 0.05 }, empty)).toEqual({
      state: 'not-measured',
      measured: null,
      note: null,
    });
    expect(compare({ kind: 'baseline', low: 0.36 }, { ...REPORT, isEffectHidden: true }).state).toBe('not-measured');
  });

  it('is for a person when no record answers it', () => {
    expect(compare({ kind: 'other' })).toEqual({ state: 'for-a-person', measured: null, note: null });
    expect(compare({ kind: 'outcome-value', low: 60_000 }).state).toBe('for-a-person');
    expect(compare({ kind: 'action-cost', low: 1_200 }).state).toBe('for-a-person');
  });
});
