import { useToday } from '../../../web/data/index.ts';
import {
  AppLink,
  EmptyChair,
  formatDay,
  formatMoment,
  PersonFace,
  Section,
  StateWord,
} from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { TalkHere } from '../../conversation/ui/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { STATE_WORDS } from '../../outcomes/ui/index.ts';
import { ROLE_NAME, type Role } from '../../people/index.ts';
import { ANSWER_NAME, awaitedRoles } from '../ticket.ts';
import { AnswerForm } from './answer-form.tsx';
import { LeftAnswers } from './left-answers.tsx';
import type { Ticket } from './ticket-queries.ts';
import { whereTo } from './ticket-words.ts';

export interface OpenTicketProps {
  readonly slug: string;
  readonly ticket: Ticket;
  /** The roles that the reader holds on this initiative. */
  readonly myRoles: readonly Role[];
  /** Who holds a role, by name. */
  readonly namesOf: (role: Role) => readonly string[];
  /** The pass along the line that is under way. */
  readonly iteration: number;
  readonly rights: Rights;
}

/** A finding that waits: what came back, what is asked, who has answered, and the form of whoever still owes an answer. */
export function OpenTicket({ slug, ticket, myRoles, namesOf, iteration, rights }: OpenTicketProps) {
  const mine = awaitedRoles(ticket).filter((role) => myRoles.includes(role));
  const right = rightTo(rights, 'ticket.answer');
  return (
    <Section
      level={3}
      look="boxed"
      id={`ticket-${ticket.id}`}
      title={`${whereTo(ticket)}: verdict ${ticket.verdictNumber}, iteration ${ticket.iteration}`}
      aside={
        <span className="tl-row">
          <DueWord ticket={ticket} />
          <TalkHere
            slug={slug}
            label={`Return ticket of verdict ${ticket.verdictNumber}`}
            subject={{
              type: 'return-ticket',
              id: ticket.id,
              step: 'learn',
              path: `/i/${slug}/learn#ticket-${ticket.id}`,
              shown: ticket.headline,
            }}
          />
        </span>
      }
    >
      <p>
        <StateWord tone={STATE_WORDS[ticket.state].tone}>{STATE_WORDS[ticket.state].words}</StateWord>
      </p>
      <blockquote className="tl-ticket-finding">
        <p>{ticket.headline}</p>
      </blockquote>
      <p className="tl-ticket-ask">{ticket.ask}</p>
      <p className="tl-small">
        <AppLink to={`/i/${slug}/overview`}>See the evidence: the answer, the chain and the numbers</AppLink>
      </p>
      <ul className="tl-ticket-people">
        {ticket.roles.map(({ role, answer }) => (
          <li key={role}>
            {answer ? <Given role={role} answer={answer} /> : <Awaited role={role} names={namesOf(role)} />}
          </li>
        ))}
      </ul>
      <LeftAnswers ticket={ticket} />
      {right.allowed &&
        mine.map((role) => <AnswerForm key={role} slug={slug} ticket={ticket} role={role} iteration={iteration} />)}
      {(mine.length === 0 || !right.allowed) && (
        <p className="tl-muted tl-small">
          {right.allowed ? 'Nothing is asked of the roles that you hold here.' : right.rule}
        </p>
      )}
    </Section>
  );
}

function DueWord({ ticket }: { readonly ticket: Ticket }) {
  const today = useToday();
  const isLate = ticket.answerBy !== null && ticket.answerBy < today;
  return (
    <StateWord tone="look">
      {ticket.answerBy === null
        ? `Waiting since ${formatDay(ticket.openedAt)}`
        : `${isLate ? 'Was due' : 'Answer due'} ${formatDay(ticket.answerBy)}`}
    </StateWord>
  );
}

/** An answer with its words as they were given. */
export function Given({
  role,
  answer,
}: {
  readonly role: Role;
  readonly answer: NonNullable<Ticket['roles'][number]['answer']>;
}) {
  return (
    <>
      <PersonFace name={answer.name} detail={ROLE_NAME[role]} />
      <div>
        <p>
          <b>{answer.name}</b>{' '}
          <span className="tl-muted">
            ({ROLE_NAME[role]}, {formatMoment(answer.at)})
          </span>{' '}
          <StateWord tone={answer.kind === 'dispute' ? 'look' : 'reached'}>{ANSWER_NAME[answer.kind]}</StateWord>
        </p>
        <p className="tl-ticket-text">{answer.text}</p>
      </div>
    </>
  );
}

function Awaited({ role, names }: { readonly role: Role; readonly names: readonly string[] }) {
  const [first] = names;
  return (
    <>
      {first === undefined ? (
        <EmptyChair label={`Nobody yet: ${ROLE_NAME[role]}`} />
      ) : (
        <PersonFace name={first} detail={ROLE_NAME[role]} />
      )}
      <p>
        {ROLE_NAME[role]}{' '}
        <StateWord tone="unknown">
          {names.length === 0 ? 'nobody has this seat yet' : `waiting for ${joinWords(names)}`}
        </StateWord>
      </p>
    </>
  );
}
