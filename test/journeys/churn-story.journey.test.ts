import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fillWithStories } from '../../seed/demo.ts';
import type { DemoPeople } from '../../seed/demo-people.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, setUp, startJourney } from './journey.ts';

/** The width of a phone, px. */
const PHONE = 390;
const LINKS = ['Prediction', 'Reach', 'Action', 'Effect', 'Cost'];
const FINDING =
  'The model finds the right customers, but the retention call has no effect worth having on those that it reaches.';

let journey: Journey;
let people: DemoPeople;
let expert: Window;
let scientist: Window;
let address: string;

beforeAll(async () => {
  journey = await startJourney('churn-story');
  const administrator = await setUp(journey);
  const filled = await fillWithStories(administrator.session, { now: new Date(), stories: ['churn-brief-case'] });
  people = filled.people;
  address = `${journey.url}/i/${filled.stories[0]?.slug}`;
  [expert, scientist] = await Promise.all([journey.open(people.sme), journey.open(people['data-scientist'])]);
}, 120_000);
afterAll(() => journey.close());

describe('the churn story, of an accurate model whose action changes nothing', () => {
  it('says so in the first sentence, with its range, and asks one thing of two people', async () => {
    const { page } = expert;
    await page.goto(`${address}/overview`);
    const answer = page.getByRole('region', { name: FINDING });
    await answer.waitFor();
    const words = (await answer.textContent()) ?? '';
    expect(words).toMatch(/likely between 7\d and \d\d of every 100 times/);
    expect(words).toMatch(/At best \d of every 100 customers reached stay because of the retention call/);
    expect(words).toContain('Go back to framing together: another action, an earlier moment, or another group?');
    const asked = answer.getByRole('list', { name: 'Who is asked' }).getByRole('listitem');
    expect(await asked.allTextContents()).toEqual([
      expect.stringContaining('Demo expert'),
      expect.stringContaining('Demo data scientist'),
    ]);
  });

  it('shows five links, and the first weak one is wide and says what to do', async () => {
    const { page } = expert;
    const chain = page.getByRole('region', { name: 'From prediction to money: the chain breaks at action' });
    expect(await chain.getByRole('heading', { level: 3 }).allTextContents()).toEqual(LINKS);
    const tiles = chain.getByRole('listitem');
    const widths = await tiles.evaluateAll((items) => items.map((item) => item.getBoundingClientRect().width));
    expect(Math.max(...widths)).toBe(widths[LINKS.indexOf('Action')]);
    const todo = tiles.filter({ hasText: 'What to do:' });
    expect(await todo.getByRole('heading').allTextContents()).toEqual(['Action']);
  });

  it('never shows money without its label, and keeps the two ledgers apart', async () => {
    const { page } = expert;
    const money = page.getByRole('definition').filter({ hasText: 'best estimate EUR' });
    expect(await money.first().textContent()).toMatch(/Measured value: from the difference between those acted upon/);
    for (const name of ['KPI as observed', 'KPI moved by this initiative']) {
      await page.getByRole('heading', { level: 3, name, exact: true }).waitFor();
    }
    await page.getByText('two different things; they are never added').waitFor();
  });

  it('shows the numbers, and how we know: who decided what before the data', async () => {
    const { page } = expert;
    await page.getByRole('button', { name: 'Show the numbers' }).click();
    const groups = page.getByRole('table', { name: 'Units by group' });
    expect(await groups.getByRole('row').allTextContents()).toHaveLength(5);
    await page.getByRole('row', { name: /^Difference, unpooled 95% interval/ }).waitFor();
    await page.getByRole('button', { name: 'How we know' }).click();
    const decided = page.getByRole('region', { name: 'Decided before the data' });
    expect(await decided.textContent()).toMatch(
      /by Demo expert \(subject-matter expert\), Demo data scientist \(data scientist\) and Demo sponsor/,
    );
    const fingerprint = page.getByRole('textbox', { name: 'Fingerprint of what was signed (SHA-256)' });
    expect(await fingerprint.inputValue()).toMatch(/^[0-9a-f]{64}$/);
    await checkPage(expert, 'the answer with everything opened');
  });

  it('lists the verdict, which computes again to the same', async () => {
    const { page } = expert;
    const verdicts = page.getByRole('region', { name: 'Verdicts' });
    expect(await verdicts.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Verdict 1']);
    expect(await verdicts.textContent()).toContain(FINDING);
    await verdicts.getByRole('button', { name: /^Compute it again/ }).click();
    await verdicts.getByText('Computed again: identical').waitFor();
  });

  it('closes the return ticket only when both have answered, and the other page learns of it', async () => {
    await expert.page.goto(`${address}/learn`);
    await scientist.page.goto(`${address}/learn`);
    await expert.page.getByRole('heading', { name: '1 finding waits for an answer' }).waitFor();
    await checkPage(expert, 'what came back');
    await expert.page.getByRole('button', { name: 'Answer as subject-matter expert' }).click();
    await expert.page.getByText('Choose one of the three.').waitFor();
    await answerAs(expert, 'subject-matter expert', 'again', 'We offer another tariff instead of a call.');

    await scientist.page.getByText('We offer another tariff instead of a call.').first().waitFor();
    await scientist.page.getByRole('heading', { name: '1 finding waits for an answer' }).waitFor();
    const begun = 'I was about to say the same.';
    await scientist.page.getByRole('textbox', { name: 'In your own words' }).fill(begun);
    const elsewhere = await journey.open(people['data-scientist']);
    await elsewhere.page.goto(`${address}/learn`);
    await answerAs(elsewhere, 'data scientist', 'accept', 'I build whom a tariff keeps, until the end of the month.');
    // What was being written here when the same answer was given elsewhere can still be read and copied.
    await scientist.page.getByText('Demo data scientist answered as data scientist while you were writing.').waitFor();
    const left = scientist.page.getByRole('textbox', { name: 'What you wrote as data scientist' });
    expect(await left.inputValue()).toBe(begun);
    await elsewhere.context.close();
    for (const { page } of [expert, scientist]) {
      await page.getByText('Everything that came back has been answered.').waitFor();
      await page.getByRole('heading', { name: /verdict 1 went back to Frame$/ }).waitFor();
    }
    await checkPage(expert, 'what came back, answered');
    await checkPage(scientist, 'what came back, answered, for the other');
  });

  it('tells the whole of it in the log, as sentences of people', async () => {
    const { page } = expert;
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    const told = page.getByRole('region', { name: 'What happened' }).getByRole('listitem');
    await told.first().waitFor();
    const story = (await told.allTextContents()).reverse().join('\n');
    const chapters = [/Demo expert took verdict 1/, /sent this back to Frame/, /another tariff/, /whom a tariff keeps/];
    const places = chapters.map((chapter) => story.search(chapter));
    expect(
      places.every((place) => place >= 0),
      `${places.join(', ')} in\n${story}`,
    ).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    await checkPage(expert, 'log');
  });

  it('can be read on a phone', async () => {
    const phone = await journey.open(people.sponsor, { width: PHONE });
    for (const tab of ['overview', 'learn', 'frame']) {
      await phone.page.goto(`${address}/${tab}`);
      await phone.page.getByRole('heading', { level: 1, name: 'Retention calls, spring' }).waitFor();
      await phone.page.getByRole('heading', { level: 2 }).nth(1).waitFor();
      await checkPage(phone, `${tab} on a phone`);
    }
  });
});

/** What somebody answers: the choice, and what the field behind it asks. */
const ANSWERS = {
  again: { choice: 'We go round once more', asks: 'What will be different this time?' },
  accept: { choice: 'We do it', asks: 'What will be done, and until when?' },
};

async function answerAs({ page }: Window, role: string, answer: keyof typeof ANSWERS, words: string): Promise<void> {
  await page.getByRole('radio', { name: ANSWERS[answer].choice }).check();
  await page.getByRole('textbox', { name: ANSWERS[answer].asks }).fill(words);
  await page.getByRole('button', { name: `Answer as ${role}` }).click();
}
