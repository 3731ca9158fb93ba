import * as Y from 'yjs';
import {
  BOARD_LIMITS,
  type Board,
  type BoardSession,
  NOTE_MEANINGS,
  type Note,
  type NoteGroup,
  type NoteMeaning,
} from './board.ts';

const ROOTS: readonly string[] = ['notes', 'groups', 'session'];

/** Where the page makes its changes: only those are undone by its undo, never another person's. */
export const OWN_CHANGES = 'own changes';

/** The notes of a board document; the keys are ids. */
export function notesOf(document: Y.Doc): Y.Map<unknown> {
  return document.getMap('notes');
}

/** The groups of a board document; the keys are ids. */
export function groupsOf(document: Y.Doc): Y.Map<unknown> {
  return document.getMap('groups');
}

/**
 * Reads a board from its document.
 * @throws RangeError when something in it has not the shape of a board, so that nobody stores what no page can show.
 */
export function readBoardDocument(document: Y.Doc): Board {
  for (const root of document.share.keys()) {
    if (!ROOTS.includes(root)) throw new RangeError('A board has notes, groups and a session, and nothing else.');
  }
  return {
    notes: [...notesOf(document)].map(([id, value]) => readNote(id, value)),
    groups: [...groupsOf(document)].map(([id, value]) => readGroup(id, value)),
    session: readSession(document.getMap('session')),
  };
}

function readNote(id: string, value: unknown): Note {
  const note = mapIn(value);
  const text = note.get('text');
  if (!(text instanceof Y.Text)) throw new RangeError('The text of a note is text.');
  const voters = [...mapIn(note.get('votes'))].map(([accountId, vote]) => {
    if (vote !== true) throw new RangeError('A vote is cast or it is not.');
    return accountId;
  });
  const meaning = NOTE_MEANINGS.find((known) => known === note.get('meaning'));
  if (!meaning) throw new RangeError('A note is about one of the known things.');
  const groupId = note.get('group') ?? null;
  return {
    id: shortText(id, 64),
    text: shortText(plainText(text), BOARD_LIMITS.storedNoteLength),
    meaning,
    groupId: groupId === null ? null : shortText(groupId, 64),
    authorId: shortText(note.get('author'), 64),
    authorName: shortText(note.get('authorName'), 400),
    writtenMs: finite(note.get('written')),
    place: finite(note.get('place') ?? note.get('written')),
    isRemoved: note.get('removed') === true,
    voters: voters.map((voter) => shortText(voter, 64)),
  };
}

/** Text of a note has no formats and nothing embedded. */
function plainText(text: Y.Text): string {
  const parts: readonly { readonly insert?: unknown; readonly attributes?: unknown }[] = text.toDelta();
  return parts
    .map(({ insert, attributes }) => {
      if (typeof insert !== 'string' || attributes !== undefined) throw new RangeError('A note is plain text.');
      return insert;
    })
    .join('');
}

function readGroup(id: string, value: unknown): NoteGroup {
  const group = mapIn(value);
  return {
    id: shortText(id, 64),
    title: shortText(group.get('title'), BOARD_LIMITS.titleLength),
    madeMs: finite(group.get('made')),
  };
}

function readSession(session: Y.Map<unknown>): BoardSession {
  const number = (name: string): number | null => {
    const value = session.get(name);
    return typeof value === 'number' ? value : null;
  };
  const hiddenBy = session.get('hiddenBy');
  return {
    votesEach: number('votesEach') ?? BOARD_LIMITS.votesEach,
    hiddenSinceMs: number('hiddenSince'),
    hiddenBy: typeof hiddenBy === 'string' ? hiddenBy : null,
    timerEndsMs: number('timerEnds'),
  };
}

function mapIn(value: unknown): Y.Map<unknown> {
  if (!(value instanceof Y.Map)) throw new RangeError('This part of a board is a map.');
  return value;
}

function shortText(value: unknown, most: number): string {
  if (typeof value !== 'string' || value.length > most) throw new RangeError('This part of a board is a short text.');
  return value;
}

function finite(value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new RangeError('This part of a board is a number.');
  return value;
}

/** A note to be laid on a board. */
export interface NewNote {
  readonly id: string;
  readonly text: string;
  readonly meaning: NoteMeaning;
  readonly groupId: string | null;
  readonly authorId: string;
  readonly authorName: string;
  readonly writtenMs: number;
}

/** Lays a note on a board; one that lies there already stays as it is. */
export function layNote(document: Y.Doc, note: NewNote): void {
  const notes = notesOf(document);
  if (notes.has(note.id)) return;
  const entry = new Y.Map<unknown>();
  entry.set('text', new Y.Text(note.text));
  entry.set('meaning', note.meaning);
  entry.set('group', note.groupId);
  entry.set('author', note.authorId);
  entry.set('authorName', note.authorName);
  entry.set('written', note.writtenMs);
  entry.set('votes', new Y.Map());
  notes.set(note.id, entry);
}

/** The text of a note, to be changed letter by letter; `undefined` when the note is gone. */
export function noteText(document: Y.Doc, noteId: string): Y.Text | undefined {
  const note = notesOf(document).get(noteId);
  const text = note instanceof Y.Map ? note.get('text') : undefined;
  return text instanceof Y.Text ? text : undefined;
}

/** Changes what a note is about, in which group and where in it it lies, or whether it lies on the board at all. */
export function changeNote(
  document: Y.Doc,
  noteId: string,
  change: {
    readonly meaning?: NoteMeaning;
    readonly groupId?: string | null;
    readonly place?: number;
    readonly isRemoved?: boolean;
  },
): void {
  const note = notesOf(document).get(noteId);
  if (!(note instanceof Y.Map)) return;
  if (change.meaning !== undefined) note.set('meaning', change.meaning);
  if (change.groupId !== undefined) note.set('group', change.groupId);
  if (change.place !== undefined) note.set('place', change.place);
  if (change.isRemoved !== undefined) note.set('removed', change.isRemoved);
}

/** Casts a person's vote for a note, or takes it back. */
export function setVote(document: Y.Doc, noteId: string, accountId: string, isCast: boolean): void {
  const note = notesOf(document).get(noteId);
  const votes = note instanceof Y.Map ? note.get('votes') : undefined;
  if (!(votes instanceof Y.Map)) return;
  if (isCast) votes.set(accountId, true);
  else votes.delete(accountId);
}

/** Makes a group, or gives it another title. */
export function nameGroup(document: Y.Doc, groupId: string, title: string, madeMs: number): void {
  const known = groupsOf(document).get(groupId);
  if (known instanceof Y.Map) {
    known.set('title', title);
    return;
  }
  const group = new Y.Map<unknown>();
  group.set('title', title);
  group.set('made', madeMs);
  groupsOf(document).set(groupId, group);
}

/** Dissolves a group; its notes lie in no group then. */
export function dissolveGroup(document: Y.Doc, groupId: string): void {
  groupsOf(document).delete(groupId);
}

/** Writes what only the server may write on a board. */
export function writeSession(document: Y.Doc, change: Partial<BoardSession>): void {
  const session = document.getMap('session');
  if (change.votesEach !== undefined) session.set('votesEach', change.votesEach);
  if (change.hiddenSinceMs !== undefined) session.set('hiddenSince', change.hiddenSinceMs);
  if (change.hiddenBy !== undefined) session.set('hiddenBy', change.hiddenBy);
  if (change.timerEndsMs !== undefined) session.set('timerEnds', change.timerEndsMs);
}

/** Makes a text say something else by the smallest change, so that two people who write at once both keep their words. */
export function rewriteText(text: Y.Text, next: string): void {
  const now = text.toJSON();
  let start = 0;
  while (start < Math.min(now.length, next.length) && now[start] === next[start]) start += 1;
  let end = 0;
  while (end < Math.min(now.length, next.length) - start && now[now.length - 1 - end] === next[next.length - 1 - end])
    end += 1;
  if (now.length - start - end > 0) text.delete(start, now.length - start - end);
  if (next.length - start - end > 0) text.insert(start, next.slice(start, next.length - end));
}
