import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { BoardSession } from './board.ts';
import { changeSession, type WorkshopPorts } from './change-session.use-case.ts';
import { refuseWorkshop } from './workshop.errors.ts';

/**
 * Hides new notes from others until they are shown together: who writes before reading is not led by the first to speak.
 * From here on pages write new notes into a document of their own, which nobody else can open.
 * @throws Problem NOTES_HIDDEN_ALREADY
 */
export function hideNotes(ports: WorkshopPorts, actor: Actor, initiative: StoredInitiative): Promise<BoardSession> {
  return changeSession(ports, actor, initiative, (session) => {
    if (session.hiddenSinceMs !== null)
      throw refuseWorkshop('NOTES_HIDDEN_ALREADY', { name: session.hiddenBy ?? 'Somebody' });
    return {
      session: { hiddenSinceMs: ports.now().getTime(), hiddenBy: actor.name },
      event: { kind: 'workshop.notes-hidden', sentence: 'asked everybody to write on the board before anybody reads' },
    };
  });
}
