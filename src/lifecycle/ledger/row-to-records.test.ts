import { describe, expect, it } from 'vitest';
import { parseCell, parseId } from '../../platform/files/value-parsing.ts';
import type { ImportColumn } from './import-column.ts';
import { type ImportPhase, narrowMappingSchema, wideMappingSchema } from './import-mapping.ts';
import { compileNarrowMapping } from './narrow-row-to-records.ts';
import { compileWideMapping } from './row-to-records.ts';

const PHASE: ImportPhase = {
  number: 1,
  metrics: [{ id: 'churned', kind: 'binary' }],
  planned: { action: 0.8, holdout: 0.2, explore: 0, none: 1 },
  outcomeWindowDays: 90,
  lateGraceDays: 0,
  currency: 'EUR',
  action: 'retention call',
};

const cells = { parseCell, parseId };

function columnsOf(
  names: readonly string[],
  formats: Readonly<Record<string, ImportColumn['format']>>,
): ImportColumn[] {
  return names.map((name) => ({
    name,
    format: formats[name] ?? { type: 'text' },
    isCertain: true,
    missingShare: 0,
    samples: [],
    distinct: 0,
    isUnique: false,
    values: [],
  }));
}

const BASE = {
  shape: 'wide',
  unit: { from: 'column', column: 'id' },
  assignedAt: { from: 'constant', at: '2026-05-01T02:00:00+02:00' },
  arm: { from: 'constant', arm: 'action' },
  reached: { from: 'nobody-recorded' },
  complete: { from: 'not-known' },
} as const;

const group = {
  from: 'column',
  column: 'group',
  values: [
    { value: 'mail', arm: 'action' },
    { value: 'nothing', arm: 'holdout' },
    { value: 'other', arm: 'leave-out' },
  ],
};

function make(
  given: object,
  row: Readonly<Record<string, string | null>>,
  {
    formats = {},
    revision = 1,
  }: { formats?: Readonly<Record<string, ImportColumn['format']>>; revision?: number } = {},
) {
  const mapping = wideMappingSchema.parse({ ...BASE, ...given });
  const names = Object.keys(row);
  const shares = { action: 0.6, holdout: 0.4, explore: 0.1, none: 0.9 };
  const context = { columns: columnsOf(names, formats), cells, phase: PHASE, shares, revision };
  return compileWideMapping(mapping, context).make({ line: 7, values: Object.values(row) });
}

const recordsOf = (...given: Parameters<typeof make>) => {
  const made = make(...given);
  if (made.kind !== 'records') throw new Error(made.kind === 'refused' ? made.reason : made.kind);
  return made.records;
};

const churn = { metric: 'churned', column: 'churn', kind: 'binary', when: { from: 'offset', days: 1 } };

describe('a row of a wide file', () => {
  it('becomes an assignment with the share of its group, at one moment in UTC', () => {
    expect(recordsOf({ arm: group }, { id: ' 17850.0 ', group: 'Mail ' })).toEqual([
      {
        kind: 'assignments',
        row: {
          unitId: '17850',
          arm: 'action',
          propensity: 0.6,
          assignedAt: '2026-05-01T00:00:00.000Z',
          method: 'external',
        },
      },
    ]);
  });

  it('takes the probability of the plan where it is asked to, and refuses a group that the plan does not draw', () => {
    const planned = { arm: group, propensity: { from: 'plan' } };
    expect(recordsOf(planned, { id: 'a', group: 'nothing' })[0]?.row).toMatchObject({
      arm: 'holdout',
      propensity: 0.2,
    });
    expect(
      make({ arm: { from: 'constant', arm: 'explore' }, propensity: { from: 'plan' } }, { id: 'a' }),
    ).toMatchObject({
      kind: 'refused',
      reason: 'the plan puts nobody into explore',
    });
  });

  it('is left out where its group is, and refused where its group has no meaning', () => {
    expect(make({ arm: group }, { id: 'a', group: 'Other' })).toEqual({ kind: 'left-out' });
    expect(make({ arm: group }, { id: 'a', group: 'letter' })).toEqual({
      kind: 'refused',
      column: 'group',
      reason: '"letter" has no meaning in the mapping',
    });
  });

  it('of a unit that was not flagged is in explore or none, never in the action group or the holdout', () => {
    const prediction = { score: { from: 'column', column: 'score' }, flagged: { from: 'score', threshold: 0.5 } };
    const arms = (['0.7', '0.3'] as const).flatMap((score) =>
      ['mail', 'nothing'].map(
        (value) => recordsOf({ arm: group, prediction }, { id: 'a', group: value, score })[1]?.row.arm,
      ),
    );
    expect(arms).toEqual(['action', 'holdout', 'explore', 'none']);
    expect(recordsOf({ arm: group, prediction }, { id: 'a', group: 'mail', score: '0.3' })[0]).toEqual({
      kind: 'predictions',
      row: {
        predictionId: 'prediction||2026-05-01T00:00:00.000Z|a',
        unitId: 'a',
        occurredAt: '2026-05-01T00:00:00.000Z',
        score: 0.3,
        flagged: false,
        threshold: 0.5,
      },
    });
  });

  it('becomes an action where the unit was reached: by its column, or as everybody in the action group', () => {
    const reached = {
      from: 'column',
      column: 'called',
      statuses: [
        { value: '1', status: 'accepted' },
        { value: '0', status: 'none' },
      ],
    };
    const action = { actionType: 'call', cost: { from: 'column', column: 'cost' } };
    const [, called] = recordsOf(
      { reached, action },
      { id: 'a', called: '1', cost: '4,50' },
      {
        formats: { cost: { type: 'number', decimalComma: true } },
      },
    );
    expect(called?.row).toMatchObject({ actionType: 'call', status: 'accepted', costCents: 450, currency: 'EUR' });
    expect(recordsOf({ reached }, { id: 'a', called: '0' })).toHaveLength(1);
    const everybody = { arm: group, reached: { from: 'action-arm' } };
    expect(recordsOf(everybody, { id: 'a', group: 'mail' })[1]?.row).toMatchObject({ status: 'delivered' });
    expect(recordsOf(everybody, { id: 'a', group: 'nothing' })).toHaveLength(1);
  });

  it('stores an outcome that happened and none that did not; a blank is none unless it is refused', () => {
    const of = (value: string | null, more: object = {}) =>
      recordsOf({ outcomes: [{ ...churn, ...more }] }, { id: 'a', churn: value }).slice(1);
    expect(of('yes')).toEqual([
      {
        kind: 'outcomes',
        row: {
          outcomeId: 'churned|2026-05-01T00:00:00.000Z|a',
          revision: 1,
          unitId: 'a',
          occurredAt: '2026-05-02T00:00:00.000Z',
          metric: 'churned',
          value: 1,
        },
      },
    ]);
    expect(of('no')).toEqual([]);
    expect(of(null)).toEqual([]);
    expect(of('no', { negate: true })[0]?.row.value).toBe(1);
    expect(of('stayed', { yes: ['left'] })).toEqual([]);
    expect(of('Left ', { yes: ['left'] })[0]?.row.value).toBe(1);
    expect(make({ outcomes: [{ ...churn, blank: 'refuse' }] }, { id: 'a', churn: '' })).toMatchObject({
      kind: 'refused',
      column: 'churn',
      reason: 'the cell is blank',
    });
    expect(make({ outcomes: [churn] }, { id: 'a', churn: 'perhaps' })).toMatchObject({
      reason: '"perhaps" is neither yes nor no',
    });
  });

  it('stores amounts, dates as a yes on that date, and a 0 that is divided by something', () => {
    const spend = { metric: 'spend', column: 'spend', kind: 'number', when: { from: 'offset', days: 0 } };
    const of = (outcome: object, row: Readonly<Record<string, string>>) =>
      recordsOf({ outcomes: [outcome] }, { id: 'a', ...row }).slice(1);
    expect(of(spend, { spend: '€ 1,234.50' })[0]?.row).toMatchObject({ value: 1234.5 });
    expect(of(spend, { spend: '0' })).toEqual([]);
    const perHour = { ...spend, denominator: { from: 'column', column: 'hours' } };
    expect(of(perHour, { spend: '0', hours: '8' })[0]?.row).toMatchObject({ value: 0, denominator: 8 });
    const left = { ...churn, kind: 'date' };
    expect(of(left, { churn: '2026-06-03' })[0]?.row).toMatchObject({
      value: 1,
      occurredAt: '2026-06-03T00:00:00.000Z',
    });
    expect(of(left, { churn: '' })).toEqual([]);
    expect(make({ outcomes: [spend] }, { id: 'a', spend: 'abc' })).toEqual({
      kind: 'refused',
      column: 'spend',
      reason: '"abc" is not a number',
    });
  });

  it('of a correction stores zeros too, so that they replace what was there', () => {
    const [, outcome] = recordsOf({ outcomes: [churn] }, { id: 'a', churn: '0' }, { revision: 2 });
    expect(outcome?.row).toMatchObject({ value: 0, revision: 2 });
  });

  it('names its unit by the line where the file has no ids', () => {
    const [assignment] = recordsOf({ unit: { from: 'line', prefix: 'file-1-' } }, { churn: '1' });
    expect(assignment?.row.unitId).toBe('file-1-7');
  });

  it('keeps derived ids within the limit of the ledger, and different', () => {
    const ids = ['x', 'y'].map((end) => {
      const [, outcome] = recordsOf({ outcomes: [churn] }, { id: 'u'.repeat(190) + end, churn: '1' });
      return String(outcome?.row.outcomeId);
    });
    expect(ids.map((id) => id.length)).toEqual([200, 200]);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('a row of a narrow file', () => {
  const mapping = narrowMappingSchema.parse({
    shape: 'narrow',
    kind: 'outcomes',
    fields: {
      unitId: { from: 'column', column: 'machine' },
      occurredAt: { from: 'column', column: 'when' },
      metric: { from: 'constant', value: 'failed' },
      value: { from: 'constant', value: '1' },
    },
  });
  const maker = compileNarrowMapping(mapping, {
    columns: columnsOf(['machine', 'when'], { when: { type: 'date', order: 'dmy' } }),
    cells,
    phase: PHASE,
    revision: 1,
  });

  it('becomes one record, with an id that follows from it', () => {
    expect(maker.make({ line: 2, values: ['9', '05/01/2020 06:00'] })).toMatchObject({
      records: [
        {
          kind: 'outcomes',
          row: {
            outcomeId: 'outcomes|failed|2020-01-05T06:00:00.000Z|9',
            unitId: '9',
            occurredAt: '2020-01-05T06:00:00.000Z',
            metric: 'failed',
            value: 1,
            revision: 1,
          },
        },
      ],
    });
  });

  it('is refused with the column that cannot be read', () => {
    expect(maker.make({ line: 2, values: ['9', 'soon'] })).toMatchObject({ kind: 'refused', column: 'when' });
    expect(maker.make({ line: 2, values: [null, '05/01/2020'] })).toMatchObject({
      kind: 'refused',
      column: 'machine',
      reason: 'the cell is blank',
    });
  });
});
