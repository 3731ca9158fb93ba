import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { type DragEvent, useId, useState } from 'react';
import { formatPlural } from '../../../web/kit/index.ts';
import { BOARD_LIMITS, type Board, type Note, type NoteGroup, notesIn } from '../board.ts';
import { byPlace } from '../note-order.ts';
import { NOTE_DRAG, NoteCard, type NoteCardProps } from './note-card.tsx';

export interface NoteColumnsProps extends Omit<NoteCardProps, 'note' | 'groups' | 'people' | 'neighbours'> {
  readonly board: Board;
  readonly people: NoteCardProps['people'];
  readonly byVotes: boolean;
}

/** The notes, group by group; on a narrow screen one list under the other. */
export function NoteColumns({ board, byVotes, ...card }: NoteColumnsProps) {
  const groups = [...board.groups].sort((a, b) => a.madeMs - b.madeMs);
  const sorted = (groupId: string | null) =>
    notesIn(board, groupId).toSorted((a, b) => (byVotes ? b.voters.length - a.voters.length : 0) || byPlace(a, b));
  const loose = sorted(null);
  return (
    <div className="tl-note-columns">
      {(loose.length > 0 || groups.length === 0) && (
        <NoteColumn {...{ ...card, groups, byVotes }} group={null} notes={loose} />
      )}
      {groups.map((group) => (
        <NoteColumn key={group.id} {...{ ...card, groups, byVotes }} group={group} notes={sorted(group.id)} />
      ))}
      {card.desk && groups.length < BOARD_LIMITS.groups && (
        <TitleForm label="New group" verb="Make a group" onSave={card.desk.addGroup} />
      )}
    </div>
  );
}

interface NoteColumnProps extends Omit<NoteCardProps, 'note' | 'neighbours'> {
  readonly byVotes: boolean;
  readonly group: NoteGroup | null;
  readonly notes: readonly Note[];
}

function NoteColumn({ group, notes, byVotes, ...card }: NoteColumnProps) {
  const headingId = useId();
  const [isOver, setOver] = useState(false);
  /** The note before which what is dragged would lie; `null` at the end. */
  const [before, setBefore] = useState<string | null>(null);
  const { desk } = card;
  const over = (event: DragEvent<HTMLElement>) => {
    if (!desk || !event.dataTransfer.types.includes(NOTE_DRAG)) return;
    event.preventDefault();
    setOver(true);
    // Among notes that are shown by their votes there is no place to choose.
    setBefore(byVotes ? null : noteBelow(event, notes));
  };
  const drop = (event: DragEvent) => {
    setOver(false);
    const noteId = event.dataTransfer.getData(NOTE_DRAG);
    if (!desk || noteId === '') return;
    event.preventDefault();
    desk.moveNote(noteId, group?.id ?? null, before);
  };
  return (
    <section
      aria-labelledby={headingId}
      className="tl-note-column"
      data-over={isOver}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <GroupHead group={group} headingId={headingId} count={notes.length} desk={desk} />
      {notes.length === 0 && <p className="tl-muted tl-small">Move notes here from their menus, or drag them.</p>}
      <ul className="tl-note-list">
        {notes.map((note, at) => (
          <li key={note.id} data-note={note.id} data-before={isOver && before === note.id}>
            <NoteCard
              {...card}
              note={note}
              neighbours={
                byVotes ? null : { above: notes[at - 1]?.id, below: notes[at + 1]?.id, next: notes[at + 2]?.id }
              }
              people={card.people.filter(({ noteId }) => noteId === note.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The first note whose middle lies below the pointer: what is dropped lies before it. */
function noteBelow(event: DragEvent<HTMLElement>, notes: readonly Note[]): string | null {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-note]')];
  const below = cards.find((card) => {
    const { top, height } = card.getBoundingClientRect();
    return event.clientY < top + height / 2;
  });
  return notes.find(({ id }) => id === below?.dataset.note)?.id ?? null;
}

interface GroupHeadProps {
  readonly group: NoteGroup | null;
  readonly headingId: string;
  readonly count: number;
  readonly desk: NoteCardProps['desk'];
}

function GroupHead({ group, headingId, count, desk }: GroupHeadProps) {
  const [isNaming, setNaming] = useState(false);
  if (group && desk && isNaming) {
    return (
      <TitleForm
        label="Title of the group"
        verb="Save the title"
        start={group.title}
        onSave={(title) => {
          desk.renameGroup(group.id, title);
          setNaming(false);
        }}
      />
    );
  }
  return (
    <div className="tl-note-column-head">
      <h3 id={headingId}>{group?.title ?? 'Not grouped yet'}</h3>
      <span className="tl-muted tl-small">{formatPlural(count, 'note', 'notes')}</span>
      {group && desk && (
        <Menu position="bottom-end" width={200} withinPortal={false}>
          <Menu.Target>
            <ActionIcon size={24} aria-label={`Change the group “${group.title}”`}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming(true)}>Rename the group</Menu.Item>
            <Menu.Item onClick={() => desk.dissolveGroup(group.id)}>Dissolve it, keep its notes</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </div>
  );
}

interface TitleFormProps {
  readonly label: string;
  readonly verb: string;
  readonly start?: string;
  readonly onSave: (title: string) => void;
}

function TitleForm({ label, verb, start = '', onSave }: TitleFormProps) {
  const [title, setTitle] = useState(start);
  return (
    <form
      className="tl-note-title-form tl-no-print"
      onSubmit={(event) => {
        event.preventDefault();
        if (title.trim() === '') return;
        onSave(title.trim());
        setTitle('');
      }}
    >
      <TextInput
        label={label}
        value={title}
        maxLength={BOARD_LIMITS.titleLength}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={title.trim() === ''}>
        {verb}
      </Button>
    </form>
  );
}
