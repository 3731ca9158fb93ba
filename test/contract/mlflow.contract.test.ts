import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { mlflowClients } from '../../scripts/mlflow-clients.mjs';
import { type RunningProduct, startProduct } from '../running-product.ts';
import { type SeatedPeople, seatPeople } from './seated-people.ts';
import { runClient, SCENARIOS } from './stock-client.ts';

/** What only Throughline promises. */
const ONLY_HERE = fileURLToPath(new URL('only-here', import.meta.url));
/** What the scenarios share is no scenario. */
const SHARED = 'contract.py';

/**
 * What a client does not do, here as at the reference server: client 2 begins the trace of `tracing` and never sends its
 * end, and has neither assessments nor links of traces nor issues nor webhooks nor evaluation sets nor scorers.
 */
const NOT_SPOKEN = new Map([
  [
    'mlflow-2',
    [
      'tracing',
      'trace_links',
      'trace_filters',
      'trace_search',
      'assessments',
      'issues',
      'webhooks',
      'evaluation_sets',
      'evaluations',
      'scorers',
    ],
  ],
]);

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

function run(python: string, scenario: string): ReturnType<typeof runClient> {
  return runClient(
    python,
    scenario,
    { folder, url: product.url, token: people.scientistToken },
    {
      CONTRACT_OUTSIDER_TOKEN: people.outsiderToken,
      CONTRACT_INITIATIVE: people.initiative,
      CONTRACT_APPROVER: people.approver,
    },
  );
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
