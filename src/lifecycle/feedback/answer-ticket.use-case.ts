import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { ROLE_NAME, type Role, rolesInWords } from '../people/index.ts';
import { beginNextIteration, type IterationPorts } from './begin-next-iteration.use-case.ts';
import { refuseFeedback } from './feedback.errors.ts';
import { closeTicket, findTicket, holdIteration, storeAnswer } from './feedback.store.ts';
import { type AnswerKind, beginsIteration, isLastAnswer, type ReturnTicket, refuseAnswer } from './ticket.ts';

/** What answering a ticket needs. */
export interface AnswerPorts extends IterationPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/** An answer in one of the roles that a ticket is addressed to. */
export interface GivenAnswer {
  readonly role: Role;
  readonly kind: AnswerKind;
  /** What will be done, why not, or what will be different. */
  readonly text: string;
}

/** What became of a ticket by an answer. */
export interface AnsweredTicket {
  readonly ticket: ReturnTicket;
  /** The number of the iteration that the answer began; `null` when it began none. */
  readonly iterationBegun: number | null;
}

/**
 * Answers a ticket for one role, once. The last awaited answer closes it; the first wish for a new iteration begins it.
 * @throws Problem TICKET_UNKNOWN, TICKET_ROLE_NOT_ADDRESSED, TICKET_ROLE_NOT_HELD, TICKET_ROLE_ANSWERED
 */
export async function answerTicket(
  ports: AnswerPorts,
  actor: Actor,
  initiative: StoredInitiative,
  ticketId: string,
  answer: GivenAnswer,
): Promise<AnsweredTicket> {
  return ports.database.transaction(async (tx) => {
    // The initiative was read before this transaction; another answer may have begun the next iteration since.
    const present = { ...initiative, iteration: await holdIteration(tx, initiative.no) };
    const ticket = await findTicket(tx, initiative.no, ticketId);
    if (!ticket) throw refuseFeedback('TICKET_UNKNOWN');
    refuseWrongAnswer(ticket, await ports.rolesOf(tx, initiative.no, actor.accountId), answer.role);
    const at = ports.now();
    await recordAnswer(tx, actor, present, ticket, answer, at);
    const iterationBegun = beginsIteration(ticket.iteration, present.iteration, answer.kind)
      ? await beginNextIteration(ports, tx, actor, present, { ticket, answer, at })
      : null;
    return { ticket: (await findTicket(tx, initiative.no, ticketId)) ?? ticket, iterationBegun };
  });
}

function refuseWrongAnswer(ticket: ReturnTicket, rolesHeld: readonly Role[], role: Role): void {
  const named = { role: ROLE_NAME[role] };
  switch (refuseAnswer(ticket, rolesHeld, role)) {
    case null:
      return;
    case 'role-not-addressed': {
      const addressed = rolesInWords(ticket.roles.map((entry) => entry.role));
      throw refuseFeedback('TICKET_ROLE_NOT_ADDRESSED', { ...named, addressed });
    }
    case 'role-not-held':
      throw refuseFeedback('TICKET_ROLE_NOT_HELD', named);
    case 'role-answered':
      throw refuseFeedback('TICKET_ROLE_ANSWERED', named);
  }
}

const ANSWER_SENTENCE: Readonly<Record<AnswerKind, string>> = {
  accept: 'accepted what was sent back',
  dispute: 'disputed what was sent back',
  'new-iteration': 'answered what was sent back with a new iteration',
};

async function recordAnswer(
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  ticket: ReturnTicket,
  answer: GivenAnswer,
  at: Date,
): Promise<void> {
  // An answer that is still owed to an earlier pass makes nobody heard at Learn of the present one.
  const isOfThisPass = ticket.iteration === initiative.iteration;
  const about = {
    actorId: actor.accountId,
    actorName: actor.name,
    actingAs: answer.role,
    subjectId: initiative.id,
    ...(isOfThisPass ? { section: 'learn' } : {}),
    objectType: 'return-ticket',
    objectId: ticket.id,
    detail: { iteration: ticket.iteration, verdictNumber: ticket.verdictNumber, role: answer.role, kind: answer.kind },
  };
  await storeAnswer(tx, ticket.id, { ...answer, accountId: actor.accountId, at });
  const sentence = `${ANSWER_SENTENCE[answer.kind]}, as ${ROLE_NAME[answer.role]}: "${answer.text}"`;
  await appendEvent(tx, { ...about, kind: 'ticket.answered', sentence, reason: answer.text }, at);
  if (!isLastAnswer(ticket, answer.role)) return;
  await closeTicket(tx, ticket.id, at);
  const closed = `closed the return ticket of verdict ${ticket.verdictNumber} with the last awaited answer`;
  await appendEvent(tx, { ...about, kind: 'ticket.closed', sentence: closed }, at);
}
