import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { BoardSession } from './board.ts';
import { changeSession, type WorkshopPorts } from './change-session.use-case.ts';

/** Starts the timer that everybody at the board sees, or stops it with 0 minutes. It ends by the server's clock. */
export function startTimer(
  ports: WorkshopPorts,
  actor: Actor,
  initiative: StoredInitiative,
  minutes: number,
): Promise<BoardSession> {
  const ends = minutes === 0 ? null : ports.now().getTime() + minutes * 60_000;
  return changeSession(ports, actor, initiative, () => ({
    session: { timerEndsMs: ends },
    event: {
      kind: 'workshop.timer-set',
      sentence:
        minutes === 0
          ? 'stopped the timer of the board'
          : `started the timer of the board: ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}`,
      detail: { minutes },
    },
  }));
}
