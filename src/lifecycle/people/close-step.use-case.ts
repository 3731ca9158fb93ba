import type { Database, Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { STEP_NAME, type Step } from '../line-order.ts';
import { refusePeople } from './people.errors.ts';
import { readTable, type TablePorts } from './read-table.use-case.ts';
import type { Role } from './roles.ts';

/** What closing and opening steps needs beside the table. */
export interface StepPorts extends TablePorts {
  readonly database: Database;
  readonly close: (
    tx: Transaction,
    initiative: StoredInitiative,
    step: Step,
    accountId: string,
    at: Date,
  ) => Promise<boolean>;
  readonly reopen: (tx: Transaction, initiative: StoredInitiative, step: Step) => Promise<boolean>;
}

/**
 * Closes a step when every required seat was heard and the evidence exists.
 * @throws Problem STEP_NOT_READY naming every gap, STEP_TOO_EARLY, STEP_ALREADY_CLOSED
 */
export async function closeStep(
  ports: StepPorts,
  actor: Actor,
  roles: readonly Role[],
  initiative: StoredInitiative,
  step: Step,
  note: string | undefined,
): Promise<{ readonly step: Step; readonly closedAt: string }> {
  return ports.database.transaction(async (tx) => {
    const table = await readTable(ports, tx, initiative);
    const entry = table.find(({ state }) => state.step === step);
    if (!entry || entry.state.state === 'done') throw refusePeople('STEP_ALREADY_CLOSED', { step: STEP_NAME[step] });
    const earlier = table.find(({ state }) => state.state === 'now');
    if (entry.state.state === 'ahead' && earlier) {
      throw refusePeople('STEP_TOO_EARLY', { step: STEP_NAME[step], earlier: STEP_NAME[earlier.state.step] });
    }
    if (entry.gaps.length > 0) {
      const missing = entry.gaps.map((gap) => gap.sentence).join(' ');
      throw refusePeople(
        'STEP_NOT_READY',
        { step: STEP_NAME[step], missing },
        entry.gaps.map((gap) => ({ path: gap.kind, message: gap.sentence })),
      );
    }
    const at = ports.now();
    if (!(await ports.close(tx, initiative, step, actor.accountId, at)))
      throw refusePeople('STEP_ALREADY_CLOSED', { step: STEP_NAME[step] });
    await appendEvent(
      tx,
      {
        ...stepEvent(actor, roles, initiative, step),
        kind: 'step.closed',
        sentence: `closed ${STEP_NAME[step]}`,
        ...(note ? { reason: note } : {}),
      },
      at,
    );
    return { step, closedAt: at.toISOString() };
  });
}

/**
 * Opens a closed step again, with the reason. Whoever joined after it had been closed is no longer late, because the step
 * is under way again.
 * @throws Problem STEP_NOT_CLOSED
 */
export async function reopenStep(
  ports: StepPorts,
  actor: Actor,
  roles: readonly Role[],
  initiative: StoredInitiative,
  step: Step,
  reason: string,
): Promise<{ readonly step: Step }> {
  return ports.database.transaction(async (tx) => {
    if (!(await ports.reopen(tx, initiative, step))) throw refusePeople('STEP_NOT_CLOSED', { step: STEP_NAME[step] });
    await appendEvent(
      tx,
      {
        ...stepEvent(actor, roles, initiative, step),
        kind: 'step.reopened',
        sentence: `opened ${STEP_NAME[step]} again`,
        reason,
      },
      ports.now(),
    );
    return { step };
  });
}

function stepEvent(actor: Actor, roles: readonly Role[], initiative: StoredInitiative, step: Step) {
  return {
    actorId: actor.accountId,
    actorName: actor.name,
    ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
    subjectId: initiative.id,
    section: step,
    objectType: 'step',
    objectId: `${initiative.id}/${initiative.iteration}/${step}`,
    detail: { iteration: initiative.iteration },
  };
}
