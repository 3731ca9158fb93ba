import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allSpeak,
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';

let installation: TestInstallation;
let expert: TestPerson;
let sponsor: TestPerson;
let scientist: TestPerson;

beforeAll(async () => {
  installation = await openTestInstallation();
  [expert, sponsor, scientist] = [
    await installation.join('Expert'),
    await installation.join('Sponsor'),
    await installation.join('Scientist'),
  ];
});
afterAll(() => installation.close());

describe('the table', () => {
  it('seats whoever asked as the expert, heard at Ask, and shows every other required chair empty', async () => {
    const { slug } = await anInitiative(installation, expert);
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    const ask = steps[0];
    expect(ask).toMatchObject({ step: 'ask', state: 'now' });
    expect(ask.seats[0]).toMatchObject({ role: 'sme', sitters: [{ name: 'Expert', presence: 'present' }] });
    expect(ask.gaps.map((gap: { sentence: string }) => gap.sentence)).toEqual([
      'Business sponsor: nobody has this seat at Ask.',
      'Data scientist: nobody has this seat at Ask.',
    ]);
  });

  it('refuses to close a step and names the empty chairs and the silent people', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const refused = await installation.call(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('STEP_NOT_READY');
    expect(refused.body.detail).toContain('Sponsor has not been heard at Ask yet');
    expect(refused.body.detail).toContain('Data scientist: nobody has this seat');
  });

  it('closes a step once everybody required was heard, and marks who joins later as late', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await seat(installation, slug, expert, scientist, 'data-scientist');
    await allSpeak(installation, slug, [sponsor, scientist]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/close`, { note: 'Everybody agreed.' });
    const late = await installation.join(`Late ${slug}`);
    installation.moveClock(0.01);
    await seat(installation, slug, expert, late, 'sponsor');
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    const chair = steps[0].seats.find((entry: { role: string }) => entry.role === 'sponsor');
    expect(chair.sitters.map((sitter: { presence: string }) => sitter.presence)).toEqual(['present', 'late']);
    expect(steps[1].state).toBe('now');
  });

  it('calls a person silent who was named two weeks ago and never said a word', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    installation.moveClock(15);
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    expect(steps[0].seats.find((entry: { role: string }) => entry.role === 'sponsor').sitters[0].presence).toBe(
      'silent',
    );
  });

  it('opens the gate again for nobody: a person who leaves makes the seat empty and the gate close', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, scientist, 'data-scientist');
    const before = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    const seatId = before.steps[0].seats.find((entry: { role: string }) => entry.role === 'data-scientist').sitters[0]
      .seatId;
    await installation.does(expert, `DELETE /api/initiatives/${slug}/seats/${seatId}`);
    const after = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    expect(after.steps[0].seats.find((entry: { role: string }) => entry.role === 'data-scientist').sitters).toEqual([]);
    expect((await installation.call(expert, `DELETE /api/initiatives/${slug}/seats/${seatId}`)).status).toBe(404);
  });

  it('refuses a seat that the playbook does not have, a person who does not exist, and a step out of order', async () => {
    const { slug } = await anInitiative(installation, expert);
    const foreign = await installation.call(expert, `POST /api/initiatives/${slug}/seats`, {
      accountId: sponsor.id,
      role: 'devops',
      steps: ['ask'],
    });
    expect(foreign.body.code).toBe('ROLE_NOT_IN_PLAYBOOK');
    const unknown = await installation.call(expert, `POST /api/initiatives/${slug}/seats`, {
      accountId: '01890000-0000-7000-8000-000000000000',
      role: 'sponsor',
    });
    expect(unknown.body.code).toBe('SEAT_PERSON_UNKNOWN');
    expect((await installation.call(expert, `POST /api/initiatives/${slug}/steps/build/close`, {})).body.code).toBe(
      'STEP_TOO_EARLY',
    );
  });

  it('closes a step exactly once when two people close it at the same time', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await seat(installation, slug, expert, scientist, 'data-scientist');
    await allSpeak(installation, slug, [sponsor, scientist]);
    const answers = await Promise.all(
      [expert, sponsor, scientist].map((person) =>
        installation.call(person, `POST /api/initiatives/${slug}/steps/ask/close`, {}),
      ),
    );
    expect(answers.map((answer) => answer.status).toSorted((left, right) => left - right)).toEqual([200, 409, 409]);
    const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log`);
    expect(entries.filter((entry: { kind: string }) => entry.kind === 'step.closed')).toHaveLength(1);
  });

  it('opens a closed step again with a reason, which stands in the log', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await seat(installation, slug, expert, scientist, 'data-scientist');
    await allSpeak(installation, slug, [sponsor, scientist]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/reopen`, {
      reason: 'The question changed.',
    });
    const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log?limit=1`);
    expect(entries[0]).toMatchObject({
      kind: 'step.reopened',
      reason: 'The question changed.',
      sentence: 'opened Ask again',
      actorName: 'Expert',
    });
  });
});

describe('an initiative', () => {
  it('keeps the question verbatim and gives the second one of the same name its own address', async () => {
    const question = '  Why do so many customers leave after the 2nd ticket?  ';
    const first = await installation.does(expert, 'POST /api/initiatives', { question, name: 'Leaving customers' });
    const second = await installation.does(expert, 'POST /api/initiatives', { question, name: 'Leaving customers' });
    expect(first).toMatchObject({ question: question.trim(), slug: 'leaving-customers', questionKind: 'defined' });
    expect(second.slug).toBe('leaving-customers-2');
  });

  it('gives each of many people who ask the same at the same moment an address of their own', async () => {
    const asked = await Promise.all(
      Array.from({ length: 6 }, () =>
        installation.does(expert, 'POST /api/initiatives', { question: 'What sells more widgets?', name: 'Widgets' }),
      ),
    );
    expect(new Set(asked.map((entry) => entry.slug)).size).toBe(6);
  });

  it('that is private does not exist for people outside, but auditors may read it', async () => {
    const { slug } = await anInitiative(installation, expert, { visibility: 'private' });
    const outsider = await installation.join('Outsider');
    const auditor = await installation.join('Auditor', { isAuditor: true });
    for (const request of [
      `GET /api/initiatives/${slug}`,
      `GET /api/initiatives/${slug}/table`,
      `GET /api/initiatives/${slug}/log`,
    ]) {
      expect((await installation.call(outsider, request)).status).toBe(404);
      expect((await installation.call(auditor, request)).status).toBe(200);
    }
    expect((await installation.call(auditor, `PATCH /api/initiatives/${slug}`, { name: 'Mine now' })).status).toBe(403);
    expect((await installation.call(outsider, `PATCH /api/initiatives/${slug}`, { name: 'Mine now' })).status).toBe(
      404,
    );
  });

  it('tells its pages what the reader may do, with the rule in words', async () => {
    const { slug } = await anInitiative(installation, expert);
    const { rights } = await installation.does(sponsor, `GET /api/initiatives/${slug}`);
    expect(rights['step.close']).toEqual({ allowed: false, rule: expect.stringContaining('may close a step') });
    expect(rights['initiative.see'].allowed).toBe(true);
  });
});
