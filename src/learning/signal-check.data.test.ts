import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { readRealTable } from '../../test/learning/real-tables.ts';
import { hasRealData, realDataFile, SKIP_SENTENCE } from '../../test/real-data.ts';
import { checkSignal, type SignalFound, type SignalQuestion } from './signal-check.ts';

function checked(question: Partial<SignalQuestion> & Pick<SignalQuestion, 'table'>): SignalFound {
  const found = checkSignal(
    { units: null, hasAllRows: true, protectedColumns: [], rule: null, ...question },
    { seed: 1 },
  );
  if (found.kind !== 'checked') throw new Error(`The check gave nothing: ${found.kind}`);
  return found;
}

const suspectsOf = ({ suspects }: SignalFound): readonly string[] => suspects.map(({ name }) => name);

/** The electricity market: every column is a number and the rows stand in order of time. */
function electricity(): SignalQuestion['table'] {
  const rows: Record<string, string>[] = parse(readFileSync(realDataFile('elec2/elec.csv')), { columns: true });
  const names = ['period', 'nswprice', 'nswdemand', 'vicprice', 'vicdemand', 'transfer'];
  return {
    columns: names.map((name) => ({
      kind: 'number',
      name,
      values: Float32Array.from(rows, (row) => Number(row[name])),
    })),
    target: {
      kind: 'binary',
      name: 'class',
      classes: ['down', 'up'],
      codes: Int32Array.from(rows, (row) => Number(row.class)),
    },
    weights: null,
    times: Float64Array.from(rows, (_, row) => row),
  };
}

// The figures that are expected come with the public tables; they were computed with scikit-learn 1.2.1.
describe.runIf(hasRealData)(`a signal check of public tables${SKIP_SENTENCE}`, () => {
  it('of bank_marketing finds the leak, and that what holds in shuffled rows does not hold in time', () => {
    const found = checked({ table: readRealTable('bank_marketing', { without: [], timesFromRows: true }) });
    expect(suspectsOf(found)).toEqual(['duration']);
    expect(found.withSuspects?.shuffled.estimate).toBeCloseTo(0.9499, 1);
    const { shuffled, inTime } = found.quality;
    expect(Math.abs(shuffled.estimate - 0.8048)).toBeLessThan(0.02);
    expect(inTime?.interval.upper).toBeLessThan(shuffled.interval.lower - 0.03);
    expect(found.targetOverTime?.latest).toBeGreaterThan(4 * (found.targetOverTime?.earliest ?? 1));
  });

  it('of ai4i_2020 finds the four failure modes that are the answer, and no honest column', () => {
    const found = checked({ table: readRealTable('ai4i_2020', { without: ['UDI'] }) });
    expect(suspectsOf(found)).toEqual(['TWF', 'HDF', 'PWF', 'OSF']);
    expect(Math.abs(found.quality.shuffled.estimate - 0.9789)).toBeLessThan(0.015);
    expect(found.useless).toEqual([{ name: 'Product ID', reason: 'names-rows' }]);
  });

  it('of telco_churn finds nothing suspicious, and the published quality', () => {
    const found = checked({ table: readRealTable('telco_churn') });
    expect(suspectsOf(found)).toEqual([]);
    expect(Math.abs(found.quality.shuffled.estimate - 0.8453)).toBeLessThan(0.006);
  });

  it('of german_credit says that a weighted sum is enough', () => {
    const found = checked({ table: readRealTable('german_credit') });
    expect(found.family).toBe('linear');
    expect(suspectsOf(found)).toEqual([]);
    expect(Math.abs(found.quality.shuffled.estimate - 0.7915)).toBeLessThan(0.024);
  });

  it('of elec2 says that the row before is better, and sees columns drift from a constant', () => {
    const found = checked({ table: electricity() });
    const before = found.comparisons.find(({ opponent }) => opponent === 'row-before');
    expect(before?.difference.interval.upper).toBeLessThan(0);
    const drifting = found.drifts.filter(({ distance }) => distance > 0.5).map(({ name }) => name);
    expect(drifting).toEqual(['vicprice', 'vicdemand', 'transfer']);
  });
});
