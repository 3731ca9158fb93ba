import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { readEvents } from '../../platform/events/events.store.ts';
import { drawArm, type StoredPhase } from '../actions/index.ts';
import { ledgerMigrations } from './ledger.migrations.ts';
import { type LedgerModule, ledgerModule } from './ledger.module.ts';
import { LEDGER_LIMITS } from './ledger.ts';
import { TEST_PHASE, TEST_PLAN } from './ledger-phase.fixture.ts';
import { idOf, initiativesByNumber, log, serveToAna } from './ledger-server.fixture.ts';

const NOW = new Date('2026-03-31T12:00:00.000Z');

let database: Database;
let server: FastifyInstance;
let ledger: LedgerModule;
let phase: StoredPhase | null = TEST_PHASE;
let no = 0;
const stored: string[] = [];

beforeAll(async () => {
  database = await openTestDatabase([...eventsMigrations, ...ledgerMigrations]);
  ledger = ledgerModule({
    refuseHeld: async () => undefined,
    database,
    now: () => NOW,
    log,
    phases: { open: async () => phase, list: async () => [TEST_PHASE] },
    initiatives: initiativesByNumber,
    onStored: (id) => stored.push(id),
  });
  server = await serveToAna(ledger.mounted);
});

afterAll(async () => {
  await server.close();
  await database.close();
});

beforeEach(() => {
  no += 1;
  phase = TEST_PHASE;
  stored.length = 0;
});

async function send(path: string, body?: object) {
  const response = await server.inject({
    method: body ? 'POST' : 'GET',
    url: `/api/initiatives/churn-${no}/${path}`,
    ...(body ? { payload: body } : {}),
  });
  return { status: response.statusCode, body: response.json() };
}

const outcome = (id: number) => ({
  outcomeId: `o${id}`,
  unitId: `u${id}`,
  occurredAt: '2026-03-01T10:00:00+01:00',
  metric: 'churned',
  value: id,
});

describe('bringing rows over HTTP', () => {
  it('answers counts, and every row that was not simply stored', async () => {
    const rows = [outcome(1), { ...outcome(2), value: 'x' }, outcome(1), { ...outcome(1), value: 5 }];
    const { status, body } = await send('ledger/outcomes', { rows, source: 'crm' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ stored: 1, duplicates: 1, refused: 2, mixed: 0 });
    expect(body.rows).toEqual([
      {
        index: 1,
        status: 'refused',
        code: 'LEDGER_ROW_INVALID',
        message: 'value: Use a number. Correct the row and send it again; it was not stored.',
      },
      { index: 2, status: 'duplicate' },
      {
        index: 3,
        status: 'refused',
        code: 'LEDGER_KEY_TAKEN',
        message:
          'The revision 1 of outcome "o1" is already in the ledger with other content. Nothing was changed. Send a correction with a higher revision.',
      },
    ]);
  });

  it('records one event for each batch, with its counts and the digest of its rows', async () => {
    await send('ledger/outcomes', { rows: [outcome(1), outcome(2)], source: 'crm' });
    await send('ledger/outcomes', { rows: [outcome(2), outcome(3)] });
    const events = await readEvents(database, { subjectId: idOf(no), limit: 10 });
    expect(events).toHaveLength(2);
    expect(events[0]).toMatchObject({
      kind: 'ledger.brought',
      sentence: 'brought 1 outcome (1 known already)',
      actorName: 'Ana',
    });
    expect(events[1]).toMatchObject({
      sentence: 'brought 2 outcomes',
      detail: { records: 'outcomes', source: 'crm', stored: 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
  });

  it('tells the others after the commit, and only when something changed', async () => {
    await send('ledger/outcomes', { rows: [outcome(1)] });
    await send('ledger/outcomes', { rows: [outcome(1)] });
    expect(stored).toEqual([idOf(no)]);
  });

  it('refuses assignments before a framing is signed, and takes everything else', async () => {
    phase = null;
    const rows = [{ unitId: 'u1', arm: 'action', propensity: 0.8, assignedAt: '2026-03-01T00:00:00Z' }];
    const { status, body } = await send('ledger/assignments', { rows });
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'LEDGER_NO_PHASE', remedy: expect.stringContaining('framing signed') });
    expect(await send('ledger/outcomes', { rows: [outcome(1)] })).toMatchObject({ status: 200 });
    expect(await send('decisions', { units: [{ unitId: 'u1', flagged: true }] })).toMatchObject({ status: 409 });
  });

  it('refuses more rows than one batch may have, unknown kinds and unknown initiatives', async () => {
    const rows = Array.from({ length: LEDGER_LIMITS.rowsPerBatch + 1 }, () => 1);
    expect(await send('ledger/outcomes', { rows })).toMatchObject({
      status: 400,
      body: { fields: [{ path: 'rows', message: 'Give at most 5,000 entries.' }] },
    });
    expect(await send('ledger/wishes', { rows: [1] })).toMatchObject({ status: 400 });
    expect(await send('ledger/outcomes', { rows: [] })).toMatchObject({ status: 400 });
    const unknown = await server.inject({ method: 'GET', url: '/api/initiatives/nowhere/ledger' });
    expect(unknown.statusCode).toBe(404);
  });

  it('shows what the ledger holds', async () => {
    await send('ledger/outcomes', { rows: [outcome(1), outcome(2)] });
    await send('decisions', { units: [{ unitId: 'u1', flagged: true }] });
    const { body } = await send('ledger');
    expect(body).toMatchObject({ units: 2, metrics: [{ metric: 'churned', outcomes: 2 }] });
    expect(body.counts).toContainEqual({
      kind: 'outcomes',
      count: 2,
      firstAt: '2026-03-01T09:00:00.000Z',
      lastAt: '2026-03-01T09:00:00.000Z',
      lastRecordedAt: expect.stringMatching(/Z$/),
    });
    expect(body.arms).toHaveLength(1);
  });
});

describe('a decision', () => {
  it('draws by the plan of the phase and is kept: asking again gives the same arm', async () => {
    const units = Array.from({ length: 200 }, (_, index) => ({ unitId: `u${index}`, flagged: index % 2 === 0 }));
    const first = await send('decisions', { units });
    expect(first.body.units).toEqual(
      units.map(({ unitId, flagged }) => ({ unitId, ...drawArm(TEST_PLAN, unitId, flagged), isNew: true })),
    );
    const other = await send('decisions', { units: units.map((unit) => ({ ...unit, flagged: !unit.flagged })) });
    expect(other.body.units).toEqual(first.body.units.map((unit: object) => ({ ...unit, isNew: false })));
    const events = await readEvents(database, { subjectId: idOf(no), limit: 10 });
    expect(events.map(({ sentence }) => sentence)).toEqual(['brought 200 assignments']);
  });

  it('keeps an arm that was brought from elsewhere', async () => {
    const rows = [{ unitId: 'u1', arm: 'explore', propensity: 0.3, assignedAt: '2026-03-01T00:00:00Z' }];
    await send('ledger/assignments', { rows });
    const { body } = await send('decisions', { units: [{ unitId: 'u1', flagged: true }] });
    expect(body.units).toEqual([{ unitId: 'u1', arm: 'explore', propensity: 0.3, isNew: false }]);
  });

  it('of a unit that stands twice in the request is drawn once', async () => {
    const units = [
      { unitId: 'u1', flagged: false },
      { unitId: 'u1', flagged: true },
    ];
    const { body } = await send('decisions', { units });
    expect(body.units).toEqual([
      { unitId: 'u1', ...drawArm(TEST_PLAN, 'u1', false), isNew: true },
      { unitId: 'u1', ...drawArm(TEST_PLAN, 'u1', false), isNew: false },
    ]);
  });

  it('taken twice at the same moment gives both askers the same arm and mixes no unit', async () => {
    const units = Array.from({ length: 300 }, (_, index) => ({ unitId: `u${index}`, flagged: true }));
    const asked = [units, units.map((unit) => ({ ...unit, flagged: false })), units.toReversed()];
    const answers = await Promise.all(asked.map((given) => send('decisions', { units: given })));
    const armsOf = (given: { body: { units: { unitId: string; arm: string }[] } }) =>
      new Map(given.body.units.map(({ unitId, arm }) => [unitId, arm]));
    const [first] = answers;
    expect(first).toBeDefined();
    for (const answer of answers) expect(answer.status).toBe(200);
    for (const [unitId, arm] of first ? armsOf(first) : []) {
      for (const answer of answers) expect(armsOf(answer).get(unitId)).toBe(arm);
    }
    const fresh = answers.flatMap(({ body }) => body.units.filter(({ isNew }: { isNew: boolean }) => isNew));
    expect(fresh).toHaveLength(300);
    const { body } = await send('ledger');
    expect(body.arms.reduce((sum: number, { mixed }: { mixed: number }) => sum + mixed, 0)).toBe(0);
  });

  it('dated too far ahead is refused as a whole', async () => {
    const { status, body } = await send('decisions', {
      units: [{ unitId: 'u1', flagged: true }],
      assignedAt: '2026-04-02T00:00:00Z',
    });
    expect(status).toBe(400);
    expect(body.code).toBe('LEDGER_DATE_AHEAD');
  });
});

describe('a list', () => {
  it('flags the same top share of those acted upon and those left alone, and keeps their arms', async () => {
    const units = Array.from({ length: 500 }, (_, index) => ({ unitId: `m${index}`, score: (index * 37) % 500 }));
    const { status, body } = await send('decisions/rank', { units, capacity: 50 });
    expect(status).toBe(200);
    type Listed = { unitId: string; arm: string; flagged: boolean; rank: number; listSize: number };
    const listed: Listed[] = body.units;
    expect(listed.filter(({ flagged }) => flagged)).toHaveLength(50);
    for (const arm of ['action', 'holdout']) {
      const group = listed.filter((unit) => unit.arm === arm);
      expect(group.filter(({ flagged }) => flagged).length / group.length).toBeCloseTo(0.1, 1);
    }
    const next = await send('decisions/rank', {
      units: units.map(({ unitId, score }) => ({ unitId, score: -score })),
      capacity: 50,
    });
    expect(next.body.units.map(({ arm }: Listed) => arm)).toEqual(listed.map(({ arm }) => arm));
  });
});

describe('an as-of date', () => {
  it('comes from the module in a transaction of its own', async () => {
    await send('ledger/outcomes', { rows: [outcome(1)] });
    const fixed = await ledger.fixAsOf(no);
    expect(fixed.kind).toBe('fixed');
  });
});
