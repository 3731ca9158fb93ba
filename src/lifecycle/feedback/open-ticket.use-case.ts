import { newId } from '../../platform/database/new-id.ts';
import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { STEP_NAME, type Step } from '../line-order.ts';
import type { VerdictState } from '../outcomes/index.ts';
import { ROLE_NAME, type Role } from '../people/index.ts';
import { insertTicket } from './feedback.store.ts';
import { noteReturn, type ReturnPorts } from './note-return.use-case.ts';
import { opensTicket, type ReturnTicket } from './ticket.ts';

/** What a ticket needs to know of the verdict that was just taken. */
export interface TakenVerdict {
  /** Number of the verdict within the initiative. */
  readonly number: number;
  readonly state: VerdictState;
  /** The most important sentence of the answer in words. */
  readonly headline: string;
  readonly roles: readonly Role[];
  readonly ask: string;
  readonly returnTo: Step | null;
  /** ISO day by which the roles are to answer. */
  readonly answerBy: string | null;
}

/**
 * Sends a verdict back to the roles that must answer it, in the transaction that takes the verdict. A verdict that only
 * asks for patience sends nothing back, and neither does one that repeats an ask that is still open.
 * @returns the new ticket, or `null`.
 */
export async function openTicket(
  ports: ReturnPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  verdict: TakenVerdict,
  at: Date,
): Promise<ReturnTicket | null> {
  if (!opensTicket(verdict)) return null;
  const ticket: ReturnTicket = {
    id: newId(),
    iteration: initiative.iteration,
    verdictNumber: verdict.number,
    state: verdict.state,
    headline: verdict.headline,
    ask: verdict.ask,
    returnTo: verdict.returnTo,
    openedAt: at.toISOString(),
    answerBy: verdict.answerBy,
    closedAt: null,
    roles: verdict.roles.map((role) => ({ role, answer: null })),
  };
  if (!(await insertTicket(tx, initiative, ticket))) return null;
  // A verdict is taken at Learn and by no role, so nobody's absence is counted from who raised it.
  const cameBack = { iteration: ticket.iteration, raisedStep: 'learn', causePlace: null, raiserRoles: [] } as const;
  const back = { ...cameBack, source: { ticketId: ticket.id }, causeStep: ticket.returnTo, raisedAt: ticket.openedAt };
  await noteReturn(ports, tx, initiative, back, at);
  await appendEvent(
    tx,
    {
      kind: 'ticket.opened',
      sentence: openedSentence(ticket),
      // The ticket follows from the verdict, so nobody counts as heard at Learn for having opened it.
      actorId: null,
      actorName: 'Throughline',
      subjectId: initiative.id,
      section: 'learn',
      objectType: 'return-ticket',
      objectId: ticket.id,
      detail: {
        iteration: ticket.iteration,
        verdictNumber: ticket.verdictNumber,
        state: ticket.state,
        roles: verdict.roles,
        returnTo: ticket.returnTo,
        answerBy: ticket.answerBy,
      },
    },
    at,
  );
  return ticket;
}

function openedSentence({ returnTo, roles, headline, ask }: ReturnTicket): string {
  const who = roles.map(({ role }) => ROLE_NAME[role]).join(', ');
  const where =
    returnTo === null ? `asked for an answer from ${who}` : `sent this back to ${STEP_NAME[returnTo]}, to ${who}`;
  return `${where}: "${headline}" ${ask}`;
}
