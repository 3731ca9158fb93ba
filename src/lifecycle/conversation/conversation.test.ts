import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
let cy: TestPerson;
let outsider: TestPerson;
let slug: string;

const NOWHERE = '01890000-0000-7000-8000-000000000000';

beforeAll(async () => {
  installation = await openTestInstallation();
  [ana, ben, cy, outsider] = [
    await installation.join('Ana Ruiz'),
    await installation.join('Ben Ode'),
    await installation.join('Cy Park'),
    await installation.join('Odd Person'),
  ];
});
afterAll(() => installation.close());

beforeEach(async () => {
  slug = (await anInitiative(installation, ana)).slug;
  await seat(installation, slug, ana, ben, 'data-scientist');
  await seat(installation, slug, ana, cy, 'sponsor');
});

function subject(changes: object = {}) {
  return {
    type: 'chain-link',
    id: 'effect',
    part: '',
    label: 'Effect of the action',
    shown: 'between 1.2 and 2.8 points',
    step: 'learn',
    path: `/i/${slug}/overview`,
    ...changes,
  };
}

async function say(person: TestPerson, text: string, mentioned: readonly string[] = []): Promise<TestAnswer['body']> {
  return installation.does(person, `POST /api/initiatives/${slug}/threads`, { subject: subject(), text, mentioned });
}

async function raise(person: TestPerson, body: object = {}): Promise<TestAnswer['body']> {
  return installation.does(person, `POST /api/initiatives/${slug}/flags`, { subject: subject(), ...body });
}

function inThread(person: TestPerson, thread: { id: string }, action: string, body: object) {
  return installation.call(person, `POST /api/initiatives/${slug}/threads/${thread.id}/${action}`, body);
}

async function log(): Promise<readonly { kind: string; sentence: string; step: string | null; actorName: string }[]> {
  return (await installation.does(ana, `GET /api/initiatives/${slug}/log`)).entries;
}

describe('speaking', () => {
  it('a thread keeps the name, the value and the page that its subject had', async () => {
    await say(ana, 'Is this per month?');
    const { threads } = await installation.does(ben, `GET /api/initiatives/${slug}/threads?type=chain-link&id=effect`);
    expect(threads).toHaveLength(1);
    expect(threads[0]).toMatchObject({ kind: 'talk', subject: subject(), closedAt: null, maySpeak: true });
    expect(threads[0].comments).toMatchObject([{ text: 'Is this per month?', authorName: 'Ana Ruiz', roles: ['sme'] }]);
  });

  it('speaking about a number makes the speaker heard at its step, and changing words does not', async () => {
    const heard = async () => {
      const { steps } = await installation.does(ana, `GET /api/initiatives/${slug}/table`);
      const learn = steps.find((each: { step: string }) => each.step === 'learn');
      return learn.seats.flatMap((each: { sitters: { name: string; lastContributionAt: string | null }[] }) =>
        each.sitters.filter(({ lastContributionAt }) => lastContributionAt !== null).map(({ name }) => name),
      );
    };
    expect(await heard()).toEqual([]);
    const thread = await say(ben, 'It is per month.');
    expect(await heard()).toEqual(['Ben Ode']);
    const [comment] = thread.comments;
    await installation.does(ben, `DELETE /api/initiatives/${slug}/comments/${comment.id}`);
    expect((await log())[0]).toMatchObject({ kind: 'comment.removed', step: null });
  });

  it('a remark at a step is a thread like any other', async () => {
    await installation.does(ana, `POST /api/initiatives/${slug}/steps/frame/remarks`, { text: 'Only new customers.' });
    const { threads } = await installation.does(ana, `GET /api/initiatives/${slug}/threads?type=step&id=frame`);
    expect(threads[0]).toMatchObject({ subject: { label: 'Frame', step: 'frame', path: `/i/${slug}/frame` } });
    expect((await log())[0]).toMatchObject({ kind: 'comment.said', sentence: 'said: "Only new customers."' });
  });

  it('who has no seat may not speak, only say that something looks wrong, and reply there', async () => {
    const refused = await installation.call(outsider, `POST /api/initiatives/${slug}/threads`, {
      subject: subject(),
      text: 'Hello',
    });
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const talk = await say(ana, 'Among us.');
    const reply = await inThread(outsider, talk, 'comments', { text: 'Me too' });
    expect([reply.status, reply.body.code]).toEqual([403, 'SPEAKING_NEEDS_SEAT']);
    const flag = await raise(outsider);
    expect((await inThread(outsider, flag, 'comments', { text: 'I mean the second figure.' })).status).toBe(201);
  });

  it('a subject on a page of somebody else is refused', async () => {
    const answer = await installation.call(ana, `POST /api/initiatives/${slug}/threads`, {
      subject: subject({ path: 'https://evil.example/' }),
      text: 'Look here',
    });
    expect([answer.status, answer.body.code]).toEqual([422, 'SUBJECT_PAGE_FOREIGN']);
  });
});

describe('mentions', () => {
  it('names are offered of people who may see the initiative, those at the table first', async () => {
    const hidden = await anInitiative(installation, ana, { visibility: 'private' });
    const offered = async (of: string) =>
      (await installation.does(ana, `GET /api/initiatives/${of}/mentionable?name=o`)).people;
    expect(await offered(slug)).toMatchObject([
      { name: 'Ben Ode', isAtTable: true },
      { name: 'Odd Person', isAtTable: false },
    ]);
    expect(await offered(hidden.slug)).toEqual([]);
  });

  it('who may not see the initiative, or is not named in the text, cannot be mentioned', async () => {
    const { slug: hidden } = await anInitiative(installation, ana, { visibility: 'private' });
    const body = { subject: subject({ path: `/i/${hidden}/overview` }), text: 'Dear @Ben Ode', mentioned: [ben.id] };
    const refused = await installation.call(ana, `POST /api/initiatives/${hidden}/threads`, body);
    expect([refused.status, refused.body.code]).toEqual([422, 'MENTION_UNKNOWN']);
    const silent = await installation.call(ana, `POST /api/initiatives/${slug}/threads`, {
      subject: subject(),
      text: 'Nobody here',
      mentioned: [ben.id],
    });
    expect(silent.body.code).toBe('MENTION_UNKNOWN');
    expect((await say(ana, 'Dear @Ben Ode', [ben.id])).comments[0].mentions).toEqual([
      { accountId: ben.id, name: 'Ben Ode' },
    ]);
  });
});

describe('flags', () => {
  it('a flag needs no words, is addressed to the builders, and is closed only by an answer', async () => {
    const flag = await raise(ana);
    expect(flag).toMatchObject({
      kind: 'flag',
      addressees: ['Ben Ode'],
      comments: [{ text: 'That looks wrong to me.' }],
    });
    const foreign = await inThread(cy, flag, 'answer', { text: 'It is fine.' });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'ANSWER_NOT_YOURS']);
    const empty = await inThread(ben, flag, 'answer', { text: '' });
    expect(empty.status).toBe(400);
    const answered = await inThread(ben, flag, 'answer', { text: 'The holdout was counted twice; mended.' });
    expect(answered.body).toMatchObject({ closedAt: expect.any(String), commentCount: 2 });
    const twice = await inThread(ben, flag, 'answer', { text: 'Once more.' });
    expect([twice.status, twice.body.code]).toEqual([409, 'THREAD_CLOSED']);
    expect((await inThread(ana, flag, 'reopening', { text: 'It still says 2.8.' })).body.closedAt).toBeNull();
    expect((await log()).map(({ kind }) => kind).slice(0, 3)).toEqual([
      'flag.reopened',
      'flag.answered',
      'flag.raised',
    ]);
  });

  it('two answers at once leave one', async () => {
    const flag = await raise(ana);
    const answers = await Promise.all(
      [ana, ben].map((person) => inThread(person, flag, 'answer', { text: `Answer of ${person.name}.` })),
    );
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
  });

  it('counts tell how much is said about each subject and how many flags wait', async () => {
    await say(ana, 'One.');
    await raise(ana);
    const { subjects } = await installation.does(ana, `GET /api/initiatives/${slug}/thread-counts`);
    expect(subjects).toEqual([{ type: 'chain-link', id: 'effect', part: '', comments: 2, openFlags: 1 }]);
  });
});

describe('own words', () => {
  it('only the author changes words, and the former ones stay readable', async () => {
    const thread = await say(ana, 'First words.');
    const path = `/api/initiatives/${slug}/comments/${thread.comments[0].id}`;
    const foreign = await installation.call(ben, `PUT ${path}`, { text: 'Other words.' });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'COMMENT_NOT_YOURS']);
    expect(await installation.does(ana, `PUT ${path}`, { text: 'Second words.' })).toMatchObject({
      text: 'Second words.',
      editedAt: expect.any(String),
    });
    const { versions } = await installation.does(ben, `GET ${path}/versions`);
    expect(versions).toMatchObject([{ text: 'First words.' }]);
  });

  it('what its author removed is shown by no page, neither now nor in its versions nor in the log', async () => {
    const thread = await say(ana, 'A secret of ours.');
    const path = `/api/initiatives/${slug}/comments/${thread.comments[0].id}`;
    await installation.does(ana, `PUT ${path}`, { text: 'A changed secret of ours.' });
    await installation.does(ana, `DELETE ${path}`);
    const read = await installation.call(ben, `GET /api/initiatives/${slug}/threads/${thread.id}`);
    expect(read.body.comments).toMatchObject([{ text: '', removedAt: expect.any(String) }]);
    expect((await installation.call(ben, `GET ${path}/versions`)).status).toBe(404);
    const told = await installation.call(ben, `GET /api/initiatives/${slug}/log`);
    expect(read.text + told.text).not.toContain('secret of ours');
  });
});

describe('decisions', () => {
  it('a decision says who, what and why, and the log tells it as one', async () => {
    const thread = await say(ana, 'Shall we leave out new customers?');
    const decided = await inThread(cy, thread, 'decisions', {
      what: 'We leave out customers of less than 90 days.',
      why: 'They cannot churn within the window.',
      who: 'Ana Ruiz and Cy Park',
    });
    expect(decided.body.decisions).toMatchObject([{ who: 'Ana Ruiz and Cy Park', recordedBy: 'Cy Park' }]);
    expect((await log())[0]).toMatchObject({ kind: 'decision.recorded', step: 'learn', actorName: 'Cy Park' });
  });
});

describe('a private initiative', () => {
  it('outsiders learn of its threads neither by list nor by id, not even through another initiative', async () => {
    const { slug: hidden } = await anInitiative(installation, ana, { visibility: 'private' });
    const thread = await installation.does(ana, `POST /api/initiatives/${hidden}/threads`, {
      subject: subject({ path: `/i/${hidden}/overview` }),
      text: 'Among ourselves.',
    });
    const paths = ['threads', `threads/${thread.id}`, 'thread-counts', 'mentionable'];
    for (const path of paths) {
      const answer = await installation.call(ben, `GET /api/initiatives/${hidden}/${path}`);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'NOT_FOUND']);
    }
    const [real, absent] = await Promise.all(
      [thread.id, NOWHERE].map((id) => installation.call(ben, `GET /api/initiatives/${slug}/threads/${id}`)),
    );
    expect([real?.status, real?.text]).toEqual([404, absent?.text]);
  });
});
