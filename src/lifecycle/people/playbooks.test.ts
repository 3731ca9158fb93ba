import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPlaybooksTest, type PlaybooksTest } from './playbooks.fixture.ts';
import { contentHashOf } from './playbooks.store.ts';
import { SHIPPED_PLAYBOOKS } from './shipped-playbooks.ts';

let room: PlaybooksTest;

beforeAll(async () => {
  room = await openPlaybooksTest();
});
afterAll(() => room.installation.close());

describe('the shipped playbooks', () => {
  it('are there in an empty installation, for everybody to read', async () => {
    const { playbooks, edit } = await room.installation.does(room.expert, 'GET /api/playbooks');
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
    const { contentHash, file } = await room.installation.does(room.expert, 'GET /api/playbooks/standard/versions/1');
    expect(contentHash).toBe(contentHashOf(SHIPPED_PLAYBOOKS.standard));
    expect(file).toContain('format: throughline-playbook/1');
  });

  it('say where an initiative goes that names one, and refuse a name that is none', async () => {
    const question = 'How can we get people to buy more widgets?';
    const asked = await room.installation.does(room.expert, 'POST /api/initiatives', { question, playbook: 'explore' });
    expect(asked.playbook).toBe('explore@1');
    const { steps } = await room.installation.does(room.expert, `GET /api/initiatives/${asked.slug}`);
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
    const said = await room.installation.call(
      room.expert,
      `POST /api/initiatives/${asked.slug}/steps/release/remarks`,
      {
        text: 'Hi.',
      },
    );
    expect([said.status, said.body.code]).toEqual([409, 'STEP_NOT_NEEDED']);
    const unknown = await room.installation.call(room.expert, 'POST /api/initiatives', {
      question,
      playbook: 'nowhere',
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'PLAYBOOK_UNKNOWN']);
  });
});

describe('drawing a playbook', () => {
  it('is for administrators; everybody else is told the rule', async () => {
    const refused = await room.installation.call(room.expert, 'POST /api/playbooks', { name: 'Mine', from: 'light' });
    expect([refused.status, refused.body.code]).toEqual([403, 'NOT_ALLOWED']);
    expect(refused.body.detail).toContain('a playbook binds every table');
  });

  it('never overwrites what somebody else saved meanwhile, and names them', async () => {
    const { key, revision } = await room.begin('Two at a desk');
    const content = { ...SHIPPED_PLAYBOOKS.standard, name: 'Bob was here' };
    await room.installation.does(room.bob, `PUT /api/playbooks/${key}/draft`, { content, revision });
    const late = await room.installation.call(room.ada, `PUT /api/playbooks/${key}/draft`, {
      content: { ...content, name: 'Ada was here' },
      revision,
    });
    expect([late.status, late.body.code]).toEqual([409, 'PLAYBOOK_DRAFT_CHANGED']);
    expect(late.body.detail).toContain('Bob saved a newer one');
    const again = await room.installation.does(room.ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
    expect(again.revision).toBe(revision + 1);
  });

  it('is published once when two people publish at the same time; the other is told', async () => {
    const { key, revision } = await room.begin('Published twice');
    const answers = await Promise.all(
      [room.ada, room.bob].map((person) =>
        room.installation.call(person, `POST /api/playbooks/${key}/versions`, {
          revision,
          changeNote: 'Now.  Really.',
        }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted((left, right) => left - right)).toEqual([201, 409]);
    const loser = answers.find(({ status }) => status === 409);
    expect(loser?.body.code).toBe('PLAYBOOK_DRAFT_CHANGED');
    expect(loser?.body.detail).toContain('somebody published or discarded it meanwhile');
  });

  it('is refused while something is wrong with it, and when it says the same as before', async () => {
    const { key, revision } = await room.begin('Not sound');
    const steps = SHIPPED_PLAYBOOKS.standard.steps.map((step) =>
      step.step === 'build' ? { ...step, name: '' } : step,
    );
    const saved = await room.installation.does(room.ada, `PUT /api/playbooks/${key}/draft`, {
      content: { ...SHIPPED_PLAYBOOKS.standard, steps },
      revision,
    });
    const { draft } = await room.installation.does(room.expert, `GET /api/playbooks/${key}`);
    expect(draft.findings[0]).toMatchObject({ severity: 'error', step: 'build' });
    const refused = await room.installation.call(room.ada, `POST /api/playbooks/${key}/versions`, {
      revision: saved.revision,
      changeNote: 'Try it.',
    });
    expect([refused.status, refused.body.code]).toEqual([422, 'PLAYBOOK_NOT_SOUND']);
    expect(refused.body.fields).toEqual([{ path: 'build', message: 'The step "build" has no name.' }]);
    const same = await room.installation.does(room.ada, 'PUT /api/playbooks/light/draft', {
      content: SHIPPED_PLAYBOOKS.light,
      revision: 0,
    });
    const unchanged = await room.installation.call(room.ada, 'POST /api/playbooks/light/versions', {
      revision: same.revision,
      changeNote: 'Nothing new.',
    });
    expect(unchanged.body.code).toBe('PLAYBOOK_UNCHANGED');
    await room.installation.does(room.ada, 'DELETE /api/playbooks/light/draft');
  });

  it('refuses input that is no playbook, and a step id twice', async () => {
    const { key, revision } = await room.begin('Hostile');
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
      const answer = await room.installation.call(room.ada, `PUT /api/playbooks/${key}/draft`, { content, revision });
      expect([answer.status, answer.body.code]).toEqual([400, 'INPUT_INVALID']);
    }
  });

  it.each([
    ['a version', `update playbook_versions set change_note = 'x'`],
    ['its steps', 'delete from playbook_steps'],
    ['a version altogether', 'delete from playbook_versions'],
  ])('once published keeps %s: the database refuses to change it', async (_, statement) => {
    await expect(room.installation.database.query(statement)).rejects.toThrow('never changes');
  });
});

describe('a playbook file', () => {
  it('taken in becomes the draft of the playbook that it names', async () => {
    const { file } = await room.installation.does(room.expert, 'GET /api/playbooks/high-risk/versions/1');
    const text = String(file).replace('key: high-risk', 'key: brought').replace('name: High risk', 'name: Brought');
    const saved = await room.installation.does(room.ada, 'POST /api/playbook-files', { text, revision: 0 });
    expect(saved).toEqual({ key: 'brought', revision: 1 });
    const { draft } = await room.installation.does(room.expert, 'GET /api/playbooks/brought');
    expect(draft.content).toEqual({ ...SHIPPED_PLAYBOOKS['high-risk'], name: 'Brought' });
  });

  it('that is wrong is refused with the line, the column and what to do', async () => {
    const { file } = await room.installation.does(room.expert, 'GET /api/playbooks/light/versions/1');
    const refused = await room.installation.call(room.ada, 'POST /api/playbook-files', {
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
    const { status, body } = await room.installation.call(null, 'GET /api/playbook-schema');
    expect([status, body.title]).toEqual([200, 'Throughline playbook']);
  });
});
