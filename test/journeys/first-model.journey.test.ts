import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { datasetsApi } from '../../src/lifecycle/datasets/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkAtDeskAndOnPhone, lookAtPage, type Window, waitUntilShown } from './browser.ts';
import { invite, type Journey, type Person, startJourney } from './journey.ts';
import { type LookedAtData, lookAtData } from './looked-at-data.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

/** How long a training or a judging may take beside everything else on a busy machine, in ms. */
const WORK_MS = 90_000;

vi.setConfig({ testTimeout: 2 * WORK_MS });

let journey: Journey;
let table: Table;
let reader: Person;
let looked: LookedAtData;
let address: string;
let expert: Window;
let scientist: Window;

beforeAll(async () => {
  journey = await startJourney('first-model');
  table = await inviteTable(journey);
  reader = await invite(journey, table.administrator, 'Rolf Lund');
  const slug = await startLine(table, 'Who leaves, and what do they have in common?', 'Who leaves', 'explore');
  looked = await lookAtData(table.expert.session, slug);
  const { describe: write } = createClient(datasetsApi, table.expert.session);
  const said = { meaning: null, owner: null, unit: null, min: null, max: null, sensitivity: null };
  await write({
    params: { slug, id: looked.dataset },
    body: {
      columns: [
        {
          name: 'fee',
          ...said,
          meaning: 'What a month costs.',
          unit: 'euros',
          sensitivity: 'internal',
          isActionable: true,
        },
        { name: 'calls', ...said, meaning: 'Calls to the service in a year.', isActionable: true },
        { name: 'contract', ...said, sensitivity: 'protected', isActionable: false },
      ],
    },
  });
  address = `${journey.url}/i/${slug}/build`;
  // A row that is asked for and not there is refused: 404.
  const asking = journey.open(table.expert, { expectedStatuses: [404] });
  [expert, scientist] = await Promise.all([asking, journey.open(table.scientist)]);
}, 2 * WORK_MS);
afterAll(() => journey.close());

const why = () => `${address}/first-models/${looked.training}/why`;
const heading = (page: Page) => page.getByRole('heading', { name: /^Foreseen: of 100 such rows/ });

describe('the reasons of a first model', () => {
  it('are told of one row, which is found by its name', async () => {
    const { page } = expert;
    await page.goto(`${address}/first-models/${looked.training}`);
    await page.getByRole('link', { name: 'See the reasons' }).click();
    await heading(page).waitFor();
    await page.getByLabel('Find one by its number or name').fill('C-100007');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText('For row 8, customer C-100007.').waitFor();
    const reasons = page.getByRole('table', { name: 'The reasons, the strongest first' });
    expect(await reasons.getByRole('row').count()).toBeGreaterThan(3);
    await page.getByText(/^What came true: left (yes|no)\./).waitFor();
    await checkAtDeskAndOnPhone(expert, 'the reasons of one row');
  });

  it('are asked for a name that is not there, and say so in a sentence', async () => {
    const { page } = expert;
    await page.getByLabel('Find one by its number or name').fill('C-999');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await lookAtPage(expert, 'a row that is not there');
  });

  it('change with the values, and back again', async () => {
    const { page } = expert;
    await page
      .getByRole('button', { name: /^Row \d+: / })
      .first()
      .click();
    await page.getByText(/^For row \d+, customer C-\d+\.$/).waitFor();
    const before = await heading(page).textContent();
    await page.getByRole('button', { name: /^See and change the values of row/ }).click();
    await page.getByRole('textbox', { name: 'tenure', exact: true }).fill('71');
    await page.getByRole('button', { name: 'What does the model say?' }).click();
    await page.getByText(/^As row \d+, customer C-\d+ would be with your changes\.$/).waitFor();
    expect(await heading(page).textContent(), 'what is told of is what is shown').not.toBe(before);
    await page.getByRole('button', { name: 'Back to how it was' }).click();
    await page.getByText(/^For row \d+, customer C-\d+\.$/).waitFor();
    expect(await heading(page).textContent()).toBe(before);
  });

  it('say what would have to be otherwise, by what can be changed alone', async () => {
    const { page } = expert;
    await page.getByLabel('How sure before you act').fill('60');
    await page.getByLabel('How sure before you act').press('Enter');
    await page.getByText(/^With 60 of 100 as the line from which you act/).waitFor();
    const tried = page.getByRole('button', { name: /^What was tried: / });
    expect(await tried.textContent()).toMatch(/calls/);
    await tried.click();
    await page.getByText('contract: Nobody may be treated differently for it.').waitFor();
    await page.getByRole('textbox', { name: 'fee', exact: true }).last().fill('5');
    await page.getByRole('textbox', { name: 'fee', exact: true }).last().blur();
    await page
      .getByText(/^The model would then say|^Up to two changes at once were tried\.|^Nothing that can be changed/)
      .first()
      .waitFor();
    await page.getByText(/^The model is asked\./).waitFor({ state: 'hidden' });
    await checkAtDeskAndOnPhone(expert, 'what would have to be otherwise');
  });

  it('are signed by the expert as curves, and a doubt reaches the builders at once', async () => {
    const { page } = expert;
    await Promise.all([page.goto(why()), scientist.page.goto(why())]);
    await page.getByRole('button', { name: 'All as I know them' }).first().click();
    const first = page.getByRole('combobox', { name: /^tenure / }).first();
    await first.selectOption('That is wrong');
    await page.getByLabel('How do you know it?').fill('In the first months nobody may give notice.');
    await page.getByText('The builders are told what is wrong, and owe you an answer.').waitFor();
    await page.getByRole('button', { name: /^Sign \d+ points$/ }).click();
    await page.getByText(/^\d+ of \d+ points are signed, 1 as wrong$/).waitFor();
    await scientist.page.getByText('In the first months nobody may give notice.').first().waitFor();
    await checkAtDeskAndOnPhone(scientist, 'curves that were signed');
    await scientist.page.getByRole('link', { name: 'What became of it' }).click();
    await scientist.page.getByText('In the first months nobody may give notice.').first().waitFor();
    await lookAtPage(scientist, 'a doubt about a curve');
  });
});

describe('what the expert expects of a model', () => {
  it('is written as a sentence, with what the data say of it today', async () => {
    const { page } = expert;
    await page.goto(address);
    await page.getByRole('button', { name: 'Write what you expect' }).click();
    await page.getByRole('button', { name: 'Add a condition' }).click();
    await page.getByLabel('Condition 1: column').selectOption('tenure');
    await page.getByLabel('How', { exact: true }).selectOption('is under');
    await page.getByLabel('Amount').fill('12');
    await page.getByLabel('How much').fill('1.5');
    await page.getByText(/In version 1 of the data, without any model:/).waitFor();
    await checkAtDeskAndOnPhone(expert, 'the form of an expectation');
    await page.getByRole('button', { name: 'Expect this of every model' }).click();
    await page.getByRole('heading', { name: '1 thing is expected of every model' }).waitFor();
  });

  it('is tried on every model, and whoever builds sees how it fares', async () => {
    const { page } = scientist;
    await page.goto(`${address}/first-models/${looked.training}`);
    await page.getByRole('heading', { name: 'How it fares by what is expected' }).waitFor();
    await page.getByText('Holds', { exact: true }).waitFor({ timeout: WORK_MS });
    await expert.page.getByRole('list', { name: 'How the models fare' }).getByText(/holds/).first().waitFor();
    await checkAtDeskAndOnPhone(expert, 'how the models fare');
  });

  it('is seen beside how a model treats groups, protected columns first', async () => {
    const { page } = scientist;
    await page.getByLabel('How sure before we act', { exact: true }).fill('40');
    const groups = page.getByRole('table', { name: 'Groups by contract' });
    await groups.waitFor({ timeout: WORK_MS });
    await page.getByText(/^Whoever is at least 40 of 100 likely to have "yes" is acted upon\./).waitFor();
    expect(await groups.getByRole('row').allTextContents()).toEqual([
      expect.stringMatching(/^contract/),
      expect.stringMatching(/^(monthly|yearly)/),
      expect.stringMatching(/^(monthly|yearly)/),
    ]);
    await checkAtDeskAndOnPhone(scientist, 'how a model treats groups');
  });
});

describe('somebody who has no seat at the table', () => {
  it('asks about values that they type, and sees neither rows nor a form to sign', async () => {
    const outside = await journey.open(reader);
    await outside.page.goto(why());
    await heading(outside.page).waitFor();
    await outside.page.getByText('Whoever has a seat at the table may look at single rows', { exact: false }).waitFor();
    expect(await outside.page.getByRole('button', { name: /^Row |^Find$|^Sign/ }).count()).toBe(0);
    await outside.page.goto(`${address}/first-models/${looked.training}`);
    await waitUntilShown(outside.page);
    await outside.page.waitForLoadState('networkidle');
    await lookAtPage(outside, 'a first model for a reader');
  });
});
