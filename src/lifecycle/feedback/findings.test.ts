import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  allSpeak,
  anInitiative,
  openTestInstallation,
  seat,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import type { Gate, PlaybookStep } from '../people/index.ts';
import { SHIPPED_PLAYBOOKS } from '../people/shipped-playbooks.ts';

let installation: TestInstallation;
let expert: TestPerson;
let scientist: TestPerson;
let sponsor: TestPerson;
let risk: TestPerson;
let outsider: TestPerson;
let slug: string;

beforeAll(async () => {
  installation = await openTestInstallation();
  [expert, scientist, sponsor, risk, outsider] = [
    await installation.join('Expert'),
    await installation.join('Scientist'),
    await installation.join('Sponsor'),
    await installation.join('Risk'),
    await installation.join('Outsider'),
  ];
});
afterAll(() => installation.close());
beforeEach(async () => {
  ({ slug } = await anInitiative(installation, expert));
  await seat(installation, slug, expert, scientist, 'data-scientist');
  await seat(installation, slug, expert, risk, 'risk-manager');
});

const at = () => `/api/initiatives/${slug}/findings`;

const raise = (person: TestPerson, change: object = {}) =>
  installation.call(person, `POST ${at()}`, {
    step: 'learn',
    title: 'The calls reach the wrong people',
    seen: 'Half of those on the list had left a month before.',
    ownerId: scientist.id,
    ...change,
  });

const answer = (person: TestPerson, id: string, text = 'The list is now made every week.') =>
  installation.call(person, `POST ${at()}/${id}/answers`, { text });

const settle = (person: TestPerson, id: string, body: object = { decision: 'accept' }) =>
  installation.call(person, `POST ${at()}/${id}/settlements`, body);

/** A gate that also asks, at every tier of risk, that no high finding is open. */
function asking({ low, medium, high }: PlaybookStep['gate']): PlaybookStep['gate'] {
  const also = (gate: Gate): Gate => ({ ...gate, evidence: [...gate.evidence, 'no-open-high-findings'] });
  return { low: also(low), medium: also(medium), high: also(high) };
}

/** Publishes a playbook with other steps than Standard, and starts an initiative on it. */
async function onPlaybook(name: string, steps: readonly PlaybookStep[]): Promise<string> {
  const { administrator } = installation;
  const { key, revision } = await installation.does(administrator, 'POST /api/playbooks', { name, from: 'standard' });
  const draft = { content: { ...SHIPPED_PLAYBOOKS.standard, name, steps }, revision };
  const saved = await installation.does(administrator, `PUT /api/playbooks/${key}/draft`, draft);
  const changeNote = 'Steps of our own.';
  await installation.does(administrator, `POST /api/playbooks/${key}/versions`, {
    revision: saved.revision,
    changeNote,
  });
  const asked = { question: 'How can we keep more customers?', playbook: key };
  const started = await installation.does(expert, 'POST /api/initiatives', asked);
  await seat(installation, started.slug, expert, scientist, 'data-scientist');
  return started.slug;
}

async function lastEvent(): Promise<{ kind: string; section: string | null; detail: Record<string, unknown> }> {
  const [event] = await installation.database.query<{
    kind: string;
    section: string | null;
    detail: Record<string, unknown>;
  }>("select kind, section, detail from events where object_type = 'finding' order by seq desc limit 1");
  if (!event) throw new Error('No finding was recorded.');
  return event;
}

describe('a finding', () => {
  it('is raised at a step with its words kept, and its event names whom to tell', async () => {
    const { status, body } = await raise(expert, { severity: 'high', due: '2026-12-24' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      number: 1,
      state: 'open',
      severity: 'high',
      raisedStep: 'learn',
      raisedBy: { name: 'Expert', roles: ['sme'] },
      owner: { accountId: scientist.id, name: 'Scientist' },
      due: '2026-12-24',
      causeStep: null,
      answer: null,
    });
    expect(await lastEvent()).toMatchObject({
      kind: 'finding.raised',
      section: 'learn',
      detail: { slug, ownerId: scientist.id, raisedById: expert.id, title: 'The calls reach the wrong people' },
    });
  });

  it('can be about a curve of a model, seen at Build, and travels back to the step of its cause', async () => {
    const object = { type: 'curve', id: 'a-training tenure', label: 'tenure in First model 1' };
    const { status, body } = await raise(expert, { step: 'build', causeStep: 'prepare', object });
    expect([status, body.object, body.causeStep]).toEqual([201, object, 'prepare']);
    const { items, sentBackTo } = await installation.does(expert, `GET ${at()}`);
    expect(items[0].finding.id).toBe(body.id);
    expect(sentBackTo).toContain('prepare');
  });

  it('stands on Today of whoever raised it for themselves, until they answer it', async () => {
    const { body } = await raise(scientist, { title: 'I must look at the joins' });
    await installation.throughline.catchUp();
    const waits = async () => {
      const { waiting } = await installation.does(scientist, 'GET /api/today');
      return waiting.filter(({ path }: { path: string }) => path.endsWith(body.id));
    };
    expect(await waits()).toMatchObject([
      { verb: 'Answer the finding', sentence: `You have finding ${body.number} to answer: "I must look at the joins"` },
    ]);
    await answer(scientist, body.id);
    expect(await waits()).toEqual([]);
  });

  it('is settled only by an answer that whoever raised it accepts, and the history keeps every word', async () => {
    const { body: finding } = await raise(expert);
    expect((await settle(expert, finding.id)).body.code).toBe('FINDING_NOT_ANSWERED');
    expect((await answer(risk, finding.id)).body.code).toBe('FINDING_OF_ANOTHER');
    expect((await answer(scientist, finding.id, 'It is fine.')).body).toMatchObject({ state: 'answered' });
    expect((await answer(scientist, finding.id)).body.code).toBe('FINDING_NOT_OPEN');
    expect((await settle(scientist, finding.id)).body.code).toBe('FINDING_OWN_ANSWER');
    const sentBack = await settle(expert, finding.id, { decision: 'send-back', reason: 'That is no answer.' });
    expect(sentBack.body).toMatchObject({ state: 'open', answer: null });
    await answer(scientist, finding.id);
    expect((await settle(expert, finding.id)).body).toMatchObject({ state: 'closed', closedAt: expect.any(String) });
    expect((await settle(expert, finding.id)).body.code).toBe('FINDING_NOT_ANSWERED');

    const { history } = await installation.does(outsider, `GET ${at()}/${finding.id}`);
    expect(history.map((entry: { act: string; name: string }) => `${entry.name} ${entry.act}`)).toEqual([
      'Expert raised',
      'Scientist answered',
      'Expert sent-back',
      'Scientist answered',
      'Expert accepted',
    ]);
    expect(history[1].text).toBe('It is fine.');
    await expect(
      installation.database.query("update finding_entries set text = 'Better.' where finding_id = $1", [finding.id]),
    ).rejects.toThrow('append-only');
  });

  it('may be accepted by a model risk manager of the initiative, and by nobody else beside whoever raised it', async () => {
    await seat(installation, slug, expert, sponsor, 'sponsor');
    const { body: finding } = await raise(expert);
    await answer(scientist, finding.id);
    expect((await settle(sponsor, finding.id)).body.code).toBe('FINDING_NOT_RAISER');
    expect((await settle(risk, finding.id)).status).toBe(201);
  });

  it('that nobody owns belongs to whoever answers it, and can be handed to people at the table only', async () => {
    const { body: finding } = await raise(expert, { ownerId: undefined });
    expect(finding.owner).toBeNull();
    const handOver = (ownerId: string) => installation.call(expert, `PATCH ${at()}/${finding.id}`, { ownerId });
    expect((await handOver(outsider.id)).body.code).toBe('FINDING_OWNER_NOT_SEATED');
    expect((await raise(expert, { ownerId: outsider.id })).body.code).toBe('FINDING_OWNER_NOT_SEATED');
    expect((await answer(scientist, finding.id)).body.owner).toMatchObject({ name: 'Scientist' });
    expect((await handOver(risk.id)).body.owner).toMatchObject({ name: 'Risk' });
    expect(await lastEvent()).toMatchObject({ kind: 'finding.changed', section: null, detail: { ownerId: risk.id } });
  });

  it('becomes less severe only with a reason, and does not change once settled, except for its cause', async () => {
    const { body: finding } = await raise(expert, { severity: 'high' });
    const change = (body: object) => installation.call(expert, `PATCH ${at()}/${finding.id}`, body);
    expect((await change({ severity: 'low' })).body.code).toBe('FINDING_REASON_NEEDED');
    expect((await change({ severity: 'low', reason: 'One list only.' })).body.severity).toBe('low');
    await answer(scientist, finding.id);
    await settle(expert, finding.id);
    expect((await change({ severity: 'high' })).body.code).toBe('FINDING_CLOSED');
    expect((await change({ causeStep: 'prepare' })).body.causeStep).toBe('prepare');
  });

  it('is answered once when two people answer at the same moment, and two raised at once get two numbers', async () => {
    const raised = await Promise.all([raise(expert, { ownerId: undefined }), raise(scientist, { ownerId: undefined })]);
    expect(new Set(raised.map(({ body }) => body.number))).toEqual(new Set([1, 2]));
    const id = raised[0].body.id;
    const answers = await Promise.all([answer(scientist, id), answer(risk, id)]);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]));
  });

  it('of high severity holds a gate that asks for it until the finding is settled', async () => {
    const { standard } = SHIPPED_PLAYBOOKS;
    slug = await onPlaybook(
      'Careful',
      standard.steps.map((step) => (step.step === 'ask' ? { ...step, gate: asking(step.gate) } : step)),
    );
    const gaps = async (): Promise<string[]> => {
      const table = await installation.does(expert, `GET /api/initiatives/${slug}/table`);
      return table.steps[0].gaps.map((gap: { sentence: string }) => gap.sentence);
    };
    const held = 'Not yet: every finding of high severity is settled.';
    await raise(expert, { step: 'ask', severity: 'medium' });
    expect(await gaps()).not.toContain(held);
    const { body: finding } = await raise(expert, { step: 'ask', severity: 'high' });
    expect(await gaps()).toContain(held);
    await answer(scientist, finding.id);
    expect(await gaps()).toContain(held);
    await settle(expert, finding.id);
    expect(await gaps()).not.toContain(held);
  });

  it('names an added step of its own playbook, and counts what that very step missed', async () => {
    const steps = SHIPPED_PLAYBOOKS.standard.steps.flatMap((step) => {
      if (step.part !== 'frame') return [step];
      // Drawn before Frame, and only the software engineer is asked there.
      const added = { ...step, step: 'walk-through', name: 'Walk through the process' };
      const seats = { sme: 'does', 'software-engineer': 'asked' } as const;
      const gate = { heard: ['sme'], evidence: [], approvals: [] } as const;
      return [{ ...added, seats, gate: { low: gate, medium: gate, high: gate } }, step];
    });
    slug = await onPlaybook('Walks first', steps);
    const { body } = await raise(expert, { step: 'build', causeStep: 'walk-through' });
    expect(body).toMatchObject({
      raisedStep: 'build',
      raisedPlace: { step: 'build', name: 'Build' },
      causeStep: 'frame',
      causePlace: { step: 'walk-through', name: 'Walk through the process' },
    });
    const { items } = await installation.does(expert, `GET ${at()}`);
    // The data scientist, who does the work of Frame, is no part of the step that is named.
    expect(items[0].cost.missed.map(({ role }: { role: string }) => role)).toEqual(['sme', 'software-engineer']);
    expect(items[0].cost.stepsBack).toBe(2);

    const { body: seen } = await raise(expert, { step: 'walk-through' });
    expect(await lastEvent()).toMatchObject({ kind: 'finding.raised', section: 'walk-through' });
    // Frame is drawn after the added step, although both belong to one part of the line.
    const later = await installation.call(expert, `PATCH ${at()}/${seen.id}`, { causeStep: 'frame' });
    expect(later).toMatchObject({ status: 422, body: { code: 'FINDING_CAUSE_LATER' } });
    expect(later.body.detail ?? later.body.title).toContain('Walk through the process');
    const unknown = await raise(expert, { step: 'walk-trough' });
    expect(unknown).toMatchObject({ status: 422, body: { code: 'FINDING_STEP_UNKNOWN' } });
    const named = await installation.does(expert, `PATCH ${at()}/${seen.id}`, { causeStep: 'ask' });
    expect(named).toMatchObject({ causeStep: 'ask', causePlace: { step: 'ask', name: 'Ask' } });
  });

  it('refuses empty, endless and impossible input, and people outside', async () => {
    const refused = async (change: object) => (await raise(expert, change)).body.code;
    for (const change of [
      { title: ' ' },
      { title: 'x'.repeat(121) },
      { seen: 'x'.repeat(4_001) },
      { seen: 'nul \0 in it' },
      { step: 'Party!' },
      { due: '2026-02-30' },
      { severity: 'apocalyptic' },
      { object: { type: 'verdict', id: '', label: 'x' } },
    ])
      expect([change, await refused(change)]).toEqual([change, 'INPUT_INVALID']);
    expect(await refused({ step: 'frame', causeStep: 'learn' })).toBe('FINDING_CAUSE_LATER');
    expect((await raise(outsider)).status).toBe(403);
    const { slug: closed } = await anInitiative(installation, expert, { visibility: 'private' });
    const { body: hidden } = await installation.call(expert, `POST /api/initiatives/${closed}/findings`, {
      step: 'ask',
      title: 'A secret',
      seen: 'Nobody outside may know.',
    });
    for (const path of [`findings`, `findings/${hidden.id}`])
      expect((await installation.call(outsider, `GET /api/initiatives/${closed}/${path}`)).status).toBe(404);
    // A finding is found only on its own initiative, so that its id opens no other door.
    expect((await installation.call(outsider, `GET ${at()}/${hidden.id}`)).body.code).toBe('FINDING_UNKNOWN');
  });

  it('is listed newest first and page by page, each once', async () => {
    for (let number = 1; number <= 5; number += 1) await raise(expert, { title: `Finding ${number}` });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { finding: { title: string } }[]; nextCursor: string | null } = await installation.does(
        outsider,
        `GET ${at()}?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      seen.push(...page.items.map(({ finding }) => finding.title));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([5, 4, 3, 2, 1].map((number) => `Finding ${number}`));
    expect((await installation.call(expert, `GET ${at()}?cursor=zzz`)).status).toBe(400);
  });
});

describe('a finding that comes back', () => {
  async function closeAsk(): Promise<void> {
    await seat(installation, slug, expert, sponsor, 'sponsor');
    await allSpeak(installation, slug, [scientist, sponsor]);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/close`, {});
  }

  it('costs the days since the causing step was closed, and names whom that step had not asked', async () => {
    await closeAsk();
    installation.moveClock(12);
    await raise(risk, { causeStep: 'ask' });
    const found = await installation.does(outsider, `GET ${at()}`);
    expect(found.counts).toEqual({ open: 1, openHigh: 0, sentBack: 1, openSentBack: 1 });
    expect(found.sentBackTo).toEqual(['ask']);
    expect(found.items[0].cost).toEqual({
      stepsBack: 7,
      daysLost: 12,
      runsRedone: null,
      missed: [{ role: 'risk-manager', how: 'not-asked' }],
    });
    expect(found.lateness[0].sentence).toBe(
      'One finding came back from Learn to Ask; the model risk manager was not asked: 12 days lost.',
    );
  });

  it('keeps what was so when it was raised, when the step is opened again before its cause is named', async () => {
    await closeAsk();
    installation.moveClock(9);
    const { body: finding } = await raise(expert);
    expect((await installation.does(expert, `GET ${at()}`)).counts.sentBack).toBe(0);
    installation.moveClock(5);
    await installation.does(expert, `POST /api/initiatives/${slug}/steps/ask/reopen`, { reason: 'We asked wrongly.' });
    const name = (causeStep: string) => installation.does(scientist, `PATCH ${at()}/${finding.id}`, { causeStep });
    await name('ask');
    expect((await installation.does(expert, `GET ${at()}`)).items[0].cost).toMatchObject({ daysLost: 9, missed: [] });
    await name('build');
    expect((await installation.does(expert, `GET ${at()}`)).items[0].cost).toMatchObject({
      stepsBack: 4,
      daysLost: null,
    });
    await name('learn');
    expect((await installation.does(expert, `GET ${at()}`)).items[0].cost).toBeNull();
    const { history } = await installation.does(expert, `GET ${at()}/${finding.id}`);
    expect(history.slice(1).map((entry: { sentence: string }) => entry.sentence)).toEqual([
      'named Ask as the step of its cause',
      'named Build as the step of its cause, not Ask',
      'named Learn as the step of its cause, not Build',
    ]);
  });
});
