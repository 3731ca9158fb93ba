import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { buildPrograms } from '../../../scripts/programs.mjs';
import { COUNTING } from './counting.fixture.ts';
import { openThreads, type Threads } from './threads.ts';

let threads: Threads;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(inject('testFolder'), 'threads-'));
  await buildPrograms(folder, { counting: 'src/platform/threads/counting.program.fixture.ts' });
  threads = openThreads(folder, { atOnce: 1, heapMiB: 48 });
});

afterAll(() => threads.close());

describe('a thread', () => {
  it('does its work apart from the process, tells its progress in order, and gives typed arrays back', async () => {
    const seen: number[] = [];
    const end = await threads.run(COUNTING, { until: 3, ending: 'answer' }, { onProgress: (done) => seen.push(done) });
    expect(seen).toEqual([1, 2, 3]);
    expect(end).toEqual({ kind: 'done', output: { values: Float32Array.of(3, Number.NaN), secret: null } });
  });

  it('is handed nothing of the surroundings of the process', async () => {
    process.env.THREADS_TEST_SECRET = 'hidden';
    const end = await threads.run(COUNTING, { until: 0, ending: 'answer' });
    delete process.env.THREADS_TEST_SECRET;
    expect(end).toMatchObject({ kind: 'done', output: { secret: null } });
  });

  it('is ended by cancelling even in a loop that never looks up', async () => {
    const stop = new AbortController();
    const options = { signal: stop.signal, onProgress: () => stop.abort() };
    expect(await threads.run(COUNTING, { until: 1, ending: 'loop' }, options)).toEqual({ kind: 'cancelled' });
  });

  it('ends as a value when its program throws, leaves or has no memory left', async () => {
    const thrown = await threads.run(COUNTING, { until: 0, ending: 'throw' });
    expect(thrown).toMatchObject({ kind: 'crashed', told: expect.stringContaining('counted too far') });
    expect(await threads.run(COUNTING, { until: 0, ending: 'exit' })).toMatchObject({ kind: 'crashed' });
    expect(await threads.run(COUNTING, { until: 0, ending: 'fill-memory' })).toEqual({ kind: 'out-of-memory' });
  });

  it('ends as a value when what it sends is not what the program promises, or when its starter fails on it', async () => {
    expect(await threads.run(COUNTING, { until: 0, ending: 'answer-wrongly' })).toMatchObject({ kind: 'crashed' });
    const onProgress = (): never => {
      throw new Error('nobody listens');
    };
    const end = await threads.run(COUNTING, { until: 1, ending: 'loop' }, { onProgress });
    expect(end).toMatchObject({ kind: 'crashed', told: expect.stringContaining('nobody listens') });
  });

  it('ends as a value when its program was not built', async () => {
    const end = await threads.run({ ...COUNTING, name: 'missing' }, { until: 0, ending: 'answer' });
    expect(end).toMatchObject({ kind: 'crashed' });
  });
});

describe('the queue of threads', () => {
  it('runs as many at once as it may, the others in the order in which they came', async () => {
    const order: string[] = [];
    const run = async (name: string): Promise<void> => {
      await threads.run(COUNTING, { until: 1, ending: 'answer' }, { onProgress: () => order.push(`${name} runs`) });
      order.push(`${name} ended`);
    };
    await Promise.all([run('first'), run('second'), run('third')]);
    expect(order).toEqual(['first runs', 'first ended', 'second runs', 'second ended', 'third runs', 'third ended']);
  });

  it('lets what waits be cancelled without a thread, and what comes after it is not held up', async () => {
    const [stopFirst, stopSecond] = [new AbortController(), new AbortController()];
    const first = threads.run(COUNTING, { until: 0, ending: 'loop' }, { signal: stopFirst.signal });
    const second = threads.run(COUNTING, { until: 0, ending: 'loop' }, { signal: stopSecond.signal });
    const third = threads.run(COUNTING, { until: 2, ending: 'answer' });
    stopSecond.abort();
    expect(await second).toEqual({ kind: 'cancelled' });
    stopFirst.abort();
    expect(await first).toEqual({ kind: 'cancelled' });
    expect(await third).toMatchObject({ kind: 'done' });
  });

  it('cancels what runs and what waits when it is closed', async () => {
    const own = openThreads(folder, { atOnce: 1, heapMiB: 48 });
    const both = [1, 2].map(() => own.run(COUNTING, { until: 0, ending: 'loop' }));
    await own.close();
    expect(await Promise.all(both)).toEqual([{ kind: 'cancelled' }, { kind: 'cancelled' }]);
    expect(await own.run(COUNTING, { until: 0, ending: 'answer' })).toEqual({ kind: 'cancelled' });
  });
});
