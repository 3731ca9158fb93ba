import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { datasetsApi } from '../../src/lifecycle/datasets/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkAtDeskAndOnPhone, lookAtPage, PATIENCE_MS, tabTo, type Window, waitUntilShown } from './browser.ts';
import { customersWhoLeave } from './customers-who-leave.ts';
import { invite, type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

/** How long a reading may take beside everything else on a busy machine, in ms. */
const WORK_MS = 90_000;

vi.setConfig({ testTimeout: 2 * WORK_MS });

let journey: Journey;
let table: Table;
let slug: string;
let address: string;
let expert: Window;
let scientist: Window;
/** A second tab of the expert, which is only looked at. */
let secondTab: Page;

beforeAll(async () => {
  journey = await startJourney('data-sets');
  table = await inviteTable(journey);
  slug = await startLine(table, 'Whom should we call before they leave?', 'Calls', 'explore');
  address = `${journey.url}/i/${slug}`;
  [expert, scientist] = await Promise.all([journey.open(table.expert), journey.open(table.scientist)]);
  secondTab = await expert.context.newPage();
  secondTab.setDefaultTimeout(PATIENCE_MS);
});
afterAll(() => journey.close());

/** Writes a file of this run, and gives where it lies. */
async function file(name: string, content: string): Promise<string> {
  const path = join(inject('testFolder'), name);
  await writeFile(path, content);
  return path;
}

/** Where the first table of an initiative is brought. */
function firstTable(page: Page) {
  return page.getByLabel('A table with one row for each case, and what became of it where that is known').last();
}

/** The next delivery: a column more, as many rows, a longer tenure for everybody, and one customer twice. */
function nextDelivery(): string {
  const [head, ...rows] = customersWhoLeave(600).trimEnd().split('\n');
  const changed = rows.map((row, index) => {
    const [customer, tenure, ...rest] = row.split(',');
    const own = index === 1 ? 'C-100000' : customer;
    return [own, Number(tenure) + 60, ...rest, index % 3 === 0 ? 'north' : 'south'].join(',');
  });
  return [`${head},region`, ...changed, ''].join('\n');
}

describe('a table that is brought', () => {
  it('appears in another tab without a reload, with what is in it', async () => {
    const { page } = expert;
    await Promise.all([page.goto(`${address}/data`), secondTab.goto(`${address}/data`)]);
    await secondTab.getByText('No table was brought yet.').waitFor();
    const held: Route[] = [];
    await scientist.page.route(/\/datasets\?/, (route) => void held.push(route));
    await scientist.page.goto(`${address}/data`);
    await firstTable(scientist.page).setInputFiles(await file('Shops.csv', customersWhoLeave(40)));
    await scientist.page.getByText('Bringing Shops.csv').waitFor();
    await firstTable(page).setInputFiles(await file('customers.csv', customersWhoLeave(600)));
    await page.getByText('Rows that repeat another').waitFor({ timeout: WORK_MS });
    const sets = secondTab.getByRole('table', { name: 'Data sets of this initiative' });
    await sets.getByRole('row', { name: /^customers .* 600 7/ }).waitFor();
    // The file of somebody else is still on its way on a page that is not empty any more.
    await scientist.page.getByRole('link', { name: 'customers', exact: true }).waitFor();
    expect(await scientist.page.getByText('Bringing Shops.csv').isVisible()).toBe(true);
    expect(held).toHaveLength(1);
    // Whoever goes elsewhere meanwhile is not fetched back when it has arrived.
    await scientist.page.getByRole('link', { name: 'Conversation', exact: true }).click();
    await scientist.page.getByRole('heading', { name: 'What people say' }).waitFor();
    await scientist.page.unroute(/\/datasets\?/); // lets go on what was held
    await sets.getByRole('link', { name: 'Shops' }).waitFor();
    expect(scientist.page.url()).toContain('/talk');
  });

  it('gets its meaning from the expert: what is predicted, and what a column says', async () => {
    const { page } = expert;
    await page.getByLabel('To be predicted', { exact: true }).selectOption('left');
    await page.getByLabel('What exactly does left say about a case?').fill('Gave notice within 30 days of the count.');
    await page.getByRole('button', { name: 'Confirm that it means what we mean' }).click();
    await page.getByText(`${table.expert.name} confirmed what left means.`).waitFor();
    await page.getByRole('table', { name: 'Columns of this version' }).getByRole('link', { name: 'tenure' }).click();
    await page.getByRole('heading', { name: 'How it goes with left' }).waitFor();
    await page.getByLabel('Meaning').fill('Months since the first');
    // What somebody else says of the column meanwhile comes in beside the words that are being written.
    const said = { meaning: null, unit: null, min: null, max: null, sensitivity: null, isActionable: null };
    await createClient(datasetsApi, table.scientist.session).describe({
      params: { slug, id: new URL(page.url()).searchParams.get('dataset') ?? '' },
      body: { columns: [{ name: 'tenure', ...said, owner: 'The shop team' }] },
    });
    await expect.poll(() => page.getByLabel('Who answers questions about it').inputValue()).toBe('The shop team');
    expect(await page.getByLabel('Meaning').inputValue()).toBe('Months since the first');
    await page.getByLabel('Meaning').fill('Months since the first contract.');
    await page.getByLabel('Unit').fill('months');
    await page.getByLabel('Least that can be right').fill('0');
    await page.getByLabel('Most that can be right').fill('480');
    await page.getByLabel('How carefully it has to be handled').selectOption('For us alone');
    await page.getByLabel('Can we change it by acting?').selectOption('No');
    await page.getByRole('button', { name: 'Save what it means' }).click();
    await page.getByText('Months since the first contract.').first().waitFor();
    await checkAtDeskAndOnPhone(expert, 'a column with its meaning');
  });

  it('is left with the back button, which leads to where one was', async () => {
    const { page } = expert;
    await page.goBack();
    const columns = page.getByRole('table', { name: 'Columns of this version' });
    await columns.getByRole('row', { name: /^tenure ?Months since the first contract\./ }).waitFor();
    await page.goForward();
    await page.getByRole('button', { name: 'Save what it means' }).waitFor();
    expect(await page.getByLabel('Unit').inputValue()).toBe('months');
    await page.goBack();
    await columns.waitFor();
    await page.goBack();
    await page.getByRole('table', { name: 'Data sets of this initiative' }).waitFor();
  });

  it('is held to a rule that whoever builds sets with the keyboard alone', async () => {
    const { page } = scientist;
    await page.goto(`${address}/data`);
    await tabTo(page, page.getByRole('link', { name: 'customers', exact: true }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Set a check' }));
    await page.keyboard.press('Enter');
    const rule = page.getByRole('combobox', { name: 'Rule' });
    await tabTo(page, rule);
    await page.keyboard.press('ArrowDown');
    expect(await rule.inputValue()).toBe('unique');
    await checkAtDeskAndOnPhone(scientist, 'the form of a rule');
    await tabTo(page, page.getByRole('button', { name: 'Set this check' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Version 1 keeps its check' }).waitFor();
    // Whoever goes on with the keyboard is where they were.
    await page.getByRole('button', { name: 'Set a check' }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Set a check');
  });
});

describe('a newer delivery of the same table', () => {
  it('says what changed since the one before, and which rule it breaks', async () => {
    const { page } = expert;
    await scientist.page.getByRole('button', { name: 'Set a check' }).click();
    await scientist.page.getByRole('combobox', { name: 'Rule' }).selectOption('is one of some words');
    await scientist.page.getByLabel('Accepted words, one on each line').fill('monthly');
    await page.getByRole('link', { name: 'customers', exact: true }).click();
    await page
      .getByLabel('The same table, newer: it becomes the next version')
      .last()
      .setInputFiles(await file('customers in June.csv', nextDelivery()));
    await page.getByRole('heading', { name: 'What changed since version 1' }).waitFor({ timeout: WORK_MS });
    await page.getByText('As many rows as version 1: 600.').waitFor();
    await page.getByText('New columns: region.').waitFor();
    await page.getByText(/^tenure: \d+% of the rows lie elsewhere now\.$/).waitFor();
    await page.getByRole('heading', { name: 'Version 2 breaks its check' }).waitFor();
    await page.getByText('1 row repeats an earlier one. For example: C-100000').waitFor();
    await checkAtDeskAndOnPhone(expert, 'a version that breaks a rule');
  });

  it('reaches whoever has the page open, and leaves the version before as it was', async () => {
    const { page } = scientist;
    await page.getByRole('row', { name: /^Version 2/ }).waitFor();
    await page.getByRole('heading', { name: 'Version 2 breaks its check' }).waitFor();
    // A form that was begun beside the version before is still there.
    expect(await page.getByLabel('Accepted words, one on each line').inputValue()).toBe('monthly');
    await page.getByRole('button', { name: 'Leave it', exact: true }).click();
    await page
      .getByRole('row', { name: /^Version 1/ })
      .getByRole('link')
      .click();
    await page.getByRole('heading', { name: 'Version 1 keeps its check' }).waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Version 2 breaks its check' }).waitFor();
  });
});

describe('somebody who has no seat at the table', () => {
  it('reads everything that is no row, and is offered nothing that would be refused', async () => {
    const reader = await journey.open(await invite(journey, table.administrator, 'Rolf Lund'));
    const refused: string[] = [];
    reader.page.on('response', (response) => {
      if (response.status() >= 400) refused.push(`${response.status()} ${response.url()}`);
    });
    const dataset = new URL(expert.page.url()).searchParams.get('dataset') ?? '';
    const places = {
      'the data': 'data',
      'a data set': `data?dataset=${dataset}`,
      'a column': `data?dataset=${dataset}&column=tenure`,
      'the form of a check': `data?ask=${dataset}`,
      'first models': 'build',
      'the way of the data': 'lineage',
    };
    for (const [name, place] of Object.entries(places)) {
      await reader.page.goto(`${address}/${place}`);
      await waitUntilShown(reader.page);
      await reader.page.waitForLoadState('networkidle');
      expect(await buttonsOf(reader.page), name).toEqual([]);
      await lookAtPage(reader, `${name} for a reader`);
    }
    expect(refused).toEqual([]);
  });
});

/** The buttons of a page that are on and would change something: neither do those that open, sort or lead to the talk. */
async function buttonsOf(page: Page): Promise<readonly string[]> {
  return page
    .locator('#main button:not([aria-expanded], .tl-sort, .tl-talk-mark):enabled:visible')
    .evaluateAll((buttons) => buttons.map(({ ariaLabel, textContent }) => ariaLabel ?? textContent));
}
