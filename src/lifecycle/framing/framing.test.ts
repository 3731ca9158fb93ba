import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { createClient, Problem } from '../../platform/contract/index.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { beginIteration, findInitiativeById, insertInitiative } from '../initiatives/initiatives.store.ts';
import { type Role, STANDARD_PLAYBOOK } from '../people/index.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { rolesOf, takeSeats } from '../people/people.store.ts';
import { answerAssumption } from './answer-assumption.use-case.ts';
import { approveTranslation, translationHashOf } from './approve-translation.use-case.ts';
import { framingMigrations } from './framing.migrations.ts';
import { framingModule } from './framing.module.ts';
import { framingApi } from './framing.schema.ts';
import { CHURN_FRAMING } from './framing-content.fixture.ts';
import type { LockedFraming } from './framing-version.ts';
import { proposeFraming } from './propose-framing.use-case.ts';
import { changesOf, readFraming } from './read-framing.use-case.ts';
import { requiredSigners } from './required-signers.ts';
import { saveDraft } from './save-draft.use-case.ts';
import { type SignPorts, signFraming } from './sign-framing.use-case.ts';
import { takeOverTranslation } from './take-over-translation.use-case.ts';
import { needsApprovedTranslation } from './translation.ts';

const ANA = { accountId: newId(), name: 'Ana' };
const BEN = { accountId: newId(), name: 'Ben' };
const CLEO = { accountId: newId(), name: 'Cleo' };
const DAN = { accountId: newId(), name: 'Dan' };

let database: Database;
let initiative: StoredInitiative;
let now: Date;
let onLocked: (tx: Transaction, framing: LockedFraming) => Promise<void>;
let lockedVersions: number[];
let ports: SignPorts;

beforeEach(async () => {
  database = await openTestDatabase([
    ...eventsMigrations,
    ...initiativesMigrations,
    ...peopleMigrations,
    ...framingMigrations,
  ]);
  now = new Date('2026-01-05T09:00:00.000Z');
  lockedVersions = [];
  onLocked = async (_, framing) => void lockedVersions.push(framing.version);
  ports = {
    database,
    now: () => now,
    rolesOf,
    requiredSigners: async () => requiredSigners(STANDARD_PLAYBOOK),
    needsApprovedTranslation: async () => needsApprovedTranslation(STANDARD_PLAYBOOK),
    onLocked: (tx, _, framing) => onLocked(tx, framing),
  };
  initiative = await database.transaction((tx) =>
    insertInitiative(tx, {
      id: newId(),
      slug: 'churn',
      name: 'Churn',
      question: 'Reduce churn by 10% this quarter.',
      questionKind: 'defined',
      visibility: 'open',
      iteration: 1,
      createdBy: ANA.accountId,
      createdAt: now.toISOString(),
      playbook: 'standard@1',
    }),
  );
  await seat(ANA, 'sme');
  await seat(BEN, 'data-scientist');
  await seat(CLEO, 'sponsor');
});
afterEach(() => database.close());

async function seat({ accountId }: { readonly accountId: string }, role: Role): Promise<void> {
  const place = { initiativeNo: initiative.no, accountId, role, steps: ['frame'] as const };
  await database.transaction((tx) => takeSeats(tx, { ...place, seatedBy: ANA.accountId, at: now }));
}

/** Saves a framing over whatever the draft is now; `dmin` tells the versions apart. */
async function save(dmin: number, actor = BEN): Promise<number> {
  const { draft } = await readFraming(database, initiative);
  const content = { ...CHURN_FRAMING, successCriterion: { ...CHURN_FRAMING.successCriterion, dmin } };
  return saveDraft(ports, actor, initiative, { content, revision: draft.revision });
}

async function propose(dmin: number, amendmentReason?: string) {
  const revision = await save(dmin);
  const version = await proposeFraming(ports, BEN, initiative, { revision, amendmentReason });
  await approve(ANA, version.content.translation);
  return version;
}

function approve(actor: typeof ANA, translation: string) {
  return approveTranslation(ports, actor, initiative, translationHashOf(initiative.question, translation));
}

function sign(actor: typeof ANA, role: Role, { version, contentHash }: { version: number; contentHash: string }) {
  return signFraming(ports, actor, initiative, { version, role, contentHash });
}

async function lock(dmin: number, amendmentReason?: string) {
  const version = await propose(dmin, amendmentReason);
  await sign(ANA, 'sme', version);
  await sign(BEN, 'data-scientist', version);
  return sign(CLEO, 'sponsor', version);
}

/** How an attempt ended: the code of its refusal, or "done". */
async function outcomeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Problem) return error.code;
      throw error;
    },
  );
}

async function kinds(): Promise<readonly string[]> {
  const events = await readEvents(database, { subjectId: initiative.id, limit: 100 });
  return events.map(({ kind }) => kind).reverse();
}

describe('the draft', () => {
  it('of a new initiative is empty and names what is missing', async () => {
    const { draft, gaps, current, versions } = await readFraming(database, initiative);
    expect(draft).toEqual({ content: {}, revision: 0, saved: null, translation: '', writer: null });
    expect(gaps.length).toBeGreaterThan(10);
    expect([current, versions]).toEqual([null, []]);
  });

  it('is refused to whoever did not begin with the newest one, naming who saved that and when', async () => {
    await saveDraft(ports, ANA, initiative, { content: { translation: 'one' }, revision: 0 });
    const late = saveDraft(ports, BEN, initiative, { content: { translation: 'two' }, revision: 0 });
    await expect(late).rejects.toMatchObject({
      code: 'FRAMING_DRAFT_CHANGED',
      message: 'This draft is not the newest: Ana saved a newer one on 2026-01-05 at 09:00 UTC.',
    });
    expect((await readFraming(database, initiative)).draft.content).toEqual({ translation: 'one' });
  });

  it('saved by two people at once keeps exactly one of them', async () => {
    const people = [ANA, BEN, CLEO, DAN];
    const outcomes = await Promise.all(
      people.map((actor) =>
        outcomeOf(saveDraft(ports, actor, initiative, { content: { translation: actor.name }, revision: 0 })),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'FRAMING_DRAFT_CHANGED')).toHaveLength(3);
    expect((await readFraming(database, initiative)).draft.revision).toBe(1);
  });

  it('sent twice, because the answer got lost, is saved once', async () => {
    const given = { content: { translation: 'one', kpi: { name: 'Churn' } }, revision: 0 };
    expect(await saveDraft(ports, ANA, initiative, given)).toBe(1);
    expect(await saveDraft(ports, ANA, initiative, given)).toBe(1);
  });

  it('saved while one types is one line of the log every ten minutes for each person', async () => {
    await save(0.05, ANA);
    now = new Date('2026-01-05T09:09:00.000Z');
    await save(0.06, ANA);
    await save(0.07, BEN);
    expect(await kinds()).toEqual(['framing.drafted', 'framing.drafted']);
    now = new Date('2026-01-05T09:10:00.000Z');
    await save(0.08, ANA);
    expect(await kinds()).toHaveLength(3);
  });

  it('of a new iteration begins with what was signed, and a page left open cannot overwrite it', async () => {
    await lock(0.05);
    const open = await readFraming(database, initiative);
    await database.transaction((tx) => beginIteration(tx, initiative.no, now));
    const next = await findInitiativeById(database, initiative.id);
    if (!next) throw new Error('the initiative exists');
    const { draft, current } = await readFraming(database, next);
    expect(draft).toMatchObject({ content: CHURN_FRAMING, saved: null });
    expect(current?.version).toBe(1);
    const first = await saveDraft(ports, ANA, next, { content: { translation: 'new' }, revision: draft.revision });
    expect(first).toBe(draft.revision + 1);
    await expect(saveDraft(ports, BEN, next, { content: {}, revision: open.draft.revision })).rejects.toMatchObject({
      code: 'FRAMING_DRAFT_CHANGED',
    });
  });
});

describe('a proposal', () => {
  it('is exactly the draft that its author saw, with a digest that the database gives back', async () => {
    const version = await propose(0.05);
    expect(version).toMatchObject({ version: 1, state: 'proposed', content: CHURN_FRAMING, amendmentReason: null });
    expect(version.contentHash).toMatch(/^[0-9a-f]{64}$/);
    const { versions } = await readFraming(database, initiative);
    expect(versions).toEqual([version]);
    await save(0.06);
    const stale = proposeFraming(ports, BEN, initiative, { revision: 1 });
    await expect(stale).rejects.toMatchObject({ code: 'FRAMING_DRAFT_CHANGED' });
  });

  it('tells lists what its content says, word for word, and nobody can make it say something else', async () => {
    await propose(0.05);
    const [row] = await database.query<{ summary: unknown }>('select summary from framing_versions');
    const { riskTier, kpi, successCriterion } = CHURN_FRAMING;
    const { design, readOutOn, valuePerOutcomeCents, currency } = successCriterion;
    const said = { riskTier, kpi, successCriterion: { design, readOutOn, valuePerOutcomeCents, currency } };
    expect(row?.summary).toEqual(JSON.parse(JSON.stringify(said)));
    await expect(database.query("update framing_versions set summary = '{}'")).rejects.toThrow('summary');
    await expect(database.query("update framing_versions set content = '{}'")).rejects.toThrow('signed stays');
  });

  it('of an incomplete draft is refused with every gap', async () => {
    const revision = await saveDraft(ports, ANA, initiative, { content: { translation: 'one' }, revision: 0 });
    await expect(proposeFraming(ports, ANA, initiative, { revision })).rejects.toMatchObject({
      code: 'FRAMING_NOT_READY',
      fields: expect.arrayContaining([{ path: 'kpi.name', message: 'Fill this in.' }]),
    });
  });

  it('withdraws the one that still waits for signatures, with the signatures it has', async () => {
    const first = await propose(0.05);
    await sign(ANA, 'sme', first);
    const second = await propose(0.06);
    expect(second).toMatchObject({ version: 2, state: 'proposed', signOffs: [] });
    const { versions } = await readFraming(database, initiative);
    expect(versions.map(({ version, state }) => [version, state])).toEqual([
      [2, 'proposed'],
      [1, 'withdrawn'],
    ]);
    expect(versions[1]?.signOffs).toHaveLength(1);
    expect(await outcomeOf(sign(BEN, 'data-scientist', first))).toBe('FRAMING_NOT_OPEN');
  });

  it('of the same draft by several people at once becomes one version', async () => {
    const revision = await save(0.05);
    const outcomes = await Promise.all(
      [ANA, BEN, CLEO].map((actor) => outcomeOf(proposeFraming(ports, actor, initiative, { revision }))),
    );
    expect(outcomes.toSorted()).toEqual(['FRAMING_ALREADY_PROPOSED', 'FRAMING_ALREADY_PROPOSED', 'done']);
    expect((await readFraming(database, initiative)).versions).toHaveLength(1);
  });

  it('after a signed version needs a reason and a difference', async () => {
    await lock(0.05);
    const { draft } = await readFraming(database, initiative);
    const same = { revision: draft.revision, amendmentReason: 'No reason at all' };
    expect(await outcomeOf(proposeFraming(ports, BEN, initiative, same))).toBe('FRAMING_UNCHANGED');
    expect(await outcomeOf(propose(0.06))).toBe('FRAMING_REASON_NEEDED');
    expect(await propose(0.06, 'The calls got more expensive.')).toMatchObject({
      version: 2,
      amendmentReason: 'The calls got more expensive.',
    });
  });
});

describe('a signature', () => {
  it('of every required role locks the version, once, and the log tells who', async () => {
    const version = await lock(0.05);
    expect(version).toMatchObject({ state: 'locked', lockedAt: now.toISOString() });
    expect(version.signOffs.map(({ name, role }) => `${name} ${role}`)).toEqual([
      'Ben data-scientist',
      'Ana sme',
      'Cleo sponsor',
    ]);
    expect(lockedVersions).toEqual([1]);
    expect(await kinds()).toEqual([
      'framing.drafted',
      'framing.proposed',
      'framing.translation-approved',
      'framing.signed',
      'framing.signed',
      'framing.signed',
      'framing.locked',
    ]);
  });

  it('that completes an amendment puts it in force in place of the former version', async () => {
    const first = await lock(0.05);
    const second = await lock(0.06, 'The calls got more expensive.');
    expect(lockedVersions).toEqual([1, 2]);
    const { current, versions } = await readFraming(database, initiative);
    expect(current?.version).toBe(2);
    expect(versions.map(({ state }) => state)).toEqual(['locked', 'superseded']);
    expect((await kinds()).at(-1)).toBe('framing.amended');
    expect(second.contentHash).not.toBe(first.contentHash);
    expect(await changesOf(database, initiative, 2)).toEqual({
      against: 1,
      changes: [
        { path: 'successCriterion.dmin', label: 'Smallest effect worth having', before: '0.05', after: '0.06' },
      ],
    });
  });

  it('given by the last two signers at once locks exactly once', async () => {
    const version = await propose(0.05);
    await sign(ANA, 'sme', version);
    const [one, two] = await Promise.all([sign(BEN, 'data-scientist', version), sign(CLEO, 'sponsor', version)]);
    expect([one.state, two.state].toSorted()).toEqual(['locked', 'proposed']);
    expect(lockedVersions).toEqual([1]);
    expect((await kinds()).filter((kind) => kind === 'framing.locked')).toHaveLength(1);
  });

  it('counts once when it is sent twice', async () => {
    const version = await propose(0.05);
    await Promise.all([sign(ANA, 'sme', version), sign(ANA, 'sme', version)]);
    expect((await kinds()).filter((kind) => kind === 'framing.signed')).toHaveLength(1);
    const locked = await lock(0.06);
    expect(await sign(CLEO, 'sponsor', locked)).toEqual(locked);
  });

  it('is refused under another text, in a role not held, in a role that does not sign, and for no version', async () => {
    const version = await propose(0.05);
    expect(await outcomeOf(sign(ANA, 'sme', { ...version, contentHash: 'a'.repeat(64) }))).toBe('FRAMING_HASH_DIFFERS');
    expect(await outcomeOf(sign(ANA, 'sponsor', version))).toBe('FRAMING_ROLE_NOT_HELD');
    expect(await outcomeOf(sign(ANA, 'devops', version))).toBe('FRAMING_ROLE_DOES_NOT_SIGN');
    expect(await outcomeOf(sign(ANA, 'sme', { ...version, version: 7 }))).toBe('FRAMING_VERSION_UNKNOWN');
  });

  it('of the expert and of the data scientist are those of two people', async () => {
    await seat(ANA, 'data-scientist');
    const version = await propose(0.05);
    await sign(ANA, 'sme', version);
    expect(await outcomeOf(sign(ANA, 'data-scientist', version))).toBe('FRAMING_SIGNER_TWICE');
  });

  it('may be given as sponsor by the expert too, and of one role only once', async () => {
    await seat(ANA, 'sponsor');
    const version = await propose(0.05);
    await sign(ANA, 'sme', version);
    await sign(ANA, 'sponsor', version);
    await expect(sign(CLEO, 'sponsor', version)).rejects.toMatchObject({
      code: 'FRAMING_ROLE_SIGNED',
      message: 'Ana has already signed version 1 as Business sponsor.',
    });
    expect((await sign(BEN, 'data-scientist', version)).state).toBe('locked');
  });

  it('of the risk manager is welcome and does not lock', async () => {
    await seat(DAN, 'risk-manager');
    const version = await propose(0.05);
    expect((await sign(DAN, 'risk-manager', version)).state).toBe('proposed');
  });

  it('for a version of an iteration that is over is refused', async () => {
    const version = await propose(0.05);
    await database.transaction((tx) => beginIteration(tx, initiative.no, now));
    initiative = { ...initiative, iteration: 2 };
    expect(await outcomeOf(sign(ANA, 'sme', version))).toBe('FRAMING_NOT_OPEN');
  });

  it('is not stored when what follows from it fails', async () => {
    const version = await propose(0.05);
    await sign(ANA, 'sme', version);
    await sign(BEN, 'data-scientist', version);
    onLocked = async () => {
      throw new Error('the phase could not be opened');
    };
    await expect(sign(CLEO, 'sponsor', version)).rejects.toThrow('the phase could not be opened');
    const { current, versions } = await readFraming(database, initiative);
    expect(current).toBe(null);
    expect(versions[0]?.signOffs).toHaveLength(2);
    expect(await kinds()).not.toContain('framing.locked');
  });
});

describe('the translation of the question', () => {
  const write = async (actor: typeof ANA, translation: string) => {
    const { draft } = await readFraming(database, initiative);
    const content = { ...draft.content, translation };
    await saveDraft(ports, actor, initiative, { content, revision: draft.revision });
  };

  it('is approved by an expert on exactly its wording, once, and the log tells', async () => {
    await write(BEN, 'Predict who leaves.');
    await Promise.all([approve(ANA, 'Predict who leaves.'), approve(ANA, 'Predict who leaves.')]);
    const { translation } = await readFraming(database, initiative);
    expect(translation).toMatchObject({ writer: { name: 'Ben' }, approvals: [{ name: 'Ana' }], stale: null });
    expect((await kinds()).filter((kind) => kind === 'framing.translation-approved')).toHaveLength(1);
  });

  it('needs a new approval after any change, and the old one is shown as stale', async () => {
    await write(BEN, 'Predict who leaves.');
    await approve(ANA, 'Predict who leaves.');
    await write(BEN, 'Predict who stays.');
    const { translation } = await readFraming(database, initiative);
    expect(translation).toMatchObject({ approvals: [], stale: { name: 'Ana', translation: 'Predict who leaves.' } });
    expect(await outcomeOf(approve(ANA, 'Predict who leaves.'))).toBe('FRAMING_TRANSLATION_CHANGED');
  });

  it('stays approved when something else of the framing changes', async () => {
    await lock(0.05);
    const second = await proposeFraming(ports, BEN, initiative, {
      revision: await save(0.06),
      amendmentReason: 'The calls got more expensive.',
    });
    expect((await sign(ANA, 'sme', second)).signOffs).toHaveLength(1);
  });

  it('is never approved by whoever wrote it, until a data scientist takes it over word for word', async () => {
    await write(ANA, 'Predict who leaves.');
    expect(await outcomeOf(approve(ANA, 'Predict who leaves.'))).toBe('FRAMING_TRANSLATION_OWN');
    const textHash = translationHashOf(initiative.question, 'Predict who leaves.');
    expect(await outcomeOf(takeOverTranslation(ports, BEN, initiative, 'a'.repeat(64)))).toBe(
      'FRAMING_TRANSLATION_CHANGED',
    );
    expect(await takeOverTranslation(ports, BEN, initiative, textHash)).toMatchObject({ writer: { name: 'Ben' } });
    expect((await approve(ANA, 'Predict who leaves.')).approvals).toHaveLength(1);
  });

  it('keeps its writer when somebody else changes another field', async () => {
    await write(BEN, 'Predict who leaves.');
    const { draft } = await readFraming(database, initiative);
    const content = { ...draft.content, riskTier: 'low' };
    await saveDraft(ports, ANA, initiative, { content, revision: draft.revision });
    expect((await readFraming(database, initiative)).draft.writer).toMatchObject({ name: 'Ben' });
  });

  it('without an approval keeps everybody from signing', async () => {
    const version = await proposeFraming(ports, BEN, initiative, { revision: await save(0.05) });
    for (const [actor, role] of [
      [ANA, 'sme'],
      [BEN, 'data-scientist'],
      [CLEO, 'sponsor'],
    ] as const) {
      await expect(sign(actor, role, version)).rejects.toMatchObject({
        code: 'FRAMING_TRANSLATION_NOT_APPROVED',
        remedy: expect.stringContaining('Ben wrote it'),
      });
    }
  });
});

describe('an assumption', () => {
  const believed = {
    statement: 'The call saves 5 of every 100.',
    kind: 'effect' as const,
    believedBy: 'Ana',
    reason: 'So it was in the pilot.',
    low: 0.05,
    check: 'Compare with those left alone.',
  };
  const withAssumption = { ...CHURN_FRAMING, assumptions: { a1: believed } };
  const answer = (assumptionId: string, reason = 'Three of 100 in the records.', version = 1) =>
    answerAssumption(ports, ANA, initiative, { version, assumptionId, finding: 'did-not-hold', reason });

  async function lockWith(content: Readonly<Record<string, unknown>>): Promise<void> {
    const { draft } = await readFraming(database, initiative);
    const revision = await saveDraft(ports, BEN, initiative, { content, revision: draft.revision });
    const version = await proposeFraming(ports, BEN, initiative, { revision });
    await approve(ANA, version.content.translation);
    expect(await outcomeOf(answer('a1'))).toBe('FRAMING_ASSUMPTION_NOT_SIGNED');
    await sign(ANA, 'sme', version);
    await sign(BEN, 'data-scientist', version);
    await sign(CLEO, 'sponsor', version);
  }

  it('is locked with its framing, and answered with a reason by people: the latest answer counts, none is lost', async () => {
    await lockWith(withAssumption);
    await answer('a1', 'First look at the records.');
    const register = await answer('a1');
    expect(register).toMatchObject({
      version: 1,
      assumptions: [{ id: 'a1', believedBy: 'Ana' }],
      answers: [{ assumptionId: 'a1', finding: 'did-not-hold', reason: 'Three of 100 in the records.', name: 'Ana' }],
    });
    expect((await kinds()).filter((kind) => kind === 'framing.assumption-answered')).toHaveLength(2);
    await expect(database.query('delete from framing_assumption_answers')).rejects.toThrow('stays');
  });

  it('that is not there, or of no version, is refused', async () => {
    await lockWith(withAssumption);
    expect(await outcomeOf(answer('a2'))).toBe('FRAMING_ASSUMPTION_UNKNOWN');
    expect(await outcomeOf(answer('a1', 'Whatever it is.', 9))).toBe('FRAMING_VERSION_UNKNOWN');
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
    await lock(0.05);
    await expect(database.query(statement)).rejects.toThrow('stays');
  });
});

describe('the routes of the framing', () => {
  async function openServer(principalOf: (authorization: string | undefined) => typeof ANA | undefined) {
    const framing = framingModule({
      ...ports,
      require: async () => initiative,
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
    const clientOf = (actor: typeof ANA) =>
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
    const params = { slug: initiative.slug };
    const [ana, ben, cleo] = [clientOf(ANA), clientOf(BEN), clientOf(CLEO)];

    expect(await ana.read({ params })).toMatchObject({ draft: { revision: 0, updatedBy: null }, current: null });
    expect(await framing.isLocked(initiative)).toBe(false);
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
    expect(await framing.isLocked(initiative)).toBe(true);
    expect(await framing.isLocked({ ...initiative, iteration: 2 })).toBe(false);
    expect(await framing.locked(initiative)).toMatchObject({ version: 1, contentHash, content: CHURN_FRAMING });
    await server.close();
  });
});
