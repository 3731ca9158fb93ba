import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mlflowClients } from '../../scripts/mlflow-clients.mjs';
import { type RunningProduct, startProduct } from '../running-product.ts';
import { type SeatedPeople, seatPeople } from './seated-people.ts';

/** What MLflow's own server passes too. */
const SCENARIOS = fileURLToPath(new URL('scenarios', import.meta.url));
/** What only Throughline promises. */
const ONLY_HERE = fileURLToPath(new URL('only-here', import.meta.url));
/** What the scenarios share is no scenario. */
const SHARED = 'contract.py';

/**
 * What a client does not do, here as at the reference server: client 2 begins the trace of `tracing` and never sends its
 * end, and has neither assessments nor issues nor webhooks.
 */
const NOT_SPOKEN = new Map([['mlflow-2', ['tracing', 'assessments', 'issues', 'webhooks']]]);

let folder: string;
let product: RunningProduct;
let people: SeatedPeople;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'contract');
  await mkdir(folder);
  // The receiver of webhooks that a scenario starts is on this machine.
  product = await startProduct(folder, { THROUGHLINE_WEBHOOK_HOSTS: '127.0.0.1' });
  people = await seatPeople(product.url);
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a scenario as a data scientist would: two variables in the environment, and the stock client. */
async function run(python: string, scenario: string): Promise<{ readonly code: unknown; readonly output: string }> {
  const child = spawn(python, [scenario], {
    cwd: folder,
    env: {
      ...process.env,
      MLFLOW_TRACKING_URI: product.url,
      MLFLOW_TRACKING_TOKEN: people.scientistToken,
      CONTRACT_OUTSIDER_TOKEN: people.outsiderToken,
      CONTRACT_INITIATIVE: people.initiative,
      CONTRACT_APPROVER: people.approver,
      PYTHONPATH: SCENARIOS,
      PYTHONDONTWRITEBYTECODE: '1',
      MLFLOW_DISABLE_TELEMETRY: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const [code] = await once(child, 'close');
  return { code, output };
}

async function scenariosIn(place: string): Promise<readonly string[]> {
  const files = await readdir(place);
  return files
    .filter((file) => file.endsWith('.py') && file !== SHARED)
    .sort()
    .map((file) => join(place, file));
}

const scenarios = [...(await scenariosIn(SCENARIOS)), ...(await scenariosIn(ONLY_HERE))].map(
  (path) => [basename(path, '.py'), path] as const,
);

describe.each(mlflowClients())('the stock client $name', ({ name: client, python }) => {
  const spoken = scenarios.filter(([name]) => !NOT_SPOKEN.get(client)?.includes(name));
  it.each(spoken)('%s', async (_, path) => {
    const { code, output } = await run(python, path);
    expect(code, output).toBe(0);
  });
});
