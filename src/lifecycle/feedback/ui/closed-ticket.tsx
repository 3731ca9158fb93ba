import { AppLink, formatDay, StateWord } from '../../../web/kit/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { STATE_WORDS } from '../../outcomes/ui/index.ts';
import { LeftAnswers } from './left-answers.tsx';
import { Given } from './open-ticket.tsx';
import type { Ticket } from './ticket-queries.ts';

/** A finding that was answered, as the story of what was said, by whom, and where it went. */
export function ClosedTicket({ slug, ticket }: { readonly slug: string; readonly ticket: Ticket }) {
  const { verdictNumber, openedAt, closedAt, headline, ask, returnTo, roles } = ticket;
  return (
    <li id={`ticket-${ticket.id}`}>
      <div className="tl-row">
        <h3>
          On {formatDay(openedAt)} verdict {verdictNumber}{' '}
          {returnTo === null ? 'asked for a decision' : `went back to ${STEP_NAME[returnTo]}`}
        </h3>
        <TalkHere
          slug={slug}
          label={`Return ticket of verdict ${verdictNumber}`}
          subject={{
            type: 'return-ticket',
            id: ticket.id,
            step: 'learn',
            path: `/i/${slug}/learn#ticket-${ticket.id}`,
            shown: headline,
          }}
          overBecause="Everybody asked has answered, so nothing new is begun here. What was said can be read, and a conversation that was closed can be opened again. Has the problem come back? Raise a finding at Learn."
        />
        {closedAt !== null && <StateWord tone="reached">Answered on {formatDay(closedAt)}</StateWord>}
      </div>
      <p>
        <StateWord tone={STATE_WORDS[ticket.state].tone}>{STATE_WORDS[ticket.state].words}</StateWord>
      </p>
      <blockquote className="tl-ticket-finding">
        <p>{headline}</p>
      </blockquote>
      <p className="tl-muted">{ask}</p>
      <ul className="tl-ticket-people">
        {roles.map(
          ({ role, answer }) =>
            answer && (
              <li key={role}>
                <Given role={role} answer={answer} />
              </li>
            ),
        )}
      </ul>
      <LeftAnswers ticket={ticket} />
      {roles.some(({ answer }) => answer?.kind === 'new-iteration') && (
        <p className="tl-small">
          So a new iteration began at <AppLink to={`/i/${slug}/frame`}>Frame</AppLink>.
        </p>
      )}
    </li>
  );
}
