import type { Documents } from '../../platform/documents/documents.ts';
import type { JsonObject } from '../../platform/events/event.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { BoardSession } from './board.ts';
import { readBoardDocument, writeSession } from './board-document.ts';
import { boardName } from './workshop-documents.ts';

/** What the use cases of the workshop need. */
export interface WorkshopPorts {
  readonly now: () => Date;
  readonly documents: Pick<Documents, 'change' | 'read' | 'names'>;
}

/** A change of the board as a whole, with the sentence under which it is remembered. */
export interface SessionChange {
  readonly session: Partial<BoardSession>;
  readonly event: { readonly kind: string; readonly sentence: string; readonly detail?: JsonObject };
}

/**
 * Changes what only the server writes on a board, together with its event. `decide` sees the board as it is in that moment
 * and may refuse by throwing.
 */
export async function changeSession(
  ports: WorkshopPorts,
  actor: Actor,
  initiative: StoredInitiative,
  decide: (session: BoardSession) => SessionChange,
): Promise<BoardSession> {
  const name = boardName(initiative.slug);
  let changed: BoardSession | undefined;
  let event: SessionChange['event'] | undefined;
  await ports.documents.change(
    name,
    (document) => {
      const decided = decide(readBoardDocument(document).session);
      writeSession(document, decided.session);
      changed = readBoardDocument(document).session;
      event = decided.event;
    },
    async (tx) => {
      if (!event) return;
      await appendEvent(
        tx,
        {
          ...event,
          actorId: actor.accountId,
          actorName: actor.name,
          subjectId: initiative.id,
          section: 'frame',
          objectType: 'board',
          objectId: name,
        },
        ports.now(),
      );
    },
  );
  if (!changed) throw new Error('A change of a board is made before it resolves.');
  return changed;
}
