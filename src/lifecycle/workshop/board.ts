/** What a note is about; a note's colour always comes with the word. */
export const NOTE_MEANINGS = ['wish', 'decision', 'prediction', 'worry', 'fact'] as const;

/** What a note is about. */
export type NoteMeaning = (typeof NOTE_MEANINGS)[number];

/** The word on a note. */
export const MEANING_NAME: Readonly<Record<NoteMeaning, string>> = {
  wish: 'We want to know',
  decision: 'Who decides',
  prediction: 'Could be predicted',
  worry: 'Worry',
  fact: 'We know',
};

/** Limits of a board, stated once. */
export const BOARD_LIMITS = {
  /** Longest text that the page lets one write on a note, in characters. */
  noteLength: 600,
  /** Longest text that is stored: two people who write at once may go beyond what each of them could. */
  storedNoteLength: 2_000,
  titleLength: 80,
  notes: 400,
  groups: 30,
  /** Votes that each person has, unless the table decides otherwise. */
  votesEach: 5,
  mostVotesEach: 20,
  mostTimerMinutes: 120,
  /** People whose hidden notes are laid on the board at once. */
  hiddenPeople: 200,
} as const;

/** A note as it is on the board. */
export interface Note {
  readonly id: string;
  readonly text: string;
  readonly meaning: NoteMeaning;
  /** `null` while it lies in no group. */
  readonly groupId: string | null;
  readonly authorId: string;
  readonly authorName: string;
  /** When it was written, by the clock of its author's page, ms; it proves nothing. */
  readonly writtenMs: number;
  /** Where it lies within its group, smaller numbers first: when it was written, until somebody moves it. */
  readonly place: number;
  /** Taken off the board; kept so that taking it off can be undone. */
  readonly isRemoved: boolean;
  /** Accounts of those who voted for it; everybody is here once at most. */
  readonly voters: readonly string[];
}

/** A group of notes. */
export interface NoteGroup {
  readonly id: string;
  readonly title: string;
  readonly madeMs: number;
}

/** What only the server writes on a board, on behalf of whoever asked for it. */
export interface BoardSession {
  /** Votes that each person has. */
  readonly votesEach: number;
  /** Since when new notes are hidden from others, ms; `null` while they are not. */
  readonly hiddenSinceMs: number | null;
  readonly hiddenBy: string | null;
  /** When the timer ends, by the server's clock, ms; `null` without one. */
  readonly timerEndsMs: number | null;
}

/** Everything on a board. */
export interface Board {
  readonly notes: readonly Note[];
  readonly groups: readonly NoteGroup[];
  readonly session: BoardSession;
}

/** A note as other rooms read it. */
export interface BoardNote {
  readonly id: string;
  readonly text: string;
  readonly meaning: NoteMeaning;
  readonly groupId: string | null;
  readonly groupTitle: string | null;
  readonly votes: number;
  readonly authorId: string;
  readonly authorName: string;
}

/** The notes that lie on the board, in the order in which they were written, with the titles of their groups. */
export function boardNotes({ notes, groups }: Board): readonly BoardNote[] {
  const titles = new Map(groups.map(({ id, title }) => [id, title]));
  return [...notes]
    .filter(({ isRemoved, text }) => !isRemoved && text.trim() !== '')
    .sort((a, b) => a.writtenMs - b.writtenMs || (a.id < b.id ? -1 : 1))
    .map(({ id, text, meaning, groupId, voters, authorId, authorName }) => {
      const groupTitle = groupId === null ? null : (titles.get(groupId) ?? null);
      // A group that somebody dissolved meanwhile leaves its notes in no group.
      const stays = groupId !== null && titles.has(groupId);
      return {
        id,
        text,
        meaning,
        groupId: stays ? groupId : null,
        groupTitle,
        votes: voters.length,
        authorId,
        authorName,
      };
    });
}

/** How many votes a person has cast on notes that lie on the board. */
export function votesOf(notes: readonly Note[], accountId: string): number {
  return notes.filter((note) => !note.isRemoved && note.voters.includes(accountId)).length;
}

/** How many votes a person may still cast. */
export function votesLeft(board: Board, accountId: string): number {
  return Math.max(0, board.session.votesEach - votesOf(board.notes, accountId));
}

/** The notes that lie on the board in a group, or in none; a group that somebody dissolved leaves its notes in none. */
export function notesIn({ notes, groups }: Pick<Board, 'notes' | 'groups'>, groupId: string | null): readonly Note[] {
  const known = new Set(groups.map(({ id }) => id));
  return notes.filter((note) => {
    const lies = note.groupId !== null && known.has(note.groupId) ? note.groupId : null;
    return !note.isRemoved && lies === groupId;
  });
}
