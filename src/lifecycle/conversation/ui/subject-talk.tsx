import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { AppLink, Disclosure, formatPlural } from '../../../web/kit/index.ts';
import { initiativeQuery, rightTo } from '../../initiatives/ui/index.ts';
import { sessionQuery } from '../../people/ui/index.ts';
import type { Subject } from '../subject.ts';
import { conversationClient, type ShownThread, threadsOfSubject } from './conversation-queries.ts';
import { SayForm } from './say-form.tsx';
import { ThreadView } from './thread-view.tsx';

export interface SubjectTalkProps {
  readonly slug: string;
  readonly subject: Subject;
  /** Label of the field. */
  readonly label: string;
  /** Offers to say that it looks wrong; for what shows a number or a statement. */
  readonly canLookWrong: boolean;
  readonly takesFocus?: boolean;
  /** Why nothing new is begun about it, in a sentence; absent while something can be. */
  readonly overBecause?: string;
  /** Shows only so many open threads; the page of all conversations has the rest. */
  readonly most?: number;
}

/** What is said about one subject, with the field to say more. Open threads come first, closed ones are folded away. */
export function SubjectTalk(props: SubjectTalkProps) {
  const { slug, subject, label, canLookWrong, takesFocus = false, overBecause, most } = props;
  const threads = useQuery(threadsOfSubject(slug, subject));
  const line = useQuery(initiativeQuery(slug));
  const { data: me } = useQuery(sessionQuery);
  const staying = useStaying(threads.data ?? []);
  if (!line.data || !me) return null;
  const speak = rightTo(line.data.rights, 'table.speak');
  const flag = rightTo(line.data.rights, 'number.flag');
  const mayDecide = rightTo(line.data.rights, 'decision.record').allowed;
  const params = { slug };
  const mayFlag = canLookWrong && flag.allowed;
  const shown = (list: readonly ShownThread[]) =>
    list.map((thread) => (
      <ThreadView key={thread.id} slug={slug} thread={thread} accountId={me.accountId} mayDecide={mayDecide} />
    ));
  const open = (threads.data ?? []).filter(({ id }) => staying.has(id));
  const closed = (threads.data ?? []).filter(({ id }) => !staying.has(id));
  return (
    <div className="tl-stack">
      {overBecause !== undefined && <p className="tl-muted">{overBecause}</p>}
      {overBecause === undefined && (speak.allowed || mayFlag) && (
        <SayForm
          slug={slug}
          keep={`new ${subject.type} ${subject.id} ${subject.part}`}
          label={label}
          help="Type @ to name somebody; they are told."
          {...(speak.allowed ? { verb: 'Say it' } : {})}
          onSay={(said) => conversationClient.open({ params, body: { subject, ...said } })}
          {...(mayFlag
            ? {
                second: {
                  verb: 'That looks wrong',
                  onSay: ({ text, mentioned }) =>
                    conversationClient.flag({
                      params,
                      body: { subject, mentioned, ...(text.length < 2 ? {} : { text }) },
                    }),
                },
              }
            : {})}
          takesFocus={takesFocus}
        />
      )}
      {overBecause === undefined && !speak.allowed && <p className="tl-muted tl-small">{speak.rule}</p>}
      <ProblemNotice error={threads.error} onRetry={() => void threads.refetch()} />
      {threads.isSuccess && open.length + closed.length === 0 && <p className="tl-muted">Nobody said anything yet.</p>}
      {shown(open.slice(0, most))}
      {most !== undefined && open.length > most && (
        <AppLink to={`/i/${slug}/talk`}>Show the {open.length - most} earlier ones under Conversation</AppLink>
      )}
      {closed.length > 0 && (
        <Disclosure label={`Show ${formatPlural(closed.length, 'answered conversation', 'answered conversations')}`}>
          {shown(closed)}
        </Disclosure>
      )}
    </div>
  );
}

/** The conversations that were open since the page is: one that is closed meanwhile stays, because somebody may be answering in it. */
function useStaying(threads: readonly ShownThread[]): ReadonlySet<string> {
  const [staying, setStaying] = useState<ReadonlySet<string>>(new Set());
  const fresh = threads.filter(({ id, closedAt }) => closedAt === null && !staying.has(id));
  if (fresh.length > 0) setStaying(new Set([...staying, ...fresh.map(({ id }) => id)]));
  return staying;
}
