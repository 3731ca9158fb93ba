import { BOARD_LIMITS, type Board, type Note, votesOf } from './board.ts';

/** What a person did on a board in one change. */
export interface BoardWork {
  readonly notes: number;
  readonly edits: number;
  readonly votes: number;
  readonly groups: number;
}

/** What the server takes back of a change: what went over a limit, perhaps because two did it at once. */
export interface BoardCorrections {
  readonly notes: readonly string[];
  readonly groups: readonly string[];
  /** Notes from which the person's vote is taken back. */
  readonly votes: readonly string[];
}

/** The judgement of a change of a board. */
export type BoardJudgement =
  | { readonly kind: 'allowed'; readonly work: BoardWork; readonly corrections: BoardCorrections }
  | { readonly kind: 'forged' };

/**
 * Judges what a person changed on a board. Everybody at the table may write, move and take off any note, but only in their
 * own name: a new note carries its author, nobody casts or takes back another's vote, and what only the server writes
 * (timer, hidden notes, number of votes) stays as it is. What went over a limit is taken back and the rest stands.
 */
export function judgeBoard(
  before: Board,
  after: Board,
  author: { readonly id: string; readonly name: string },
): BoardJudgement {
  if (JSON.stringify(before.session) !== JSON.stringify(after.session)) return { kind: 'forged' };
  const earlier = new Map(before.notes.map((note) => [note.id, note]));
  const later = new Set(after.notes.map(({ id }) => id));
  const isGoneByOther = before.notes.some(({ id, authorId }) => !later.has(id) && authorId !== author.id);
  if (isGoneByOther) return { kind: 'forged' };
  const work = { notes: 0, edits: 0, votes: 0, groups: changedGroups(before, after) };
  const newVotes: string[] = [];
  for (const note of after.notes) {
    const old = earlier.get(note.id);
    if (!isHonest(old, note, author)) return { kind: 'forged' };
    const isVote = hasVote(old, author.id) !== hasVote(note, author.id);
    if (isVote) work.votes += 1;
    if (isVote && hasVote(note, author.id)) newVotes.push(note.id);
    if (!old) work.notes += 1;
    else if (isEdited(old, note)) work.edits += 1;
  }
  return { kind: 'allowed', work, corrections: corrections(before, after, author.id, newVotes) };
}

function isHonest(old: Note | undefined, note: Note, author: { readonly id: string; readonly name: string }): boolean {
  const votersBefore = (old?.voters ?? []).filter((id) => id !== author.id);
  const votersAfter = note.voters.filter((id) => id !== author.id);
  if (votersBefore.length !== votersAfter.length || votersAfter.some((id) => !votersBefore.includes(id))) return false;
  if (!old) return note.authorId === author.id && note.authorName === author.name;
  return old.authorId === note.authorId && old.authorName === note.authorName && old.writtenMs === note.writtenMs;
}

function hasVote(note: Note | undefined, accountId: string): boolean {
  return note?.voters.includes(accountId) ?? false;
}

function isEdited(old: Note, note: Note): boolean {
  return (
    old.text !== note.text ||
    old.meaning !== note.meaning ||
    old.groupId !== note.groupId ||
    old.place !== note.place ||
    old.isRemoved !== note.isRemoved
  );
}

function changedGroups(before: Board, after: Board): number {
  const earlier = new Map(before.groups.map(({ id, title }) => [id, title]));
  const changed = after.groups.filter(({ id, title }) => earlier.get(id) !== title).length;
  const kept = new Set(after.groups.map(({ id }) => id));
  return changed + before.groups.filter(({ id }) => !kept.has(id)).length;
}

function corrections(before: Board, after: Board, accountId: string, newVotes: readonly string[]): BoardCorrections {
  const knownNotes = new Set(before.notes.map(({ id }) => id));
  const knownGroups = new Set(before.groups.map(({ id }) => id));
  const tooManyNotes = after.notes.filter(({ isRemoved }) => !isRemoved).length - BOARD_LIMITS.notes;
  const tooManyGroups = after.groups.length - BOARD_LIMITS.groups;
  const tooManyVotes = votesOf(after.notes, accountId) - after.session.votesEach;
  const newNotes = after.notes.filter(({ id }) => !knownNotes.has(id)).map(({ id }) => id);
  const newGroups = after.groups.filter(({ id }) => !knownGroups.has(id)).map(({ id }) => id);
  return {
    notes: last(newNotes, tooManyNotes),
    groups: last(newGroups, tooManyGroups),
    votes: last(newVotes, tooManyVotes),
  };
}

function last(ids: readonly string[], count: number): readonly string[] {
  return count > 0 ? ids.slice(-count) : [];
}
