import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, formatDay, formatPlural, Section, StateWord } from '../../../web/kit/index.ts';
import type { Rights } from '../../initiatives/ui/index.ts';
import { STEP_NAME } from '../../line-order.ts';
import { FindingItem } from './finding-item.tsx';
import { type Found, type FoundPage, findingsQuery } from './finding-queries.ts';
import { costInWords } from './finding-words.ts';
import './findings.css';

export interface SentBackProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: { readonly accountId: string };
}

/** Everything that came back along the line in one list, whether a person found it or a verdict, and what that cost. */
export function SentBack({ slug, rights, me }: SentBackProps) {
  const findings = useInfiniteQuery(findingsQuery(slug));
  const [first] = findings.data?.pages ?? [];
  const items = findings.data?.pages.flatMap((page) => page.items) ?? [];
  if (!first) return <ProblemNotice error={findings.error} onRetry={() => void findings.refetch()} />;
  if (items.length === 0) return null;
  return (
    <Section title="Sent back along the line" lead={countsInWords(first.counts)}>
      {first.lateness.length > 0 && (
        <ul className="tl-lateness">
          {first.lateness.map(({ sentence }) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
      <ul className="tl-findings">
        {items.map((found) =>
          found.kind === 'finding' ? (
            <FindingItem key={found.finding.id} slug={slug} found={found} rights={rights} me={me} />
          ) : (
            <TicketItem key={found.ticket.id} slug={slug} found={found} />
          ),
        )}
      </ul>
      {findings.hasNextPage && (
        <div>
          <Button variant="default" loading={findings.isFetchingNextPage} onClick={() => void findings.fetchNextPage()}>
            Show earlier ones
          </Button>
        </div>
      )}
    </Section>
  );
}

function countsInWords({ open, openHigh, sentBack }: FoundPage['counts']): string {
  const back = sentBack === 0 ? 'Nothing went back to an earlier step.' : `${sentBack} went back to an earlier step.`;
  if (open === 0) return `Everything is settled. ${back}`;
  const high = openHigh === 0 ? '' : `, ${openHigh} of high severity`;
  return `${formatPlural(open, 'is', 'are')} not settled${high}. ${back}`;
}

/** What a verdict sent back; it is answered above, by the roles that it asks. */
function TicketItem({
  slug,
  found,
}: {
  readonly slug: string;
  readonly found: Extract<Found, { readonly kind: 'ticket' }>;
}) {
  const { ticket } = found;
  const cost = costInWords(found);
  return (
    <li className="tl-finding">
      <div className="tl-section-head">
        <h3>
          Verdict {ticket.verdictNumber}
          {ticket.returnTo !== null && `, back to ${STEP_NAME[ticket.returnTo]}`}
        </h3>
        {ticket.closedAt === null ? (
          <StateWord tone="look">Waits for an answer</StateWord>
        ) : (
          <StateWord tone="reached">Answered on {formatDay(ticket.closedAt)}</StateWord>
        )}
      </div>
      <blockquote className="tl-ticket-finding">
        <p>{ticket.headline}</p>
      </blockquote>
      <p className="tl-finding-facts">
        <span>Found by the verdict on {formatDay(ticket.openedAt)}</span>
        {ticket.closedAt === null && ticket.answerBy !== null && <span>answer due {formatDay(ticket.answerBy)}</span>}
      </p>
      {cost !== null && <p className="tl-small">{cost}</p>}
      <p className="tl-small">
        <AppLink to={ticket.closedAt === null ? `/i/${slug}/learn#ticket-${ticket.id}` : `/i/${slug}/learn`}>
          {ticket.closedAt === null ? 'Go to its answers' : 'Its answers are among the earlier ones'}
        </AppLink>
      </p>
    </li>
  );
}
