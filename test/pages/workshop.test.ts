import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type * as Y from 'yjs';
import {
  layNote,
  noteText,
  readBoardDocument,
  rewriteText,
  setVote,
  writeSession,
} from '../../src/lifecycle/workshop/board-document.ts';
import { boardName, framingDocumentName, hiddenNotesName } from '../../src/lifecycle/workshop/workshop-documents.ts';
import { openSharedDocument, type SharedDocument } from '../../src/web/documents/shared-document.ts';
import { anInitiative, openTestInstallation, seat, type TestInstallation, type TestPerson } from '../installation.ts';
import { listen, openPage, type TestPage, until } from './page.ts';

let installation: TestInstallation;
let port: number;
let expert: TestPerson;
let scientist: TestPerson;
let outsider: TestPerson;
let slug: string;
let id: string;
const pages: TestPage[] = [];

beforeAll(async () => {
  installation = await openTestInstallation();
  port = await listen(installation);
  [expert, scientist, outsider] = [
    await installation.join('Eva'),
    await installation.join('Dan'),
    await installation.join('Out'),
  ];
  ({ slug, id } = await newLine());
});
afterAll(async () => {
  for (const { live } of pages) live.close();
  await installation.close();
});

/** An initiative with an expert and a data scientist at its table. */
async function newLine(visibility: 'open' | 'private' = 'open') {
  const line = await anInitiative(installation, expert, { visibility });
  await seat(installation, line.slug, expert, scientist, 'data-scientist');
  return line;
}

function pageOf(person: TestPerson): TestPage {
  const page = openPage(port, person);
  pages.push(page);
  return page;
}

/** Node has no storage of a browser, so nothing is kept under anybody's account. */
const WRITER = 'nobody';

async function opened(page: TestPage, name: string): Promise<SharedDocument> {
  const shared = openSharedDocument(page.live, name, WRITER);
  await until(() => shared.state() !== 'opening');
  return shared;
}

function write(
  shared: SharedDocument,
  person: TestPerson,
  noteId: string,
  text: string,
  groupId: string | null = null,
) {
  const note = { id: noteId, text, meaning: 'wish', groupId, authorId: person.id, authorName: person.name } as const;
  shared.document.transact(() => layNote(shared.document, { ...note, writtenMs: Date.now() }));
}

const textsOf = ({ document }: SharedDocument) =>
  readBoardDocument(document)
    .notes.map(({ text }) => text)
    .sort();

describe('the board', () => {
  it('shows everybody what one of them writes, and keeps it', async () => {
    const [evas, dans] = [
      await opened(pageOf(expert), boardName(slug)),
      await opened(pageOf(scientist), boardName(slug)),
    ];
    write(evas, expert, 'n1', 'Why do people leave?');
    await until(() => textsOf(dans).includes('Why do people leave?'));
    await until(() => evas.state() === 'saved');
    const { notes } = await installation.does(expert, `GET /api/initiatives/${slug}/board`);
    expect(notes).toEqual([
      {
        id: 'n1',
        text: 'Why do people leave?',
        meaning: 'wish',
        groupId: null,
        groupTitle: null,
        votes: 0,
        authorId: expert.id,
        authorName: 'Eva',
      },
    ]);
  });

  it('merges what two people do at the same moment, in the same words too', async () => {
    const [evas, dans] = [
      await opened(pageOf(expert), boardName(slug)),
      await opened(pageOf(scientist), boardName(slug)),
    ];
    write(evas, expert, 'both', 'middle');
    await until(() => textsOf(dans).includes('middle'));
    const [hers, his] = [noteText(evas.document, 'both'), noteText(dans.document, 'both')];
    if (!hers || !his) throw new Error('Both see the note.');
    rewriteText(hers, 'start middle');
    rewriteText(his, 'middle end');
    setVote(evas.document, 'both', expert.id, true);
    setVote(dans.document, 'both', scientist.id, true);
    const isSame = (shared: SharedDocument) =>
      readBoardDocument(shared.document).notes.some(
        ({ text, voters }) => text === 'start middle end' && voters.length === 2,
      );
    await until(() => isSame(evas) && isSame(dans));
  });

  it('makes whoever writes there present at Frame, with one event for ten minutes', async () => {
    const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log`);
    const worked = entries.filter(({ kind }: { kind: string }) => kind === 'workshop.worked');
    expect(worked.map(({ actorName, step }: { actorName: string; step: string }) => [actorName, step])).toEqual([
      ['Dan', 'frame'],
      ['Eva', 'frame'],
    ]);
    expect(worked[1].sentence).toBe('worked on the board: 1 new note');
    installation.moveClock(1);
    const evas = await opened(pageOf(expert), boardName(slug));
    write(evas, expert, 'n2', 'A day later');
    await until(() => evas.state() === 'saved');
    const { entries: later } = await installation.does(expert, `GET /api/initiatives/${slug}/log`);
    // Everything since the first telling is in the second one.
    expect(later[0].sentence).toBe('worked on the board: 2 new notes, 1 change of a note, 1 vote');
    expect(
      (await installation.database.query<object>('select 1 from events where subject_id = $1', [id])).length,
    ).toBeGreaterThan(0);
  });

  it('merges what was written without a connection when it comes back', async () => {
    const page = pageOf(expert);
    const evas = await opened(page, boardName(slug));
    const dans = await opened(pageOf(scientist), boardName(slug));
    page.cut();
    await until(() => evas.state() === 'lost');
    write(evas, expert, 'offline', 'Written on the train');
    write(dans, scientist, 'online', 'Written in the office');
    expect(evas.hasUnsaved()).toBe(true);
    page.plug();
    await until(
      () => textsOf(dans).includes('Written on the train') && textsOf(evas).includes('Written in the office'),
    );
    await until(() => evas.state() === 'saved');
  });

  it('lets two tabs of one person write without overwriting each other, over one socket each', async () => {
    const [first, second] = [pageOf(expert), pageOf(expert)];
    const tabs = [await opened(first, boardName(slug)), await opened(second, boardName(slug))] as const;
    write(tabs[0], expert, 'tab-1', 'From the first tab');
    write(tabs[1], expert, 'tab-2', 'From the second tab');
    await until(() =>
      tabs.every((tab) => ['From the first tab', 'From the second tab'].every((text) => textsOf(tab).includes(text))),
    );
    await opened(first, framingDocumentName(slug));
    expect(first.sockets).toHaveLength(1);
  });

  it('counts one vote for a note and a person, and takes back what goes over the budget', async () => {
    await installation.does(expert, `PUT /api/initiatives/${slug}/board/votes`, { votesEach: 2 });
    const { slug: other } = await newLine();
    await installation.does(expert, `PUT /api/initiatives/${other}/board/votes`, { votesEach: 2 });
    const evas = await opened(pageOf(expert), boardName(other));
    for (const note of ['a', 'b', 'c']) write(evas, expert, note, note);
    for (const note of ['a', 'a', 'b', 'c']) setVote(evas.document, note, expert.id, true);
    await until(() => evas.state() === 'saved');
    const votes = async () => {
      const { notes } = await installation.does(expert, `GET /api/initiatives/${other}/board`);
      return notes.map((note: { votes: number }) => note.votes);
    };
    expect(await votes()).toEqual([1, 1, 0]);
    await until(() => readBoardDocument(evas.document).notes.filter(({ voters }) => voters.length > 0).length === 2);
  });
});

describe('forged changes', () => {
  // The sync server reports each of them on the console.
  beforeAll(() => void vi.spyOn(console, 'error').mockImplementation(() => undefined));
  afterAll(() => void vi.restoreAllMocks());

  const forge = async (change: (document: Y.Doc) => void, name?: string) => {
    const line = await newLine();
    const dans = await opened(pageOf(scientist), boardName(line.slug));
    write(dans, scientist, 'honest', 'An honest note');
    await until(() => dans.state() === 'saved');
    const evas = await opened(pageOf(expert), name ?? boardName(line.slug));
    evas.document.transact(() => change(evas.document));
    await until(
      () => evas.state() === 'change-refused' || evas.state() === 'unreadable' || evas.state() === 'document-full',
    );
    expect(textsOf(dans)).toEqual(['An honest note']);
    return evas.state();
  };

  it.each<[string, (document: Y.Doc) => void]>([
    ['a vote in another name', (document) => setVote(document, 'honest', scientist.id, true)],
    [
      'a note in another name',
      (document) =>
        layNote(document, {
          id: 'forged',
          text: 'I agree',
          meaning: 'wish',
          groupId: null,
          authorId: scientist.id,
          authorName: 'Dan',
          writtenMs: 1,
        }),
    ],
    ['a note that disappears', (document) => document.getMap('notes').delete('honest')],
    ['a timer that only the server sets', (document) => writeSession(document, { timerEndsMs: 1 })],
    ['a part that a board does not have', (document) => void document.getMap('elsewhere').set('a', 1)],
    ['a note that is no note', (document) => void document.getMap('notes').set('n', 'text')],
  ])('%s is refused, and nobody else sees it', async (_, change) => {
    expect(await forge(change)).toBe('change-refused');
  });

  it('bytes that are no message close the socket and hurt nobody', async () => {
    const page = pageOf(expert);
    await opened(page, boardName(slug));
    page.sockets[0]?.send(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    await until(() => page.sockets[0]?.readyState === 3);
    expect((await installation.call(null, 'GET /health')).status).toBe(200);
  });
});

describe('who may open a document', () => {
  it('a person outside a private initiative is told nothing, as if there were none', async () => {
    const { slug: secret } = await newLine('private');
    const states = await Promise.all(
      [boardName(secret), framingDocumentName(secret), boardName('there-is-none'), 'something/else'].map(async (name) =>
        (await opened(pageOf(outsider), name)).state(),
      ),
    );
    expect(states).toEqual(['not-allowed', 'not-allowed', 'not-allowed', 'not-allowed']);
  });

  it('a reader of an open initiative sees the board and changes nothing', async () => {
    const reader = await opened(pageOf(outsider), boardName(slug));
    expect(textsOf(reader)).toContain('Why do people leave?');
    write(reader, outsider, 'smuggled', 'Smuggled in');
    const dans = await opened(pageOf(scientist), boardName(slug));
    write(dans, scientist, 'marker', 'A later note');
    await until(() => textsOf(reader).includes('A later note'));
    expect(textsOf(dans)).not.toContain('Smuggled in');
  });

  it('who loses the seat hears nothing more of a private board within seconds', async () => {
    const line = await newLine('private');
    const evas = await opened(pageOf(expert), boardName(line.slug));
    const dans = await opened(pageOf(scientist), boardName(line.slug));
    const { steps } = await installation.does(expert, `GET /api/initiatives/${line.slug}/table`);
    for (const { sitters } of steps.flatMap((step: { seats: unknown[] }) => step.seats)) {
      for (const sitter of sitters.filter((one: { accountId: string }) => one.accountId === scientist.id))
        await installation.does(expert, `DELETE /api/initiatives/${line.slug}/seats/${sitter.seatId}`);
    }
    await until(() => dans.state() === 'not-allowed');
    write(evas, expert, 'after', 'After he left');
    await until(() => evas.state() === 'saved');
    expect(textsOf(dans)).toEqual([]);
  });

  it('who signs out hears nothing more', async () => {
    const leaving = await installation.join('Leaving');
    await seat(installation, slug, expert, leaving, 'data-engineer');
    const theirs = await opened(pageOf(leaving), boardName(slug));
    await installation.does(leaving, 'DELETE /api/session');
    await until(() => theirs.state() === 'not-allowed');
  });
});

describe('notes that are hidden until all have written', () => {
  it('travel to nobody else, and lie on the board with their authors when they are shown', async () => {
    const { slug: quiet } = await newLine();
    await installation.does(expert, `POST /api/initiatives/${quiet}/board/silence`);
    expect((await installation.call(scientist, `POST /api/initiatives/${quiet}/board/silence`)).body.code).toBe(
      'NOTES_HIDDEN_ALREADY',
    );
    const evas = await opened(pageOf(expert), hiddenNotesName(quiet, expert.id));
    const dans = await opened(pageOf(scientist), hiddenNotesName(quiet, scientist.id));
    write(evas, expert, 'e1', 'Eva thinks');
    write(dans, scientist, 'd1', 'Dan thinks');
    await until(() => evas.state() === 'saved' && dans.state() === 'saved');
    expect((await opened(pageOf(scientist), hiddenNotesName(quiet, expert.id))).state()).toBe('not-allowed');
    const board = await opened(pageOf(scientist), boardName(quiet));
    expect(textsOf(board)).toEqual([]);
    expect((await installation.does(scientist, `GET /api/initiatives/${quiet}/board`)).notes).toEqual([]);
    const shown = await installation.does(expert, `DELETE /api/initiatives/${quiet}/board/silence`);
    expect(shown).toMatchObject({ shownCount: 2, hiddenSince: null });
    await until(() => textsOf(board).length === 2);
    expect(
      readBoardDocument(board.document)
        .notes.map(({ authorName }) => authorName)
        .sort(),
    ).toEqual(['Dan', 'Eva']);
    expect((await installation.call(expert, `DELETE /api/initiatives/${quiet}/board/silence`)).body.code).toBe(
      'NOTES_NOT_HIDDEN',
    );
  });
});

describe('the timer', () => {
  it('ends for everybody by the clock of the server', async () => {
    const board = await opened(pageOf(scientist), boardName(slug));
    const { timerEndsAt, now } = await installation.does(expert, `PUT /api/initiatives/${slug}/board/timer`, {
      minutes: 5,
    });
    expect(Date.parse(timerEndsAt) - Date.parse(now)).toBeGreaterThan(299_000);
    await until(() => readBoardDocument(board.document).session.timerEndsMs === Date.parse(timerEndsAt));
    await installation.does(expert, `PUT /api/initiatives/${slug}/board/timer`, { minutes: 0 });
    await until(() => readBoardDocument(board.document).session.timerEndsMs === null);
  });
});
