import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { findInitiativeById } from '../initiatives/initiatives.store.ts';
import { rolesOf } from '../people/people.store.ts';
import { addCandidate } from './add-candidate.use-case.ts';
import { CANDIDATE_LIMITS } from './candidate.ts';
import { type BoardNote, readCandidates } from './read-candidates.use-case.ts';

let installation: TestInstallation;
let eva: TestPerson;
let dan: TestPerson;
let slug: string;
let initiativeId: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  eva = await installation.join('Eva');
  dan = await installation.join('Dan');
});
afterAll(() => installation.close());
beforeEach(async () => {
  const question = 'How can we get people to buy more widgets?';
  ({ slug, id: initiativeId } = await anInitiative(installation, eva, { question }));
  await seat(installation, slug, eva, dan, 'data-scientist');
});

const at = (path = '') => `/api/initiatives/${slug}/candidates${path}`;
const add = (content: object, person = eva) => installation.does(person, `POST ${at()}`, { content });
const list = async () => (await installation.does(eva, `GET ${at()}`)).candidates;
const codeOf = async (person: TestPerson, request: string, body?: unknown) => {
  const { status, body: answer } = await installation.call(person, request, body);
  return [status, answer.code];
};
const REASON = { reason: 'It pays most at the low end.' };
const WHOLE = {
  title: 'Call who is about to leave',
  predictionTask: { outcome: 'leaves within 90 days', heuristic: 'no order for 60 days' },
  decisionPolicy: { action: 'retention call', capacityPerCycle: 10, costPerActionCents: 1_000 },
  value: { lowCents: 50_000, highCents: 90_000, estimatedBy: 'Eva' },
};

describe('possible tasks of a line', () => {
  it('are compared by their worth at the low end, with those of unknown worth last', async () => {
    await add({ title: 'Only an idea' });
    await add(WHOLE, dan);
    await add({ ...WHOLE, title: 'Send a letter', value: { lowCents: 90_000, highCents: 90_000, estimatedBy: 'Dan' } });
    expect((await list()).map(({ content }: { content: { title: string } }) => content.title)).toEqual([
      'Send a letter',
      'Call who is about to leave',
      'Only an idea',
    ]);
  });

  it('are supported by each person once, and the support can be taken back', async () => {
    const { id } = await add({ title: 'Only an idea' });
    const support = (person: TestPerson, isGiven: boolean) =>
      installation.does(person, `PUT ${at(`/${id}/support`)}`, { isGiven });
    await Promise.all([support(eva, true), support(eva, true), support(dan, true)]);
    expect((await list())[0].supporters).toHaveLength(2);
    expect((await support(eva, false)).supporters).toEqual([{ accountId: dan.id, name: 'Dan' }]);
  });

  it('are never overwritten by whoever began with an older state', async () => {
    const { id, revision } = await add({ title: 'Only an idea' });
    const change = (person: TestPerson, title: string) =>
      installation.call(person, `PUT ${at(`/${id}`)}`, { content: { title }, revision });
    const answers = await Promise.all([change(eva, 'One idea'), change(dan, 'Another idea')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const [lost] = answers.filter(({ status }) => status === 409);
    expect(lost?.body.code).toBe('CANDIDATE_CHANGED');
    const [stored] = await list();
    expect((await change(dan, stored.content.title)).status).toBe(200);
  });

  it('are refused when they are many, unknown, or no task at all', async () => {
    const nowhere = '01890000-0000-7000-8000-000000000000';
    expect(await codeOf(eva, `PUT ${at(`/${nowhere}/support`)}`, { isGiven: true })).toEqual([
      404,
      'CANDIDATE_UNKNOWN',
    ]);
    expect((await codeOf(eva, `POST ${at()}`, { content: { title: ' ' } }))[0]).toBe(400);
    expect((await codeOf(eva, `POST ${at()}`, { content: { title: 'x'.repeat(121) } }))[0]).toBe(400);
    await installation.database.query(
      `insert into framing_candidates (id, initiative_no, state, content, revision, created_by_name, updated_by_name, updated_at)
       select gen_random_uuid(), no, 'discarded', '{"title": "Idea"}', 1, 'Eva', 'Eva', now()
       from initiatives, generate_series(1, $2) where id = $1`,
      [initiativeId, CANDIDATE_LIMITS.perInitiative],
    );
    expect(await codeOf(eva, `POST ${at()}`, { content: { title: 'One more' } })).toEqual([409, 'CANDIDATE_LIMIT']);
  });

  it('of another line are as absent as those that never were', async () => {
    const { id } = await add({ title: 'Only an idea' });
    const other = await anInitiative(installation, eva);
    const answer = await installation.call(eva, `POST /api/initiatives/${other.slug}/candidates/${id}/choice`, REASON);
    expect([answer.status, answer.body.code]).toEqual([404, 'CANDIDATE_UNKNOWN']);
  });
});

describe('a possible task that is chosen', () => {
  it('becomes the prediction task and the policy of the draft, and keeps what somebody wrote', async () => {
    const { id } = await add(WHOLE);
    const framing = `/api/initiatives/${slug}/framing`;
    await installation.does(dan, `PUT ${framing}/draft`, {
      content: { predictionTask: { heuristic: 'those who complained' } },
      revision: 0,
    });
    const chosen = await installation.does(eva, `POST ${at(`/${id}/choice`)}`, REASON);
    expect(chosen).toMatchObject({
      kept: ['predictionTask.heuristic'],
      revision: 2,
      candidate: { state: 'chosen', decision: { byName: 'Eva', reason: REASON.reason } },
    });
    const { draft } = await installation.does(eva, `GET ${framing}`);
    expect(draft.content).toMatchObject({
      predictionTask: { outcome: 'leaves within 90 days', heuristic: 'those who complained' },
      decisionPolicy: { action: 'retention call', capacityPerCycle: 10, costPerActionCents: 1_000 },
    });
  });

  it('is one at a time, whoever chooses at once; the one before is compared again', async () => {
    const first = await add(WHOLE);
    const second = await add({ ...WHOLE, title: 'Send a letter' });
    await Promise.all([
      installation.does(eva, `POST ${at(`/${first.id}/choice`)}`, REASON),
      installation.does(dan, `POST ${at(`/${second.id}/choice`)}`, REASON),
    ]);
    expect((await list()).map(({ state }: { state: string }) => state).toSorted()).toEqual(['chosen', 'open']);
    const [chosen] = (await list()).filter(({ state }: { state: string }) => state === 'chosen');
    expect(await codeOf(eva, `POST ${at(`/${chosen.id}/choice`)}`, REASON)).toEqual([409, 'CANDIDATE_NOT_OPEN']);
  });

  it('needs a reason, and so does one that is set aside; that one can be taken up again', async () => {
    const { id, revision } = await add(WHOLE);
    expect((await codeOf(eva, `POST ${at(`/${id}/choice`)}`, { reason: 'no' }))[0]).toBe(400);
    await installation.does(dan, `POST ${at(`/${id}/discard`)}`, { reason: 'There are no data about it.' });
    expect((await list())[0]).toMatchObject({
      state: 'discarded',
      decision: { byName: 'Dan', reason: 'There are no data about it.' },
    });
    expect(await codeOf(eva, `PUT ${at(`/${id}`)}`, { content: { title: 'New' }, revision })).toEqual([
      409,
      'CANDIDATE_NOT_OPEN',
    ]);
    await installation.does(eva, `POST ${at(`/${id}/take-up`)}`, { reason: 'Now there are data.' });
    expect(await codeOf(eva, `POST ${at(`/${id}/take-up`)}`, REASON)).toEqual([409, 'CANDIDATE_NOT_OPEN']);
    expect((await list())[0]).toMatchObject({ state: 'open', decision: null });
    const { entries } = await installation.does(eva, `GET /api/initiatives/${slug}/log`);
    expect(entries.map(({ kind }: { kind: string }) => kind).slice(0, 3)).toEqual([
      'framing.candidate-taken-up',
      'framing.candidate-discarded',
      'framing.candidate-added',
    ]);
    expect(entries[1]).toMatchObject({ step: 'frame', reason: 'There are no data about it.', actorName: 'Dan' });
  });
});

describe('a note of the board', () => {
  it('is offered until a task was made from it, and its words stay with the task', async () => {
    const note = (id: string, votes: number): BoardNote => ({
      id,
      text: `Note ${id}`,
      groupId: null,
      groupTitle: null,
      votes,
      authorId: dan.id,
      authorName: 'Dan',
    });
    const { database, now } = installation;
    const readBoard = async () => [note('n1', 1), note('n2', 4)];
    const ports = { database, now, rolesOf, readBoard };
    const initiative = await findInitiativeById(database, initiativeId);
    if (!initiative) throw new Error('the initiative exists');
    const notesNow = async () => (await readCandidates(database, initiative, readBoard)).notes.map(({ id }) => id);
    expect(await notesNow()).toEqual(['n2', 'n1']);
    const content = { title: 'From the board', predictionTask: {}, decisionPolicy: { cycleDays: 30 }, currency: 'EUR' };
    const actor = { accountId: eva.id, name: 'Eva' };
    const made = await addCandidate(ports, actor, initiative, { content, noteId: 'n2' });
    expect(made.note).toEqual({ id: 'n2', text: 'Note n2', authorName: 'Dan' });
    expect(await notesNow()).toEqual(['n1']);
    await expect(addCandidate(ports, actor, initiative, { content, noteId: 'n9' })).rejects.toMatchObject({
      code: 'CANDIDATE_NOTE_UNKNOWN',
    });
  });
});
