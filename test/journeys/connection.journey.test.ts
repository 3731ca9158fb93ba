import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { ideasApi } from '../../src/lifecycle/ideas/index.ts';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { playbooksApi } from '../../src/lifecycle/people/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { type RunningProduct, startProduct } from '../running-product.ts';
import { checkAtDeskAndOnPhone, openBrowser, openWindow, type Window } from './browser.ts';
import { type Person, setUp } from './journey.ts';

let folder: string;
let product: RunningProduct;
let browser: Browser;
let ada: Person;
let window: Window;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'journey-connection');
  await mkdir(folder);
  [product, browser] = await Promise.all([startProduct(folder), openBrowser()]);
  ada = await setUp(product);
  // Connections are cut and a session is ended on purpose.
  window = await openWindow(browser, {
    expected: [
      /ERR_(?:INTERNET_DISCONNECTED|CONNECTION|EMPTY_RESPONSE)|WebSocket connection to/,
      /preload (?:CSS|assets)/,
    ],
    expectedStatuses: [401],
  });
  const { email, password } = ada;
  await window.context.request.post(`${product.url}/api/session`, { data: { email, password } });
});
beforeEach(() => window.context.setOffline(false));
afterAll(async () => {
  await browser.close();
  await product.stop();
  await rm(folder, { recursive: true, force: true });
});

const NOT_SENT = 'This was not sent, because there was no connection to Throughline.';
const LOST = /^There has been no connection since \d\d:\d\d\./;
const BACK = 'Connected again. The page is up to date.';

/** Writes a question on its page, and leaves it there. */
async function write(question: string): Promise<void> {
  await window.page.goto(`${product.url}/ask`);
  await window.page.getByLabel('Your question or idea').fill(question);
}

const post = () => window.page.getByRole('button', { name: 'Post it' }).click();
const written = () => window.page.getByLabel('Your question or idea').inputValue();

/** How often a question was stored. */
async function timesStored(question: string): Promise<number> {
  const { ideas } = await createClient(ideasApi, ada.session).list({});
  return ideas.filter(({ sentence }) => sentence === question).length;
}

describe('somebody whose connection goes while they write', () => {
  it('reads at the place that nothing was sent, keeps the words, and sends them once when the connection is back', async () => {
    const { page, context } = window;
    const question = 'Could letters be answered on the day they come?';
    await write(question);
    await context.setOffline(true);
    await post();
    await page.getByText(NOT_SENT).waitFor();
    await page.getByText(LOST).waitFor();
    expect(await written()).toBe(question);
    await checkAtDeskAndOnPhone(window, 'a question that was not sent');
    const asked = page.waitForEvent('dialog');
    const leaving = page.getByRole('link', { name: 'Ideas', exact: true }).first().click();
    await (await asked).dismiss();
    await leaving;
    expect(await written()).toBe(question);
    await context.setOffline(false);
    await page.getByText(BACK).waitFor();
    await page.getByText('What you entered is kept on this page. The connection is back.').waitFor();
    expect(await timesStored(question)).toBe(0);
    await post();
    await page.waitForURL(/\/ideas\/[0-9a-f-]{36}/);
    expect(await timesStored(question)).toBe(1);
  });

  it('is told of a page that was not loaded before, and gets it by itself', async () => {
    const { page, context } = window;
    await context.setOffline(true);
    await page.getByText(LOST).waitFor();
    await page.getByRole('link', { name: 'Models', exact: true }).click();
    await page.getByRole('heading', { name: 'This page could not be loaded' }).waitFor();
    await checkAtDeskAndOnPhone(window, 'a page that was not loaded');
    await context.setOffline(false);
    await page.getByRole('heading', { level: 1, name: 'Models' }).waitFor();
  });
});

describe('a server that is down for a while', () => {
  it('is a missing connection too, though the browser calls itself online; what saves itself is saved at its return', async () => {
    const { page } = window;
    const drawing = createClient(playbooksApi, ada.session);
    const { key } = await drawing.begin({ body: { name: 'Ours', from: 'light' } });
    const { slug } = await createClient(initiativesApi, ada.session).start({
      body: { question: 'Whom should we write to?', name: 'Letters', playbook: 'explore' },
    });
    const board = await window.context.newPage();
    await board.goto(`${product.url}/i/${slug}/frame`);
    await board.getByText('Saved', { exact: true }).first().waitFor();
    await page.goto(`${product.url}/playbooks/${key}`);
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.waitFor();
    await product.kill();
    await Promise.all([page, board].map((open) => open.getByText(LOST).waitFor()));
    await board.getByText('The connection is gone. You can go on writing.').waitFor();
    await name.fill('Ours, but better');
    await page.getByText('Not saved yet: there is no connection. It is saved when the connection is back.').waitFor();
    await checkAtDeskAndOnPhone(window, 'a playbook that waits to be saved');
    product = await startProduct(folder, {}, Number(new URL(product.url).port));
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByText(LOST).waitFor({ state: 'detached' });
    // Its socket is there again without a reload.
    await board.getByText('Saved', { exact: true }).first().waitFor();
    await board.close();
    expect((await drawing.read({ params: { key } })).draft?.content.name).toBe('Ours, but better');
  });
});

describe('an answer that is lost on its way back', () => {
  it('is told to be lost, nothing is sent twice, and the page shows what is stored', async () => {
    const { page } = window;
    const tokens = /\/api\/access-tokens$/;
    await page.goto(`${product.url}/me/tokens`);
    await page.getByLabel('What it is for').fill('Nightly training');
    let times = 0;
    await page.route(tokens, async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      times += 1;
      await route.fetch();
      return route.abort('connectionreset');
    });
    await page.getByRole('button', { name: 'Make it' }).click();
    await page.getByText('No answer came back, so it is not known whether this was stored.').waitFor();
    await page.getByText('Look whether it is there before you send it again.').waitFor();
    await page.getByRole('button', { name: 'Revoke Nightly training' }).waitFor();
    expect(await page.getByLabel('What it is for').inputValue()).toBe('Nightly training');
    expect(times).toBe(1);
    await page.unroute(tokens);
    page.once('dialog', (dialog) => void dialog.accept());
  });
});

describe('a session that ends while somebody writes', () => {
  it('says so over the page, keeps the words, and goes on at the same place after signing in', async () => {
    const { page, context } = window;
    const question = 'Could the letters be read to us?';
    await write(question);
    await context.clearCookies();
    await post();
    const again = page.getByRole('dialog', { name: 'Your session has ended' });
    await again.waitFor();
    await checkAtDeskAndOnPhone(window, 'a session that has ended');
    await again.getByLabel('E-mail address').fill(ada.email);
    await again.getByRole('textbox', { name: 'Password' }).fill(ada.password);
    await again.getByRole('button', { name: 'Sign in' }).click();
    await again.waitFor({ state: 'detached' });
    expect(await written()).toBe(question);
    await post();
    await page.waitForURL(/\/ideas\/[0-9a-f-]{36}/);
    expect(await timesStored(question)).toBe(1);
  });
});
