import { Button } from '@mantine/core';
import { IconFlag, IconGavel, IconMessage } from '@tabler/icons-react';
import { useState } from 'react';
import { AppLink, formatDay, StateWord } from '../../../web/kit/index.ts';
import { rolesInWords } from '../../people/index.ts';
import { CommentView } from './comment-view.tsx';
import { conversationClient, type ShownThread } from './conversation-queries.ts';
import { DecisionForm } from './decision-form.tsx';
import { SayForm } from './say-form.tsx';

export interface ThreadViewProps {
  readonly slug: string;
  readonly thread: ShownThread;
  /** Who is reading. */
  readonly accountId: string;
  readonly mayDecide: boolean;
  /** Names the subject and links to its page; left out where the reader is looking at it. */
  readonly namesSubject?: boolean;
  /** Opens with the field for the reply or the answer, for somebody who was sent here. */
  readonly startsAnswering?: boolean;
}

type Doing = 'nothing' | 'reply' | 'answer' | 'reopen' | 'decide';

/** A thread: its state in words, what was said and decided, and what the reader can do in it. */
export function ThreadView({ slug, thread, accountId, mayDecide, namesSubject, startsAnswering }: ThreadViewProps) {
  const owesAnswer = thread.kind === 'flag' && thread.mayClose && thread.openedBy !== accountId;
  const [doing, setDoing] = useState<Doing>(
    startsAnswering && thread.closedAt === null && thread.maySpeak ? (owesAnswer ? 'answer' : 'reply') : 'nothing',
  );
  const { subject, comments, decisions } = thread;
  const hidden = thread.commentCount - comments.length;
  return (
    <article className="tl-thread" data-kind={thread.kind} aria-label={`About ${subject.label}`}>
      <div className="tl-thread-head">
        {namesSubject && (
          <AppLink to={subject.path} className="tl-link tl-thread-subject">
            {subject.label}
          </AppLink>
        )}
        <ThreadState thread={thread} />
      </div>
      {subject.shown !== null && <p className="tl-muted tl-small">It said: {subject.shown}</p>}
      {hidden > 0 && (
        <AppLink to={`/i/${slug}/talk?thread=${thread.id}`} className="tl-link tl-small">
          Show the {hidden} earlier comments
        </AppLink>
      )}
      <ol className="tl-comments">
        {comments.map((comment) => (
          <CommentView key={comment.id} slug={slug} comment={comment} accountId={accountId} />
        ))}
      </ol>
      {decisions.map((decision) => (
        <div key={decision.id} className="tl-decision">
          <IconGavel size={16} aria-hidden />
          <div>
            <p>
              <b>Decided by {decision.who}:</b> {decision.what}
            </p>
            <p className="tl-muted">Because: {decision.why}</p>
            <p className="tl-muted tl-small">
              Recorded by {decision.recordedBy} on {formatDay(decision.recordedAt)}
            </p>
          </div>
        </div>
      ))}
      <ThreadActions {...{ slug, thread, mayDecide, doing, owesAnswer }} onDo={setDoing} />
    </article>
  );
}

function ThreadState({ thread: { kind, closedAt, addressees, addressed } }: { readonly thread: ShownThread }) {
  if (closedAt !== null) return <StateWord tone="reached">Answered on {formatDay(closedAt)}</StateWord>;
  if (kind === 'talk') {
    return (
      <StateWord tone="unknown" icon={IconMessage}>
        Open
      </StateWord>
    );
  }
  return (
    <StateWord tone="look" icon={IconFlag}>
      Looks wrong;{' '}
      {addressees.length > 0
        ? `waits for ${addressees.join(' or ')}`
        : `nobody sits as ${rolesInWords(addressed).toLowerCase()} yet, so anybody at the table may answer`}
    </StateWord>
  );
}

interface ThreadActionsProps {
  readonly slug: string;
  readonly thread: ShownThread;
  readonly mayDecide: boolean;
  readonly owesAnswer: boolean;
  readonly doing: Doing;
  readonly onDo: (doing: Doing) => void;
}

function ThreadActions({ slug, thread, mayDecide, owesAnswer, doing, onDo }: ThreadActionsProps) {
  const params = { slug, threadId: thread.id };
  const done = () => onDo('nothing');
  const form = { slug, onCancel: done, takesFocus: true, keep: `${doing} ${thread.id}` };
  const about = <span className="tl-hidden"> (about {thread.subject.label})</span>;
  switch (doing) {
    case 'reply':
      return (
        <SayForm
          {...form}
          label="Your reply"
          verb="Reply"
          onSay={(body) => conversationClient.reply({ params, body })}
        />
      );
    case 'answer':
      return (
        <SayForm
          {...form}
          label="Your answer"
          help="It closes this conversation, and whoever began it is told."
          verb="Answer and close"
          onSay={(body) => conversationClient.answer({ params, body })}
        />
      );
    case 'reopen':
      return (
        <SayForm
          {...form}
          label="Why the answer does not settle it"
          verb="Open it again"
          onSay={(body) => conversationClient.reopen({ params, body })}
        />
      );
    case 'decide':
      return <DecisionForm slug={slug} threadId={thread.id} onDone={done} />;
    default:
      return (
        <div className="tl-row tl-no-print">
          {thread.closedAt === null && thread.maySpeak && (
            <Button variant="default" onClick={() => onDo('reply')}>
              Reply{about}
            </Button>
          )}
          {thread.closedAt === null && thread.mayClose && (
            <Button variant={owesAnswer ? 'filled' : 'default'} onClick={() => onDo('answer')}>
              Answer and close{about}
            </Button>
          )}
          {thread.closedAt !== null && thread.maySpeak && (
            <Button variant="subtle" onClick={() => onDo('reopen')}>
              Open it again{about}
            </Button>
          )}
          {mayDecide && (
            <Button variant="subtle" onClick={() => onDo('decide')}>
              Record a decision{about}
            </Button>
          )}
        </div>
      );
  }
}
