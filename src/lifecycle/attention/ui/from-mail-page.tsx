import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { ProblemNotice, useLiveTopic } from '../../../web/data/index.ts';
import { AppLink, Page } from '../../../web/kit/index.ts';
import { ThreadHere } from '../../conversation/ui/index.ts';
import { LearnTab } from '../../feedback/ui/index.ts';
import { initiativeKey, initiativeQuery } from '../../initiatives/ui/index.ts';
import { attentionClient, NOTICES_KEY, type ShownNotice } from './notice-queries.ts';
import { type Destination, destinationOf } from './where-it-leads.ts';

export interface FromMailPageProps {
  /** The last part of the link. */
  readonly token: string;
  readonly me: { readonly accountId: string };
  /** Goes to another page in place of this one. */
  readonly onGo: (path: string) => void;
}

/** Where a link in a mail lands: what was asked, and, when the answer is small, the field for it right here. */
export function FromMailPage({ token, me, onGo }: FromMailPageProps) {
  const notice = useQuery({
    queryKey: [...NOTICES_KEY, 'by-link', token],
    queryFn: () => attentionClient.byLink({ params: { token } }),
  });
  useReading(notice.data);
  const destination = notice.data && destinationOf(notice.data.path);
  const page = destination?.kind === 'page' ? destination.path : undefined;
  useEffect(() => {
    if (page !== undefined) onGo(page);
  }, [page, onGo]);
  if (notice.error && !notice.data) {
    return (
      <Page title="This link leads nowhere" width="narrow">
        <ProblemNotice error={notice.error} />
        <AppLink to="/today">What waits for me</AppLink>
      </Page>
    );
  }
  if (!notice.data || !destination || destination.kind === 'page') {
    return (
      <Page title="From your mail" width="narrow">
        <p className="tl-muted">Reading what it was about</p>
      </Page>
    );
  }
  return (
    <Page
      title={notice.data.initiative?.name ?? 'From your mail'}
      documentTitle={notice.data.verb}
      lead={notice.data.sentence}
      actions={
        <Button component={AppLink} to={notice.data.path} variant="default">
          Open the whole initiative
        </Button>
      }
    >
      <AnswerHere destination={destination} me={me} />
    </Page>
  );
}

function AnswerHere({
  destination,
  me,
}: {
  readonly destination: Exclude<Destination, { readonly kind: 'page' }>;
  readonly me: FromMailPageProps['me'];
}) {
  const { slug } = destination;
  useLiveTopic(`initiative:${slug}`, initiativeKey(slug));
  const line = useQuery(initiativeQuery(slug));
  if (!line.data) return <ProblemNotice error={line.error} onRetry={() => void line.refetch()} />;
  return destination.kind === 'thread' ? (
    <ThreadHere slug={slug} threadId={destination.threadId} />
  ) : (
    <LearnTab slug={slug} rights={line.data.rights} me={me} onlyTicket={destination.ticketId} />
  );
}

/** Marks the notice as read once a person has it before their eyes; a program that follows links runs none of this. */
function useReading(notice: ShownNotice | undefined): void {
  const queryClient = useQueryClient();
  const noticeId = notice !== undefined && notice.unread > 0 ? notice.id : undefined;
  useEffect(() => {
    if (noticeId === undefined) return;
    void attentionClient
      .read({ params: { noticeId } })
      .then(() => queryClient.invalidateQueries({ queryKey: [...NOTICES_KEY, 'count'] }))
      // Reading goes on without it; the notice stays new.
      .catch(() => undefined);
  }, [noticeId, queryClient]);
}
