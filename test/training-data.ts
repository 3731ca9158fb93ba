import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { Column, TrainingTable } from '../src/learning/index.ts';
import { realDataFile } from './real-data.ts';

/** What is learned from a file of the public data sets, and how it is read. */
export interface TrainingFile {
  readonly path: string;
  readonly delimiter: ',' | ';' | '\t';
  readonly target: string;
  readonly positive: string;
  /** Columns that are no columns to learn from: names of rows. */
  readonly without?: readonly string[];
  /** True where the rows stand in time order. */
  readonly isInOrder?: boolean;
}

/** The table of a file without line breaks or delimiters inside its cells; cells that are blank are missing. */
export function trainingTable(file: TrainingFile): TrainingTable {
  const bytes = readFileSync(realDataFile(file.path));
  const text = (file.path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const [head = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(file.delimiter).map((cell) => cell.replace(/^"(.*)"$/, '$1').trim()));
  const cells = (name: string): string[] => rows.map((row) => row[head.indexOf(name)] ?? '');
  const names = head.filter((name) => name !== file.target && !file.without?.includes(name));
  return {
    columns: names.map((name) => columnOf(name, cells(name))),
    target: {
      kind: 'binary',
      name: file.target,
      classes: ['no', 'yes'],
      codes: Int32Array.from(cells(file.target), (cell) => (cell === file.positive ? 1 : 0)),
    },
    weights: null,
    times: file.isInOrder ? Float64Array.from(rows, (_, row) => row) : null,
  };
}

function columnOf(name: string, cells: readonly string[]): Column {
  if (cells.every((cell) => cell === '' || Number.isFinite(Number(cell)))) {
    return {
      kind: 'number',
      name,
      values: Float32Array.from(cells, (cell) => (cell === '' ? Number.NaN : Number(cell))),
    };
  }
  const levels = [...new Set(cells)].filter((cell) => cell !== '').sort();
  return { kind: 'category', name, levels, codes: Int32Array.from(cells, (cell) => levels.indexOf(cell)) };
}
