import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { BoardSession } from './board.ts';
import { changeSession, type WorkshopPorts } from './change-session.use-case.ts';

/** Says how many votes everybody has. Votes that were cast stay, also those above a smaller number. */
export function setVotes(
  ports: WorkshopPorts,
  actor: Actor,
  initiative: StoredInitiative,
  votesEach: number,
): Promise<BoardSession> {
  return changeSession(ports, actor, initiative, () => ({
    session: { votesEach },
    event: {
      kind: 'workshop.votes-set',
      sentence: `gave everybody ${votesEach} ${votesEach === 1 ? 'vote' : 'votes'} on the board`,
      detail: { votesEach },
    },
  }));
}
