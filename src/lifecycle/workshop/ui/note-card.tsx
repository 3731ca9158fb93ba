import { ActionIcon, Menu } from '@mantine/core';
import { IconDots, IconThumbUp } from '@tabler/icons-react';
import { type DragEvent, type Ref, useRef, useState } from 'react';
import type { SharedDocument } from '../../../web/documents/index.ts';
import { inkOf } from '../../../web/kit/index.ts';
import { MEANING_NAME, NOTE_MEANINGS, type Note, type NoteGroup } from '../board.ts';
import type { BoardDesk } from './board-desk.ts';
import { MeaningWord, toneOf } from './meaning-word.tsx';
import { NoteTextField } from './note-text-field.tsx';
import type { PersonHere, PointAt } from './use-presence.ts';

/** The kind of what is dragged, so that a column takes notes and nothing else. */
export const NOTE_DRAG = 'application/x-throughline-note';

export interface NoteCardProps {
  readonly shared: SharedDocument;
  readonly note: Note;
  readonly groups: readonly NoteGroup[];
  /** `null` for people who may only read. */
  readonly desk: BoardDesk | null;
  readonly myId: string;
  /** Votes that the reader may still cast; `null` where there is no voting. */
  readonly votesLeft: number | null;
  /** The notes around it, where they lie in an order that somebody can change; `null` where votes order them. */
  readonly neighbours: {
    readonly above: string | undefined;
    readonly below: string | undefined;
    /** The one after the one below. */
    readonly next: string | undefined;
  } | null;
  /** Those who are on this note now. */
  readonly people: readonly PersonHere[];
  readonly pointAt: PointAt;
}

/** One note. Everything that a drag does is in its menu too. */
export function NoteCard(props: NoteCardProps) {
  const { shared, note, desk, votesLeft, people, pointAt } = props;
  const [isEditing, setEditing] = useState(false);
  const menu = useRef<HTMLButtonElement>(null);
  const start = (event: DragEvent) => {
    event.dataTransfer.setData(NOTE_DRAG, note.id);
    event.dataTransfer.effectAllowed = 'move';
  };
  const done = () => {
    setEditing(false);
    pointAt(null);
    menu.current?.focus();
  };
  return (
    <article
      className="tl-note"
      data-tone={toneOf(note.meaning)}
      data-occupied={people.length > 0}
      draggable={desk !== null && !isEditing}
      onDragStart={start}
      onPointerEnter={() => !isEditing && pointAt(note.id)}
      onPointerLeave={() => !isEditing && pointAt(null)}
    >
      <div className="tl-note-head">
        <MeaningWord meaning={note.meaning} />
        {desk && <NoteMenu {...props} desk={desk} menuRef={menu} onEdit={() => setEditing(true)} />}
      </div>
      {isEditing && desk ? (
        <NoteTextField
          shared={shared}
          note={note}
          onDone={done}
          onWrite={(text) => {
            pointAt(note.id, true);
            desk.writeNote(note.id, text);
          }}
        />
      ) : (
        <p className="tl-note-text">{note.text}</p>
      )}
      <div className="tl-note-foot">
        <span className="tl-muted tl-small">{note.authorName}</span>
        {votesLeft !== null && <VoteButton {...props} votesLeft={votesLeft} />}
      </div>
      {people.length > 0 && (
        <span className="tl-note-flags">
          {people.map(({ id, name, isWriting }) => (
            <span key={id} className={`tl-note-flag tl-ink-${inkOf(name)}`}>
              {isWriting ? `${name} is writing` : name}
            </span>
          ))}
        </span>
      )}
    </article>
  );
}

function VoteButton({ note, desk, myId, votesLeft }: NoteCardProps & { readonly votesLeft: number }) {
  const isMine = note.voters.includes(myId);
  const count = note.voters.length;
  const words = `${count} ${count === 1 ? 'vote' : 'votes'}`;
  if (!desk) return <span className="tl-small">{words}</span>;
  return (
    <button
      type="button"
      className="tl-note-vote"
      aria-pressed={isMine}
      aria-label={`Vote for “${shorten(note.text)}”, ${words}`}
      disabled={!isMine && votesLeft === 0}
      title={!isMine && votesLeft === 0 ? 'You have no votes left; take one back first.' : undefined}
      onClick={() => desk.vote(note.id, !isMine)}
    >
      <IconThumbUp size={14} aria-hidden />
      <span>{words}</span>
      {isMine && <span className="tl-muted">with yours</span>}
    </button>
  );
}

interface NoteMenuProps extends NoteCardProps {
  readonly desk: BoardDesk;
  readonly menuRef: Ref<HTMLButtonElement>;
  readonly onEdit: () => void;
}

function NoteMenu({ note, groups, neighbours, desk, menuRef, onEdit }: NoteMenuProps) {
  const here = groups.some(({ id }) => id === note.groupId) ? note.groupId : null;
  const places = [{ id: null, title: 'No group' }, ...groups].filter(({ id }) => id !== here);
  return (
    <Menu position="bottom-end" width={220} withinPortal={false} returnFocus>
      <Menu.Target>
        <ActionIcon ref={menuRef} size={24} aria-label={`Change “${shorten(note.text)}”`}>
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onEdit}>Change the words</Menu.Item>
        {neighbours?.above !== undefined && (
          <Menu.Item onClick={() => desk.moveNote(note.id, here, neighbours.above ?? null)}>Move it up</Menu.Item>
        )}
        {neighbours?.below !== undefined && (
          <Menu.Item onClick={() => desk.moveNote(note.id, here, neighbours.next ?? null)}>Move it down</Menu.Item>
        )}
        {places.length > 0 && <Menu.Label>Move to</Menu.Label>}
        {places.map(({ id, title }) => (
          <Menu.Item key={id ?? 'none'} onClick={() => desk.moveNote(note.id, id, null)}>
            {title}
          </Menu.Item>
        ))}
        <Menu.Label>It is about</Menu.Label>
        {NOTE_MEANINGS.filter((meaning) => meaning !== note.meaning).map((meaning) => (
          <Menu.Item key={meaning} onClick={() => desk.changeMeaning(note.id, meaning)}>
            {MEANING_NAME[meaning]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => desk.removeNote(note.id)}>Take it off the board</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
