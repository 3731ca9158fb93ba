import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playbooksApi } from '../../src/lifecycle/people/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkPage, type Window } from './browser.ts';
import { invite, type Journey, type Person, setUp, startJourney } from './journey.ts';

let journey: Journey;
let ada: Person;
let drawing: Window;
let reading: Window;

beforeAll(async () => {
  journey = await startJourney('playbooks');
  ada = await setUp(journey);
  const ben = await invite(journey, ada, 'Ben Ode');
  drawing = await journey.open(ada);
  reading = await journey.open(ben);
});
afterAll(() => journey.close());

describe('an administrator who draws a playbook', () => {
  it('begins with a shipped one, and changes seats by keyboard alone', async () => {
    const { page } = drawing;
    await page.goto(`${journey.url}/playbooks`);
    await page.getByRole('textbox', { name: 'What it is called' }).fill('Credit decisions');
    await page.getByRole('button', { name: 'Begin a draft' }).click();
    await page.getByText('You are drawing a draft').waitFor();
    await page.getByRole('button', { name: 'Subject-matter expert at Ask: does it' }).focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'Delete']) {
      await page.keyboard.press(key);
    }
    await page.getByRole('button', { name: 'Data scientist at Build: no seat' }).waitFor();
    await page.getByText('Nobody does Build, and nobody signs it.').waitFor();
    expect(await page.getByRole('button', { name: 'Publish version 1' }).isDisabled()).toBe(true);
    await checkPage(drawing, 'a playbook with a fault');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Data scientist at Build: does it' }).waitFor();
  });

  it('adds a step that the risk manager approves, and publishes it with a note', async () => {
    const { page } = drawing;
    await page.getByRole('textbox', { name: 'What it is called' }).fill('Legal check');
    await page.getByRole('button', { name: 'Add the step' }).click();
    await page.getByRole('textbox', { name: 'The question that it answers' }).fill('May we do this?');
    const cell = page.getByRole('button', { name: /^Model risk manager at Legal check/ });
    await cell.click();
    await cell.click();
    await page.getByRole('checkbox', { name: 'Legal check, high risk: must approve: Model risk manager' }).check();
    await page.getByText('Nothing: it can be published.').waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
    await page.getByRole('textbox', { name: /^What changes/ }).fill('The lawyers look before every release.');
    await page.getByRole('button', { name: 'Publish version 1' }).click();
    await page.getByRole('button', { name: 'Change it' }).waitFor();
  });
});

describe('somebody else', () => {
  it('sees a new version in a page that is open already, and asks a question that goes by it', async () => {
    const { page } = reading;
    await page.goto(`${journey.url}/playbooks/credit-decisions`);
    await page.getByRole('button', { name: /^Legal check/ }).click();
    await page.getByText('May we do this?', { exact: true }).waitFor();
    await page.getByText(/^Administrators draw and publish playbooks/).waitFor();
    await checkPage(reading, 'a playbook that one may only read', ['light', 'dark']);
    const admin = createClient(playbooksApi, ada.session);
    const { latest, revision } = await admin.read({ params: { key: 'credit-decisions' } });
    if (!latest) throw new Error('It was published.');
    const saved = await admin.saveDraft({
      params: { key: 'credit-decisions' },
      body: { content: { ...latest, purpose: 'For every credit decision.' }, revision },
    });
    await admin.publish({
      params: { key: 'credit-decisions' },
      body: { revision: saved.revision, changeNote: 'Say when to choose it.' },
    });
    await page.getByText('For every credit decision.', { exact: true }).waitFor();
    await page.goto(`${journey.url}/ask`);
    await page
      .getByRole('textbox', { name: 'Your question or idea' })
      .fill('Which customers pay back late in the next 90 days?');
    await page.getByRole('button', { name: 'Post it' }).click();
    await page.getByRole('button', { name: /^Name it, choose its expert and playbook/ }).click();
    await page.getByRole('combobox', { name: 'Which playbook it goes by' }).selectOption('Credit decisions');
    await page.getByRole('button', { name: 'Start the initiative' }).click();
    await page
      .getByRole('region', { name: /^The line/ })
      .getByText('Legal check')
      .waitFor();
  });
});
