import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../../../test/installation.ts';
import { type IdeasTest, openIdeasTest } from './ideas.fixture.ts';

let room: IdeasTest;

beforeAll(async () => {
  room = await openIdeasTest();
});
afterAll(() => room.installation.close());

describe('an idea', () => {
  it('is kept in its own words for ever, and read for a number, a way and a date', async () => {
    const sentence = '  Can we please   reduce churn by 10% this quarter?!  ';
    const id = await room.post(room.ana, sentence);
    const { idea, answers, story } = await room.page(room.ben, id);
    expect(idea.sentence).toBe(sentence.trim());
    expect([idea.kind, idea.proposerName, idea.state]).toEqual(['defined', 'Ana', 'open']);
    expect(answers).toMatchObject({ name: 'churn', direction: 'down' });
    expect(answers.due).toMatch(/^\d{4}-(03-31|06-30|09-30|12-31)$/);
    expect(story.map((entry: { kind: string }) => entry.kind)).toEqual(['idea.posted']);
    await expect(
      room.installation.database.query("update ideas set sentence = 'Something else' where id = $1", [id]),
    ).rejects.toThrow('stays as it was said');
  });

  it('is an open question where its words name no number', async () => {
    const { idea } = await room.page(room.ana, await room.post(room.ana, 'How can we get people to buy more widgets?'));
    expect(idea.kind).toBe('open');
  });

  it.each([
    ['too short', { sentence: 'churn' }],
    ['empty', { sentence: '          ' }],
    ['too long', { sentence: 'x'.repeat(2_001) }],
    ['a null character', { sentence: 'reduce churn\u0000 now' }],
    ['not text', { sentence: 7 }],
    ['of an unknown kind', { sentence: 'reduce churn by 10%', kind: 'clear' }],
  ])('is refused when it is %s', async (_, body) => {
    expect((await room.installation.call(room.ana, 'POST /api/ideas', body)).status).toBe(400);
  });

  it('takes hostile words as words', async () => {
    const sentence = `'; drop table ideas; -- <script>alert(1)</script> \u202e 🦄 %_\\ & | ! :* <->`;
    const id = await room.post(room.ana, sentence);
    expect((await room.page(room.ben, id)).idea.sentence).toBe(sentence);
    const { similar } = await room.installation.does(room.ben, 'POST /api/ideas/similar', { text: sentence });
    expect(similar[0].sentence).toBe(sentence);
  });

  it('that does not exist answers like any other', async () => {
    const nowhere = '01890000-0000-7000-8000-000000000000';
    expect(await room.codeOf(room.ana, `GET /api/ideas/${nowhere}`)).toEqual([404, 'IDEA_UNKNOWN']);
    expect(await room.codeOf(room.ana, `POST /api/ideas/${nowhere}/comments`, { text: 'Hello there' })).toEqual([
      404,
      'IDEA_UNKNOWN',
    ]);
  });
});

describe('support', () => {
  it('counts a person once, also when cast many times at once, and can be taken back', async () => {
    const id = await room.post(room.ana, 'Answer every complaint within a day');
    const cast = await Promise.all(
      [1, 2, 3, 4].map(() => room.installation.call(room.ben, `PUT /api/ideas/${id}/support`)),
    );
    expect(cast.map(({ body }) => body.supportCount)).toEqual([1, 1, 1, 1]);
    expect((await room.page(room.ben, id)).supporters).toEqual([{ accountId: room.ben.id, name: 'Ben' }]);
    const told = (await room.eventsOf(id)).filter(({ kind }) => kind === 'idea.supported');
    expect(told).toHaveLength(1);
    expect(told[0]?.detail).toMatchObject({
      ideaId: id,
      proposerId: room.ana.id,
      title: 'Answer every complaint within a day',
    });
    expect(await room.installation.does(room.ben, `DELETE /api/ideas/${id}/support`)).toEqual({ supportCount: 0 });
    expect(await room.installation.does(room.ben, `DELETE /api/ideas/${id}/support`)).toEqual({ supportCount: 0 });
  });

  it('is not given to one’s own idea', async () => {
    const id = await room.post(room.ana, 'Answer every order within a day');
    expect(await room.codeOf(room.ana, `PUT /api/ideas/${id}/support`)).toEqual([403, 'IDEA_NOT_YOURS']);
  });
});

describe('merging', () => {
  it('takes supporters and story along, and the old address leads on, also over two merges', async () => {
    const [first, second, third] = await Promise.all([
      room.post(room.ana, 'Fewer parcels that come back broken'),
      room.post(room.ben, 'Pack parcels so that they do not break'),
      room.post(room.steward, 'Use stronger boxes for glass'),
    ]);
    await room.installation.does(room.steward, `PUT /api/ideas/${first}/support`);
    await room.installation.does(room.ana, `POST /api/ideas/${first}/comments`, { text: 'Mostly glass, I think.' });
    await room.installation.does(room.steward, `POST /api/ideas/${first}/merge`, {
      intoId: second,
      reason: 'The same wish.',
    });
    // Ana's and Sofia's voices follow; the other idea's own proposer is not counted.
    expect((await room.page(room.ana, second)).idea.supportCount).toBe(2);
    await room.installation.does(room.steward, `POST /api/ideas/${second}/merge`, {
      intoId: third,
      reason: 'One box solves both.',
    });
    const end = await room.page(room.ana, third);
    expect(end.supporters.map(({ name }: { name: string }) => name).sort()).toEqual(['Ana', 'Ben']);
    expect(end.story.map(({ sentence }: { sentence: string }) => sentence)).toContain('said: "Mostly glass, I think."');
    expect((await room.page(room.ana, first)).mergedInto).toEqual({
      id: third,
      sentence: 'Use stronger boxes for glass',
    });
    const merged = (await room.eventsOf(first)).at(-1);
    expect(merged).toMatchObject({ kind: 'idea.merged', reason: 'The same wish.' });
    expect(merged?.detail).toMatchObject({ proposerId: room.ana.id, intoId: second, supporterIds: [room.steward.id] });
    const { ideas } = await room.installation.does(room.ana, 'GET /api/ideas');
    expect(ideas.map(({ id }: { id: string }) => id)).not.toContain(first);
  });

  it('is refused into itself, into nothing, and into what was merged or withdrawn', async () => {
    const [one, gone] = await Promise.all([
      room.post(room.ana, 'Print fewer letters'),
      room.post(room.ana, 'Print fewer envelopes'),
    ]);
    await room.installation.does(room.ana, `POST /api/ideas/${gone}/withdrawal`, {});
    for (const intoId of [one, gone, '01890000-0000-7000-8000-000000000000']) {
      expect(
        await room.codeOf(room.steward, `POST /api/ideas/${one}/merge`, { intoId, reason: 'The same wish.' }),
      ).toEqual([422, 'IDEA_MERGE_REFUSED']);
    }
  });

  it('of two ideas into each other at once ends with one of them', async () => {
    const [one, two] = await Promise.all([
      room.post(room.ana, 'Shorter queues on Mondays'),
      room.post(room.ana, 'No queues on Mondays'),
    ]);
    const answers = await Promise.all([
      room.installation.call(room.steward, `POST /api/ideas/${one}/merge`, { intoId: two, reason: 'The same wish.' }),
      room.installation.call(room.steward, `POST /api/ideas/${two}/merge`, { intoId: one, reason: 'The same wish.' }),
    ]);
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([200, 422]);
  });
});

describe('while somebody writes', () => {
  it('finds earlier ideas and initiatives by words and by spelling, and tells what came of them', async () => {
    const declined = await room.post(room.ana, 'Predict which conveyor belts will tear');
    await room.installation.does(room.steward, `POST /api/ideas/${declined}/decline`, {
      reason: 'There are only three belts.',
    });
    await room.installation.does(room.ben, 'POST /api/initiatives', {
      question: 'Can we foresee torn conveyor belts in the north?',
    });
    const look = async (text: string) =>
      (await room.installation.does(room.ben, 'POST /api/ideas/similar', { text })).similar;
    const found = await look('When do conveyor belts tear?');
    expect(found.map(({ sentence }: { sentence: string }) => sentence).sort()).toEqual([
      'Can we foresee torn conveyor belts in the north?',
      'Predict which conveyor belts will tear',
    ]);
    expect(found.find(({ ideaId }: { ideaId: string }) => ideaId === declined)).toMatchObject({
      state: 'declined',
      reason: 'There are only three belts.',
    });
    expect((await look('Predict wich conveior belts wil tear'))[0].ideaId).toBe(declined);
    expect(await look('zzzzqqq xxxyyy')).toEqual([]);
    expect(await look('')).toEqual([]);
    expect(await look('how can we')).toEqual([]);
  });

  it('shows a merged idea as the one that it went into', async () => {
    const from = await room.post(room.ana, 'Count the pallets with drones');
    const into = await room.post(room.ben, 'Know our stock without counting');
    await room.installation.does(room.steward, `POST /api/ideas/${from}/merge`, {
      intoId: into,
      reason: 'The same wish.',
    });
    const { similar } = await room.installation.does(room.ana, 'POST /api/ideas/similar', {
      text: 'pallets counted by drones',
    });
    expect(similar[0].ideaId).toBe(into);
  });
});

describe('the list', () => {
  it('is paged by newest or by support without showing one twice or leaving one out', async () => {
    const written = await room.installation.does(room.ana, 'GET /api/ideas?limit=200');
    for (const order of ['newest', 'support']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const answer: { ideas: { id: string }[]; nextCursor: string | null } = await room.installation.does(
          room.ana,
          `GET /api/ideas?limit=3&order=${order}${query}`,
        );
        seen.push(...answer.ideas.map(({ id }) => id));
        cursor = answer.nextCursor;
      }
      expect(seen).toHaveLength(written.ideas.length);
      expect(new Set(seen).size).toBe(seen.length);
    }
    expect((await room.installation.call(room.ana, 'GET /api/ideas?cursor=x')).status).toBe(400);
  });

  it('is narrowed by words, fate and department', async () => {
    const { id: departmentId } = await room.installation.does(room.ada, 'POST /api/departments', { name: 'Logistics' });
    const id = await room.post(room.ana, 'Load lorries 100% full on Fridays', { departmentId });
    const idsOf = async (query: string) =>
      (await room.installation.does(room.ben, `GET /api/ideas?${query}`)).ideas.map((idea: { id: string }) => idea.id);
    expect(await idsOf(`department=${departmentId}`)).toEqual([id]);
    expect(await idsOf('q=100%25%20full')).toEqual([id]);
    expect(await idsOf('q=1__%25%20full')).toEqual([]);
    expect(await idsOf('state=declined&q=lorries')).toEqual([]);
  });
});

describe('departments', () => {
  it('are kept by administrators, each name once, and ideas follow a new name', async () => {
    const { id } = await room.installation.does(room.ada, 'POST /api/departments', { name: 'Sales' });
    expect(await room.codeOf(room.ada, 'POST /api/departments', { name: 'SALES' })).toEqual([409, 'DEPARTMENT_TAKEN']);
    expect(await room.codeOf(room.ben, 'POST /api/departments', { name: 'Mine' })).toEqual([403, 'NOT_ALLOWED']);
    const idea = await room.post(room.ana, 'Call shops before they run out', { departmentId: id });
    await room.installation.does(room.ada, `PATCH /api/departments/${id}`, { name: 'Field sales' });
    expect((await room.page(room.ben, idea)).idea.department).toEqual({ id, name: 'Field sales' });
    const unknown = { sentence: 'Call shops more often', departmentId: '01890000-0000-7000-8000-000000000000' };
    expect(await room.codeOf(room.ana, 'POST /api/ideas', unknown)).toEqual([422, 'DEPARTMENT_UNKNOWN']);
  });

  it('show where their ideas go', async () => {
    const { id: departmentId } = await room.installation.does(room.ada, 'POST /api/departments', { name: 'Service' });
    const first = await room.post(room.ana, 'Answer tickets from Mars', { departmentId });
    await room.post(room.ana, 'Answer tickets from Venus', { departmentId });
    const withdrawn = await room.post(room.ana, 'Answer tickets from Pluto', { departmentId });
    await room.installation.does(room.ana, `POST /api/ideas/${withdrawn}/withdrawal`, {});
    room.installation.moveClock(4);
    await room.installation.does(room.ana, `POST /api/ideas/${first}/promotion`, { visibility: 'private' });
    const rowFor = async (person: TestPerson) =>
      (await room.installation.does(person, 'GET /api/ideas/funnel')).rows.find(
        (row: { department: { name: string } | null }) => row.department?.name === 'Service',
      );
    const row = await rowFor(room.ana);
    expect(row).toMatchObject({
      proposed: 2,
      open: 1,
      promoted: 1,
      framed: 0,
      live: 0,
      values: [],
      daysToFramed: null,
    });
    expect(row.daysToPromoted).toBeCloseTo(4, 1);
    // Of a private initiative, people outside learn nothing beyond that the idea was taken up.
    expect(await rowFor(room.ben)).toEqual(row);
  });
});

describe('the business year', () => {
  it('decides when this quarter ends', async () => {
    await room.installation.does(room.ada, 'PUT /api/ideas/fiscal-year', { startMonth: 2 });
    const { answers } = await room.page(room.ana, await room.post(room.ana, 'Reduce errors by 10% this quarter'));
    expect(answers.due).toMatch(/-(01-31|04-30|07-31|10-31)$/);
    expect((await room.installation.call(room.ada, 'PUT /api/ideas/fiscal-year', { startMonth: 13 })).status).toBe(400);
    expect(await room.codeOf(room.ben, 'PUT /api/ideas/fiscal-year', { startMonth: 1 })).toEqual([403, 'NOT_ALLOWED']);
    await room.installation.does(room.ada, 'PUT /api/ideas/fiscal-year', { startMonth: 1 });
  });
});
