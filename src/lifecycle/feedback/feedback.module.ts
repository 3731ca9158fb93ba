import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { type AnswerPorts, answerTicket } from './answer-ticket.use-case.ts';
import { feedbackMigrations } from './feedback.migrations.ts';
import { feedbackRoutes } from './feedback.routes.ts';
import { countTickets, listTickets } from './feedback.store.ts';
import { openTicket, type TakenVerdict } from './open-ticket.use-case.ts';
import type { ReturnTicket } from './ticket.ts';

/** What the room is wired with. */
export interface FeedbackDependencies extends AnswerPorts {
  readonly database: Database;
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** What the room gives to the composition and to later rooms. */
export interface FeedbackModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  /** Sends a verdict back, in the transaction that takes it; `null` when there is nothing to send or it was sent. */
  open(tx: Transaction, initiative: StoredInitiative, verdict: TakenVerdict, at: Date): Promise<ReturnTicket | null>;
  /** The gate evidence "a verdict is taken and every return ticket is answered", for the present iteration. */
  isAnswered(queryable: Queryable, initiative: StoredInitiative): Promise<boolean>;
  /** Tickets that wait for an answer, of all iterations. */
  openCount(queryable: Queryable, initiative: StoredInitiative): Promise<number>;
}

/** Wires the return tickets. */
export function feedbackModule(dependencies: FeedbackDependencies): FeedbackModule {
  const { database } = dependencies;
  const count = (queryable: Queryable, initiative: StoredInitiative) =>
    countTickets(queryable, initiative.no, initiative.iteration);
  return {
    mounted: feedbackRoutes({
      require: dependencies.require,
      tickets: async (initiative) => {
        const [tickets, counts] = await Promise.all([
          listTickets(database, initiative.no),
          count(database, initiative),
        ]);
        return { tickets, openCount: counts.open, sentBackCount: counts.sentBack };
      },
      answer: (actor, initiative, ticketId, answer) => answerTicket(dependencies, actor, initiative, ticketId, answer),
    }),
    migrations: feedbackMigrations,
    open: openTicket,
    // Every verdict that says something opens a ticket. One that only asks for patience does not end the step Learn.
    isAnswered: async (queryable, initiative) => {
      const { inIteration, openInIteration } = await count(queryable, initiative);
      return inIteration > 0 && openInIteration === 0;
    },
    openCount: async (queryable, initiative) => (await count(queryable, initiative)).open,
  };
}
