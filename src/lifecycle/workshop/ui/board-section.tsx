import { Button } from '@mantine/core';
import { type KeyboardEvent, type Ref, useRef, useState } from 'react';
import { ProblemNotice } from '../../../web/data/index.ts';
import { type SharedDocument, useSharedDocument, useSharedState } from '../../../web/documents/index.ts';
import { EmptyState, Section } from '../../../web/kit/index.ts';
import { type Rights, rightTo } from '../../initiatives/ui/index.ts';
import { type Board, votesLeft } from '../board.ts';
import { boardName } from '../workshop-documents.ts';
import { BoardBar } from './board-bar.tsx';
import type { BoardDesk } from './board-desk.ts';
import { HiddenNotes, HidingNotice } from './hidden-notes.tsx';
import { NoteColumns } from './note-columns.tsx';
import { NoteComposer } from './note-composer.tsx';
import { SharedStateNotice } from './shared-state-line.tsx';
import { useBoard, useDesk } from './use-board.ts';
import { usePeopleHere, usePointing } from './use-presence.ts';

export interface BoardSectionProps {
  readonly slug: string;
  readonly rights: Rights;
  readonly me: { readonly accountId: string; readonly name: string };
}

/** The board of an initiative, on which several people write at once. */
export function BoardSection(props: BoardSectionProps) {
  const shared = useSharedDocument(boardName(props.slug), props.me.accountId);
  if (!shared) return <p className="tl-muted">Reading the board</p>;
  return <OpenBoard {...props} shared={shared} />;
}

function OpenBoard({ slug, rights, me, shared }: BoardSectionProps & { readonly shared: SharedDocument }) {
  const state = useSharedState(shared);
  const board = useBoard(shared.document);
  const desk = useDesk(shared, me);
  const people = usePeopleHere(shared.awareness, me.accountId);
  const pointAt = usePointing(shared.awareness);
  const [byVotes, setByVotes] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const right = rightTo(rights, 'workshop.work');
  if (state === 'opening') return <p className="tl-muted">Reading the board</p>;
  const isOver = state !== 'saved' && state !== 'saving' && state !== 'lost';
  const mine = right.allowed && !isOver ? desk : null;
  const isHiding = board.session.hiddenSinceMs !== null;
  const isEmpty = board.groups.length === 0 && board.notes.every(({ isRemoved }) => isRemoved);
  const undoByKeys = (event: KeyboardEvent) => {
    const isText = event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement;
    if (!mine || isText || !(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return;
    event.preventDefault();
    if (event.shiftKey) mine.undoing.redo();
    else mine.undoing.undo();
  };
  return (
    <Section
      title="Board"
      lead="What do we want to know, who decides, what could be predicted? Everybody writes at once."
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys only repeat what the undo buttons do. */}
      <div className="tl-stack" onKeyDown={undoByKeys}>
        <BoardBar
          {...{ slug, board, people, state, byVotes }}
          desk={mine}
          myId={me.accountId}
          onOrder={setByVotes}
          onFailed={setFailure}
        />
        {failure !== null && <ProblemNotice error={failure} />}
        <SharedStateNotice state={state} />
        {!right.allowed && <p className="tl-muted">You read along. {right.rule}</p>}
        {mine && <Writing {...{ slug, me, field }} desk={mine} session={board.session} onFailed={setFailure} />}
        {isEmpty && !isHiding && (
          <EmptyState
            sentence="The board is empty. Begin with what the business wants to know, in its own words."
            detail="Then: who decides on it, and what could be known early enough to act?"
            action={
              mine ? (
                <Button onClick={() => field.current?.focus()}>Write the first note</Button>
              ) : (
                <span>{right.rule}</span>
              )
            }
          />
        )}
        {!isEmpty && (
          <NoteColumns
            {...{ shared, board, people, pointAt, byVotes }}
            desk={mine}
            myId={me.accountId}
            votesLeft={votesLeft(board, me.accountId)}
          />
        )}
      </div>
    </Section>
  );
}

interface WritingProps extends Pick<BoardSectionProps, 'slug' | 'me'> {
  readonly desk: BoardDesk;
  readonly session: Board['session'];
  readonly field: Ref<HTMLTextAreaElement>;
  readonly onFailed: (thrown: unknown) => void;
}

/** Where notes are written. The field keeps its place, and what stands in it, when notes become hidden or are shown. */
function Writing({ slug, me, desk, session, field, onFailed }: WritingProps) {
  const [hidden, setHidden] = useState<BoardDesk | null>(null);
  const isHiding = session.hiddenSinceMs !== null;
  const writing = isHiding ? hidden : desk;
  return (
    <>
      {isHiding && <HidingNotice slug={slug} by={session.hiddenBy} onFailed={onFailed} />}
      <NoteComposer onAdd={writing?.addNote} isHidden={isHiding} fieldRef={field} />
      {isHiding && <HiddenNotes slug={slug} me={me} onDesk={setHidden} />}
    </>
  );
}
