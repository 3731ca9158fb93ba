import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { STEPS } from '../line-order.ts';
import { VERDICT_STATES } from '../outcomes/index.ts';
import { ROLES, type Role } from '../people/index.ts';
import { FEEDBACK_LIMITS } from './feedback.schema.ts';
import { type AddressedRole, ANSWER_KINDS, type AnswerKind, type ReturnTicket } from './ticket.ts';

interface FeedbackTables {
  return_tickets: {
    id: string;
    initiative_no: number;
    initiative_id: string;
    iteration: number;
    verdict_number: number;
    state: string;
    headline: string;
    ask: string;
    return_to: string | null;
    opened_at: Date;
    answer_by: string | null;
    closed_at: Date | null;
  };
  return_ticket_roles: {
    ticket_id: string;
    role: string;
    place: number;
    answered_at: Date | null;
    answered_by: string | null;
    answer_kind: string | null;
    answer_text: string | null;
  };
}

/**
 * Stores a ticket with its addressed roles; returns whether it is new. It is not when this verdict has one already, or
 * when a ticket of the same state waits for its answers in the same iteration.
 */
export async function insertTicket(
  tx: Transaction,
  initiative: { readonly no: number; readonly id: string },
  ticket: ReturnTicket,
): Promise<boolean> {
  const db = tx.tables<FeedbackTables>();
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('return_tickets')
    .values({
      id: ticket.id,
      initiative_no: initiative.no,
      initiative_id: initiative.id,
      iteration: ticket.iteration,
      verdict_number: ticket.verdictNumber,
      state: ticket.state,
      headline: ticket.headline,
      ask: ticket.ask,
      return_to: ticket.returnTo,
      opened_at: new Date(ticket.openedAt),
      answer_by: ticket.answerBy,
      closed_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  if (numInsertedOrUpdatedRows === 0n) return false;
  await db
    .insertInto('return_ticket_roles')
    .values(
      ticket.roles.map(({ role }, place) => ({
        ticket_id: ticket.id,
        role,
        place,
        answered_at: null,
        answered_by: null,
        answer_kind: null,
        answer_text: null,
      })),
    )
    .execute();
  return true;
}

/** The tickets of an initiative, newest first. */
export async function listTickets(queryable: Queryable, initiativeNo: number): Promise<readonly ReturnTicket[]> {
  return selectTickets(queryable, initiativeNo, null);
}

/** Some tickets of an initiative, by id. */
export async function ticketsById(
  queryable: Queryable,
  initiativeNo: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ReturnTicket>> {
  if (ids.length === 0) return new Map();
  const tickets = await selectTickets(queryable, initiativeNo, ids);
  return new Map(tickets.map((ticket) => [ticket.id, ticket]));
}

/** One ticket of an initiative, or `null`. */
export async function findTicket(
  queryable: Queryable,
  initiativeNo: number,
  ticketId: string,
): Promise<ReturnTicket | null> {
  return (await selectTickets(queryable, initiativeNo, [ticketId]))[0] ?? null;
}

/**
 * The iteration that an initiative is in, held until the end of the transaction: answers of one initiative come one after
 * the other, so that a ticket closes once and two wishes for a new iteration begin one.
 */
export async function holdIteration(tx: Transaction, initiativeNo: number): Promise<number> {
  const { rows } = await sql<{ iteration: number }>`
    select iteration from initiatives where no = ${initiativeNo} for no key update`.execute(tx.tables());
  const [row] = rows;
  if (!row) throw new RangeError(`There is no initiative number ${initiativeNo}.`);
  return row.iteration;
}

/** Stores the answer of a role that has not answered yet. */
export async function storeAnswer(
  tx: Transaction,
  ticketId: string,
  answer: {
    readonly role: Role;
    readonly kind: AnswerKind;
    readonly text: string;
    readonly accountId: string;
    readonly at: Date;
  },
): Promise<void> {
  const { numUpdatedRows } = await tx
    .tables<FeedbackTables>()
    .updateTable('return_ticket_roles')
    .set({
      answered_at: answer.at,
      answered_by: answer.accountId,
      answer_kind: answer.kind,
      answer_text: answer.text,
    })
    .where('ticket_id', '=', ticketId)
    .where('role', '=', answer.role)
    .where('answered_at', 'is', null)
    .executeTakeFirstOrThrow();
  if (numUpdatedRows !== 1n) throw new Error('An answer to a return ticket is given once and never changed.');
}

/** Marks a ticket as closed. */
export async function closeTicket(tx: Transaction, ticketId: string, at: Date): Promise<void> {
  await tx
    .tables<FeedbackTables>()
    .updateTable('return_tickets')
    .set({ closed_at: at })
    .where('id', '=', ticketId)
    .where('closed_at', 'is', null)
    .execute();
}

/** How many tickets an initiative has: waiting for an answer, sent back to a step, and of one iteration. */
export interface TicketCounts {
  readonly open: number;
  readonly sentBack: number;
  readonly inIteration: number;
  readonly openInIteration: number;
}

/** Counts the tickets of an initiative. */
export async function countTickets(
  queryable: Queryable,
  initiativeNo: number,
  iteration: number,
): Promise<TicketCounts> {
  const { rows } = await sql<TicketCounts>`
    select count(*) filter (where closed_at is null) as "open",
      count(*) filter (where return_to is not null) as "sentBack",
      count(*) filter (where iteration = ${iteration}) as "inIteration",
      count(*) filter (where iteration = ${iteration} and closed_at is null) as "openInIteration"
    from return_tickets where initiative_no = ${initiativeNo}`.execute(queryable.tables());
  return rows[0] ?? { open: 0, sentBack: 0, inIteration: 0, openInIteration: 0 };
}

interface TicketRow {
  readonly id: string;
  readonly iteration: number;
  readonly verdict_number: number;
  readonly state: string;
  readonly headline: string;
  readonly ask: string;
  readonly return_to: string | null;
  readonly opened_at: Date;
  readonly answer_by: string | null;
  readonly closed_at: Date | null;
  readonly role: string;
  readonly answered_at: Date | null;
  readonly answered_by: string | null;
  readonly answered_name: string | null;
  readonly answer_kind: string | null;
  readonly answer_text: string | null;
}

async function selectTickets(
  queryable: Queryable,
  initiativeNo: number,
  ids: readonly string[] | null,
): Promise<readonly ReturnTicket[]> {
  const { rows } = await sql<TicketRow>`
    select t.*, r.role, r.answered_at, r.answered_by, a.name as answered_name, r.answer_kind, r.answer_text
    from (
      select * from return_tickets
      where initiative_no = ${initiativeNo} and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
      order by verdict_number desc limit ${FEEDBACK_LIMITS.listedTickets}
    ) t
    join return_ticket_roles r on r.ticket_id = t.id
    left join accounts a on a.id = r.answered_by
    order by t.verdict_number desc, r.place`.execute(queryable.tables());
  const byId = new Map<string, TicketRow[]>();
  for (const row of rows) {
    const known = byId.get(row.id);
    if (known) known.push(row);
    else byId.set(row.id, [row]);
  }
  return [...byId.values()].flatMap(toTicket);
}

function toTicket(rows: readonly TicketRow[]): readonly ReturnTicket[] {
  const [row] = rows;
  const state = VERDICT_STATES.find((known) => known === row?.state);
  if (!row || !state) return [];
  return [
    {
      id: row.id,
      iteration: row.iteration,
      verdictNumber: row.verdict_number,
      state,
      headline: row.headline,
      ask: row.ask,
      returnTo: STEPS.find((step) => step === row.return_to) ?? null,
      openedAt: row.opened_at.toISOString(),
      answerBy: row.answer_by,
      closedAt: row.closed_at?.toISOString() ?? null,
      roles: rows.flatMap(toAddressedRole),
    },
  ];
}

function toAddressedRole(row: TicketRow): readonly AddressedRole[] {
  const role = ROLES.find((known) => known === row.role);
  if (!role) return [];
  const kind = ANSWER_KINDS.find((known) => known === row.answer_kind);
  if (!kind || row.answered_at === null || row.answered_by === null) return [{ role, answer: null }];
  const answer = {
    kind,
    text: row.answer_text ?? '',
    at: row.answered_at.toISOString(),
    accountId: row.answered_by,
    name: row.answered_name ?? '',
  };
  return [{ role, answer }];
}
