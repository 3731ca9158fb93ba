import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../platform/contract/index.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import { beginIteration, findInitiativeById } from '../initiatives/initiatives.store.ts';
import { STANDARD_PLAYBOOK } from '../people/index.ts';
import { ANA, BEN, CLEO, DAN, FramingTest, outcomeOf, type Person } from './framing.fixture.ts';
import { framingModule } from './framing.module.ts';
import { framingApi } from './framing.schema.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';
import { proposeFraming } from './propose-framing.use-case.ts';
import { readFraming } from './read-framing.use-case.ts';
import { saveDraft } from './save-draft.use-case.ts';

let room: FramingTest;

beforeAll(async () => {
  room = await FramingTest.open();
});
beforeEach(() => room.another());
afterAll(() => room.database.close());

describe('the draft', () => {
  it('of a new initiative is empty and names what is missing', async () => {
    const { draft, gaps, current, versions } = await readFraming(room.database, room.initiative);
    expect(draft).toEqual({ content: {}, revision: 0, saved: null, translation: '', writer: null });
    expect(gaps.length).toBeGreaterThan(10);
    expect([current, versions]).toEqual([null, []]);
  });

  it('is refused to whoever did not begin with the newest one, naming who saved that and when', async () => {
    await saveDraft(room.ports, ANA, room.initiative, { content: { translation: 'one' }, revision: 0 });
    const late = saveDraft(room.ports, BEN, room.initiative, { content: { translation: 'two' }, revision: 0 });
    await expect(late).rejects.toMatchObject({
      code: 'FRAMING_DRAFT_CHANGED',
      message: 'This draft is not the newest: Ana saved a newer one on 2026-01-05 at 09:00 UTC.',
    });
    expect((await readFraming(room.database, room.initiative)).draft.content).toEqual({ translation: 'one' });
  });

  it('saved by two people at once keeps exactly one of them', async () => {
    const people = [ANA, BEN, CLEO, DAN];
    const outcomes = await Promise.all(
      people.map((actor) =>
        outcomeOf(saveDraft(room.ports, actor, room.initiative, { content: { translation: actor.name }, revision: 0 })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'FRAMING_DRAFT_CHANGED')).toHaveLength(3);
    expect((await readFraming(room.database, room.initiative)).draft.revision).toBe(1);
  });

  it('sent twice, because the answer got lost, is saved once', async () => {
    const given = { content: { translation: 'one', kpi: { name: 'Churn' } }, revision: 0 };
    expect(await saveDraft(room.ports, ANA, room.initiative, given)).toBe(1);
    expect(await saveDraft(room.ports, ANA, room.initiative, given)).toBe(1);
  });

  it('saved while one types is one line of the log every ten minutes for each person', async () => {
    await room.save(0.05, ANA);
    room.now = new Date('2026-01-05T09:09:00.000Z');
    await room.save(0.06, ANA);
    await room.save(0.07, BEN);
    expect(await room.kinds()).toEqual(['framing.drafted', 'framing.drafted']);
    room.now = new Date('2026-01-05T09:10:00.000Z');
    await room.save(0.08, ANA);
    expect(await room.kinds()).toHaveLength(3);
  });

  it('of a new iteration begins with what was signed, and a page left open cannot overwrite it', async () => {
    await room.lock(0.05);
    const open = await readFraming(room.database, room.initiative);
    await room.database.transaction((tx) => beginIteration(tx, room.initiative.no, room.now));
    const next = await findInitiativeById(room.database, room.initiative.id);
    if (!next) throw new Error('the initiative exists');
    const { draft, current } = await readFraming(room.database, next);
    expect(draft).toMatchObject({ content: CHURN_FRAMING, saved: null });
    expect(current?.version).toBe(1);
    const first = await saveDraft(room.ports, ANA, next, { content: { translation: 'new' }, revision: draft.revision });
    expect(first).toBe(draft.revision + 1);
    await expect(
      saveDraft(room.ports, BEN, next, { content: {}, revision: open.draft.revision }),
    ).rejects.toMatchObject({
      code: 'FRAMING_DRAFT_CHANGED',
    });
  });
});

describe('a proposal', () => {
  it('is exactly the draft that its author saw, with a digest that the database gives back', async () => {
    const version = await room.propose(0.05);
    expect(version).toMatchObject({ version: 1, state: 'proposed', content: CHURN_FRAMING, amendmentReason: null });
    expect(version.contentHash).toMatch(/^[0-9a-f]{64}$/);
    const { versions } = await readFraming(room.database, room.initiative);
    expect(versions).toEqual([version]);
    await room.save(0.06);
    const stale = proposeFraming(room.ports, BEN, room.initiative, { revision: 1 });
    await expect(stale).rejects.toMatchObject({ code: 'FRAMING_DRAFT_CHANGED' });
  });

  it('tells lists what its content says, word for word, and nobody can make it say something else', async () => {
    await room.propose(0.05);
    const [row] = await room.database.query<{ summary: unknown }>('select summary from framing_versions');
    const { riskTier, kpi, successCriterion } = CHURN_FRAMING;
    const { design, readOutOn, valuePerOutcomeCents, currency } = successCriterion;
    const said = { riskTier, kpi, successCriterion: { design, readOutOn, valuePerOutcomeCents, currency } };
    expect(row?.summary).toEqual(JSON.parse(JSON.stringify(said)));
    await expect(room.database.query("update framing_versions set summary = '{}'")).rejects.toThrow('summary');
    await expect(room.database.query("update framing_versions set content = '{}'")).rejects.toThrow('signed stays');
  });

  it('of an incomplete draft is refused with every gap', async () => {
    const revision = await saveDraft(room.ports, ANA, room.initiative, {
      content: { translation: 'one' },
      revision: 0,
    });
    await expect(proposeFraming(room.ports, ANA, room.initiative, { revision })).rejects.toMatchObject({
      code: 'FRAMING_NOT_READY',
      fields: expect.arrayContaining([{ path: 'kpi.name', message: 'Fill this in.' }]),
    });
  });

  it('withdraws the one that still waits for signatures, with the signatures it has', async () => {
    const first = await room.propose(0.05);
    await room.sign(ANA, 'sme', first);
    const second = await room.propose(0.06);
    expect(second).toMatchObject({ version: 2, state: 'proposed', signOffs: [] });
    const { versions } = await readFraming(room.database, room.initiative);
    expect(versions.map(({ version, state }) => [version, state])).toEqual([
      [2, 'proposed'],
      [1, 'withdrawn'],
    ]);
    expect(versions[1]?.signOffs).toHaveLength(1);
    expect(await outcomeOf(room.sign(BEN, 'data-scientist', first))).toBe('FRAMING_NOT_OPEN');
  });

  it('of the same draft by several people at once becomes one version', async () => {
    const revision = await room.save(0.05);
    const outcomes = await Promise.all(
      [ANA, BEN, CLEO].map((actor) => outcomeOf(proposeFraming(room.ports, actor, room.initiative, { revision }))),
    );
    expect(outcomes.toSorted()).toEqual(['FRAMING_ALREADY_PROPOSED', 'FRAMING_ALREADY_PROPOSED', 'done']);
    expect((await readFraming(room.database, room.initiative)).versions).toHaveLength(1);
  });

  it('after a signed version needs a reason and a difference', async () => {
    await room.lock(0.05);
    const { draft } = await readFraming(room.database, room.initiative);
    const same = { revision: draft.revision, amendmentReason: 'No reason at all' };
    expect(await outcomeOf(proposeFraming(room.ports, BEN, room.initiative, same))).toBe('FRAMING_UNCHANGED');
    expect(await outcomeOf(room.propose(0.06))).toBe('FRAMING_REASON_NEEDED');
    expect(await room.propose(0.06, 'The calls got more expensive.')).toMatchObject({
      version: 2,
      amendmentReason: 'The calls got more expensive.',
    });
  });
});

describe('what was put forward and signed', () => {
  it.each([
    ['a changed text', `update framing_versions set content = '{}'`],
    ['a changed digest', `update framing_versions set content_hash = 'x'`],
    ['a removed version', 'delete from framing_versions'],
    ['a changed signature', `update framing_sign_offs set name = 'Eve'`],
    ['a removed signature', 'delete from framing_sign_offs'],
    ['a removed approval', 'delete from framing_translation_approvals'],
  ])('stays: the database refuses %s', async (_, statement) => {
    await room.lock(0.05);
    await expect(room.database.query(statement)).rejects.toThrow('stays');
  });
});

describe('the routes of the framing', () => {
  async function openServer(principalOf: (authorization: string | undefined) => Person | undefined) {
    const framing = framingModule({
      ...room.ports,
      require: async () => room.initiative,
      playbookOf: async () => STANDARD_PLAYBOOK,
    });
    const server = await createServer({
      apis: [framing.mounted],
      identify: async ({ authorization }) => {
        const actor = principalOf(authorization);
        return actor
          ? { ...actor, email: '', via: 'session', scopes: 'all', isAdministrator: false, isAuditor: false }
          : null;
      },
      guard: async () => ({ kind: 'allowed' }),
      log: pino({ level: 'silent' }),
      metrics: createMetrics(),
      publicUrl: undefined,
      isBehindProxy: false,
      isReady: async () => true,
      webRoot: undefined,
      version: 'test',
    });
    return { framing, server };
  }

  it('lead from the empty draft through its signatures to the framing in force', async () => {
    const people = [ANA, BEN, CLEO];
    const { framing, server } = await openServer((name) => people.find((actor) => name === `Bearer ${actor.name}`));
    const clientOf = (actor: Person) =>
      createClient(framingApi, {
        baseUrl: 'http://localhost',
        token: actor.name,
        fetch: async (url, init) => {
          const request = new Request(url, init);
          const { pathname } = new URL(request.url);
          const answer = await server.inject({
            method: z.enum(['GET', 'POST', 'PUT']).parse(request.method),
            url: pathname,
            headers: Object.fromEntries(request.headers),
            ...(request.body ? { payload: await request.text() } : {}),
          });
          return new Response(answer.body, { status: answer.statusCode });
        },
      });
    const params = { slug: room.initiative.slug };
    const [ana, ben, cleo] = [clientOf(ANA), clientOf(BEN), clientOf(CLEO)];

    expect(await ana.read({ params })).toMatchObject({ draft: { revision: 0, updatedBy: null }, current: null });
    expect(await framing.isLocked(room.initiative)).toBe(false);
    const half = await ben.saveDraft({ params, body: { content: { translation: 'one' }, revision: 0 } });
    expect(half).toMatchObject({ revision: 1, gaps: expect.arrayContaining([expect.anything()]) });
    const saved = await ben.saveDraft({ params, body: { content: { ...CHURN_FRAMING }, revision: 1 } });
    expect(saved).toEqual({ revision: 2, gaps: [] });
    expect(await ana.check({ params, body: { content: { ...CHURN_FRAMING } } })).toMatchObject({ canAnswer: true });

    const version = await ben.propose({ params, body: { revision: 2 } });
    expect(version.missingSignatures).toEqual(['sme', 'sponsor', 'data-scientist']);
    const at = { ...params, version: 1 };
    const { contentHash } = version;
    await expect(ben.sign({ params: at, body: { role: 'data-scientist', contentHash } })).rejects.toMatchObject({
      code: 'FRAMING_TRANSLATION_NOT_APPROVED',
      status: 409,
    });
    const { waitingTranslation } = await ana.read({ params });
    const { textHash = '' } = waitingTranslation ?? {};
    expect(await ana.approveTranslation({ params, body: { textHash } })).toMatchObject({
      writer: { name: 'Ben' },
      approvals: [{ name: 'Ana' }],
      stale: null,
    });
    await ana.sign({ params: at, body: { role: 'sme', contentHash } });
    const almost = await ben.sign({ params: at, body: { role: 'data-scientist', contentHash } });
    expect(almost.missingSignatures).toEqual(['sponsor']);
    await expect(ben.sign({ params: at, body: { role: 'sponsor', contentHash } })).rejects.toMatchObject({
      code: 'FRAMING_ROLE_NOT_HELD',
      status: 403,
    });
    const locked = await cleo.sign({ params: at, body: { role: 'sponsor', contentHash } });
    expect(locked).toMatchObject({ state: 'locked', missingSignatures: [], content: CHURN_FRAMING });

    expect(await ana.changes({ params: at })).toEqual({ against: null, changes: [] });
    expect((await ana.read({ params })).current).toEqual(locked);
    expect(await framing.isLocked(room.initiative)).toBe(true);
    expect(await framing.isLocked({ ...room.initiative, iteration: 2 })).toBe(false);
    expect(await framing.locked(room.initiative)).toMatchObject({ version: 1, contentHash, content: CHURN_FRAMING });
    await server.close();
  });
});
