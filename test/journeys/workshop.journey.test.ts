import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workshopApi } from '../../src/lifecycle/workshop/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { checkPage, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

const FIRST = 'Which customers could still be kept?';

let journey: Journey;
let table: Table;
let slug: string;
let expert: Window;
let scientist: Window;

beforeAll(async () => {
  journey = await startJourney('workshop');
  table = await inviteTable(journey);
  slug = await startLine(table, 'How can we get people to stay with us?', 'Staying');
  [expert, scientist] = await Promise.all([journey.open(table.expert), journey.open(table.scientist)]);
});
afterAll(() => journey.close());

describe('two people at one board', () => {
  it('find it empty with an action, and see at once what the other writes, votes and groups', async () => {
    await Promise.all([expert, scientist].map(({ page }) => page.goto(`${journey.url}/i/${slug}/frame`)));
    const [hers, his] = [expert.page, scientist.page];
    await hers.getByText('The board is empty.', { exact: false }).waitFor();
    await checkPage(expert, 'an empty board', ['light', 'dark']);
    await hers.getByRole('button', { name: 'Write the first note' }).click();
    await hers.keyboard.type(FIRST);
    await hers.keyboard.press('Enter');
    await his.getByText(FIRST).waitFor();
    await his.getByRole('radio', { name: 'Could be predicted' }).check();
    await his.getByRole('textbox', { name: /^What could we predict/ }).fill('Who leaves in the next 60 days');
    await his.keyboard.press('Enter');
    await his.getByRole('button', { name: new RegExp(`^Vote for “${FIRST.slice(0, 20)}`) }).click();
    await hers.getByRole('button', { name: /1 vote$/ }).waitFor();
    await hers.getByRole('textbox', { name: 'New group' }).fill('Leaving');
    await hers.getByRole('button', { name: 'Make a group' }).click();
    await his.getByRole('heading', { name: 'Leaving' }).waitFor();
    // What a drag does is in the menu too, and reached by the keyboard alone.
    await his.getByRole('button', { name: /^Change “Who leaves/ }).focus();
    await his.keyboard.press('Enter');
    await his.getByRole('menuitem', { name: 'Leaving' }).press('Enter');
    const group = hers.getByRole('region', { name: 'Leaving' });
    await group.getByText('Who leaves in the next 60 days').waitFor();
    // A quick typist loses no letter, and undo takes back one's own last move only.
    await hers.getByRole('button', { name: /^Change “Which/ }).click();
    await hers.getByRole('menuitem', { name: 'Change the words' }).click();
    await hers.keyboard.type(' And which of them at a price that is worth it?');
    await hers.keyboard.press('Enter');
    await his.getByText(`${FIRST} And which of them at a price that is worth it?`).waitFor();
    await his.getByRole('button', { name: 'Undo what you did last' }).click();
    await hers.getByRole('region', { name: 'Not grouped yet' }).getByText('Who leaves in the next 60 days').waitFor();
    await his.getByRole('button', { name: 'Do it again' }).click();
    await group.getByText('Who leaves in the next 60 days').waitFor();
    await hers.getByText('Saved', { exact: true }).waitFor();
    await checkPage(expert, 'a board with notes', ['light', 'dark']);
    const { notes } = await createClient(workshopApi, table.expert.session).board({ params: { slug } });
    expect(notes.map(({ text, votes, groupTitle, authorName }) => [text, votes, groupTitle, authorName])).toEqual([
      [`${FIRST} And which of them at a price that is worth it?`, 1, null, 'Eva Lind'],
      ['Who leaves in the next 60 days', 0, 'Leaving', 'Dan Roth'],
    ]);
  });

  it('lay notes in an order of their own, by keyboard and by dragging, which the other sees', async () => {
    const [hers, his] = [expert.page, scientist.page];
    const loose = (page: typeof hers) => page.getByRole('region', { name: 'Not grouped yet' });
    const texts = (page: typeof hers) => loose(page).locator('.tl-note-text').allTextContents();
    for (const words of ['Second note', 'Third note']) {
      await hers.getByRole('textbox', { name: /^What do/ }).fill(words);
      await hers.keyboard.press('Enter');
      await his.getByText(words).waitFor();
    }
    const before = await texts(hers);
    expect(before.slice(-2)).toEqual(['Second note', 'Third note']);
    const menu = his.getByRole('button', { name: 'Change “Third note”' });
    await menu.focus();
    await his.keyboard.press('Enter');
    await his.getByRole('menuitem', { name: 'Move it up' }).press('Enter');
    const moved = [...before.slice(0, -2), 'Third note', 'Second note'];
    await expect.poll(() => texts(hers)).toEqual(moved);
    // The focus stays with the note, so that it can be moved on.
    await expect.poll(() => menu.evaluate((button) => button === document.activeElement)).toBe(true);
    const [second, first] = [loose(hers).getByText('Second note'), loose(hers).locator('.tl-note').first()];
    await second.dragTo(first, { targetPosition: { x: 20, y: 4 } });
    await expect.poll(() => texts(his)).toEqual(['Second note', ...moved.slice(0, -1)]);
    for (const words of ['Second note', 'Third note']) {
      await hers.getByRole('button', { name: `Change “${words}”` }).click();
      await hers.getByRole('menuitem', { name: 'Take it off the board' }).click();
      await his.getByText(words).waitFor({ state: 'detached' });
    }
  });

  it('write on when notes become hidden, and when they are shown: what stands in the field stays', async () => {
    const [hers, his] = [expert.page, scientist.page];
    const field = hers.getByRole('textbox', { name: /^What do we want to know/ });
    await field.click();
    await hers.keyboard.type('Who would');
    await his.getByRole('button', { name: 'Write first, read later' }).click();
    await hers.getByText(/^Your hidden notes/).waitFor();
    await hers.keyboard.type(' come back');
    await his.getByRole('button', { name: 'Show all notes' }).click();
    await his.getByRole('button', { name: 'Show all notes' }).click();
    await hers.getByText(/^Your hidden notes/).waitFor({ state: 'detached' });
    await hers.keyboard.type('?');
    expect(await field.inputValue()).toBe('Who would come back?');
    await field.fill('');
  });

  it('go on without a connection, and lose nothing', async () => {
    const { page } = scientist;
    journey.product.process.kill('SIGSTOP');
    await page.getByRole('textbox', { name: /^What could we predict/ }).fill('Written without a connection');
    await page.keyboard.press('Enter');
    await page.getByText('Saving', { exact: true }).waitFor();
    journey.product.process.kill('SIGCONT');
    await expert.page.getByText('Written without a connection').waitFor();
    await page.getByText('Saved', { exact: true }).waitFor();
  });

  it('read it on a phone as one list', async () => {
    await expert.page.setViewportSize({ width: 390, height: 844 });
    await checkPage(expert, 'a board on a phone', ['light']);
    await expert.page.setViewportSize({ width: 1_360, height: 900 });
  });
});

describe('two people in one document', () => {
  it('write at once with their names at their carets, and pasted pages lose what is no text', async () => {
    const [hers, his] = [expert.page, scientist.page];
    for (const page of [hers, his]) await page.getByRole('link', { name: /^Document/ }).click();
    await hers.getByRole('button', { name: 'Start with the usual headings' }).click();
    await his.getByRole('heading', { name: 'Who decides' }).waitFor();
    await hers.getByRole('textbox', { name: 'Framing document' }).press('Control+End');
    await hers.keyboard.type(' We assume that calls help.');
    await his.getByText('We assume that calls help.').waitFor();
    await his.locator('.tl-caret-name', { hasText: 'Eva Lind' }).waitFor();
    await his.getByRole('textbox', { name: 'Framing document' }).press('Control+Home');
    await his.evaluate(() => {
      const data = new DataTransfer();
      data.setData(
        'text/html',
        '<p>Pasted <a href="javascript:alert(1)">here</a><script>alert(1)</script><img src=x></p>',
      );
      document.querySelector('.tl-document-text')?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
    });
    await hers.getByText('Pasted here').waitFor();
    await his.getByText('Saved', { exact: true }).waitFor();
    expect(await hers.locator('.tl-document-text').locator('a, img, script').count()).toBe(0);
    await checkPage(scientist, 'a document with a caret', ['light', 'dark']);
  });
});
