import type { Database, Queryable, Transaction } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { answerFinding } from './answer-finding.use-case.ts';
import { type AnswerPorts, answerTicket } from './answer-ticket.use-case.ts';
import { changeFinding } from './change-finding.use-case.ts';
import { feedbackMigrations } from './feedback.migrations.ts';
import { feedbackRoutes } from './feedback.routes.ts';
import { countTickets, listTickets } from './feedback.store.ts';
import { findingsRoutes } from './findings.routes.ts';
import { findingHistory, hasOpenHighFinding } from './findings.store.ts';
import { openTicket, type TakenVerdict } from './open-ticket.use-case.ts';
import { type FindingPorts, raiseFinding, requireFinding } from './raise-finding.use-case.ts';
import { readFindings } from './read-findings.use-case.ts';
import { settleFinding } from './settle-finding.use-case.ts';
import type { ReturnTicket } from './ticket.ts';

/** What the room is wired with. */
export interface FeedbackDependencies extends AnswerPorts, FindingPorts {
  readonly database: Database;
  readonly require: (slug: string) => Promise<StoredInitiative>;
}

/** What the room gives to the composition and to later rooms. */
export interface FeedbackModule {
  readonly mounted: MountedApi;
  /** The findings that people raise. */
  readonly mountedFindings: MountedApi;
  readonly migrations: readonly Migration[];
  /** Sends a verdict back, in the transaction that takes it; `null` when there is nothing to send or it was sent. */
  open(tx: Transaction, initiative: StoredInitiative, verdict: TakenVerdict, at: Date): Promise<ReturnTicket | null>;
  /** The gate evidence "a verdict is taken and every return ticket is answered", for the present iteration. */
  isAnswered(queryable: Queryable, initiative: StoredInitiative): Promise<boolean>;
  /** The gate evidence "no finding of high severity is open", over all iterations. */
  hasNoOpenHighFinding(queryable: Queryable, initiative: StoredInitiative): Promise<boolean>;
  /** Tickets that wait for an answer, of all iterations. */
  openCount(queryable: Queryable, initiative: StoredInitiative): Promise<number>;
}

/** Wires return tickets and findings. */
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
    mountedFindings: findingsRoutes({
      require: dependencies.require,
      list: (initiative, page) => readFindings(database, initiative, page),
      read: async (initiative, findingId) => ({
        finding: await requireFinding(database, initiative, findingId),
        history: await findingHistory(database, findingId),
      }),
      raise: (actor, initiative, raised) => raiseFinding(dependencies, actor, initiative, raised),
      change: (actor, initiative, id, change) => changeFinding(dependencies, actor, initiative, id, change),
      answer: (actor, initiative, id, text) => answerFinding(dependencies, actor, initiative, id, text),
      settle: (actor, initiative, id, settlement) => settleFinding(dependencies, actor, initiative, id, settlement),
    }),
    migrations: feedbackMigrations,
    open: (tx, initiative, verdict, at) => openTicket(dependencies, tx, initiative, verdict, at),
    hasNoOpenHighFinding: async (queryable, initiative) => !(await hasOpenHighFinding(queryable, initiative.no)),
    // Every verdict that says something opens a ticket. One that only asks for patience does not end the step Learn.
    isAnswered: async (queryable, initiative) => {
      const { inIteration, openInIteration } = await count(queryable, initiative);
      return inIteration > 0 && openInIteration === 0;
    },
    openCount: async (queryable, initiative) => (await count(queryable, initiative)).open,
  };
}
