import { Button, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import { AppLink, EmptyState, formatAgo, formatMoment, formatPlural, Page, StateWord } from '../../../web/kit/index.ts';
import { attentionClient, NOTICES_KEY, noticeCountQuery, noticesQuery, type ShownNotice } from './notice-queries.ts';
import './attention.css';

type Only = 'all' | 'waiting';

/** What the reader was told: each matter one line, with one verb that leads to the very place. */
export function NotificationsPage() {
  const [only, setOnly] = useState<Only>('all');
  const notices = useInfiniteQuery(noticesQuery(only));
  const count = useQuery(noticeCountQuery);
  const lines = notices.data?.pages.flatMap((page) => page.notices) ?? [];
  const readAll = useNoticeChange(() => attentionClient.readAll());
  const unread = count.data?.unread ?? 0;
  return (
    <Page
      title={unread === 0 ? 'Nothing new for you' : `${formatPlural(unread, 'new thing', 'new things')} for you`}
      documentTitle="Notifications"
      lead={
        <>
          What concerns you on your initiatives, newest first.{' '}
          <AppLink to="/me/notifications">Choose when mails come</AppLink>
        </>
      }
      actions={
        unread > 0 ? (
          <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate(undefined)}>
            Mark all as read
          </Button>
        ) : undefined
      }
    >
      <div>
        <SegmentedControl
          aria-label="Which notifications"
          data={[
            { value: 'all', label: 'Everything' },
            { value: 'waiting', label: 'Waiting for me' },
          ]}
          value={only}
          onChange={(value) => setOnly(value === 'waiting' ? 'waiting' : 'all')}
        />
      </div>
      <ProblemNotice error={notices.error ?? readAll.error} onRetry={() => void notices.refetch()} />
      {notices.isPending && <p className="tl-muted">Reading what you were told</p>}
      {notices.isSuccess && lines.length === 0 && (
        <EmptyState
          sentence={
            only === 'waiting'
              ? 'Nobody waits for a word of yours.'
              : 'You were told nothing yet. When somebody mentions you, asks you or gives you a seat, it stands here.'
          }
          action={<AppLink to="/today">Go to Today</AppLink>}
        />
      )}
      {lines.length > 0 && (
        <ul className="tl-notices">
          {lines.map((notice) => (
            <NoticeItem key={notice.id} notice={notice} />
          ))}
        </ul>
      )}
      {notices.hasNextPage && (
        <div>
          <Button variant="default" loading={notices.isFetchingNextPage} onClick={() => void notices.fetchNextPage()}>
            Show earlier ones
          </Button>
        </div>
      )}
    </Page>
  );
}

function NoticeItem({ notice }: { readonly notice: ShownNotice }) {
  const now = useNow();
  const { id: noticeId, sentence, verb, minutes, path, isAsk, isDone, at, count, unread, initiative } = notice;
  const params = { noticeId };
  const read = useNoticeChange(() => attentionClient.read({ params }));
  const done = useNoticeChange(() => attentionClient.done({ params }));
  const waits = isAsk && !isDone;
  return (
    <li data-new={unread > 0 || undefined}>
      <div>
        <p className="tl-notice-sentence">
          {unread > 0 && <span className="tl-notice-new">New</span>}
          {sentence}
        </p>
        <p className="tl-muted tl-small tl-row">
          {initiative && <AppLink to={`/i/${initiative.slug}/overview`}>{initiative.name}</AppLink>}
          <time dateTime={at} title={formatMoment(at)}>
            {formatAgo(at, now)}
          </time>
          {count > 1 && <span>and {count - 1} more about it</span>}
          {isAsk && isDone && <StateWord tone="reached">Done</StateWord>}
        </p>
        <ProblemNotice error={done.error} />
      </div>
      <div className="tl-notice-do">
        <Button
          component={AppLink}
          to={path}
          variant={waits ? 'filled' : 'default'}
          onClick={() => {
            if (unread > 0) read.mutate(undefined);
          }}
        >
          {verb}
          <span className="tl-hidden">: {sentence}</span>
        </Button>
        {waits && (
          <span className="tl-row">
            <span className="tl-muted tl-small">about {formatPlural(minutes, 'minute', 'minutes')}</span>
            <Button variant="subtle" size="compact-xs" loading={done.isPending} onClick={() => done.mutate(undefined)}>
              It is done<span className="tl-hidden">: {sentence}</span>
            </Button>
          </span>
        )}
        {!waits && unread > 0 && (
          <Button variant="subtle" size="compact-xs" loading={read.isPending} onClick={() => read.mutate(undefined)}>
            Mark as read<span className="tl-hidden">: {sentence}</span>
          </Button>
        )}
      </div>
    </li>
  );
}

function useNoticeChange(change: () => Promise<unknown>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: NOTICES_KEY }),
  });
}
