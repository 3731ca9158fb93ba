import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { Disclosure, EmptyState, formatPlural, Section } from '../../../web/kit/index.ts';
import type { Draft } from '../draft-path.ts';
import { CandidateDetail } from './candidate-detail.tsx';
import { CandidateForm } from './candidate-form.tsx';
import { candidatesQuery, type OfferedNote } from './candidate-queries.ts';
import { CandidateTable } from './candidate-table.tsx';
import { DiscardedCandidates } from './discarded-candidates.tsx';

export interface CandidatesPanelProps {
  readonly slug: string;
  readonly me: { readonly accountId: string; readonly name: string };
  /** The framing as it is written now. */
  readonly draft: Draft;
  /** The framing has words that are not saved yet. */
  readonly isUnsaved: boolean;
}

/** What is open below the table: a task, a new one, or one that is made from a note. */
type Opened = { readonly kind: 'task'; readonly id: string } | { readonly kind: 'new'; readonly note?: OfferedNote };

/** The possible tasks side by side, before one of them is framed. */
export function CandidatesPanel({ slug, me, draft, isUnsaved }: CandidatesPanelProps) {
  const query = useQuery(candidatesQuery(slug));
  const [opened, setOpened] = useState<Opened | null>(null);
  const below = useRef<HTMLDivElement>(null);
  const open = (next: Opened) => {
    setOpened(next);
    // What opens stands below the table, where a reader of a small screen would not see it.
    requestAnimationFrame(() => below.current?.scrollIntoView({ block: 'nearest' }));
  };
  if (!query.data) return <ProblemNotice error={query.error} onRetry={() => void query.refetch()} />;
  const { candidates, notes } = query.data;
  const compared = candidates.filter(({ state }) => state !== 'discarded');
  const shown = opened?.kind === 'task' ? candidates.find(({ id }) => id === opened.id) : undefined;
  const addButton = (
    <Button variant="default" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => open({ kind: 'new' })}>
      Add a possible task
    </Button>
  );
  return (
    <Section
      title="Possible tasks"
      id="frame-candidates"
      lead={
        candidates.length > 0
          ? 'Compare before you decide. Money is for 30 days, after the cost of acting, and sorted by its lower end.'
          : undefined
      }
    >
      <CandidateTable candidates={compared} openId={shown?.id} onOpen={(id) => open({ kind: 'task', id })} />
      {candidates.length === 0 && opened === null && (
        <EmptyState
          sentence="There may be several ways to answer the question. Put them side by side, with what each would bring, before one is framed."
          detail="When it is clear already what to predict, go on below."
          action={addButton}
        />
      )}
      <div ref={below} className="tl-framing-below">
        {opened?.kind === 'new' && (
          <CandidateForm
            key={opened.note?.id ?? 'new'}
            {...{ slug, me }}
            {...(opened.note ? { note: opened.note } : {})}
            onDone={(id) => (id === undefined ? setOpened(null) : open({ kind: 'task', id }))}
          />
        )}
        {shown && (
          <CandidateDetail
            key={shown.id}
            {...{ slug, me, draft, isUnsaved }}
            candidate={shown}
            onClose={() => setOpened(null)}
          />
        )}
      </div>
      {candidates.length > 0 && opened?.kind !== 'new' && <div>{addButton}</div>}
      <BoardNotes notes={notes} onMake={(note) => open({ kind: 'new', note })} />
      <DiscardedCandidates slug={slug} candidates={candidates} />
    </Section>
  );
}

function BoardNotes({
  notes,
  onMake,
}: {
  readonly notes: readonly OfferedNote[];
  readonly onMake: (note: OfferedNote) => void;
}) {
  if (notes.length === 0) return null;
  return (
    <Disclosure label={`From the board: ${formatPlural(notes.length, 'note', 'notes')}`} isPrinted={false}>
      <ul className="tl-framing-notes">
        {notes.map((note) => (
          <li key={note.id}>
            <div>
              <p className="tl-framing-verbatim">{note.text}</p>
              <p className="tl-muted tl-small">
                {note.authorName}
                {note.groupTitle ? `, in “${note.groupTitle}”` : ''}, {formatPlural(note.votes, 'vote', 'votes')}
              </p>
            </div>
            <Button variant="default" onClick={() => onMake(note)}>
              Make a task of it<span className="tl-hidden">: {note.text}</span>
            </Button>
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
