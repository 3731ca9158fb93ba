import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../../test/installation.ts';
import { aRun, type MlflowClient, mlflowClient } from './mlflow-client.fixture.ts';

let installation: TestInstallation;
let client: MlflowClient;
let experiment: string;
let run: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  client = mlflowClient(installation, installation.administrator);
  experiment = (await client.does('POST experiments/create', { name: 'runs' })).experiment_id;
  run = await aRun(client, experiment);
});
afterAll(() => installation.close());

const read = async (id: string) => (await client.does(`GET runs/get?run_id=${id}`)).run;
const history = async (id: string, key: string, more = '') =>
  client.does(`GET metrics/get-history?run_id=${id}&metric_key=${key}${more}`);

describe('a run', () => {
  it('is created as the client expects it, with its name as a tag', async () => {
    const { run: made } = await client.does('POST runs/create', {
      experiment_id: experiment,
      user_id: 'ana',
      run_name: 'first',
      start_time: '1760000000000',
      tags: [{ key: 'mlflow.user', value: 'ana' }],
    });
    expect(made).toEqual({
      info: {
        run_uuid: made.info.run_id,
        run_id: expect.stringMatching(/^[0-9a-f]{32}$/),
        experiment_id: experiment,
        run_name: 'first',
        user_id: 'ana',
        status: 'RUNNING',
        start_time: 1_760_000_000_000,
        artifact_uri: `mlflow-artifacts:/${experiment}/${made.info.run_id}/artifacts`,
        lifecycle_stage: 'active',
      },
      data: {
        tags: [
          { key: 'mlflow.runName', value: 'first' },
          { key: 'mlflow.user', value: 'ana' },
        ],
      },
      inputs: {},
    });
  });

  it('without a name is given one, and a name and its tag that disagree are refused', async () => {
    const made = await read(await aRun(client, experiment));
    expect(made.info.run_name).toMatch(/^[a-z]+-[a-z]+-\d+$/);
    expect(made.data.tags).toEqual([{ key: 'mlflow.runName', value: made.info.run_name }]);
    const tags = [{ key: 'mlflow.runName', value: 'b' }];
    expect((await read(await aRun(client, experiment, { tags }))).info.run_name).toBe('b');
    const [status, code] = await client.refused('POST runs/create', { experiment_id: experiment, run_name: 'a', tags });
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('begins with tags under any key, as clients let them pass there, while those set later are names', async () => {
    const id = await aRun(client, experiment, { run_name: 'r', tags: [{ key: 'a@b=c', value: 'x' }] });
    expect((await read(id)).data.tags).toContainEqual({ key: 'a@b=c', value: 'x' });
    const labels = [{ key: 'a@b=c', value: 'x' }];
    const { model } = await client.does('POST logged-models', {
      experiment_id: experiment,
      params: labels,
      tags: labels,
    });
    expect([model.info.tags, model.data.params]).toEqual([labels, labels]);
    const tooLong = { experiment_id: experiment, tags: [{ key: 'k'.repeat(251), value: 'x' }] };
    expect((await client.refused('POST runs/create', tooLong))[0]).toBe(400);
    expect((await client.refused('POST runs/set-tag', { run_id: id, key: 'a@b', value: 'x' }))[0]).toBe(400);
  });

  it('has values of up to 8,000 characters as a reader counts them, and longer ones are cut', async () => {
    const id = await aRun(client, experiment, { run_name: 'long' });
    await client.does('POST runs/set-tag', { run_id: id, key: 'whole', value: '😀'.repeat(8_000) });
    await client.does('POST runs/set-tag', { run_id: id, key: 'cut', value: '😀'.repeat(8_001) });
    const { tags } = (await read(id)).data;
    for (const key of ['whole', 'cut']) expect(tags).toContainEqual({ key, value: '😀'.repeat(8_000) });
  });

  it('changes its state by name or number, its end and its name, and keeps what is not sent', async () => {
    const id = await aRun(client, experiment, { run_name: 'before' });
    const { run_info: info } = await client.does('POST runs/update', {
      run_uuid: id,
      run_id: id,
      status: 3,
      end_time: 2_000,
      run_name: '',
    });
    expect(info).toMatchObject({ status: 'FINISHED', end_time: 2_000, run_name: 'before' });
    await client.does('POST runs/update', { run_id: id, run_name: 'after' });
    expect((await read(id)).data.tags).toEqual([{ key: 'mlflow.runName', value: 'after' }]);
    await client.does('POST runs/set-tag', { run_id: id, key: 'mlflow.runName', value: 'by tag' });
    expect((await read(id)).info).toMatchObject({ run_name: 'by tag', status: 'FINISHED', end_time: 2_000 });
    for (const value of ['', '  ', 'n'.repeat(501)])
      for (const fields of [{ key: 'mlflow.runName', value }, { tags: [{ key: 'mlflow.runName', value }] }]) {
        const refused = await client.refused(`POST runs/${'key' in fields ? 'set-tag' : 'log-batch'}`, {
          run_id: id,
          ...fields,
        });
        expect(refused.slice(0, 2)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
      }
    expect((await read(id)).info.run_name).toBe('by tag');
    const [status, code, message] = await client.refused('POST runs/update', { run_id: id, status: 'DONE' });
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(message).toContain('Invalid value "DONE" for parameter \'status\'');
  });

  it('that is deleted is kept, read and restored, and takes no change meanwhile', async () => {
    const id = await aRun(client, experiment);
    for (const _ of [1, 2]) await client.does('POST runs/delete', { run_id: id });
    expect((await read(id)).info.lifecycle_stage).toBe('deleted');
    const point = { key: 'a', value: 1, timestamp: 1 };
    for (const [request, fields] of [
      ['runs/log-metric', point],
      ['runs/log-parameter', { key: 'a', value: '1' }],
      ['runs/set-tag', { key: 'a', value: '1' }],
      ['runs/delete-tag', { key: 'a' }],
      ['runs/log-batch', { metrics: [point] }],
      ['runs/log-inputs', {}],
      ['runs/outputs', {}],
      ['runs/update', { status: 'FINISHED' }],
    ] as const) {
      const [status, code, message] = await client.refused(`POST ${request}`, { run_id: id, ...fields });
      expect([request, status, code]).toEqual([request, 400, 'INVALID_PARAMETER_VALUE']);
      expect(message).toContain(`The run ${id} must be in`);
    }
    for (const _ of [1, 2]) await client.does('POST runs/restore', { run_id: id });
    await client.does('POST runs/log-metric', { run_id: id, ...point });
    expect((await client.refused('POST runs/delete', { run_id: 'f'.repeat(32) })).slice(0, 2)).toEqual([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });

  it('links data sets and models once each, the first description standing', async () => {
    const id = await aRun(client, experiment);
    const dataset = { name: 'churn_q3', digest: '748f2bfa', source_type: 'local', source: '{}', schema: '{}' };
    const input = { tags: [{ key: 'mlflow.data.context', value: 'training' }], dataset };
    await client.does('POST runs/log-inputs', {
      run_id: id,
      datasets: [input, { dataset: { ...dataset, source: 'other' } }],
      models: [{ model_id: 'm-1' }],
    });
    await client.does('POST runs/log-inputs', { run_id: id, datasets: [{ dataset }] });
    await client.does('POST runs/outputs', { run_id: id, models: [{ model_id: 'm-2', step: '5' }] });
    expect(await read(id)).toMatchObject({
      inputs: { dataset_inputs: [input], model_inputs: [{ model_id: 'm-1' }] },
      outputs: { model_outputs: [{ model_id: 'm-2', step: 5 }] },
    });
    const summaries = await client.does('POST experiments/search-datasets', { experiment_ids: [experiment] });
    expect(summaries.dataset_summaries).toEqual([
      { experiment_id: experiment, name: 'churn_q3', digest: '748f2bfa', context: 'training' },
    ]);
    for (const broken of [{ name: 'n'.repeat(501) }, { digest: 'd'.repeat(37) }, { source: 's'.repeat(65_536) }]) {
      const datasets = [{ dataset: { ...dataset, ...broken } }];
      expect((await client.refused('POST runs/log-inputs', { run_id: id, datasets }))[0]).toBe(400);
    }
  });

  it('collects the models that clients of MLflow 2 log in one tag, also when two come at once', async () => {
    const id = await aRun(client, experiment);
    const model = (path: string) =>
      JSON.stringify({ artifact_path: path, flavors: {}, utc_time_created: 'now', run_id: id });
    await Promise.all(
      ['a', 'b'].map((path) => client.does('POST runs/log-model', { run_id: id, model_json: model(path) })),
    );
    const { tags } = (await read(id)).data;
    const list = JSON.parse(tags.find(({ key }: { key: string }) => key === 'mlflow.log-model.history').value);
    expect(list.map(({ artifact_path }: { artifact_path: string }) => artifact_path).sort()).toEqual(['a', 'b']);
    const deep = `{"artifact_path":"a","flavors":{},"utc_time_created":"now","run_id":"r","more":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;
    for (const text of ['{', '[]', '{"artifact_path":"a"}', deep])
      expect((await client.refused('POST runs/log-model', { run_id: id, model_json: text }))[0]).toBe(400);
  });
});

describe('params and tags', () => {
  it('a param keeps its first value: the same again is let pass, another is refused and nothing of its batch stays', async () => {
    const id = await aRun(client, experiment);
    const param = { run_id: id, key: 'depth', value: '4' };
    await client.does('POST runs/log-parameter', param);
    await client.does('POST runs/log-parameter', param);
    const [status, code, message] = await client.refused('POST runs/log-batch', {
      run_id: id,
      params: [
        { key: 'new', value: '1' },
        { key: 'depth', value: '5' },
      ],
      metrics: [{ key: 'm', value: 1, timestamp: 1 }],
      tags: [{ key: 't', value: '1' }],
    });
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(message).toContain("key='depth' was already logged with value='4'");
    expect((await read(id)).data).toEqual({
      params: [{ key: 'depth', value: '4' }],
      tags: [expect.objectContaining({ key: 'mlflow.runName' })],
    });
  });

  it('of clients that log different values at once, one wins and all others are told', async () => {
    const id = await aRun(client, experiment);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        client.call('POST runs/log-parameter', { run_id: id, key: 'seed', value: String(index) }),
      ),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await read(id)).data.params).toHaveLength(1);
  });

  it('many clients that log to many runs at once lose nothing', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => aRun(client, experiment)));
    await Promise.all(
      ids.flatMap((id) =>
        Array.from({ length: 20 }, (_, step) =>
          client.does('POST runs/log-batch', {
            run_id: id,
            metrics: [{ key: 'm', value: step, timestamp: step, step }],
            params: [{ key: `p${step}`, value: 'x' }],
            tags: [{ key: 'last', value: String(step) }],
          }),
        ),
      ),
    );
    for (const id of ids) {
      expect((await history(id, 'm')).metrics).toHaveLength(20);
      const { data } = await read(id);
      expect([data.params.length, data.metrics[0].value]).toEqual([20, 19]);
    }
  });

  it('long values are cut without breaking a character, and an empty one is a value', async () => {
    const id = await aRun(client, experiment);
    await client.does('POST runs/log-batch', {
      run_id: id,
      params: [
        { key: 'long', value: `${'x'.repeat(5_999)}😀x` },
        { key: 'empty', value: '' },
      ],
      tags: [
        { key: 'twice', value: 'first' },
        { key: 'twice', value: 't'.repeat(9_000) },
      ],
    });
    const { params, tags } = (await read(id)).data;
    expect(params).toEqual([
      { key: 'empty', value: '' },
      { key: 'long', value: `${'x'.repeat(5_999)}😀` },
    ]);
    expect(tags.find(({ key }: { key: string }) => key === 'twice').value).toHaveLength(8_000);
  });

  it('a tag is removed once', async () => {
    const id = await aRun(client, experiment);
    await client.does('POST runs/set-tag', { run_id: id, key: 'a', value: '1' });
    await client.does('POST runs/delete-tag', { run_id: id, key: 'a' });
    const [status, code, message] = await client.refused('POST runs/delete-tag', { run_id: id, key: 'a' });
    expect([status, code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(message).toContain('No tag with name: a');
  });
});

describe('what is refused, with the place', () => {
  const metric = { key: 'a', value: 1, timestamp: 1 };
  const many = (count: number, make: (index: number) => object) => Array.from({ length: count }, (_, i) => make(i));
  it.each([
    ['runs/log-metric', { ...metric, key: undefined }, "Missing value for required parameter 'key'"],
    ['runs/log-metric', { ...metric, value: undefined }, "Missing value for required parameter 'value'"],
    ['runs/log-metric', { ...metric, timestamp: undefined }, "Missing value for required parameter 'timestamp'"],
    ['runs/log-metric', { ...metric, value: true }, "Invalid value true for parameter 'value'"],
    ['runs/log-metric', { ...metric, value: 'many' }, 'Invalid value "many" for parameter \'value\''],
    ['runs/log-metric', { ...metric, timestamp: 1.5 }, "Invalid value 1.5 for parameter 'timestamp'"],
    ['runs/log-metric', { ...metric, timestamp: -1 }, 'milliseconds'],
    ['runs/log-metric', { ...metric, step: 'x' }, 'Invalid value "x" for parameter \'step\''],
    ['runs/log-metric', { ...metric, step: '9223372036854775807' }, "parameter 'step'"],
    ['runs/log-metric', { ...metric, key: '/a' }, 'Invalid value "/a"'],
    ['runs/log-metric', { ...metric, key: 'a//b' }, 'Invalid value'],
    ['runs/log-metric', { ...metric, key: 'a/../b' }, 'Invalid value'],
    ['runs/log-metric', { ...metric, key: './a' }, 'Invalid value'],
    ['runs/log-metric', { ...metric, key: 'a;b' }, 'Invalid value'],
    ['runs/log-metric', { ...metric, key: 'k'.repeat(251) }, '250'],
    ['runs/log-parameter', { key: 'a', value: 5 }, "Invalid value 5 for parameter 'value'"],
    ['runs/log-parameter', { value: '5' }, "parameter 'key'"],
    ['runs/set-tag', { key: 'a#b', value: '5' }, 'Invalid value'],
    ['runs/log-batch', { metrics: [{ key: 'a', value: 1 }] }, "required parameter 'metrics[0].timestamp'"],
    ['runs/log-batch', { metrics: [metric, 5] }, "Invalid value 5 for parameter 'metrics[1]'"],
    ['runs/log-batch', { metrics: metric }, "for parameter 'metrics'"],
    ['runs/log-batch', { params: 'depth' }, "for parameter 'params'"],
    ['runs/log-batch', { metrics: [{ ...metric, key: 'a\\b' }] }, "parameter 'metrics[0].key'"],
    [
      'runs/log-batch',
      {
        params: [
          { key: 'a', value: '1' },
          { key: 'a', value: '1' },
        ],
      },
      'duplicate',
    ],
    ['runs/log-batch', { metrics: many(1_001, (step) => ({ ...metric, step })) }, '1000 metrics'],
    ['runs/log-batch', { params: many(101, (i) => ({ key: `p${i}`, value: '' })) }, '100 params'],
    ['runs/log-batch', { tags: many(101, (i) => ({ key: `t${i}`, value: '' })) }, '100 tags'],
    [
      'runs/log-batch',
      { metrics: many(999, (step) => ({ ...metric, step })), tags: many(2, (i) => ({ key: `t${i}`, value: '' })) },
      '1000 metrics, params and tags',
    ],
    ['runs/update', { end_time: 'soon' }, "parameter 'end_time'"],
    ['runs/outputs', { models: [{}] }, "required parameter 'models[0].model_id'"],
    ['runs/log-inputs', { datasets: [{ dataset: { name: 'a' } }] }, "'datasets[0].dataset.digest'"],
  ])('%s (case %#)', async (request, fields, fragment) => {
    const [status, code, message] = await client.refused(`POST ${request}`, { run_id: run, ...fields });
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(message).toContain(fragment);
    expect((await read(run)).data.metrics).toBeUndefined();
  });

  it('keys may have any letters, digits, spaces and inner slashes', async () => {
    const id = await aRun(client, experiment);
    for (const key of ['größe', 'val/loss', 'a b', 'x:y', 'a-b_c.d', '损失'])
      await client.does('POST runs/log-metric', { run_id: id, key, value: 1, timestamp: 0 });
    expect((await read(id)).data.metrics).toHaveLength(6);
  });

  it('a run that does not exist is asked for only after the fields are right', async () => {
    const absent = { run_id: 'f'.repeat(32) };
    expect((await client.refused('POST runs/log-metric', { ...absent, key: 'a' }))[0]).toBe(400);
    const [status, code, message] = await client.refused('POST runs/log-batch', absent);
    expect([status, code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(message).toMatch(/Run '.*' not found/);
  });
});
