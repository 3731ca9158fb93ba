import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';

const QUESTION = 'How can we lose fewer customers after the second support ticket?';
const PASSWORD = 'correct horse battery';
/** An open question goes by the playbook Explore, which leaves out what comes with a release. */
const STEPS = ['Ask', 'Workshop and frame', 'Look at the data', 'First try', 'Review', 'Release', 'Act', 'Decide'];

/**
 * What the server refuses on purpose here: 401 tells a page that nobody is signed in, or that a password is wrong, and 409
 * tells the page of the answer that nothing is signed yet. The browser writes both into its console by itself.
 */
const REFUSALS = [401, 409];

let journey: Journey;
let ada: Window;
let ben: Window;

beforeAll(async () => {
  journey = await startJourney('first-run');
  ada = await journey.open(null, { expectedStatuses: REFUSALS });
  ben = await journey.open(null, { expectedStatuses: REFUSALS });
});
afterAll(() => journey.close());

describe('somebody who starts it for the first time', () => {
  it('makes the first account, and is told in a sentence what is wrong with a password', async () => {
    const { page } = ada;
    await page.goto(journey.url);
    await page.getByRole('heading', { level: 1, name: /you are the first/ }).waitFor();
    await checkPage(ada, 'first account');
    await page.getByRole('textbox', { name: 'Your name' }).fill('Ada Berg');
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('short');
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByText('Use at least 10 characters.').waitFor();
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.getByRole('heading', { level: 1, name: 'Nothing is here yet. Where do you want to begin?' }).waitFor();
    await page.getByRole('button', { name: 'Fill with demo stories' }).waitFor();
    await checkPage(ada, 'first screen');
  });

  it('asks in their own words and sees the whole line with its empty chairs', async () => {
    const { page } = ada;
    await page.getByRole('link', { name: 'Ask the first question' }).click();
    await page.getByRole('textbox', { name: 'Your question or idea' }).fill(QUESTION);
    await page.getByText(/^An open question/).waitFor();
    await checkPage(ada, 'asking');
    await page.getByRole('button', { name: 'Post it' }).click();
    await page.getByRole('button', { name: 'Start the initiative' }).click();
    const line = page.getByRole('region', { name: /^The line/ });
    await line.getByText('Nobody yet: Business sponsor, Data scientist').first().waitFor();
    const links = await line.getByRole('link').allTextContents();
    expect(links.map((text, index) => text.startsWith(STEPS[index] ?? '?'))).toEqual(STEPS.map(() => true));
    await checkPage(ada, 'a line that was just begun');
  });

  it('cannot close the step before everybody needed was heard, and reads who is missing', async () => {
    const { page } = ada;
    const gaps = page.getByRole('region', { name: 'What keeps it from closing' }).getByRole('listitem');
    expect(await gaps.allTextContents()).toEqual([
      'Business sponsor: nobody has this seat at Ask.',
      'Data scientist: nobody has this seat at Ask.',
    ]);
    const close = page.getByRole('button', { name: 'Close Ask' });
    expect(await close.isDisabled()).toBe(true);
    await page.getByText('What is missing stands above.').waitFor();
  });

  it('invites somebody by a link, who comes in with a window of their own', async () => {
    const { page } = ada;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Admin' }).click();
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ben@example.com');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Ben Okafor');
    await page.getByRole('button', { name: 'Make an invitation link' }).click();
    const link = await page.getByRole('textbox', { name: 'The link for ben@example.com' }).inputValue();
    await ben.page.goto(link);
    await ben.page.getByRole('heading', { level: 1, name: 'You are invited to the table' }).waitFor();
    await checkPage(ben, 'invitation');
    await ben.page.getByLabel('Choose a password').fill(PASSWORD);
    await ben.page.getByRole('button', { name: 'Come in' }).click();
    await ben.page.getByRole('heading', { level: 1, name: 'Nothing waits for you today' }).waitFor();
    await checkPage(ben, 'a day with nothing to do');
  });

  it('seats them, and sees their words at once, without loading the page again', async () => {
    const { page } = ada;
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Initiatives' }).click();
    await page.getByRole('link', { name: /^How can we lose fewer/ }).click();
    for (const role of ['Data scientist', 'Business sponsor']) {
      await page.getByRole('button', { name: `Seat somebody as ${role}` }).click();
      await page.getByRole('combobox', { name: 'Who' }).selectOption({ label: 'Ben Okafor (ben@example.com)' });
      await page.getByRole('button', { name: 'Seat them' }).click();
      await page.getByRole('button', { name: `Seat somebody as ${role}` }).waitFor({ state: 'detached' });
    }
    await page.getByText('waiting for Ben').first().waitFor();
    await page.evaluate(() => Reflect.set(globalThis, 'isStillTheSamePage', true));

    await ben.page.goto(page.url());
    await ben.page.getByRole('textbox', { name: 'Say something at Ask' }).fill('Which ticket counts as the second?');
    await ben.page.getByRole('button', { name: 'Say it' }).click();
    await page.getByText('Which ticket counts as the second?').waitFor();
    await page.getByText('Nothing: everybody needed was heard.').waitFor();
    expect(await page.evaluate(() => Reflect.get(globalThis, 'isStillTheSamePage'))).toBe(true);

    await page.getByRole('button', { name: 'Close Ask' }).click();
    await page.getByRole('heading', { name: /^Workshop and frame: / }).waitFor();
    await checkPage(ada, 'a step further');
    await checkPage(ben, 'a step further, for the other');
  });

  it('signs out and in again, and a wrong password is a sentence', async () => {
    const { page } = ada;
    await page.getByRole('button', { name: 'Your menu, Ada Berg' }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('wrong horse battery');
    await page.getByRole('button', { name: 'Sign in' }).click();
    const refusal = page.getByRole('alert');
    await refusal.waitFor();
    expect(await refusal.textContent()).toContain('This e-mail address and this password do not open an account here.');
    await checkPage(ada, 'a wrong password');
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: /waits? for you/ }).waitFor();
  });
});
