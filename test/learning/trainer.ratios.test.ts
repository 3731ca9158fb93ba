import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { pythonEnvironment } from '../../scripts/python-environment.mjs';
import { DEFAULT_SETTINGS, fitModel } from '../../src/learning/fit-model.ts';
import { type Column, type Model, modelScorer, selectRows, type TrainingTable } from '../../src/learning/index.ts';
import { randomNumbers } from '../../src/learning/random.ts';
import { rowCount } from '../../src/learning/training-table.ts';
import { auc } from '../../src/statistics/index.ts';
import { hasRealData, SKIP_SENTENCE } from '../real-data.ts';
import { type RealTable, readRealTable } from './real-tables.ts';

/** The defaults of scikit-learn's HistGradientBoosting, with which both are run. */
const SETTINGS = { maxLeaves: 31, minRowsPerLeaf: 20, learningRate: 0.1, l2: 0 };
const ROUNDS = 100;
const PAIRS = 5;
const TRAINING_SHARE = 0.8;
/** What the product promises: the same quality, and not much more time. */
const AUC_GOAL = 0.003;
const TIME_GOAL = 1.2;

const program = join(dirname(fileURLToPath(import.meta.url)), 'boost.py');

describe(`our trainer beside scikit-learn${SKIP_SENTENCE}`, () => {
  it
    .runIf(hasRealData)
    .each(['telco_churn', 'bank_marketing', 'german_credit', 'ai4i_2020'] as const satisfies readonly RealTable[])(
    'on %s',
    (name) => {
      compare(name, readRealTable(name));
    },
  );
});

describe('our trainer beside scikit-learn', () => {
  it('on 100,000 rows of 30 numbers', () => {
    compare('generated', generated(125_000, 30));
  });
});

/** Both on the same rows. */
interface Pair {
  readonly rows: number;
  readonly own: { readonly seconds: number; readonly area: number };
  readonly other: { readonly seconds: number; readonly area: number };
}

/** Runs both in turn, each time on another part of the rows, so that a busy machine and a lucky part meet both; prints means. */
function compare(name: string, table: TrainingTable): void {
  const pairs = Array.from({ length: PAIRS }, (_, seed) => runPair(table, seed));
  const [first] = pairs;
  if (first === undefined) throw new Error('nothing was timed');
  const ratios = pairs.map(({ own, other }) => own.seconds / other.seconds);
  const ratio = median(ratios);
  const [own, other] = [mean(pairs.map((pair) => pair.own.area)), mean(pairs.map((pair) => pair.other.area))];
  process.stdout.write(
    `${name}: ${first.rows} rows x ${table.columns.length} columns, AUC ${own.toFixed(4)} beside ${other.toFixed(4)} ` +
      `(${own - other >= -AUC_GOAL ? 'as good' : 'WORSE'}), CPU ${median(pairs.map((pair) => pair.own.seconds)).toFixed(2)} s ` +
      `beside ${median(pairs.map((pair) => pair.other.seconds)).toFixed(2)} s, ratio ${ratio.toFixed(2)} ` +
      `(${ratio <= TIME_GOAL ? 'within' : 'ABOVE'} ${TIME_GOAL}; all: ${ratios.map((one) => one.toFixed(2)).join(', ')})\n`,
  );
  expect(own).toBeGreaterThan(0.5);
}

function runPair(table: TrainingTable, seed: number): Pair {
  const order = randomNumbers(seed).permutation(rowCount(table));
  const cut = Math.round(order.length * TRAINING_SHARE);
  const training = selectRows(table, order.slice(0, cut));
  const test = selectRows(table, order.slice(cut));
  const folder = mkdtempSync(join(tmpdir(), 'throughline-trainer-'));
  try {
    writeTable(folder, training, test);
    const own = timeOurs(training);
    const other = timeTheirs(folder);
    return {
      rows: cut,
      own: { seconds: own.seconds, area: areaOf(test, modelScorer(own.model).raw(test.columns)) },
      other: { seconds: other.seconds, area: areaOf(test, other.scores) },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function timeOurs(training: TrainingTable): { seconds: number; model: Model } {
  const boosting = { ...DEFAULT_SETTINGS.boosting, ...SETTINGS };
  const started = process.cpuUsage();
  const fitted = fitModel(training, 'boosting', {
    settings: { ...DEFAULT_SETTINGS, boosting },
    directions: [],
    seed: 7,
    rounds: ROUNDS,
    shouldStop: () => false,
  });
  const { user, system } = process.cpuUsage(started);
  if (fitted === null) throw new Error('nobody told training to stop');
  return { seconds: (user + system) / 1e6, model: fitted.model };
}

function timeTheirs(folder: string): { seconds: number; scores: readonly number[] } {
  const told = execFileSync(pythonEnvironment('scikit-learn').python, [program, folder], {
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1' },
    maxBuffer: 1e9,
  });
  const { seconds, scores }: { seconds: number; scores: number[] } = JSON.parse(told);
  return { seconds, scores };
}

function writeTable(folder: string, training: TrainingTable, test: TrainingTable): void {
  const categorical = training.columns.map(({ kind }) => kind === 'category');
  writeFileSync(join(folder, 'table.json'), JSON.stringify({ ...SETTINGS, rounds: ROUNDS, categorical }));
  for (const [part, { columns, target }] of Object.entries({ training, test })) {
    if (target.kind === 'number') throw new Error('the comparison is of two classes');
    writeFileSync(join(folder, `${part}.f32`), Buffer.concat(columns.map(bytesOf)));
    writeFileSync(join(folder, `${part}.i32`), new Uint8Array(target.codes.buffer));
  }
}

function bytesOf(column: Column): Uint8Array {
  const values =
    column.kind === 'number'
      ? column.values
      : Float32Array.from(column.codes, (code) => (code < 0 ? Number.NaN : code));
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function areaOf({ target }: TrainingTable, score: ArrayLike<number>): number {
  if (target.kind === 'number') throw new Error('the comparison is of two classes');
  const area = auc({ score, outcome: target.codes });
  if (area.kind === 'unavailable') throw new Error(area.reason);
  return area.estimate;
}

/** Normal numbers of which four matter: a product, a straight line and a wave. */
function generated(rows: number, width: number): TrainingTable {
  const random = randomNumbers(11);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  const values = Array.from({ length: width }, () => Float32Array.from({ length: rows }, normal));
  const at = (column: number, row: number): number => values[column]?.[row] ?? 0;
  return {
    columns: values.map((own, column) => ({ kind: 'number', name: `x${column}`, values: own }) as const),
    target: {
      kind: 'binary',
      name: 'y',
      classes: ['no', 'yes'],
      codes: Int32Array.from({ length: rows }, (_, row) =>
        at(0, row) * at(1, row) + at(2, row) + Math.sin(3 * at(3, row)) + normal() > 0 ? 1 : 0,
      ),
    },
    weights: null,
    times: null,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
