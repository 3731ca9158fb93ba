import * as Y from 'yjs';
import type { SharedDocument } from '../../../web/documents/index.ts';
import { type NoteMeaning, notesIn } from '../board.ts';
import {
  changeNote,
  dissolveGroup,
  groupsOf,
  layNote,
  nameGroup,
  notesOf,
  noteText,
  OWN_CHANGES,
  readBoardDocument,
  rewriteText,
  setVote,
} from '../board-document.ts';
import { placesAfterMove } from '../note-order.ts';

/** Everything that a person can do on a board; each thing can be undone, and never undoes what others did. */
export interface BoardDesk {
  addNote(text: string, meaning: NoteMeaning): void;
  writeNote(noteId: string, text: string): void;
  changeMeaning(noteId: string, meaning: NoteMeaning): void;
  /** Lays a note into a group, or into none: before another one there, or at its end. */
  moveNote(noteId: string, groupId: string | null, beforeId: string | null): void;
  removeNote(noteId: string): void;
  vote(noteId: string, isCast: boolean): void;
  addGroup(title: string): void;
  renameGroup(groupId: string, title: string): void;
  dissolveGroup(groupId: string): void;
  readonly undoing: Y.UndoManager;
}

/** What is written within this time is undone together, ms: a word, not a letter. */
const TOGETHER_MS = 500;

/** Opens the desk of a person at a board. Call `undoing.destroy()` when they leave it. */
export function openDesk(
  { document }: SharedDocument,
  me: { readonly accountId: string; readonly name: string },
): BoardDesk {
  const undoing = new Y.UndoManager([notesOf(document), groupsOf(document)], {
    trackedOrigins: new Set([OWN_CHANGES]),
    captureTimeout: TOGETHER_MS,
  });
  const writes = (change: () => void): void => document.transact(change, OWN_CHANGES);
  const does = (change: () => void): void => {
    // Only letters are undone together; of two moves in a row, each is undone by itself.
    undoing.stopCapturing();
    writes(change);
    undoing.stopCapturing();
  };
  return {
    undoing,
    addNote: (text, meaning) =>
      does(() =>
        layNote(document, {
          id: crypto.randomUUID(),
          text,
          meaning,
          groupId: null,
          authorId: me.accountId,
          authorName: me.name,
          writtenMs: Date.now(),
        }),
      ),
    writeNote: (noteId, text) => {
      const note = noteText(document, noteId);
      if (note) writes(() => rewriteText(note, text));
    },
    changeMeaning: (noteId, meaning) => does(() => changeNote(document, noteId, { meaning })),
    moveNote: (noteId, groupId, beforeId) =>
      does(() => {
        const group = notesIn(readBoardDocument(document), groupId);
        for (const [id, place] of placesAfterMove(group, noteId, beforeId)) changeNote(document, id, { place });
        // Written only when it changes, so that a move within a group undoes nobody's move into another one.
        if (!group.some(({ id }) => id === noteId)) changeNote(document, noteId, { groupId });
      }),
    removeNote: (noteId) => does(() => changeNote(document, noteId, { isRemoved: true })),
    vote: (noteId, isCast) => does(() => setVote(document, noteId, me.accountId, isCast)),
    addGroup: (title) => does(() => nameGroup(document, crypto.randomUUID(), title, Date.now())),
    renameGroup: (groupId, title) => does(() => nameGroup(document, groupId, title, Date.now())),
    dissolveGroup: (groupId) => does(() => dissolveGroup(document, groupId)),
  };
}
