import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allSpeak, anInitiative, seat, type TestPerson } from '../../../test/installation.ts';
import { openPlaybooksTest, type PlaybooksTest, withLegalCheck } from './playbooks.fixture.ts';

let room: PlaybooksTest;

beforeAll(async () => {
  room = await openPlaybooksTest();
});
afterAll(() => room.installation.close());

describe('an initiative on a playbook of the organisation', () => {
  it('goes through the steps as they were drawn, and an added step waits for its approval', async () => {
    const { key } = await room.publish('With legal check', withLegalCheck);
    const { slug } = await room.installation.does(room.expert, 'POST /api/initiatives', {
      question: 'How can we reduce churn by 10% this quarter?',
      playbook: key,
    });
    await seat(room.installation, slug, room.expert, room.risk, 'risk-manager');
    const { steps } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/table`);
    expect(steps.map(({ step, state }: { step: string; state: string }) => `${step} ${state}`)).toEqual([
      'ask now',
      'frame ahead',
      'prepare not-needed',
      'build ahead',
      'review ahead',
      'legal-check ahead',
      'release ahead',
      'act ahead',
      'learn ahead',
    ]);
    await room.installation.does(room.risk, `POST /api/initiatives/${slug}/steps/legal-check/remarks`, {
      text: 'I looked at it.',
    });
    const gaps = async () => {
      const table = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/table`);
      return table.steps[5].gaps.map(({ sentence }: { sentence: string }) => sentence);
    };
    expect(await gaps()).toEqual(['Model risk manager: has not approved Legal check yet.']);
    const foreign = await room.installation.call(
      room.expert,
      `POST /api/initiatives/${slug}/steps/legal-check/approve`,
      {
        role: 'risk-manager',
      },
    );
    expect([foreign.status, foreign.body.code]).toEqual([403, 'APPROVAL_SEAT_NOT_HELD']);
    await room.installation.does(room.risk, `POST /api/initiatives/${slug}/steps/legal-check/approve`, {
      role: 'risk-manager',
    });
    expect(await gaps()).toEqual([]);
    const { entries } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/log?limit=1`);
    expect(entries[0]).toMatchObject({ sentence: 'approved Legal check as Model risk manager', step: 'legal-check' });
  });

  it('names who has not signed when data are brought too early, and Explore lets them come', async () => {
    const { slug } = await anInitiative(room.installation, room.expert);
    const rows = { rows: [{ source: 'crm', metric: 'churned', completeThrough: '2026-01-01T00:00:00Z' }] };
    const held = await room.installation.call(room.expert, `POST /api/initiatives/${slug}/ledger/watermarks`, rows);
    expect([held.status, held.body.code]).toEqual([409, 'PLAYBOOK_HOLDS']);
    expect(held.body.detail).toBe(
      'Data cannot be connected yet: the framing is not signed by the subject-matter expert (Expert) and the data scientist.',
    );
    const { slug: open } = await room.installation.does(room.expert, 'POST /api/initiatives', {
      question: 'What sells more widgets?',
      playbook: 'explore',
    });
    const free = await room.installation.call(room.expert, `POST /api/initiatives/${open}/ledger/watermarks`, rows);
    expect(free.body.code).not.toBe('PLAYBOOK_HOLDS');
  });
});

describe('the gates of an initiative', () => {
  it('take approvals from different people, except that an expert may also be the sponsor', async () => {
    const { slug } = await room.installation.does(room.expert, 'POST /api/initiatives', {
      question: 'Which loans go bad within 90 days?',
      playbook: 'high-risk',
    });
    await seat(room.installation, slug, room.expert, room.expert, 'risk-manager');
    const approve = (role: string) =>
      room.installation.call(room.expert, `POST /api/initiatives/${slug}/steps/review/approve`, { role });
    expect((await approve('risk-manager')).status).toBe(201);
    expect((await approve('risk-manager')).status).toBe(201);
    const twice = await approve('sme');
    expect([twice.status, twice.body.code]).toEqual([403, 'APPROVAL_TWICE']);
  });

  it('are those of the risk that the signed framing states, and of medium risk until then', async () => {
    const { slug } = await anInitiative(room.installation, room.expert);
    await seat(room.installation, slug, room.expert, room.sponsor, 'sponsor');
    await seat(room.installation, slug, room.expert, room.scientist, 'data-scientist');
    await seat(room.installation, slug, room.expert, room.risk, 'risk-manager');
    const review = async () => {
      const { risk: tier, steps } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/table`);
      return { tier, approvals: steps[4].approvals };
    };
    expect(await review()).toEqual({ tier: { tier: 'medium', isStated: false }, approvals: [] });
    await room.signFraming(slug, 'high');
    expect(await review()).toEqual({
      tier: { tier: 'high', isStated: true },
      approvals: [{ role: 'risk-manager', by: null, at: null }],
    });
    const { held } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/playbook`);
    expect(held).toEqual([]);
    const notAsked = await room.installation.call(room.expert, `POST /api/initiatives/${slug}/steps/review/approve`, {
      role: 'sme',
    });
    expect([notAsked.status, notAsked.body.code]).toEqual([409, 'APPROVAL_NOT_ASKED']);
  });
});

describe('moving an initiative to another playbook', () => {
  it('is previewed, recorded, and asks again where the new gate asks for more', async () => {
    const { slug } = await anInitiative(room.installation, room.expert);
    await seat(room.installation, slug, room.expert, room.sponsor, 'sponsor');
    await seat(room.installation, slug, room.expert, room.scientist, 'data-scientist');
    await allSpeak(room.installation, slug, [room.sponsor, room.scientist]);
    await room.installation.does(room.expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    const preview = await room.installation.does(
      room.expert,
      `GET /api/initiatives/${slug}/playbook/move?to=high-risk@1`,
    );
    expect(preview.reopens).toEqual(['ask']);
    expect(preview.changes).toContain('Ask opens again, because its gate now asks for more.');
    const refused = await room.installation.call(room.expert, `POST /api/initiatives/${slug}/playbook/move`, {
      to: 'high-risk@1',
      reason: 'It can harm people.',
    });
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const moved = await room.installation.does(room.sponsor, `POST /api/initiatives/${slug}/playbook/move`, {
      to: 'high-risk@1',
      reason: 'It can harm people.',
    });
    expect(moved.changes).toEqual(preview.changes);
    const { steps } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}`);
    expect(steps[0]).toMatchObject({ step: 'ask', state: 'now' });
    const record = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/playbook`);
    expect(record).toMatchObject({
      id: 'high-risk@1',
      name: 'High risk',
      moves: [{ from: 'standard@1', to: 'high-risk@1', reason: 'It can harm people.', movedByName: 'Sponsor' }],
    });
    const { entries } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/log?limit=1`);
    expect(entries[0]).toMatchObject({
      kind: 'playbook.moved',
      sentence: 'moved it from the playbook Standard, version 1 to High risk, version 1',
      reason: 'It can harm people.',
    });
    await expect(room.installation.database.query('delete from playbook_moves')).rejects.toThrow('never changes');
  });

  it('happens once when two people move it at the same time', async () => {
    const { slug } = await anInitiative(room.installation, room.expert);
    const answers = await Promise.all(
      [room.ada, room.bob].map((person) =>
        room.installation.call(person, `POST /api/initiatives/${slug}/playbook/move`, {
          to: 'light@1',
          reason: 'It is small.',
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([200, 409]);
    expect(['PLAYBOOK_MOVED', 'PLAYBOOK_SAME']).toContain(answers.find(({ status }) => status === 409)?.body.code);
  });

  it('never leaves a step closed by the old gate when both happen at the same time', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { slug } = await anInitiative(room.installation, room.expert);
      await seat(room.installation, slug, room.expert, room.sponsor, 'sponsor');
      await seat(room.installation, slug, room.expert, room.scientist, 'data-scientist');
      await allSpeak(room.installation, slug, [room.sponsor, room.scientist]);
      await Promise.all([
        room.installation.call(room.expert, `POST /api/initiatives/${slug}/steps/ask/close`, {}),
        room.installation.does(room.ada, `POST /api/initiatives/${slug}/playbook/move`, {
          to: 'high-risk@1',
          reason: 'It can harm.',
        }),
      ]);
      const { steps } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}`);
      expect(steps[0]).toMatchObject({ step: 'ask', state: 'now' });
    }
  });

  it('empties the seats that are gone, and says who has none left', async () => {
    const { slug } = await anInitiative(room.installation, room.expert);
    const engineer = await room.installation.join(`Engineer of ${slug}`);
    await seat(room.installation, slug, room.expert, engineer, 'devops');
    await room.installation.does(room.ada, `POST /api/initiatives/${slug}/playbook/move`, {
      to: 'explore@1',
      reason: 'Look first.',
    });
    const { moves } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/playbook`);
    expect(moves[0].changes).toContain(`Engineer of ${slug} has no seat at this table any more.`);
    const { steps } = await room.installation.does(room.expert, `GET /api/initiatives/${slug}/table`);
    const sitting = steps.flatMap((step: { seats: { sitters: { name: string }[] }[] }) =>
      step.seats.flatMap(({ sitters }) => sitters),
    );
    expect(sitting.map(({ name }: { name: string }) => name)).not.toContain(`Engineer of ${slug}`);
  });

  it('is invisible outside a private initiative', async () => {
    const { slug } = await anInitiative(room.installation, room.expert, { visibility: 'private' });
    for (const path of ['playbook', 'playbook/move?to=light@1']) {
      expect((await room.installation.call(room.risk, `GET /api/initiatives/${slug}/${path}`)).status).toBe(404);
    }
  });
});

describe('a retired playbook', () => {
  it('begins no initiative and takes none in, and those that go by it stay and may follow its newer versions', async () => {
    const { key } = await room.publish('Old ways', withLegalCheck);
    const asked = { question: 'How can we keep more customers?', playbook: key };
    const { slug } = await room.installation.does(room.expert, 'POST /api/initiatives', asked);
    await seat(room.installation, slug, room.expert, room.sponsor, 'sponsor');
    const other = await anInitiative(room.installation, room.expert);
    await seat(room.installation, other.slug, room.expert, room.sponsor, 'sponsor');
    const reason = 'The legal check is part of Standard now.';
    const retire = (person: TestPerson, body: object) =>
      room.installation.call(person, `PUT /api/playbooks/${key}/retirement`, body);
    expect((await retire(room.expert, { isRetired: true, reason })).status).toBe(403);
    expect((await retire(room.ada, { isRetired: true })).status).toBe(400);
    expect((await retire(room.ada, { isRetired: true, reason })).body.retirement).toMatchObject({ reason });

    const refused = await room.installation.call(room.expert, 'POST /api/initiatives', asked);
    expect(refused).toMatchObject({ status: 409, body: { code: 'PLAYBOOK_RETIRED' } });
    expect(refused.text).toContain(reason);
    const move = (address: string, to: string) =>
      room.installation.call(room.sponsor, `POST /api/initiatives/${address}/playbook/move`, { to, reason: 'A try.' });
    expect((await move(other.slug, `${key}@1`)).body.code).toBe('PLAYBOOK_RETIRED');
    const { playbooks } = await room.installation.does(room.expert, 'GET /api/playbooks');
    expect(playbooks.find((book: { key: string }) => book.key === key).retirement.reason).toBe(reason);

    // Whoever is on it goes on: the table stands, and a newer version of the same playbook can be followed.
    expect((await room.installation.does(room.expert, `GET /api/initiatives/${slug}/playbook`)).name).toBe('Old ways');
    const { revision, latest } = await room.installation.does(room.ada, `GET /api/playbooks/${key}`);
    const content = { ...latest, purpose: 'For what began before the year.' };
    const saved = await room.installation.does(room.ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
    const changeNote = 'Only for what is under way.';
    await room.installation.does(room.ada, `POST /api/playbooks/${key}/versions`, {
      revision: saved.revision,
      changeNote,
    });
    expect((await move(slug, `${key}@2`)).status).toBe(200);

    // Said twice, it is told once; offered again, it begins initiatives as before.
    await retire(room.bob, { isRetired: true, reason: 'Another reason.' });
    expect((await room.installation.does(room.ada, `GET /api/playbooks/${key}`)).retirement).toMatchObject({ reason });
    await retire(room.ada, { isRetired: false });
    expect((await room.installation.call(room.expert, 'POST /api/initiatives', asked)).status).toBe(201);
    const events = await room.installation.database.query<{ kind: string }>(
      'select kind from events where object_id = $1 order by seq',
      [key],
    );
    expect(events.map(({ kind }) => kind).filter((kind) => /retired|offered/.test(kind))).toEqual([
      'playbook.retired',
      'playbook.offered-again',
    ]);
  });

  it('is never one that the product chooses when nobody does', async () => {
    for (const key of ['standard', 'explore']) {
      const path = `PUT /api/playbooks/${key}/retirement`;
      const { status, body } = await room.installation.call(room.ada, path, {
        isRetired: true,
        reason: 'We draw our own.',
      });
      expect([status, body.code]).toEqual([409, 'PLAYBOOK_CHOSEN_BY_ITSELF']);
    }
  });
});
