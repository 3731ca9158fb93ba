import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, EmptyState, Section } from '../../../web/kit/index.ts';
import { initiativeQuery, rightTo } from '../../initiatives/ui/index.ts';
import { sessionQuery } from '../../people/ui/index.ts';
import { type ThreadFilter, threadQuery, threadsQuery } from './conversation-queries.ts';
import { ThreadView } from './thread-view.tsx';
import './conversation.css';

const FILTERS: readonly { readonly value: ThreadFilter; readonly label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'flags', label: 'Doubts that wait' },
  { value: 'closed', label: 'Answered' },
];

const NOTHING: Readonly<Record<ThreadFilter, string>> = {
  open: 'Nothing is open. Beside every number and every step stands a mark that begins a conversation about it.',
  flags: 'Nobody doubts a number at the moment. "That looks wrong" stands beside each of them.',
  closed: 'Nothing was answered yet.',
};

/** Everything that is said about this initiative; the address can name one thread, which then stands alone on top. */
export function TalkTab({ slug }: { readonly slug: string }) {
  const search: Readonly<Record<string, unknown>> = useSearch({ strict: false });
  const asked = typeof search.thread === 'string' ? search.thread : null;
  return asked === null ? <AllThreads slug={slug} /> : <ThreadHere key={asked} slug={slug} threadId={asked} />;
}

/** One conversation as a part of a page, open for the reader's reply or answer. */
export function ThreadHere({ slug, threadId }: { readonly slug: string; readonly threadId: string }) {
  const thread = useQuery(threadQuery(slug, threadId));
  const reader = useReader(slug);
  return (
    <Section
      title={thread.data ? `About "${thread.data.subject.label}"` : 'A conversation'}
      aside={<AppLink to={`/i/${slug}/talk`}>All conversations</AppLink>}
    >
      <ProblemNotice error={thread.error} onRetry={() => void thread.refetch()} />
      {thread.isPending && <p className="tl-muted">Reading the conversation</p>}
      {thread.data && reader && (
        <ThreadView slug={slug} thread={thread.data} {...reader} namesSubject startsAnswering />
      )}
    </Section>
  );
}

function AllThreads({ slug }: { readonly slug: string }) {
  const [filter, setFilter] = useState<ThreadFilter>('open');
  const threads = useInfiniteQuery(threadsQuery(slug, filter));
  const reader = useReader(slug);
  const shown = threads.data?.pages.flatMap((page) => page.threads) ?? [];
  return (
    <Section
      title="What people say"
      lead="Every object and every number can be talked about in its place; here stands all of it, newest first."
    >
      <div className="tl-no-print">
        <SegmentedControl
          aria-label="Which conversations"
          data={[...FILTERS]}
          value={filter}
          onChange={(value) => setFilter(FILTERS.find((each) => each.value === value)?.value ?? 'open')}
        />
      </div>
      <ProblemNotice error={threads.error} onRetry={() => void threads.refetch()} />
      {threads.isPending && <p className="tl-muted">Reading the conversations</p>}
      {threads.isSuccess && shown.length === 0 && (
        <EmptyState
          sentence={NOTHING[filter]}
          action={<AppLink to={`/i/${slug}/overview`}>Go to the answer</AppLink>}
        />
      )}
      {reader &&
        shown.map((thread) => <ThreadView key={thread.id} slug={slug} thread={thread} {...reader} namesSubject />)}
      {threads.hasNextPage && (
        <div>
          <Button variant="default" loading={threads.isFetchingNextPage} onClick={() => void threads.fetchNextPage()}>
            Show earlier ones
          </Button>
        </div>
      )}
    </Section>
  );
}

function useReader(slug: string): { readonly accountId: string; readonly mayDecide: boolean } | null {
  const line = useQuery(initiativeQuery(slug));
  const { data: me } = useQuery(sessionQuery);
  if (!line.data || !me) return null;
  return { accountId: me.accountId, mayDecide: rightTo(line.data.rights, 'decision.record').allowed };
}
