import { useCallback, useEffect, useState } from 'react';
import type { Awareness } from 'y-protocols/awareness';
import { z } from 'zod';

const presenceSchema = z.object({
  user: z.object({ id: z.string(), name: z.string() }),
  /** The note that somebody points at or writes on. */
  note: z.string().nullish(),
  isWriting: z.boolean().optional(),
});

/** Somebody who has the document open, and where they are in it. */
export interface PersonHere {
  readonly id: string;
  readonly name: string;
  readonly noteId: string | null;
  readonly isWriting: boolean;
}

/** How a page says where its reader is. */
export type PointAt = (noteId: string | null, isWriting?: boolean) => void;

/** Who has a document open, oneself excluded; a person with two pages is here once. */
export function usePeopleHere(awareness: Awareness, myId: string): readonly PersonHere[] {
  const [people, setPeople] = useState<readonly PersonHere[]>([]);
  useEffect(() => {
    const look = () => setPeople(peopleIn(awareness, myId));
    look();
    awareness.on('change', look);
    return () => awareness.off('change', look);
  }, [awareness, myId]);
  return people;
}

/** Tells the others on which note one is. */
export function usePointing(awareness: Awareness): PointAt {
  useEffect(() => () => awareness.setLocalStateField('note', null), [awareness]);
  return useCallback<PointAt>(
    (noteId, isWriting = false) => {
      const now = awareness.getLocalState();
      if (now?.note === noteId && now.isWriting === isWriting) return;
      awareness.setLocalState({ ...now, note: noteId, isWriting });
    },
    [awareness],
  );
}

function peopleIn(awareness: Awareness, myId: string): readonly PersonHere[] {
  const people = new Map<string, PersonHere>();
  for (const [page, state] of awareness.getStates()) {
    const presence = presenceSchema.safeParse(state);
    if (page === awareness.clientID || !presence.success || presence.data.user.id === myId) continue;
    const { user, note, isWriting = false } = presence.data;
    // Of two pages of one person, the one on which something is pointed at says more.
    if (note || !people.has(user.id)) people.set(user.id, { ...user, noteId: note ?? null, isWriting });
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name));
}
