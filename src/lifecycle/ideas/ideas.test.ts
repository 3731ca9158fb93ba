import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestInstallation, type TestInstallation, type TestPerson } from '../../../test/installation.ts';
import { kpiSchema } from '../framing/index.ts';
import type { KpiAnswers } from './kpi-answers.ts';

let installation: TestInstallation;
let ada: TestPerson;
let ana: TestPerson;
let ben: TestPerson;
let steward: TestPerson;

beforeAll(async () => {
  installation = await openTestInstallation();
  ada = installation.administrator;
  ana = await installation.join('Ana');
  ben = await installation.join('Ben');
  steward = await installation.join('Sofia');
  await installation.does(ada, 'POST /api/ideas/stewards', { accountId: steward.id });
}, 60_000);
afterAll(() => installation.close());

async function post(person: TestPerson, sentence: string, rest: object = {}): Promise<string> {
  return (await installation.does(person, 'POST /api/ideas', { sentence, ...rest })).id;
}
const page = (person: TestPerson, id: string) => installation.does(person, `GET /api/ideas/${id}`);
const codeOf = async (person: TestPerson, request: string, body?: unknown) => {
  const answer = await installation.call(person, request, body);
  return [answer.status, answer.body?.code];
};
/** What was recorded about an idea, the newest last. */
async function eventsOf(
  id: string,
): Promise<readonly { kind: string; reason: string | null; detail: Record<string, unknown> }[]> {
  return installation.database.query('select kind, reason, detail from events where subject_id = $1 order by seq', [
    id,
  ]);
}

describe('the way back from an initiative to its idea', () => {
  it('leads to the idea that it came from, for those alone who may see the initiative', async () => {
    const id = await post(ana, 'How can we lose fewer parcels?');
    const { slug } = await installation.does(ana, `POST /api/ideas/${id}/promotion`, { visibility: 'private' });
    const back = `GET /api/initiatives/${slug}/idea`;
    expect((await installation.does(ana, back)).idea).toMatchObject({ id, proposerName: 'Ana', state: 'promoted' });
    expect((await installation.call(ben, back)).status).toBe(404);
    const question = 'How can we deliver sooner?';
    const other = await installation.does(ana, 'POST /api/initiatives', { question });
    expect(await installation.does(ana, `GET /api/initiatives/${other.slug}/idea`)).toEqual({ idea: null });
  });
});

describe('an idea', () => {
  it('is kept in its own words for ever, and read for a number, a way and a date', async () => {
    const sentence = '  Can we please   reduce churn by 10% this quarter?!  ';
    const id = await post(ana, sentence);
    const { idea, answers, story } = await page(ben, id);
    expect(idea.sentence).toBe(sentence.trim());
    expect([idea.kind, idea.proposerName, idea.state]).toEqual(['defined', 'Ana', 'open']);
    expect(answers).toMatchObject({ name: 'churn', direction: 'down' });
    expect(answers.due).toMatch(/^\d{4}-(03-31|06-30|09-30|12-31)$/);
    expect(story.map((entry: { kind: string }) => entry.kind)).toEqual(['idea.posted']);
    await expect(
      installation.database.query("update ideas set sentence = 'Something else' where id = $1", [id]),
    ).rejects.toThrow('stays as it was said');
  });

  it('is an open question where its words name no number', async () => {
    const { idea } = await page(ana, await post(ana, 'How can we get people to buy more widgets?'));
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
    expect((await installation.call(ana, 'POST /api/ideas', body)).status).toBe(400);
  });

  it('takes hostile words as words', async () => {
    const sentence = `'; drop table ideas; -- <script>alert(1)</script> \u202e 🦄 %_\\ & | ! :* <->`;
    const id = await post(ana, sentence);
    expect((await page(ben, id)).idea.sentence).toBe(sentence);
    const { similar } = await installation.does(ben, 'POST /api/ideas/similar', { text: sentence });
    expect(similar[0].sentence).toBe(sentence);
  });

  it('that does not exist answers like any other', async () => {
    const nowhere = '01890000-0000-7000-8000-000000000000';
    expect(await codeOf(ana, `GET /api/ideas/${nowhere}`)).toEqual([404, 'IDEA_UNKNOWN']);
    expect(await codeOf(ana, `POST /api/ideas/${nowhere}/comments`, { text: 'Hello there' })).toEqual([
      404,
      'IDEA_UNKNOWN',
    ]);
  });
});

describe('support', () => {
  it('counts a person once, also when cast many times at once, and can be taken back', async () => {
    const id = await post(ana, 'Answer every complaint within a day');
    const cast = await Promise.all([1, 2, 3, 4].map(() => installation.call(ben, `PUT /api/ideas/${id}/support`)));
    expect(cast.map(({ body }) => body.supportCount)).toEqual([1, 1, 1, 1]);
    expect((await page(ben, id)).supporters).toEqual([{ accountId: ben.id, name: 'Ben' }]);
    const told = (await eventsOf(id)).filter(({ kind }) => kind === 'idea.supported');
    expect(told).toHaveLength(1);
    expect(told[0]?.detail).toMatchObject({
      ideaId: id,
      proposerId: ana.id,
      title: 'Answer every complaint within a day',
    });
    expect(await installation.does(ben, `DELETE /api/ideas/${id}/support`)).toEqual({ supportCount: 0 });
    expect(await installation.does(ben, `DELETE /api/ideas/${id}/support`)).toEqual({ supportCount: 0 });
  });

  it('is not given to one’s own idea', async () => {
    const id = await post(ana, 'Answer every order within a day');
    expect(await codeOf(ana, `PUT /api/ideas/${id}/support`)).toEqual([403, 'IDEA_NOT_YOURS']);
  });
});

describe('merging', () => {
  it('takes supporters and story along, and the old address leads on, also over two merges', async () => {
    const [first, second, third] = await Promise.all([
      post(ana, 'Fewer parcels that come back broken'),
      post(ben, 'Pack parcels so that they do not break'),
      post(steward, 'Use stronger boxes for glass'),
    ]);
    await installation.does(steward, `PUT /api/ideas/${first}/support`);
    await installation.does(ana, `POST /api/ideas/${first}/comments`, { text: 'Mostly glass, I think.' });
    await installation.does(steward, `POST /api/ideas/${first}/merge`, { intoId: second, reason: 'The same wish.' });
    // Ana's and Sofia's voices follow; the other idea's own proposer is not counted.
    expect((await page(ana, second)).idea.supportCount).toBe(2);
    await installation.does(steward, `POST /api/ideas/${second}/merge`, {
      intoId: third,
      reason: 'One box solves both.',
    });
    const end = await page(ana, third);
    expect(end.supporters.map(({ name }: { name: string }) => name).sort()).toEqual(['Ana', 'Ben']);
    expect(end.story.map(({ sentence }: { sentence: string }) => sentence)).toContain('said: "Mostly glass, I think."');
    expect((await page(ana, first)).mergedInto).toEqual({ id: third, sentence: 'Use stronger boxes for glass' });
    const merged = (await eventsOf(first)).at(-1);
    expect(merged).toMatchObject({ kind: 'idea.merged', reason: 'The same wish.' });
    expect(merged?.detail).toMatchObject({ proposerId: ana.id, intoId: second, supporterIds: [steward.id] });
    const { ideas } = await installation.does(ana, 'GET /api/ideas');
    expect(ideas.map(({ id }: { id: string }) => id)).not.toContain(first);
  });

  it('is refused into itself, into nothing, and into what was merged or withdrawn', async () => {
    const [one, gone] = await Promise.all([post(ana, 'Print fewer letters'), post(ana, 'Print fewer envelopes')]);
    await installation.does(ana, `POST /api/ideas/${gone}/withdrawal`, {});
    for (const intoId of [one, gone, '01890000-0000-7000-8000-000000000000']) {
      expect(await codeOf(steward, `POST /api/ideas/${one}/merge`, { intoId, reason: 'The same wish.' })).toEqual([
        422,
        'IDEA_MERGE_REFUSED',
      ]);
    }
  });

  it('of two ideas into each other at once ends with one of them', async () => {
    const [one, two] = await Promise.all([post(ana, 'Shorter queues on Mondays'), post(ana, 'No queues on Mondays')]);
    const answers = await Promise.all([
      installation.call(steward, `POST /api/ideas/${one}/merge`, { intoId: two, reason: 'The same wish.' }),
      installation.call(steward, `POST /api/ideas/${two}/merge`, { intoId: one, reason: 'The same wish.' }),
    ]);
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([200, 422]);
  });
});

describe('who decides', () => {
  it('is the proposer about starting and withdrawing, stewards and administrators about all but withdrawing', async () => {
    const id = await post(ana, 'Reduce waiting time by 10% this year');
    const may = async (person: TestPerson) => {
      const { rights } = await page(person, id);
      return Object.keys(rights)
        .filter((action) => rights[action].allowed)
        .map((action) => action.replace('idea.', ''));
    };
    expect(await may(ana)).toEqual(['comment', 'answer', 'promote', 'merge', 'withdraw']);
    expect(await may(ben)).toEqual(['support', 'comment']);
    expect(await may(steward)).toEqual(['support', 'comment', 'answer', 'promote', 'merge', 'decline']);
    expect(await may(ada)).toEqual(['support', 'comment', 'answer', 'promote', 'merge', 'decline']);
    for (const [action, body] of [
      ['promotion', {}],
      ['decline', { reason: 'Because I say so.' }],
      ['withdrawal', {}],
      ['merge', { intoId: id, reason: 'Because I say so.' }],
    ] as const) {
      expect(await codeOf(ben, `POST /api/ideas/${id}/${action}`, body)).toEqual([403, 'IDEA_NOT_YOURS']);
    }
  });

  it('says why, in a reason that everybody reads, and only once', async () => {
    const id = await post(ana, 'Paint all machines green');
    expect((await installation.call(steward, `POST /api/ideas/${id}/decline`, { reason: 'no' })).status).toBe(400);
    const both = await Promise.all([
      installation.call(steward, `POST /api/ideas/${id}/decline`, { reason: 'It changes no figure.' }),
      installation.call(ada, `POST /api/ideas/${id}/promotion`, {}),
    ]);
    expect(both.map(({ status }) => status).sort((left, right) => left - right)[1]).toBe(409);
    const other = await post(ana, 'Paint all machines blue');
    await installation.does(steward, `POST /api/ideas/${other}/decline`, { reason: 'It changes no figure.' });
    expect((await page(ben, other)).idea.decision).toMatchObject({ byName: 'Sofia', reason: 'It changes no figure.' });
    expect((await eventsOf(other)).at(-1)).toMatchObject({ kind: 'idea.declined', reason: 'It changes no figure.' });
    expect(await codeOf(ben, `PUT /api/ideas/${other}/support`)).toEqual([409, 'IDEA_NOT_OPEN']);
  });

  it('can be taken back for a declined idea, with a reason that proposer and supporters are told', async () => {
    const id = await post(ana, 'Predict which pallets will break');
    await installation.does(ben, `PUT /api/ideas/${id}/support`);
    const reopen = (person: TestPerson, body: object = { reason: 'We have the figures now.' }) =>
      codeOf(person, `POST /api/ideas/${id}/reopening`, body);
    expect(await reopen(steward)).toEqual([409, 'IDEA_NOT_DECLINED']);
    await installation.does(steward, `POST /api/ideas/${id}/decline`, { reason: 'There are no figures.' });
    for (const person of [ana, ben]) expect(await reopen(person)).toEqual([403, 'IDEA_NOT_YOURS']);
    expect(await reopen(steward, {})).toEqual([400, 'INPUT_INVALID']);
    expect(await reopen(steward)).toEqual([200, undefined]);
    const { idea, story } = await page(ana, id);
    expect([idea.state, idea.decision, idea.supportCount]).toEqual(['open', null, 1]);
    expect(story.map(({ kind }: { kind: string }) => kind).slice(-2)).toEqual(['idea.declined', 'idea.reopened']);

    await installation.throughline.catchUp();
    for (const person of [ana, ben]) {
      const { notices } = await installation.does(person, 'GET /api/notifications');
      expect(notices[0]).toMatchObject({
        sentence: expect.stringMatching(/^Sofia opened the idea ".+" again, because: We have the figures now\.$/),
        path: `/ideas/${id}`,
      });
    }
    expect((await installation.call(ana, `POST /api/ideas/${id}/promotion`, {})).status).toBe(201);
    expect(await reopen(steward)).toEqual([409, 'IDEA_NOT_DECLINED']);
  });

  it('ends with the stewardship', async () => {
    const temporary = await installation.join('Tom');
    await installation.does(ada, 'POST /api/ideas/stewards', { accountId: temporary.id });
    await installation.does(ada, `DELETE /api/ideas/stewards/${temporary.id}`);
    const id = await post(ana, 'Write shorter letters to customers');
    expect(await codeOf(temporary, `POST /api/ideas/${id}/decline`, { reason: 'It changes no figure.' })).toEqual([
      403,
      'IDEA_NOT_YOURS',
    ]);
    expect(await codeOf(ben, 'POST /api/ideas/stewards', { accountId: ben.id })).toEqual([403, 'NOT_ALLOWED']);
  });
});

const ANSWERS: KpiAnswers = {
  name: 'Quarterly churn',
  unit: '% of customers a quarter',
  direction: 'down',
  baseline: 12,
  baselineFrom: '2026-01-01',
  baselineTo: '2026-03-31',
  target: 10.8,
  due: '2027-03-31',
  valueCents: 60_000,
  currency: 'EUR',
  valueSource: 'Finance, customer value of 2025',
  owner: 'Head of marketing',
};

describe('the plain questions', () => {
  it('become the KPI of the framing draft when the idea becomes an initiative', async () => {
    const id = await post(ana, 'Reduce churn by 10% by March 2027');
    const saved = await installation.does(ana, `PUT /api/ideas/${id}/answers`, {
      kind: 'defined',
      departmentId: null,
      answers: ANSWERS,
      revision: 0,
    });
    expect(saved).toEqual({ revision: 1 });
    const { slug } = await installation.does(ana, `POST /api/ideas/${id}/promotion`, { name: 'Churn in spring' });
    const { draft } = await installation.does(ana, `GET /api/initiatives/${slug}/framing`);
    expect(kpiSchema.parse(draft.content.kpi)).toEqual({
      name: 'Quarterly churn',
      unit: '% of customers a quarter',
      direction: 'down',
      baseline: { value: 12, from: '2026-01-01', to: '2026-03-31' },
      target: 10.8,
      due: '2027-03-31',
      owner: 'Head of marketing',
      scale: 100,
    });
    expect(draft.content.successCriterion).toEqual({
      valuePerOutcomeCents: 60_000,
      currency: 'EUR',
      valueSource: 'Finance, customer value of 2025',
    });
    const { initiative } = await installation.does(ana, `GET /api/initiatives/${slug}`);
    expect(initiative).toMatchObject({ question: 'Reduce churn by 10% by March 2027', questionKind: 'defined' });
    expect((await page(ben, id)).cameOf).toMatchObject({
      slug,
      name: 'Churn in spring',
      stepName: 'Ask',
      headline: null,
    });
    expect((await eventsOf(id)).at(-1)).toMatchObject({ kind: 'idea.promoted', detail: { slug, proposerId: ana.id } });
  });

  it('may stay unanswered: the framing asks again', async () => {
    const id = await post(ana, 'Reduce scrap by 10% by March 2027');
    const { slug } = await installation.does(ana, `POST /api/ideas/${id}/promotion`, {});
    const { draft, gaps } = await installation.does(ana, `GET /api/initiatives/${slug}/framing`);
    expect(draft.content).toEqual({ kpi: { name: 'scrap', direction: 'down', due: '2027-03-31' } });
    expect(gaps.map(({ path }: { path: string }) => path)).toContain('kpi.target');
  });

  it('are not overwritten by somebody who did not see the newest answers', async () => {
    const id = await post(ana, 'Reduce returns by 10% by March 2027');
    const body = { kind: 'defined', departmentId: null, answers: ANSWERS, revision: 0 };
    const answers = await Promise.all([
      installation.call(ana, `PUT /api/ideas/${id}/answers`, body),
      installation.call(steward, `PUT /api/ideas/${id}/answers`, body),
    ]);
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([200, 409]);
  });
});

describe('an open question', () => {
  it('starts an initiative without a KPI, once, however many press the button', async () => {
    const id = await post(ana, 'How can we upsell to small shops?');
    const answers = await Promise.all(
      [ana, steward, ada].map((person) => installation.call(person, `POST /api/ideas/${id}/promotion`, {})),
    );
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([201, 409, 409]);
    const slug = answers.find(({ status }) => status === 201)?.body.slug;
    const { initiative } = await installation.does(ana, `GET /api/initiatives/${slug}`);
    expect([initiative.questionKind, initiative.playbook]).toEqual(['open', 'explore@1']);
    const { draft } = await installation.does(ana, `GET /api/initiatives/${slug}/framing`);
    expect(draft.content).toEqual({});
  });

  it('gives the expert’s seat to its proposer unless somebody else is the expert', async () => {
    const expertOf = async (slug: string) => {
      const { steps } = await installation.does(ada, `GET /api/initiatives/${slug}/table`);
      const seats = steps.flatMap((step: { seats: unknown[] }) => step.seats);
      const sitters = seats
        .filter(({ role }: { role: string }) => role === 'sme')
        .flatMap(({ sitters: s }: { sitters: { name: string }[] }) => s);
      return [...new Set(sitters.map(({ name }: { name: string }) => name))];
    };
    const own = await post(ana, 'How can we help small shops to order?');
    const { slug } = await installation.does(steward, `POST /api/ideas/${own}/promotion`, {});
    expect(await expertOf(slug)).toEqual(['Ana']);
    const others = await post(ana, 'How can we help large shops to order?');
    const promoted = await installation.does(steward, `POST /api/ideas/${others}/promotion`, { expertId: ben.id });
    expect(await expertOf(promoted.slug)).toEqual(['Ben']);
    const unknown = await post(ana, 'How can we help old shops to order?');
    const nobody = { expertId: '01890000-0000-7000-8000-000000000000' };
    expect(await codeOf(steward, `POST /api/ideas/${unknown}/promotion`, nobody)).toEqual([422, 'IDEA_EXPERT_UNKNOWN']);
  });
});

describe('an idea that became a private initiative', () => {
  it('tells people outside that it did, and nothing that leads to it', async () => {
    const id = await post(ana, 'How can we keep our best zeppelin engineers?');
    const { slug } = await installation.does(ana, `POST /api/ideas/${id}/promotion`, {
      name: 'Quiet retention of key staff',
      visibility: 'private',
    });
    expect(slug).toBe('quiet-retention-of-key-staff');
    const seen = await Promise.all([
      installation.call(ben, `GET /api/ideas/${id}`),
      installation.call(ben, 'GET /api/ideas'),
      installation.call(ben, 'GET /api/ideas?state=promoted'),
      installation.call(ben, 'GET /api/ideas/funnel'),
      installation.call(ben, 'POST /api/ideas/similar', { text: 'How can we keep our best zeppelin engineers?' }),
      installation.call(ben, 'POST /api/ideas/similar', { text: 'Quiet retention of key staff' }),
    ]);
    for (const { status, text } of seen) {
      expect(status).toBe(200);
      expect(text.toLowerCase()).not.toMatch(/quiet|retention/);
    }
    expect(seen[0]?.body.idea.state).toBe('promoted');
    expect(seen[0]?.body.cameOf).toBeNull();
    // Nor does what a notice is made from.
    expect(JSON.stringify(await eventsOf(id)).toLowerCase()).not.toMatch(/quiet|retention/);
    expect((await page(ana, id)).cameOf.slug).toBe(slug);
    const auditor = await installation.join('Auditor', { isAuditor: true });
    expect((await page(auditor, id)).cameOf.slug).toBe(slug);
  });

  it('gives its address to nobody who has no seat, not even to whoever started it for another', async () => {
    const id = await post(ana, 'How can we keep our best airship pilots?');
    const promoted = await installation.does(steward, `POST /api/ideas/${id}/promotion`, { visibility: 'private' });
    expect(promoted).toEqual({ slug: null });
    expect((await page(steward, id)).cameOf).toBeNull();
    expect((await page(ana, id)).cameOf).not.toBeNull();
  });
});

describe('while somebody writes', () => {
  it('finds earlier ideas and initiatives by words and by spelling, and tells what came of them', async () => {
    const declined = await post(ana, 'Predict which conveyor belts will tear');
    await installation.does(steward, `POST /api/ideas/${declined}/decline`, { reason: 'There are only three belts.' });
    await installation.does(ben, 'POST /api/initiatives', {
      question: 'Can we foresee torn conveyor belts in the north?',
    });
    const look = async (text: string) => (await installation.does(ben, 'POST /api/ideas/similar', { text })).similar;
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
    const from = await post(ana, 'Count the pallets with drones');
    const into = await post(ben, 'Know our stock without counting');
    await installation.does(steward, `POST /api/ideas/${from}/merge`, { intoId: into, reason: 'The same wish.' });
    const { similar } = await installation.does(ana, 'POST /api/ideas/similar', { text: 'pallets counted by drones' });
    expect(similar[0].ideaId).toBe(into);
  });
});

describe('the list', () => {
  it('is paged by newest or by support without showing one twice or leaving one out', async () => {
    const written = await installation.does(ana, 'GET /api/ideas?limit=200');
    for (const order of ['newest', 'support']) {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
        const answer: { ideas: { id: string }[]; nextCursor: string | null } = await installation.does(
          ana,
          `GET /api/ideas?limit=3&order=${order}${query}`,
        );
        seen.push(...answer.ideas.map(({ id }) => id));
        cursor = answer.nextCursor;
      }
      expect(seen).toHaveLength(written.ideas.length);
      expect(new Set(seen).size).toBe(seen.length);
    }
    expect((await installation.call(ana, 'GET /api/ideas?cursor=x')).status).toBe(400);
  });

  it('is narrowed by words, fate and department', async () => {
    const { id: departmentId } = await installation.does(ada, 'POST /api/departments', { name: 'Logistics' });
    const id = await post(ana, 'Load lorries 100% full on Fridays', { departmentId });
    const idsOf = async (query: string) =>
      (await installation.does(ben, `GET /api/ideas?${query}`)).ideas.map((idea: { id: string }) => idea.id);
    expect(await idsOf(`department=${departmentId}`)).toEqual([id]);
    expect(await idsOf('q=100%25%20full')).toEqual([id]);
    expect(await idsOf('q=1__%25%20full')).toEqual([]);
    expect(await idsOf('state=declined&q=lorries')).toEqual([]);
  });
});

describe('departments', () => {
  it('are kept by administrators, each name once, and ideas follow a new name', async () => {
    const { id } = await installation.does(ada, 'POST /api/departments', { name: 'Sales' });
    expect(await codeOf(ada, 'POST /api/departments', { name: 'SALES' })).toEqual([409, 'DEPARTMENT_TAKEN']);
    expect(await codeOf(ben, 'POST /api/departments', { name: 'Mine' })).toEqual([403, 'NOT_ALLOWED']);
    const idea = await post(ana, 'Call shops before they run out', { departmentId: id });
    await installation.does(ada, `PATCH /api/departments/${id}`, { name: 'Field sales' });
    expect((await page(ben, idea)).idea.department).toEqual({ id, name: 'Field sales' });
    const unknown = { sentence: 'Call shops more often', departmentId: '01890000-0000-7000-8000-000000000000' };
    expect(await codeOf(ana, 'POST /api/ideas', unknown)).toEqual([422, 'DEPARTMENT_UNKNOWN']);
  });

  it('show where their ideas go', async () => {
    const { id: departmentId } = await installation.does(ada, 'POST /api/departments', { name: 'Service' });
    const first = await post(ana, 'Answer tickets from Mars', { departmentId });
    await post(ana, 'Answer tickets from Venus', { departmentId });
    const withdrawn = await post(ana, 'Answer tickets from Pluto', { departmentId });
    await installation.does(ana, `POST /api/ideas/${withdrawn}/withdrawal`, {});
    installation.moveClock(4);
    await installation.does(ana, `POST /api/ideas/${first}/promotion`, { visibility: 'private' });
    const rowFor = async (person: TestPerson) =>
      (await installation.does(person, 'GET /api/ideas/funnel')).rows.find(
        (row: { department: { name: string } | null }) => row.department?.name === 'Service',
      );
    const row = await rowFor(ana);
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
    expect(await rowFor(ben)).toEqual(row);
  });
});

describe('the business year', () => {
  it('decides when this quarter ends', async () => {
    await installation.does(ada, 'PUT /api/ideas/fiscal-year', { startMonth: 2 });
    const { answers } = await page(ana, await post(ana, 'Reduce errors by 10% this quarter'));
    expect(answers.due).toMatch(/-(01-31|04-30|07-31|10-31)$/);
    expect((await installation.call(ada, 'PUT /api/ideas/fiscal-year', { startMonth: 13 })).status).toBe(400);
    expect(await codeOf(ben, 'PUT /api/ideas/fiscal-year', { startMonth: 1 })).toEqual([403, 'NOT_ALLOWED']);
    await installation.does(ada, 'PUT /api/ideas/fiscal-year', { startMonth: 1 });
  });
});
