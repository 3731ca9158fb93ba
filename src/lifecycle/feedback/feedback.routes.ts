import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { AnsweredTicket, GivenAnswer } from './answer-ticket.use-case.ts';
import { feedbackApi } from './feedback.schema.ts';
import type { ReturnTicket } from './ticket.ts';

/** What the routes of return tickets call. */
export interface FeedbackUseCases {
  require(slug: string): Promise<StoredInitiative>;
  tickets(initiative: StoredInitiative): Promise<{
    readonly tickets: readonly ReturnTicket[];
    readonly openCount: number;
    readonly sentBackCount: number;
  }>;
  answer(actor: Actor, initiative: StoredInitiative, ticketId: string, answer: GivenAnswer): Promise<AnsweredTicket>;
}

/** The routes of return tickets. */
export function feedbackRoutes(useCases: FeedbackUseCases): MountedApi {
  return mountApi('Feedback', feedbackApi, {
    tickets: async ({ params }) => {
      const { tickets, ...counts } = await useCases.tickets(await useCases.require(params.slug));
      return { tickets: tickets.map(present), ...counts };
    },
    answer: async ({ params, body }, { principal }) => {
      const initiative = await useCases.require(params.slug);
      const { ticket, iterationBegun } = await useCases.answer(principal, initiative, params.ticketId, body);
      return { ticket: present(ticket), iterationBegun };
    },
  });
}

function present(ticket: ReturnTicket) {
  return { ...ticket, roles: [...ticket.roles] };
}
