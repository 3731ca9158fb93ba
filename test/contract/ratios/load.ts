import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { LeanConnection } from './lean-connection.ts';

/** A server under measurement, and how to call it. */
export interface Measured {
  readonly url: string;
  /** What a client sends to say who it is; the reference asks nobody. */
  readonly token: string | undefined;
}

/** What was measured: how long each call took in milliseconds, shortest first, and how many were done in a second. */
export interface Figures {
  readonly took: readonly number[];
  readonly perSecond: number;
}

/** Who works at once. */
export const CLIENTS = 8;

/** The duration below which a share of the calls stayed, in milliseconds. */
export function quantile({ took }: Figures, share: number): number {
  return took[Math.min(took.length - 1, Math.floor(share * took.length))] ?? Number.NaN;
}

/** One call of the protocol. @throws Error when it is refused */
export async function callMlflow({ url, token }: Measured, request: string, body?: unknown): Promise<unknown> {
  const [method = 'GET', path = ''] = request.split(' ');
  const init = {
    method,
    headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const address = `${url}${path.startsWith('/') ? path : `/api/2.0/mlflow/${path}`}`;
  const { isGood, status, text } = await askPatiently(address, init);
  if (!isGood) throw new Error(`${request}: ${status} ${text.slice(0, 500)}`);
  return JSON.parse(text);
}

const ATTEMPTS = 5;
const PATIENCE_MS = 120_000;

/** Asks again when a server closes the connection before its answer is whole, as the stock client does. @throws after two minutes */
async function askPatiently(
  address: string,
  init: RequestInit,
): Promise<{ readonly isGood: boolean; readonly status: number; readonly text: string }> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(address, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
      return { isGood: response.ok, status: response.status, text: await response.text() };
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof TypeError)) throw error;
    }
  }
}

const madeExperiment = z.object({ experiment_id: z.string() });
const madeRun = z.object({ run: z.object({ info: z.object({ run_id: z.string() }) }) });

/**
 * Makes an experiment whose name begins like this and gives its id. The rest of the name is of no matter, and new for each
 * attempt: a server that closes the connection may have made it.
 */
export async function makeExperiment(measured: Measured, beginning: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const name = `${beginning} ${randomUUID()}`;
      return madeExperiment.parse(await callMlflow(measured, 'POST experiments/create', { name })).experiment_id;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** What the eight clients log. */
export type LoggedOperation = 'log_metric' | 'log_batch';

/** Eight connections that log without a pause, each to a run of its own, and cost as little as possible themselves. */
export async function logOverHttp(measured: Measured, operation: LoggedOperation, seconds: number): Promise<Figures> {
  const experimentId = await makeExperiment(measured, `${operation} over http`);
  const runIds = await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const answer = await callMlflow(measured, 'POST runs/create', { experiment_id: experimentId, start_time: 1 });
      return madeRun.parse(answer).run.info.run_id;
    }),
  );
  return postWithoutPause(measured, operation, seconds, runIds);
}

/** Eight connections that log as fast as they are answered, each to its run. */
export async function postWithoutPause(
  { url, token }: Measured,
  operation: LoggedOperation,
  seconds: number,
  runIds: readonly string[],
): Promise<Figures> {
  const took: number[] = [];
  const began = performance.now();
  await Promise.all(
    runIds.map(async (runId) => {
      const connection = new LeanConnection(url, token);
      for (let count = 0; performance.now() - began < seconds * 1_000; count += 1) {
        const [path, body] = requestOf(operation, runId, count);
        const at = performance.now();
        const answer = await connection.post(path, body);
        took.push(performance.now() - at);
        if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.slice(0, 500)}`);
      }
      connection.close();
    }),
  );
  const elapsed = (performance.now() - began) / 1_000;
  return { took: took.sort((a, b) => a - b), perSecond: took.length / elapsed };
}

function requestOf(operation: LoggedOperation, runId: string, count: number): [string, string] {
  if (operation === 'log_metric') {
    const metric = { run_id: runId, key: 'loss', value: count, timestamp: count, step: count };
    return ['/api/2.0/mlflow/runs/log-metric', JSON.stringify(metric)];
  }
  const metrics = Array.from({ length: 100 }, (_, at) => ({
    key: `m${at % 10}`,
    value: at,
    timestamp: at,
    step: count * 100 + at,
  }));
  return ['/api/2.0/mlflow/runs/log-batch', JSON.stringify({ run_id: runId, metrics })];
}

const stockFigures = z.object({ seconds: z.number(), took: z.array(z.number()) });

/** Eight processes with the stock client, as eight data scientists would log; the clients cost most of the time. */
export async function logWithStockClient(
  measured: Measured,
  operation: LoggedOperation,
  seconds: number,
  python: string,
): Promise<Figures> {
  const script = fileURLToPath(new URL('stock_load.py', import.meta.url));
  const { stdout } = await promisify(execFile)(python, [script, operation, String(CLIENTS), String(seconds)], {
    maxBuffer: 64 * 1_048_576,
    env: {
      ...process.env,
      MLFLOW_TRACKING_URI: measured.url,
      MLFLOW_DISABLE_TELEMETRY: 'true',
      PYTHONDONTWRITEBYTECODE: '1',
      ...(measured.token ? { MLFLOW_TRACKING_TOKEN: measured.token } : {}),
    },
  });
  const figures = stockFigures.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''));
  return { took: figures.took, perSecond: figures.took.length / figures.seconds };
}

/** How a request is repeated. */
export interface Repetition {
  readonly clients: number;
  /**
   * How long calls are made before those that are measured, the same time for both servers: each is asked as it answers
   * after a while, and not for the first time.
   */
  readonly warmingSeconds: number;
  readonly seconds: number;
}

/**
 * The same request again and again, by so many clients at once with a connection each, until the time is up; each client
 * makes one call at least.
 * @param call opens a client and gives what asks for it
 */
export async function repeat(
  call: () => () => Promise<unknown>,
  { clients, warmingSeconds, seconds }: Repetition,
): Promise<Figures> {
  const asks = Array.from({ length: clients }, call);
  await repeatFor(asks, warmingSeconds);
  return repeatFor(asks, seconds);
}

async function repeatFor(asks: readonly (() => Promise<unknown>)[], seconds: number): Promise<Figures> {
  const took: number[] = [];
  const began = performance.now();
  await Promise.all(
    asks.map(async (ask) => {
      do {
        const at = performance.now();
        await ask();
        took.push(performance.now() - at);
      } while (performance.now() - began < seconds * 1_000);
    }),
  );
  return { took: took.sort((a, b) => a - b), perSecond: took.length / ((performance.now() - began) / 1_000) };
}
