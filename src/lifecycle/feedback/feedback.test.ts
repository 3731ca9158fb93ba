import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authMigrations } from '../../platform/auth/auth.migrations.ts';
import type { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/new-id.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { eventsMigrations } from '../../platform/events/events.migrations.ts';
import { createMetrics } from '../../platform/http/metrics.ts';
import { createServer } from '../../platform/http/server.ts';
import type { StoredInitiative, Visibility } from '../initiatives/index.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import type { Step } from '../line-order.ts';
import { CONSEQUENCE, type VerdictState } from '../outcomes/index.ts';
import { decideRight, peoplePolicy, type Role } from '../people/index.ts';
import { peopleMigrations } from '../people/people.migrations.ts';
import { playbooksMigrations } from '../people/playbooks.migrations.ts';
import { feedbackMigrations } from './feedback.migrations.ts';
import { feedbackPolicy } from './feedback.policy.ts';
import { composeLineRooms, type LineRooms, type Person } from './line-rooms.fixture.ts';

let database: Database;
let initiatives: LineRooms['initiatives'];
let people: LineRooms['people'];
let feedback: LineRooms['feedback'];
let personOf: LineRooms['personOf'];
let addPerson: LineRooms['addPerson'];
let server: FastifyInstance;
let now = new Date('2026-03-02T09:00:00.000Z');
let ana: Person;
let ben: Person;
let initiative: StoredInitiative;

beforeAll(async () => {
  database = await openTestDatabase([
    ...eventsMigrations,
    ...authMigrations,
    ...initiativesMigrations,
    ...peopleMigrations,
    ...playbooksMigrations,
    ...feedbackMigrations,
  ]);
  ({ initiatives, people, feedback, personOf, addPerson } = composeLineRooms(database, () => now));
  server = await createServer({
    apis: [initiatives.mounted, people.mounted, feedback.mounted],
    identify: async ({ authorization }) => {
      const person = await personOf(authorization?.split(' ')[1] ?? '');
      if (!person) return null;
      const { id: accountId, name } = person;
      return { accountId, name, email: '', via: 'session', scopes: 'all', isAdministrator: false, isAuditor: false };
    },
    guard: async ({ principal, action, params }) => {
      const policy = { ...peoplePolicy, ...feedbackPolicy };
      const found = params.slug === undefined ? null : await initiatives.bySlug(params.slug);
      if (params.slug !== undefined && !found) return { kind: 'hidden' };
      const roles = found ? await people.rolesOf(database, found.no, principal.accountId) : [];
      const standing = { isAdministrator: false, isAuditor: false, roles, isOpen: found?.visibility !== 'private' };
      return decideRight(policy, action, standing);
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
  now = new Date('2026-03-02T09:00:00.000Z');
  ana = await addPerson('Ana');
  ben = await addPerson('Ben');
  initiative = await startInitiative(ana);
  await seat(ben, 'data-scientist');
});

describe('a verdict', () => {
  it('opens a ticket for the roles that it addresses, which everybody who may read the initiative sees', async () => {
    await takeVerdict('ACCURATE_ACTION_INEFFECTIVE', 1);
    const { json } = await call(await addPerson('Cy'), 'GET', 'tickets');
    expect(json).toMatchObject({
      openCount: 1,
      sentBackCount: 1,
      tickets: [
        {
          iteration: 1,
          verdictNumber: 1,
          state: 'ACCURATE_ACTION_INEFFECTIVE',
          headline: 'The calls keep nobody.',
          ask: CONSEQUENCE.ACCURATE_ACTION_INEFFECTIVE.ask,
          returnTo: 'frame',
          answerBy: '2026-03-30',
          closedAt: null,
          roles: [
            { role: 'sme', answer: null },
            { role: 'data-scientist', answer: null },
          ],
        },
      ],
    });
    expect(await log()).toContain('ticket.opened learn Throughline');
  });

  it('that only asks for patience opens none, and does not end the step Learn', async () => {
    expect(await takeVerdict('COLLECTING', 1)).toBeNull();
    expect(await takeVerdict('TOO_EARLY', 2)).toBeNull();
    expect(await feedback.isAnswered(database, initiative)).toBe(false);
  });

  it('that repeats an ask that is still open is not sent back twice', async () => {
    expect(await takeVerdict('WORKS_TOO_SMALL', 1)).not.toBeNull();
    expect(await takeVerdict('WORKS_TOO_SMALL', 2)).toBeNull();
    expect(await takeVerdict('HARMFUL', 3)).not.toBeNull();
    expect(await takeVerdict('HARMFUL', 3)).toBeNull();
    expect(await feedback.openCount(database, initiative)).toBe(2);
  });

  it('that sends nothing back to a step still waits for its answers', async () => {
    await takeVerdict('WORKS', 1);
    const { json } = await call(ana, 'GET', 'tickets');
    expect(json).toMatchObject({ openCount: 1, sentBackCount: 0, tickets: [{ returnTo: null }] });
  });
});

describe('an answer', () => {
  it('by every addressed role closes the ticket and is the evidence that Learn asks for', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    const first = await answer(ana, ticketId, 'sme', 'accept', 'We call them two weeks earlier from May on.');
    expect(first.status).toBe(201);
    expect(first.json).toMatchObject({ iterationBegun: null, ticket: { closedAt: null } });
    expect(await feedback.isAnswered(database, initiative)).toBe(false);
    const second = await answer(ben, ticketId, 'data-scientist', 'accept', 'I score them two weeks earlier.');
    expect(second.json).toMatchObject({
      ticket: {
        closedAt: now.toISOString(),
        roles: [
          { role: 'sme', answer: { kind: 'accept', name: 'Ana', accountId: ana.accountId } },
          { role: 'data-scientist', answer: { kind: 'accept', text: 'I score them two weeks earlier.' } },
        ],
      },
    });
    expect(await feedback.isAnswered(database, initiative)).toBe(true);
    expect(await feedback.openCount(database, initiative)).toBe(0);
    expect(await log()).toEqual(
      expect.arrayContaining(['ticket.answered learn Ana', 'ticket.answered learn Ben', 'ticket.closed learn Ben']),
    );
  });

  it('that disputes is shown, and the others still owe theirs', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    await answer(ben, ticketId, 'data-scientist', 'dispute', 'The list of March was never called.');
    const { json } = await call(ana, 'GET', 'tickets');
    expect(json).toMatchObject({
      openCount: 1,
      tickets: [
        { roles: [{ answer: null }, { answer: { kind: 'dispute', text: 'The list of March was never called.' } }] },
      ],
    });
  });

  it('is given once for a role and never changed', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    await answer(ana, ticketId, 'sme', 'accept', 'We call earlier.');
    const again = await answer(ana, ticketId, 'sme', 'dispute', 'I changed my mind.');
    expect([again.status, again.json.code]).toEqual([409, 'TICKET_ROLE_ANSWERED']);
  });

  it('has exactly one winner when two people of a role answer at once', async () => {
    const cy = await addPerson('Cy');
    await seat(cy, 'sme');
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    const answers = await Promise.all([
      answer(ana, ticketId, 'sme', 'accept', 'We call earlier.'),
      answer(cy, ticketId, 'sme', 'dispute', 'We did call earlier.'),
    ]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409]);
  });

  it('is taken only for an addressed role that the person holds, and says which', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    const foreign = await answer(ana, ticketId, 'data-scientist', 'accept', 'Done by us.');
    expect([foreign.status, foreign.json.code]).toEqual([403, 'TICKET_ROLE_NOT_HELD']);
    const other = await answer(ana, ticketId, 'devops', 'accept', 'Done by us.');
    expect([other.status, other.json.code]).toEqual([422, 'TICKET_ROLE_NOT_ADDRESSED']);
    expect(other.json.detail).toBe(
      'This return ticket is not addressed to the DevOps / IT, but to: Subject-matter expert or Data scientist.',
    );
    const outside = await answer(await addPerson('Cy'), ticketId, 'sme', 'accept', 'Done by us.');
    expect([outside.status, outside.json.code]).toEqual([403, 'NOT_ALLOWED']);
    const unknown = await answer(ana, newId(), 'sme', 'accept', 'Done by us.');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'TICKET_UNKNOWN']);
  });

  it('needs a sentence', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    const empty = await answer(ana, ticketId, 'sme', 'accept', '    ');
    expect([empty.status, empty.json.code]).toEqual([400, 'INPUT_INVALID']);
    const unstorable = await answer(ana, ticketId, 'sme', 'accept', 'We call\u0000 earlier.');
    expect([unstorable.status, unstorable.json.code]).toEqual([400, 'INPUT_INVALID']);
  });

  it('of another initiative is not taken here', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    initiative = await startInitiative(ana);
    const refused = await answer(ana, ticketId, 'sme', 'accept', 'We call earlier.');
    expect([refused.status, refused.json.code]).toEqual([404, 'TICKET_UNKNOWN']);
  });
});

describe('a new iteration', () => {
  it('begins at Frame with Ask carried over, and nobody has been heard in it yet', async () => {
    await closeSteps(['ask', 'frame', 'prepare', 'build']);
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    now = new Date('2026-03-05T09:00:00.000Z');
    const begun = await answer(ana, ticketId, 'sme', 'new-iteration', 'A visit instead of a call.');
    expect(begun.json.iterationBegun).toBe(2);
    initiative = await initiatives.require(initiative.slug);
    expect(initiative.iteration).toBe(2);
    const closed = await initiatives.steps.closed(database, initiative);
    expect(closed).toEqual([{ step: 'ask', closedAt: '2026-03-02T09:00:00.000Z', closedBy: ana.accountId }]);
    const table = await people.table(database, initiative);
    const heard = table
      .flatMap(({ seats }) => seats.flatMap(({ sitters }) => sitters))
      .filter((sitter) => sitter.lastContributionAt);
    expect(heard).toEqual([]);
    expect(await log()).toContain('iteration.begun null Ana');
  });

  it('that two roles wish for begins once, and the ticket closes all the same', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    const answers = await Promise.all([
      answer(ana, ticketId, 'sme', 'new-iteration', 'A visit instead of a call.'),
      answer(ben, ticketId, 'data-scientist', 'new-iteration', 'Whom can we change?'),
    ]);
    const begun = answers.map(({ json }) => json.iterationBegun);
    expect(new Set(begun)).toEqual(new Set([2, null]));
    expect((await initiatives.require(initiative.slug)).iteration).toBe(2);
    const { json } = await call(ana, 'GET', 'tickets');
    expect(json.openCount).toBe(0);
  });

  it('does not close the tickets of the one before, and needs a verdict of its own', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    await answer(ana, ticketId, 'sme', 'new-iteration', 'A visit instead of a call.');
    initiative = await initiatives.require(initiative.slug);
    expect(await feedback.openCount(database, initiative)).toBe(1);
    expect(await feedback.isAnswered(database, initiative)).toBe(false);
    await takeVerdict('ACCURATE_ACTION_INEFFECTIVE', 2);
    expect(await feedback.openCount(database, initiative)).toBe(2);
  });

  it('leaves Ask open when it was never closed', async () => {
    const ticketId = await openTicket('ACCURATE_ACTION_INEFFECTIVE');
    await answer(ana, ticketId, 'sme', 'new-iteration', 'A visit instead of a call.');
    initiative = await initiatives.require(initiative.slug);
    expect(await initiatives.steps.closed(database, initiative)).toEqual([]);
  });
});

describe('a private initiative', () => {
  it('hides its tickets from people outside', async () => {
    initiative = await startInitiative(ana, 'private');
    await openTicket('HARMFUL');
    const outside = await call(ben, 'GET', 'tickets');
    expect([outside.status, outside.json.code]).toEqual([404, 'NOT_FOUND']);
    expect((await call(ana, 'GET', 'tickets')).json.openCount).toBe(1);
  });
});

async function startInitiative(founder: Person, visibility: Visibility = 'open'): Promise<StoredInitiative> {
  const body = { question: 'How can we keep 10% more customers this quarter?', visibility };
  const started = await request(founder, 'POST', '/api/initiatives', body);
  return initiatives.require(started.json.slug);
}

async function seat(person: Person, role: Role): Promise<void> {
  await request(ana, 'POST', `/api/initiatives/${initiative.slug}/seats`, { accountId: person.accountId, role });
}

async function closeSteps(steps: readonly Step[]): Promise<void> {
  await database.transaction(async (tx) => {
    for (const step of steps) await initiatives.steps.close(tx, initiative, step, ana.accountId, now);
  });
}

async function takeVerdict(state: VerdictState, number: number) {
  return database.transaction((tx) =>
    feedback.open(
      tx,
      initiative,
      { number, state, headline: 'The calls keep nobody.', answerBy: '2026-03-30', ...CONSEQUENCE[state] },
      now,
    ),
  );
}

async function openTicket(state: VerdictState): Promise<string> {
  const ticket = await takeVerdict(state, 1);
  if (!ticket) throw new Error(`A verdict ${state} opens a ticket.`);
  return ticket.id;
}

async function log(): Promise<readonly string[]> {
  const rows = await database.query<{ kind: string; section: string | null; actor_name: string }>(
    'select kind, section, actor_name from events where subject_id = $1 order by seq',
    [initiative.id],
  );
  return rows.map((row) => `${row.kind} ${row.section} ${row.actor_name}`);
}

function answer(person: Person, ticketId: string, role: Role, kind: string, text: string) {
  return call(person, 'POST', `tickets/${ticketId}/answers`, { role, kind, text });
}

function call(person: Person, method: 'GET' | 'POST', path: string, body?: object) {
  return request(person, method, `/api/initiatives/${initiative.slug}/${path}`, body);
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
