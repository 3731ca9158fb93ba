import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemNotice, useNow } from '../../../web/data/index.ts';
import { ConfirmButton, Disclosure, formatAgo, formatMoment, PersonFace } from '../../../web/kit/index.ts';
import { ROLE_NAME } from '../../people/index.ts';
import { settled, useTableChange } from '../../people/ui/index.ts';
import { conversationClient, type ShownComment, versionsQuery } from './conversation-queries.ts';
import { SayForm } from './say-form.tsx';
import { Spoken } from './spoken.tsx';

const TOLD: Readonly<Record<ShownComment['kind'], string>> = {
  said: '',
  answer: 'answered',
  reopened: 'opened it again',
};

export interface CommentViewProps {
  readonly slug: string;
  readonly comment: ShownComment;
  /** Who is reading. */
  readonly accountId: string;
}

/** One comment: who, as what, when, the words, and for its author the ways to change or remove them. */
export function CommentView({ slug, comment, accountId }: CommentViewProps) {
  const now = useNow();
  const [isEditing, setEditing] = useState(false);
  const { id: commentId, authorName, roles, saidAt, editedAt, removedAt, kind } = comment;
  return (
    <li className="tl-comment">
      <PersonFace name={authorName} />
      <div>
        <p className="tl-comment-head">
          <b>{authorName}</b> {TOLD[kind]}
          {roles.length > 0 && (
            <span className="tl-muted tl-small">{roles.map((role) => ROLE_NAME[role]).join(', ')}</span>
          )}
          <time className="tl-muted tl-small" dateTime={saidAt} title={formatMoment(saidAt)}>
            {formatAgo(saidAt, now)}
          </time>
        </p>
        {removedAt !== null && <p className="tl-muted">Removed by its author.</p>}
        {removedAt === null && isEditing && (
          <SayForm
            slug={slug}
            keep={`edit ${commentId}`}
            label="Your words"
            help={`They were: ${comment.text}`}
            verb="Save the new words"
            onSay={(body) => conversationClient.edit({ params: { slug, commentId }, body })}
            onCancel={() => setEditing(false)}
          />
        )}
        {removedAt === null && !isEditing && <Spoken text={comment.text} mentions={comment.mentions} />}
        {removedAt === null && editedAt !== null && <FormerWords slug={slug} commentId={commentId} />}
        {removedAt === null && !isEditing && comment.authorId === accountId && (
          <OwnWords slug={slug} commentId={commentId} onEdit={() => setEditing(true)} />
        )}
      </div>
    </li>
  );
}

function OwnWords({
  slug,
  commentId,
  onEdit,
}: {
  readonly slug: string;
  readonly commentId: string;
  readonly onEdit: () => void;
}) {
  const remove = useTableChange(slug, () => conversationClient.remove({ params: { slug, commentId } }));
  return (
    <div className="tl-row tl-comment-own tl-no-print">
      <Button variant="subtle" size="compact-xs" onClick={onEdit}>
        Change my words
      </Button>
      <ConfirmButton
        variant="subtle"
        size="compact-xs"
        question="Remove your words from every page? It stays known that you said something."
        confirmLabel="Remove them"
        keepLabel="Keep them"
        onConfirm={() => settled(remove.mutateAsync(undefined))}
      >
        Remove
      </ConfirmButton>
      <ProblemNotice error={remove.error} />
    </div>
  );
}

function FormerWords({ slug, commentId }: { readonly slug: string; readonly commentId: string }) {
  return (
    <Disclosure label="Changed by its author; show what it said before" isPrinted={false} isMadeOnOpening>
      <FormerList slug={slug} commentId={commentId} />
    </Disclosure>
  );
}

function FormerList({ slug, commentId }: { readonly slug: string; readonly commentId: string }) {
  const versions = useQuery(versionsQuery(slug, commentId));
  return (
    <>
      <ProblemNotice error={versions.error} />
      <ol className="tl-former">
        {versions.data?.map(({ text, replacedAt }) => (
          <li key={replacedAt}>
            <span className="tl-muted tl-small">until {formatMoment(replacedAt)}</span>
            <p className="tl-spoken">{text}</p>
          </li>
        ))}
      </ol>
    </>
  );
}
