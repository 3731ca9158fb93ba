import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { BOARD_LIMITS, type BoardSession, type Note } from './board.ts';
import { changeNote, layNote, readBoardDocument } from './board-document.ts';
import { changeSession, type WorkshopPorts } from './change-session.use-case.ts';
import { refuseWorkshop } from './workshop.errors.ts';
import { boardName, hiddenNotesName } from './workshop-documents.ts';

/** The board after the hidden notes were laid on it. */
export interface ShownNotes {
  readonly session: BoardSession;
  /** How many notes were shown. */
  readonly shownCount: number;
}

/**
 * Lays all hidden notes on the board, each with its author. They are laid down before the session says that nothing is
 * hidden any more, and a note that lies there already stays as it is: whoever tries again after a failure doubles nothing.
 * @throws Problem NOTES_NOT_HIDDEN
 */
export async function showNotes(ports: WorkshopPorts, actor: Actor, initiative: StoredInitiative): Promise<ShownNotes> {
  const before = readBoardDocument(await ports.documents.read(boardName(initiative.slug)));
  if (before.session.hiddenSinceMs === null) throw refuseWorkshop('NOTES_NOT_HIDDEN');
  const hidden = await hiddenNotes(ports, initiative);
  const notes = hidden.flatMap((person) => person.notes);
  await ports.documents.change(
    boardName(initiative.slug),
    (board) => {
      const known = new Set(readBoardDocument(board).groups.map(({ id }) => id));
      for (const note of notes)
        layNote(board, { ...note, groupId: known.has(note.groupId ?? '') ? note.groupId : null });
    },
    async () => undefined,
  );
  const session = await changeSession(ports, actor, initiative, () => ({
    session: { hiddenSinceMs: null, hiddenBy: null },
    event: {
      kind: 'workshop.notes-shown',
      sentence: `laid ${notes.length} hidden ${notes.length === 1 ? 'note' : 'notes'} on the board`,
      detail: { notes: notes.length, people: hidden.length },
    },
  }));
  for (const person of hidden) await putAway(ports, person);
  return { session, shownCount: notes.length };
}

interface HiddenNotes {
  readonly document: string;
  readonly notes: readonly Note[];
}

async function hiddenNotes(ports: WorkshopPorts, { slug }: StoredInitiative): Promise<readonly HiddenNotes[]> {
  const names = await ports.documents.names(hiddenNotesName(slug), BOARD_LIMITS.hiddenPeople);
  const all = await Promise.all(
    names.map(async (document) => {
      const { notes } = readBoardDocument(await ports.documents.read(document));
      return { document, notes: notes.filter(({ isRemoved, text }) => !isRemoved && text.trim() !== '') };
    }),
  );
  return all.filter(({ notes }) => notes.length > 0);
}

/** What lies on the board is no longer hidden. */
async function putAway(ports: WorkshopPorts, { document, notes }: HiddenNotes): Promise<void> {
  await ports.documents.change(
    document,
    (hidden) => {
      for (const { id } of notes) changeNote(hidden, id, { isRemoved: true });
    },
    async () => undefined,
  );
}
