import { describe, expect, it } from 'vitest';
import { guessColumnType, isMissing } from '../../platform/files/value-parsing.ts';
import { guessMapping } from './guess-mapping.ts';
import type { ImportColumn } from './import-column.ts';
import type { ImportPhase } from './import-mapping.ts';

const PHASE: ImportPhase = {
  number: 1,
  metrics: [
    { id: 'churned', kind: 'binary' },
    { id: 'revenue', kind: 'mean' },
  ],
  planned: { action: 0.8, holdout: 0.2, explore: 0.1, none: 0.9 },
  outcomeWindowDays: 30,
  lateGraceDays: 0,
  currency: 'EUR',
  action: 'retention call',
};

/** Columns as the sample of a file describes them. */
function columnsOf(table: Readonly<Record<string, readonly string[]>>): ImportColumn[] {
  return Object.entries(table).map(([name, cells]) => {
    const { format, isCertain } = guessColumnType(cells, name);
    const present = cells.filter((cell) => !isMissing(cell));
    const counts = new Map<string, number>();
    for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
    return {
      name,
      format,
      isCertain,
      missingShare: 1 - present.length / cells.length,
      samples: [...new Set(present)].slice(0, 8),
      distinct: counts.size,
      isUnique: new Set(present).size === present.length,
      values: counts.size <= 24 ? [...counts].map(([value, rows]) => ({ value, rows })) : [],
    };
  });
}

function guess(
  table: Readonly<Record<string, readonly string[]>>,
  { phase = PHASE, hasArms = false }: { phase?: ImportPhase | null; hasArms?: boolean } = {},
) {
  return guessMapping({ columns: columnsOf(table), phase, hasArms, filePrefix: 'file-1a2b3c4d-' });
}

const repeat = (values: readonly string[], rows: number) =>
  Array.from({ length: rows }, (_, index) => values[index % values.length] ?? '');
const ids = (prefix: string, rows: number) => Array.from({ length: rows }, (_, index) => `${prefix}${index}`);
const rows = 60;

describe('guessing what columns mean', () => {
  it('finds in the Hillstrom mailing the groups, the outcomes and what is missing', () => {
    const { mapping, questions } = guess(
      {
        recency: repeat(['10', '6', '7', '9', '2'], rows),
        history_segment: repeat(['2) $100 - $200', '3) $200 - $350', '1) $0 - $100'], rows),
        history: repeat(['142.44', '329.08', '180.65', '675.83'], rows),
        mens: repeat(['1', '1', '0'], rows),
        womens: repeat(['0', '1', '1'], rows),
        zip_code: repeat(['Surburban', 'Rural', 'Urban'], rows),
        newbie: repeat(['0', '1'], rows),
        channel: repeat(['Phone', 'Web', 'Multichannel'], rows),
        segment: repeat(['Womens E-Mail', 'No E-Mail', 'Mens E-Mail'], rows),
        visit: repeat(['0', '0', '1'], rows),
        conversion: repeat(['0', '0', '0', '1'], rows),
        spend: repeat(['0', '0', '0', '29.99'], rows),
      },
      { phase: { ...PHASE, metrics: [{ id: 'visit', kind: 'binary' }] } },
    );
    expect(mapping).toMatchObject({
      shape: 'wide',
      unit: { from: 'line', prefix: 'file-1a2b3c4d-' },
      assignedAt: null,
      arm: {
        column: 'segment',
        values: [
          { value: 'Womens E-Mail', arm: 'action' },
          { value: 'No E-Mail', arm: 'holdout' },
          { value: 'Mens E-Mail', arm: 'action' },
        ],
      },
      prediction: null,
      reached: { from: 'action-arm' },
      outcomes: [
        { metric: 'visit', column: 'visit', kind: 'binary' },
        { metric: 'conversion', column: 'conversion', kind: 'binary' },
        { metric: 'spend', column: 'spend', kind: 'number' },
      ],
    });
    expect(questions).toEqual([
      {
        path: 'arm.values',
        sentence:
          '"Womens E-Mail" and "Mens E-Mail" both got something. Which is the action of this initiative? Leave the others out.',
      },
      {
        path: 'assignedAt',
        sentence:
          'When were these units put into their groups, or when did counting start? The file has no column with dates.',
      },
      { path: 'reached', sentence: 'No column says who was reached. Was everybody in the action group?' },
    ]);
  });

  it('leaves out whoever has no group: a blank, a mark for missing, or a word that names none', () => {
    const armsOf = (cells: readonly string[]) => {
      const { mapping } = guess({ id: ids('C-', rows), group: repeat(cells, rows), churn: repeat(['0', '1'], rows) });
      if (mapping.shape !== 'wide' || mapping.arm.from !== 'column') throw new Error('The groups were not found.');
      return Object.fromEntries(mapping.arm.values.map(({ value, arm }) => [value, arm]));
    };
    expect(armsOf(['treatment', 'control', ''])).toEqual({ treatment: 'action', control: 'holdout', '': 'leave-out' });
    expect(armsOf(['treatment', 'control', 'none', 'Unknown', 'N/A', '\\N'])).toEqual({
      treatment: 'action',
      control: 'holdout',
      none: 'leave-out',
      Unknown: 'leave-out',
      'N/A': 'leave-out',
      '\\N': 'leave-out',
    });
    expect(armsOf(['action', 'holdout', 'none', 'explore'])).toEqual({
      action: 'action',
      holdout: 'holdout',
      none: 'none',
      explore: 'explore',
    });
  });

  it('finds in a churn campaign ids, score, flag, groups, calls, costs, dates and both metrics of the framing', () => {
    const { mapping, questions } = guess({
      CustomerID: ids('C-', rows),
      p_churn: Array.from({ length: rows }, (_, index) => String(index / 100)),
      flagged: repeat(['yes', 'no'], rows),
      Treatment: repeat(['1', '1', '0'], rows),
      reached: repeat(['true', 'false', 'false'], rows),
      cost_cents: repeat(['450', '0'], rows),
      assigned_at: repeat(['2026-05-01T08:00:00Z', '2026-05-02T08:00:00Z'], rows),
      churn: repeat(['No', 'Yes'], rows),
      churn_date: repeat(['', '2026-05-20'], rows),
      Revenue: repeat(['10.5', '0'], rows),
      revenue_before: repeat(['12.5', '30'], rows),
    });
    expect(questions).toEqual([]);
    expect(mapping).toMatchObject({
      unit: { from: 'column', column: 'CustomerID' },
      assignedAt: { from: 'column', column: 'assigned_at' },
      arm: {
        column: 'Treatment',
        values: [
          { value: '1', arm: 'action' },
          { value: '0', arm: 'holdout' },
        ],
      },
      prediction: {
        score: { column: 'p_churn' },
        flagged: { from: 'column', column: 'flagged' },
        preValue: { column: 'revenue_before' },
      },
      reached: { column: 'reached' },
      action: { actionType: 'retention call', cost: { column: 'cost_cents', amountsAre: 'cents' } },
      outcomes: [
        { metric: 'churned', column: 'churn', kind: 'binary', when: { from: 'column', column: 'churn_date' } },
        { metric: 'revenue', column: 'Revenue', kind: 'number' },
      ],
      complete: { from: 'window' },
    });
  });

  it('reads a column called holdout the other way round', () => {
    const { mapping } = guess({
      id: ids('m', rows),
      holdout: repeat(['0', '0', '1'], rows),
      churned: repeat(['0', '1'], rows),
    });
    expect(mapping).toMatchObject({
      arm: {
        column: 'holdout',
        values: [
          { value: '0', arm: 'action' },
          { value: '1', arm: 'holdout' },
        ],
      },
    });
  });

  it('asks for the comparison where no column has it, unless the units have their groups already', () => {
    const table = { machine: ids('m', rows), churned: repeat(['0', '1'], rows), date: repeat(['2026-05-01'], rows) };
    expect(guess(table).questions.map(({ path }) => path)).toEqual(['arm']);
    expect(guess(table, { hasArms: true })).toMatchObject({ mapping: { arm: { from: 'earlier' } }, questions: [] });
    expect(guess(table, { phase: null }).mapping).toMatchObject({
      arm: { from: 'earlier' },
      complete: { from: 'not-known' },
    });
  });

  it('asks which comes first where dates can be read both ways, and which column decides where none is called so', () => {
    const table = {
      customer: ids('c', rows),
      sent: repeat(['03/04/2026', '05/06/2026'], rows),
      clicked: repeat(['0', '1'], rows),
    };
    expect(guess(table).questions.map(({ path }) => path)).toEqual(['arm', 'assignedAt', 'outcomes']);
  });

  it('tells narrow files by their columns, and events by units that come again with a date', () => {
    const costs = {
      date: repeat(['2026-05-01'], rows),
      amount: repeat(['12.5'], rows),
      currency: repeat(['EUR'], rows),
    };
    expect(guess(costs).mapping).toMatchObject({
      shape: 'narrow',
      kind: 'costs',
      fields: { amountCents: { column: 'amount', amountsAre: 'units' } },
    });
    const points = {
      period_start: repeat(['2026-01-01'], 3),
      period_end: repeat(['2026-01-31'], 3),
      value: ['11.8', '12', '11'],
    };
    expect(guess(points).mapping).toMatchObject({ shape: 'narrow', kind: 'kpi-points' });
    const failures = {
      datetime: repeat(['2020-01-05 06:00:00', '2020-03-06 06:00:00'], rows),
      machineID: repeat(['1', '2', '3'], rows),
      failure: repeat(['comp4', 'comp1', 'comp2', 'comp3'], rows),
    };
    expect(guess(failures)).toMatchObject({
      mapping: {
        shape: 'narrow',
        kind: 'outcomes',
        fields: { unitId: { column: 'machineID' }, metric: { value: 'churned' }, value: { value: 1 } },
      },
      questions: [{ path: 'fields.metric' }],
    });
  });
});
