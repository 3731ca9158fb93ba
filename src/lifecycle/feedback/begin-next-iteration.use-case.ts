import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, ClosedStep, StoredInitiative } from '../initiatives/index.ts';
import type { ReturnTicket } from './ticket.ts';

/** The line, as far as beginning a new pass along it needs it. */
export interface IterationPorts {
  readonly closedSteps: (queryable: Queryable, initiative: StoredInitiative) => Promise<readonly ClosedStep[]>;
  readonly close: (
    tx: Transaction,
    initiative: StoredInitiative,
    step: string,
    accountId: string,
    at: Date,
  ) => Promise<boolean>;
  /** The steps of an initiative's playbook that belong to Ask. */
  readonly askingSteps: (queryable: Queryable, initiative: StoredInitiative) => Promise<readonly string[]>;
  /** Counts the iteration up and returns its number; all of its steps are open. */
  readonly beginIteration: (tx: Transaction, initiativeNo: number, at: Date) => Promise<number>;
}

/**
 * Begins the next pass along the line with the reason from the answer. The question is still the same one, so Ask is
 * carried over as it was closed; everything from Frame on is open again, whatever step the ticket names, because a new
 * pass needs a framing that says what is different this time.
 * @returns the number of the new iteration.
 */
export async function beginNextIteration(
  ports: IterationPorts,
  tx: Transaction,
  actor: Actor,
  initiative: StoredInitiative,
  because: {
    readonly ticket: ReturnTicket;
    readonly answer: { readonly role: string; readonly text: string };
    readonly at: Date;
  },
): Promise<number> {
  const { ticket, answer, at } = because;
  const asking = await ports.askingSteps(tx, initiative);
  const asked = (await ports.closedSteps(tx, initiative)).filter(({ step }) => asking.includes(step));
  // Presence counts from this moment. The answer itself still belongs to the old pass and makes nobody heard in the new.
  const beganAt = new Date(at.getTime() + 1);
  const iteration = await ports.beginIteration(tx, initiative.no, beganAt);
  for (const { step, closedBy, closedAt } of asked) {
    await ports.close(tx, { ...initiative, iteration }, step, closedBy, new Date(closedAt));
  }
  await appendEvent(
    tx,
    {
      kind: 'iteration.begun',
      sentence: `began iteration ${iteration}`,
      actorId: actor.accountId,
      actorName: actor.name,
      actingAs: answer.role,
      subjectId: initiative.id,
      objectType: 'initiative',
      objectId: initiative.id,
      reason: answer.text,
      detail: { iteration, verdictNumber: ticket.verdictNumber, returnTo: ticket.returnTo },
    },
    beganAt,
  );
  return iteration;
}
