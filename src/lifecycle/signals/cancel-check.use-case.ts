import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { recordCheck, requireCheck, type SignalPorts } from './signal-ports.use-case.ts';
import { refuseSignal } from './signals.errors.ts';
import { finishCheck } from './signals.store.ts';

/**
 * Stops a check; whoever comes first decides, the end of the check or the one who stops it.
 * @throws Problem SIGNAL_CHECK_UNKNOWN, SIGNAL_CHECK_ENDED
 */
export async function cancelCheck(
  ports: SignalPorts,
  actor: Actor,
  initiative: StoredInitiative,
  id: string,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const check = await requireCheck(tx, initiative, id);
    if (!(await finishCheck(tx, id, { state: 'cancelled' }, ports.now()))) throw refuseSignal('SIGNAL_CHECK_ENDED');
    if (check.jobId !== null) await ports.jobs.cancel(tx, check.jobId);
    await recordCheck(tx, ports, actor, check, {
      kind: 'signal.check-cancelled',
      sentence: `stopped the check whether "${check.choice.target}" can be predicted`,
    });
  });
}
