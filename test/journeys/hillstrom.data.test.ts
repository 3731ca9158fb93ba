import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normalQuantile } from '../../src/statistics/index.ts';
import { hasRealData, realDataFile, SKIP_SENTENCE } from '../real-data.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, lockFraming, startLine, type Table } from './people-of-the-story.ts';

type Figures = readonly [estimate: number, lower: number, upper: number];

/** A metric in the words of the page: units and events or sum of those left alone and of those mailed, and their difference. */
interface Reference {
  readonly leftAlone: string;
  readonly mailed: string;
  readonly difference: Figures;
}

/** One e-mail against no e-mail, with the figures of the data set's README, which were measured with another program. */
interface Campaign {
  readonly name: string;
  /** The segment of the file that got the e-mail, and the one that got another. */
  readonly segment: string;
  readonly otherSegment: string;
  readonly metrics: Readonly<Record<'visit' | 'conversion' | 'spend', Reference>>;
}

const LEFT_ALONE = { visit: '21,306 2,262', conversion: '21,306 122', spend: '21,306 13,908.33' };

const CAMPAIGNS: readonly Campaign[] = [
  {
    name: 'Womens e-mail',
    segment: 'Womens E-Mail',
    otherSegment: 'Mens E-Mail',
    metrics: {
      visit: { leftAlone: LEFT_ALONE.visit, mailed: '21,387 3,238', difference: [0.045233, 0.038894, 0.051573] },
      conversion: {
        leftAlone: LEFT_ALONE.conversion,
        mailed: '21,387 189',
        difference: [0.003111, 0.001499, 0.004724],
      },
      spend: { leftAlone: LEFT_ALONE.spend, mailed: '21,387 23,038.11', difference: [0.424412, 0.16896, 0.679865] },
    },
  },
  {
    name: 'Mens e-mail',
    segment: 'Mens E-Mail',
    otherSegment: 'Womens E-Mail',
    metrics: {
      visit: { leftAlone: LEFT_ALONE.visit, mailed: '21,307 3,894', difference: [0.07659, 0.069953, 0.083226] },
      conversion: { leftAlone: LEFT_ALONE.conversion, mailed: '21,307 267', difference: [0.006805, 0.005, 0.00861] },
      spend: { leftAlone: LEFT_ALONE.spend, mailed: '21,307 30,311.69', difference: [0.769827, 0.485144, 1.05451] },
    },
  },
];

/**
 * The README's intervals use the rounded normal quantile 1.96, the page the exact one. The sixth digit of some bounds shows
 * it, so the bounds are compared after rescaling, to the last printed digit.
 */
const QUANTILE_RATIO = normalQuantile(0.975) / 1.96;
const LAST_DIGIT = 1e-6;

/** The day of the mailing is not in the file; the two weeks after any day of March 2008 are long over. */
const MAILED_ON = '2008-03-06';
const READ_OUT_ON = '2008-03-20';

const FRAMING = {
  translation: 'Send one e-mail to a third of the customers of the last twelve months, and none to another third.',
  kpi: {
    name: 'Visitors of the shop',
    unit: '% of customers, within two weeks',
    direction: 'up',
    baseline: { value: 10, from: '2008-02-01', to: '2008-02-29' },
    target: 15,
    due: '2008-04-30',
    population: 64_000,
    scale: 100,
  },
  predictionTask: {
    entity: { one: 'customer', many: 'customers' },
    moment: 'before the mailing',
    outcome: 'visits the shop within two weeks',
    waitDays: 14,
    heuristic: 'everybody who bought within twelve months',
  },
  decisionPolicy: { action: 'e-mail', actor: 'the shop', rule: { kind: 'everybody' } },
  successCriterion: {
    metric: { id: 'visit', name: 'visit', kind: 'binary', direction: 'up' },
    dmin: 0.02,
    dminReason: 'Two more visitors of a hundred pay for the mailing.',
    design: 'holdout',
    holdoutShare: 0.5,
    outcomeWindowDays: 14,
    actionWindowDays: 14,
    readOutOn: READ_OUT_ON,
    plannedUnits: 42_000,
    expectedRate: 0.1,
    reachTarget: 0.8,
  },
};

describe.skipIf(!hasRealData)(`the Hillstrom e-mail campaign, 64,000 customers${SKIP_SENTENCE}`, () => {
  let journey: Journey;
  let table: Table;
  let scientist: Window;

  beforeAll(async () => {
    journey = await startJourney('hillstrom');
    table = await inviteTable(journey);
    scientist = await journey.open(table.scientist);
    scientist.page.setDefaultTimeout(60_000);
  });
  afterAll(() => journey?.close());

  it.each(CAMPAIGNS)('$name, the page shows the differences that another program measured', async (campaign) => {
    const slug = await startLine(table, `Does the ${campaign.name} bring people into the shop?`, campaign.name);
    await lockFraming(table, slug, FRAMING);
    await bringCampaign(scientist, `${journey.url}/i/${slug}/data`, campaign);
    const { page } = scientist;
    await page.getByRole('link', { name: 'Answer', exact: true }).click();
    await page.getByRole('button', { name: 'Show the numbers' }).click();
    for (const [metric, { leftAlone, mailed, difference }] of Object.entries(campaign.metrics)) {
      const groups = page.getByRole('table', { name: `${metric}, by group` });
      expect(await cellsOf(groups, /^Left alone/, 2), metric).toBe(leftAlone);
      expect(await cellsOf(groups, /^Acted upon/, 2), metric).toBe(mailed);
      const compared = page.getByRole('table', { name: `${metric}, compared` });
      const shown = (await cellsOf(compared, /unpooled 95% interval/, 3)).split(' ').map(Number);
      const [estimate, ...bounds] = difference;
      expect(shown[0], metric).toBe(estimate);
      const exact = bounds.map((bound) => estimate + (bound - estimate) * QUANTILE_RATIO);
      const gaps = exact.map((bound, index) => Math.abs(bound - (shown[index + 1] ?? Number.NaN)));
      expect(Math.max(...gaps), `${metric}: ${shown.join(', ')} against ${difference.join(', ')}`).toBeLessThan(
        1.1 * LAST_DIGIT,
      );
    }
    await checkPage(scientist, campaign.name);
  });
});

/** Says what the segments mean, on which day the mailing was, and that the e-mail of the other campaign is left out. */
async function bringCampaign(
  { page }: Window,
  address: string,
  { name, segment, otherSegment }: Campaign,
): Promise<void> {
  await page.goto(address);
  const drop = page.getByLabel('A table: who was acted upon, what was done, what became of them').last();
  await drop.setInputFiles(realDataFile('hillstrom_email/hillstrom.csv'));
  const meaning = (value: string) => page.getByRole('combobox', { name: `What “${value}” means` });
  await meaning(segment).selectOption({ label: 'Acted upon' });
  await meaning(otherSegment).selectOption({ label: 'Leave these rows out' });
  await meaning('No E-Mail').selectOption({ label: 'Left alone' });
  await page
    .getByRole('combobox', { name: 'From which day it counts' })
    .selectOption({ label: 'The same day for all rows' });
  await page.getByLabel('That day').fill(MAILED_ON);
  await page.getByRole('button', { name: 'Show how it would be stored' }).click();
  const checkStarts = performance.now();
  await page.getByRole('button', { name: 'Check the whole file' }).click();
  const load = page.getByRole('button', { name: /^Load [\d,]+ rows$/ });
  await load.waitFor();
  const loadStarts = performance.now();
  expect(await load.isEnabled()).toBe(true);
  await load.click();
  await page.getByRole('table', { name: 'What was stored' }).waitFor();
  const seconds = (from: number, to: number): string => ((to - from) / 1_000).toFixed(1);
  console.info(
    `${name}: 64,000 rows checked in ${seconds(checkStarts, loadStarts)} s and loaded in ` +
      `${seconds(loadStarts, performance.now())} s.`,
  );
}

/** The first cells of a row behind its head, with a blank between them. */
async function cellsOf(table: Locator, row: RegExp, count: number): Promise<string> {
  const cells = await table.getByRole('row', { name: row }).getByRole('cell').allTextContents();
  return cells
    .slice(0, count)
    .map((cell) => cell.trim())
    .join(' ');
}
