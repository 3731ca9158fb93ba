import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation } from '../../test/installation.ts';
import { aRun, type MlflowClient, mlflowClient } from './mlflow-client.fixture.ts';

let installation: TestInstallation;
let client: MlflowClient;
let experiment: string;
const ids = new Map<string, string>();

/** Runs by name with what is logged to them; each starts a second after the one before. */
const RUNS: readonly (readonly [
  string,
  Readonly<Record<string, number | string>>,
  Readonly<Record<string, string>>,
])[] = [
  ['a', { auc: 0.5, loss: 1 }, { depth: '4', kind: 'tree' }],
  ['b', { auc: 0.9, loss: 3 }, { depth: '8', kind: 'Tree' }],
  ['c', { auc: 'NaN', loss: 2 }, { depth: '4', kind: '100%' }],
  ['d', { loss: 0 }, { kind: 'linear_model' }],
  ['e', { auc: 0.7 }, {}],
  ['f', { auc: '-Infinity', loss: 2 }, { depth: '4' }],
  ['g', { auc: 0.9, loss: 5 }, { depth: '2' }],
];

beforeAll(async () => {
  installation = await openTestInstallation();
  client = mlflowClient(installation, installation.administrator);
  experiment = (await client.does('POST experiments/create', { name: 'search' })).experiment_id;
  for (const [index, [name, metrics, params]] of RUNS.entries()) {
    const id = await aRun(client, experiment, {
      run_name: name,
      user_id: index % 2 === 0 ? 'ana' : 'ben',
      start_time: index * 1_000,
      tags: name === 'a' ? [] : [{ key: 'mlflow.parentRunId', value: ids.get('a') ?? '' }],
    });
    ids.set(name, id);
    await client.does('POST runs/log-batch', {
      run_id: id,
      metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: 1 })),
      params: Object.entries(params).map(([key, value]) => ({ key, value })),
    });
  }
  const dataset = { name: 'q3', digest: 'd1', source_type: 'local', source: '{}' };
  const tags = [{ key: 'mlflow.data.context', value: 'training' }];
  await client.does('POST runs/log-inputs', { run_id: ids.get('b'), datasets: [{ dataset, tags }] });
  await client.does('POST runs/update', { run_id: ids.get('b'), status: 'FINISHED', end_time: 9_000 });
});
afterAll(() => installation.close());

async function namesOf(search: object): Promise<string> {
  const { runs = [] } = await client.does('POST runs/search', { experiment_ids: [experiment], ...search });
  return runs.map(({ info }: { info: { run_name: string } }) => info.run_name).join('');
}

describe('a search for runs', () => {
  it.each([
    ['', 'gfedcba'],
    ['metrics.auc > 0.6', 'geb'],
    ['metrics.auc >= 0.9', 'gb'],
    ['metrics.auc != 0.9', 'fea'],
    ['metrics.auc < 1', 'gfeba'],
    ['metrics.auc = 0.7', 'e'],
    ['metrics.auc <= -5', 'f'],
    ['metrics.auc IS NOT NULL', 'gfecba'],
    ['metrics.auc IS NULL', 'd'],
    ['metrics.never_logged IS NULL', 'gfedcba'],
    ['metrics.never_logged > 0', ''],
    ["params.depth = '4'", 'fca'],
    ["params.depth != '4'", 'gb'],
    ["params.kind LIKE 'tree'", 'a'],
    ["params.kind ILIKE 'tree'", 'ba'],
    ["params.kind LIKE '%_model'", 'd'],
    ["params.kind = '100%'", 'c'],
    ["params.kind LIKE '100\\%'", ''],
    ['params.depth IS NULL', 'ed'],
    ["status = 'FINISHED'", 'b'],
    ["status = 'finished'", ''],
    ["status != 'FINISHED'", 'gfedca'],
    ["run_name = 'c'", 'c'],
    ["attributes.`run name` LIKE 'c'", 'c'],
    ["user_id = 'ben' AND metrics.loss > 1", 'fb'],
    ['start_time >= 5000', 'gf'],
    ['end_time > 1', 'b'],
    ["artifact_uri LIKE 'mlflow-artifacts:/%'", 'gfedcba'],
    ["dataset.name = 'q3' AND datasets.digest = 'd1' AND dataset.context = 'training'", 'b'],
    ["dataset.digest IN ('d0', 'd1')", 'b'],
    ["params.depth = '4' AND metrics.loss > 1 AND metrics.auc < 1", 'f'],
    ["params.kind = 'x'' or 1=1 --'", ''],
  ])('finds by %s', async (filter, names) => {
    expect(await namesOf({ filter })).toBe(names);
  });

  it('finds children by their parent and runs by their ids', async () => {
    expect(await namesOf({ filter: `tags.mlflow.parentRunId = '${ids.get('a')}'` })).toBe('gfedcb');
    expect(await namesOf({ filter: `run_id IN ('${ids.get('a')}', '${ids.get('c')}')` })).toBe('ca');
    expect(await namesOf({ filter: `run_id NOT IN ('${ids.get('a')}')` })).toBe('gfedcb');
    expect(await namesOf({ filter: `attributes.run_id = '${ids.get('a')}'` })).toBe('a');
  });

  it.each([
    [['metrics.auc DESC'], 'gbeafcd'],
    [['metrics.auc ASC'], 'faegbcd'],
    [['metrics.auc'], 'faegbcd'],
    [['metrics.auc DESC', 'start_time ASC'], 'bgeafcd'],
    [['metrics.auc DESC', 'metrics.loss ASC'], 'bgeafcd'],
    [['params.depth ASC', 'metrics.auc DESC'], 'gafcbed'],
    [['params.depth DESC', 'metrics.auc ASC'], 'bfacged'],
    [['params.kind ASC'], 'cbdagfe'],
    [['tags.never_set DESC'], 'gfedcba'],
    [['metrics.never_logged DESC'], 'gfedcba'],
    [['start_time ASC'], 'abcdefg'],
    [['attributes.run_name DESC'], 'gfedcba'],
    [['end_time DESC'], 'bgfedca'],
    [['user_id', 'start_time DESC'], 'gecafdb'],
  ])('orders by %j, numbers before NaN before none', async (order_by, names) => {
    expect(await namesOf({ order_by })).toBe(names);
    let paged = '';
    let page_token: string | undefined;
    do {
      const page = await client.does('POST runs/search', {
        experiment_ids: [experiment],
        order_by,
        max_results: 2,
        ...(page_token ? { page_token } : {}),
      });
      paged += page.runs.map(({ info }: { info: { run_name: string } }) => info.run_name).join('');
      page_token = page.next_page_token;
    } while (page_token);
    expect(paged).toBe(names);
  });

  it('gives pages that runs written in between neither shift nor repeat, and no token after the last one', async () => {
    const { experiment_id: own } = await client.does('POST experiments/create', { name: 'paging' });
    const make = (value: number) =>
      aRun(client, own, { start_time: 5_000 }).then(async (id) => {
        await client.does('POST runs/log-metric', { run_id: id, key: 'v', value, timestamp: 1 });
        return id;
      });
    const made = new Set<string>();
    for (let value = 0; value < 6; value += 1) made.add(await make(value));
    const seen: string[] = [];
    let page_token: string | undefined;
    do {
      const page = await client.does('POST runs/search', {
        experiment_ids: [own],
        order_by: ['metrics.v DESC'],
        max_results: 2,
        ...(page_token ? { page_token } : {}),
      });
      seen.push(...page.runs.map(({ info }: { info: { run_id: string } }) => info.run_id));
      await make(99);
      page_token = page.next_page_token;
    } while (page_token);
    expect(new Set(seen)).toEqual(made);
    expect(seen).toHaveLength(6);
    const all = await client.does('POST runs/search', { experiment_ids: [own], max_results: 9 });
    expect([all.runs.length, all.next_page_token]).toEqual([9, undefined]);
  });

  it('shows deleted runs only when they are asked for', async () => {
    const { experiment_id: own } = await client.does('POST experiments/create', { name: 'deleted runs' });
    const id = await aRun(client, own);
    await client.does('POST runs/delete', { run_id: id });
    const count = async (run_view_type: string | number) =>
      (await client.does('POST runs/search', { experiment_ids: [own], run_view_type })).runs?.length ?? 0;
    expect([await count('ACTIVE_ONLY'), await count('DELETED_ONLY'), await count(3)]).toEqual([0, 1, 1]);
  });

  it('without experiments, and with those that do not exist, finds nothing', async () => {
    expect(await client.does('POST runs/search', { experiment_ids: [] })).toEqual({});
    expect(await client.does('POST runs/search', { experiment_ids: ['424242'] })).toEqual({});
    expect(await client.does('POST runs/search', {})).toEqual({});
    expect(await client.does('POST logged-models/search', { experiment_ids: [] })).toEqual({});
  });

  it.each(['runs/search', 'logged-models/search'])(
    '%s refuses the name of an experiment in place of its id',
    async (path) => {
      const refused = await client.refused(`POST ${path}`, { experiment_ids: [experiment, 'search'] });
      expect(refused).toEqual([400, 'INVALID_PARAMETER_VALUE', expect.stringContaining("'experiment_ids[1]'")]);
    },
  );

  it('goes through as many experiments as a client names that searches all of them', async () => {
    const experiment_ids = [...Array.from({ length: 9_999 }, (_, index) => String(500_000 + index)), experiment];
    const found = await client.does('POST runs/search', { experiment_ids, filter: "run_name = 'c'" });
    expect(found.runs).toHaveLength(1);
    const tooMany = await client.refused('POST runs/search', { experiment_ids: [...experiment_ids, '0'] });
    expect(tooMany.slice(0, 2)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('finds experiments by their ids', async () => {
    const find = async (filter: string) => {
      const { experiments = [] } = await client.does('POST experiments/search', { max_results: 5, filter });
      return experiments.map(({ experiment_id }: { experiment_id: string }) => experiment_id);
    };
    expect(await find(`experiment_id = '${experiment}'`)).toEqual([experiment]);
    expect(await find(`experiment_id IN ('${experiment}', '424242')`)).toEqual([experiment]);
    expect(await find(`experiment_id NOT IN ('${experiment}') AND name = 'search'`)).toEqual([]);
  });

  it.each([
    { filter: 'metrics.auc > ' },
    { filter: "params.depth = '4' OR params.depth = '5'" },
    { order_by: ['metrics.a, metrics.b'] },
    { order_by: ['start_time', 'attributes.start_time DESC'] },
    { max_results: 0 },
    { max_results: 50_001 },
    { max_results: 'many' },
    { page_token: 'junk' },
    { page_token: Buffer.from('{"offset":5}').toString('base64') },
    { page_token: Buffer.from('[1').toString('base64') },
    { page_token: Buffer.from('{"stage":9,"keys":[]}').toString('base64url') },
    { page_token: Buffer.from('{"stage":0,"keys":[1.5,"x"]}').toString('base64url') },
    { page_token: Buffer.from('{"stage":0,"keys":["1","x"]}').toString('base64url') },
    { page_token: Buffer.from('{"stage":0,"keys":[1,"\\u0000"]}').toString('base64url') },
  ])('refuses %j', async (search) => {
    const [status, code] = await client.refused('POST runs/search', { experiment_ids: [experiment], ...search });
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });

  it('a token of another order is refused', async () => {
    const { next_page_token: page_token } = await client.does('POST runs/search', {
      experiment_ids: [experiment],
      order_by: ['metrics.auc DESC', 'params.kind'],
      max_results: 2,
    });
    const answer = await client.call('POST runs/search', {
      experiment_ids: [experiment],
      order_by: ['params.kind'],
      page_token,
    });
    expect(answer.status).toBe(400);
  });
});

describe('logged models', () => {
  it('live from pending to ready to deleted', async () => {
    const run = ids.get('a');
    const { model } = await client.does('POST logged-models', {
      experiment_id: experiment,
      name: 'churn',
      model_type: 'sklearn',
      source_run_id: run,
      params: [{ key: 'depth', value: '4' }],
      tags: [{ key: 'team', value: 'x' }],
    });
    const id: string = model.info.model_id;
    expect(model).toEqual({
      info: {
        model_id: expect.stringMatching(/^m-[0-9a-f]{32}$/),
        experiment_id: experiment,
        name: 'churn',
        creation_timestamp_ms: expect.any(Number),
        last_updated_timestamp_ms: expect.any(Number),
        artifact_uri: `mlflow-artifacts:/${experiment}/models/${id}/artifacts`,
        status: 'LOGGED_MODEL_PENDING',
        model_type: 'sklearn',
        source_run_id: run,
        tags: [{ key: 'team', value: 'x' }],
      },
      data: { params: [{ key: 'depth', value: '4' }] },
    });
    const ready = await client.does(`PATCH logged-models/${id}`, { model_id: id, status: 'LOGGED_MODEL_READY' });
    expect(ready.model.info.status).toBe('LOGGED_MODEL_READY');
    await client.does(`PATCH logged-models/${id}/tags`, { tags: [{ key: 'a/b', value: '1' }] });
    expect(await client.does(`DELETE logged-models/${id}/tags/${encodeURIComponent('a/b')}`)).toEqual({});
    for (const key of ['nothing', '损'.repeat(250), 'k'.repeat(5_000)])
      expect((await client.refused(`DELETE logged-models/${id}/tags/${encodeURIComponent(key)}`)).slice(0, 2)).toEqual([
        404,
        'RESOURCE_DOES_NOT_EXIST',
      ]);
    await client.does(`POST logged-models/${id}/params`, { params: [{ key: 'lr', value: '0.1' }] });
    expect(
      (await client.refused(`POST logged-models/${id}/params`, { params: [{ key: 'lr', value: '0.1' }] }))[0],
    ).toBe(400);
    expect(await client.does(`DELETE logged-models/${id}`)).toEqual({});
    expect((await client.refused(`GET logged-models/${id}`)).slice(0, 2)).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    // A client asks again when the answer was lost.
    expect(await client.does(`DELETE logged-models/${id}`)).toEqual({});
    expect((await client.refused(`DELETE logged-models/m-${'0'.repeat(32)}`))[0]).toBe(404);
  });

  it.each(['a/b', 'a:b', 'a.b', 'a%b', 'a"b', "a'b"])('a name like %s is refused', async (name) => {
    expect((await client.refused('POST logged-models', { experiment_id: experiment, name }))[0]).toBe(400);
  });

  it('a point of a model keeps its value, and a conflicting one is stored nowhere', async () => {
    const run = await aRun(client, experiment);
    const { model } = await client.does('POST logged-models', { experiment_id: experiment, name: 'measured' });
    const id = model.info.model_id;
    const point = { run_id: run, key: 'f1', value: 0.5, timestamp: 1, step: 0, model_id: id, dataset_name: 'q3' };
    await client.does('POST runs/log-metric', point);
    await client.does('POST runs/log-metric', point);
    const [status, code] = await client.refused('POST runs/log-metric', { ...point, value: 0.6 });
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect((await client.does(`GET metrics/get-history?run_id=${run}&metric_key=f1`)).metrics).toHaveLength(1);
    expect((await client.does(`GET logged-models/${id}`)).model.data.metrics).toEqual([
      { key: 'f1', value: 0.5, timestamp: 1, step: 0, run_id: run, model_id: id, dataset_name: 'q3' },
    ]);
    const unknown = await client.refused('POST runs/log-metric', { ...point, model_id: 'm-none', step: 9 });
    expect(unknown.slice(0, 2)).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it('are found by attributes, params and metrics, page by page, and a token belongs to its search', async () => {
    const { experiment_id: own } = await client.does('POST experiments/create', { name: 'models' });
    const run = await aRun(client, own);
    for (const [index, name] of ['m1', 'm2', 'm3'].entries()) {
      const params = [{ key: 'size', value: String(index) }];
      const { model } = await client.does('POST logged-models', { experiment_id: own, name, params });
      const model_id = model.info.model_id;
      await client.does('POST runs/log-metric', { run_id: run, key: 'auc', value: index, timestamp: 1, model_id });
      const on = { model_id, dataset_name: name, dataset_digest: 'd1' };
      await client.does('POST runs/log-metric', { run_id: run, key: 'f1', value: index, timestamp: 1, ...on });
    }
    const find = async (search: object) => {
      const page = await client.does('POST logged-models/search', { experiment_ids: [own], ...search });
      return {
        names: (page.models ?? []).map(({ info }: { info: { name: string } }) => info.name).join(),
        token: page.next_page_token,
      };
    };
    expect((await find({})).names).toBe('m3,m2,m1');
    expect((await find({ filter: "name = 'm2'" })).names).toBe('m2');
    expect((await find({ filter: "name IN ('m1', 'm3') AND status = 1" })).names).toBe('m3,m1');
    expect((await find({ filter: "params.size = '2'" })).names).toBe('m3');
    expect((await find({ filter: 'metrics.auc >= 1' })).names).toBe('m3,m2');
    expect((await find({ filter: `experiment_id = '${own}' AND name = 'm1'` })).names).toBe('m1');
    for (const max_results of [0, 5_000]) expect((await find({ max_results })).names).toBe('m3,m2,m1');
    const dataset = { datasets: [{ dataset_name: 'other' }] };
    expect((await find({ filter: 'metrics.auc >= 1', ...dataset })).names).toBe('');
    expect((await find(dataset)).names).toBe('');
    expect((await find({ datasets: [{ dataset_name: 'm2' }] })).names).toBe('m2');
    const digests = { datasets: ['d1', 'd2'].map((dataset_digest) => ({ dataset_name: 'm3', dataset_digest })) };
    expect((await find({ filter: "name LIKE 'm%'", ...digests })).names).toBe('m3');
    const order = { order_by: [{ field_name: 'metrics.auc', ascending: true }] };
    const first = await find({ ...order, max_results: 2 });
    expect(first.names).toBe('m1,m2');
    expect((await find({ ...order, max_results: 2, page_token: first.token })).names).toBe('m3');
    expect(
      (await client.refused('POST logged-models/search', { experiment_ids: [own], page_token: first.token }))[0],
    ).toBe(400);
    expect((await client.refused('POST logged-models/search', {}))[0]).toBe(400);
    for (const field_name of ['name DESC', 'params.size', 'tags.team', 'nothing']) {
      const wrong = { experiment_ids: [own], order_by: [{ field_name }] };
      expect((await client.refused('POST logged-models/search', wrong))[0], field_name).toBe(400);
    }
  });
});
