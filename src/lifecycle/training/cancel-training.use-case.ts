import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseTraining } from './training.errors.ts';
import { changeUnderWay } from './training.store.ts';
import { isUnderWay } from './training.ts';
import { recordTraining, requireTraining, type TrainingPorts } from './training-ports.use-case.ts';

/** Stops a training. @throws Problem TRAINING_UNKNOWN, TRAINING_OVER */
export async function cancelTraining(
  ports: TrainingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  id: string,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const training = await requireTraining(tx, initiative, id, { lock: true });
    if (!isUnderWay(training.state)) throw refuseTraining('TRAINING_OVER');
    await changeUnderWay(tx, id, { state: 'cancelled', jobId: null, finishedAt: ports.now() });
    if (training.jobId !== null) await ports.jobs.cancel(tx, training.jobId);
    await recordTraining(tx, ports, actor, training, { kind: 'training.cancelled', did: 'stopped' });
  });
}
