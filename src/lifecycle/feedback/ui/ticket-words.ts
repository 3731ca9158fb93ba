import { joinWords } from '../../../words/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { type Role, roleInText } from '../../people/index.ts';
import { type AnswerKind, awaitedRoles, beginsIteration, isLastAnswer, type ReturnTicket } from '../ticket.ts';

/** What an answer would mean, said under each choice. */
export const ANSWER_HELP: Readonly<Record<AnswerKind, string>> = {
  accept: 'You do what is asked.',
  dispute: 'You contradict, with your reason.',
  'new-iteration': 'You take the question round the line again, in another way.',
};

/** Where a ticket goes: "Back to Frame", or that it only asks for a decision. */
export function whereTo({ returnTo }: Pick<ReturnTicket, 'returnTo'>): string {
  return returnTo === null ? 'A decision is asked for' : `Back to ${STEP_NAME[returnTo]}`;
}

/**
 * What happens once somebody gives this answer, in sentences for the one who gives it.
 * @param presentIteration the pass along the line that is under way.
 */
export function whatHappensNext(
  ticket: Pick<ReturnTicket, 'roles' | 'iteration'>,
  role: Role,
  kind: AnswerKind,
  presentIteration: number,
): string {
  return [FIRST[kind](beginsIteration(ticket.iteration, presentIteration, kind)), rest(ticket, role)].join(' ');
}

const FIRST: Readonly<Record<AnswerKind, (begins: boolean) => string>> = {
  accept: () => 'Your words are kept with the verdict, for everybody to hold you to.',
  dispute: () => 'Your reason is kept with the verdict, for everybody to read.',
  'new-iteration': (begins) =>
    begins
      ? 'A new iteration begins at Frame, with the question carried over and your words as its reason.'
      : 'The iteration that is under way is the new one already; your words are kept with the verdict.',
};

function rest(ticket: Pick<ReturnTicket, 'roles'>, role: Role): string {
  if (isLastAnswer(ticket, role)) return 'Nobody else still owes an answer, so the matter is closed then.';
  const others = awaitedRoles(ticket).filter((awaited) => awaited !== role);
  return `It stays open until the ${joinWords(others.map(roleInText))} ${others.length === 1 ? 'has' : 'have'} answered too.`;
}
