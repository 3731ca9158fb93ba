import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkAtDeskAndOnPhone, type Window } from './browser.ts';
import { customersWhoLeave } from './customers-who-leave.ts';
import { invite, type Journey, type Person, setUp, startJourney } from './journey.ts';

/** How long a check or a training may take beside everything else on a busy machine, in ms. */
const WORK_MS = 90_000;

vi.setConfig({ testTimeout: 2 * WORK_MS });

let journey: Journey;
let manager: Person;
let window: Window;
let address: string;
let file: string;

beforeAll(async () => {
  journey = await startJourney('first-hour');
  manager = await invite(journey, await setUp(journey), 'Mia Falk');
  address = await startWith('explore', 'Calls before they leave');
  window = await journey.open(manager);
  file = join(inject('testFolder'), 'customers who leave.csv');
  await writeFile(file, customersWhoLeave(1_500));
});
afterAll(() => journey.close());

async function startWith(playbook: string, name: string): Promise<string> {
  const question = 'Whom should we call before they leave?';
  const { slug } = await createClient(initiativesApi, manager.session).start({ body: { question, name, playbook } });
  return `${journey.url}/i/${slug}`;
}

describe('the first hour of somebody with a table', () => {
  it('where the playbook holds data back, it is said before a file is chosen, with who signs and the way there', async () => {
    const { page } = window;
    const held = await startWith('standard', 'Calls, agreed first');
    await page.goto(`${held}/data`);
    const sentence =
      'Data wait until the framing is signed by the subject-matter expert (Mia Falk) and the data scientist.';
    await page.getByText(sentence).first().waitFor();
    expect(await page.getByRole('button', { name: 'Choose a file' }).count()).toBe(0);
    await checkAtDeskAndOnPhone(window, 'data that are held back');
    await page.goto(`${held}/build`);
    await page.getByText(sentence.replace('Data', 'Data and experiments')).waitFor();
    expect(await page.getByRole('button', { name: 'Make a first model' }).count()).toBe(0);
    // What people log with the client waits too, and one notice says both.
    await page.getByRole('link', { name: 'Go to the framing' }).click();
    await page.waitForURL(/\/frame$/);
  });

  it('a file becomes a table that says what is in it, and asks what is to be predicted', async () => {
    const { page } = window;
    await page.goto(`${address}/data`);
    await page
      .getByLabel('A table with one row for each case, and what became of it where that is known')
      .last()
      .setInputFiles(file);
    await page.getByText('Rows that repeat another').waitFor();
    await page.getByLabel('To be predicted', { exact: true }).selectOption('left');
    await page.getByRole('heading', { name: 'To be predicted: left' }).waitFor();
    await checkAtDeskAndOnPhone(window, 'a data set');
  });

  it('a check from the page of the table says that there is something to predict, and names the trap', async () => {
    const { page } = window;
    await page.getByRole('link', { name: 'Ask customers who leave' }).click();
    await page.getByRole('button', { name: 'Look whether there is anything' }).waitFor();
    await checkAtDeskAndOnPhone(window, 'the form of a check');
    await page.getByRole('button', { name: 'Look whether there is anything' }).click();
    await page.getByRole('heading', { name: 'Yes, there is something to predict' }).waitFor({ timeout: WORK_MS });
    await page.getByText('reason looks as if it were only known afterwards').waitFor();
    await checkAtDeskAndOnPhone(window, 'a check');
  });

  it('a first model leaves the trap out, with the reason, and one click would keep it', async () => {
    const { page } = window;
    await page.getByRole('link', { name: /^Make a first model/ }).click();
    const trap = page.getByRole('checkbox', { name: 'Leave out reason' });
    await trap.waitFor();
    expect(await trap.isChecked()).toBe(true);
    await page.getByText(/It looks as if it were only known afterwards/).waitFor();
    await trap.uncheck();
    await page.getByRole('button', { name: 'Leave columns out' }).waitFor();
    await trap.check();
    await checkAtDeskAndOnPhone(window, 'the form of a first model');
    await page.getByRole('button', { name: 'Make a first model' }).click();
    await page.waitForURL(/\/first-models\//);
  });

  it('the answer says who, why, and what acting on it would be worth', async () => {
    const { page } = window;
    await page.getByRole('heading', { name: 'Yes, "left" can be foreseen' }).waitFor({ timeout: WORK_MS });
    await page
      .getByText(/^The model puts these 150 of 1,500 cases first\. Of 100 like them, between \d+ and \d+ have "yes"/)
      .waitFor();
    const traits = page.getByRole('table', { name: 'What sets them apart' });
    expect(await traits.getByRole('row').allTextContents()).toContainEqual(
      expect.stringMatching(/^contract is monthly/),
    );
    await page.getByText(/^It goes by .*tenure/).waitFor();
    await page.getByLabel('What is it worth to turn one case round?').fill('600');
    await page.getByLabel('What does one action cost?').fill('25');
    await page.getByLabel('Of 100 with "yes", how many does acting turn round?').fill('20');
    await page.getByText(/^It pays most to act when at least \d+% sure: EUR/).waitFor();
    await page.getByRole('slider').press('ArrowLeft');
    await checkAtDeskAndOnPhone(window, 'a first model');
  });

  it('the table, its check and its model lead to each other', async () => {
    const { page } = window;
    await page.getByRole('link', { name: 'customers who leave, version 1' }).click();
    const models = page.getByRole('region', { name: 'First models from this table' });
    await models.getByRole('link', { name: /^First model 1/ }).waitFor();
    const checks = page.getByRole('table', { name: 'Checks whether there is anything to predict' });
    await checks.getByRole('link').first().click();
    await page.getByRole('heading', { name: 'Yes, there is something to predict' }).waitFor();
    await page.getByRole('link', { name: 'customers who leave, version 1' }).click();
    await page.getByRole('heading', { name: 'To be predicted: left' }).waitFor();
  });
});
