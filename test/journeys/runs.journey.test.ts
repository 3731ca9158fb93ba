import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkPage, type Window, waitUntilShown } from './browser.ts';
import { type Journey, type Person, setUp, startJourney } from './journey.ts';
import { logDivergingRun, logFiles, logRuns } from './logged-runs.ts';

const DESK = { width: 1_360, height: 800 };
const PHONE = { width: 390, height: 844 };

let journey: Journey;
let person: Person;
let experiment: string;
let diverging: string;
let compared: string;
let window: Window;

beforeAll(async () => {
  journey = await startJourney('runs');
  person = await setUp(journey);
  const { experiment: made, runs } = await logRuns(person.session);
  experiment = made;
  diverging = await logDivergingRun(person.session, experiment);
  compared = `${runs},${diverging}`;
  // A name that is taken is refused.
  window = await journey.open(person, { expectedStatuses: [409] });
});
afterAll(() => journey.close());

describe('somebody who spends the day with the runs of an experiment', () => {
  it('sees runs in the upper half of the window below a note of two lines, at a desk and nearly so on a phone', async () => {
    const { page } = window;
    const rowAt = async (size: typeof DESK): Promise<number> => {
      await page.setViewportSize(size);
      await page.goto(`${journey.url}/experiments/${experiment}`);
      await page.getByText('How deep?').waitFor();
      // The first row has the names of the columns.
      const row = page.getByRole('row').nth(1);
      await row.waitFor();
      return (await row.boundingBox())?.y ?? Number.POSITIVE_INFINITY;
    };
    expect(await rowAt(DESK)).toBeLessThan(DESK.height / 2);
    expect(await rowAt(PHONE)).toBeLessThan(PHONE.height * 0.65);
  });

  it('opens columns, help and views from one line with the keyboard, which goes back to where it was', async () => {
    const { page } = window;
    await page.setViewportSize(DESK);
    for (const name of ['How to write what you look for', 'Views', /^Columns \d+ shown$/] as const) {
      const button = page.getByRole('button', { name });
      await button.focus();
      await page.keyboard.press('Enter');
      const panel = page.getByRole('dialog', { name });
      await panel.waitFor();
      await checkPage(window, `runs with ${name}`, ['light', 'dark']);
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      expect(await button.evaluate((element) => element === document.activeElement)).toBe(true);
    }
  });

  it('is told what is wrong with a filter, and finds what was meant by one click', async () => {
    const { page } = window;
    await page.getByLabel('Find runs').fill('val_auc > 0.7');
    await page.getByRole('button', { name: 'Find', exact: true }).click();
    await page.getByText('It cannot be read: at character 1').waitFor();
    await checkPage(window, 'runs with a wrong filter', ['light', 'dark']);
    await page.getByRole('button', { name: 'metrics.val_auc > 0.7' }).click();
    await page.getByRole('row', { name: /shallow/ }).waitFor({ state: 'detached' });
    await page.getByText('1 run fits.').waitFor();
    await page.getByRole('button', { name: 'Show all', exact: true }).click();
    await page.getByRole('row', { name: /shallow/ }).waitFor();
  });

  it('saves a view with its grouping, is told when the page differs from it, and renames it', async () => {
    const { page } = window;
    const views = (name: string | RegExp) => page.getByRole('button', { name });
    const saveAs = async (name: string): Promise<void> => {
      await page.getByLabel('Name of the view').fill(name);
      await page.getByRole('button', { name: 'Save view' }).click();
      await views(`View: ${name}`).waitFor();
    };
    await page.getByLabel('Group by parent').check();
    await views('Views').click();
    await page.getByLabel('Name of the view').fill('x'.repeat(81));
    await page.getByRole('button', { name: 'Save view' }).click();
    await page.getByText('A name has at most 80 characters; this one has 81.').waitFor();
    await saveAs('Parents');
    await page.getByLabel('Group by parent').uncheck();
    await page.getByText('Differs from the view in grouping.').waitFor();
    await checkPage(window, 'runs that differ from their view', ['light', 'dark']);
    await page.getByRole('button', { name: 'Back to the view' }).click();
    await views(/^View: Parents$/).waitFor();
    await page.getByRole('button', { name: 'val_auc' }).click();
    await page.getByRole('button', { name: 'Save it again' }).click();
    await views(/^View: Parents$/).click();
    await page.getByRole('button', { name: 'Save this page as another view' }).click();
    await saveAs('Second');
    await views(/^View: Second$/).click();
    await page.getByRole('button', { name: 'Rename or remove this view' }).click();
    await page.getByLabel('New name').fill('PARENTS');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await page.getByText('has saved a view called "Parents" already.').waitFor();
    await page.getByLabel('New name').fill('Best first');
    await page.getByRole('button', { name: 'Rename', exact: true }).click();
    await views(/^View: Best first$/).waitFor();
    await page.reload();
    await views(/^View: Best first$/).waitFor();
    expect(await page.getByLabel('Group by parent').isChecked()).toBe(true);
  });

  it('reads what became of a run that diverged, and since when, wherever the run is shown', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}`);
    const row = page.getByRole('row', { name: /diverged/ });
    await row.getByText('not a number', { exact: true }).waitFor();
    await row.getByText('since step 12', { exact: true }).waitFor();
    await row.getByText('infinite', { exact: true }).waitFor();
    await checkPage(window, 'a run that diverged in the table', ['light', 'dark']);
    await page.goto(`${journey.url}/experiments/${experiment}/runs/${diverging}?metric=val_auc`);
    await page.getByText('val_auc has not been a number since step 12').first().waitFor();
    await checkPage(window, 'a run that diverged', ['light', 'dark']);
    await page.getByRole('combobox', { name: 'Metric' }).selectOption('loss');
    await page.getByText('loss grew beyond all numbers (infinite) at step 9').first().waitFor();
    await page.goto(`${journey.url}/experiments/${experiment}/compare?runs=${compared}`);
    await page.getByText('diverged has not been a number since step 12.').waitFor();
    await waitUntilShown(page);
    await checkPage(window, 'a run that diverged among others', ['light', 'dark']);
  });

  it('reads on the page of a run what its measure means, in counts of 100', async () => {
    const { page } = window;
    await page.goto(`${journey.url}/experiments/${experiment}/runs/${compared.split(',')[0]}`);
    await page.getByText(/^How well it puts the likely cases first \(val_auc\): 0\.\d+\.$/).waitFor();
    await page.getByText(/it puts the right one first \d+ times in 100/).waitFor();
  });

  it('looks into texts, JSON and a page with a script, and neither the keyboard nor the console has to complain', async () => {
    const { page } = window;
    await page.setViewportSize(DESK);
    for (const name of await logFiles(person.session, experiment, diverging)) {
      await page.goto(`${journey.url}/experiments/${experiment}/runs/${diverging}`);
      await page.getByRole('button', { name }).click();
      await page.getByRole('heading', { name }).waitFor();
      await (name.endsWith('html')
        ? page.frameLocator('iframe').getByText('The end').waitFor()
        : page.getByRole('region', { name: `The text of ${name}` }).waitFor());
      await checkPage(window, name, ['light', 'dark']);
    }
  });

  it('reads the names and last values of runs whole on a phone', async () => {
    const { page } = window;
    await page.setViewportSize(PHONE);
    await page.goto(`${journey.url}/experiments/${experiment}`);
    for (const name of ['shallow', 'diverged']) {
      const link = page.getByRole('link', { name, exact: true });
      await link.waitFor();
      expect(await link.evaluate((element) => element.scrollWidth - element.clientWidth)).toBeLessThanOrEqual(0);
    }
    await page.goto(`${journey.url}/experiments/${experiment}/compare?runs=${compared}&metric=val_auc`);
    const chart = page.getByRole('img', { name: /ended best, with val_auc/ });
    await chart.waitFor();
    expect(await chart.textContent()).toMatch(/shallow 0\.\d+.*deep 0\.\d+/);
  });

  it('sees traces right below the field that finds them', async () => {
    const { page } = window;
    for (const size of [DESK, PHONE]) {
      await page.setViewportSize(size);
      await page.goto(`${journey.url}/experiments/${experiment}/traces`);
      const found = page.getByRole('table');
      await found.waitFor();
      await waitUntilShown(page);
      const field = await page.getByLabel('Find traces').boundingBox();
      const gap = ((await found.boundingBox())?.y ?? Number.POSITIVE_INFINITY) - (field?.y ?? 0);
      expect(gap).toBeLessThan(120);
    }
  });
});
