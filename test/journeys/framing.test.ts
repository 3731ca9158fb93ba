import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

/** What the data scientist writes, by the words of the form. */
const WORDS: Readonly<Record<string, string>> = {
  'In the data scientist’s words':
    'Each month, predict who leaves within 90 days, call those at risk, leave some alone.',
  KPI: 'Quarterly churn',
  'Unit of the KPI': '% of customers a quarter',
  'Starting value': '12',
  Goal: '10.8',
  'How many it counts': '100000',
  'When it is predicted': 'on the first day of each month',
  'What is predicted': 'leaves within 90 days',
  'Wait until the truth is known': '90',
  'Rule of thumb to beat': 'customers without an order for 60 days',
  Action: 'retention call',
  'Who acts': 'the call centre',
  'Cost of one action': '12',
  'What is counted': 'customer who left',
  'How many of 100, when nothing is done': '30',
  'Smallest effect worth having': '5',
  'What one more good outcome is worth': '600',
  'How many are expected until then': '12000',
  'Time in which an outcome counts': '90',
};
const DAYS: Readonly<Record<string, string>> = {
  'Measured from': '2026-01-01',
  'Measured to': '2026-03-31',
  'By when': '2027-03-31',
  'Day of the read-out': '2027-02-28',
};
const PAIRS: Readonly<Record<string, readonly [one: string, several: string]>> = {
  'What one prediction is about': ['customer', 'customers'],
  'In the good case, one of them …': ['stays', 'stay'],
  'In the bad case, one of them …': ['leaves', 'leave'],
};
const CHOICES: Readonly<Record<string, string>> = {
  'Which way it should go': 'It should go down',
  'How it is counted': 'Yes or no',
  'Which way is good': 'Less is better',
};

let journey: Journey;
let table: Table;
let address: string;
let expert: Window;
let scientist: Window;
let sponsor: Window;

beforeAll(async () => {
  journey = await startJourney('framing');
  table = await inviteTable(journey);
  const slug = await startLine(table, 'How can we reduce churn by 10% this year?', 'Churn');
  address = `${journey.url}/i/${slug}/frame`;
  [expert, scientist, sponsor] = await Promise.all([
    journey.open(table.expert),
    journey.open(table.scientist),
    journey.open(table.sponsor),
  ]);
});
afterAll(() => journey.close());

describe('an expert and a data scientist who frame a question', () => {
  it('see at the field what is wrong, and that everything is saved by itself', async () => {
    const { page } = scientist;
    await page.goto(address);
    await page.getByRole('heading', { name: /^Still missing: / }).waitFor();
    await checkPage(scientist, 'an empty framing');
    await write(page, { 'Starting value': 'twelve' });
    await page.getByRole('textbox', { name: 'Goal' }).click();
    await page.getByText('“twelve” is not a number. Write digits, with a point for decimals.').waitFor();
    await write(page, { 'Starting value': '12', Goal: '13' });
    await page.getByText('Saved', { exact: true }).waitFor();
    await checkPage(scientist, 'a framing that is being written');
  });

  it('write at the same time, and each sees what the other wrote', async () => {
    await expert.page.goto(address);
    await write(expert.page, { 'Why less would not be worth it': 'Below it the calls cost more than they bring.' });
    await expert.page.getByText('Saved', { exact: true }).waitFor();
    const { page } = scientist;
    await page.getByText('Eva Lind changed: Why less would not be worth it.').waitFor();
    for (const [label, choice] of Object.entries(CHOICES)) {
      await page.getByRole('combobox', { name: label }).first().selectOption({ label: choice });
    }
    await page.getByRole('radio', { name: 'Everybody', exact: true }).check();
    await write(page, WORDS);
    for (const [label, day] of Object.entries(DAYS)) await page.getByLabel(label, { exact: true }).fill(day);
    for (const [label, [one, several]] of Object.entries(PAIRS)) {
      const pair = page.getByRole('group', { name: label });
      await pair.getByRole('textbox', { name: 'One' }).fill(one);
      await pair.getByRole('textbox', { name: 'Several' }).fill(several);
    }
    await expert.page.getByText(/^Dan Roth changed: /).waitFor();
    await page.getByText('It can be put forward for signature').waitFor();
  });

  it('cannot put forward a plan that cannot answer, and read what would make it possible', async () => {
    const { page } = scientist;
    await write(page, { 'How many are expected until then': '800' });
    await page.getByRole('region', { name: 'Still missing: 1' }).waitFor();
    await page
      .getByText(
        /cannot tell an effect of 5 of 100 customers from none at all\. It could with [\d,]+ customers instead/,
      )
      .first()
      .waitFor();
    await page.getByText('Cannot answer the question', { exact: true }).waitFor();
    await checkPage(scientist, 'a plan that cannot answer');
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    await write(page, { 'How many are expected until then': '12000' });
    await page.getByText('Can answer the question', { exact: true }).waitFor();
    await page.getByText('It can be put forward for signature').waitFor();
  });

  it('sign with the sponsor exactly the words that everybody reads, and with the last signature they are locked', async () => {
    const { page } = scientist;
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    await page.getByText('Everybody who has to sign sees exactly these words.').waitFor();
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    await page.getByRole('heading', { name: 'Version 1' }).waitFor();
    await checkPage(scientist, 'a framing that waits for signatures');
    await sponsor.page.goto(address);
    for (const [window, role] of [
      [scientist, 'data scientist'],
      [expert, 'subject-matter expert'],
      [sponsor, 'business sponsor'],
    ] as const) {
      await window.page.getByRole('button', { name: `Sign as ${role}` }).click();
      await window.page.getByText(/A signature cannot be taken back/).waitFor();
      await window.page.getByRole('button', { name: `Sign as ${role}` }).click();
      await window.page
        .getByRole('listitem')
        .filter({ hasText: `signed as ${role}` })
        .waitFor();
    }
    await page
      .getByText(/^Locked on .+ by Dan Roth, Eva Lind and Sam Hale, before anybody looked at data\.$/)
      .waitFor();
    await page.getByRole('button', { name: 'How we know' }).click();
    const fingerprint = page.getByRole('textbox', { name: 'Fingerprint (SHA-256 of the content)' });
    expect(await fingerprint.inputValue()).toMatch(/^[0-9a-f]{64}$/);
    await checkPage(scientist, 'a locked framing');
    await checkPage(sponsor, 'a locked framing, for the sponsor');
  });

  it('can amend it only with a reason, and everybody reads what was before and what is now', async () => {
    const { page } = scientist;
    await page.getByRole('button', { name: 'Amend' }).click();
    await write(page, { 'Smallest effect worth having': '6' });
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    expect(await page.getByRole('button', { name: 'Put forward for signature' }).isDisabled()).toBe(true);
    await write(page, { 'Why version 1 is changed': 'The calls became dearer.' });
    await checkPage(scientist, 'an amendment with its reason');
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    const changes = sponsor.page.getByRole('table', { name: 'What changed from version 1 to version 2' });
    await changes.waitFor();
    expect(await changes.getByRole('row', { name: 'Smallest effect worth having' }).textContent()).toBe(
      'Smallest effect worth having0.050.06',
    );
    await sponsor.page.getByText('Because: The calls became dearer.').first().waitFor();
    await checkPage(sponsor, 'an amendment that waits for signatures');
  });
});

/** Fills fields of the form by their labels. */
async function write(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(words)) await page.getByRole('textbox', { name, exact: true }).fill(text);
}
