import type { Note } from './board.ts';

/** As much of a note as ordering it needs. */
type Placed = Pick<Note, 'id' | 'place'>;

/** How far notes are laid apart when there is no room between two of them any more. */
const APART = 1_000;

/** The order of two notes of one group; whoever laid two of them at one place at once sees them in the same order as others. */
export function byPlace(one: Placed, other: Placed): number {
  return one.place - other.place || (one.id < other.id ? -1 : 1);
}

/**
 * Where notes lie after one of them was laid before another, or at the end. Only the note itself is given a new place, so
 * that two people who move two notes at once both keep their move; only where there is no room are all of them laid anew.
 * @param group the notes of the group where it shall lie, with or without it.
 * @param beforeId the note before which it shall lie; `null` at the end.
 * @returns the new places by note; empty when it lies there already.
 */
export function placesAfterMove(
  group: readonly Placed[],
  noteId: string,
  beforeId: string | null,
): ReadonlyMap<string, number> {
  if (beforeId === noteId) return new Map();
  const all = group.toSorted(byPlace);
  const others = all.filter(({ id }) => id !== noteId);
  const found = beforeId === null ? -1 : others.findIndex(({ id }) => id === beforeId);
  const at = found === -1 ? others.length : found;
  const isThere = all.findIndex(({ id }) => id === noteId) === at;
  if (isThere) return new Map();
  const [before, after] = [others[at - 1]?.place, others[at]?.place];
  if (before === undefined && after === undefined) return new Map();
  if (after === undefined) return new Map([[noteId, (before ?? 0) + APART]]);
  if (before === undefined) return new Map([[noteId, after - APART]]);
  const between = (before + after) / 2;
  if (before < between && between < after) return new Map([[noteId, between]]);
  const first = others[0]?.place ?? 0;
  const order = [...others.slice(0, at).map(({ id }) => id), noteId, ...others.slice(at).map(({ id }) => id)];
  return new Map(order.map((id, index) => [id, first + index * APART]));
}
