import { describe, expect, it } from 'vitest';
import { checkRow } from './check-row.ts';
import type { RecordKind } from './ledger.ts';

const CONTEXT = { now: new Date('2026-03-31T12:00:00Z'), currency: 'EUR' };
const OUTCOME = { outcomeId: 'o1', unitId: 'u1', occurredAt: '2026-03-30T10:00:00Z', metric: 'churned', value: 1 };
const ACTION = {
  actionId: 'a1',
  unitId: 'u1',
  occurredAt: '2026-03-30T10:00:00Z',
  actionType: 'call',
  status: 'delivered',
};
const KPI = { periodStart: '2026-01-01', periodEnd: '2026-03-31', value: 11 };

function refusalOf(kind: RecordKind, row: unknown): string | undefined {
  const checked = checkRow(kind, row, CONTEXT);
  return checked.kind === 'refused' ? `${checked.problem.code} ${checked.problem.message}` : undefined;
}

describe('the check of a row', () => {
  it('names each refused field and says what to use', () => {
    expect(refusalOf('outcomes', { ...OUTCOME, value: 'many', metric: 'Churned!' })).toBe(
      'LEDGER_ROW_INVALID metric: Use lower-case letters, digits and underscores, starting with a letter. value: Use a number.',
    );
    expect(refusalOf('outcomes', {})).toMatch(/outcomeId: Fill this in\..*And 2 more\.$/);
    expect(refusalOf('actions', { ...ACTION, status: 'done' })).toContain('status: Choose one of: planned, attempted,');
    expect(refusalOf('outcomes', 'o1')).toBe('LEDGER_ROW_INVALID the row: Use an object with named fields.');
    expect(refusalOf('outcomes', null)).toBe('LEDGER_ROW_INVALID the row: Fill this in.');
  });

  it('takes null for an absent field', () => {
    expect(checkRow('outcomes', { ...OUTCOME, denominator: null, revision: null }, CONTEXT)).toMatchObject({
      kind: 'accepted',
      row: { revision: 1 },
    });
    expect(refusalOf('outcomes', { ...OUTCOME, value: null })).toBe('LEDGER_ROW_INVALID value: Fill this in.');
    expect(refusalOf('actions', { ...ACTION, actor: { id: null, team: 'north' } })).toBeUndefined();
  });

  it('writes the same moment the same way, whatever zone the source uses', () => {
    const berlin = checkRow('outcomes', { ...OUTCOME, occurredAt: '2026-03-30T12:00:00.0004+02:00' }, CONTEXT);
    expect(berlin).toEqual(checkRow('outcomes', OUTCOME, CONTEXT));
  });

  it('refuses what lies more than 24 hours ahead, and takes what lies less', () => {
    expect(refusalOf('outcomes', { ...OUTCOME, occurredAt: '2026-04-01T12:00:00Z' })).toBeUndefined();
    expect(refusalOf('outcomes', { ...OUTCOME, occurredAt: '2026-04-01T12:00:00.001Z' })).toMatch(/^LEDGER_DATE_AHEAD/);
    expect(refusalOf('kpi-points', KPI)).toBeUndefined();
    expect(refusalOf('kpi-points', { ...KPI, periodEnd: '2026-06-30' })).toMatch(/^LEDGER_DATE_AHEAD periodEnd/);
  });

  it('refuses dates that no source can mean', () => {
    expect(refusalOf('outcomes', { ...OUTCOME, occurredAt: '0000-01-01T00:00:00Z' })).toMatch(/^LEDGER_DATE_TOO_OLD/);
    expect(refusalOf('kpi-points', { ...KPI, periodStart: '0000-01-01' })).toMatch(/^LEDGER_DATE_TOO_OLD/);
  });

  it('refuses another currency than that of the phase, and takes any before there is one', () => {
    const dollars = { ...ACTION, costCents: 500, currency: 'USD' };
    expect(refusalOf('actions', dollars)).toBe(
      'LEDGER_CURRENCY_OTHER currency: USD is not the currency of this phase, which is EUR.',
    );
    expect(refusalOf('actions', { ...dollars, currency: 'EUR' })).toBeUndefined();
    expect(checkRow('actions', dollars, { ...CONTEXT, currency: null }).kind).toBe('accepted');
  });

  it('refuses text that the database could not give back as it came', () => {
    expect(refusalOf('outcomes', { ...OUTCOME, unitId: 'u\u0000' })).toContain('unitId: Use text without control');
    expect(refusalOf('outcomes', { ...OUTCOME, unitId: '\ud800' })).toContain('unitId: Use text without control');
    expect(refusalOf('outcomes', { ...OUTCOME, unitId: 'Zoë 🙂' })).toBeUndefined();
    expect(refusalOf('outcomes', { ...OUTCOME, unitId: '' })).toBeUndefined();
  });

  it('refuses whole numbers beyond the range of their column', () => {
    expect(refusalOf('outcomes', { ...OUTCOME, revision: 2_147_483_648 })).toContain('revision: Use 2,147,483,647');
    expect(refusalOf('outcomes', { ...OUTCOME, revision: 0 })).toContain('revision: Use 1 or more.');
  });
});
