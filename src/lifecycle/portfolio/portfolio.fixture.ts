import { sql } from 'kysely';
import { pino } from 'pino';
import { authMigrations } from '../../platform/auth/auth.migrations.ts';
import type { Database, Transaction } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import { actionsMigrations } from '../actions/actions.migrations.ts';
import { attentionMigrations } from '../attention/attention.migrations.ts';
import { conversationMigrations } from '../conversation/conversation.migrations.ts';
import { conversationModule } from '../conversation/conversation.module.ts';
import { conversationPolicy } from '../conversation/index.ts';
import { experimentsMigrations } from '../experiments/experiments.migrations.ts';
import { feedbackMigrations } from '../feedback/feedback.migrations.ts';
import { composeLineRooms, type Person } from '../feedback/line-rooms.fixture.ts';
import { candidatesMigrations } from '../framing/candidates.migrations.ts';
import { framingMigrations } from '../framing/framing.migrations.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { StoredInitiative, Visibility } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { ledgerMigrations } from '../ledger/ledger.migrations.ts';
import type { Step } from '../line-order.ts';
import { CONSEQUENCE, type MoneyEstimate, type VerdictState } from '../outcomes/index.ts';
import { outcomesMigrations } from '../outcomes/outcomes.migrations.ts';
import { decideRight, peoplePolicy, type Role, STANDARD_PLAYBOOK } from '../people/index.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { playbooksMigrations } from '../people/playbooks.migrations.ts';
import { registryMigrations } from '../registry/registry.migrations.ts';
import { tracesMigrations } from '../traces/traces.migrations.ts';
import { portfolioMigrations } from './portfolio.migrations.ts';
import { portfolioModule } from './portfolio.module.ts';

interface VerdictInShort {
  readonly state: VerdictState;
  readonly brokenLink: string | null;
  readonly headline: string;
  readonly net: MoneyEstimate | null;
}

const NO_FIGURE = { estimate: null, lower: null, upper: null };

/** What a verdict was worth, measured and not yet validated. */
export const MEASURED: MoneyEstimate = {
  intervalMinor: { lower: 800_000, upper: 4_200_000 },
  pointMinor: 2_500_000,
  currency: 'EUR',
  label: 'measured',
};

/** When every test begins. */
export const START = new Date('2026-03-02T09:00:00.000Z');
const NOBODY: Person = { accountId: '', name: '' };

/** The rooms whose lines the portfolio reads, with a clock that stands and statements that are counted. */
export type PortfolioTest = Awaited<ReturnType<typeof openPortfolioTest>>;

/** Opens a database with the rooms of the line, and what tests of the portfolio do on it. */
export async function openPortfolioTest() {
  /** What a test may set: the time, and the statements that the portfolio sent; Ana, Ben and Cy are new for each test. */
  const room = { now: START, statements: 0, ana: NOBODY, ben: NOBODY, cy: NOBODY };

  const database = await openTestDatabase([
    ...eventsMigrations,
    ...authMigrations,
    ...initiativesMigrations,
    ...peopleMigrations,
    ...playbooksMigrations,
    ...framingMigrations,
    ...candidatesMigrations,
    ...experimentsMigrations,
    ...tracesMigrations,
    ...registryMigrations,
    ...actionsMigrations,
    ...ledgerMigrations,
    ...outcomesMigrations,
    ...feedbackMigrations,
    ...portfolioMigrations,
    ...conversationMigrations,
    ...attentionMigrations,
  ]);
  const clock = () => room.now;
  const { initiatives, people, feedback, personOf, addPerson } = composeLineRooms(database, clock);
  const portfolio = portfolioModule({
    database: counting(database),
    now: clock,
    playbookOf: async () => STANDARD_PLAYBOOK,
    isVisible: people.readers.isVisible,
    isVisibleModel: () => sql<boolean>`false`,
  });
  const conversation = conversationModule({
    database,
    now: clock,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    namesByRole: people.namesByRole,
    requireStep: people.requireStep,
    isReader: people.readers.isReaderOf,
  });
  const server = await createServer({
    apis: [initiatives.mounted, people.mounted, conversation.mounted, feedback.mounted, portfolio.mounted],
    identify: async ({ authorization }) => {
      const person = await personOf(authorization?.split(' ')[1] ?? '');
      if (!person) return null;
      const { id: accountId, name, isAuditor } = person;
      return { accountId, name, email: '', via: 'session', scopes: 'all', isAdministrator: true, isAuditor };
    },
    guard: async ({ principal, action, params }) => {
      const found = params.slug === undefined ? null : await initiatives.bySlug(params.slug);
      const roles = found ? await people.rolesOf(database, found.no, principal.accountId) : [];
      const isOpen = found?.visibility !== 'private';
      return decideRight({ ...peoplePolicy, ...conversationPolicy }, action, {
        isAdministrator: true,
        isAuditor: false,
        roles,
        isOpen,
      });
    },
    log: pino({ level: 'silent' }),
    metrics: createMetrics(),
    publicUrl: undefined,
    isBehindProxy: false,
    isReady: async () => true,
    webRoot: undefined,
    version: 'test',
  });

  /** The database, with its statements counted. */
  function counting(inner: Database): Database {
    return new Proxy(inner, {
      get(target, name) {
        if (name === 'tables' || name === 'query') room.statements += 1;
        const value = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }

  async function start(founder: Person, name: string, visibility: Visibility = 'open'): Promise<StoredInitiative> {
    const started = await request(founder, 'POST', '/api/initiatives', { question: `${name}?`, name, visibility });
    return initiatives.require(started.json.slug);
  }

  async function seat(line: StoredInitiative, person: Person, role: Role, steps?: readonly Step[]): Promise<void> {
    await request(room.ana, 'POST', `/api/initiatives/${line.slug}/seats`, {
      accountId: person.accountId,
      role,
      steps,
    });
  }

  async function remark(line: StoredInitiative, person: Person, step: Step, text: string): Promise<void> {
    await request(person, 'POST', `/api/initiatives/${line.slug}/steps/${step}/remarks`, { text });
  }

  async function close(line: StoredInitiative, step: Step): Promise<void> {
    await database.transaction((tx) => initiatives.steps.close(tx, line, step, room.ana.accountId, room.now));
  }

  async function propose(line: StoredInitiative, version: number): Promise<void> {
    await database.query(
      `insert into framing_versions
         (initiative_no, version, iteration, content, content_hash, state, proposed_by, proposed_by_name, proposed_at)
       values ($1, $2, $3, $4, 'hash', 'proposed', $5, 'Ana', $6)`,
      [line.no, version, line.iteration, JSON.stringify(CHURN_FRAMING), room.ana.accountId, room.now],
    );
  }

  async function lockFraming(line: StoredInitiative): Promise<void> {
    await propose(line, 1);
    await database.query("update framing_versions set state = 'locked', locked_at = $2 where initiative_no = $1", [
      line.no,
      room.now,
    ]);
  }

  async function sign(line: StoredInitiative, version: number, person: Person, role: Role): Promise<void> {
    await database.query(
      `insert into framing_sign_offs (initiative_no, version, role, account_id, name, at, content_hash)
       values ($1, $2, $3, $4, $5, $6, 'hash')`,
      [line.no, version, role, person.accountId, person.name, room.now],
    );
  }

  /** Stores one KPI point for each month from January 2026 on. */
  async function addKpiPoints(line: StoredInitiative, values: readonly number[]): Promise<void> {
    await database.query(
      `insert into kpi_points
         (initiative_no, batch_no, recorded_at, value, period_start, period_end, revision, kpi_id, segment, body_hash)
       select $1, 1, now(), value, first_day, (first_day + interval '1 month' - interval '1 day')::date, 1, 'kpi', '', '\\x00'
       from unnest($2::float8[]) with ordinality point (value, place)
       cross join lateral (select (date '2025-12-01' + place * interval '1 month')::date as first_day) month`,
      [line.no, [...values]],
    );
  }

  async function takeVerdict(
    line: StoredInitiative,
    state: VerdictState,
    net: MoneyEstimate | null = null,
  ): Promise<void> {
    const headline = 'The calls keep nobody.';
    const brokenLink = state === 'WORKS' ? null : 'action';
    await database.transaction(async (tx) => {
      await storeVerdict(tx, line, { state, brokenLink, headline, net });
      await feedback.open(tx, line, { number: 1, headline, answerBy: null, state, ...CONSEQUENCE[state] }, room.now);
    });
  }

  /** Stores a verdict with the parts of its report that lists read. */
  async function storeVerdict(
    tx: Transaction,
    line: StoredInitiative,
    { state, brokenLink, headline, net }: VerdictInShort,
  ): Promise<void> {
    const { intervalMinor, pointMinor, currency } = net ?? MEASURED;
    const report = {
      look: 'read-out',
      verdict: { state, brokenLink, grade: 'A', ask: CONSEQUENCE[state].ask },
      answer: { headline: [headline, 'More.'] },
      numbers: {
        rows: [
          { group: 'goal', id: 'so-far', estimate: 0.2, lower: 0.1, upper: 0.3 },
          { group: 'goal', id: 'whole', ...(net ? { estimate: 1.1, lower: 0.4, upper: 1.8 } : NO_FIGURE) },
        ],
      },
      money: net && { label: 'measured', currency, netTotal: { estimate: pointMinor, ...intervalMinor } },
    };
    await tx.query(
      `insert into verdicts (initiative_no, number, id, iteration, phase_number, phase_hash, as_of, look, state, inputs_hash,
         report, context, taken_at, taken_by, taken_by_name)
       values ($1, 1, $2, $3, 1, 'hash', $4, 'read-out', $5, 'hash', $6, '{}', $4, $7, 'Ana')`,
      [line.no, newId(), line.iteration, room.now, state, JSON.stringify(report), room.ana.accountId],
    );
    if (net?.label !== 'validated') return;
    await tx.query(
      `insert into verdict_sign_offs (initiative_no, number, label, account_id, name, at)
       values ($1, 1, 'validated', $2, 'Ana', $3)`,
      [line.no, room.ana.accountId, room.now],
    );
  }

  async function list(person: Person, query: Readonly<Record<string, string | number>>) {
    const search = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    return (await request(person, 'GET', `/api/portfolio?${search}`)).json;
  }

  async function today(person: Person): Promise<{
    waiting: { kind: string }[];
    working: { points: { periodEnd: string; value: number }[] }[];
    changes: { actorName: string; sentence: string }[];
  }> {
    return (await request(person, 'GET', '/api/today')).json;
  }

  async function outcomes(person: Person, query = '') {
    return (await request(person, 'GET', `/api/outcomes?${query}`)).json;
  }

  async function request(person: Person, method: 'GET' | 'POST', url: string, body?: object) {
    const response = await server.inject({
      method,
      url,
      headers: { authorization: `Bearer ${person.accountId}` },
      ...(body === undefined ? {} : { payload: body }),
    });
    return { status: response.statusCode, json: response.json() };
  }

  return Object.assign(room, {
    database,
    initiatives,
    people,
    feedback,
    personOf,
    addPerson,
    start,
    seat,
    remark,
    close,
    propose,
    lockFraming,
    sign,
    addKpiPoints,
    takeVerdict,
    list,
    today,
    outcomes,
    request,
    /** Begins a test: on the first day, with people of its own. */
    begin: async () => {
      room.now = START;
      [room.ana, room.ben, room.cy] = await Promise.all([addPerson('Ana'), addPerson('Ben'), addPerson('Cy')]);
    },
    end: async () => {
      await server.close();
      await database.close();
    },
  });
}

/** The addresses of a page of the list. */
export function slugs({ initiatives: found }: { initiatives: { slug: string }[] }): readonly string[] {
  return found.map(({ slug }) => slug);
}

/** What waits, by kind. */
export function kinds({ waiting }: { waiting: { kind: string }[] }): readonly string[] {
  return waiting.map(({ kind }) => kind);
}
