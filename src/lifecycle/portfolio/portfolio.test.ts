import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
import { type FeedbackModule, feedbackModule } from '../feedback/feedback.module.ts';
import { candidatesMigrations } from '../framing/candidates.migrations.ts';
import { framingMigrations } from '../framing/framing.migrations.ts';
import { CHURN_FRAMING } from '../framing/framing-content.fixture.ts';
import type { StoredInitiative, Visibility } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { type InitiativesModule, initiativesModule } from '../initiatives/initiatives.module.ts';
import { ledgerMigrations } from '../ledger/ledger.migrations.ts';
import { STEPS, type Step } from '../line-order.ts';
import { CONSEQUENCE, type MoneyEstimate, type VerdictState } from '../outcomes/index.ts';
import { outcomesMigrations } from '../outcomes/outcomes.migrations.ts';
import { decideRight, peoplePolicy, type Role, STANDARD_PLAYBOOK } from '../people/index.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { type PeopleModule, peopleModule } from '../people/people.module.ts';
import { playbooksMigrations } from '../people/playbooks.migrations.ts';
import { registryMigrations } from '../registry/registry.migrations.ts';
import { portfolioMigrations } from './portfolio.migrations.ts';
import { portfolioModule } from './portfolio.module.ts';

interface Person {
  readonly accountId: string;
  readonly name: string;
}

let database: Database;
let initiatives: InitiativesModule;
let people: PeopleModule;
let feedback: FeedbackModule;
let server: FastifyInstance;
let statements = 0;
const START = new Date('2026-03-02T09:00:00.000Z');
let now = START;
let ana: Person;
let ben: Person;
let cy: Person;

beforeAll(async () => {
  database = await openTestDatabase([
    ...eventsMigrations,
    ...authMigrations,
    ...initiativesMigrations,
    ...peopleMigrations,
    ...playbooksMigrations,
    ...framingMigrations,
    ...candidatesMigrations,
    ...experimentsMigrations,
    ...registryMigrations,
    ...actionsMigrations,
    ...ledgerMigrations,
    ...outcomesMigrations,
    ...feedbackMigrations,
    ...portfolioMigrations,
    ...conversationMigrations,
    ...attentionMigrations,
  ]);
  const clock = () => now;
  initiatives = initiativesModule({
    database,
    now: clock,
    playbookFor: async () => STANDARD_PLAYBOOK.id,
    stepsOf: async () => STANDARD_PLAYBOOK.steps,
    onStarted: (tx, started, actor) => people.seatFounder(tx, started, actor),
    rights: async () => ({}),
  });
  people = peopleModule({
    database,
    now: clock,
    require: initiatives.require,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    reopen: initiatives.steps.reopen,
    findPerson: async (id) => (await personOf(id)) ?? null,
    repin: initiatives.steps.repin,
    hold: initiatives.steps.hold,
    evidenceOf: async () => new Set(),
    riskTierOf: async () => null,
    signedRoles: async () => [],
    onPlaybooksChanged: () => undefined,
  });
  feedback = feedbackModule({
    database,
    now: clock,
    require: initiatives.require,
    rolesOf: people.rolesOf,
    closedSteps: initiatives.steps.closed,
    close: initiatives.steps.close,
    askingSteps: async () => ['ask'],
    beginIteration: initiatives.steps.beginIteration,
    playbookOf: people.playbookOf,
    stepAsItStood: people.stepAsItStood,
    countRuns: async () => null,
  });
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
  server = await createServer({
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
});
afterAll(async () => {
  await server.close();
  await database.close();
});

beforeEach(async () => {
  now = START;
  [ana, ben, cy] = await Promise.all([addPerson('Ana'), addPerson('Ben'), addPerson('Cy')]);
});

describe('the list of initiatives', () => {
  it('shows where each one is, who sits there, who is missing, its KPI, its verdict and what was sent back', async () => {
    const line = await start(ana, 'Fewer leavers in spring');
    await seat(line, ben, 'data-scientist');
    await lockFraming(line);
    await addKpiPoints(line, [11.8, 11.2]);
    await close(line, 'ask');
    await takeVerdict(line, 'ACCURATE_ACTION_INEFFECTIVE');
    now = new Date('2026-03-12T08:00:00.000Z');
    const { initiatives: found, nextCursor } = await list(cy, { q: 'leavers in spring' });
    expect(nextCursor).toBeNull();
    expect(found).toEqual([
      {
        slug: line.slug,
        name: 'Fewer leavers in spring',
        question: 'Fewer leavers in spring?',
        visibility: 'open',
        iteration: 1,
        step: 'frame',
        part: 'frame',
        stepName: 'Frame',
        daysInStep: 9,
        lastActivityAt: START.toISOString(),
        kpi: {
          name: 'Quarterly churn',
          unit: '% of customers a quarter',
          direction: 'down',
          baseline: 12,
          target: 10,
          due: '2026-12-31',
        },
        kpiNow: { value: 11.2, periodEnd: '2026-02-28' },
        lastVerdict: {
          state: 'ACCURATE_ACTION_INEFFECTIVE',
          headline: 'The calls keep nobody.',
          brokenLink: 'action',
          takenAt: START.toISOString(),
        },
        faces: [
          { accountId: ana.accountId, name: 'Ana', role: 'sme' },
          { accountId: ben.accountId, name: 'Ben', role: 'data-scientist' },
        ],
        peopleCount: 2,
        emptySeats: ['sponsor', 'data-engineer'],
        openTickets: 1,
      },
    ]);
  });

  it('counts the days of a step from its last opening', async () => {
    const line = await start(ana, 'Opened again');
    await close(line, 'ask');
    now = new Date('2026-03-22T09:00:00.000Z');
    await request(ana, 'POST', `/api/initiatives/${line.slug}/steps/ask/reopen`, { reason: 'The goal has changed.' });
    now = new Date('2026-03-25T10:00:00.000Z');
    const { initiatives: found } = await list(ana, { q: 'Opened again' });
    expect(found).toMatchObject([{ step: 'ask', daysInStep: 3 }]);
  });

  it('is found by words of the name or the question, taken literally, and by step', async () => {
    const line = await start(ana, 'Churn 10% off');
    await start(ana, 'Churn 10 points off');
    for (const step of STEPS) await close(line, step);
    expect(slugs(await list(ana, { q: '10% OFF' }))).toEqual([line.slug]);
    expect(slugs(await list(ana, { q: 'churn 10', step: 'done' }))).toEqual([line.slug]);
    expect(slugs(await list(ana, { q: 'churn 10', step: 'ask' }))).toEqual(['churn-10-points-off']);
    expect(slugs(await list(ana, { q: '10_ off' }))).toEqual([]);
  });

  it('is leafed through in the order of the first page, whatever happens meanwhile', async () => {
    const made: StoredInitiative[] = [];
    for (const name of ['Leaf one', 'Leaf two', 'Leaf three', 'Leaf four', 'Leaf five'])
      made.push(await start(ana, name));
    const first = await list(ana, { q: 'leaf', limit: 2 });
    expect(slugs(first)).toEqual(['leaf-five', 'leaf-four']);
    const [oldest] = made;
    if (oldest) await remark(oldest, ana, 'ask', 'I am back.');
    await start(ana, 'Leaf six');
    const second = await list(ana, { q: 'leaf', limit: 2, cursor: first.nextCursor });
    expect(slugs(second)).toEqual(['leaf-three', 'leaf-two']);
    const third = await list(ana, { q: 'leaf', limit: 2, cursor: second.nextCursor });
    expect([slugs(third), third.nextCursor]).toEqual([['leaf-one'], null]);
    expect(slugs(await list(ana, { q: 'leaf', limit: 2 }))).toEqual(['leaf-six', 'leaf-one']);
  });

  it('refuses a cursor that it never gave', async () => {
    const refused = await request(ana, 'GET', '/api/portfolio?cursor=next');
    expect([refused.status, refused.json.code]).toEqual([400, 'INPUT_INVALID']);
  });
});

describe('today', () => {
  it('asks the founder to fill empty seats, and each required person to speak', async () => {
    const line = await start(ana, 'New question');
    await seat(line, ben, 'data-scientist', ['ask']);
    const forAna = await today(ana);
    expect(kinds(forAna)).toEqual(['fill-seats']);
    expect(forAna.waiting[0]).toMatchObject({
      sentence: 'Nobody sits at Ask as business sponsor.',
      path: `/i/${line.slug}/overview#seats`,
      since: START.toISOString(),
    });
    expect(kinds(await today(ben))).toEqual(['speak']);
    await remark(line, ben, 'ask', 'I can predict that.');
    expect(kinds(await today(ben))).toEqual([]);
  });

  it('offers to close a step when everybody was heard, exactly as the gate allows it', async () => {
    const line = await start(ana, 'Ready to close');
    for (const [person, role] of [
      [ben, 'data-scientist'],
      [cy, 'sponsor'],
    ] as const) {
      await seat(line, person, role, ['ask']);
      await remark(line, person, 'ask', 'Yes, please.');
    }
    expect(kinds(await today(ana))).toEqual(['close-step']);
    const closed = await request(ana, 'POST', `/api/initiatives/${line.slug}/steps/ask/close`, {});
    expect(closed.status).toBe(200);
    expect(kinds(await today(ana))).not.toContain('close-step');
  });

  it('asks for the signature of a framing, and later for the verdict on its day', async () => {
    const line = await start(ana, 'To be signed');
    await close(line, 'ask');
    await seat(line, ben, 'data-scientist');
    await propose(line, 1);
    expect(kinds(await today(ana))).toContain('sign-framing');
    expect(kinds(await today(ben))).not.toContain('sign-framing');
    await database.query(
      `insert into framing_translation_approvals (initiative_no, text_hash, translation, account_id, name, at)
       values ($1, 'hash', $2, $3, 'Ana', $4)`,
      [line.no, CHURN_FRAMING.translation, ana.accountId, now],
    );
    await sign(line, 1, ana, 'sme');
    expect(kinds(await today(ana))).not.toContain('sign-framing');
    expect(kinds(await today(ben))).toEqual(['sign-framing']);
    await database.query("update framing_versions set state = 'locked', locked_at = now() where initiative_no = $1", [
      line.no,
    ]);
    expect(kinds(await today(ben))).not.toContain('take-verdict');
    now = new Date('2026-09-30T06:00:00.000Z');
    expect(kinds(await today(ben))).toContain('take-verdict');
    await takeVerdict(line, 'TOO_EARLY');
    expect(kinds(await today(ben))).not.toContain('take-verdict');
  });

  it('asks for answers to return tickets in the roles that a person holds, until they are given', async () => {
    const line = await start(ana, 'Sent back');
    await seat(line, ben, 'data-scientist');
    await seat(line, cy, 'devops');
    await takeVerdict(line, 'ACCURATE_ACTION_INEFFECTIVE');
    const [item] = (await today(ben)).waiting.filter(({ kind }) => kind === 'answer-ticket');
    const path = expect.stringMatching(new RegExp(`^/i/${line.slug}/learn#ticket-[0-9a-f-]{36}$`));
    expect(item).toMatchObject({ slug: line.slug, verb: 'Answer', path });
    expect(kinds(await today(cy))).not.toContain('answer-ticket');
    const { tickets } = (await request(ben, 'GET', `/api/initiatives/${line.slug}/tickets`)).json;
    await database.query(
      `update return_ticket_roles set answered_at = now(), answered_by = $1, answer_kind = 'accept', answer_text = 'Done.'
       where ticket_id = $2 and role = 'data-scientist'`,
      [ben.accountId, tickets[0].id],
    );
    expect(kinds(await today(ben))).not.toContain('answer-ticket');
    expect(kinds(await today(ana))).toContain('answer-ticket');
  });

  it('says whether it works in the words of the verdict with the KPI, or what would measure it', async () => {
    const line = await start(ana, 'Does it work');
    expect((await today(ana)).working).toEqual([
      {
        slug: line.slug,
        name: 'Does it work',
        sentence: 'Not measured yet: sign the framing, which says what counts as success.',
        state: null,
        takenAt: null,
        path: `/i/${line.slug}/frame`,
        kpi: null,
        points: [],
      },
    ]);
    await lockFraming(line);
    await addKpiPoints(
      line,
      Array.from({ length: 30 }, (_, index) => 12 - index / 10),
    );
    await takeVerdict(line, 'WORKS');
    const [told] = (await today(ana)).working;
    expect(told).toMatchObject({ sentence: 'The calls keep nobody.', state: 'WORKS', kpi: { target: 10 } });
    const points = told?.points ?? [];
    expect(points).toHaveLength(24);
    expect(points.map(({ periodEnd }) => periodEnd)).toEqual(points.map(({ periodEnd }) => periodEnd).sort());
    expect(points.at(-1)?.value).toBeCloseTo(9.1);
  });

  it('lists what others changed, newest first, never what one did oneself', async () => {
    const line = await start(ana, 'Talked about');
    await seat(line, ben, 'data-scientist');
    for (let number = 1; number <= 25; number += 1) await remark(line, ben, 'build', `Remark ${number}.`);
    const { changes } = await today(ana);
    expect(changes).toHaveLength(20);
    expect(changes[0]).toMatchObject({
      actorName: 'Ben',
      sentence: 'said: "Remark 25."',
      step: 'build',
      slug: line.slug,
      path: `/i/${line.slug}/build`,
    });
    const own = (await today(ben)).changes.map(({ actorName }) => actorName);
    expect(new Set(own)).toEqual(new Set(['Ana']));
  });
});

describe('promised against measured', () => {
  it('shows what each framing promised beside what the last verdict measured, with the label of the money', async () => {
    const line = await start(ana, 'Promised');
    await lockFraming(line);
    const [before] = (await outcomes(ana)).results;
    expect(before).toMatchObject({
      slug: line.slug,
      promised: { change: 2, claimedCents: 120_000_000, currency: 'EUR' },
      measured: null,
      money: null,
      grade: null,
      lastVerdict: null,
    });
    await takeVerdict(line, 'WORKS', MEASURED);
    const [after] = (await outcomes(ana)).results;
    expect(after).toMatchObject({
      kpi: { baseline: 12, target: 10, unit: '% of customers a quarter' },
      measured: { interval: { lower: 0.4, upper: 1.8 }, point: 1.1 },
      money: { intervalMinor: { lower: 800_000, upper: 4_200_000 }, label: 'measured', currency: 'EUR' },
      grade: 'A',
      lastVerdict: { state: 'WORKS', brokenLink: null },
    });
  });

  it('adds claimed, measured and validated money up to three figures, over all pages', async () => {
    const own = await addPerson('Dee');
    await database.query("update initiatives set visibility = 'private'");
    for (const name of ['Sum one', 'Sum two', 'Sum three']) await lockFraming(await start(own, name, 'private'));
    const one = await initiatives.require('sum-one');
    const two = await initiatives.require('sum-two');
    await takeVerdict(one, 'WORKS', MEASURED);
    await takeVerdict(two, 'WORKS', { ...MEASURED, label: 'validated' });
    const page = await outcomes(own, 'limit=2');
    expect(page.results.map(({ slug }: { slug: string }) => slug)).toEqual(['sum-three', 'sum-two']);
    expect(page.totals).toEqual([
      {
        currency: 'EUR',
        claimed: { cents: 360_000_000, initiatives: 3 },
        measured: { intervalMinor: { lower: 800_000, upper: 4_200_000 }, pointMinor: 2_500_000, initiatives: 1 },
        validated: { intervalMinor: { lower: 800_000, upper: 4_200_000 }, pointMinor: 2_500_000, initiatives: 1 },
      },
    ]);
    const rest = await outcomes(own, `limit=2&cursor=${page.nextCursor}`);
    expect([rest.results.length, rest.nextCursor, rest.isComplete]).toEqual([1, null, true]);
    expect(rest.totals).toEqual(page.totals);
  });
});

describe('a private initiative', () => {
  it('leaves no trace in any of the three views of people outside, administrators included', async () => {
    const line = await start(ana, 'Secret plan', 'private');
    await seat(line, ben, 'data-scientist');
    await lockFraming(line);
    await addKpiPoints(line, [11]);
    await takeVerdict(line, 'WORKS', MEASURED);
    const traces = async (person: Person) => {
      const views = ['/api/portfolio?limit=200', '/api/portfolio?q=secret', '/api/today', '/api/outcomes?limit=200'];
      const seen = await Promise.all(
        views.map(async (view) => JSON.stringify((await request(person, 'GET', view)).json)),
      );
      return seen.map((text) => text.includes('secret-plan'));
    };
    expect(await traces(cy)).toEqual([false, false, false, false]);
    expect((await outcomes(cy)).totals).toEqual([]);
    expect(await traces(ben)).toEqual([true, true, true, true]);
    const auditor = await addPerson('Aud', true);
    expect(await traces(auditor)).toEqual([true, true, false, true]);
    await database.query('update seats set left_at = now() where account_id = $1', [ana.accountId]);
    expect(await traces(ana)).toEqual([false, false, false, false]);
  });
});

describe('each view', () => {
  it('asks the database as often for forty initiatives as for one', async () => {
    const eve = await addPerson('Eve');
    const count = async () => {
      const counts: number[] = [];
      for (const view of ['/api/portfolio?q=many', '/api/today', '/api/outcomes']) {
        statements = 0;
        expect((await request(eve, 'GET', view)).status).toBe(200);
        counts.push(statements);
      }
      return counts;
    };
    await lockFraming(await start(eve, 'Many lines 0'));
    const forOne = await count();
    for (let number = 1; number < 40; number += 1) await lockFraming(await start(eve, `Many lines ${number}`));
    expect(await count()).toEqual(forOne);
    expect(forOne).toEqual([2, 10, 2]);
  });
});

interface VerdictInShort {
  readonly state: VerdictState;
  readonly brokenLink: string | null;
  readonly headline: string;
  readonly net: MoneyEstimate | null;
}

const NO_FIGURE = { estimate: null, lower: null, upper: null };

const MEASURED: MoneyEstimate = {
  intervalMinor: { lower: 800_000, upper: 4_200_000 },
  pointMinor: 2_500_000,
  currency: 'EUR',
  label: 'measured',
};

/** The database, with its statements counted. */
function counting(inner: Database): Database {
  return new Proxy(inner, {
    get(target, name) {
      if (name === 'tables' || name === 'query') statements += 1;
      const value = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function personOf(id: string) {
  const [person] = await database.query<{ id: string; name: string; isAuditor: boolean }>(
    'select id, name, is_auditor as "isAuditor" from accounts where id::text = $1',
    [id],
  );
  return person;
}

async function addPerson(name: string, isAuditor = false): Promise<Person> {
  const accountId = newId();
  await database.query(
    `insert into accounts (id, name, email, is_administrator, is_auditor, created_at, updated_at)
     values ($1, $2, $3, false, $4, now(), now())`,
    [accountId, name, `${accountId}@example.com`, isAuditor],
  );
  return { accountId, name };
}

async function start(founder: Person, name: string, visibility: Visibility = 'open'): Promise<StoredInitiative> {
  const started = await request(founder, 'POST', '/api/initiatives', { question: `${name}?`, name, visibility });
  return initiatives.require(started.json.slug);
}

async function seat(line: StoredInitiative, person: Person, role: Role, steps?: readonly Step[]): Promise<void> {
  await request(ana, 'POST', `/api/initiatives/${line.slug}/seats`, { accountId: person.accountId, role, steps });
}

async function remark(line: StoredInitiative, person: Person, step: Step, text: string): Promise<void> {
  await request(person, 'POST', `/api/initiatives/${line.slug}/steps/${step}/remarks`, { text });
}

async function close(line: StoredInitiative, step: Step): Promise<void> {
  await database.transaction((tx) => initiatives.steps.close(tx, line, step, ana.accountId, now));
}

async function propose(line: StoredInitiative, version: number): Promise<void> {
  await database.query(
    `insert into framing_versions
       (initiative_no, version, iteration, content, content_hash, state, proposed_by, proposed_by_name, proposed_at)
     values ($1, $2, $3, $4, 'hash', 'proposed', $5, 'Ana', $6)`,
    [line.no, version, line.iteration, JSON.stringify(CHURN_FRAMING), ana.accountId, now],
  );
}

async function lockFraming(line: StoredInitiative): Promise<void> {
  await propose(line, 1);
  await database.query("update framing_versions set state = 'locked', locked_at = $2 where initiative_no = $1", [
    line.no,
    now,
  ]);
}

async function sign(line: StoredInitiative, version: number, person: Person, role: Role): Promise<void> {
  await database.query(
    `insert into framing_sign_offs (initiative_no, version, role, account_id, name, at, content_hash)
     values ($1, $2, $3, $4, $5, $6, 'hash')`,
    [line.no, version, role, person.accountId, person.name, now],
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
    await feedback.open(tx, line, { number: 1, headline, answerBy: null, state, ...CONSEQUENCE[state] }, now);
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
    [line.no, newId(), line.iteration, now, state, JSON.stringify(report), ana.accountId],
  );
  if (net?.label !== 'validated') return;
  await tx.query(
    `insert into verdict_sign_offs (initiative_no, number, label, account_id, name, at)
     values ($1, 1, 'validated', $2, 'Ana', $3)`,
    [line.no, ana.accountId, now],
  );
}

async function list(person: Person, query: Readonly<Record<string, string | number>>) {
  const search = new URLSearchParams(
    Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
  );
  return (await request(person, 'GET', `/api/portfolio?${search}`)).json;
}

function slugs({ initiatives: found }: { initiatives: { slug: string }[] }): readonly string[] {
  return found.map(({ slug }) => slug);
}

async function today(person: Person): Promise<{
  waiting: { kind: string }[];
  working: { points: { periodEnd: string; value: number }[] }[];
  changes: { actorName: string }[];
}> {
  return (await request(person, 'GET', '/api/today')).json;
}

function kinds({ waiting }: { waiting: { kind: string }[] }): readonly string[] {
  return waiting.map(({ kind }) => kind);
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
