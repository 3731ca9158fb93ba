import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../test/installation.ts';
import { until } from '../../test/until.ts';
import { referTo } from '../platform/artifacts/artifacts.store.ts';

let first: TestInstallation;
/** A second process on the same database and the same files. */
let second: TestInstallation;
let ana: TestPerson;

beforeAll(async () => {
  first = await openTestInstallation();
  second = await openTestInstallation({ beside: first });
  ana = await first.join('Ana');
});
afterAll(async () => {
  await second.close();
  await first.close();
});

const EXPERIMENT = { type: 'MLFLOW_EXPERIMENT', mlflow_experiment: { experiment_id: '0' } };
const idOf = (digit: string, no = 0) => `tr-${digit.repeat(30)}${String(no).padStart(2, '0')}`;

async function putSpans(installation: TestInstallation, id: string, name: string, length = 10): Promise<void> {
  const attributes = { 'mlflow.spanInputs': 'x'.repeat(length) };
  const path = `/api/2.0/mlflow-artifacts/artifacts/0/traces/${id}/artifacts/traces.json`;
  const content = Buffer.from(JSON.stringify({ spans: [{ span_id: 'a', name, start_time_unix_nano: 1, attributes }] }));
  const put = await installation.call(ana, `PUT ${path}`, content, { 'content-type': 'application/octet-stream' });
  expect(put.status).toBe(200);
}

async function sendTrace(installation: TestInstallation, id: string): Promise<void> {
  const info = { trace_id: id, trace_location: EXPERIMENT, request_time: '2026-11-29T12:00:00Z', state: 'OK' };
  await installation.does(ana, 'POST /api/3.0/mlflow/traces', { trace: { trace_info: info } });
}

async function found(name: string): Promise<readonly string[]> {
  const search = { locations: [EXPERIMENT], filter: `span.name = '${name}'`, max_results: 100 };
  const { traces = [] } = await first.does(ana, 'POST /api/3.0/mlflow/traces/search', search);
  return traces.map(({ trace_id }: { trace_id: string }) => trace_id).sort();
}

it.each([
  ['small', '1', 10],
  ['large', '2', 100_000],
])('a %s file of spans that came before its trace is noted when the trace comes', async (size, digit, length) => {
  await putSpans(first, idOf(digit), size, length);
  await sendTrace(second, idOf(digit));
  await until(async () => (await found(size)).length === 1);
});

it('a trace that comes again has its file looked at no second time', async () => {
  const id = idOf('3');
  await sendTrace(first, id);
  await putSpans(first, id, 'once');
  await sendTrace(first, id);
  const jobs = await first.database.query(`select from jobs where payload ->> 'traceId' = $1`, [id]);
  expect([await found('once'), jobs]).toEqual([[id], []]);
});

it('a trace and its file that come at the same moment, in two processes, find each other', async () => {
  const ids = Array.from({ length: 60 }, (_, no) => idOf('4', no));
  await Promise.all(ids.flatMap((id) => [putSpans(first, id, 'together'), sendTrace(second, id)]));
  await until(async () => (await found('together')).length === ids.length);
});

it('a trace waits for its file while that is being stored', async () => {
  const id = idOf('5');
  const stored = new EventEmitter();
  // It is begun out here: within a transaction nothing else may ask the database.
  let hasEnded = false;
  const sending = once(stored, 'begun')
    .then(() => sendTrace(second, id))
    .finally(() => {
      hasEnded = true;
    });
  await first.database.transaction(async (tx) => {
    const content = { id: randomUUID(), sha256: '5'.repeat(64), sizeBytes: 1 };
    await referTo(tx, `0/traces/${id}/artifacts/traces.json`, content, first.now());
    stored.emit('begun');
    const waits = `select from pg_locks where locktype = 'advisory' and not granted`;
    await until(async () => hasEnded || (await tx.query(waits)).length > 0);
  });
  await sending;
  const jobs = await first.database.query<{ kind: string }>(`select kind from jobs where payload ->> 'traceId' = $1`, [
    id,
  ]);
  expect(jobs).toEqual([{ kind: 'experiments.note-spans' }]);
});
