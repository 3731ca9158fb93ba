import { pino } from 'pino';
import { expect } from 'vitest';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import { actionsMigrations } from '../actions/actions.migrations.ts';
import { insertPhase, phaseReader } from '../actions/actions.store.ts';
import type { StoredPhase } from '../actions/index.ts';
import type { FramingContent } from '../framing/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { findInitiative, insertInitiative } from '../initiatives/initiatives.store.ts';
import { fixAsOf } from '../ledger/as-of.store.ts';
import type { RecordKind } from '../ledger/index.ts';
import { ledgerMigrations } from '../ledger/ledger.migrations.ts';
import { closeBatch, openBatch, storeRows } from '../ledger/ledger.store.ts';
import { readLedgerState, readPhaseFacts } from '../ledger/phase-facts.store.ts';
import { readUnitColumns } from '../ledger/unit-rows.store.ts';
import { decideRight, peoplePolicy, type Role } from '../people/index.ts';
import { type LedgerRows, trialFraming } from './ledger-scenarios.fixture.ts';
import { outcomesMigrations } from './outcomes.migrations.ts';
import { outcomesModule } from './outcomes.module.ts';
import { outcomesPolicy } from './outcomes.policy.ts';
import { type OutcomeReport, outcomeReportSchema } from './report.schema.ts';
import type { VerdictNotice } from './take-verdict.use-case.ts';

const DAY = 86_400_000;
const ROLE_OF_TOKEN: Readonly<Record<string, readonly Role[]>> = {
  ana: ['sme'],
  sam: ['sponsor'],
  eve: ['data-engineer'],
};

/** The day that lies so many days ahead; behind when negative. */
export const dayFromNow = (days: number) => new Date(Date.now() + days * DAY).toISOString().slice(0, 10);
const accountOf = (token: string) =>
  `0190c6f4-2d5e-7000-8000-00000000${token.charCodeAt(0).toString().padStart(4, '0')}`;

/** An initiative with its open phase. */
export interface Started {
  readonly initiative: StoredInitiative;
  readonly phase: StoredPhase;
}

/** The room of outcomes over a ledger that tests fill. */
export type OutcomesTest = Awaited<ReturnType<typeof openOutcomesTest>>;

/** Opens a database with the room of outcomes, and what its tests do. */
export async function openOutcomesTest() {
  const notices: VerdictNotice[] = [];

  const database = await openTestDatabase([
    ...eventsMigrations,
    ...initiativesMigrations,
    ...actionsMigrations,
    ...ledgerMigrations,
    ...outcomesMigrations,
  ]);
  const outcomes = outcomesModule({
    database,
    now: () => new Date(),
    require: async (slug) => {
      const found = await findInitiative(database, slug);
      if (!found) throw new Error(`no initiative ${slug}`);
      return found;
    },
    phases: phaseReader(database),
    ledger: { units: readUnitColumns, facts: readPhaseFacts, state: readLedgerState },
    fixAsOf: (initiativeNo) => database.transaction((tx) => fixAsOf(tx, initiativeNo)),
    signedFraming: async () => ({
      lockedAt: '2026-01-05T09:00:00.000Z',
      signOffs: [
        { name: 'Ana', role: 'sme' },
        { name: 'Ben', role: 'data-scientist' },
      ],
    }),
    assumptions: async (_initiative, version) => ({
      version,
      numbers: trialFraming('2026-01-01').successCriterion,
      assumptions: [
        {
          id: 'a1',
          statement: 'We reach nearly everybody.',
          kind: 'reach',
          believedBy: 'Ana',
          reason: 'So it was in the pilot.',
          low: 0.9,
          high: 1,
          check: 'Count the calls.',
        },
      ],
      answers: [],
    }),
    peopleByRole: async () => ({ sme: 'Ana', sponsor: 'Sam' }),
    rolesOf: async (_queryable, _no, accountId) =>
      Object.entries(ROLE_OF_TOKEN).find(([token]) => accountOf(token) === accountId)?.[1] ?? [],
    onVerdict: async (_tx, _initiative, notice) => void notices.push(notice),
  });
  const server = await createServer({
    apis: [outcomes.mounted],
    identify: async ({ authorization }) => {
      const token = authorization?.split(' ')[1];
      if (token === undefined) return null;
      const accountId = accountOf(token);
      return {
        accountId,
        name: token,
        email: '',
        via: 'session',
        scopes: 'all',
        isAdministrator: false,
        isAuditor: false,
      };
    },
    guard: async ({ principal, action }) =>
      decideRight({ ...peoplePolicy, ...outcomesPolicy }, action, {
        isAdministrator: false,
        isAuditor: false,
        roles: ROLE_OF_TOKEN[principal.name] ?? [],
        isOpen: true,
      }),
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    publicUrl: undefined,
    isBehindProxy: false,
    isReady: async () => true,
    webRoot: undefined,
    version: '0',
  });

  async function start(slug: string, content: FramingContent | null): Promise<Started> {
    return database.transaction(async (tx) => {
      const initiative = await insertInitiative(tx, {
        id: newId(),
        slug,
        name: slug,
        question: 'Reduce churn by 10% this quarter.',
        questionKind: 'defined',
        visibility: 'open',
        iteration: 1,
        createdBy: newId(),
        createdAt: new Date().toISOString(),
        playbook: 'standard@1',
      });
      const phase = await insertPhase(tx, initiative, {
        id: newId(),
        iteration: 1,
        framingVersion: 1,
        content: content ?? trialFraming(dayFromNow(0)),
        contentHash: 'a'.repeat(64),
        salt: slug,
        openedAt: new Date(Date.now() - 300 * DAY),
      });
      return { initiative, phase };
    });
  }

  async function bring({ initiative, phase }: Started, rows: LedgerRows): Promise<void> {
    for (const kind of [
      'assignments',
      'predictions',
      'actions',
      'outcomes',
      'kpi-points',
      'watermarks',
      'costs',
    ] as const) {
      const given = rows[kind];
      if (given) await bringKind(initiative.no, phase, kind, given);
    }
  }

  async function bringKind(initiativeNo: number, phase: StoredPhase, kind: RecordKind, rows: readonly object[]) {
    await database.transaction(async (tx) => {
      const batch = await openBatch(tx, { initiativeNo, kind, phase, accountId: null, now: new Date() });
      const answers = await storeRows(tx, batch, rows);
      expect(answers.filter(({ status }) => status === 'refused')).toEqual([]);
      await closeBatch(tx, batch);
    });
  }

  async function call(method: 'GET' | 'POST', path: string, token = 'ana', payload?: object) {
    const answer = await server.inject({
      method,
      url: `/api/initiatives/${path}`,
      headers: { authorization: `Bearer ${token}` },
      ...(payload ? { payload } : {}),
    });
    return { status: answer.statusCode, body: answer.json() };
  }

  async function answerOf(slug: string, asOf?: string): Promise<OutcomeReport> {
    const query = asOf === undefined ? '' : `?asOf=${encodeURIComponent(asOf)}`;
    const { status, body } = await call('GET', `${slug}/answer${query}`);
    expect(body.detail ?? status).toBe(200);
    return outcomeReportSchema.parse(body.report);
  }

  return {
    database,
    server,
    /** Verdicts that were told to later rooms. */
    notices,
    start,
    bring,
    bringKind,
    call,
    answerOf,
    end: async () => {
      await server.close();
      await database.close();
    },
  };
}
