import { afterAll, beforeAll, expect, it } from 'vitest';
import { authMigrations } from '../../platform/auth/auth.migrations.ts';
import type { Database } from '../../platform/database/database.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { actionsMigrations } from '../actions/actions.migrations.ts';
import { feedbackMigrations } from '../feedback/feedback.migrations.ts';
import { framingMigrations } from '../framing/framing.migrations.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { ledgerMigrations } from '../ledger/ledger.migrations.ts';
import { STEPS } from '../line-order.ts';
import { outcomesMigrations } from '../outcomes/outcomes.migrations.ts';
import { STANDARD_PLAYBOOK } from '../people/index.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { playbooksMigrations } from '../people/playbooks.migrations.ts';
import { isVisible } from '../people/readers.store.ts';
import type { Reader } from './line-fragments.store.ts';
import { portfolioMigrations } from './portfolio.migrations.ts';
import { readPeopleOverview } from './read-people-overview.use-case.ts';

/** Size of the generated organisation. */
const INITIATIVES = Number(process.env.PEOPLE_INITIATIVES ?? 10_000);
const PEOPLE = Number(process.env.PEOPLE_ACCOUNTS ?? 2_000);
const EVENTS = Number(process.env.PEOPLE_EVENTS ?? 100_000);
const ROUNDS = 30;
const NOW = new Date('2026-11-20T12:00:00.000Z');

let database: Database;
let reader: Reader;

/** An id that is the same for the same kind and number in every statement. */
const id = (kind: string, number: string): string => `md5('${kind}' || (${number}))::uuid`;

/** Fills a table; that may take as long as it takes. */
async function fill(text: string, values: readonly unknown[] = []): Promise<void> {
  await database.transaction((tx) => tx.query(text, values), { statementTimeoutMs: 0 });
}

beforeAll(async () => {
  database = await openTestDatabase([
    ...eventsMigrations,
    ...authMigrations,
    ...initiativesMigrations,
    ...peopleMigrations,
    ...playbooksMigrations,
    ...framingMigrations,
    ...actionsMigrations,
    ...ledgerMigrations,
    ...outcomesMigrations,
    ...feedbackMigrations,
    ...portfolioMigrations,
  ]);
  await fill(
    `insert into accounts (id, name, email, is_administrator, is_auditor, created_at, updated_at)
     select ${id('p', 'n')}, 'Person ' || n, n || '@example.com', false, false, now(), now()
     from generate_series(1, ${PEOPLE}) n`,
  );
  // Each tenth initiative is private, and each is somewhere along the line with what lies before it closed.
  await fill(
    `insert into initiatives (id, slug, name, question, question_kind, visibility, iteration_began_at, playbook, created_by, created_at)
     select ${id('i', 'n')}, 'line-' || n, 'Line ' || n, 'How can we sell more widgets?', 'open',
       case when n % 10 = 0 then 'private' else 'open' end, $1::timestamptz - make_interval(days => 30 + n % 300),
       '${STANDARD_PLAYBOOK.id}', ${id('p', '1')}, $1::timestamptz - make_interval(days => 30 + n % 300)
     from generate_series(1, ${INITIATIVES}) n`,
    [NOW],
  );
  await fill(
    `insert into closed_steps (initiative_no, iteration, step, closed_at, closed_by)
     select i.no, 1, line.step, i.created_at + make_interval(days => line.place::int * 3), i.created_by
     from initiatives i cross join unnest($1::text[]) with ordinality line (step, place)
     where line.place <= i.no % 9`,
    [[...STEPS]],
  );
  // One person for each seat of the playbook, except each seventh seat; each third person has spoken.
  const seats = STANDARD_PLAYBOOK.steps.flatMap(({ step, seats: roles }) =>
    Object.keys(roles).map((role) => ({ step, role })),
  );
  await fill(
    `insert into seats (id, initiative_no, step, role, account_id, seated_at, seated_by, last_contribution_at)
     select ${id('s', "i.no || ' ' || seat.place")}, i.no, seat.step, seat.role,
       ${id('p', `1 + (i.no * 31 + seat.place * 7) % ${PEOPLE}`)}, i.created_at, i.created_by,
       case when (i.no + seat.place) % 3 = 0 then i.created_at + interval '5 days' end
     from initiatives i cross join unnest($1::text[], $2::text[]) with ordinality seat (step, role, place)
     where (i.no + seat.place) % 7 <> 0`,
    [seats.map(({ step }) => step), seats.map(({ role }) => role)],
  );
  await fill(
    `insert into events (id, at, kind, sentence, actor_id, actor_name, subject_id, section, object_type, object_id, detail)
     select gen_random_uuid(), $1::timestamptz - make_interval(mins => n), case when n % 500 = 0 then 'step.reopened' else 'said' end,
       'said something', null, 'Person', ${id('i', `1 + n % ${INITIATIVES}`)}, 'build', 'step', 'x', '{}'
     from generate_series(1, ${EVENTS}) n`,
    [NOW],
  );
  const [person] = await database.query<{ id: string }>(`select ${id('p', '7')} as id`);
  const accountId = person?.id ?? '';
  reader = { accountId, isVisible: isVisible({ accountId, isAuditor: false }) };
}, 300_000);

afterAll(() => database.close());

it('tells who is missing over ten thousand initiatives while a reader waits', async () => {
  for (const table of ['accounts', 'initiatives', 'closed_steps', 'seats', 'events']) {
    await database.query(`analyze ${table}`).catch(() => []);
  }
  const ports = { database, now: () => NOW };
  await database.query('insert into lines_changed select no from initiatives');
  const settledMs = performance.now();
  await readPeopleOverview(ports, reader);
  process.stdout.write(`settled every line once in ${Math.round(performance.now() - settledMs)} ms\n`);
  const times: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const floorStartedMs = performance.now();
    // The floor: every seat that is held has to be looked at once, by whatever statement.
    await database.query('select count(*), max(last_contribution_at) from seats where left_at is null');
    floors.push(performance.now() - floorStartedMs);
    // Between two readers a hundred initiatives change.
    await database.query(
      `insert into lines_changed select 1 + (n * 97 + ${round}) % ${INITIATIVES} from generate_series(1, 100) n`,
    );
    const startedMs = performance.now();
    const overview = await readPeopleOverview(ports, reader);
    times.push(performance.now() - startedMs);
    expect(overview.cells.length).toBeGreaterThan(20);
  }
  const at = (values: readonly number[], share: number) =>
    values.toSorted((left, right) => left - right)[Math.floor(values.length * share)] ?? Number.NaN;
  process.stdout.write(
    `people over ${INITIATIVES} initiatives: p50 ${Math.round(at(times, 0.5))} ms, p95 ${Math.round(at(times, 0.95))} ms, ` +
      `${(at(times, 0.5) / at(floors, 0.5)).toFixed(1)} times one look at every seat (${at(floors, 0.5).toFixed(1)} ms)\n`,
  );
});
