import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openLineageClient } from '../../../scripts/openlineage-client.mjs';
import { lineageApi } from '../../../src/lifecycle/lineage/index.ts';
import { createClient } from '../../../src/platform/contract/index.ts';
import { type RunningProduct, startProduct } from '../../running-product.ts';
import { type SeatedPeople, seatPeople } from '../seated-people.ts';

const PROGRAM = fileURLToPath(new URL('send_events.py', import.meta.url));

let folder: string;
let product: RunningProduct;
let people: SeatedPeople;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'openlineage');
  await mkdir(folder);
  product = await startProduct(folder);
  people = await seatPeople(product.url);
});
afterAll(async () => {
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the pipeline as its operator would: two variables in the environment, and the stock client. */
async function pipeline(
  how: 'well' | 'badly',
  token: string,
): Promise<{ readonly code: unknown; readonly output: string }> {
  const child = spawn(openLineageClient.python, [PROGRAM, how], {
    cwd: folder,
    env: {
      PATH: process.env.PATH,
      OPENLINEAGE_URL: product.url,
      OPENLINEAGE_API_KEY: token,
      PYTHONDONTWRITEBYTECODE: '1',
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

async function sourceNamed(name: string) {
  const lineage = createClient(lineageApi, { baseUrl: product.url, token: people.scientistToken });
  const { sources } = await lineage.listSources({ query: { q: name } });
  const found = sources.find((source) => source.name === name);
  if (!found) throw new Error(`No event told of ${name}.`);
  return lineage.readSource({ params: { id: found.id } });
}

describe('the stock client of openlineage-python', () => {
  it('tells of runs, jobs and data sets with nothing but an address and a token', async () => {
    const { code, output } = await pipeline('well', people.scientistToken);
    expect(code, output).toBe(0);
    expect(await sourceNamed('crm.public.owners')).toMatchObject({ writers: [], rules: [] });
    const mart = await sourceNamed('mart.customers');
    expect(mart).toMatchObject({
      owners: [{ name: 'team:customer-data' }],
      writers: [{ name: 'mart.customers', state: 'Ran well on' }],
      madeFrom: [{ name: 'crm.public.tickets' }],
      fields: [{ name: 'churned', from: [{ table: 'crm.public.tickets', column: 'closed_reason' }] }],
    });
  });

  it('tells of a broken rule and of a failed run with its reason', async () => {
    const { code, output } = await pipeline('badly', people.scientistToken);
    expect(code, output).toBe(0);
    expect((await sourceNamed('crm.public.tickets')).rules).toMatchObject([
      { sentence: 'closed_reason: not null', isKept: false },
    ]);
    expect((await sourceNamed('mart.customers')).writers).toMatchObject([{ state: 'Failed on' }]);
  });

  it('is told at once when its token is none', async () => {
    const { code, output } = await pipeline('well', 'tl_no-token-at-all');
    expect(code, output).not.toBe(0);
    expect(output).toContain('401');
  });
});
