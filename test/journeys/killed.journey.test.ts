import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
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

/** The field that takes the first table of a line. */
function tableField(page: Page): Locator {
  return page.getByLabel('A table with one row for each case, and what became of it where that is known').last();
}

/** How the window sends from now on, in bytes a second; -1 as fast as it can. */
async function setSpeed({ context, page }: Window, uploadThroughput: number): Promise<void> {
  const line = await context.newCDPSession(page);
  const conditions = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput };
  await line.send('Network.emulateNetworkConditions', conditions);
}

/** Brings a file over a slow line, and goes to another page while it is on its way. */
async function bringAndLeave(path: string): Promise<void> {
  const { page } = window;
  await setSpeed(window, SLOW_LINE);
  await tableField(page).setInputFiles(path);
  await page.getByText(/^[1-9]\d?%, .* of /).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Outcomes' }).click();
  await page.waitForURL('**/outcomes');
  await page.getByText(/^\w+\.csv is on its way: [1-9]\d?% of it\.$/).waitFor();
}

describe('a file whose page was left while it was on its way', () => {
  it('is told on the other page to have failed, with the way back', async () => {
    const { page } = window;
    await page.goto(`${address}/data`);
    await bringAndLeave(file);
    await checkAtDeskAndOnPhone(window, 'a file on its way, on another page');
    await killAndStart(async () => {
      await page.getByText('customers.csv: The file did not arrive: the connection broke.').waitFor();
    });
    await page.getByText('Connected again. The page is up to date.').waitFor({ timeout: WORK_MS });
    await checkAtDeskAndOnPhone(window, 'a file that failed, on another page');
    await page.getByRole('link', { name: 'Go back to where you brought it' }).click();
    await page.getByText('No table was brought yet.').waitFor();
    await page.getByRole('button', { name: 'Close the note about customers.csv' }).click();
    await page.getByText('customers.csv: ').waitFor({ state: 'detached' });
  });
});

describe('a server that is killed while a file is on its way', () => {
  it('keeps nothing of it, and the page says what happened and takes the file again', async () => {
    const { page } = window;
    await page.goto(`${address}/data`);
    await setSpeed(window, SLOW_LINE);
    await tableField(page).setInputFiles(file);
    await page.getByText(/^[1-9]\d?%, .* of /).waitFor();
    await killAndStart(async () => {
      await page.getByText('The file did not arrive: the connection broke.').waitFor();
      await page.getByText(/^There has been no connection since \d\d:\d\d\./).waitFor();
      await checkAtDeskAndOnPhone(window, 'a file that was cut off');
    });
    await page.getByText('Connected again. The page is up to date.').waitFor({ timeout: WORK_MS });
    await page.getByText('No table was brought yet.').waitFor();
    expect([...(await filesBelow('dataset-tables')), ...(await filesBelow('table-work'))]).toEqual([]);
    await setSpeed(window, -1);
    await tableField(page).setInputFiles(file);
    await page.getByText('Rows that repeat another').waitFor({ timeout: WORK_MS });
    expect(await filesBelow('dataset-tables')).toHaveLength(1);
  });
});

describe('a file that arrives after its page was left', () => {
  it('is told on the other page, and is one click away', async () => {
    const { page } = window;
    await page.goto(`${address}/data`);
    const later = join(inject('testFolder'), 'later.csv');
    await writeFile(later, customersWhoLeave(6_000));
    await bringAndLeave(later);
    await page.getByText('later.csv has arrived.').waitFor({ timeout: WORK_MS });
    expect(page.url()).toContain('/outcomes');
    await page.getByRole('link', { name: 'Open it' }).click();
    await page.getByText('Rows that repeat another').waitFor({ timeout: WORK_MS });
    await page.getByRole('button', { name: 'Close the note about later.csv' }).click();
    await setSpeed(window, -1);
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
