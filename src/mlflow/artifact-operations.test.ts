import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { aFreeInitiative, publishFreePlaybook } from '../lifecycle/experiments/free-initiative.fixture.ts';

const FILES = '/api/2.0/mlflow-artifacts/artifacts';

let installation: TestInstallation;
let ana: TestPerson;
let port: number;

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana');
  await installation.throughline.server.listen({ host: '127.0.0.1', port: 0 });
  port = (installation.throughline.server.server.address() as AddressInfo).port;
});
afterAll(() => installation.close());

interface Sent {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  readonly code: string | undefined;
}

/** A request over a real connection: nothing between the test and the server tidies the path up. */
async function send(
  method: string,
  path: string,
  options: { readonly body?: Buffer; readonly headers?: Record<string, string>; readonly person?: TestPerson } = {},
): Promise<Sent> {
  const outgoing = request({
    port,
    method,
    path,
    headers: { cookie: (options.person ?? ana).cookie, ...options.headers },
  });
  outgoing.end(options.body);
  const [response] = await once(outgoing, 'response');
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  const isJson = String(response.headers['content-type']).startsWith('application/json');
  const code = isJson && response.statusCode >= 400 ? JSON.parse(body.toString()).error_code : undefined;
  return { status: response.statusCode, headers: response.headers, body, code };
}

const list = async (path: string) => JSON.parse((await send('GET', `${FILES}?path=${path}`)).body.toString());

describe('a file of a run', () => {
  it('is kept as raw bytes whatever its media type says, and comes back to be saved', async () => {
    const text = '{"not": parsed';
    const put = await send('PUT', `${FILES}/0/r1/artifacts/config.json`, {
      body: Buffer.from(text),
      headers: { 'content-type': 'application/json' },
    });
    expect([put.status, put.body.toString()]).toEqual([200, '{}']);
    const got = await send('GET', `${FILES}/0/r1/artifacts/config.json`);
    expect(got.body.toString()).toBe(text);
    expect(got.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'content-length': String(text.length),
      'content-disposition': `attachment; filename="config.json"; filename*=UTF-8''config.json`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
    });
  });

  it.each(['multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'no media type', ''])(
    'is bytes also when its media type is "%s"',
    async (type) => {
      const path = `${FILES}/0/types/artifacts/file`;
      const put = await send('PUT', path, { body: Buffer.from(`{"${type}`), headers: { 'content-type': type } });
      expect(put.status).toBe(200);
      expect((await send('GET', path)).body.toString()).toBe(`{"${type}`);
    },
  );

  it('may be empty, sent in chunks without a length', async () => {
    const put = await send('PUT', `${FILES}/0/r1/artifacts/empty.txt`, { headers: { 'transfer-encoding': 'chunked' } });
    expect(put.status).toBe(200);
    const got = await send('GET', `${FILES}/0/r1/artifacts/empty.txt`);
    expect([got.status, got.body.length]).toEqual([200, 0]);
  });

  it('may have any name that is no trick', async () => {
    for (const name of ['größe 1.txt', '100%.txt', 'a+b&c=d.csv', 'Ω"quote".json']) {
      const path = `${FILES}/0/names/artifacts/${encodeURIComponent(name)}`;
      expect((await send('PUT', path, { body: Buffer.from(name) })).status, name).toBe(200);
      expect((await send('GET', path)).body.toString()).toBe(name);
    }
    const { files } = await list('0/names/artifacts');
    expect(files.map((file: { path: string }) => file.path)).toContain('100%.txt');
  });

  it('leaves nothing when its sender hangs up half way', async () => {
    const outgoing = request({
      port,
      method: 'PUT',
      path: `${FILES}/0/half/artifacts/model.bin`,
      headers: { cookie: ana.cookie, 'content-length': '1000000' },
    });
    outgoing.on('error', () => undefined);
    outgoing.write(Buffer.alloc(1_000));
    await once(outgoing, 'socket');
    await new Promise((resolve) => setTimeout(resolve, 50));
    outgoing.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await list('0/half/artifacts')).toEqual({});
  });

  it('is listed one level at a time by its bare name; a file and what is absent list nothing', async () => {
    for (const path of ['model/MLmodel', 'model/data/weights', 'plot.png'])
      await send('PUT', `${FILES}/0/r2/artifacts/${path}`, { body: Buffer.from('x') });
    expect(await list('0/r2/artifacts')).toEqual({
      files: [
        { path: 'model', is_dir: true },
        { path: 'plot.png', is_dir: false, file_size: 1 },
      ],
    });
    const inner = await list('0/r2/artifacts/model');
    for (const same of ['model/', './model', 'model/.']) expect(await list(`0/r2/artifacts/${same}`)).toEqual(inner);
    expect(await list('0/r2/artifacts/.')).toEqual(await list('0/r2/artifacts'));
    expect(await list('0/r2/artifacts/plot.png')).toEqual({});
    expect(await list('0/r2/artifacts/nothing')).toEqual({});
  });

  it('is deleted alone or with its folder, and what is absent is deleted too', async () => {
    await send('PUT', `${FILES}/0/r3/artifacts/a/b`, { body: Buffer.from('x') });
    const administrator = installation.administrator;
    expect((await send('DELETE', `${FILES}/0/r3/artifacts/a`, { person: administrator })).status).toBe(200);
    expect((await send('DELETE', `${FILES}/0/r3/artifacts/a`, { person: administrator })).status).toBe(200);
    const gone = await send('GET', `${FILES}/0/r3/artifacts/a/b`);
    expect([gone.status, gone.code]).toEqual([404, 'RESOURCE_DOES_NOT_EXIST']);
  });

  it('is sent whole: the client is told that parts are not supported, in the words on which it falls back', async () => {
    const answer = await installation.call(ana, 'POST /api/2.0/mlflow-artifacts/mpu/create/0/r/artifacts/x', {});
    expect([answer.status, answer.body.error_code]).toEqual([501, 'NOT_IMPLEMENTED']);
    expect(answer.body.message).toContain('Multipart upload is not supported');
  });

  it('is listed by its run as well, with paths from the root of the run', async () => {
    const { run } = (
      await installation.call(ana, 'POST /api/2.0/mlflow/runs/create', { experiment_id: '0', start_time: 1 })
    ).body;
    const uri: string = run.info.artifact_uri;
    await send('PUT', `${FILES}/${uri.replace('mlflow-artifacts:/', '')}/model/MLmodel`, { body: Buffer.from('x') });
    const of = async (path: string) =>
      (await installation.call(ana, `GET /api/2.0/mlflow/artifacts/list?run_id=${run.info.run_id}&path=${path}`)).body;
    expect(await of('')).toEqual({ root_uri: uri, files: [{ path: 'model', is_dir: true }] });
    expect(await of('model')).toEqual({
      root_uri: uri,
      files: [{ path: 'model/MLmodel', is_dir: false, file_size: 1 }],
    });
    expect((await of('../x')).error_code).toBe('INVALID_PARAMETER_VALUE');
  });
});

describe('a hostile path', () => {
  it.each([
    '0/../1/x',
    '0/%2e%2e/1/x',
    '0/%252e%252e/1/x',
    '0/a%2f..%2f..%2fx',
    '/etc/passwd',
    '%2fetc%2fpasswd',
    '0//x',
    '0/a%5cb',
    'C:/x',
    '%43%3a/x',
    '0/a%23b',
    '0/a%00b',
    '0/%EF%BC%8E%EF%BC%8E/x',
    '0/a%E2%80%AEb',
    '0/a%0Ab',
    '0/./x',
  ])('is refused, to write and to read: %s', async (path) => {
    for (const method of ['PUT', 'GET', 'DELETE']) {
      const refused = await send(method, `${FILES}/${path}`, method === 'PUT' ? { body: Buffer.from('x') } : {});
      expect([refused.status, refused.code], method).toEqual([400, 'INVALID_PARAMETER_VALUE']);
    }
    // A list takes "." for the folder itself.
    if (path.includes('%00') || path.includes('/./')) return;
    expect((await send('GET', `${FILES}?path=${path}`)).status).toBe(400);
  });

  it('is refused with an answer also when the file behind it is large', async () => {
    const refused = await send('PUT', `${FILES}/0/%2e%2e/x`, { body: Buffer.alloc(5_000_000) });
    expect([refused.status, refused.code]).toEqual([400, 'INVALID_PARAMETER_VALUE']);
  });
});

describe('the rights of an experiment', () => {
  it('apply to its files: outside they are like those of an experiment that does not exist', async () => {
    const { slug } = await aFreeInitiative(installation, ana, await publishFreePlaybook(installation), 'private');
    const tags = [{ key: 'throughline.initiative', value: slug }];
    const seated = await installation.join('Ben');
    await installation.does(ana, `POST /api/initiatives/${slug}/seats`, {
      accountId: seated.id,
      role: 'data-scientist',
    });
    const made = await installation.call(seated, 'POST /api/2.0/mlflow/experiments/create', { name: 'private', tags });
    const id = made.body.experiment_id;
    const path = `${FILES}/${id}/run/artifacts/x.txt`;
    expect((await send('PUT', path, { body: Buffer.from('secret'), person: seated })).status).toBe(200);
    const otto = await installation.join('Otto');
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const hidden = await send(method, path, { person: otto });
      const absent = await send(method, path.replace(`/${id}/`, '/987654/'), { person: otto });
      expect([hidden.status, hidden.body.toString()], method).toEqual([
        404,
        absent.body.toString().replaceAll('987654', id),
      ]);
    }
    expect((await send('GET', `${FILES}?path=${id}/run/artifacts`, { person: otto })).status).toBe(404);
    // The expert at the table reads and does not build.
    expect((await send('GET', path)).body.toString()).toBe('secret');
    const change = await send('PUT', path, { body: Buffer.from('changed') });
    expect([change.status, change.code]).toEqual([403, 'PERMISSION_DENIED']);
  });

  it('are not taken by an experiment that claims a place inside of another one', async () => {
    const otto = await installation.join('Otto two');
    const made = await installation.call(otto, 'POST /api/2.0/mlflow/experiments/create', {
      name: 'claims',
      artifact_location: 'mlflow-artifacts:/1/run/artifacts',
    });
    expect(made.status).toBe(200);
    const answer = await send('GET', `${FILES}/1/run/artifacts/x.txt`, { person: otto });
    expect(answer.status).toBe(404);
  });

  it('need somebody signed in', async () => {
    const answer = await installation.call(null, `GET ${FILES}?path=0`);
    expect([answer.status, answer.body.error_code]).toEqual([401, 'UNAUTHENTICATED']);
  });
});
