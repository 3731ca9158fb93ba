import type { Step } from '../line-order.ts';
import type { VerdictState } from '../outcomes/index.ts';
import type { Role } from '../people/index.ts';

/** What an addressed role can answer: do what is asked, contradict with a reason, or go round the line once more. */
export const ANSWER_KINDS = ['accept', 'dispute', 'new-iteration'] as const;

/** What an addressed role can answer. */
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** The words on screen for each answer. */
export const ANSWER_NAME: Readonly<Record<AnswerKind, string>> = {
  accept: 'We do it',
  dispute: 'We see it differently',
  'new-iteration': 'We go round once more',
};

/** What the answer's sentence has to say, shown above its field. */
export const ANSWER_ASKS_FOR: Readonly<Record<AnswerKind, string>> = {
  accept: 'What will be done, and until when?',
  dispute: 'What is wrong with the verdict, or with what it asks?',
  'new-iteration': 'What will be different this time?',
};

/** A role's answer. It is given once and never changed. */
interface TicketAnswer {
  readonly kind: AnswerKind;
  /** What will be done, or why not, in the answerer's own words. */
  readonly text: string;
  readonly at: string;
  readonly accountId: string;
  readonly name: string;
}

/** A role that a ticket is addressed to, and its answer once there is one. */
export interface AddressedRole {
  readonly role: Role;
  readonly answer: TicketAnswer | null;
}

/** What a verdict sends back: to which step, to whom, and what is asked. It closes only by answers. */
export interface ReturnTicket {
  readonly id: string;
  /** The pass along the line whose verdict this is. */
  readonly iteration: number;
  /** Number of the verdict within the initiative. */
  readonly verdictNumber: number;
  readonly state: VerdictState;
  /** The most important sentence of the answer in words. */
  readonly headline: string;
  readonly ask: string;
  /** The step to which it goes back; `null` when nothing on the line has to be done again. */
  readonly returnTo: Step | null;
  readonly openedAt: string;
  /** ISO day by which the roles are to answer. */
  readonly answerBy: string | null;
  readonly closedAt: string | null;
  /** In the order of the ask: the first one leads. */
  readonly roles: readonly AddressedRole[];
}

/** States that only ask for patience. There is nothing to answer, so nothing is sent back. */
const WAITING_STATES: ReadonlySet<VerdictState> = new Set(['COLLECTING', 'TOO_EARLY']);

/** Whether a verdict opens a ticket: it says something, and somebody has to act on it. */
export function opensTicket(verdict: { readonly state: VerdictState; readonly roles: readonly Role[] }): boolean {
  return verdict.roles.length > 0 && !WAITING_STATES.has(verdict.state);
}

/** Roles of a ticket that have not answered yet, in the order of the ask. */
export function awaitedRoles(ticket: Pick<ReturnTicket, 'roles'>): readonly Role[] {
  return ticket.roles.filter(({ answer }) => answer === null).map(({ role }) => role);
}

/** Why an answer is refused; `null` when it is taken. */
export type AnswerRefusal = 'role-not-addressed' | 'role-not-held' | 'role-answered';

/** Whether somebody with these roles on the initiative may answer a ticket for one of its roles. */
export function refuseAnswer(
  ticket: Pick<ReturnTicket, 'roles'>,
  rolesHeld: readonly Role[],
  role: Role,
): AnswerRefusal | null {
  const addressed = ticket.roles.find((entry) => entry.role === role);
  if (!addressed) return 'role-not-addressed';
  if (!rolesHeld.includes(role)) return 'role-not-held';
  return addressed.answer === null ? null : 'role-answered';
}

/**
 * Whether an answer for `role` is the last that a ticket waits for. A dispute is an answer too: it stays to be read, and
 * the others still owe theirs.
 */
export function isLastAnswer(ticket: Pick<ReturnTicket, 'roles'>, role: Role): boolean {
  return awaitedRoles(ticket).every((awaited) => awaited === role);
}

/**
 * Whether an answer begins the next pass along the line. Only the first wish does: once the pass that the verdict is
 * about has ended, a second wish for a new one means the pass that is already under way.
 */
export function beginsIteration(ticketIteration: number, presentIteration: number, kind: AnswerKind): boolean {
  return kind === 'new-iteration' && ticketIteration === presentIteration;
}
