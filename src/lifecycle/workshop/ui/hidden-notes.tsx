import { useEffect } from 'react';
import { type SharedDocument, useSharedDocument, useSharedState } from '../../../web/documents/index.ts';
import { ConfirmButton, formatPlural, Notice, Section } from '../../../web/kit/index.ts';
import { hiddenNotesName } from '../workshop-documents.ts';
import type { BoardDesk } from './board-desk.ts';
import { NoteCard } from './note-card.tsx';
import { SharedStateLine } from './shared-state-line.tsx';
import { useBoard, useDesk } from './use-board.ts';
import { workshopClient } from './workshop-queries.ts';

export interface HidingNoticeProps {
  readonly slug: string;
  /** Who asked everybody to write first. */
  readonly by: string | null;
  readonly onFailed: (error: unknown) => void;
}

/** Says that notes are hidden, by whom, and shows them all. */
export function HidingNotice({ slug, by, onFailed }: HidingNoticeProps) {
  return (
    <Notice
      tone="accent"
      title={`Write first, read later: ${by ?? 'somebody'} asked everybody to write before anybody reads.`}
      action={
        <ConfirmButton
          color="indigo"
          question="Show everybody’s hidden notes now, with their names?"
          confirmLabel="Show all notes"
          keepLabel="Not yet"
          onConfirm={async () => void (await workshopClient.showNotes({ params: { slug } }).catch(onFailed))}
        >
          Show all notes
        </ConfirmButton>
      }
    >
      <p>New notes are sent to nobody until they are shown together, so that the first voice does not lead the rest.</p>
    </Notice>
  );
}

export interface HiddenNotesProps {
  readonly slug: string;
  readonly me: { readonly accountId: string; readonly name: string };
  /** Told of the desk on which a new note is laid; `null` while there is none. */
  readonly onDesk: (desk: BoardDesk | null) => void;
}

/** One's own notes while notes are hidden. They are in a document that nobody else can open. */
export function HiddenNotes({ slug, me, onDesk }: HiddenNotesProps) {
  const shared = useSharedDocument(hiddenNotesName(slug, me.accountId), me.accountId);
  return shared && <OwnNotes me={me} onDesk={onDesk} shared={shared} />;
}

function OwnNotes({ me, onDesk, shared }: Omit<HiddenNotesProps, 'slug'> & { readonly shared: SharedDocument }) {
  const state = useSharedState(shared);
  const board = useBoard(shared.document);
  const opened = useDesk(shared, me);
  const desk = state === 'opening' ? null : opened;
  useEffect(() => {
    onDesk(desk);
    return () => onDesk(null);
  }, [desk, onDesk]);
  if (!desk) return <p className="tl-muted">Reading your notes</p>;
  const notes = board.notes.filter(({ isRemoved }) => !isRemoved).sort((a, b) => a.writtenMs - b.writtenMs);
  return (
    <Section
      level={3}
      look="boxed"
      title={`Your hidden notes: ${formatPlural(notes.length, 'note', 'notes')}`}
      aside={<SharedStateLine state={state} />}
    >
      <ul className="tl-note-list tl-note-columns">
        {notes.map((note) => (
          <li key={note.id}>
            <NoteCard
              {...{ shared, note, desk }}
              groups={[]}
              neighbours={null}
              people={[]}
              myId={me.accountId}
              votesLeft={null}
              pointAt={() => undefined}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
