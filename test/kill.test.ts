import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { initiativeSchema, initiativesApi } from '../src/lifecycle/initiatives/index.ts';
import { startS3StandIn } from '../src/platform/artifacts/s3-stand-in.fixture.ts';
import { startEmbeddedPostgres } from '../src/platform/database/embedded-postgres.ts';
import { runCommand, startProduct } from './running-product.ts';
import { until } from './until.ts';

const ROUNDS = 3;
const WRITERS = 4;
/** So many writes are acknowledged in each round before the kill, however slow the machine is. */
const WRITTEN = 60;

const logSchema = initiativesApi.log.response;
let folder: string;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'killed-again-and-again');
  await mkdir(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Signs the first administrator in and gives the session cookie. */
async function signIn(url: string, isFirst: boolean): Promise<string> {
  const response = await fetch(`${url}/api/${isFirst ? 'setup' : 'session'}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      ...(isFirst ? { name: 'Ada' } : {}),
      email: 'ada@example.com',
      password: 'correct horse battery',
    }),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function post(url: string, cookie: string, body: object): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });
}

/** Every remark that the log has. */
async function storedRemarks(url: string, cookie: string, slug: string): Promise<Set<string>> {
  const found = new Set<string>();
  let cursor = '';
  do {
    const response = await fetch(`${url}/api/initiatives/${slug}/log?limit=200${cursor && `&cursor=${cursor}`}`, {
      headers: { cookie },
    });
    const page = logSchema.parse(await response.json());
    for (const { sentence } of page.entries) found.add(sentence);
    cursor = page.nextCursor ?? '';
  } while (cursor !== '');
  return found;
}

const TRACE_ID = `tr-${'5'.repeat(32)}`;
const EXPERIMENT = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } };

/** Logs a trace, and then its large file of spans. */
async function logTrace(url: string, cookie: string): Promise<void> {
  const trace_info = {
    trace_id: TRACE_ID,
    trace_location: EXPERIMENT,
    request_time: '2026-11-28T12:00:00Z',
    state: 'OK',
  };
  const kept = await post(`${url}/api/3.0/mlflow/traces`, cookie, { trace: { trace_info } });
  expect(kept.status).toBe(200);
  const attributes = { 'mlflow.spanInputs': 'x'.repeat(8_000_000) };
  const path = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${TRACE_ID}/artifacts/traces.json`;
  const stored = await fetch(`${url}${path}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/octet-stream', cookie },
    body: JSON.stringify({ spans: [{ span_id: 'a', name: 'survives', start_time_unix_nano: 1, attributes }] }),
  });
  expect(stored.status).toBe(200);
}

/** Waits until that trace is found by its span. */
async function untilFound(url: string, cookie: string): Promise<void> {
  await until(async () => {
    const search = { locations: [EXPERIMENT], filter: `span.name = 'survives'` };
    const answer = await post(`${url}/api/3.0/mlflow/traces/search`, cookie, search);
    return (await answer.text()).includes(TRACE_ID);
  });
}

describe('the running product', () => {
  it('loses no acknowledged write when it is killed again and again while it writes, and its history stays whole', async () => {
    const acknowledged: string[] = [];
    let slug = '';
    for (let round = 0; round < ROUNDS; round += 1) {
      const product = await startProduct(folder);
      const cookie = await signIn(product.url, round === 0);
      if (round === 0) {
        const started = await post(`${product.url}/api/initiatives`, cookie, {
          question: 'What happens when the power goes?',
          name: 'Power',
        });
        ({ slug } = initiativeSchema.parse(await started.json()));
      }
      const writing = Array.from({ length: WRITERS }, async (_, writer) => {
        for (let number = 0; ; number += 1) {
          const text = `round ${round} writer ${writer} number ${number}`;
          const answer = await post(`${product.url}/api/initiatives/${slug}/steps/ask/remarks`, cookie, { text }).catch(
            () => undefined,
          );
          // An answer that was cut off was not acknowledged; it may or may not be stored.
          if (!answer?.ok || !(await answer.json().catch(() => undefined))) return;
          acknowledged.push(`said: "${text}"`);
        }
      });
      const before = acknowledged.length;
      await expect.poll(() => acknowledged.length - before, { interval: 20 }).toBeGreaterThanOrEqual(WRITTEN);
      await product.kill();
      await Promise.all(writing);
    }
    const product = await startProduct(folder);
    const stored = await storedRemarks(product.url, await signIn(product.url, false), slug);
    expect(acknowledged.filter((remark) => !stored.has(remark))).toEqual([]);

    const second = await runCommand(['start', '--data', folder, '--port', '0']);
    expect(second.code).toBe(1);
    expect(second.errors).toContain(`process ${product.process.pid}`);

    expect(await product.stop()).toBe(0);
    const report = await runCommand(['verify', '--data', folder]);
    expect(report).toMatchObject({ code: 0, output: expect.stringContaining('The history is whole') });
  });

  it('notes what a trace is found by though it is killed as soon as its large file of spans is stored', async () => {
    const own = join(folder, 'killed-at-once');
    await mkdir(own);
    const product = await startProduct(own);
    await logTrace(product.url, await signIn(product.url, true));
    await product.kill();

    const again = await startProduct(own);
    await untilFound(again.url, await signIn(again.url, false));
    expect(await again.stop()).toBe(0);
  });

  it('waits for a storage that is away, over a kill too, until it notes what a trace is found by', async () => {
    const own = join(folder, 'storage-away');
    await mkdir(own);
    const storage = await startS3StandIn();
    const settings = {
      THROUGHLINE_ARTIFACTS: 's3://models',
      AWS_ENDPOINT_URL_S3: storage.endpoint,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    storage.mood = 'busy';
    const product = await startProduct(own, settings);
    await logTrace(product.url, await signIn(product.url, true));
    await until(() => product.errors().includes('a job waits for what is away'));
    await product.kill();

    const again = await startProduct(own, settings);
    const cookie = await signIn(again.url, false);
    await until(() => again.errors().includes('a job waits for what is away'));
    storage.mood = 'well';
    await untilFound(again.url, cookie);
    expect(await again.stop()).toBe(0);
    await storage.close();
  });

  it('finds a planted tampering by name', async () => {
    const server = await startEmbeddedPostgres({ dataDirectory: folder, log: () => undefined });
    const owner = new pg.Client(server.owner);
    await owner.connect();
    await owner.query(
      `set session_replication_role = replica; update events set sentence = 'agreed to everything' where seq = 5`,
    );
    await owner.end();
    await server.stop();
    const report = await runCommand(['verify', '--data', folder]);
    expect(report.code).toBe(1);
    expect(report.errors).toContain('Event 5');
  });
});
