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
        {(namesSubject || thread.kind === 'flag' || thread.closedAt !== null) && <ThreadState thread={thread} />}
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
  // One name for all that can be said in it, so that words go along when somebody else closes it, or one decides otherwise.
  const form = { slug, onCancel: done, takesFocus: true, keep: thread.id };
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
          label={owesAnswer || thread.kind === 'talk' ? 'Your answer' : 'Why you take it back'}
          help="It closes this conversation, and whoever took part is told."
          verb={owesAnswer || thread.kind === 'talk' ? 'Answer and close' : 'Take it back'}
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
      return <ThreadButtons {...{ thread, mayDecide, owesAnswer, onDo }} />;
  }
}

function ThreadButtons({
  thread,
  mayDecide,
  owesAnswer,
  onDo,
}: Pick<ThreadActionsProps, 'thread' | 'mayDecide' | 'owesAnswer' | 'onDo'>) {
  const { kind, subject, closedAt, maySpeak, mayClose } = thread;
  const about = <span className="tl-hidden"> (about {subject.label})</span>;
  // A talk may go on for ever; a flag wants its answer, so only there do the buttons stand out.
  const quiet = { variant: 'subtle', size: 'compact-sm' } as const;
  const look = kind === 'flag' ? ({ variant: 'default' } as const) : quiet;
  return (
    <div className="tl-row tl-thread-buttons tl-no-print" data-kind={kind}>
      {closedAt === null && mayClose && owesAnswer && (
        <Button onClick={() => onDo('answer')}>Answer and close{about}</Button>
      )}
      {closedAt === null && maySpeak && (
        <Button {...look} onClick={() => onDo('reply')}>
          Reply{about}
        </Button>
      )}
      {closedAt === null && mayClose && !owesAnswer && (
        <Button {...quiet} onClick={() => onDo('answer')}>
          {kind === 'flag' ? 'Take it back' : 'Answer and close'}
          {about}
        </Button>
      )}
      {closedAt !== null && maySpeak && (
        <Button {...quiet} onClick={() => onDo('reopen')}>
          Open it again{about}
        </Button>
      )}
      {mayDecide && (
        <Button {...quiet} onClick={() => onDo('decide')}>
          Record a decision{about}
        </Button>
      )}
    </div>
  );
}
