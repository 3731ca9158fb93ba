import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { addDays, dayOf } from '../../seed/calendar.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, lockFraming, startLine, type Table } from './people-of-the-story.ts';

const TODAY = dayOf(Date.now());
/** The day on which the groups were drawn; 30 days later everybody's time is over. */
const DRAWN_ON = addDays(TODAY, -40);
const CUSTOMERS = 300;

/** What was agreed: a holdout of a third, an answer after 30 days, and that 300 customers are few. */
const FRAMING = {
  translation: 'Write to customers whose contract ends, and compare with some to whom we do not write.',
  kpi: {
    name: 'Renewals',
    unit: '% of contracts',
    direction: 'up',
    baseline: { value: 60, from: addDays(TODAY, -120), to: addDays(TODAY, -60) },
    target: 70,
    due: addDays(TODAY, 60),
    population: 10_000,
    scale: 100,
  },
  predictionTask: {
    entity: { one: 'customer', many: 'customers' },
    moment: 'a month before the contract ends',
    outcome: 'renews within 30 days',
    waitDays: 30,
    heuristic: 'everybody whose contract ends',
  },
  decisionPolicy: { action: 'letter', actor: 'the service team', rule: { kind: 'everybody' } },
  successCriterion: {
    metric: { id: 'renewed', name: 'renewal', kind: 'binary', direction: 'up' },
    dmin: 0.1,
    dminReason: 'Below it the letters cost more than they bring.',
    design: 'holdout',
    holdoutShare: 0.33,
    outcomeWindowDays: 30,
    readOutOn: TODAY,
    plannedUnits: 300,
    expectedRate: 0.5,
    openAnswerReason: 'A first try with the customers of one month.',
    minUnitsPerArm: 50,
  },
};

/** The report of the bad rows: line of the file (the head is the first), column, reason, and the row as it stands there. */
const BAD_ROWS = [
  `12,spend,"""a lot"" is not a number","c-2000,letter,${DRAWN_ON},yes,a lot"`,
  '152,assigned_on,"""soon"" is not a date that can be read","c-2001,letter,soon,yes,20.00"',
  `292,customer_id,the cell is blank,",letter,${DRAWN_ON},yes,20.00"`,
];

let journey: Journey;
let table: Table;
let address: string;
let scientist: Window;
let file: string;

beforeAll(async () => {
  journey = await startJourney('bring-a-file');
  table = await inviteTable(journey);
  const slug = await startLine(table, 'Do letters make more customers renew?', 'Renewal letters');
  await lockFraming(table, slug, FRAMING);
  address = `${journey.url}/i/${slug}`;
  scientist = await journey.open(table.scientist);
  file = join(inject('testFolder'), 'renewals.csv');
  await writeFile(file, wideTable());
});
afterAll(() => journey.close());

/**
 * A wide file: two of three customers get a letter; of these seven of ten renew, of the others five of ten. One customer got
 * something else, and three rows cannot be read: no number, no day, nobody.
 */
function wideTable(): string {
  const rows = Array.from({ length: CUSTOMERS }, (_, index) => {
    const group = index % 3 === 0 ? 'control' : 'letter';
    const renewed = index % 10 < (group === 'letter' ? 7 : 5) ? 'yes' : 'no';
    return `c-${1_000 + index},${group},${DRAWN_ON},${renewed},${(20 + (index % 7)).toFixed(2)}`;
  });
  rows.splice(10, 0, `c-2000,letter,${DRAWN_ON},yes,a lot`);
  rows.splice(150, 0, 'c-2001,letter,soon,yes,20.00');
  rows.splice(200, 0, `c-2002,telegram,${DRAWN_ON},yes,20.00`);
  rows.splice(290, 0, `,letter,${DRAWN_ON},yes,20.00`);
  return ['customer_id,group,assigned_on,renewed,spend', ...rows, ''].join('\n');
}

describe('somebody who brings a file', () => {
  it('sees what its columns are taken for, and how its rows would be stored', async () => {
    const { page } = scientist;
    await page.goto(`${address}/data`);
    await page.getByText(/^The ledger is empty/).waitFor();
    await checkPage(scientist, 'an empty ledger');
    await bring(scientist);
    const columns = page.getByRole('table', { name: 'What the columns of the file are' });
    await columns.waitFor();
    const guesses = await columns
      .getByRole('combobox')
      .evaluateAll((lists) =>
        lists.map((list) => (list instanceof HTMLSelectElement ? list.selectedOptions[0]?.textContent : undefined)),
      );
    expect(guesses).toEqual([
      'Who it is (the id)',
      'Group: acted upon or left alone',
      'Day from which it counts',
      'What became of it (outcome)',
      'What became of it (outcome)',
    ]);
    await checkPage(scientist, 'the meaning of the columns');
    // Looking at the other way to read the rows takes nothing away that was said in this one.
    const group = columns.getByRole('combobox').nth(1);
    await group.selectOption('Layer in which the groups were drawn');
    await page.getByRole('radio', { name: /^One thing that happened/ }).check();
    expect(await page.getByRole('combobox', { name: 'Who it is (the id)' }).inputValue()).toBe('column:customer_id');
    await page.getByRole('radio', { name: /^One customer, machine or order/ }).check();
    expect(await group.inputValue()).toBe('stratum');
    await page.reload(); // It was tried alone: what the columns are taken for is wanted as it was.
    await columns.waitFor();
    await page.getByText('"letter" and "telegram" both got something.', { exact: false }).waitFor();
    await leaveTelegramsOut(scientist);
    const preview = page.getByRole('region', { name: 'As it would be stored' });
    await preview.getByText(`"c-1000" was put into the holdout and left alone on ${DRAWN_ON}.`).waitFor();
    await preview.getByText('Cannot be read, “spend”: "a lot" is not a number').waitFor();
    await checkPage(scientist, 'a preview of what would be stored');
  });

  it('has the whole file checked, and gets the bad rows with line and reason', async () => {
    const { page } = scientist;
    await page.getByRole('button', { name: 'Check the whole file' }).click();
    const report = page.getByRole('region', { name: 'What the file holds' });
    await report.waitFor();
    expect(await report.textContent()).toMatch(/Rows304Can be loaded300Cannot be read3Left out, as you said1/);
    await page.getByText('Say above that the rest may be loaded.').waitFor();
    await checkPage(scientist, 'a checked file');
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download these rows with the reasons (CSV)' }).click();
    const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split(/\r?\n/);
    expect(lines).toEqual(['line,column,reason,row', ...BAD_ROWS]);
  });

  it('loads the rest, and the ledger and the answer count it', async () => {
    const { page } = scientist;
    await page.getByRole('checkbox', { name: 'Leave out the 3 rows that cannot be read' }).check();
    await page.getByRole('button', { name: 'Load 300 rows' }).click();
    const stored = page.getByRole('table', { name: 'What was stored' });
    await stored.waitFor();
    expect(await stored.getByRole('row').allTextContents()).toEqual([
      expect.stringContaining('Stored'),
      'Assignments300000',
      'Actions200000',
      // A no needs no record: 190 renewals, and the spending of all.
      'Outcomes490000',
      'Statements of completeness2000',
    ]);
    await checkPage(scientist, 'a loaded file');
    await page.getByRole('link', { name: 'All data of this initiative' }).click();
    await page.getByText('The ledger knows 300 customers by their ids.').waitFor();
    await checkPage(scientist, 'a ledger with records');
    await page.getByRole('link', { name: 'Answer', exact: true }).click();
    await page.getByRole('button', { name: 'Show the numbers' }).click();
    const groups = page.getByRole('table', { name: 'renewal, by group' });
    expect((await groups.getByRole('row').allTextContents()).slice(1)).toEqual([
      'Acted upon2001400.700000',
      'Left alone (holdout)100500.500000',
    ]);
    await checkPage(scientist, 'the answer from a file');
  });

  it('loads the same file again, and everything is there already', async () => {
    const { page } = scientist;
    // A slow part of the page must not drop a file that somebody chose before it came.
    const held: Route[] = [];
    await page.route(/\/phases$/, (route) => void held.push(route));
    await page.goto(`${address}/data`);
    await bring(scientist);
    expect(held).not.toEqual([]);
    await page.unroute(/\/phases$/); // lets go on what was held
    await leaveTelegramsOut(scientist);
    await page.getByRole('button', { name: 'Check the whole file' }).click();
    await page.getByText('A file with the very same content was loaded before.').waitFor();
    await page.getByRole('checkbox', { name: 'Leave out the 3 rows that cannot be read' }).check();
    await page.getByRole('button', { name: 'Load 300 rows' }).click();
    const stored = page.getByRole('table', { name: 'What was stored' });
    await stored.waitFor();
    expect((await stored.getByRole('row').allTextContents()).slice(1)).toEqual([
      'Assignments030000',
      'Actions020000',
      'Outcomes049000',
      'Statements of completeness0200',
    ]);
  });
});

async function bring({ page }: Window): Promise<void> {
  await page.getByLabel('A table: who was acted upon, what was done, what became of them').last().setInputFiles(file);
}

async function leaveTelegramsOut({ page }: Window): Promise<void> {
  await page.getByRole('combobox', { name: 'What “telegram” means' }).selectOption({ label: 'Leave these rows out' });
  await page.getByRole('button', { name: 'Show how it would be stored' }).click();
}
