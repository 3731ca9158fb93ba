import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allSpeak,
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { PlaybookContent, PlaybookStep } from './playbook.ts';
import { contentHashOf } from './playbooks.store.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

let installation: TestInstallation;
let ada: TestPerson;
let bob: TestPerson;
let expert: TestPerson;
let sponsor: TestPerson;
let scientist: TestPerson;
let risk: TestPerson;

beforeAll(async () => {
  installation = await openTestInstallation();
  ada = installation.administrator;
  bob = await installation.join('Bob', { isAdministrator: true });
  expert = await installation.join('Expert');
  sponsor = await installation.join('Sponsor');
  scientist = await installation.join('Scientist');
  risk = await installation.join('Risk');
});
afterAll(() => installation.close());

/** Begins a playbook like Standard under a name of its own. */
async function begin(name: string): Promise<{ readonly key: string; readonly revision: number }> {
  return installation.does(ada, 'POST /api/playbooks', { name, from: 'standard' });
}

/** Standard with a step of its own in Review, between the legal people and the release. */
function withLegalCheck(content: PlaybookContent): PlaybookContent {
  const review = content.steps.find(({ step }) => step === 'review');
  if (!review) throw new Error('Standard has a review.');
  const gate = { heard: ['risk-manager'] as const, evidence: [], approvals: ['risk-manager'] as const };
  const legal: PlaybookStep = {
    step: 'legal-check',
    part: 'review',
    name: 'Legal check',
    question: 'May we do this?',
    seats: { 'risk-manager': 'signs', sme: 'told' },
    gate: { low: gate, medium: gate, high: gate },
  };
  return {
    ...content,
    steps: content.steps.flatMap((step) =>
      step.step === 'review' ? [review, legal] : step.step === 'prepare' ? [] : [step],
    ),
  };
}

async function publish(name: string, change: (content: PlaybookContent) => PlaybookContent) {
  const { key, revision } = await begin(name);
  const content = change({ ...SHIPPED_PLAYBOOKS.standard, name });
  const saved = await installation.does(ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
  const version = await installation.does(ada, `POST /api/playbooks/${key}/versions`, {
    revision: saved.revision,
    changeNote: 'Drawn for a test.',
  });
  return { key, version };
}

/** Signs the framing of the fixture, with its dates ahead of now, as expert, sponsor and data scientist. */
async function signFraming(slug: string, riskTier: 'low' | 'high'): Promise<void> {
  const readOutOn = new Date(installation.now().getTime() + 300 * 86_400_000).toISOString().slice(0, 10);
  const content = {
    ...CHURN_FRAMING,
    riskTier,
    kpi: { ...CHURN_FRAMING.kpi, due: readOutOn },
    successCriterion: { ...CHURN_FRAMING.successCriterion, readOutOn },
  };
  const framing = `/api/initiatives/${slug}/framing`;
  const saved = await installation.does(scientist, `PUT ${framing}/draft`, { content, revision: 0 });
  const { translation } = await installation.does(expert, `GET ${framing}`);
  await installation.does(expert, `POST ${framing}/translation/approvals`, { textHash: translation.textHash });
  const { version, contentHash } = await installation.does(scientist, `POST ${framing}/versions`, {
    revision: saved.revision,
  });
  for (const [person, role] of [
    [expert, 'sme'],
    [sponsor, 'sponsor'],
    [scientist, 'data-scientist'],
  ] as const) {
    await installation.does(person, `POST /api/initiatives/${slug}/framing/versions/${version}/signatures`, {
      role,
      contentHash,
    });
  }
}

describe('the shipped playbooks', () => {
  it('are there in an empty installation, for everybody to read', async () => {
    const { playbooks, edit } = await installation.does(expert, 'GET /api/playbooks');
    expect(playbooks.map(({ key }: { key: string }) => key)).toEqual(
      expect.arrayContaining(Object.keys(SHIPPED_PLAYBOOKS)),
    );
    expect(edit).toEqual({ allowed: false, rule: expect.stringContaining('Administrators draw') });
  });

  it('stay what was released: a changed one would have to be a new version', async () => {
    const hashes = Object.fromEntries(
      Object.entries(SHIPPED_PLAYBOOKS).map(([key, content]) => [key, contentHashOf(content).slice(0, 12)]),
    );
    expect(hashes).toMatchInlineSnapshot(`
      {
        "explore": "38ee897e7069",
        "high-risk": "26ad4fb3b4bc",
        "light": "9a07830e9b6f",
        "standard": "3d060f388c6a",
      }
    `);
    const { contentHash, file } = await installation.does(expert, 'GET /api/playbooks/standard/versions/1');
    expect(contentHash).toBe(contentHashOf(SHIPPED_PLAYBOOKS.standard));
    expect(file).toContain('format: throughline-playbook/1');
  });

  it('say where an initiative goes that names one, and refuse a name that is none', async () => {
    const question = 'How can we get people to buy more widgets?';
    const asked = await installation.does(expert, 'POST /api/initiatives', { question, playbook: 'explore' });
    expect(asked.playbook).toBe('explore@1');
    const { steps } = await installation.does(expert, `GET /api/initiatives/${asked.slug}`);
    expect(steps.map(({ part, state }: { part: string; state: string }) => [part, state])).toEqual([
      ['ask', 'now'],
      ['frame', 'ahead'],
      ['prepare', 'ahead'],
      ['build', 'ahead'],
      ['review', 'not-needed'],
      ['release', 'not-needed'],
      ['act', 'not-needed'],
      ['learn', 'ahead'],
    ]);
    const said = await installation.call(expert, `POST /api/initiatives/${asked.slug}/steps/release/remarks`, {
      text: 'Hi.',
    });
    expect([said.status, said.body.code]).toEqual([409, 'STEP_NOT_NEEDED']);
    const unknown = await installation.call(expert, 'POST /api/initiatives', { question, playbook: 'nowhere' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'PLAYBOOK_UNKNOWN']);
  });
});

describe('drawing a playbook', () => {
  it('is for administrators; everybody else is told the rule', async () => {
    const refused = await installation.call(expert, 'POST /api/playbooks', { name: 'Mine', from: 'light' });
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    expect(refused.body.detail).toContain('a playbook binds every table');
  });

  it('never overwrites what somebody else saved meanwhile, and names them', async () => {
    const { key, revision } = await begin('Two at a desk');
    const content = { ...SHIPPED_PLAYBOOKS.standard, name: 'Bob was here' };
    await installation.does(bob, `PUT /api/playbooks/${key}/draft`, { content, revision });
    const late = await installation.call(ada, `PUT /api/playbooks/${key}/draft`, {
      content: { ...content, name: 'Ada was here' },
      revision,
    });
    expect([late.status, late.body.code]).toEqual([409, 'PLAYBOOK_DRAFT_CHANGED']);
    expect(late.body.detail).toContain('Bob saved a newer one');
    const again = await installation.does(ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
    expect(again.revision).toBe(revision + 1);
  });

  it('is published once when two people publish at the same time; the other is told', async () => {
    const { key, revision } = await begin('Published twice');
    const answers = await Promise.all(
      [ada, bob].map((person) =>
        installation.call(person, `POST /api/playbooks/${key}/versions`, { revision, changeNote: 'Now.  Really.' }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409]);
    const loser = answers.find(({ status }) => status === 409);
    expect(loser?.body.code).toBe('PLAYBOOK_DRAFT_CHANGED');
    expect(loser?.body.detail).toContain('somebody published or discarded it meanwhile');
  });

  it('is refused while something is wrong with it, and when it says the same as before', async () => {
    const { key, revision } = await begin('Not sound');
    const steps = SHIPPED_PLAYBOOKS.standard.steps.map((step) =>
      step.step === 'build' ? { ...step, name: '' } : step,
    );
    const saved = await installation.does(ada, `PUT /api/playbooks/${key}/draft`, {
      content: { ...SHIPPED_PLAYBOOKS.standard, steps },
      revision,
    });
    const { draft } = await installation.does(expert, `GET /api/playbooks/${key}`);
    expect(draft.findings[0]).toMatchObject({ severity: 'error', step: 'build' });
    const refused = await installation.call(ada, `POST /api/playbooks/${key}/versions`, {
      revision: saved.revision,
      changeNote: 'Try it.',
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'PLAYBOOK_NOT_SOUND']);
    expect(refused.body.fields).toEqual([{ path: 'build', message: 'The step "build" has no name.' }]);
    const same = await installation.does(ada, 'PUT /api/playbooks/light/draft', {
      content: SHIPPED_PLAYBOOKS.light,
      revision: 0,
    });
    const unchanged = await installation.call(ada, 'POST /api/playbooks/light/versions', {
      revision: same.revision,
      changeNote: 'Nothing new.',
    });
    expect(unchanged.body.code).toBe('PLAYBOOK_UNCHANGED');
    await installation.does(ada, 'DELETE /api/playbooks/light/draft');
  });

  it('refuses input that is no playbook, and a step id twice', async () => {
    const { key, revision } = await begin('Hostile');
    const [first] = SHIPPED_PLAYBOOKS.standard.steps;
    for (const content of [
      {},
      { ...SHIPPED_PLAYBOOKS.standard, extra: 1 },
      { ...SHIPPED_PLAYBOOKS.standard, steps: [first, first] },
      {
        ...SHIPPED_PLAYBOOKS.standard,
        steps: Array.from({ length: 25 }, (_, index) => ({ ...first, step: `s${index}` })),
      },
      { ...SHIPPED_PLAYBOOKS.standard, steps: [{ ...first, seats: { king: 'does' } }] },
    ]) {
      const answer = await installation.call(ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
      expect([answer.status, answer.body.code]).toEqual([400, 'INPUT_INVALID']);
    }
  });

  it.each([
    ['a version', `update playbook_versions set change_note = 'x'`],
    ['its steps', 'delete from playbook_steps'],
    ['a version altogether', 'delete from playbook_versions'],
  ])('once published keeps %s: the database refuses to change it', async (_, statement) => {
    await expect(installation.database.query(statement)).rejects.toThrow('never changes');
  });
});

describe('a playbook file', () => {
  it('taken in becomes the draft of the playbook that it names', async () => {
    const { file } = await installation.does(expert, 'GET /api/playbooks/high-risk/versions/1');
    const text = String(file).replace('key: high-risk', 'key: brought').replace('name: High risk', 'name: Brought');
    const saved = await installation.does(ada, 'POST /api/playbook-files', { text, revision: 0 });
    expect(saved).toEqual({ key: 'brought', revision: 1 });
    const { draft } = await installation.does(expert, 'GET /api/playbooks/brought');
    expect(draft.content).toEqual({ ...SHIPPED_PLAYBOOKS['high-risk'], name: 'Brought' });
  });

  it('that is wrong is refused with the line, the column and what to do', async () => {
    const { file } = await installation.does(expert, 'GET /api/playbooks/light/versions/1');
    const refused = await installation.call(ada, 'POST /api/playbook-files', {
      text: String(file).replace('part: frame', 'part: frames'),
      revision: 0,
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'PLAYBOOK_FILE_INVALID']);
    expect(refused.body.fields[0]).toEqual({
      path: expect.stringMatching(/^line \d+, column \d+$/),
      message: expect.stringContaining('Choose one of: ask, frame'),
    });
  });

  it('has a schema that anybody may read', async () => {
    const { status, body } = await installation.call(null, 'GET /api/playbook-schema');
    expect([status, body.title]).toEqual([200, 'Throughline playbook']);
  });
});

describe('an initiative on a playbook of the organisation', () => {
  it('goes through the steps as they were drawn, and an added step waits for its approval', async () => {
    const { key } = await publish('With legal check', withLegalCheck);
    const { slug } = await installation.does(expert, 'POST /api/initiatives', {
      question: 'How can we reduce churn by 10% this quarter?',
      playbook: key,
    });
    await seat(installation, slug, expert, risk, 'risk-manager');
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
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
    await installation.does(risk, `POST /api/initiatives/${slug}/steps/legal-check/remarks`, {
      text: 'I looked at it.',
    });
    const gaps = async () => {
      const table = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
      return table.steps[5].gaps.map(({ sentence }: { sentence: string }) => sentence);
    };
    expect(await gaps()).toEqual(['Model risk manager: has not approved Legal check yet.']);
    const foreign = await installation.call(expert, `POST /api/initiatives/${slug}/steps/legal-check/approve`, {
      role: 'risk-manager',
    });
    expect([foreign.status, foreign.body.code]).toEqual([403, 'APPROVAL_SEAT_NOT_HELD']);
    await installation.does(risk, `POST /api/initiatives/${slug}/steps/legal-check/approve`, { role: 'risk-manager' });
    expect(await gaps()).toEqual([]);
    const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log?limit=1`);
    expect(entries[0]).toMatchObject({ sentence: 'approved Legal check as Model risk manager', step: 'legal-check' });
  });

  it('names who has not signed when data are brought too early, and Explore lets them come', async () => {
    const { slug } = await anInitiative(installation, expert);
    const rows = { rows: [{ source: 'crm', metric: 'churned', completeThrough: '2026-01-01T00:00:00Z' }] };
    const held = await installation.call(expert, `POST /api/initiatives/${slug}/ledger/watermarks`, rows);
    expect([held.status, held.body.code]).toEqual([409, 'PLAYBOOK_HOLDS']);
    expect(held.body.detail).toBe(
      'Data cannot be connected yet: the framing is not signed by the subject-matter expert (Expert) and the data scientist.',
    );
    const { slug: open } = await installation.does(expert, 'POST /api/initiatives', {
      question: 'What sells more widgets?',
      playbook: 'explore',
    });
    const free = await installation.call(expert, `POST /api/initiatives/${open}/ledger/watermarks`, rows);
    expect(free.body.code).not.toBe('PLAYBOOK_HOLDS');
  });
});

describe('the gates of an initiative', () => {
  it('take approvals from different people, except that an expert may also be the sponsor', async () => {
    const { slug } = await installation.does(expert, 'POST /api/initiatives', {
      question: 'Which loans go bad within 90 days?',
      playbook: 'high-risk',
    });
    await seat(installation, slug, expert, expert, 'risk-manager');
    const approve = (role: string) =>
      installation.call(expert, `POST /api/initiatives/${slug}/steps/review/approve`, { role });
    expect((await approve('risk-manager')).status).toBe(201);
    expect((await approve('risk-manager')).status).toBe(201);
    const twice = await approve('sme');
    expect([twice.status, twice.body.code]).toEqual([403, 'APPROVAL_TWICE']);
  });

  it('are those of the risk that the signed framing states, and of medium risk until then', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await seat(installation, slug, expert, scientist, 'data-scientist');
    await seat(installation, slug, expert, risk, 'risk-manager');
    const review = async () => {
      const { risk: tier, steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
      return { tier, approvals: steps[4].approvals };
    };
    expect(await review()).toEqual({ tier: { tier: 'medium', isStated: false }, approvals: [] });
    await signFraming(slug, 'high');
    expect(await review()).toEqual({
      tier: { tier: 'high', isStated: true },
      approvals: [{ role: 'risk-manager', by: null, at: null }],
    });
    const { held } = await installation.does(expert, `GET /api/initiatives/${slug}/playbook`);
    expect(held).toEqual([]);
    const notAsked = await installation.call(expert, `POST /api/initiatives/${slug}/steps/review/approve`, {
      role: 'sme',
    });
    expect([notAsked.status, notAsked.body.code]).toEqual([409, 'APPROVAL_NOT_ASKED']);
  });
});

describe('moving an initiative to another playbook', () => {
  it('is previewed, recorded, and asks again where the new gate asks for more', async () => {
    const { slug } = await anInitiative(installation, expert);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await seat(installation, slug, expert, scientist, 'data-scientist');
    await allSpeak(installation, slug, [sponsor, scientist]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
    const preview = await installation.does(expert, `GET /api/initiatives/${slug}/playbook/move?to=high-risk@1`);
    expect(preview.reopens).toEqual(['ask']);
    expect(preview.changes).toContain('Ask opens again, because its gate now asks for more.');
    const refused = await installation.call(expert, `POST /api/initiatives/${slug}/playbook/move`, {
      to: 'high-risk@1',
      reason: 'It can harm people.',
    });
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    const moved = await installation.does(sponsor, `POST /api/initiatives/${slug}/playbook/move`, {
      to: 'high-risk@1',
      reason: 'It can harm people.',
    });
    expect(moved.changes).toEqual(preview.changes);
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}`);
    expect(steps[0]).toMatchObject({ step: 'ask', state: 'now' });
    const record = await installation.does(expert, `GET /api/initiatives/${slug}/playbook`);
    expect(record).toMatchObject({
      id: 'high-risk@1',
      name: 'High risk',
      moves: [{ from: 'standard@1', to: 'high-risk@1', reason: 'It can harm people.', movedByName: 'Sponsor' }],
    });
    const { entries } = await installation.does(expert, `GET /api/initiatives/${slug}/log?limit=1`);
    expect(entries[0]).toMatchObject({
      kind: 'playbook.moved',
      sentence: 'moved it from the playbook Standard, version 1 to High risk, version 1',
      reason: 'It can harm people.',
    });
    await expect(installation.database.query('delete from playbook_moves')).rejects.toThrow('never changes');
  });

  it('happens once when two people move it at the same time', async () => {
    const { slug } = await anInitiative(installation, expert);
    const answers = await Promise.all(
      [ada, bob].map((person) =>
        installation.call(person, `POST /api/initiatives/${slug}/playbook/move`, {
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
      const { slug } = await anInitiative(installation, expert);
      await seat(installation, slug, expert, sponsor, 'sponsor');
      await seat(installation, slug, expert, scientist, 'data-scientist');
      await allSpeak(installation, slug, [sponsor, scientist]);
      await Promise.all([
        installation.call(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {}),
        installation.does(ada, `POST /api/initiatives/${slug}/playbook/move`, {
          to: 'high-risk@1',
          reason: 'It can harm.',
        }),
      ]);
      const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}`);
      expect(steps[0]).toMatchObject({ step: 'ask', state: 'now' });
    }
  });

  it('empties the seats that are gone, and says who has none left', async () => {
    const { slug } = await anInitiative(installation, expert);
    const engineer = await installation.join(`Engineer of ${slug}`);
    await seat(installation, slug, expert, engineer, 'devops');
    await installation.does(ada, `POST /api/initiatives/${slug}/playbook/move`, {
      to: 'explore@1',
      reason: 'Look first.',
    });
    const { moves } = await installation.does(expert, `GET /api/initiatives/${slug}/playbook`);
    expect(moves[0].changes).toContain(`Engineer of ${slug} has no seat at this table any more.`);
    const { steps } = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
    const sitting = steps.flatMap((step: { seats: { sitters: { name: string }[] }[] }) =>
      step.seats.flatMap(({ sitters }) => sitters),
    );
    expect(sitting.map(({ name }: { name: string }) => name)).not.toContain(`Engineer of ${slug}`);
  });

  it('is invisible outside a private initiative', async () => {
    const { slug } = await anInitiative(installation, expert, { visibility: 'private' });
    for (const path of ['playbook', 'playbook/move?to=light@1']) {
      expect((await installation.call(risk, `GET /api/initiatives/${slug}/${path}`)).status).toBe(404);
    }
  });
});

describe('a retired playbook', () => {
  it('begins no initiative and takes none in, and those that go by it stay and may follow its newer versions', async () => {
    const { key } = await publish('Old ways', withLegalCheck);
    const asked = { question: 'How can we keep more customers?', playbook: key };
    const { slug } = await installation.does(expert, 'POST /api/initiatives', asked);
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const other = await anInitiative(installation, expert);
    await seat(installation, other.slug, expert, sponsor, 'sponsor');
    const reason = 'The legal check is part of Standard now.';
    const retire = (person: TestPerson, body: object) =>
      installation.call(person, `PUT /api/playbooks/${key}/retirement`, body);
    expect((await retire(expert, { isRetired: true, reason })).status).toBe(403);
    expect((await retire(ada, { isRetired: true })).status).toBe(400);
    expect((await retire(ada, { isRetired: true, reason })).body.retirement).toMatchObject({ reason });

    const refused = await installation.call(expert, 'POST /api/initiatives', asked);
    expect(refused).toMatchObject({ status: 409, body: { code: 'PLAYBOOK_RETIRED' } });
    expect(refused.text).toContain(reason);
    const move = (address: string, to: string) =>
      installation.call(sponsor, `POST /api/initiatives/${address}/playbook/move`, { to, reason: 'A try.' });
    expect((await move(other.slug, `${key}@1`)).body.code).toBe('PLAYBOOK_RETIRED');
    const { playbooks } = await installation.does(expert, 'GET /api/playbooks');
    expect(playbooks.find((book: { key: string }) => book.key === key).retirement.reason).toBe(reason);

    // Whoever is on it goes on: the table stands, and a newer version of the same playbook can be followed.
    expect((await installation.does(expert, `GET /api/initiatives/${slug}/playbook`)).name).toBe('Old ways');
    const { revision, latest } = await installation.does(ada, `GET /api/playbooks/${key}`);
    const content = { ...latest, purpose: 'For what began before the year.' };
    const saved = await installation.does(ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
    const changeNote = 'Only for what is under way.';
    await installation.does(ada, `POST /api/playbooks/${key}/versions`, { revision: saved.revision, changeNote });
    expect((await move(slug, `${key}@2`)).status).toBe(200);

    // Said twice, it is told once; offered again, it begins initiatives as before.
    await retire(bob, { isRetired: true, reason: 'Another reason.' });
    expect((await installation.does(ada, `GET /api/playbooks/${key}`)).retirement).toMatchObject({ reason });
    await retire(ada, { isRetired: false });
    expect((await installation.call(expert, 'POST /api/initiatives', asked)).status).toBe(201);
    const events = await installation.database.query<{ kind: string }>(
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
      const { status, body } = await installation.call(ada, path, { isRetired: true, reason: 'We draw our own.' });
      expect([status, body.code]).toEqual([409, 'PLAYBOOK_CHOSEN_BY_ITSELF']);
    }
  });
});
