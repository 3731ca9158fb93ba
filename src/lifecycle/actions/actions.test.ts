import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { FramingContent, LockedFraming, SuccessCriterion } from '../framing/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { insertInitiative } from '../initiatives/initiatives.store.ts';
import { actionsMigrations } from './actions.migrations.ts';
import { type ActionsModule, actionsModule } from './actions.module.ts';
import { planOf } from './phase.ts';

const AT = new Date('2026-01-05T09:00:00.000Z');

let database: Database;
let initiative: StoredInitiative;
let actions: ActionsModule;

beforeEach(async () => {
  database = await openTestDatabase([...eventsMigrations, ...initiativesMigrations, ...actionsMigrations]);
  initiative = await database.transaction((tx) =>
    insertInitiative(tx, {
      id: newId(),
      slug: 'churn',
      name: 'Churn',
      question: 'Reduce churn by 10% this quarter.',
      questionKind: 'defined',
      visibility: 'open',
      iteration: 1,
      createdBy: newId(),
      createdAt: AT.toISOString(),
      playbook: 'standard@1',
    }),
  );
  let salts = 0;
  actions = actionsModule({
    database,
    now: () => AT,
    require: async () => initiative,
    newSalt: () => {
      salts += 1;
      return `salt-${salts}`;
    },
  });
});
afterEach(() => database.close());

function framingOf(version: number, content: FramingContent = CHURN_FRAMING, iteration = 1): LockedFraming {
  const contentHash = String(version).repeat(64);
  return { version, iteration, content, contentHash, signOffs: [], lockedAt: AT.toISOString() };
}

function withCriterion(change: Partial<SuccessCriterion>): FramingContent {
  return { ...CHURN_FRAMING, successCriterion: { ...CHURN_FRAMING.successCriterion, ...change } };
}

function open(framing: LockedFraming) {
  return database.transaction((tx) => actions.openPhase(tx, initiative, framing));
}

describe('a phase', () => {
  it('opens with the first signed framing, under its own salt', async () => {
    expect(await actions.phases.open(initiative.id)).toBe(null);
    const phase = await open(framingOf(1));
    expect(phase).toMatchObject({ number: 1, framingVersion: 1, salt: 'salt-1', closedAt: null });
    expect(phase.content).toEqual(CHURN_FRAMING);
    expect(await actions.phases.open(initiative.id)).toEqual(phase);
    const [event] = await readEvents(database, { subjectId: initiative.id, limit: 1 });
    expect(event).toMatchObject({
      kind: 'phase.opened',
      section: 'act',
      actorId: null,
      sentence:
        'opened phase 1 under version 1 of the framing: 20% of the flagged customers are left alone, drawn by chance',
    });
  });

  it.each<readonly [string, FramingContent]>([
    ['the share left alone', withCriterion({ holdoutShare: 0.3 })],
    ['the smallest effect worth having', withCriterion({ dmin: 0.06 })],
    ['the day of the read-out', withCriterion({ readOutOn: '2026-12-31' })],
    [
      'the action',
      { ...CHURN_FRAMING, decisionPolicy: { ...CHURN_FRAMING.decisionPolicy, action: 'letter with a voucher' } },
    ],
  ])('is closed and followed by the next, with a new salt, when an amendment changes %s', async (_, content) => {
    const first = await open(framingOf(1));
    const second = await open(framingOf(2, content));
    expect(second).toMatchObject({ number: 2, framingVersion: 2, salt: 'salt-2', closedAt: null });
    expect(await actions.phases.list(initiative.id)).toEqual([{ ...first, closedAt: AT.toISOString() }, second]);
  });

  it.each<readonly [string, FramingContent]>([
    ['words of explanation', withCriterion({ dminReason: 'pays for the calls three times over', valueSource: 'CFO' })],
    ['the translation of the question', { ...CHURN_FRAMING, translation: 'Said more clearly.' }],
    ['the owner of the KPI', { ...CHURN_FRAMING, kpi: { ...CHURN_FRAMING.kpi, owner: 'Somebody else' } }],
    ['the risk', { ...CHURN_FRAMING, riskTier: 'high' }],
  ])('goes on, and records the version, when an amendment only changes %s', async (_, content) => {
    const first = await open(framingOf(1));
    expect(await open(framingOf(2, content))).toEqual(first);
    expect(await actions.phases.list(initiative.id)).toEqual([first]);
    const [event] = await readEvents(database, { subjectId: initiative.id, limit: 1 });
    expect(event?.sentence).toBe('kept phase 1 open: version 2 of the framing measures the same');
  });

  it('of a new iteration is a new one even when the framing says the same', async () => {
    await open(framingOf(1));
    expect(await open(framingOf(2, CHURN_FRAMING, 2))).toMatchObject({ number: 2, iteration: 2, salt: 'salt-2' });
  });

  it('is never open twice, even when two framings arrive at once', async () => {
    await Promise.allSettled([open(framingOf(1)), open(framingOf(2, withCriterion({ dmin: 0.06 })))]);
    const phases = await actions.phases.list(initiative.id);
    expect(phases.filter(({ closedAt }) => closedAt === null)).toHaveLength(1);
  });

  it('leaves nobody alone by chance when the design does not say so', async () => {
    const phase = await open(framingOf(1, withCriterion({ design: 'did' })));
    expect(planOf(phase)).toEqual({ salt: 'salt-1', holdoutShare: 0, exploreShare: 0 });
  });

  it.each([
    ['a changed salt', `update phases set salt = 'mine'`],
    ['a changed framing', `update phases set content = '{}'`],
    ['an opened one that was closed', 'update phases set closed_at = null where number = 1'],
    ['a removed one', 'delete from phases'],
  ])('never changes: the database refuses %s', async (_, statement) => {
    await open(framingOf(1));
    await open(framingOf(2, withCriterion({ dmin: 0.06 })));
    await expect(database.query(statement)).rejects.toThrow('never changes');
  });
});

describe('the route of the phases', () => {
  it('shows every phase with the versions that stand behind it, and no number of our tables', async () => {
    await open(framingOf(1));
    await open(framingOf(2, { ...CHURN_FRAMING, translation: 'Said more clearly.' }));
    await open(framingOf(3, withCriterion({ dmin: 0.06 })));
    const server = await createServer({
      apis: [actions.mounted],
      identify: async () => ({
        accountId: newId(),
        name: 'Ana',
        email: '',
        via: 'session',
        scopes: 'all',
        isAdministrator: false,
        isAuditor: false,
      }),
      guard: async () => ({ kind: 'allowed' }),
      log: pino({ level: 'silent' }),
      metrics: createMetrics(),
      publicUrl: undefined,
      isBehindProxy: false,
      isReady: async () => true,
      webRoot: undefined,
      version: 'test',
    });
    const answer = await server.inject({ method: 'GET', url: '/api/initiatives/churn/phases' });
    await server.close();
    expect(answer.statusCode).toBe(200);
    expect(answer.json().phases).toMatchObject([
      { number: 1, framingVersion: 1, confirmedBy: [2], closedAt: AT.toISOString() },
      { number: 2, framingVersion: 3, confirmedBy: [], closedAt: null },
    ]);
    expect(answer.json().phases[0]).not.toHaveProperty('no');
  });
});
