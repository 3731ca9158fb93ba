import { Drawer, UnstyledButton } from '@mantine/core';
import { IconFlag, IconMessage } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { formatPlural } from '../../../web/kit/index.ts';
import { subjectKey } from '../subject.ts';
import { threadCountsQuery } from './conversation-queries.ts';
import { SubjectTalk } from './subject-talk.tsx';
import './conversation.css';

export interface TalkHereProps {
  readonly slug: string;
  /** What is talked about; the key stays the same for good. */
  readonly subject: {
    readonly type: string;
    readonly id: string;
    /** The number or field that is meant, when not the whole object. */
    readonly part?: string;
    /** The step at which speaking counts as being heard. */
    readonly step: string | null;
    /** The page that shows it. */
    readonly path: string;
    /** The value as the page shows it; absent for an object without one. */
    readonly shown?: string;
  };
  /** What it is called on this page. */
  readonly label: string;
  /** Left out for what can be right or wrong by nobody, such as a step. */
  readonly canLookWrong?: boolean;
  /** Why nothing new is begun about it, in a sentence; what was said stays to be read and answered threads to be reopened. */
  readonly overBecause?: string;
}

const LIMIT = { label: 160, shown: 240 } as const;

/**
 * The mark beside an object or a number: how much is said about it, and whether somebody doubts it. It opens the talk in
 * a panel at the side; from there "That looks wrong" is one more click.
 */
export function TalkHere({ slug, subject, label, canLookWrong = true, overBecause }: TalkHereProps) {
  const [isOpen, setOpen] = useState(false);
  const counts = useQuery(threadCountsQuery(slug));
  const { type, id, part = '', step, path, shown } = subject;
  const count = counts.data?.get(subjectKey({ type, id, part }));
  const comments = count?.comments ?? 0;
  const flags = count?.openFlags ?? 0;
  const words = [
    comments > 0 ? formatPlural(comments, 'comment', 'comments') : 'nothing said yet',
    ...(flags > 0 ? [`${formatPlural(flags, 'doubt waits', 'doubts wait')} for an answer`] : []),
  ].join(', ');
  const MarkIcon = flags > 0 ? IconFlag : IconMessage;
  return (
    <>
      <UnstyledButton
        className="tl-talk-mark tl-no-print"
        data-flagged={flags > 0 || undefined}
        data-quiet={comments === 0 || undefined}
        aria-label={`Talk about ${label}: ${words}`}
        title={`Talk about ${label}: ${words}`}
        onClick={() => setOpen(true)}
      >
        <MarkIcon size={15} aria-hidden />
        {comments > 0 && <span aria-hidden>{comments}</span>}
      </UnstyledButton>
      {/* The library's own title stands in a header, which a screen reader takes for a second banner of the page. */}
      <Drawer.Root
        opened={isOpen}
        onClose={() => setOpen(false)}
        position="right"
        size={440}
        transitionProps={{ duration: 120 }}
      >
        <Drawer.Overlay />
        <Drawer.Content aria-label={`Conversation about ${label}`}>
          <div className="tl-talk-head">
            <div>
              <h2>{label}</h2>
              {shown !== undefined && <p className="tl-muted tl-small">{shown}</p>}
            </div>
            <Drawer.CloseButton aria-label="Close" />
          </div>
          <Drawer.Body>
            <SubjectTalk
              slug={slug}
              subject={{
                type,
                id,
                part,
                step,
                path,
                label: cut(label, LIMIT.label),
                shown: shown === undefined ? null : cut(shown, LIMIT.shown),
              }}
              label="What do you want to say about it?"
              canLookWrong={canLookWrong}
              {...(overBecause === undefined ? {} : { overBecause })}
              takesFocus
            />
          </Drawer.Body>
        </Drawer.Content>
      </Drawer.Root>
    </>
  );
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3)}...`;
}
