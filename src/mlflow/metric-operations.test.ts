import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../../test/installation.ts';
import { aRun, type MlflowClient, mlflowClient } from './mlflow-client.fixture.ts';

let installation: TestInstallation;
let client: MlflowClient;
let experiment: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  client = mlflowClient(installation, installation.administrator);
  experiment = (await client.does('POST experiments/create', { name: 'metrics' })).experiment_id;
});
afterAll(() => installation.close());

const read = async (id: string) => (await client.does(`GET runs/get?run_id=${id}`)).run;
const history = async (id: string, key: string, more = '') =>
  client.does(`GET metrics/get-history?run_id=${id}&metric_key=${key}${more}`);

describe('metrics', () => {
  it('keep their history by moment, step and value; exact repeats are one point', async () => {
    const id = await aRun(client, experiment);
    const metrics = [
      { key: 'loss', value: 2, timestamp: 50, step: 1 },
      { key: 'loss', value: 3, timestamp: 200, step: 0 },
      { key: 'loss', value: 5, timestamp: 50, step: 1 },
      { key: 'loss', value: 4, timestamp: 50, step: 1 },
      { key: 'loss', value: 4, timestamp: 50, step: 1 },
    ];
    await client.does('POST runs/log-batch', { run_id: id, metrics });
    await client.does('POST runs/log-batch', { run_id: id, metrics });
    expect((await history(id, 'loss')).metrics).toEqual([
      { key: 'loss', value: 2, timestamp: 50, step: 1 },
      { key: 'loss', value: 4, timestamp: 50, step: 1 },
      { key: 'loss', value: 5, timestamp: 50, step: 1 },
      { key: 'loss', value: 3, timestamp: 200, step: 0 },
    ]);
    expect((await read(id)).data.metrics).toEqual([{ key: 'loss', value: 5, timestamp: 50, step: 1 }]);
  });

  it('the latest is the greatest of step, moment and value, in whatever order points come', async () => {
    const id = await aRun(client, experiment);
    const points = [
      { value: 2, timestamp: 50, step: 1 },
      { value: 3, timestamp: 200, step: 0 },
      { value: 5, timestamp: 50, step: 1 },
      { value: 4, timestamp: 50, step: 1 },
      { value: 'NaN', timestamp: 60, step: -1 },
    ];
    for (const point of points) await client.does('POST runs/log-metric', { run_id: id, key: 'a', ...point });
    for (const point of points.toReversed())
      await client.does('POST runs/log-metric', { run_id: id, key: 'b', ...point });
    const { metrics } = (await read(id)).data;
    expect(metrics.map(({ key, value }: { key: string; value: number }) => [key, value])).toEqual([
      ['a', 5],
      ['b', 5],
    ]);
  });

  it('NaN and the infinities travel as texts, in both directions', async () => {
    const id = await aRun(client, experiment);
    const values = ['NaN', 'Infinity', '-Infinity', '1.25', 1e-300, -0.5, 'inf', '-inf'];
    for (const [step, value] of values.entries())
      await client.does('POST runs/log-metric', { run_id: id, key: 'x', value, timestamp: 1, step });
    const { metrics } = await history(id, 'x');
    const byStep = [...metrics].sort((a: { step: number }, b: { step: number }) => a.step - b.step);
    expect(byStep.map(({ value }: { value: unknown }) => value)).toEqual([
      'NaN',
      'Infinity',
      '-Infinity',
      1.25,
      1e-300,
      -0.5,
      'Infinity',
      '-Infinity',
    ]);
  });

  it('histories come in pages that a write in between neither shifts nor repeats; absent size means all', async () => {
    const id = await aRun(client, experiment);
    const metrics = Array.from({ length: 25 }, (_, step) => ({ key: 'x', value: step, timestamp: step, step }));
    await client.does('POST runs/log-batch', { run_id: id, metrics });
    expect((await history(id, 'x')).metrics).toHaveLength(25);
    expect((await history(id, 'x', '&max_results=0')).metrics).toHaveLength(25);
    const seen: number[] = [];
    let token = '';
    do {
      const page = await history(id, 'x', `&max_results=10${token && `&page_token=${token}`}`);
      seen.push(...page.metrics.map(({ step }: { step: number }) => step));
      await client.does('POST runs/log-metric', { run_id: id, key: 'x', value: -1, timestamp: 0, step: -seen.length });
      token = page.next_page_token ?? '';
    } while (token);
    expect(seen).toEqual(metrics.map(({ step }) => step));
    expect(await history('f'.repeat(32), 'x')).toEqual({});
    expect(await history(id, 'no-such-key')).toEqual({});
    const positions = ['1e999', '1e-999', 'x', '01'].map((value) => ({ timestampMs: 1, step: 1, value }));
    for (const token of ['junk', ...positions.map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'))]) {
      const answer = await client.call(`GET metrics/get-history?run_id=${id}&metric_key=x&page_token=${token}`);
      expect([answer.status, answer.body.error_code], token).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    expect((await client.call(`GET metrics/get-history?run_id=${id}&metric_key=x&max_results=-1`)).status).toBe(400);
  });

  it('of several runs are read together, thinned to common steps with the ends of each run', async () => {
    const ids = [await aRun(client, experiment), await aRun(client, experiment)];
    for (const [index, id] of ids.entries()) {
      const metrics = Array.from({ length: 100 + index }, (_, step) => ({ key: 'y', value: step, timestamp: 1, step }));
      await client.does('POST runs/log-batch', { run_id: id, metrics });
    }
    const bulk = await client.does(
      `GET metrics/get-history-bulk?run_id=${ids[0]}&run_id=${ids[1]}&metric_key=y&max_results=150`,
    );
    expect(bulk.metrics).toHaveLength(150);
    const interval = await client.does(
      `GET metrics/get-history-bulk-interval?run_ids=${ids[0]}&run_ids=${ids[1]}&metric_key=y&max_results=10`,
    );
    const last = interval.metrics.filter(({ run_id }: { run_id: string }) => run_id === ids[1]).at(-1);
    expect(last).toMatchObject({ step: 100, run_id: ids[1] });
    expect(interval.metrics.length).toBeLessThanOrEqual(20);
    const between = await client.does(
      `GET metrics/get-history-bulk-interval?run_ids=${ids[0]}&metric_key=y&start_step=5&end_step=7`,
    );
    expect(between.metrics.map(({ step }: { step: number }) => step)).toEqual([5, 6, 7]);
    for (const wrong of ['start_step=5', 'start_step=7&end_step=5', 'max_results=0', 'max_results=2501'])
      expect(
        (await client.call(`GET metrics/get-history-bulk-interval?run_ids=${ids[0]}&metric_key=y&${wrong}`)).status,
      ).toBe(400);
  });
});
