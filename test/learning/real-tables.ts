import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { Column, TrainingTable } from '../../src/learning/index.ts';
import { realDataFile } from '../real-data.ts';

/** How a public table is read for learning. */
interface Reading {
  readonly path: string;
  readonly delimiter: string;
  readonly target: string;
  /** The value of the target that is the outcome. */
  readonly outcome: string;
  /** Columns that are no use or give the answer away. */
  readonly without: readonly string[];
}

const READINGS = {
  telco_churn: {
    path: 'telco_churn/WA_Fn-UseC_-Telco-Customer-Churn.csv',
    delimiter: ',',
    target: 'Churn',
    outcome: 'Yes',
    without: ['customerID'],
  },
  bank_marketing: {
    path: 'bank_marketing/bank-additional-full.csv.gz',
    delimiter: ';',
    target: 'y',
    outcome: 'yes',
    without: ['duration'],
  },
  german_credit: {
    path: 'german_credit/GermanCredit.csv',
    delimiter: ',',
    target: 'credit_risk',
    outcome: '0',
    without: [],
  },
  ai4i_2020: {
    path: 'ai4i_2020/ai4i2020.csv',
    delimiter: '\t',
    target: 'Machine failure',
    outcome: '1',
    without: ['UDI', 'Product ID', 'TWF', 'HDF', 'PWF', 'OSF', 'RNF'],
  },
} as const satisfies Record<string, Reading>;

/** The public tables with two classes to predict. */
export type RealTable = keyof typeof READINGS;

/**
 * A public table as columns: numbers where every filled value is one, else categories. A blank is a missing value.
 * `timesFromRows` tells that rows stand in the order of time.
 */
export function readRealTable(
  name: RealTable,
  options: { without?: readonly string[]; timesFromRows?: boolean } = {},
): TrainingTable {
  const reading: Reading = READINGS[name];
  const bytes = readFileSync(realDataFile(reading.path));
  const text = (reading.path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [header = [], ...rows]: string[][] = parse(text, { delimiter: reading.delimiter, bom: true });
  const without = new Set<string>([...(options.without ?? reading.without), reading.target]);
  const columns = header.flatMap((column, index) =>
    without.has(column)
      ? []
      : [
          columnOf(
            column,
            rows.map((row) => (row[index] ?? '').trim()),
          ),
        ],
  );
  const target = header.indexOf(reading.target);
  return {
    columns,
    target: {
      kind: 'binary',
      name: reading.target,
      classes: ['no', 'yes'],
      codes: Int32Array.from(rows, (row) => (row[target] === reading.outcome ? 1 : 0)),
    },
    weights: null,
    times: options.timesFromRows ? Float64Array.from(rows, (_, row) => row) : null,
  };
}

function columnOf(name: string, texts: readonly string[]): Column {
  if (texts.every((text) => text === '' || Number.isFinite(Number(text)))) {
    return {
      kind: 'number',
      name,
      values: Float32Array.from(texts, (text) => (text === '' ? Number.NaN : Number(text))),
    };
  }
  const levels = [...new Set(texts)].filter((text) => text !== '').sort();
  const codes = new Map(levels.map((level, code) => [level, code]));
  return { kind: 'category', name, levels, codes: Int32Array.from(texts, (text) => codes.get(text) ?? -1) };
}
