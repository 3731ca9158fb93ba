import { describe, expect, it } from 'vitest';
import { openTable } from '../src/platform/files/table-reader.ts';
import { normalSf, twoProportions } from '../src/statistics/index.ts';
import { hasRealData, realDataFile, SKIP_SENTENCE } from './real-data.ts';

/** The published totals of two large randomised campaigns, row by row. */
async function publishedTotals(): Promise<readonly Readonly<Record<string, string>>[]> {
  const table = await openTable(realDataFile('published_aggregates.csv'));
  if (table.kind !== 'table') throw new Error(table.sentence);
  const rows: Record<string, string>[] = [];
  for await (const item of table.rows) {
    if (item.kind !== 'row') throw new Error('Every line of this file is a row.');
    rows.push(Object.fromEntries(table.columns.map((column, index) => [column, String(item.values[index])])));
  }
  return rows;
}

function figure(row: Readonly<Record<string, string>>, column: string): number {
  const value = Number(row[column]);
  if (Number.isNaN(value)) throw new Error(`${column} is not a number.`);
  return value;
}

/** The published intervals use the rounded normal quantile 1.96; the sixth digit of one bound shows it. */
const PUBLISHED_ALPHA = 2 * normalSf(1.96);

describe.skipIf(!hasRealData)(`published totals of Criteo and X5${SKIP_SENTENCE}`, () => {
  it('give the published difference, interval and z to the printed digits', async () => {
    const rows = await publishedTotals();
    expect(rows.map((row) => row.experiment)).toEqual(['Criteo uplift v2.1', 'X5 RetailHero']);
    for (const row of rows) {
      const arms = {
        action: { units: figure(row, 'n_treatment'), events: figure(row, 'x_treatment') },
        holdout: { units: figure(row, 'n_control'), events: figure(row, 'x_control') },
      };
      const result = twoProportions(arms, PUBLISHED_ALPHA);
      if (result.kind !== 'estimated') throw new Error(result.reason);
      expect(result.estimate.toFixed(6)).toBe(figure(row, 'diff').toFixed(6));
      expect(result.wald.lower.toFixed(6)).toBe(figure(row, 'ci_low').toFixed(6));
      expect(result.wald.upper.toFixed(6)).toBe(figure(row, 'ci_high').toFixed(6));
      expect(result.score.z).toBeCloseTo(figure(row, 'z_pooled'), 2);
    }
  });
});
