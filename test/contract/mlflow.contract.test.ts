import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mlflowClients } from '../../scripts/mlflow-clients.mjs';
import { openSession } from '../../seed/session.ts';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { type RunningProduct, startProduct } from '../running-product.ts';

const SCENARIOS = join(dirname(fileURLToPath(import.meta.url)), 'scenarios');
/** What the scenarios share is no scenario. */
const SHARED = 'contract.py';

let folder: string;
let product: RunningProduct;
let token: string;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'contract');
  await mkdir(folder);
  product = await startProduct(folder);
  const session = openSession(product.url);
  const accounts = createClient(authApi, session);
  await accounts.setUp({ body: { name: 'Ada Berg', email: 'ada@example.com', password: 'correct horse battery' } });
  ({ secret: token } = await accounts.makeAccessToken({ body: { name: 'notebook', scopes: ['write'] } }));
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a scenario as a data scientist would: two variables in the environment, and the stock client. */
async function run(python: string, scenario: string): Promise<{ readonly code: unknown; readonly output: string }> {
  const child = spawn(python, [join(SCENARIOS, scenario)], {
    cwd: folder,
    env: {
      ...process.env,
      MLFLOW_TRACKING_URI: product.url,
      MLFLOW_TRACKING_TOKEN: token,
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

const scenarios = (await readdir(SCENARIOS)).filter((file) => file.endsWith('.py') && file !== SHARED).sort();

describe.each(mlflowClients())('the stock client $name', ({ python }) => {
  it.each(scenarios.map((file) => [basename(file, '.py'), file]))('%s', async (_, file) => {
    const { code, output } = await run(python, file);
    expect(code, output).toBe(0);
  });
});
