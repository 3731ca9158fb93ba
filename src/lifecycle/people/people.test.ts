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

  it('calls a person silent again who spoke once and then said nothing while the step is still open', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const presence = async () => {
      const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
      return steps[0].seats.find((entry: { role: string }) => entry.role === 'sponsor').sitters[0].presence;
    };
    await installation.does(sponsor, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Go on.' });
    expect(await presence()).toBe('present');
    installation.moveClock(15);
    expect(await presence()).toBe('silent');
    await installation.does(sponsor, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'Still here.' });
    expect(await presence()).toBe('present');
  });

  it('counts what somebody said at a step before they were seated there, and no taking of seats', async () => {
    const { slug } = await anInitiative(installation, expert);
    await installation.does(expert, `POST /api/initiatives/${slug}/seats`, {
      accountId: scientist.id,
      role: 'data-scientist',
      steps: ['build'],
    });
    await installation.does(scientist, `POST /api/initiatives/${slug}/steps/frame/remarks`, { text: 'I looked.' });
    await installation.does(scientist, `POST /api/initiatives/${slug}/seats`, {
      accountId: scientist.id,
      role: 'data-scientist',
    });
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    const heardAt = steps
      .filter((step: { seats: { role: string; sitters: { lastContributionAt: string | null }[] }[] }) =>
        step.seats.some(({ role, sitters }) => role === 'data-scientist' && sitters[0]?.lastContributionAt),
      )
      .map(({ step }: { step: string }) => step);
    expect(heardAt).toEqual(['frame']);
  });

  it('loses no word that is said in the moment of being seated', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await Promise.all([
      installation.does(sponsor, `POST /api/initiatives/${slug}/steps/prepare/remarks`, { text: 'I looked.' }),
      installation.does(expert, `POST /api/initiatives/${slug}/seats`, {
        accountId: sponsor.id,
        role: 'data-scientist',
      }),
    ]);
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    const chair = steps[2].seats.find((entry: { role: string }) => entry.role === 'data-scientist');
    expect(chair.sitters).toMatchObject([{ name: 'Sponsor', lastContributionAt: expect.any(String) }]);
  });

  it('waits as many days as administrators decide, and the log of the installation keeps who decided', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    installation.moveClock(4);
    const presence = async () => {
      const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
      return steps[0].seats.find((entry: { role: string }) => entry.role === 'sponsor').sitters[0].presence;
    };
    expect(await presence()).toBe('expected');
    const set = (person: TestPerson, silentAfterDays: unknown) =>
      installation.call(person, 'PUT /api/people/silence', { silentAfterDays });
    expect((await set(expert, 3)).status).toBe(403);
    for (const days of [0, 366, 2.5, '3']) expect((await set(installation.administrator, days)).status).toBe(400);
    expect((await set(installation.administrator, 3)).body).toEqual({ silentAfterDays: 3 });
    expect(await presence()).toBe('silent');
    expect((await set(installation.administrator, 14)).status).toBe(200);
    const recorded = await installation.database.query<{ sentence: string; actor_name: string }>(
      "select sentence, actor_name from events where kind = 'people.silence-changed' order by seq",
    );
    expect(recorded).toEqual([
      { actor_name: 'Ada', sentence: expect.stringContaining('after 3 days without a word; it was 14') },
      { actor_name: 'Ada', sentence: expect.stringContaining('after 14 days without a word; it was 3') },
    ]);
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

describe('a person who leaves', () => {
  it('loses every seat in the moment the account is disabled, and each gate names the missing role again', async () => {
    const leaver = await installation.join('Leaver');
    const first = await anInitiative(installation, expert);
    const second = await anInitiative(installation, expert, { visibility: 'private' });
    for (const { slug } of [first, second]) {
      await seat(installation, slug, expert, leaver, 'sponsor');
      await installation.does(leaver, `POST /api/initiatives/${slug}/steps/ask/remarks`, { text: 'I agree.' });
    }
    const gaps = async (slug: string): Promise<string[]> => {
      const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
      return steps[0].gaps.map((gap: { sentence: string }) => gap.sentence);
    };
    expect(await gaps(first.slug)).not.toContain('Business sponsor: nobody has this seat at Ask.');
    await installation.does(installation.administrator, `PATCH /api/accounts/${leaver.id}`, { isDisabled: true });
    for (const { slug } of [first, second]) {
      expect(await gaps(slug)).toContain('Business sponsor: nobody has this seat at Ask.');
      const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log?limit=1`);
      expect(entries[0]).toMatchObject({
        kind: 'person.left',
        actorName: 'Ada',
        sentence: 'disabled the account of Leaver, so these seats are empty: Business sponsor at Ask, Frame, Learn',
      });
    }
    expect((await installation.call(leaver, 'GET /api/session')).status).toBe(401);

    await installation.does(installation.administrator, `PATCH /api/accounts/${leaver.id}`, { isDisabled: false });
    expect(await gaps(first.slug)).toContain('Business sponsor: nobody has this seat at Ask.');
    await seat(installation, first.slug, expert, sponsor, 'sponsor');
    expect(await gaps(first.slug)).toContain('Business sponsor: Sponsor has not been heard at Ask yet.');
  });

  it('cannot be seated any more, not even in the very moment of leaving', async () => {
    const { slug } = await anInitiative(installation, expert);
    const leaver = await installation.join('Going');
    const [, seated] = await Promise.all([
      installation.does(installation.administrator, `PATCH /api/accounts/${leaver.id}`, { isDisabled: true }),
      installation.call(expert, `POST /api/initiatives/${slug}/seats`, { accountId: leaver.id, role: 'sponsor' }),
    ]);
    expect([201, 409]).toContain(seated.status);
    const held = await installation.database.query('select id from seats where account_id = $1 and left_at is null', [
      leaver.id,
    ]);
    expect(held).toEqual([]);
    const again = await installation.call(expert, `POST /api/initiatives/${slug}/seats`, {
      accountId: leaver.id,
      role: 'sponsor',
    });
    expect([again.status, again.body.code]).toEqual([409, 'SEAT_PERSON_LEFT']);
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
