import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type Board, type BoardSession, boardNotes } from './board.ts';
import type { ShownNotes } from './show-notes.use-case.ts';
import { workshopApi } from './workshop.schema.ts';

/** What the routes of the workshop call. */
export interface WorkshopUseCases {
  readonly now: () => Date;
  require(slug: string): Promise<StoredInitiative>;
  board(initiative: StoredInitiative): Promise<Board>;
  lines(initiative: StoredInitiative): Promise<readonly string[]>;
  hideNotes(actor: Actor, initiative: StoredInitiative): Promise<BoardSession>;
  showNotes(actor: Actor, initiative: StoredInitiative): Promise<ShownNotes>;
  startTimer(actor: Actor, initiative: StoredInitiative, minutes: number): Promise<BoardSession>;
  setVotes(actor: Actor, initiative: StoredInitiative, votesEach: number): Promise<BoardSession>;
}

/** The routes of the workshop. */
export function workshopRoutes(useCases: WorkshopUseCases): MountedApi {
  const { require } = useCases;
  const present = (session: BoardSession) => ({
    votesEach: session.votesEach,
    hiddenSince: instant(session.hiddenSinceMs),
    hiddenBy: session.hiddenBy,
    timerEndsAt: instant(session.timerEndsMs),
    now: useCases.now().toISOString(),
  });
  return mountApi('Workshop', workshopApi, {
    board: async ({ params }) => {
      const board = await useCases.board(await require(params.slug));
      return {
        notes: [...boardNotes(board)],
        groups: board.groups.map(({ id, title }) => ({ id, title })),
        session: present(board.session),
      };
    },
    document: async ({ params }) => ({ lines: [...(await useCases.lines(await require(params.slug)))] }),
    hideNotes: async ({ params }, { principal }) =>
      present(await useCases.hideNotes(principal, await require(params.slug))),
    showNotes: async ({ params }, { principal }) => {
      const { session, shownCount } = await useCases.showNotes(principal, await require(params.slug));
      return { ...present(session), shownCount };
    },
    startTimer: async ({ params, body }, { principal }) =>
      present(await useCases.startTimer(principal, await require(params.slug), body.minutes)),
    setVotes: async ({ params, body }, { principal }) =>
      present(await useCases.setVotes(principal, await require(params.slug), body.votesEach)),
  });
}

function instant(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
