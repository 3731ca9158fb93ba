import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, seat, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../lifecycle/experiments/free-initiative.fixture.ts';
import { aRun, type MlflowClient, mlflowClient } from './mlflow-client.fixture.ts';

/** A token as the server writes one, of a position that it would not. */
const tokenOf = (position: unknown): string => Buffer.from(JSON.stringify(position)).toString('base64url');

let installation: TestInstallation;
let playbook: string;
let ana: TestPerson;
let ben: TestPerson;
let anaClient: MlflowClient;
let benClient: MlflowClient;

beforeAll(async () => {
  installation = await openTestInstallation();
  playbook = await publishFreePlaybook(installation);
  ana = await installation.join('Ana');
  ben = await installation.join('Ben');
  anaClient = mlflowClient(installation, ana);
  benClient = mlflowClient(installation, ben);
});
afterAll(() => installation.close());

describe('the door of the protocol', () => {
  it('lets in whoever has a token, as a bearer or as the password of Basic', async () => {
    const { secret: token } = await installation.does(ana, 'POST /api/access-tokens', {
      name: 'notebook',
      scopes: ['read'],
      expiresInDays: 30,
    });
    const basic = Buffer.from(`anybody:${token}`).toString('base64');
    for (const authorization of [`Bearer ${token}`, `Basic ${basic}`]) {
      const path = 'GET /api/2.0/mlflow/experiments/get?experiment_id=0';
      const answer = await installation.call(null, path, undefined, { authorization });
      expect([answer.status, answer.body.experiment.name]).toEqual([200, 'Default']);
      const write = await installation.call(
        null,
        'POST /api/2.0/mlflow/experiments/create',
        { name: 'read only' },
        { authorization },
      );
      expect([write.status, write.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
      const search = await installation.call(
        null,
        'POST /api/2.0/mlflow/runs/search',
        { experiment_ids: ['0'] },
        { authorization },
      );
      expect(search.status).toBe(200);
    }
  });

  it('asks whoever has none for Basic credentials', async () => {
    const answer = await installation.throughline.server.inject('/api/2.0/mlflow/experiments/get?experiment_id=0');
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Basic realm="mlflow"');
    expect(answer.json().error_code).toBe('UNAUTHENTICATED');
  });

  it('refuses changes that a page of another site asks for', async () => {
    const answer = await installation.call(
      ana,
      'POST /api/2.0/mlflow/experiments/create',
      { name: 'stolen' },
      { origin: 'https://evil.example' },
    );
    expect([answer.status, answer.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it.each([
    'GET /api/2.0/mlflow/nowhere',
    'POST /api/3.0/mlflow/traces/metrics',
    'GET /ajax-api/2.0/mlflow/nowhere',
    'POST /ajax-api/3.0/nowhere',
    'DELETE /api/2.0/mlflow/runs/create',
  ])('answers %s with ENDPOINT_NOT_FOUND, on which clients fall back', async (request) => {
    const answer = await installation.call(ana, request, request.startsWith('POST') ? {} : undefined);
    expect([answer.status, answer.body.error_code]).toEqual([404, 'ENDPOINT_NOT_FOUND']);
  });

  it('stands under both versions and under the paths of pages', async () => {
    for (const prefix of ['/api/2.0', '/api/3.0', '/ajax-api/2.0', '/ajax-api/3.0']) {
      const answer = await installation.call(ana, `GET ${prefix}/mlflow/experiments/get?experiment_id=0`);
      expect(answer.status).toBe(200);
    }
    expect((await installation.call(ana, 'GET /version')).text).toBe('3.3.2');
    expect((await installation.call(null, 'GET /health')).status).toBe(200);
    const info = await installation.call(ana, 'GET /api/3.0/mlflow/server-info');
    expect(info.body).toMatchObject({ store_type: 'SqlStore', workspaces_enabled: false });
  });

  it('reads unparseable JSON as an empty object and asks for JSON where another type is named', async () => {
    const send = (payload: string, type?: string) =>
      installation.throughline.server.inject({
        method: 'POST',
        url: '/api/2.0/mlflow/experiments/create',
        payload,
        headers: { cookie: ana.cookie, ...(type ? { 'content-type': type } : {}) },
      });
    for (const text of ['{"name": ', '{"name": NaN}', '[]', '"x"', 'null', ''])
      expect((await send(text, 'application/json')).json()).toEqual({
        error_code: 'INVALID_PARAMETER_VALUE',
        message: "Missing value for required parameter 'name'",
      });
    for (const type of ['text/plain', undefined]) {
      const answer = await send('{"name":"x"}', type);
      expect([answer.statusCode, answer.json().error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    const stranger = await send('{"name":"with charset"}', 'application/json; charset=utf-8');
    expect(stranger.statusCode).toBe(200);
  });

  it.each([
    ['lists', `{"name": ${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
    ['objects beside what cannot be stored', `{"a": ${'{"b":'.repeat(50_000)}"\\u0000"${'}'.repeat(50_000)}}`],
    ['lists after brackets in a text', `{"name": "]]]\\"]]", "tags": ${'['.repeat(101)}${']'.repeat(101)}}`],
  ])('refuses %s that are nested without end', async (_, payload) => {
    const answer = await installation.throughline.server.inject({
      method: 'POST',
      url: '/api/2.0/mlflow/experiments/create',
      payload,
      headers: { cookie: ana.cookie, 'content-type': 'application/json' },
    });
    expect([answer.statusCode, answer.json().error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(answer.json().message).toContain('nested more than 100 levels');
  });

  it('refuses characters that cannot be stored, and bodies beyond the limit, with a final status', async () => {
    const answer = await anaClient.refused('POST experiments/create', { name: 'a\u0000b' });
    expect(answer.slice(0, 2)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect((await anaClient.refused('GET experiments/get?experiment_id=%00')).slice(0, 2)).toEqual([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
    const huge = await anaClient.refused('POST experiments/create', { name: 'x'.repeat(33 * 1_048_576) });
    expect(huge.slice(0, 2)).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});

describe('experiments', () => {
  it('live from creation over deletion to restoring, and keep their name all the while', async () => {
    const { experiment_id: id } = await anaClient.does('POST experiments/create', {
      name: 'churn trees',
      tags: [{ key: 'team', value: 'churn' }],
    });
    expect(await anaClient.does(`GET experiments/get?experiment_id=${id}`)).toEqual({
      experiment: {
        experiment_id: id,
        name: 'churn trees',
        artifact_location: `mlflow-artifacts:/${id}`,
        lifecycle_stage: 'active',
        creation_time: expect.any(Number),
        last_update_time: expect.any(Number),
        tags: [{ key: 'team', value: 'churn' }],
      },
    });
    const run = await aRun(anaClient, id);
    await anaClient.does('POST experiments/delete', { experiment_id: id });
    expect((await anaClient.does(`GET runs/get?run_id=${run}`)).run.info.lifecycle_stage).toBe('deleted');
    expect((await anaClient.refused('POST experiments/delete', { experiment_id: id })).slice(0, 2)).toEqual([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
    expect((await anaClient.refused('POST runs/create', { experiment_id: id })).slice(0, 2)).toEqual([
      400,
      'INVALID_PARAMETER_VALUE',
    ]);
    expect((await anaClient.refused('POST experiments/create', { name: 'churn trees' })).slice(0, 2)).toEqual([
      400,
      'RESOURCE_ALREADY_EXISTS',
    ]);
    expect(
      (await anaClient.does('GET experiments/get-by-name?experiment_name=churn%20trees')).experiment,
    ).toMatchObject({
      lifecycle_stage: 'deleted',
    });
    expect(
      (await anaClient.refused('POST experiments/update', { experiment_id: id, new_name: 'x' })).slice(0, 2),
    ).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    await anaClient.does('POST experiments/restore', { experiment_id: id });
    expect((await anaClient.refused('POST experiments/restore', { experiment_id: id }))[0]).toBe(404);
    expect((await anaClient.does(`GET runs/get?run_id=${run}`)).run.info.lifecycle_stage).toBe('active');
  });

  it('two clients that create one at once end with one, and the other is told so', async () => {
    const both = await Promise.all(
      [anaClient, benClient].map((client) => client.call('POST experiments/create', { name: 'raced' })),
    );
    expect(both.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
    expect(both.find(({ status }) => status === 400)?.body.error_code).toBe('RESOURCE_ALREADY_EXISTS');
  });

  it.each([
    ['POST experiments/create', {}, 'Missing value'],
    ['POST experiments/create', { name: 5 }, 'Invalid value 5'],
    ['POST experiments/create', { name: '   ' }, 'Invalid value'],
    ['POST experiments/create', { name: 'n'.repeat(501) }, '500'],
    ['POST experiments/create', { name: 'loc', artifact_location: 's3://b/p#x' }, 'fragment'],
    ['POST experiments/create', { name: 'loc', artifact_location: 's3://b/p?a=../x' }, '..'],
    ['POST experiments/create', { name: 'loc', artifact_location: 'runs:/x' }, 'within a run'],
    ['POST experiments/create', { name: 'loc', artifact_location: `s3://${'b'.repeat(2_100)}` }, '2048'],
    ['POST experiments/set-experiment-tag', { experiment_id: '0', key: 'k', value: 'v'.repeat(20_001) }, '20000'],
    ['POST experiments/set-experiment-tag', { experiment_id: '0', key: 'a//b', value: 'v' }, 'Invalid value'],
    ['POST experiments/search', {}, 'max_results'],
    ['POST experiments/search', { max_results: 0 }, 'max_results'],
    ['POST experiments/search', { max_results: 50_001 }, 'max_results'],
    ['POST experiments/search', { max_results: 5, filter: 'nonsense' }, 'filter'],
    ['POST experiments/search', { max_results: 5, order_by: ['metrics.x'] }, 'order_by'],
    ['POST experiments/search', { max_results: 5, order_by: ['tags.x'] }, 'order_by'],
    ['POST experiments/search', { max_results: 5, page_token: tokenOf([null, null]) }, 'begin with the first page'],
    ['POST experiments/search', { max_results: 5, page_token: 'junk' }, 'page token'],
    ['POST experiments/search', { max_results: 5, view_type: 'SOME' }, 'view_type'],
  ])('%s refuses what is wrong (case %#)', async (request, body, fragment) => {
    const [status, code, message] = await anaClient.refused(request, body);
    expect([status, code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(message).toContain(fragment);
  });

  it.each(['999999', 'abc', '-1', '1e3', '99999999999999999999'])('an id like %s is that of none', async (id) => {
    const [status, code] = await anaClient.refused(`GET experiments/get?experiment_id=${id}`);
    expect([status, code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it('are found page by page, by name, tag and moment', async () => {
    for (const name of ['page-a', 'page-b', 'page-c', 'page-d'])
      await anaClient.does('POST experiments/create', { name, tags: [{ key: 'set', value: name.slice(-1) }] });
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await anaClient.does('POST experiments/search', {
        max_results: 2,
        filter: "name LIKE 'page-%'",
        order_by: ['name DESC'],
        ...(token ? { page_token: token } : {}),
      });
      names.push(...page.experiments.map(({ name }: { name: string }) => name));
      token = page.next_page_token;
    } while (token);
    expect(names).toEqual(['page-d', 'page-c', 'page-b', 'page-a']);
    const byTag = await anaClient.does("GET experiments/search?max_results=10&filter=tags.set%20%3D%20'b'");
    expect(byTag.experiments).toHaveLength(1);
    expect(await anaClient.does('POST experiments/search', { max_results: 1, filter: "name = 'no such'" })).toEqual({});
  });

  it('tags are set, replaced and removed', async () => {
    const { experiment_id: id } = await anaClient.does('POST experiments/create', { name: 'tagged' });
    const tag = { experiment_id: id, key: 'a', value: '1' };
    await anaClient.does('POST experiments/set-experiment-tag', tag);
    await anaClient.does('POST experiments/set-experiment-tag', { ...tag, value: '2' });
    expect((await anaClient.does(`GET experiments/get?experiment_id=${id}`)).experiment.tags).toEqual([
      { key: 'a', value: '2' },
    ]);
    await anaClient.does('POST experiments/set-experiment-tag', { ...tag, value: 'd'.repeat(20_000) });
    await anaClient.does('POST experiments/delete-experiment-tag', { experiment_id: id, key: 'a' });
    const [status, code, message] = await anaClient.refused('POST experiments/delete-experiment-tag', tag);
    expect([status, code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
    expect(message).toContain('No tag with name: a');
  });
});

describe('on the line', () => {
  it('an experiment is connected by its name or its tag, and only by whoever holds a seat that builds', async () => {
    const { slug } = await aFreeInitiative(installation, ben, playbook);
    const inInbox = await anaClient.does('POST experiments/create', { name: `${slug}/too early` });
    const [status, code, message] = await anaClient.refused('POST experiments/create', {
      name: 'by tag',
      tags: [{ key: 'throughline.initiative', value: slug }],
    });
    expect([status, code]).toEqual([403, 'PERMISSION_DENIED']);
    expect(message).toContain('seat that builds');
    await seat(installation, slug, ben, ana, 'data-scientist');
    const named = await anaClient.does('POST experiments/create', { name: `${slug}/trees` });
    const tagOf = async (id: string) =>
      (await anaClient.does(`GET experiments/get?experiment_id=${id}`)).experiment.tags;
    expect(await tagOf(named.experiment_id)).toEqual([{ key: 'throughline.initiative', value: slug }]);
    expect(await tagOf(inInbox.experiment_id)).toBeUndefined();
    await anaClient.does('POST experiments/set-experiment-tag', {
      experiment_id: inInbox.experiment_id,
      key: 'throughline.initiative',
      value: slug,
    });
    expect(await tagOf(inInbox.experiment_id)).toEqual([{ key: 'throughline.initiative', value: slug }]);
    const log = await installation.does(ana, `GET /api/initiatives/${slug}/log`);
    expect(JSON.stringify(log)).toContain('connected the experiment');
  });

  it('what belongs to a private initiative is to others as if it were not there, in every operation', async () => {
    const { slug } = await aFreeInitiative(installation, ana, playbook, 'private');
    await seat(installation, slug, ana, ana, 'data-scientist');
    const { experiment_id: id } = await anaClient.does('POST experiments/create', { name: `${slug}/secret` });
    const run = await aRun(anaClient, id, { run_name: 'secret run' });
    await anaClient.does('POST runs/log-metric', { run_id: run, key: 'auc', value: 0.9, timestamp: 1 });
    const { model } = await anaClient.does('POST logged-models', { experiment_id: id, name: 'hidden' });
    const modelId: string = model.info.model_id;
    const calls: readonly (readonly [string, (id: string, run: string, model: string) => object | string])[] = [
      ['GET experiments/get', (id) => `?experiment_id=${id}`],
      ['POST experiments/delete', (id) => ({ experiment_id: id })],
      ['POST experiments/restore', (id) => ({ experiment_id: id })],
      ['POST experiments/update', (id) => ({ experiment_id: id, new_name: 'mine' })],
      ['POST experiments/set-experiment-tag', (id) => ({ experiment_id: id, key: 'a', value: 'b' })],
      ['POST experiments/delete-experiment-tag', (id) => ({ experiment_id: id, key: 'a' })],
      ['POST runs/create', (id) => ({ experiment_id: id, start_time: 1 })],
      ['GET runs/get', (_, run) => `?run_id=${run}`],
      ['POST runs/update', (_, run) => ({ run_id: run, status: 'FINISHED' })],
      ['POST runs/delete', (_, run) => ({ run_id: run })],
      ['POST runs/restore', (_, run) => ({ run_id: run })],
      ['POST runs/log-metric', (_, run) => ({ run_id: run, key: 'a', value: 1, timestamp: 1 })],
      ['POST runs/log-parameter', (_, run) => ({ run_id: run, key: 'a', value: '1' })],
      ['POST runs/set-tag', (_, run) => ({ run_id: run, key: 'a', value: '1' })],
      ['POST runs/delete-tag', (_, run) => ({ run_id: run, key: 'a' })],
      ['POST runs/log-batch', (_, run) => ({ run_id: run })],
      ['POST runs/log-inputs', (_, run) => ({ run_id: run })],
      ['POST runs/outputs', (_, run) => ({ run_id: run })],
      ['GET metrics/get-history', (_, run) => `?run_id=${run}&metric_key=auc`],
      ['GET metrics/get-history-bulk', (_, run) => `?run_id=${run}&metric_key=auc`],
      ['GET metrics/get-history-bulk-interval', (_, run) => `?run_ids=${run}&metric_key=auc`],
      ['POST runs/search', (id) => ({ experiment_ids: [id] })],
      ['POST experiments/search-datasets', (id) => ({ experiment_ids: [id] })],
      ['POST logged-models', (id) => ({ experiment_id: id })],
      ['POST logged-models/search', (id) => ({ experiment_ids: [id] })],
      ['GET logged-models/', (_, __, model) => model],
      ['DELETE logged-models/', (_, __, model) => model],
    ];
    for (const [request, fill] of calls) {
      const ask = async (ids: readonly [string, string, string]) => {
        const filled = fill(...ids);
        const answer = await (typeof filled === 'string'
          ? benClient.call(request + filled)
          : benClient.call(request, filled));
        return { ...answer, text: ids.toReversed().reduce((text, one) => text.replaceAll(one, 'x'), answer.text) };
      };
      const hidden = await ask([id, run, modelId]);
      const absent = await ask(['999999', 'f'.repeat(32), `m-${'f'.repeat(32)}`]);
      expect([request, hidden.status, hidden.text]).toEqual([request, absent.status, absent.text]);
      expect(hidden.text).not.toContain('secret');
    }
    const found = await benClient.does('POST experiments/search', { max_results: 1000 });
    expect(JSON.stringify(found)).not.toContain('secret');
    expect((await benClient.refused(`GET experiments/get-by-name?experiment_name=${slug}/secret`))[0]).toBe(404);
    expect((await anaClient.does(`GET runs/get?run_id=${run}`)).run.data.metrics).toHaveLength(1);
  });

  it('a lost seat counts at once', async () => {
    const { slug } = await aFreeInitiative(installation, ben, playbook, 'private');
    await seat(installation, slug, ben, ana, 'data-scientist');
    const { experiment_id: id } = await anaClient.does('POST experiments/create', { name: `${slug}/x` });
    const run = await aRun(anaClient, id);
    const point = { run_id: run, key: 'a', value: 1, timestamp: 1 };
    await anaClient.does('POST runs/log-metric', point);
    const table = await installation.does(ben, `GET /api/initiatives/${slug}/table`);
    const seats = JSON.stringify(table).match(new RegExp(`"seatId":"([^"]+)","accountId":"${ana.id}"`, 'g')) ?? [];
    for (const text of seats) {
      const seatId = /"seatId":"([^"]+)"/.exec(text)?.[1];
      await installation.does(ben, `DELETE /api/initiatives/${slug}/seats/${seatId}`);
    }
    expect(seats.length).toBeGreaterThan(0);
    expect((await anaClient.refused('POST runs/log-metric', point)).slice(0, 2)).toEqual([
      404,
      'RESOURCE_DOES_NOT_EXIST',
    ]);
  });
});
