import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { StepPorts } from './close-step.use-case.ts';
import { mayApprove } from './may-approve.ts';
import { refusePeople } from './people.errors.ts';
import { readTable, requireStep } from './read-table.use-case.ts';
import { ROLE_NAME, type Role } from './roles.ts';
import { insertApproval } from './step-approvals.store.ts';

/**
 * Approves a step in a role that its gate asks for. Approving twice in one role changes nothing.
 * @throws Problem STEP_UNKNOWN, STEP_ALREADY_CLOSED, APPROVAL_NOT_ASKED, APPROVAL_SEAT_NOT_HELD, APPROVAL_OWN_WORK
 */
export async function approveStep(
  ports: StepPorts,
  actor: Actor,
  asked: StoredInitiative,
  step: string,
  approval: { readonly role: Role; readonly note?: string | undefined },
): Promise<{ readonly step: string; readonly role: Role }> {
  const { role, note } = approval;
  return ports.database.transaction(async (tx) => {
    const initiative = await ports.hold(tx, asked);
    const table = await readTable(ports, tx, initiative);
    const { state, plan, seats } = requireStep(table, step);
    if (state.state === 'done') throw refusePeople('STEP_ALREADY_CLOSED', { step: state.name });
    if (!plan.approvals.includes(role)) {
      throw refusePeople('APPROVAL_NOT_ASKED', { step: state.name, role: ROLE_NAME[role] });
    }
    const isHeld = seats.some(
      (seat) => seat.role === role && seat.sitters.some((one) => one.accountId === actor.accountId),
    );
    if (!isHeld) throw refusePeople('APPROVAL_SEAT_NOT_HELD', { step: state.name, role: ROLE_NAME[role] });
    const built = table.flatMap((entry) =>
      entry.seats
        .filter(({ sitters }) => sitters.some(({ accountId }) => accountId === actor.accountId))
        .map(({ duty }) => ({ step: entry.state.step, part: entry.state.part, duty })),
    );
    if (!mayApprove(state, built)) throw refusePeople('APPROVAL_OWN_WORK', { step: state.name });
    const at = ports.now();
    if (await insertApproval(tx, initiative, { step, role, accountId: actor.accountId, name: actor.name, at })) {
      await appendEvent(
        tx,
        {
          kind: 'step.approved',
          sentence: `approved ${state.name} as ${ROLE_NAME[role]}`,
          actorId: actor.accountId,
          actorName: actor.name,
          actingAs: role,
          subjectId: initiative.id,
          section: step,
          objectType: 'step',
          objectId: `${initiative.id}/${initiative.iteration}/${step}`,
          ...(note ? { reason: note } : {}),
          detail: { slug: initiative.slug, iteration: initiative.iteration, role },
        },
        at,
      );
    }
    return { step, role };
  });
}
