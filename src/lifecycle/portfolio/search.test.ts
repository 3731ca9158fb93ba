import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';

let installation: TestInstallation;
let ana: TestPerson;
let ben: TestPerson;
let outsider: TestPerson;
let auditor: TestPerson;
let open: string;
let hidden: string;
/** Threads of the hidden initiative. */
let thread: TestAnswer['body'];

beforeAll(async () => {
  installation = await openTestInstallation();
  ana = await installation.join('Ana Ruiz');
  ben = await installation.join('Ben Ode');
  outsider = await installation.join('Odd Person');
  auditor = await installation.join('Audit Person', { isAuditor: true });
  open = (await anInitiative(installation, ana, { question: 'How can we sell more marmalade?' })).slug;
  hidden = (
    await anInitiative(installation, ana, { question: 'How can we close the zeppelin works?', visibility: 'private' })
  ).slug;
  await seat(installation, open, ana, ben, 'data-scientist');
  thread = await installation.does(ana, `POST /api/initiatives/${hidden}/steps/ask/remarks`, {
    text: 'The zeppelin needs gondolas.',
  });
  await installation.does(ana, `POST /api/initiatives/${hidden}/threads/${thread.id}/decisions`, {
    what: 'We keep the gondolas.',
    why: 'The zeppelin is loved.',
    who: 'The board',
  });
  await installation.does(ben, `POST /api/initiatives/${open}/steps/ask/remarks`, {
    text: 'People who buy toast also buy <b>marmalade</b>; see https://example.com/toast',
  });
});
afterAll(() => installation.close());

async function find(person: TestPerson, q: string): Promise<Readonly<Record<string, TestAnswer['body'][]>>> {
  const { groups } = await installation.does(person, `GET /api/search?q=${encodeURIComponent(q)}`);
  return Object.fromEntries(groups.map(({ kind, found }: TestAnswer['body']) => [kind, found]));
}

describe('search', () => {
  it('finds questions, words that were said, decisions and people by the beginnings of words', async () => {
    expect(await find(outsider, 'MARMA')).toMatchObject({
      initiative: [{ path: `/i/${open}/overview`, excerpt: 'How can we sell more marmalade?' }],
      comment: [{ title: 'Ben Ode about Ask', excerpt: expect.stringContaining('<b>marmalade</b>') }],
    });
    expect(await find(ana, 'zeppelin')).toMatchObject({
      initiative: [{ path: `/i/${hidden}/overview` }],
      decision: [{ title: 'We keep the gondolas.', excerpt: 'The zeppelin is loved.' }],
      comment: [{ path: `/i/${hidden}/talk?thread=${thread.id}` }],
    });
    expect(await find(outsider, 'ode')).toMatchObject({ person: [{ title: 'Ben Ode', path: '/people' }] });
    expect(await find(outsider, 'marmalade zeppelin')).toEqual({});
  });

  it('tells outsiders nothing of a private initiative, and auditors what they may read', async () => {
    for (const words of ['zeppelin', 'gondolas', 'zepp gond', 'board']) expect(await find(outsider, words)).toEqual({});
    expect(Object.keys(await find(auditor, 'zeppelin'))).toEqual(['initiative', 'decision', 'comment']);
  });

  it('whatever the database could read as an operator is only words', async () => {
    for (const words of ["'; drop table initiatives; --", 'a & !b | (c', ':*', '\\', '%_%', '<script>']) {
      const answer = await installation.call(outsider, `GET /api/search?q=${encodeURIComponent(words)}`);
      expect([words, answer.status]).toEqual([words, 200]);
    }
    expect((await installation.call(outsider, 'GET /api/search?q=')).status).toBe(400);
  });

  it('finds no words that their author removed', async () => {
    const said = await installation.does(ana, `POST /api/initiatives/${open}/steps/ask/remarks`, {
      text: 'A quincunx of ours.',
    });
    expect(Object.keys(await find(ben, 'quincunx'))).toEqual(['comment']);
    await installation.does(ana, `DELETE /api/initiatives/${open}/comments/${said.comments[0].id}`);
    expect(await find(ben, 'quincunx')).toEqual({});
    const today = await installation.call(ben, 'GET /api/today');
    expect(today.text).toContain('removed it later');
    expect(today.text).not.toContain('quincunx');
  });
});

describe('what waits on Today', () => {
  it('a flag waits for the builders until it is answered, and a mention until it is replied to', async () => {
    const flag = await installation.does(outsider, `POST /api/initiatives/${open}/flags`, {
      subject: {
        type: 'answer',
        id: 'money',
        part: '',
        label: 'Money',
        shown: null,
        step: 'learn',
        path: `/i/${open}/overview`,
      },
    });
    const asked = await installation.does(ana, `POST /api/initiatives/${open}/steps/ask/remarks`, {
      text: 'What do you say, @Ben Ode?',
      mentioned: [ben.id],
    });
    await installation.throughline.catchUp();
    const waiting = async () =>
      (await installation.does(ben, 'GET /api/today')).waiting.filter(({ kind }: TestAnswer['body']) =>
        ['answer-flag', 'asked'].includes(kind),
      );
    expect(await waiting()).toMatchObject([
      { kind: 'answer-flag', verb: 'Answer', path: `/i/${open}/talk?thread=${flag.id}` },
      { kind: 'asked', verb: 'Reply', minutes: 3, path: `/i/${open}/talk?thread=${asked.id}` },
    ]);
    await installation.does(ben, `POST /api/initiatives/${open}/threads/${flag.id}/answer`, { text: 'Mended.' });
    await installation.does(ben, `POST /api/initiatives/${open}/threads/${asked.id}/comments`, { text: 'I agree.' });
    await installation.throughline.catchUp();
    expect(await waiting()).toEqual([]);
  });

  it('a visit ends after half an hour away', async () => {
    const visit = async () => (await installation.does(ben, 'POST /api/me/visit')).previousVisitAt;
    expect(await visit()).toBeNull();
    expect(await visit()).toBeNull();
    installation.moveClock(1);
    expect(await visit()).not.toBeNull();
  });
});

describe('the log', () => {
  it('is read for one step, one person, or as the decisions alone', async () => {
    const slug = (await anInitiative(installation, ana)).slug;
    const read = async (query: string) =>
      (await installation.does(ana, `GET /api/initiatives/${slug}/log?${query}`)).entries.map(
        ({ kind }: TestAnswer['body']) => kind,
      );
    await seat(installation, slug, ana, ben, 'data-scientist');
    await installation.does(ben, `POST /api/initiatives/${slug}/steps/frame/remarks`, { text: 'A word.' });
    const said = await installation.does(ana, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Mine.' });
    await installation.does(ana, `POST /api/initiatives/${slug}/threads/${said.id}/decisions`, {
      what: 'We begin small.',
      why: 'It is cheaper.',
      who: 'Ana Ruiz',
    });
    expect(await read('step=frame')).toEqual(['comment.said']);
    expect(await read(`actorId=${ben.id}`)).toEqual(['comment.said']);
    expect(await read('only=decisions')).toEqual(['decision.recorded']);
    const { actors } = await installation.does(ana, `GET /api/initiatives/${slug}/log/actors`);
    expect(actors.map(({ name }: TestAnswer['body']) => name)).toEqual(['Ana Ruiz', 'Ben Ode']);
  });
});
