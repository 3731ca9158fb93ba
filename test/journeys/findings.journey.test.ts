import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

let journey: Journey;
let table: Table;
let line: string;
let expert: Window;
let scientist: Window;

beforeAll(async () => {
  journey = await startJourney('findings');
  table = await inviteTable(journey);
  line = `${journey.url}/i/${await startLine(table, 'How can we reduce churn by 10% this year?', 'Churn')}`;
  [expert, scientist] = await Promise.all([journey.open(table.expert), journey.open(table.scientist)]);
});
afterAll(() => journey.close());

describe('an expert who sees something wrong', () => {
  it('raises a finding with two fields, which the owner sees at once, answers, and the expert accepts', async () => {
    const { page } = expert;
    await Promise.all([page.goto(`${line}/frame`), scientist.page.goto(`${line}/frame`)]);
    await page.getByRole('button', { name: 'Raise a finding' }).click();
    await page.keyboard.type('Nobody asked what a leaver is');
    await page.getByLabel('What did you see?').fill('Two departments count leavers in two ways.');
    await page.getByLabel('Who is to answer it').selectOption({ label: await ownerLabel() });
    await page.getByLabel('Where does its cause lie?').selectOption('Ask');
    await page.getByRole('button', { name: 'Raise the finding' }).press('Enter');
    // The form is gone; the keyboard goes on where it was opened, not at the beginning of the page.
    await page.locator('button:focus').filter({ hasText: 'Raise a finding' }).waitFor();

    // The other window reads it without a reload, with the arrow that returns along the line.
    await scientist.page.getByRole('heading', { name: '1. Nobody asked what a leaver is' }).waitFor();
    await scientist.page.getByRole('link', { name: '1 finding sent back along the line' }).waitFor();
    await scientist.page.getByLabel('Your answer to finding 1').fill('Whoever has not bought for 90 days.');
    await scientist.page.getByRole('button', { name: 'Answer', exact: true }).click();

    await page.getByText('Whoever has not bought for 90 days.').first().waitFor();
    await checkPage(expert, 'a finding with its answer', ['light', 'dark']);
    await page.getByRole('button', { name: 'Accept the answer' }).click();
    await scientist.page.getByText('every one is settled').waitFor();
  });
});

describe('a table that loses somebody', () => {
  it('shows the chair empty in the same moment, and the administrator which table it was', async () => {
    const { page } = expert;
    await page.goto(`${line}/people`);
    await page.getByRole('cell', { name: table.scientist.name }).first().waitFor();
    const { changeAccount } = createClient(authApi, table.administrator.session);
    await changeAccount({ params: { id: table.scientist.accountId }, body: { isDisabled: true } });
    await page.getByRole('cell', { name: table.scientist.name }).first().waitFor({ state: 'detached' });
    expect(await page.getByText(/needed (is|are) empty/).count()).toBe(1);

    const administrator = await journey.open(table.administrator);
    await administrator.page.goto(`${journey.url}/admin`);
    const lost = administrator.page.getByRole('table', { name: 'Tables that lost somebody' });
    await lost.getByRole('row').filter({ hasText: table.scientist.name }).getByText('still empty').waitFor();
    await checkPage(administrator, 'the tables that lost somebody');
    await administrator.page.goto(`${journey.url}/people`);
    await administrator.page.getByRole('heading', { name: /needed seats? (is|are) empty/ }).waitFor();
    await checkPage(administrator, 'people over all initiatives', ['light', 'dark']);
  });
});

/** The scientist among the people at the table, as the field names them. */
async function ownerLabel(): Promise<string> {
  const labels = await expert.page.getByLabel('Who is to answer it').locator('option').allTextContents();
  return labels.find((label) => label.startsWith(table.scientist.name)) ?? '';
}
