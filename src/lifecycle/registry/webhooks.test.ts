import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { WEBHOOK_LIMITS } from './webhook.ts';

let installation: TestInstallation;
let administrator: TestPerson;
let expert: TestPerson;
let scientist: TestPerson;
let outsider: TestPerson;
let slug: string;
let receiver: Server;
let host: string;
/** What the receiver answers next. */
let status = 200;
let retryAfter: string | undefined;
const received: {
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: string;
}[] = [];

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      received.push({ headers: request.headers, rawHeaders: request.rawHeaders, body });
      const asks = retryAfter === undefined ? {} : { 'retry-after': retryAfter };
      response.writeHead(status, status === 302 ? { location: '/elsewhere' } : asks).end('heard');
    });
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  installation = await openTestInstallation({ webhookHosts: [host] });
  ({ administrator } = installation);
  [expert, scientist, outsider] = [
    await installation.join('Expert'),
    await installation.join('Scientist'),
    await installation.join('Outsider'),
  ];
  const playbook = await publishFreePlaybook(installation);
  ({ slug } = await aFreeInitiative(installation, expert, playbook, 'private'));
  await seat(installation, slug, expert, scientist, 'data-scientist');
});
afterAll(async () => {
  await installation.close();
  receiver.closeAllConnections();
  receiver.close();
});

const EVERYTHING = [
  { entity: 'REGISTERED_MODEL', action: 'CREATED' },
  { entity: 'MODEL_VERSION', action: 'CREATED' },
  { entity: 'MODEL_VERSION_TAG', action: 'SET' },
  { entity: 'MODEL_VERSION_TAG', action: 'DELETED' },
  { entity: 'MODEL_VERSION_ALIAS', action: 'CREATED' },
  { entity: 'MODEL_VERSION_ALIAS', action: 'DELETED' },
];

const call = (person: TestPerson | null, method: string, path: string, body?: object) =>
  installation.call(person, `${method} /api/2.0/mlflow/${path}`, body);
const mlflow = (person: TestPerson, method: string, path: string, body?: object) =>
  installation.does(person, `${method} /api/2.0/mlflow/${path}`, body);

async function aWebhook(person: TestPerson, fields: object = {}): Promise<string> {
  const given = { name: 'build', url: `http://${host}/hook`, events: EVERYTHING, secret: 'between us', ...fields };
  return (await mlflow(person, 'POST', 'webhooks', given)).webhook.webhook_id;
}

const deliveries = async (id: string, person = administrator): Promise<TestAnswer['body'][]> =>
  (await installation.does(person, `GET /api/webhooks/${id}/deliveries`)).deliveries;

const told = (): readonly string[] =>
  received.map(({ body }) => {
    const { entity, action } = JSON.parse(body);
    return `${entity} ${action}`;
  });

beforeEach(async () => {
  [status, retryAfter] = [200, undefined];
  for (const { id } of (await installation.does(administrator, 'GET /api/webhooks')).webhooks)
    await installation.does(administrator, `DELETE /api/webhooks/${id}`);
  received.length = 0;
});

describe('a webhook', () => {
  it('is made, read, changed and removed in the words of MLflow, and its secret never comes back', async () => {
    const id = await aWebhook(administrator, { description: 'Starts the build' });
    const read = await call(administrator, 'GET', `webhooks/${id}`);
    expect(read.body.webhook).toMatchObject({
      webhook_id: id,
      name: 'build',
      description: 'Starts the build',
      url: `http://${host}/hook`,
      status: 'ACTIVE',
      events: EVERYTHING,
      creation_timestamp: expect.any(Number),
    });
    const second = await aWebhook(administrator, { name: 'other' });
    const page = await mlflow(administrator, 'GET', 'webhooks?max_results=1');
    const rest = await mlflow(administrator, 'GET', `webhooks?max_results=1&page_token=${page.next_page_token}`);
    expect([page.webhooks[0].webhook_id, rest.webhooks[0].webhook_id, rest.next_page_token]).toEqual([
      second,
      id,
      undefined,
    ]);
    const changed = await mlflow(administrator, 'PATCH', `webhooks/${id}`, { status: 'DISABLED', name: 'later' });
    expect(changed.webhook).toMatchObject({ name: 'later', status: 'DISABLED', events: EVERYTHING });
    const own = await installation.call(administrator, 'GET /api/webhooks');
    const [row] = await installation.database.query('select to_jsonb(w)::text as stored from webhooks w limit 1');
    const log = await installation.database.query(
      `select to_jsonb(e)::text as text from events e where kind like 'webhook.%'`,
    );
    for (const text of [read.text, own.text, JSON.stringify(row), JSON.stringify(log)])
      expect(text).not.toContain('between us');
    expect(JSON.stringify(log)).not.toContain('/hook');
    expect(own.body.webhooks.map(({ isSigned }: { isSigned: boolean }) => isSigned)).toEqual([true, true]);
    await mlflow(administrator, 'DELETE', `webhooks/${id}`, {});
    const gone = await call(administrator, 'GET', `webhooks/${id}`);
    expect([gone.status, gone.body.error_code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it.each([
    [{ url: 'https://127.0.0.1/hook' }, 'not on the public internet'],
    [{ url: 'http://169.254.169.254/latest' }, 'https://'],
    [{ url: 'https://[::1]:443/' }, 'not on the public internet'],
    [{ url: 'https://localhost/' }, 'this machine'],
    [{ url: 'file:///etc/passwd' }, 'not an address of the web'],
    [{ url: 'https://ana:word@example.com/' }, 'password'],
    [{ url: 7 }, 'url'],
    [{ events: [] }, 'events'],
    [{ events: [{ entity: 'MODEL_VERSION', action: 'SET' }] }, 'MODEL_VERSION CREATED'],
    [{ events: [{ entity: 'PROMPT', action: 'SET' }] }, 'PROMPT CREATED'],
    [{ events: 'all' }, 'events'],
    [{ name: ' ' }, 'name'],
    [{ name: 'a'.repeat(300) }, 'name'],
    [{ secret: 'a'.repeat(600) }, 'secret'],
    [{ status: 'SLEEPING' }, 'status'],
  ])('is refused with fields that are not accepted (%#)', async (fields, why) => {
    const given = { name: 'bad', url: `http://${host}/hook`, events: EVERYTHING, ...fields };
    const answer = await call(administrator, 'POST', 'webhooks', given);
    expect([answer.status, answer.body.error_code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    expect(answer.body.message).toContain(why);
    expect((await mlflow(administrator, 'GET', 'webhooks')).webhooks).toBeUndefined();
  });

  it('is made by administrators and by whoever builds, and others know nothing of it', async () => {
    const refused = await call(outsider, 'POST', 'webhooks', { name: 'x', url: `http://${host}/`, events: EVERYTHING });
    expect([refused.status, refused.body.error_code]).toEqual([403, 'PERMISSION_DENIED']);
    expect(
      (await call(expert, 'POST', 'webhooks', { name: 'x', url: `http://${host}/`, events: EVERYTHING })).status,
    ).toBe(403);
    const id = await aWebhook(scientist);
    for (const request of [`GET /api/2.0/mlflow/webhooks/${id}`, `GET /api/webhooks/${id}/deliveries`]) {
      const hidden = await installation.call(outsider, request);
      const absent = await installation.call(outsider, request.replace(id, '01890000-0000-7000-8000-000000000000'));
      expect([hidden.status, absent.status]).toEqual([404, 404]);
      expect(hidden.text.replaceAll(id, '')).toBe(absent.text.replaceAll('01890000-0000-7000-8000-000000000000', ''));
    }
    for (const [method, rest] of [
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/test'],
    ] as const)
      expect((await call(outsider, method, `webhooks/${id}${rest}`, {})).status).toBe(404);
    expect((await mlflow(outsider, 'GET', 'webhooks')).webhooks).toBeUndefined();
    expect((await mlflow(administrator, 'GET', 'webhooks')).webhooks).toHaveLength(1);
    expect((await call(null, 'GET', 'webhooks')).status).toBe(401);
    expect((await call(administrator, 'GET', 'webhooks/..%2F1')).status).toBe(404);
  });
});

describe('a delivery', () => {
  it('tells each change once, signed so that the receiver can check it', async () => {
    const id = await aWebhook(administrator);
    await mlflow(scientist, 'POST', 'registered-models/create', {
      name: 'told',
      description: 'A model',
      tags: [{ key: 'team', value: 'blue' }],
    });
    await mlflow(scientist, 'POST', 'model-versions/create', { name: 'told', source: 's3://elsewhere/model' });
    const named = { name: 'told', version: '1' };
    await mlflow(scientist, 'POST', 'model-versions/set-tag', { ...named, key: 'a', value: 'b' });
    await mlflow(scientist, 'DELETE', 'model-versions/delete-tag', { ...named, key: 'a' });
    await mlflow(scientist, 'POST', 'registered-models/alias', { ...named, alias: 'trial' });
    await mlflow(scientist, 'DELETE', 'registered-models/alias', { name: 'told', alias: 'trial' });
    await installation.throughline.catchUp();
    await installation.throughline.catchUp();
    expect(told()).toEqual(EVERYTHING.map(({ entity, action }) => `${entity} ${action}`.toLowerCase()));
    const data = new Map(received.map(({ body }) => [JSON.parse(body).entity, JSON.parse(body).data]));
    expect(data.get('registered_model')).toEqual({ name: 'told', description: 'A model', tags: { team: 'blue' } });
    expect(data.get('model_version')).toMatchObject({ ...named, source: 's3://elsewhere/model', run_id: null });
    for (const { headers, body } of received) {
      const signed = [headers['x-mlflow-delivery-id'], headers['x-mlflow-timestamp'], body].join('.');
      const expected = createHmac('sha256', 'between us').update(signed).digest('base64');
      expect(headers['x-mlflow-signature']).toBe(`v1,${expected}`);
    }
    expect((await deliveries(id)).map(({ state, attempts, model }) => [state, attempts, model])).toEqual(
      Array.from({ length: 6 }, () => ['delivered', 1, 'told']),
    );
  });

  it('of a prompt speaks of prompts, and tells its text', async () => {
    const events = [
      ['PROMPT', 'CREATED'],
      ['PROMPT_VERSION', 'CREATED'],
      ['PROMPT_TAG', 'SET'],
      ['PROMPT_TAG', 'DELETED'],
      ['PROMPT_VERSION_TAG', 'SET'],
      ['PROMPT_VERSION_TAG', 'DELETED'],
      ['PROMPT_ALIAS', 'CREATED'],
      ['PROMPT_ALIAS', 'DELETED'],
    ].map(([entity, action]) => ({ entity, action }));
    await aWebhook(administrator, { events: [...EVERYTHING, ...events] });
    const mark = { key: 'mlflow.prompt.is_prompt', value: 'true' };
    const named = { name: 'greeting', version: '1' };
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'greeting', tags: [mark] });
    await mlflow(scientist, 'POST', 'model-versions/create', {
      name: 'greeting',
      source: 'prompt-template',
      tags: [mark, { key: 'mlflow.prompt.text', value: 'Hello {{name}}!' }],
    });
    await mlflow(scientist, 'POST', 'registered-models/set-tag', { name: 'greeting', key: 'a', value: 'b' });
    await mlflow(scientist, 'DELETE', 'registered-models/delete-tag', { name: 'greeting', key: 'a' });
    await mlflow(scientist, 'POST', 'model-versions/set-tag', { ...named, key: 'a', value: 'b' });
    await mlflow(scientist, 'DELETE', 'model-versions/delete-tag', { ...named, key: 'a' });
    await mlflow(scientist, 'POST', 'registered-models/alias', { ...named, alias: 'trial' });
    await mlflow(scientist, 'DELETE', 'registered-models/alias', { name: 'greeting', alias: 'trial' });
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'no prompt' });
    await mlflow(scientist, 'POST', 'registered-models/set-tag', { name: 'no prompt', key: 'a', value: 'b' });
    await installation.throughline.catchUp();
    await installation.throughline.catchUp();
    const data = new Map(received.map(({ body }, at) => [told()[at], JSON.parse(body).data]));
    expect(received).toHaveLength(9);
    expect(Object.fromEntries(data)).toEqual({
      'registered_model created': { name: 'no prompt', tags: {}, description: '' },
      'prompt created': { name: 'greeting', tags: {}, description: '' },
      'prompt_version created': { ...named, template: 'Hello {{name}}!', tags: {}, description: null },
      'prompt_tag set': { name: 'greeting', key: 'a', value: 'b' },
      'prompt_tag deleted': { name: 'greeting', key: 'a' },
      'prompt_version_tag set': { ...named, key: 'a', value: 'b' },
      'prompt_version_tag deleted': { ...named, key: 'a' },
      'prompt_alias created': { ...named, alias: 'trial' },
      'prompt_alias deleted': { name: 'greeting', alias: 'trial' },
    });
  });

  it('is written as receivers of MLflow read it: capital letters in headers, and a moment with its offset', async () => {
    await aWebhook(administrator, { events: [EVERYTHING[0]] });
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'written' });
    await installation.throughline.catchUp();
    expect(received[0]?.rawHeaders).toEqual(
      expect.arrayContaining(['Content-Type', 'X-MLflow-Delivery-Id', 'X-MLflow-Timestamp', 'X-MLflow-Signature']),
    );
    expect(JSON.parse(received[0]?.body ?? '').timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
  });

  it('arrives in the order in which things happened, and only what was not taken comes later', async () => {
    await aWebhook(administrator, { events: [EVERYTHING[2]] });
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'ordered' });
    await mlflow(scientist, 'POST', 'model-versions/create', { name: 'ordered', source: 's3://elsewhere/model' });
    const values = Array.from({ length: 25 }, (_, at) => String(at));
    const tag = (value: string) =>
      mlflow(scientist, 'POST', 'model-versions/set-tag', { name: 'ordered', version: '1', key: 'a', value });
    for (const value of values) await tag(value);
    await installation.throughline.catchUp();
    const heard = () => received.map(({ body }) => JSON.parse(body).data.value);
    expect(heard()).toEqual(values);
    received.length = 0;
    status = 503;
    await tag('late');
    await installation.throughline.catchUp();
    status = 200;
    await tag('at once');
    await installation.throughline.catchUp();
    installation.moveClock(1);
    await installation.throughline.catchUp();
    expect(heard()).toEqual(['late', 'at once', 'late']);
  });

  it('is tried again later under the same id, and given up in the end', async () => {
    const id = await aWebhook(administrator, { events: [EVERYTHING[0]] });
    status = 503;
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'patient' });
    await installation.throughline.catchUp();
    const [waiting] = await deliveries(id);
    expect(waiting).toMatchObject({ state: 'waiting', attempts: 1, lastAnswer: 'It answered with status 503.' });
    expect(Date.parse(waiting.nextAt)).toBeGreaterThan(installation.now().getTime());
    await installation.throughline.catchUp();
    expect(received).toHaveLength(1);
    status = 302;
    for (let attempt = 2; attempt <= 8; attempt += 1) {
      installation.moveClock(1);
      await installation.throughline.catchUp();
    }
    expect(await deliveries(id)).toMatchObject([
      {
        state: 'failed',
        attempts: 6,
        lastAnswer: 'It answered with status 302; redirects are not followed.',
        nextAt: null,
      },
    ]);
    expect(new Set(received.map(({ headers }) => headers['x-mlflow-delivery-id'])).size).toBe(1);
    expect(received).toHaveLength(6);
  });

  it.each([
    ['in seconds', () => '3600'],
    ['by a date', () => new Date(installation.now().getTime() + 3_600_000).toUTCString()],
  ])('and all that follow wait as long as the receiver asks %s, and come in their order then', async (_, asked) => {
    const id = await aWebhook(administrator, { events: [EVERYTHING[0]] });
    status = 429;
    retryAfter = asked();
    const name = (at: number) => `${retryAfter} ${at}`.replaceAll(':', '-');
    for (const at of [1, 2]) await mlflow(scientist, 'POST', 'registered-models/create', { name: name(at) });
    await installation.throughline.catchUp();
    await mlflow(scientist, 'POST', 'registered-models/create', { name: name(3) });
    const heard = () => received.map(({ body }) => JSON.parse(body).data.name);
    const minutesFromNow = async () =>
      (await deliveries(id)).map(({ nextAt }) => (Date.parse(nextAt) - installation.now().getTime()) / 60_000);
    expect(Math.min(...(await minutesFromNow()))).toBeGreaterThan(55);
    status = 200;
    installation.moveClock(50 / (24 * 60));
    await installation.throughline.catchUp();
    expect(heard()).toEqual([name(1)]);
    installation.moveClock(20 / (24 * 60));
    await installation.throughline.catchUp();
    expect(heard()).toEqual([1, 1, 2, 3].map(name));
    expect((await deliveries(id)).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['delivered', 1],
      ['delivered', 1],
      ['delivered', 2],
    ]);
  });

  it.each([
    ['999999999999999', 24 * 60],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 24 * 60],
    ['0', 1 / 6],
    ['-5', 1 / 6],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 1 / 6],
    ['9'.repeat(8_000), 1 / 6],
  ])('waits no longer than a day, and no less than it would, where %j is asked for', async (asked, minutes) => {
    const id = await aWebhook(administrator, { events: [EVERYTHING[0]] });
    [status, retryAfter] = [503, asked];
    await mlflow(scientist, 'POST', 'registered-models/create', {
      name: `bounded ${asked.slice(0, 40)}`.replaceAll(':', '-'),
    });
    await installation.throughline.catchUp();
    const [{ state, nextAt }] = await deliveries(id);
    const waits = (Date.parse(nextAt) - installation.now().getTime()) / 60_000;
    expect([state, waits > minutes * 0.5, waits <= minutes]).toEqual(['waiting', true, true]);
  });

  it('goes at once to another address, which asked for nothing', async () => {
    const id = await aWebhook(administrator, { events: [EVERYTHING[0]] });
    [status, retryAfter] = [429, '3600'];
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'to the first' });
    await installation.throughline.catchUp();
    status = 200;
    await mlflow(administrator, 'PATCH', `webhooks/${id}`, { url: `http://${host}/other` });
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'to the second' });
    await installation.throughline.catchUp();
    expect(received.map(({ body }) => JSON.parse(body).data.name)).toEqual(['to the first', 'to the second']);
  });

  it('tells of a private initiative only those who build there or may read it', async () => {
    const { experiment_id } = await mlflow(scientist, 'POST', 'experiments/create', { name: `${slug}/hidden` });
    const { run } = await mlflow(scientist, 'POST', 'runs/create', { experiment_id, start_time: 1 });
    const other = await installation.join('Other builder');
    const openPlace = await anInitiative(installation, expert);
    await seat(installation, openPlace.slug, expert, other, 'data-scientist');
    const [ofScientist, ofOther, ofAdministrator] = [
      await aWebhook(scientist, { events: [EVERYTHING[1]] }),
      await aWebhook(other, { events: [EVERYTHING[1]] }),
      await aWebhook(administrator, { events: [EVERYTHING[1]] }),
    ];
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'hidden' });
    await mlflow(scientist, 'POST', 'model-versions/create', {
      name: 'hidden',
      source: `mlflow-artifacts:/${experiment_id}/${run.info.run_id}/artifacts/model`,
      run_id: run.info.run_id,
    });
    const counts = [];
    for (const id of [ofScientist, ofOther, ofAdministrator]) counts.push((await deliveries(id)).length);
    expect(counts).toEqual([1, 0, 0]);
  });

  it('says nothing while its webhook is off, and waits in a queue that ends', async () => {
    const id = await aWebhook(administrator, { events: [EVERYTHING[0]] });
    await installation.database.query(
      `insert into webhook_deliveries (id, webhook_no, event, model, body, state, asked_at, next_at)
       select gen_random_uuid(), w.no, 'REGISTERED_MODEL.CREATED', 'm', '{}', 'waiting', now(), now() + interval '9 years'
       from webhooks w, generate_series(1, $1)`,
      [WEBHOOK_LIMITS.waiting],
    );
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'one too many' });
    const { webhooks } = await installation.does(administrator, 'GET /api/webhooks');
    expect(webhooks[0].missedCount).toBe(1);
    await installation.does(administrator, `PATCH /api/webhooks/${id}`, { isActive: false });
    expect((await deliveries(id))[0]).toMatchObject({
      state: 'failed',
      lastAnswer: expect.stringContaining('turned off'),
    });
    await mlflow(scientist, 'POST', 'registered-models/create', { name: 'unheard' });
    await installation.throughline.catchUp();
    expect(received).toEqual([]);
  });

  it('is tried with an example on request, and its answer or the reason for none is told', async () => {
    const id = await aWebhook(administrator);
    const event = { entity: 'MODEL_VERSION_ALIAS', action: 'CREATED' };
    expect((await mlflow(administrator, 'POST', `webhooks/${id}/test`, { event })).result).toEqual({
      success: true,
      response_status: 200,
      response_body: 'heard',
    });
    expect(told()).toEqual(['model_version_alias created']);
    status = 500;
    expect((await mlflow(administrator, 'POST', `webhooks/${id}/test`, {})).result.success).toBe(false);
    await installation.database.query(`update webhooks set url = 'https://10.0.0.1/'`);
    const trial = await installation.does(administrator, `POST /api/webhooks/${id}/trial`);
    expect(trial).toEqual({ isSuccess: false, status: null, words: 'The address is not on the public internet.' });
    expect(await deliveries(id)).toEqual([]);
  });
});
