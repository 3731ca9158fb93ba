import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mlflowClients } from '../../../scripts/mlflow-clients.mjs';
import { type RunningProduct, startProduct } from '../../running-product.ts';
import { seatPeople } from '../seated-people.ts';
import { type BenchDatabases, makeBenchDatabases } from './bench-databases.ts';
import { embeddedDatabase, type Filling, fillOurs, LONG_RUN } from './fill-ours.ts';
import { type LeanAnswer, LeanConnection } from './lean-connection.ts';
import {
  CLIENTS,
  callMlflow,
  type Figures,
  logOverHttp,
  logWithStockClient,
  type Measured,
  makeExperiment,
  quantile,
  repeat,
} from './load.ts';
import { logToNobody, logToNobodyWithStockClient } from './nobody.ts';
import { memoryOfTree } from './process-memory.ts';
import { type ReferenceServer, startReference } from './reference-server.ts';

/** `BENCH_SIZE=small` shows within two minutes that everything works; its ratios say little. */
const IS_SMALL = process.env.BENCH_SIZE === 'small';
const FILLING: Filling = IS_SMALL ? { runs: 2_000, longPoints: 20_000 } : { runs: 100_000, longPoints: 1_000_000 };
const LOG_SECONDS = IS_SMALL ? 2 : 6;
const TIMES = IS_SMALL ? { warmingSeconds: 0.5, seconds: 1 } : { warmingSeconds: 2, seconds: 6 };
const ALONE = { clients: 1, ...TIMES };
const TOGETHER = { clients: CLIENTS, ...TIMES };

/** The server that is measured beside ours is the one of the newest client. */
const CLIENT = mlflowClients().at(-1);

let product: RunningProduct;
let reference: ReferenceServer;
let ours: Measured;
let theirs: Measured;
const filled = { ours: '', theirs: '' };

let databases: BenchDatabases | null = null;

beforeAll(async () => {
  if (!CLIENT) throw new Error('There is no client to measure with.');
  const folder = join(inject('testFolder'), 'ratios');
  await mkdir(folder);
  databases = await makeBenchDatabases(process.env.BENCH_POSTGRES);
  console.info(
    databases
      ? 'Both servers use the PostgreSQL of BENCH_POSTGRES; its memory is not measured.'
      : 'Each server runs as it ships: ours with its own PostgreSQL, MLflow with SQLite. PostgreSQL for both is skipped: ' +
          'BENCH_POSTGRES=postgres://user:password@host:5432/postgres names one.',
  );
  product = await startProduct(join(folder, 'ours'), databases ? { DATABASE_URL: databases.ours } : {});
  reference = await startReference(CLIENT.python, join(folder, 'theirs'), databases?.theirs);
  ours = { url: product.url, token: (await seatPeople(product.url)).scientistToken };
  theirs = { url: reference.url, token: undefined };
  await printMemory('after the start');
  filled.ours = await makeExperiment(ours, 'filled');
  filled.theirs = await makeExperiment(theirs, 'filled');
  const ownDatabase = databases ? { connectionString: databases.ours } : embeddedDatabase(join(folder, 'ours'));
  await fillOurs(ownDatabase, filled.ours, FILLING);
  const script = fileURLToPath(new URL('fill_reference.py', import.meta.url));
  const size = [String(FILLING.runs), String(FILLING.longPoints)];
  await promisify(execFile)(CLIENT.python, [script, reference.database, filled.theirs, ...size]);
});
afterAll(async () => {
  await printMemory('after everything');
  await Promise.all([product?.stop(), reference?.stop()]);
  await databases?.drop();
});

async function printMemory(when: string): Promise<void> {
  const own = product ? await memoryOfTree(product.process.pid ?? 0) : null;
  const other = reference ? await memoryOfTree(reference.processId) : null;
  const said = (mebibytes: number | null): string => (mebibytes === null ? 'not measured' : `${mebibytes} MiB`);
  console.info(`memory ${when}: ours ${said(own)}, MLflow ${said(other)}`);
}

function printRatio(what: string, own: Figures, other: Figures): void {
  const ms = (figures: Figures): string =>
    `median ${quantile(figures, 0.5).toFixed(1)} ms, p95 ${quantile(figures, 0.95).toFixed(1)} ms`;
  const faster = quantile(other, 0.5) / quantile(own, 0.5);
  console.info(
    [
      `${what}: ${(own.perSecond / other.perSecond).toFixed(1)} times the throughput, ${faster.toFixed(1)} times faster at the median`,
      `  ours   ${own.perSecond.toFixed(1)} per second, ${ms(own)}`,
      `  MLflow ${other.perSecond.toFixed(1)} per second, ${ms(other)}`,
      `  our p95 is ${quantile(own, 0.95) < quantile(other, 0.5) ? 'below' : 'NOT below'} their median`,
    ].join('\n'),
  );
}

describe(`searches over ${FILLING.runs} runs with ${FILLING.runs * 10} metric values`, () => {
  it.each([
    ['', []],
    ['metrics.m1 > 0.5', ['metrics.m1 DESC']],
    ['metrics.m1 > 0.5', ['metrics.m2 DESC']],
    ["metrics.m1 > 0.5 AND params.depth = '4'", ['metrics.m2 DESC']],
    ["tags.team = 'team 3' AND metrics.m5 < 0.01", ['attributes.start_time DESC']],
    ["params.seed LIKE '%99'", ['params.depth DESC']],
  ])('%s %j', async (filter, orderBy) => {
    const search = (measured: Measured, experimentId: string) => () => {
      const connection = new LeanConnection(measured.url, measured.token);
      const asked = { experiment_ids: [experimentId], filter, order_by: orderBy, max_results: 100 };
      return () => connection.post('/api/2.0/mlflow/runs/search', JSON.stringify(asked));
    };
    const names = async (call: () => Promise<LeanAnswer>) => {
      const { status, body } = await call();
      expect(status, body.slice(0, 500)).toBe(200);
      return body.match(/"run_name":\s*"[^"]*"/g)?.map((found) => found.split(':')[1]?.trim());
    };
    const [own, other] = [search(ours, filled.ours), search(theirs, filled.theirs)];
    expect(await names(own()), 'both find the same runs in the same order').toEqual(await names(other()));
    const what = `search "${filter || 'everything'}" by ${orderBy.join() || 'start'}`;
    printRatio(what, await repeat(own, ALONE), await repeat(other, ALONE));
    printRatio(`${what}, eight clients at once`, await repeat(own, TOGETHER), await repeat(other, TOGETHER));
  });
});

it(`the curve of ${FILLING.longPoints} points, as each server's own page reads it`, async () => {
  const interval = `/ajax-api/2.0/mlflow/metrics/get-history-bulk-interval?run_ids=${LONG_RUN}&metric_key=long&max_results=2500`;
  const own = () => callMlflow(ours, `GET /api/curves?runs=${LONG_RUN}&key=long`);
  const other = () => callMlflow(theirs, `GET ${interval}`);
  const firstMs = async (call: () => Promise<unknown>): Promise<string> => {
    const began = performance.now();
    await call();
    return (performance.now() - began).toFixed(0);
  };
  console.info(`a long curve for the first time: ours ${await firstMs(own)} ms, MLflow ${await firstMs(other)} ms`);
  printRatio('a long curve', await repeat(() => own, ALONE), await repeat(() => other, ALONE));
});

describe.each(['log_metric', 'log_batch'] as const)('eight clients at once, %s', (operation) => {
  it('to nobody, which is what the load costs by itself', async () => {
    const nobody = await logToNobody(operation, LOG_SECONDS);
    console.info(
      `${operation} to a server that does nothing: ${nobody.perSecond.toFixed(0)} per second, ` +
        `median ${quantile(nobody, 0.5).toFixed(2)} ms: no ratio over plain HTTP can be higher than this divided by MLflow's`,
    );
    expect(nobody.took.length).toBeGreaterThan(0);
  });

  it('to nobody with the stock client, which is what that client costs by itself', async () => {
    const nobody = await logToNobodyWithStockClient(operation, LOG_SECONDS, CLIENT?.python ?? '');
    console.info(
      `${operation} with the stock client to a server that does nothing: ${nobody.perSecond.toFixed(0)} per second, ` +
        `median ${quantile(nobody, 0.5).toFixed(1)} ms: no ratio with that client can be higher than this divided by MLflow's`,
    );
    expect(nobody.took.length).toBeGreaterThan(0);
  });

  it('over plain HTTP', async () => {
    const own = await logOverHttp(ours, operation, LOG_SECONDS);
    printRatio(`${operation} over plain HTTP`, own, await logOverHttp(theirs, operation, LOG_SECONDS));
  });

  it('with the stock client', async () => {
    const python = CLIENT?.python ?? '';
    const own = await logWithStockClient(ours, operation, LOG_SECONDS, python);
    const other = await logWithStockClient(theirs, operation, LOG_SECONDS, python);
    printRatio(`${operation} with the stock client`, own, other);
  });
});
