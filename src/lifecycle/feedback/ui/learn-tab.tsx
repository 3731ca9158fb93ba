import { useQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, EmptyState, formatPlural, Section } from '../../../web/kit/index.ts';
import { initiativeQuery, type Rights } from '../../initiatives/ui/index.ts';
import { WhatWeBelieved } from '../../outcomes/ui/index.ts';
import { ROLES } from '../../people/index.ts';
import { tableQuery } from '../../people/ui/index.ts';
import { ClosedTicket } from './closed-ticket.tsx';
import { OpenTicket } from './open-ticket.tsx';
import { SentBack } from './sent-back.tsx';
import { ticketsQuery } from './ticket-queries.ts';
import './tickets.css';

export interface LearnTabProps {
  readonly slug: string;
  /** What the reader may do on this initiative. */
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
  /** Shows this ticket alone, for somebody who was sent to it. */
  readonly onlyTicket?: string;
}

/** What the verdicts sent back: to whom, what they answered, and what became of it. */
export function LearnTab({ slug, rights, me, onlyTicket }: LearnTabProps) {
  const tickets = useQuery(ticketsQuery(slug));
  const line = useQuery(initiativeQuery(slug));
  const table = useQuery(tableQuery(slug));
  if (!tickets.data) {
    return (
      <>
        <ProblemNotice error={tickets.error} onRetry={() => void tickets.refetch()} />
        {tickets.isPending && <p className="tl-muted">Reading what came back</p>}
      </>
    );
  }
  const seats = (table.data?.steps ?? []).flatMap((step) => step.seats);
  const sittersOf = (role: (typeof ROLES)[number]) =>
    seats.filter((seat) => seat.role === role).flatMap(({ sitters }) => sitters);
  const myRoles = ROLES.filter((role) => sittersOf(role).some(({ accountId }) => accountId === me.accountId));
  const namesOf = (role: (typeof ROLES)[number]) => [...new Set(sittersOf(role).map(({ name }) => name))];
  const shown = tickets.data.tickets.filter(({ id }) => onlyTicket === undefined || id === onlyTicket);
  const open = shown.filter(({ closedAt }) => closedAt === null);
  const closed = shown.filter(({ closedAt }) => closedAt !== null);
  return (
    <>
      <Section
        title={
          open.length === 0
            ? 'What came back'
            : `${formatPlural(open.length, 'finding waits', 'findings wait')} for an answer`
        }
        lead="A verdict goes back to those who can change something. It closes only when everybody asked has answered."
      >
        {tickets.data.tickets.length === 0 && (
          <EmptyState
            sentence="No verdict has asked anybody for anything yet."
            detail="When a verdict is taken at the answer, what it asks stands here, with the people it asks."
            action={<AppLink to={`/i/${slug}/overview`}>Go to the answer</AppLink>}
          />
        )}
        {closed.length > 0 && open.length === 0 && <p>Everything that came back has been answered.</p>}
        {open.map((ticket) => (
          <OpenTicket
            key={ticket.id}
            slug={slug}
            ticket={ticket}
            myRoles={myRoles}
            namesOf={namesOf}
            iteration={line.data?.initiative.iteration ?? ticket.iteration}
            rights={rights}
          />
        ))}
      </Section>
      {closed.length > 0 && (
        <Section title="What became of the earlier ones">
          <ol className="tl-tickets-closed">
            {closed.map((ticket) => (
              <ClosedTicket key={ticket.id} slug={slug} ticket={ticket} />
            ))}
          </ol>
        </Section>
      )}
      <WhatWeBelieved slug={slug} rights={rights} />
      <SentBack slug={slug} rights={rights} me={me} />
    </>
  );
}
