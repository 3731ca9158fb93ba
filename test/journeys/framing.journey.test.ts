import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { framingApi } from '../../src/lifecycle/framing/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

/** What the two agree on besides what they write in this story. */
const REST = {
  kpi: {
    name: 'Repeat purchases',
    unit: '% of buyers',
    direction: 'up',
    baseline: { value: 12, from: '2026-01-01', to: '2026-03-31' },
    target: 15,
    due: '2027-03-31',
    population: 100_000,
    scale: 100,
  },
  predictionTask: {
    entity: { one: 'buyer', many: 'buyers' },
    moment: 'a week after a purchase',
    waitDays: 60,
    heuristic: 'everybody who bought last month',
  },
  decisionPolicy: { actor: 'the shop team', rule: { kind: 'everybody' }, costPerActionCents: 150 },
  successCriterion: {
    metric: { id: 'bought_again', name: 'bought again', kind: 'binary', direction: 'up' },
    dmin: 0.05,
    valuePerOutcomeCents: 2_000,
    design: 'holdout',
    expectedRate: 0.3,
    outcomeWindowDays: 60,
    readOutOn: '2027-02-28',
    plannedUnits: 12_000,
  },
};

let journey: Journey;
let table: Table;
let slug: string;
let address: string;
let expert: Window;
let scientist: Window;

beforeAll(async () => {
  journey = await startJourney('framing');
  table = await inviteTable(journey);
  slug = await startLine(table, 'How can we get people to buy more widgets?', 'Widgets');
  // An open question begins on the board; the framing is the part beside it.
  address = `${journey.url}/i/${slug}/frame?part=framing`;
  [expert, scientist] = await Promise.all([journey.open(table.expert), journey.open(table.scientist)]);
});
afterAll(() => journey.close());

describe('an expert and a data scientist who frame an open question', () => {
  it('compare possible tasks, choose one, and find it in the framing', async () => {
    const { page } = scientist;
    await Promise.all([page.goto(address), expert.page.goto(address)]);
    await expert.page.getByRole('button', { name: 'Add a possible task' }).waitFor();
    await page.getByRole('button', { name: 'Add a possible task' }).click();
    const form = page.getByRole('region', { name: 'A possible task' });
    await form.getByRole('textbox', { name: 'What we call it' }).fill('Offer a second widget');
    await form.getByRole('textbox', { name: 'What is predicted' }).fill('buys again within 60 days');
    await form.getByRole('textbox', { name: 'Action', exact: true }).fill('offer by mail');
    await form.getByRole('button', { name: 'Add it to the comparison' }).click();
    await expert.page.getByRole('button', { name: 'Offer a second widget' }).click();
    await expert.page.getByRole('button', { name: 'Support it' }).click();
    await page.getByRole('row', { name: /Offer a second widget.*1 Eva Lind/ }).waitFor();
    await checkPage(expert, 'possible tasks that are compared');
    await expert.page.getByRole('button', { name: 'Choose this task' }).click();
    await write(expert.page, { 'Why this one': 'Our shops can do it at once.' });
    await expert.page.getByRole('button', { name: 'Choose it' }).click();
    await page.getByText(/^Eva Lind changed: /).waitFor();
    expect(await page.getByRole('textbox', { name: 'What is predicted' }).inputValue()).toBe(
      'buys again within 60 days',
    );
  });

  it('agree on the translation: the approval holds for exactly the words that were read', async () => {
    const { page } = scientist;
    await write(page, { 'In the data scientist’s words': 'Predict who buys again, and send an offer.' });
    await expert.page.getByRole('button', { name: 'Approve these words' }).click();
    await page.getByText(/^Eva Lind approved exactly these words on /).waitFor();
    await write(page, { 'In the data scientist’s words': 'Predict who buys again within 60 days, and send an offer.' });
    await expert.page.getByText(/^Changed since Eva Lind approved it on /).waitFor();
    await expert.page.getByRole('button', { name: 'Approve these words' }).click();
    await page.getByText(/^Eva Lind approved exactly these words on /).waitFor();
  });

  it('lose nothing without a connection: both wordings of one field are shown when it returns', async () => {
    const away = await journey.open(table.expert, { expected: [/ERR_INTERNET_DISCONNECTED/] });
    await away.page.goto(address);
    const reason = away.page.getByRole('textbox', { name: 'Why less would not be worth it' });
    await reason.waitFor();
    await away.context.setOffline(true);
    await reason.fill('Below it the offers cost more than they bring.');
    await away.page.getByText('What you write is kept in this browser.').waitFor();
    await writeAndSave(scientist.page, { 'Why less would not be worth it': 'It pays for the mails.', Goal: '15' });
    await away.context.setOffline(false);
    await away.page.getByText('Dan Roth changed the same as you, and saved it first.').waitFor();
    await away.page.getByText('Dan Roth’s: It pays for the mails.').waitFor();
    await away.page.getByRole('button', { name: /^Keep mine/ }).click();
    await scientist.page.getByText('Eva Lind changed: Why less would not be worth it.').waitFor();
    const joined = scientist.page.getByRole('textbox', { name: 'Why less would not be worth it' });
    expect(await joined.inputValue()).toBe('Below it the offers cost more than they bring.');
    expect(await away.page.getByRole('textbox', { name: 'Goal' }).inputValue()).toBe('15');
    await away.context.close();
  });

  it('cannot put forward a plan that cannot answer, and read what would make it possible', async () => {
    const { page } = scientist;
    await writeRest();
    await page.getByText('It can be put forward for signature').waitFor();
    await write(page, { 'How many are expected until then': '800' });
    await page
      .getByText(/cannot tell an effect of 5 of 100 buyers from none at all\. It could with [\d,]+ buyers instead/)
      .first()
      .waitFor();
    await page.getByText('Cannot answer the question', { exact: true }).waitFor();
    await page.getByRole('slider', { name: 'Share left alone' }).press('ArrowRight');
    await page.getByText(/^21%, 168 of 800 buyers$/).waitFor();
    await write(page, { 'How many are expected until then': '12000' });
    await page.getByText('Can answer the question', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'how it is when nothing is done' }).click();
    await write(page, { Why: 'So it was last year.' });
    await page.getByText('It can be put forward for signature').waitFor();
    await checkPage(scientist, 'a framing that is being written');
  });

  it('ask once what the plan can show, and again only for what it rests on', async () => {
    const { page } = scientist;
    const asked = countRequests(page, '/framing/check');
    const read = countRequests(page, `/initiatives/${slug}/framing`);
    await page.reload();
    await page.getByText('Can answer the question', { exact: true }).waitFor();
    // A page that was told of changes by its own questions would ask again about once a second.
    await page.waitForTimeout(2_500);
    expect([asked(), read()]).toEqual([1, 1]);
    await writeAndSave(page, { 'Why less would not be worth it': 'Below it the offers cost more than they earn.' });
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.waitForTimeout(1_500);
    expect(asked()).toBe(1);
    await writeAndSave(page, { 'How many are expected until then': '12500' });
    await expect.poll(asked).toBe(2);
    await page.waitForTimeout(1_500);
    expect(asked()).toBe(2);
  });

  it('are told what the plan can show from the new day on, when a laptop that slept over midnight wakes up', async () => {
    const page = await scientist.context.newPage();
    const asked = countRequests(page, '/framing/check');
    const now = new Date();
    await page.clock.install({ time: now });
    await page.goto(address);
    await page.getByText('Can answer the question', { exact: true }).waitFor();
    expect(asked()).toBe(1);
    // The clock goes on and no timer has run, as after a sleep.
    await page.clock.setSystemTime(now.getTime() + 86_400_000);
    await page.evaluate(() => globalThis.dispatchEvent(new Event('focus')));
    await expect.poll(asked).toBe(2);
    await page.close();
  });

  it('sign exactly the words that everybody reads, and with the last signature they are locked', async () => {
    const { page } = scientist;
    await expert.page.getByRole('button', { name: 'Add a possible task' }).click();
    await write(expert.page, { 'What we call it': 'Show widgets that fit' });
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    await page.getByText('Everybody who has to sign sees exactly these words.').waitFor();
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    // Whoever writes beside it is told, and goes on.
    await expert.page.getByText('Version 1 waits for signatures', { exact: false }).first().waitFor();
    const begun = expert.page.getByRole('textbox', { name: 'What we call it' });
    expect(await begun.inputValue()).toBe('Show widgets that fit');
    await expert.page.goto(`${journey.url}/today`);
    await expert.page.getByRole('link', { name: /^Read and sign/ }).click();
    const sign = expert.page.getByRole('button', { name: 'Sign as subject-matter expert' });
    await sign.waitFor();
    await expect.poll(() => sign.evaluate(isInView), { message: 'one click from Today to the signature' }).toBe(true);
    for (const [window, role] of [
      [scientist, 'data scientist'],
      [expert, 'subject-matter expert'],
    ] as const) {
      await window.page.getByRole('button', { name: `Sign as ${role}` }).click();
      await window.page.getByText(/A signature cannot be taken back/).waitFor();
      await window.page.getByRole('button', { name: `Sign as ${role}` }).click();
      await window.page
        .getByRole('listitem')
        .filter({ hasText: `signed as ${role}` })
        .waitFor();
    }
    await signAsSponsor();
    await page
      .getByText(/^Locked on .+ by Dan Roth, Eva Lind and Sam Hale, before anybody looked at data\.$/)
      .waitFor();
    await page.getByRole('button', { name: 'How we know' }).click();
    const fingerprint = page.getByRole('textbox', { name: 'Fingerprint (SHA-256 of the content)' });
    expect(await fingerprint.inputValue()).toMatch(/^[0-9a-f]{64}$/);
    await page.getByRole('table', { name: 'What is believed' }).waitFor();
    await checkPage(scientist, 'a locked framing');
  });

  it('can amend it only with a reason, and everybody reads what was before and what is now', async () => {
    const { page } = scientist;
    await page.getByRole('button', { name: 'Amend' }).click();
    await writeAndSave(page, { 'Smallest effect worth having': '6' });
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    expect(await page.getByRole('button', { name: 'Put forward for signature' }).isDisabled()).toBe(true);
    await write(page, { 'Why version 1 is changed': 'The mails became dearer.' });
    await page.getByRole('button', { name: 'Put forward for signature' }).click();
    const changes = expert.page.getByRole('table', { name: 'What changed from version 1 to version 2' });
    await changes.waitFor();
    expect(await changes.getByRole('row', { name: 'Smallest effect worth having' }).textContent()).toBe(
      'Smallest effect worth having0.050.06',
    );
    await expert.page.getByText('Because: The mails became dearer.').first().waitFor();
  });
});

/** How many requests a page sends to addresses that end so, from now on. */
function countRequests(page: Page, ending: string): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith(ending)) count += 1;
  });
  return () => count;
}

/** Fills fields of the form by their labels. */
async function write(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(words)) await page.getByRole('textbox', { name, exact: true }).fill(text);
}

/** Fills fields, and waits until the server has what they say. */
async function writeAndSave(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  const saved = page.waitForResponse((response) => response.request().method() === 'PUT' && response.ok());
  await write(page, words);
  await saved;
}

/** The data scientist adds what was agreed on elsewhere, by the same endpoint as the page; what is written stays. */
async function writeRest(): Promise<void> {
  const client = createClient(framingApi, table.scientist.session);
  const { draft } = await client.read({ params: { slug } });
  const merged = Object.entries(REST).map(([part, fields]) => [part, { ...fields, ...partOf(draft.content[part]) }]);
  const content = { ...draft.content, ...Object.fromEntries(merged) };
  await client.saveDraft({ params: { slug }, body: { content, revision: draft.revision } });
}

function partOf(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

async function signAsSponsor(): Promise<void> {
  const client = createClient(framingApi, table.sponsor.session);
  const { versions } = await client.read({ params: { slug } });
  const { version = 0, contentHash = '' } = versions[0] ?? {};
  await client.sign({ params: { slug, version }, body: { role: 'sponsor', contentHash } });
}

/** Whether somebody sees an element without scrolling. */
function isInView(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= window.innerHeight;
}
