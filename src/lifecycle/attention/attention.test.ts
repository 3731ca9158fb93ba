import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { newId } from '../../platform/database/new-id.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { sealEvents } from '../../platform/events/seal-events.ts';

let installation: TestInstallation;
let ana: TestPerson;
let ben: TestPerson;
let cy: TestPerson;
let slug: string;
let id: string;

const NOWHERE = '01890000-0000-7000-8000-000000000000';

beforeAll(async () => {
  installation = await openTestInstallation();
  [ana, ben, cy] = [
    await installation.join('Ana Ruiz'),
    await installation.join('Ben Ode'),
    await installation.join('Cy Park'),
  ];
});
afterAll(() => installation.close());

beforeEach(async () => {
  ({ slug, id } = await anInitiative(installation, ana));
  await seat(installation, slug, ana, ben, 'data-scientist');
  await told();
  for (const person of [ana, ben, cy]) await installation.does(person, 'POST /api/notifications/read');
});

/** What a person was told since the last beginning, once everything that happened was told. */
async function told(person: TestPerson = ana, only = 'all'): Promise<TestAnswer['body'][]> {
  await installation.throughline.catchUp();
  const { notices } = await installation.does(person, `GET /api/notifications?only=${only}&limit=200`);
  return notices.filter(({ initiative, unread }: TestAnswer['body']) => initiative?.slug === slug && unread > 0);
}

function say(person: TestPerson, text: string, mentioned: readonly string[] = []): Promise<TestAnswer['body']> {
  return installation.does(person, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text, mentioned });
}

function inThread(person: TestPerson, thread: { id: string }, action: string, text: string) {
  return installation.does(person, `POST /api/initiatives/${slug}/threads/${thread.id}/${action}`, { text });
}

async function flag(person: TestPerson): Promise<TestAnswer['body']> {
  const subject = { type: 'answer', id: 'money', part: '', label: 'Money', shown: '12 EUR', step: 'learn' };
  return installation.does(person, `POST /api/initiatives/${slug}/flags`, {
    subject: { ...subject, path: `/i/${slug}/overview` },
  });
}

describe('who is told', () => {
  it('whoever is mentioned, with the words, one verb and the very place', async () => {
    const thread = await say(ana, 'What do you think, @Ben Ode?', [ben.id]);
    expect(await told(ben)).toMatchObject([
      {
        kind: 'comment.said',
        sentence: 'Ana Ruiz said: "What do you think, @Ben Ode?"',
        verb: 'Reply',
        isAsk: true,
        path: `/i/${slug}/talk?thread=${thread.id}`,
        initiative: { slug },
      },
    ]);
    expect(await told(ana)).toEqual([]);
  });

  it('the builders of a flag, and then whoever raised it of its answer; answering settles what waited', async () => {
    const raised = await flag(ana);
    expect(await told(ben, 'waiting')).toMatchObject([{ kind: 'flag.raised', verb: 'Answer', minutes: 5 }]);
    await inThread(ben, raised, 'answer', 'It was in thousands.');
    expect(await told(ben, 'waiting')).toEqual([]);
    expect(await told(ana)).toMatchObject([{ kind: 'flag.answered', verb: 'Read the answer', isAsk: false }]);
  });

  it('whoever gets a seat, and those whom the next step waits for', async () => {
    await seat(installation, slug, ana, cy, 'sponsor');
    expect(await told(cy)).toMatchObject([
      { sentence: 'Ana Ruiz gave you a seat as Business sponsor at Ask, Frame, Learn', verb: 'See what is asked' },
    ]);
    for (const person of [ana, ben, cy]) await say(person, 'Yes.');
    await installation.does(ana, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    const waiting = await told(cy, 'waiting');
    expect(waiting).toMatchObject([{ kind: 'step.closed', verb: 'Say what you think' }]);
  });

  it('people outside are never told of a private initiative, and who loses sight of it sees no notice any more', async () => {
    const hidden = await anInitiative(installation, ana, { visibility: 'private' });
    slug = hidden.slug;
    await seat(installation, slug, ana, ben, 'data-scientist');
    await say(ana, 'Among us, @Ben Ode.', [ben.id]);
    const seen = await told(ben);
    expect(seen).toHaveLength(2);
    expect(await told(cy)).toEqual([]);
    const { steps } = await installation.does(ana, `GET /api/initiatives/${slug}/table`);
    for (const { seats } of steps) {
      for (const { sitters } of seats) {
        for (const { seatId, accountId } of sitters) {
          if (accountId !== ben.id) continue;
          await installation.does(ana, `DELETE /api/initiatives/${slug}/seats/${seatId}`);
        }
      }
    }
    expect(await told(ben)).toEqual([]);
    const { unread } = await installation.does(ben, 'GET /api/notifications/count');
    expect(unread).toBe(0);
    const gone = await installation.call(ben, `POST /api/notifications/${seen[0].id}/read`);
    const absent = await installation.call(ben, `POST /api/notifications/${NOWHERE}/read`);
    expect([gone.status, gone.text]).toEqual([404, absent.text]);
  });

  it('the notices of others can neither be read nor marked', async () => {
    await say(ana, 'Dear @Ben Ode', [ben.id]);
    const [notice] = await told(ben);
    for (const action of ['read', 'done']) {
      expect((await installation.call(cy, `POST /api/notifications/${notice.id}/${action}`)).status).toBe(404);
    }
    expect(await told(ben)).toHaveLength(1);
  });

  it('what its author removed is quoted by no notice', async () => {
    const thread = await say(ana, 'A secret for @Ben Ode', [ben.id]);
    expect((await told(ben))[0].sentence).toContain('A secret');
    await installation.does(ana, `DELETE /api/initiatives/${slug}/comments/${thread.comments[0].id}`);
    expect((await told(ben))[0].sentence).toBe('Ana Ruiz said something, and removed it later');
  });
});

describe('what is done is asked for no longer', () => {
  const waiting = async (person: TestPerson) => (await told(person, 'waiting')).map(({ kind }) => kind);

  it('a word at the step that was opened by closing the one before, once it is said or the step is closed', async () => {
    await seat(installation, slug, ana, cy, 'sponsor');
    for (const person of [ana, ben, cy]) await say(person, 'Yes.');
    await installation.does(ana, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    expect([await waiting(ben), await waiting(cy)]).toEqual([['step.closed'], ['step.closed']]);
    await say(ben, 'A late word about the question.');
    expect(await waiting(ben)).toEqual(['step.closed']);
    await installation.does(ben, `POST /api/initiatives/${slug}/steps/frame/remarks`, { text: 'Agreed.' });
    expect([await waiting(ben), await waiting(cy)]).toEqual([[], ['step.closed']]);
  });

  it('somebody for the seats of a person who left, once every one of them is taken', async () => {
    const dee = await installation.join('Dee Moss');
    await seat(installation, slug, ana, dee, 'data-engineer');
    await seat(installation, slug, ana, dee, 'devops');
    await installation.does(installation.administrator, `PATCH /api/accounts/${dee.id}`, { isDisabled: true });
    expect(await waiting(ben)).toEqual(['person.left']);
    await seat(installation, slug, ana, cy, 'devops');
    expect(await waiting(ben)).toEqual(['person.left']);
    await seat(installation, slug, ana, cy, 'data-engineer');
    expect(await waiting(ben)).toEqual([]);
  });

  it('nobody, while somebody else sits there too or the seat was only to be told', async () => {
    const dee = await installation.join('Dee Moor');
    await seat(installation, slug, ana, dee, 'data-scientist');
    await seat(installation, slug, ana, dee, 'architect');
    await installation.does(installation.administrator, `PATCH /api/accounts/${dee.id}`, { isDisabled: true });
    expect(await waiting(ben)).toEqual([]);
    expect((await told(ben))[0].sentence).toBe(
      'Ada disabled the account of Dee Moor, so these seats are empty: ML architect at Build, Review',
    );
  });

  it('the answer to a finding, from whom it was taken over', async () => {
    const finding = await installation.does(ana, `POST /api/initiatives/${slug}/findings`, {
      title: 'Nobody asked what a leaver is',
      seen: 'Two departments count leavers in two ways.',
      step: 'ask',
      severity: 'medium',
      ownerId: ben.id,
    });
    expect(await waiting(ben)).toEqual(['finding.raised']);
    await seat(installation, slug, ana, cy, 'sponsor');
    await installation.does(ana, `PATCH /api/initiatives/${slug}/findings/${finding.id}`, { ownerId: cy.id });
    expect([await waiting(ben), await waiting(cy)]).toEqual([[], ['finding.changed']]);
  });
});

describe('a possible task', () => {
  it('is told to whoever sits at Frame except its author, as one line however many there are', async () => {
    await seat(installation, slug, ana, cy, 'devops');
    const risk = await installation.join('Rita Noor');
    await seat(installation, slug, ana, risk, 'risk-manager');
    await told(risk);
    for (const title of ['Call who is about to leave', 'Send a letter'])
      await installation.does(ana, `POST /api/initiatives/${slug}/candidates`, { content: { title } });
    const kinds = async (person: TestPerson) =>
      (await told(person)).filter(({ kind }) => kind === 'framing.candidate-added');
    for (const person of [ben, risk])
      expect(await kinds(person)).toMatchObject([
        {
          sentence: 'Ana Ruiz added a possible task: "Send a letter"',
          verb: 'Look at it',
          isAsk: false,
          count: 2,
          path: `/i/${slug}/frame?part=framing#frame-candidates`,
        },
      ]);
    expect([await kinds(ana), await kinds(cy)]).toEqual([[], []]);
  });
});

describe('a possible task on a playbook with a step of its own for Frame', () => {
  it('is told to whoever sits at any step of that part, and to nobody else', async () => {
    const { administrator } = installation;
    const { key, revision } = await installation.does(administrator, 'POST /api/playbooks', {
      name: 'Our words',
      from: 'standard',
    });
    const { draft } = await installation.does(administrator, `GET /api/playbooks/${key}`);
    const steps = draft.content.steps.flatMap((one: { step: string; seats: object }) =>
      one.step === 'frame'
        ? [one, { ...one, step: 'agree', name: 'Agree', seats: { ...one.seats, devops: 'told' } }]
        : [one],
    );
    const content = { ...draft.content, steps };
    const saved = await installation.does(administrator, `PUT /api/playbooks/${key}/draft`, { content, revision });
    await installation.does(administrator, `POST /api/playbooks/${key}/versions`, {
      revision: saved.revision,
      changeNote: 'Frame has a step of our own.',
    });
    const question = 'How can we keep more customers?';
    ({ slug } = await installation.does(ana, 'POST /api/initiatives', { question, playbook: key }));
    await seat(installation, slug, ana, ben, 'data-scientist');
    await seat(installation, slug, ana, cy, 'devops');
    const engineer = await installation.join('Sol Engel');
    await seat(installation, slug, ana, engineer, 'software-engineer');
    await told(engineer);
    await installation.does(ana, `POST /api/initiatives/${slug}/candidates`, { content: { title: 'Call them' } });
    const kinds = async (person: TestPerson) =>
      (await told(person)).filter(({ kind }) => kind === 'framing.candidate-added').length;
    expect([await kinds(ben), await kinds(cy), await kinds(engineer)]).toEqual([1, 1, 0]);
  });
});

describe('one line for one matter', () => {
  it('ten comments in one conversation are one line, and reading it reads all of them', async () => {
    const thread = await say(ben, 'I begin.');
    for (let number = 1; number <= 10; number += 1) await inThread(ana, thread, 'comments', `Comment ${number}.`);
    const [line, ...rest] = await told(ben);
    expect(rest).toEqual([]);
    expect(line).toMatchObject({ count: 10, unread: 10, sentence: expect.stringContaining('Comment 10.') });
    await installation.does(ben, `POST /api/notifications/${line.id}/read`);
    expect(await told(ben)).toEqual([]);
  });

  it('a page goes on where the one before ended', async () => {
    for (let number = 1; number <= 3; number += 1) await say(ana, `Look at ${number}, @Ben Ode`, [ben.id]);
    await told(ben);
    const first = await installation.does(ben, 'GET /api/notifications?limit=2');
    const second = await installation.does(ben, `GET /api/notifications?limit=2&cursor=${first.nextCursor}`);
    const sentences = [...first.notices, ...second.notices].map(({ sentence }: TestAnswer['body']) => sentence);
    expect(sentences.slice(0, 3)).toEqual([
      expect.stringContaining('Look at 3'),
      expect.stringContaining('Look at 2'),
      expect.stringContaining('Look at 1'),
    ]);
  });
});

describe('each event once for each person', () => {
  it('also when several processes follow at the same time', async () => {
    for (let number = 1; number <= 5; number += 1) await say(ana, `Number ${number}, @Ben Ode`, [ben.id]);
    await Promise.all([told(ben), told(ben), told(ben)]);
    const { rows } = await counted();
    expect(rows).toBe(5);
  });

  it('an event that commits after a later one was told is told all the same', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    let wrote = (): void => undefined;
    const written = new Promise<void>((resolve) => {
      wrote = resolve;
    });
    const slow = installation.database.transaction(async (tx) => {
      await appendEvent(tx, verdictEvent(), installation.now());
      wrote();
      await held;
    });
    await written;
    await say(ana, 'A later one, @Ben Ode', [ben.id]);
    expect((await told(ben)).map(({ kind }) => kind)).toEqual(['comment.said']);
    release();
    await slow;
    expect((await told(ben)).map(({ kind }) => kind)).toEqual(['verdict.taken', 'comment.said']);
  });

  it('nothing is half told when the work breaks off', async () => {
    await installation.throughline.catchUp();
    await say(ana, 'Before the end, @Ben Ode', [ben.id]);
    await sealEvents(installation.database, installation.now);
    const before = await counted();
    await expect(
      installation.database.transaction(async (tx) => {
        await tx.query('select position from attention_progress for update');
        await tx.query('update attention_progress set position = position + 1');
        throw new Error('The process ends here.');
      }),
    ).rejects.toThrow('ends here');
    expect(await counted()).toEqual(before);
    expect(await told(ben)).toHaveLength(1);
  });
});

describe('rows of other rooms', () => {
  it('the owner of a finding and the proposer of an idea are told by the facts that their events carry', async () => {
    const base = { actorId: ana.id, actorName: ana.name, objectType: 'finding', objectId: newId() };
    await installation.database.transaction(async (tx) => {
      await appendEvent(
        tx,
        {
          ...base,
          kind: 'finding.raised',
          sentence: 'raised finding 1, "Leak"',
          subjectId: id,
          detail: { findingId: base.objectId, ownerId: ben.id, raisedById: ana.id, title: 'Leak' },
        },
        installation.now(),
      );
      await appendEvent(
        tx,
        {
          ...base,
          kind: 'idea.declined',
          sentence: 'declined the idea',
          reason: 'Too small',
          detail: { ideaId: NOWHERE, proposerId: cy.id, title: 'Sell more', reason: 'Too small' },
        },
        installation.now(),
      );
      // A malformed fact names nobody, and stops nothing.
      await appendEvent(
        tx,
        { ...base, kind: 'idea.merged', sentence: 'merged it', detail: { proposerId: 'not-an-id', ideaId: 7 } },
        installation.now(),
      );
    });
    expect(await told(ben)).toMatchObject([
      { verb: 'Answer the finding', path: `/i/${slug}/learn#finding-${base.objectId}` },
    ]);
    const { notices } = await installation.does(cy, 'GET /api/notifications');
    expect(notices[0]).toMatchObject({
      sentence: 'Ana Ruiz declined the idea "Sell more", because: Too small',
      path: `/ideas/${NOWHERE}`,
      initiative: null,
    });
  });
});

function verdictEvent() {
  return {
    kind: 'verdict.taken',
    sentence: 'took verdict 1',
    actorId: ana.id,
    actorName: ana.name,
    subjectId: id,
    section: 'learn',
    objectType: 'verdict',
    objectId: newId(),
  };
}

async function counted(): Promise<{ readonly rows: number; readonly position: number }> {
  const [row] = await installation.database.query<{ rows: number; position: number }>(
    `select (select count(*)::int from notifications n join initiatives i on i.no = n.initiative_no
       where n.account_id = $1 and n.kind = 'comment.said' and i.slug = $2) as rows,
       (select position from attention_progress) as position`,
    [ben.id, slug],
  );
  if (!row) throw new Error('There is no progress.');
  return row;
}
