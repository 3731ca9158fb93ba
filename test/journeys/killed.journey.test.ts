import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { type RunningProduct, startProduct } from '../running-product.ts';
import { checkAtDeskAndOnPhone, openBrowser, openWindow, type Window } from './browser.ts';
import { customersWhoLeave } from './customers-who-leave.ts';
import { setUp } from './journey.ts';

/** How long a reading or a training may take beside everything else on a busy machine, in ms. */
const WORK_MS = 150_000;

vi.setConfig({ testTimeout: 2 * WORK_MS });

/** So slow that a file of a quarter of a megabyte is under way for some seconds, in bytes a second. */
const SLOW_LINE = 30_000;

/** What the browser says by itself of requests that nobody answers. */
const UNANSWERED = /ERR_CONNECTION|ERR_EMPTY_RESPONSE|WebSocket connection to/;

let folder: string;
let product: RunningProduct;
let browser: Browser;
let window: Window;
let address: string;
let file: string;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'journey-killed');
  await mkdir(folder);
  [product, browser] = await Promise.all([startProduct(folder), openBrowser()]);
  const ada = await setUp(product);
  const question = 'Whom should we call before they leave?';
  const { slug } = await createClient(initiativesApi, ada.session).start({
    body: { question, name: 'Calls', playbook: 'explore' },
  });
  address = `${product.url}/i/${slug}`;
  window = await openWindow(browser, { expected: [UNANSWERED] });
  const { email, password } = ada;
  await window.context.request.post(`${product.url}/api/session`, { data: { email, password } });
  file = join(inject('testFolder'), 'customers.csv');
  await writeFile(file, customersWhoLeave(6_000));
});
afterAll(async () => {
  await browser.close();
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Ends the product as a power cut would, and starts it at the same address. */
async function killAndStart(meanwhile: () => Promise<void>): Promise<void> {
  await product.kill();
  await meanwhile();
  product = await startProduct(folder, {}, Number(new URL(product.url).port));
}

/** The files that the product keeps in a part of its folder. */
async function filesBelow(name: string): Promise<readonly string[]> {
  const entries = await readdir(join(folder, name), { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

describe('a server that is killed while a file is on its way', () => {
  it('keeps nothing of it, and the page says what happened and takes the file again', async () => {
    const { page, context } = window;
    await page.goto(`${address}/data`);
    const field = page
      .getByLabel('A table with one row for each case, and what became of it where that is known')
      .last();
    const line = await context.newCDPSession(page);
    const conditions = { offline: false, latency: 0, downloadThroughput: -1 };
    await line.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: SLOW_LINE });
    await field.setInputFiles(file);
    await page.getByText(/^[1-9]\d?%, .* of /).waitFor();
    await killAndStart(async () => {
      await page.getByText('The file did not arrive: the connection broke.').waitFor();
      await page.getByText(/^There has been no connection since \d\d:\d\d\./).waitFor();
      await checkAtDeskAndOnPhone(window, 'a file that was cut off');
    });
    await page.getByText('Connected again. The page is up to date.').waitFor({ timeout: WORK_MS });
    await page.getByText('No table was brought yet.').waitFor();
    expect([...(await filesBelow('dataset-tables')), ...(await filesBelow('table-work'))]).toEqual([]);
    await line.send('Network.emulateNetworkConditions', { ...conditions, uploadThroughput: -1 });
    await field.setInputFiles(file);
    await page.getByText('Rows that repeat another').waitFor({ timeout: WORK_MS });
    expect(await filesBelow('dataset-tables')).toHaveLength(1);
  });
});

describe('a server that is killed while a model is made', () => {
  it('begins anew by itself, and the open page follows it to the end', async () => {
    const { page } = window;
    await page.getByRole('link', { name: 'Make a first model from this table' }).click();
    await page.getByLabel('What is to be foreseen').selectOption('left');
    await page.getByRole('button', { name: 'Make a first model' }).click();
    await page.getByText('Being made').waitFor({ timeout: WORK_MS });
    await killAndStart(async () => {
      await page.getByText(/^There has been no connection since \d\d:\d\d\./).waitFor();
      await checkAtDeskAndOnPhone(window, 'a model whose server is gone');
    });
    await page.getByRole('heading', { name: 'Yes, "left" can be foreseen' }).waitFor({ timeout: WORK_MS });
    await page.getByRole('link', { name: 'All first models' }).click();
    // The runs and the versions that came of it are told by other parts of the page.
    const made = page.getByRole('region', { name: 'First models, made without code' });
    await made.waitFor();
    expect(await made.getByRole('link', { name: /^First model \d+ from/ }).count()).toBe(1);
    expect(await filesBelow('table-work')).toEqual([]);
  });
});
