import type { Page, WebSocketRoute } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initiativesApi } from '../../src/lifecycle/initiatives/index.ts';
import { peopleApi } from '../../src/lifecycle/people/index.ts';
import { workshopApi } from '../../src/lifecycle/workshop/index.ts';
import { createClient } from '../../src/platform/contract/index.ts';
import { lookAtPage, PATIENCE_MS, type Window } from './browser.ts';
import { type Journey, startJourney } from './journey.ts';
import { inviteTable, startLine, type Table } from './people-of-the-story.ts';

let journey: Journey;
let table: Table;
let slug: string;
let board: string;
let expert: Window;
let scientist: Window;

beforeAll(async () => {
  journey = await startJourney('offline');
  table = await inviteTable(journey);
  slug = await startLine(table, 'How can we get people to stay with us?', 'Staying');
  board = `${journey.url}/i/${slug}/frame`;
  [expert, scientist] = await Promise.all([journey.open(table.expert), journey.open(table.scientist, CUT)]);
  await expert.page.goto(board);
});
afterAll(() => journey.close());

/** The connection is cut on purpose. */
const CUT = { expected: [/ERR_INTERNET_DISCONNECTED/] };

const NOTE = /^What could we predict|^What do we want to know|^What is on your mind/;

/** Writes a note without a connection in a new page, and closes the page. */
async function writeAndClose({ context }: Window, words: string): Promise<void> {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  // The browser's own switch stops requests, but leaves an open socket as it is.
  let isCut = false;
  const sockets: WebSocketRoute[] = [];
  await page.routeWebSocket(/./, (socket) => {
    if (isCut) void socket.close();
    else sockets.push(socket, socket.connectToServer());
  });
  await page.goto(board);
  await page.getByText('Saved', { exact: true }).waitFor();
  await context.setOffline(true);
  isCut = true;
  await Promise.all(sockets.map((socket) => socket.close()));
  await page.getByText('The connection is gone. You can go on writing.').waitFor();
  await page.getByRole('textbox', { name: NOTE }).fill(words);
  await page.keyboard.press('Enter');
  await page.getByText(words).waitFor();
  expect(await keptIn(page)).toHaveLength(1);
  await page.close();
  await context.setOffline(false);
}

/** The names under which the browser keeps unsaved work on documents. */
function keptIn(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith('throughline:document:')));
}

describe('a note that was written without a connection on a page that was closed', () => {
  it('reaches the others as soon as its writer opens any page, beside what they wrote meanwhile', async () => {
    await writeAndClose(scientist, 'Written on a train');
    await expert.page.getByRole('textbox', { name: NOTE }).fill('Written at the office');
    await expert.page.keyboard.press('Enter');
    await scientist.page.goto(`${journey.url}/today`);
    await expert.page.getByText('Written on a train').waitFor();
    await scientist.page.waitForFunction(
      () => !Object.keys(localStorage).some((name) => name.startsWith('throughline:document:')),
    );
    await scientist.page.goto(board);
    for (const words of ['Written on a train', 'Written at the office'])
      await scientist.page.getByText(words).waitFor();
    await lookAtPage(scientist, 'a board after a lost connection');
  });

  it('is forgotten when another person signs in on the same browser', async () => {
    const shared = await journey.open(table.scientist);
    await writeAndClose(shared, 'Not for the next person');
    const { email, password } = table.administrator;
    await shared.context.request.post(`${journey.url}/api/session`, { data: { email, password } });
    await shared.page.goto(`${journey.url}/today`);
    await shared.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await keptIn(shared.page)).toEqual([]);
    await shared.context.close();
  });

  it('is forgotten when its writer signs out', async () => {
    const leaving = await journey.open(table.scientist);
    await writeAndClose(leaving, 'Left behind');
    // Without a socket it cannot be brought to the server meanwhile.
    await leaving.page.routeWebSocket(/./, (socket) => void socket.close());
    await leaving.page.goto(`${journey.url}/today`);
    await leaving.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await keptIn(leaving.page)).toHaveLength(1);
    await leaving.page.getByRole('button', { name: new RegExp(table.scientist.name) }).click();
    await leaving.page.getByRole('menuitem', { name: 'Sign out' }).click();
    await leaving.page.waitForURL(/sign-in/);
    expect(await keptIn(leaving.page)).toEqual([]);
    await leaving.context.close();
  });

  it('is forgotten when its writer lost the right to the board meanwhile', async () => {
    await writeAndClose(scientist, 'Of a private line');
    const { change } = createClient(initiativesApi, table.expert.session);
    await change({ params: { slug }, body: { visibility: 'private' } });
    const people = createClient(peopleApi, table.expert.session);
    const { steps } = await people.table({ params: { slug } });
    const seats = steps.flatMap((step) => step.seats.flatMap(({ sitters }) => sitters));
    for (const { seatId, accountId } of seats) {
      if (accountId === table.scientist.accountId) await people.leave({ params: { slug, seatId } });
    }
    await scientist.page.goto(`${journey.url}/today`);
    await scientist.page.waitForFunction(
      () => !Object.keys(localStorage).some((name) => name.startsWith('throughline:document:')),
    );
    const { notes } = await createClient(workshopApi, table.expert.session).board({ params: { slug } });
    const texts = notes.map(({ text }) => text);
    expect(texts).toContain('Written on a train');
    for (const forgotten of ['Of a private line', 'Not for the next person', 'Left behind']) {
      expect(texts).not.toContain(forgotten);
    }
  });
});
