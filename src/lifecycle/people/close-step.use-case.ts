import type { Database, Transaction } from '../../platform/database/database.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refusePeople } from './people.errors.ts';
import { readTable, requireStep, type TablePorts } from './read-table.use-case.ts';
import type { Role } from './roles.ts';
import { removeApprovals } from './step-approvals.store.ts';

/** What closing and opening steps needs beside the table. */
export interface StepPorts extends TablePorts {
  readonly database: Database;
  /** Reads the initiative again and keeps its playbook as it is until the end of the transaction. */
  readonly hold: (tx: Transaction, initiative: StoredInitiative) => Promise<StoredInitiative>;
  readonly close: (
    tx: Transaction,
    initiative: StoredInitiative,
    step: string,
    accountId: string,
    at: Date,
  ) => Promise<boolean>;
  readonly reopen: (tx: Transaction, initiative: StoredInitiative, step: string) => Promise<boolean>;
}

/**
 * Closes a step when its gate is met: everybody who must be heard was, the evidence exists, and who must approve did.
 * @throws Problem STEP_NOT_READY naming every gap, STEP_TOO_EARLY, STEP_ALREADY_CLOSED, STEP_UNKNOWN, STEP_NOT_NEEDED
 */
export async function closeStep(
  ports: StepPorts,
  actor: Actor,
  roles: readonly Role[],
  asked: StoredInitiative,
  step: string,
  note: string | undefined,
): Promise<{ readonly step: string; readonly closedAt: string }> {
  return ports.database.transaction(async (tx) => {
    const initiative = await ports.hold(tx, asked);
    const table = await readTable(ports, tx, initiative);
    const entry = requireStep(table, step);
    const { name } = entry.state;
    if (entry.state.state === 'done') throw refusePeople('STEP_ALREADY_CLOSED', { step: name });
    const earlier = table.find(({ state }) => state.state === 'now');
    if (entry.state.state === 'ahead' && earlier) {
      throw refusePeople('STEP_TOO_EARLY', { step: name, earlier: earlier.state.name });
    }
    if (entry.gaps.length > 0) {
      const missing = entry.gaps.map((gap) => gap.sentence).join(' ');
      throw refusePeople(
        'STEP_NOT_READY',
        { step: name, missing },
        entry.gaps.map((gap) => ({ path: gap.kind, message: gap.sentence })),
      );
    }
    const at = ports.now();
    if (!(await ports.close(tx, initiative, step, actor.accountId, at)))
      throw refusePeople('STEP_ALREADY_CLOSED', { step: name });
    const event = stepEvent(actor, roles, initiative, step);
    const next = table.find(({ state }) => state.state === 'ahead')?.state.step ?? null;
    await appendEvent(
      tx,
      {
        ...event,
        detail: { ...event.detail, next },
        kind: 'step.closed',
        sentence: `closed ${name}`,
        ...(note ? { reason: note } : {}),
      },
      at,
    );
    return { step, closedAt: at.toISOString() };
  });
}

/**
 * Opens a closed step again, with the reason. Whoever joined after it had been closed is no longer late, because the step
 * is under way again. Approvals are taken back.
 * @throws Problem STEP_NOT_CLOSED, STEP_UNKNOWN, STEP_NOT_NEEDED
 */
export async function reopenStep(
  ports: StepPorts,
  actor: Actor,
  roles: readonly Role[],
  asked: StoredInitiative,
  step: string,
  reason: string,
): Promise<{ readonly step: string }> {
  return ports.database.transaction(async (tx) => {
    const initiative = await ports.hold(tx, asked);
    const { name } = requireStep(await readTable(ports, tx, initiative), step).state;
    if (!(await ports.reopen(tx, initiative, step))) throw refusePeople('STEP_NOT_CLOSED', { step: name });
    await removeApprovals(tx, initiative, step);
    await appendEvent(
      tx,
      {
        ...stepEvent(actor, roles, initiative, step),
        kind: 'step.reopened',
        sentence: `opened ${name} again`,
        reason,
      },
      ports.now(),
    );
    return { step };
  });
}

function stepEvent(actor: Actor, roles: readonly Role[], initiative: StoredInitiative, step: string) {
  return {
    actorId: actor.accountId,
    actorName: actor.name,
    ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
    subjectId: initiative.id,
    section: step,
    objectType: 'step',
    objectId: `${initiative.id}/${initiative.iteration}/${step}`,
    detail: { slug: initiative.slug, iteration: initiative.iteration },
  };
}
