import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestPerson } from '../../../test/installation.ts';
import { kpiSchema } from '../framing/index.ts';
import { type IdeasTest, openIdeasTest } from './ideas.fixture.ts';
import type { KpiAnswers } from './kpi-answers.ts';

let room: IdeasTest;

beforeAll(async () => {
  room = await openIdeasTest();
});
afterAll(() => room.installation.close());

describe('who decides', () => {
  it('is the proposer about starting and withdrawing, stewards and administrators about all but withdrawing', async () => {
    const id = await room.post(room.ana, 'Reduce waiting time by 10% this year');
    const may = async (person: TestPerson) => {
      const { rights } = await room.page(person, id);
      return Object.keys(rights)
        .filter((action) => rights[action].allowed)
        .map((action) => action.replace('idea.', ''));
    };
    expect(await may(room.ana)).toEqual(['comment', 'answer', 'promote', 'merge', 'withdraw']);
    expect(await may(room.ben)).toEqual(['support', 'comment']);
    expect(await may(room.steward)).toEqual(['support', 'comment', 'answer', 'promote', 'merge', 'decline']);
    expect(await may(room.ada)).toEqual(['support', 'comment', 'answer', 'promote', 'merge', 'decline']);
    for (const [action, body] of [
      ['promotion', {}],
      ['decline', { reason: 'Because I say so.' }],
      ['withdrawal', {}],
      ['merge', { intoId: id, reason: 'Because I say so.' }],
    ] as const) {
      expect(await room.codeOf(room.ben, `POST /api/ideas/${id}/${action}`, body)).toEqual([403, 'IDEA_NOT_YOURS']);
    }
  });

  it('says why, in a reason that everybody reads, and only once', async () => {
    const id = await room.post(room.ana, 'Paint all machines green');
    expect((await room.installation.call(room.steward, `POST /api/ideas/${id}/decline`, { reason: 'no' })).status).toBe(
      400,
    );
    const both = await Promise.all([
      room.installation.call(room.steward, `POST /api/ideas/${id}/decline`, { reason: 'It changes no figure.' }),
      room.installation.call(room.ada, `POST /api/ideas/${id}/promotion`, {}),
    ]);
    expect(both.map(({ status }) => status).sort((left, right) => left - right)[1]).toBe(409);
    const other = await room.post(room.ana, 'Paint all machines blue');
    await room.installation.does(room.steward, `POST /api/ideas/${other}/decline`, { reason: 'It changes no figure.' });
    expect((await room.page(room.ben, other)).idea.decision).toMatchObject({
      byName: 'Sofia',
      reason: 'It changes no figure.',
    });
    expect((await room.eventsOf(other)).at(-1)).toMatchObject({
      kind: 'idea.declined',
      reason: 'It changes no figure.',
    });
    expect(await room.codeOf(room.ben, `PUT /api/ideas/${other}/support`)).toEqual([409, 'IDEA_NOT_OPEN']);
  });

  it('can be taken back for a declined idea, with a reason that proposer and supporters are told', async () => {
    const id = await room.post(room.ana, 'Predict which pallets will break');
    await room.installation.does(room.ben, `PUT /api/ideas/${id}/support`);
    const reopen = (person: TestPerson, body: object = { reason: 'We have the figures now.' }) =>
      room.codeOf(person, `POST /api/ideas/${id}/reopening`, body);
    expect(await reopen(room.steward)).toEqual([409, 'IDEA_NOT_DECLINED']);
    await room.installation.does(room.steward, `POST /api/ideas/${id}/decline`, { reason: 'There are no figures.' });
    for (const person of [room.ana, room.ben]) expect(await reopen(person)).toEqual([403, 'IDEA_NOT_YOURS']);
    expect(await reopen(room.steward, {})).toEqual([400, 'INPUT_INVALID']);
    expect(await reopen(room.steward)).toEqual([200, undefined]);
    const { idea, story } = await room.page(room.ana, id);
    expect([idea.state, idea.decision, idea.supportCount]).toEqual(['open', null, 1]);
    expect(story.map(({ kind }: { kind: string }) => kind).slice(-2)).toEqual(['idea.declined', 'idea.reopened']);

    await room.installation.throughline.catchUp();
    for (const person of [room.ana, room.ben]) {
      const { notices } = await room.installation.does(person, 'GET /api/notifications');
      expect(notices[0]).toMatchObject({
        sentence: expect.stringMatching(/^Sofia opened the idea ".+" again, because: We have the figures now\.$/),
        path: `/ideas/${id}`,
      });
    }
    expect((await room.installation.call(room.ana, `POST /api/ideas/${id}/promotion`, {})).status).toBe(201);
    expect(await reopen(room.steward)).toEqual([409, 'IDEA_NOT_DECLINED']);
  });

  it('ends with the stewardship', async () => {
    const temporary = await room.installation.join('Tom');
    await room.installation.does(room.ada, 'POST /api/ideas/stewards', { accountId: temporary.id });
    await room.installation.does(room.ada, `DELETE /api/ideas/stewards/${temporary.id}`);
    const id = await room.post(room.ana, 'Write shorter letters to customers');
    expect(await room.codeOf(temporary, `POST /api/ideas/${id}/decline`, { reason: 'It changes no figure.' })).toEqual([
      403,
      'IDEA_NOT_YOURS',
    ]);
    expect(await room.codeOf(room.ben, 'POST /api/ideas/stewards', { accountId: room.ben.id })).toEqual([
      403,
      'NOT_ALLOWED',
    ]);
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
    const id = await room.post(room.ana, 'Reduce churn by 10% by March 2027');
    const saved = await room.installation.does(room.ana, `PUT /api/ideas/${id}/answers`, {
      kind: 'defined',
      departmentId: null,
      answers: ANSWERS,
      revision: 0,
    });
    expect(saved).toEqual({ revision: 1 });
    const { slug } = await room.installation.does(room.ana, `POST /api/ideas/${id}/promotion`, {
      name: 'Churn in spring',
    });
    const { draft } = await room.installation.does(room.ana, `GET /api/initiatives/${slug}/framing`);
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
    const { initiative } = await room.installation.does(room.ana, `GET /api/initiatives/${slug}`);
    expect(initiative).toMatchObject({ question: 'Reduce churn by 10% by March 2027', questionKind: 'defined' });
    expect((await room.page(room.ben, id)).cameOf).toMatchObject({
      slug,
      name: 'Churn in spring',
      stepName: 'Ask',
      headline: null,
    });
    expect((await room.eventsOf(id)).at(-1)).toMatchObject({
      kind: 'idea.promoted',
      detail: { slug, proposerId: room.ana.id },
    });
  });

  it('may stay unanswered: the framing asks again', async () => {
    const id = await room.post(room.ana, 'Reduce scrap by 10% by March 2027');
    const { slug } = await room.installation.does(room.ana, `POST /api/ideas/${id}/promotion`, {});
    const { draft, gaps } = await room.installation.does(room.ana, `GET /api/initiatives/${slug}/framing`);
    expect(draft.content).toEqual({ kpi: { name: 'scrap', direction: 'down', due: '2027-03-31' } });
    expect(gaps.map(({ path }: { path: string }) => path)).toContain('kpi.target');
  });

  it('are not overwritten by somebody who did not see the newest answers', async () => {
    const id = await room.post(room.ana, 'Reduce returns by 10% by March 2027');
    const body = { kind: 'defined', departmentId: null, answers: ANSWERS, revision: 0 };
    const answers = await Promise.all([
      room.installation.call(room.ana, `PUT /api/ideas/${id}/answers`, body),
      room.installation.call(room.steward, `PUT /api/ideas/${id}/answers`, body),
    ]);
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([200, 409]);
  });
});

describe('an open question', () => {
  it('starts an initiative without a KPI, once, however many press the button', async () => {
    const id = await room.post(room.ana, 'How can we upsell to small shops?');
    const answers = await Promise.all(
      [room.ana, room.steward, room.ada].map((person) =>
        room.installation.call(person, `POST /api/ideas/${id}/promotion`, {}),
      ),
    );
    expect(answers.map(({ status }) => status).sort((left, right) => left - right)).toEqual([201, 409, 409]);
    const slug = answers.find(({ status }) => status === 201)?.body.slug;
    const { initiative } = await room.installation.does(room.ana, `GET /api/initiatives/${slug}`);
    expect([initiative.questionKind, initiative.playbook]).toEqual(['open', 'explore@1']);
    const { draft } = await room.installation.does(room.ana, `GET /api/initiatives/${slug}/framing`);
    expect(draft.content).toEqual({});
  });

  it('gives the expert’s seat to its proposer unless somebody else is the expert', async () => {
    const expertOf = async (slug: string) => {
      const { steps } = await room.installation.does(room.ada, `GET /api/initiatives/${slug}/table`);
      const seats = steps.flatMap((step: { seats: unknown[] }) => step.seats);
      const sitters = seats
        .filter(({ role }: { role: string }) => role === 'sme')
        .flatMap(({ sitters: s }: { sitters: { name: string }[] }) => s);
      return [...new Set(sitters.map(({ name }: { name: string }) => name))];
    };
    const own = await room.post(room.ana, 'How can we help small shops to order?');
    const { slug } = await room.installation.does(room.steward, `POST /api/ideas/${own}/promotion`, {});
    expect(await expertOf(slug)).toEqual(['Ana']);
    const others = await room.post(room.ana, 'How can we help large shops to order?');
    const promoted = await room.installation.does(room.steward, `POST /api/ideas/${others}/promotion`, {
      expertId: room.ben.id,
    });
    expect(await expertOf(promoted.slug)).toEqual(['Ben']);
    const unknown = await room.post(room.ana, 'How can we help old shops to order?');
    const nobody = { expertId: '01890000-0000-7000-8000-000000000000' };
    expect(await room.codeOf(room.steward, `POST /api/ideas/${unknown}/promotion`, nobody)).toEqual([
      422,
      'IDEA_EXPERT_UNKNOWN',
    ]);
  });
});

describe('an idea that became a private initiative', () => {
  it('tells people outside that it did, and nothing that leads to it', async () => {
    const id = await room.post(room.ana, 'How can we keep our best zeppelin engineers?');
    const { slug } = await room.installation.does(room.ana, `POST /api/ideas/${id}/promotion`, {
      name: 'Quiet retention of key staff',
      visibility: 'private',
    });
    expect(slug).toBe('quiet-retention-of-key-staff');
    const seen = await Promise.all([
      room.installation.call(room.ben, `GET /api/ideas/${id}`),
      room.installation.call(room.ben, 'GET /api/ideas'),
      room.installation.call(room.ben, 'GET /api/ideas?state=promoted'),
      room.installation.call(room.ben, 'GET /api/ideas/funnel'),
      room.installation.call(room.ben, 'POST /api/ideas/similar', {
        text: 'How can we keep our best zeppelin engineers?',
      }),
      room.installation.call(room.ben, 'POST /api/ideas/similar', { text: 'Quiet retention of key staff' }),
    ]);
    for (const { status, text } of seen) {
      expect(status).toBe(200);
      expect(text.toLowerCase()).not.toMatch(/quiet|retention/);
    }
    expect(seen[0]?.body.idea.state).toBe('promoted');
    expect(seen[0]?.body.cameOf).toBeNull();
    // Nor does what a notice is made from.
    expect(JSON.stringify(await room.eventsOf(id)).toLowerCase()).not.toMatch(/quiet|retention/);
    expect((await room.page(room.ana, id)).cameOf.slug).toBe(slug);
    const auditor = await room.installation.join('Auditor', { isAuditor: true });
    expect((await room.page(auditor, id)).cameOf.slug).toBe(slug);
  });

  it('gives its address to nobody who has no seat, not even to whoever started it for another', async () => {
    const id = await room.post(room.ana, 'How can we keep our best airship pilots?');
    const promoted = await room.installation.does(room.steward, `POST /api/ideas/${id}/promotion`, {
      visibility: 'private',
    });
    expect(promoted).toEqual({ slug: null });
    expect((await room.page(room.steward, id)).cameOf).toBeNull();
    expect((await room.page(room.ana, id)).cameOf).not.toBeNull();
  });
});

describe('the way back from an initiative to its idea', () => {
  it('leads to the idea that it came from, for those alone who may see the initiative', async () => {
    const id = await room.post(room.ana, 'How can we lose fewer parcels?');
    const { slug } = await room.installation.does(room.ana, `POST /api/ideas/${id}/promotion`, {
      visibility: 'private',
    });
    const back = `GET /api/initiatives/${slug}/idea`;
    expect((await room.installation.does(room.ana, back)).idea).toMatchObject({
      id,
      proposerName: 'Ana',
      state: 'promoted',
    });
    expect((await room.installation.call(room.ben, back)).status).toBe(404);
    const question = 'How can we deliver sooner?';
    const other = await room.installation.does(room.ana, 'POST /api/initiatives', { question });
    expect(await room.installation.does(room.ana, `GET /api/initiatives/${other.slug}/idea`)).toEqual({ idea: null });
  });
});
