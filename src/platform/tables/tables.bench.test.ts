import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTableEngine } from './table-engine.ts';

/** Rows of the measured table; `ROWS=100000` for a quick look. */
const ROWS = Number(process.env.ROWS ?? 5_000_000);
const COLUMNS = 30;

let folder: string;
let path: string;

beforeAll(async () => {
  folder = await mkdtemp(join(inject('testFolder'), 'table-bench-'));
  path = join(folder, 'large.csv');
  await pipeline(Readable.from(lines()), createWriteStream(path));
}, 3_600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Numbers, decimals, words, days, yes and no, gaps and ids, from a small generator of its own, so that each run has the same. */
function* lines(): Generator<string> {
  yield `${Array.from({ length: COLUMNS }, (_, i) => (i === 0 ? 'customer_id' : `c${i}`)).join(',')}\n`;
  let seed = 1;
  const next = (): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 4_294_967_296;
  };
  let block = '';
  for (let row = 0; row < ROWS; row++) {
    block += `K${row}`;
    for (let i = 1; i < COLUMNS; i++) {
      const value = next();
      const kind = i % 5;
      if (value < 0.02) block += ',';
      else if (kind === 0) block += `,${Math.floor(value * 1_000)}`;
      else if (kind === 1) block += `,${(value * 100).toFixed(2)}`;
      else if (kind === 2) block += `,${'north south east west'.split(' ')[Math.floor(value * 4)]}`;
      else if (kind === 3) block += `,2024-${String(1 + Math.floor(value * 12)).padStart(2, '0')}-15`;
      else block += `,${value < 0.5 ? 'yes' : 'no'}`;
    }
    block += '\n';
    if (block.length > 1_000_000) {
      yield block;
      block = '';
    }
  }
  yield block;
}

it('reads and describes a large table in bounded memory', { timeout: 3_600_000 }, async () => {
  const engine = await openTableEngine(inject('tableProgram'), folder);
  const startedMs = performance.now();
  let profilingMs = 0;
  let peakKiB = 0;
  const table = await engine.run(
    'bring',
    (work) => ({ path, fileName: 'large.csv', target: join(work, 't.parquet'), said: [] }),
    {
      onProgress: ({ phase }) => {
        if (phase === 'profiling') profilingMs ||= performance.now();
      },
      onStarted: (pid) => {
        // Only Linux tells the peak of another process; elsewhere the figure is left out.
        const watch = setInterval(() => {
          void readFile(`/proc/${pid}/status`, 'utf8').then(
            (status) => {
              peakKiB = Math.max(peakKiB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
            },
            () => clearInterval(watch),
          );
        }, 500);
      },
    },
  );
  const endMs = performance.now();
  const seconds = (ms: number): string => (ms / 1_000).toFixed(1);
  process.stdout.write(
    `${ROWS.toLocaleString('en')} rows x ${COLUMNS} columns: read ${seconds(profilingMs - startedMs)} s, ` +
      `described ${seconds(endMs - profilingMs)} s, peak RSS ${Math.round(peakKiB / 1_024)} MiB\n`,
  );
  expect(table.rows).toBe(ROWS);
});
