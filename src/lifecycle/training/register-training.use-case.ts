import { Problem } from '../../platform/contract/index.ts';
import type { Caller } from '../experiments/index.ts';
import type { StoredInitiative } from '../initiatives/index.ts';
import { refuseTraining } from './training.errors.ts';
import { trainingName } from './training.ts';
import { requireTraining, type TrainingPorts } from './training-ports.use-case.ts';

/**
 * Registers the model of a training as the next version of a model, which is made where there is none of that name.
 * @throws Problem TRAINING_UNKNOWN, TRAINING_NOT_DONE, MODEL_RIGHT_MISSING and those of the registry
 */
export async function registerTraining(
  ports: TrainingPorts,
  caller: Caller,
  initiative: StoredInitiative,
  id: string,
  name: string,
): Promise<{ readonly name: string; readonly version: number }> {
  const training = await requireTraining(ports.database, initiative, id);
  const { run, state } = training;
  if (state !== 'trained' || run === null || run.modelId === null) throw refuseTraining('TRAINING_NOT_DONE');
  await ports.registry.get(caller, name).catch((error: unknown) => {
    if (!(error instanceof Problem && error.code === 'MODEL_UNKNOWN')) throw error;
    return ports.registry.create(caller, { name, description: '', tags: [] });
  });
  const { version } = await ports.registry.register(caller, {
    name,
    source: `models:/${run.modelId}`,
    runId: run.runId,
    runLink: null,
    loggedModelId: run.modelId,
    description: `${trainingName(training)}, trained without code.`,
    tags: [],
  });
  return { name, version };
}
