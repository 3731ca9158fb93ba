import type { Page, Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { framingApi } from '../../src/lifecycle/framing/index.ts';
import { ideasApi } from '../../src/lifecycle/ideas/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkPage, type Window } from './browser.ts';
import { invite, type Journey, type Person, setUp, startJourney } from './journey.ts';

const SENTENCE = 'Reduce customer churn by 10% this quarter';

let journey: Journey;
let asker: Person;
let window: Window;
let other: Window;

beforeAll(async () => {
  journey = await startJourney('ideas');
  const administrator = await setUp(journey);
  asker = await invite(journey, administrator, 'Mia Sand');
  const ideas = createClient(ideasApi, administrator.session);
  const { id } = await ideas.post({ body: { sentence: 'Lose fewer customers: churn is too high in the north' } });
  await ideas.decline({ params: { ideaId: id }, body: { reason: 'The north is closed next year.' } });
  [window, other] = await Promise.all([journey.open(asker, { expectedStatuses: [409] }), journey.open(administrator)]);
}, 120_000);
afterAll(() => journey.close());

describe('somebody who never read about statistics', () => {
  it('asks in one field, and sees what was understood and what came of the same question before', async () => {
    const { page } = window;
    await page.goto(journey.url);
    await page.getByRole('link', { name: 'Ask a question' }).click();
    await page.getByRole('textbox', { name: 'Your question or idea' }).fill(SENTENCE);
    await page.getByText('10% of what it is today').waitFor();
    await page.getByText('read from “this quarter”').waitFor();
    await page.getByText('Declined: The north is closed next year.').waitFor();
    await checkPage(window, 'asking');
    // Two clicks in one moment are one question.
    const posted = countPosts(page);
    await page.getByRole('button', { name: 'Post it' }).dblclick();
    await page.getByRole('heading', { level: 1, name: SENTENCE }).waitFor();
    expect(posted()).toBe(1);
  });

  it('goes on elsewhere while a question is on its way, and is not fetched back', async () => {
    const { page } = other;
    const held: Route[] = [];
    await page.route(/\/api\/ideas$/, (route) => void held.push(route));
    await page.goto(`${journey.url}/ask`);
    await page.getByRole('textbox', { name: 'Your question or idea' }).fill('Could we sell more in the south?');
    await page.getByRole('button', { name: 'Post it' }).click();
    await expect.poll(() => held.length).toBe(1);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Outcomes' }).click();
    await page.waitForURL('**/outcomes');
    const answered = page.waitForResponse(/\/api\/ideas$/);
    await page.unroute(/\/api\/ideas$/); // lets go on what was held
    await answered;
    await page.getByRole('button', { name: /^Search/ }).click();
    await page.getByRole('combobox', { name: 'Search in everything that you may see' }).fill('sell more in the south');
    await page.getByRole('option', { name: /Could we sell more in the south/ }).waitFor();
    expect(page.url()).toContain('/outcomes');
    await page.keyboard.press('Escape');
  });

  it('is supported by somebody else, and sees that without loading the page again', async () => {
    await other.page.goto(window.page.url());
    await other.page.getByRole('button', { name: 'Support it' }).click();
    await other.page.getByRole('button', { name: 'Take my support back' }).waitFor();
    await window.page.getByRole('heading', { name: '1 supporter' }).waitFor();
  });

  it('answers plain questions, of which the goal follows by itself, and starts the initiative', async () => {
    const { page } = window;
    expect(await page.getByRole('textbox', { name: 'In your words' }).inputValue()).toBe('customer churn');
    await page.getByRole('textbox', { name: 'In which unit' }).fill('% of customers a quarter');
    await page.getByRole('textbox', { name: 'Today', exact: true }).fill('12');
    await page.getByText('“by 10%” from 12 is 10.8. If you meant points, write 2.').waitFor();
    expect(await page.getByRole('textbox', { name: 'The goal' }).inputValue()).toBe('10.8');
    await page.getByLabel('Measured from').fill('2026-01-01');
    await page.getByLabel('Measured to').fill('2026-03-31');
    await page.getByRole('textbox', { name: 'Worth of one good case' }).fill('600');
    await page.getByRole('textbox', { name: 'Who says so' }).fill('Finance');
    await checkPage(window, 'the plain questions');
    await page.setViewportSize({ width: 390, height: 844 });
    await checkPage(window, 'the plain questions on a phone', ['dark']);
    await page.setViewportSize({ width: 1_360, height: 900 });
    await page.getByRole('button', { name: 'Start the initiative' }).click();
    await page.getByRole('region', { name: /^The line/ }).waitFor();
  });

  it('finds the answers in the framing', async () => {
    const { page } = window;
    const slug = new URL(page.url()).pathname.split('/')[2] ?? '';
    await page.goto(`${journey.url}/i/${slug}/frame`);
    await page.getByRole('textbox', { name: 'KPI', exact: true }).waitFor();
    expect(await page.getByRole('textbox', { name: 'KPI', exact: true }).inputValue()).toBe('customer churn');
    const { draft } = await createClient(framingApi, asker.session).read({ params: { slug } });
    expect(draft.content).toMatchObject({
      kpi: { name: 'customer churn', direction: 'down', baseline: { value: 12 }, target: 10.8, scale: 100 },
      successCriterion: { valuePerOutcomeCents: 60_000, currency: 'EUR', valueSource: 'Finance' },
    });
  });

  it('reads on the page of ideas what became of it, and where ideas go', async () => {
    const { page } = window;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Ideas' }).click();
    const line = page.getByRole('listitem').filter({ hasText: SENTENCE });
    await line.getByText('Became an initiative').waitFor();
    await checkPage(window, 'ideas', ['light', 'dark']);
    await page.getByRole('link', { name: 'Where ideas go' }).click();
    await page.getByRole('rowheader', { name: 'No department' }).waitFor();
    await checkPage(window, 'where ideas go');
    await page.getByRole('link', { name: 'Departments and stewards' }).click();
    await page.getByText(/^Administrators keep the departments/).waitFor();
    await checkPage(window, 'settings for everybody');
  });
});

/** How many questions a page posts from now on. */
function countPosts(page: Page): () => number {
  let count = 0;
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/ideas')) count += 1;
  });
  return () => count;
}
