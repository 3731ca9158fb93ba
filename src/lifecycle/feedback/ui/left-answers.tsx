import { type Role, roleInText } from '../../people/index.ts';
import { LeftWords } from '../../people/ui/index.ts';
import type { Ticket } from './ticket-queries.ts';

/** Under which key this window keeps the answer that somebody writes as a role. */
export function answerKey(ticketId: string, role: Role): string {
  return `ticket ${ticketId} ${role}`;
}

/** What the reader was writing for a role when somebody else answered for it; the ticket may be closed by that. */
export function LeftAnswers({ ticket: { id, roles, closedAt } }: { readonly ticket: Ticket }) {
  const advice =
    closedAt === null
      ? 'An answer is given once; copy them into the conversation about this ticket, where everybody reads them.'
      : 'Everybody asked has answered; if something is still wrong, copy them into a finding that you raise.';
  return roles.map(
    ({ role, answer }) =>
      answer && (
        <LeftWords
          key={role}
          happened={`${answer.name} answered as ${roleInText(role)} while you were writing.`}
          advice={advice}
          fields={[{ keep: answerKey(id, role), label: `What you wrote as ${roleInText(role)}` }]}
        />
      ),
  );
}
