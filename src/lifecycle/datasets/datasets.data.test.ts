import { copyFile, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { hasRealData, realDataFile, SKIP_SENTENCE } from '../../../test/real-data.ts';
import { openTable } from '../../platform/files/table-reader.ts';
import { openTableEngine, type TableEngine } from '../../platform/tables/table-engine.ts';
import type { BroughtTable, ColumnProfile } from '../../platform/tables/tables.schema.ts';
import { differenceOf } from './table-difference.ts';

let engine: TableEngine;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(inject('testFolder'), 'real-tables-'));
  engine = await openTableEngine(inject('tableProgram'), folder);
});

async function bringPath(path: string, fileName: string): Promise<{ table: BroughtTable; parquet: string }> {
  const parquet = join(folder, `${fileName}.parquet`);
  const table = await engine.run('bring', (work) => ({ path, fileName, target: join(work, 't.parquet'), said: [] }), {
    keep: (work) => copyFile(join(work, 't.parquet'), parquet),
  });
  return { table, parquet };
}

const bring = (file: string) => bringPath(realDataFile(file), file.split('/').at(-1) ?? file);

function columnOf({ profile }: BroughtTable, name: string): ColumnProfile {
  const column = profile.columns.find((one) => one.name === name);
  if (!column) throw new Error(`There is no column ${name}.`);
  return column;
}

function rowsOf(table: BroughtTable, column: string, value: string): number | undefined {
  const { shape } = columnOf(table, column);
  return shape?.kind === 'words' ? shape.top.find((one) => one.value === value)?.rows : undefined;
}

const typesOf = ({ columns }: BroughtTable) => Object.fromEntries(columns.map(({ name, type }) => [name, type]));

/** Every figure is one that the README beside the file gives. */
describe.skipIf(!hasRealData)(`the public data sets, read without a word from anybody${SKIP_SENTENCE}`, () => {
  it('telco_churn: 11 blank total charges count as empty, and yes and no are understood', async () => {
    const { table, parquet } = await bring('telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv');
    expect(table).toMatchObject({ rows: 7_043, malformed: { count: 0 } });
    expect(typesOf(table)).toMatchObject({
      customerID: 'id',
      Churn: 'yes-no',
      SeniorCitizen: 'yes-no',
      TotalCharges: 'number',
    });
    expect(columnOf(table, 'TotalCharges').missing).toBe(11);
    expect(rowsOf(table, 'Churn', 'true')).toBe(1_869);
    const columns = table.columns.map(({ name, type }) => ({ name, type }));
    const { relations } = await engine.run('relate', () => ({ path: parquet, columns, target: 'Churn' }));
    expect(relations.slice(0, 2).map(({ column }) => column)).toEqual(['Contract', 'tenure']);
    const range = { kind: 'range' as const, column: 'tenure', min: 1, max: null };
    const { outcomes } = await engine.run('check', () => ({ path: parquet, columns, checks: [range], nowMs: 0 }));
    expect(outcomes[0]).toMatchObject({ state: 'broken', broken: 11 });
  });

  it('ai4i_2020: tabs under the name .csv, and the failure modes as counted there', async () => {
    const { table } = await bring('ai4i_2020/ai4i2020.csv');
    expect(table).toMatchObject({ rows: 10_000, format: 'tsv' });
    expect(rowsOf(table, 'Machine failure', 'true')).toBe(339);
    expect(['TWF', 'HDF', 'PWF', 'OSF', 'RNF'].map((mode) => rowsOf(table, mode, 'true'))).toEqual([
      46, 115, 95, 98, 19,
    ]);
  });

  it('azure_pdm: moments and machines; 761 failures, 3,286 maintenance rows', async () => {
    const { table: failures } = await bring('azure_pdm/PdM_failures.csv');
    expect(failures.rows).toBe(761);
    expect(typesOf(failures)).toMatchObject({ datetime: 'time', machineID: 'id' });
    expect(columnOf(failures, 'machineID').distinct).toBe(98);
    expect((await bring('azure_pdm/PdM_maint.csv')).table.rows).toBe(3_286);
    expect((await bring('azure_pdm/PdM_errors.csv')).table.rows).toBe(3_919);
    expect((await bring('azure_pdm/PdM_machines.csv')).table.rows).toBe(100);
  });

  it('bank_marketing: semicolons in gzip, 4,640 yes, 12 repeated rows, and duration goes with the answer most', async () => {
    const { table, parquet } = await bring('bank_marketing/bank-additional-full.csv.gz');
    expect(table.rows).toBe(41_188);
    expect(rowsOf(table, 'y', 'true')).toBe(4_640);
    expect(table.profile.duplicateRows).toBe(12);
    const columns = table.columns.map(({ name, type }) => ({ name, type }));
    const { relations } = await engine.run('relate', () => ({ path: parquet, columns, target: 'y' }));
    expect(relations[0]?.column).toBe('duration');
  });

  it('elec2: the columns that were constant at first are told as moved, as far as the distance of Kolmogorov says', async () => {
    const path = realDataFile('elec2/elec.csv');
    const opened = await openTable(path);
    if (opened.kind !== 'table') throw new Error(opened.sentence);
    const lines: string[] = [];
    for await (const item of opened.rows) if (item.kind === 'row') lines.push(item.values.join(','));
    expect(lines).toHaveLength(45_312);
    const part = async (name: string, rows: readonly string[]) => {
      const file = join(folder, name);
      await writeFile(file, `${opened.columns.join(',')}\n${rows.join('\n')}\n`);
      return (await bringPath(file, name)).table.profile;
    };
    const { shifts } = differenceOf(
      1,
      await part('first.csv', lines.slice(0, 15_000)),
      await part('last.csv', lines.slice(-15_312)),
    );
    const shift = Object.fromEntries(shifts.map((one) => [one.column, one.shift]));
    const published = { nswprice: 0.4496, nswdemand: 0.1061, vicprice: 0.64, vicdemand: 0.529, transfer: 0.779 };
    for (const [column, distance] of Object.entries(published)) {
      expect(Math.abs((shift[column] ?? 0) - distance), `${column}: ${shift[column]}`).toBeLessThan(0.015);
    }
    expect(shift.period).toBeLessThan(0.01);
  });

  it('german_credit: "none" among words is an answer and no gap', async () => {
    const { table } = await bring('german_credit/GermanCredit.csv');
    expect(table.rows).toBe(1_000);
    expect(columnOf(table, 'other_debtors').missing).toBe(0);
    expect(rowsOf(table, 'credit_risk', 'true')).toBe(700);
  });

  it('hillstrom_email: no final newline, three groups as published', async () => {
    const { table } = await bring('hillstrom_email/hillstrom.csv');
    expect(table.rows).toBe(64_000);
    const groups = ['Mens E-Mail', 'Womens E-Mail', 'No E-Mail'].map((group) => rowsOf(table, 'segment', group));
    expect(groups).toEqual([21_307, 21_387, 21_306]);
    expect(columnOf(table, 'zip_code').type).toBe('text');
    expect(rowsOf(table, 'visit', 'true')).toBe(3_894 + 3_238 + 2_262);
  });

  it('online_retail: customers with .0 and 88,652 gaps, cancelled invoices kept as they stand', async () => {
    const { table } = await bring('online_retail/online_retail_2010-12_2011-08.csv.gz');
    expect(table.rows).toBe(320_705);
    expect(typesOf(table)).toMatchObject({ InvoiceNo: 'id', StockCode: 'id', CustomerID: 'id', InvoiceDate: 'time' });
    expect(columnOf(table, 'CustomerID')).toMatchObject({ missing: 88_652, distinct: 3_360 });
    expect(columnOf(table, 'InvoiceNo').distinct).toBe(16_459);
    expect(columnOf(table, 'StockCode').distinct).toBe(3_774);
    const top = columnOf(table, 'CustomerID').shape;
    expect(top?.kind === 'words' && top.top.every(({ value }) => /^\d+$/.test(value))).toBe(true);
  });
});
