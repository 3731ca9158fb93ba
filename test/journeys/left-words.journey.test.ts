import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsApi } from '../../src/lifecycle/feedback/index.ts';
import { ideasApi } from '../../src/lifecycle/ideas/index.ts';
import { playbooksApi, SUITED_PLAYBOOK } from '../../src/lifecycle/people/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkAtDeskAndOnPhone, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

/** Two paragraphs: what is kept is kept as it was written. */
const WORDS = 'It was tried in the north.\n\nNobody came back.';

let journey: Journey;
let table: Table;
let writing: Window;

beforeAll(async () => {
  journey = await startJourney('left-words');
  table = await inviteTable(journey);
  writing = await journey.open(table.administrator);
});
afterAll(() => journey.close());

/** The field in which words are kept that were not sent. */
function leftIn(page: Page, label: string): Locator {
  return page.getByRole('textbox', { name: label, exact: true });
}

describe('somebody who writes while another person ends the very same thing', () => {
  it('keeps the reason to decline an idea that is withdrawn meanwhile, over a reload too, until it is put away', async () => {
    const { page } = writing;
    const ideas = createClient(ideasApi, table.expert.session);
    const { id } = await ideas.post({ body: { sentence: 'Reduce customer churn by 10% this quarter' } });
    await page.goto(`${journey.url}/ideas/${id}`);
    await page.getByRole('textbox', { name: 'In which unit' }).fill('customers');
    await page.getByRole('button', { name: 'Decline it' }).first().click();
    await page.getByRole('textbox', { name: 'Why, for everybody to read' }).fill(WORDS);
    await ideas.withdraw({ params: { ideaId: id }, body: {} });
    await page.getByText('Eva Lind withdrew the idea while you were writing.').waitFor();
    expect(await leftIn(page, 'Why you wanted to decline it').inputValue()).toBe(WORDS);
    expect(await leftIn(page, 'What you answered').inputValue()).toContain('in customers');
    await checkAtDeskAndOnPhone(writing, 'words about an idea that was withdrawn');
    await page.reload();
    await page.getByRole('button', { name: 'Put my words away' }).click();
    await leftIn(page, 'Why you wanted to decline it').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    expect(await leftIn(page, 'Why you wanted to decline it').count()).toBe(0);
  });

  it('keeps the answer to a finding that somebody else answers, and what was missing in an answer that is accepted', async () => {
    const slug = await startLine(table, 'How can we reduce churn by 10% this year?', 'Churn');
    const raising = createClient(findingsApi, table.expert.session);
    const { id } = await raising.raise({
      params: { slug },
      body: {
        step: 'frame',
        title: 'Two counts of leavers',
        seen: 'Two departments count in two ways.',
        severity: 'medium',
      },
    });
    const scientist = await journey.open(table.scientist);
    const { page } = scientist;
    await page.goto(`${journey.url}/i/${slug}/learn`);
    await page.getByRole('textbox', { name: 'Your answer to finding 1' }).fill(WORDS);
    const answering = createClient(findingsApi, table.sponsor.session);
    await answering.answer({ params: { slug, findingId: id }, body: { text: 'Ninety days without an order.' } });
    await page.getByText('Sam Hale answered it while you were writing.').waitFor();
    expect(await leftIn(page, 'Your answer to finding 1').inputValue()).toBe(WORDS);
    await checkAtDeskAndOnPhone(scientist, 'words about a finding that was answered');
    await scientist.context.close();

    const expert = await journey.open(table.expert);
    await expert.page.goto(`${journey.url}/i/${slug}/frame`);
    await expert.page.getByRole('button', { name: 'Send it back' }).click();
    await expert.page.getByRole('textbox', { name: 'What is still missing?' }).fill(WORDS);
    await raising.settle({ params: { slug, findingId: id }, body: { decision: 'accept' } });
    await expert.page.getByText('Somebody else accepted the answer while you were writing.').waitFor();
    expect(await leftIn(expert.page, 'What you found missing at finding 1').inputValue()).toBe(WORDS);
    await expert.context.close();
  });

  it('keeps the reason to retire a playbook that is retired meanwhile, and none that was sent', async () => {
    const { page } = writing;
    const books = createClient(playbooksApi, table.administrator.session);
    const { playbooks } = await books.list();
    // Those with which questions start cannot be retired.
    const suited = new Set<string>(Object.values(SUITED_PLAYBOOK));
    const [first, second] = playbooks.map(({ key }) => key).filter((key) => !suited.has(key));
    await page.goto(`${journey.url}/playbooks/${first}`);
    await page.getByRole('button', { name: 'Retire this playbook' }).click();
    await page.getByRole('textbox', { name: 'Why it is retired' }).fill('Nobody goes by it.');
    await books.retire({ params: { key: first ?? '' }, body: { isRetired: true, reason: 'It was merged.' } });
    await page.getByText('Ada Berg retired this playbook while you were writing.').waitFor();
    expect(await leftIn(page, 'Why you wanted to retire it').inputValue()).toBe('Nobody goes by it.');
    await checkAtDeskAndOnPhone(writing, 'words about a playbook that was retired');

    await page.goto(`${journey.url}/playbooks/${second}`);
    await page.getByRole('button', { name: 'Retire this playbook' }).click();
    await page.getByRole('textbox', { name: 'Why it is retired' }).fill('Nobody goes by it.');
    await page.getByRole('button', { name: 'Retire it', exact: true }).click();
    await page.getByRole('button', { name: 'Offer it again' }).waitFor();
    expect(await leftIn(page, 'Why you wanted to retire it').count()).toBe(0);
  });
});
