import { checkDatasets, checkLength } from './check-logged.ts';
import type { Caller } from './experiment.ts';
import type { FoundInExperiment } from './experiment-access.use-case.ts';
import { refuseTracking } from './experiments.errors.ts';
import { linkDatasets, linkModels } from './inputs.store.ts';
import type { DatasetInput } from './run.ts';
import { holdRunTag, readRunInfo, setRunTag } from './runs.store.ts';
import type { RunPorts } from './start-run.use-case.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

/** Longest id of a model in a link; ids of ours have 34 characters. */
const MODEL_ID_LENGTH = 100;

/** Links what a run read: data sets and models. @throws Problem RUN_UNKNOWN, RUN_DELETED, LOGGED_VALUE_INVALID */
export async function logInputs(
  ports: RunPorts,
  caller: Caller,
  id: string,
  inputs: { readonly datasets: readonly DatasetInput[]; readonly modelIds: readonly string[] },
): Promise<void> {
  const datasets = checkDatasets(inputs.datasets);
  const found = await requireActive(ports, caller, id);
  const models = checkModels(inputs.modelIds.map((modelId) => ({ modelId, step: 0 })));
  await ports.database.transaction(async (tx) => {
    await linkDatasets(tx, { no: found.no, experimentNo: found.experiment.no }, datasets);
    await linkModels(tx, found.no, 'input', models);
  });
}

/** Links the models that a run made. @throws Problem RUN_UNKNOWN, RUN_DELETED, LOGGED_VALUE_INVALID */
export async function logOutputs(
  ports: RunPorts,
  caller: Caller,
  id: string,
  models: readonly { readonly modelId: string; readonly step: number }[],
): Promise<void> {
  const found = await requireActive(ports, caller, id);
  const checked = checkModels(models);
  await ports.database.transaction((tx) => linkModels(tx, found.no, 'output', checked));
}

/**
 * Adds an entry to the JSON list in a tag; a tag that is no list begins anew.
 * @throws Problem RUN_UNKNOWN, RUN_DELETED, LOGGED_VALUE_INVALID when the list is longer than a tag may be
 */
export async function appendToTag(
  ports: RunPorts,
  caller: Caller,
  id: string,
  key: string,
  entry: unknown,
): Promise<void> {
  const found = await requireActive(ports, caller, id);
  const keyNo = (await ports.keys.numbersOf([key])).get(key);
  if (keyNo === undefined) throw new RangeError(`The key "${key}" has no number.`);
  await ports.database.transaction(async (tx) => {
    const text = JSON.stringify([...listIn(await holdRunTag(tx, found.no, keyNo)), entry]);
    checkLength(text, TRACKING_LIMITS.runTagLength, key);
    await setRunTag(tx, found.no, keyNo, text);
  });
}

function listIn(text: string | null): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}

async function requireActive(ports: RunPorts, caller: Caller, id: string): Promise<FoundInExperiment> {
  const found = await ports.access.run(caller, id, 'log');
  const { isDeleted } = await readRunInfo(ports.database, found.no);
  if (isDeleted) throw refuseTracking('RUN_DELETED', { id });
  return found;
}

function checkModels(models: readonly { readonly modelId: string; readonly step: number }[]) {
  if (models.length > TRACKING_LIMITS.inputs)
    throw refuseTracking('BATCH_TOO_LARGE', { most: TRACKING_LIMITS.inputs, what: 'models', count: models.length });
  for (const [index, { modelId }] of models.entries())
    checkLength(modelId, MODEL_ID_LENGTH, `models[${index}].model_id`);
  return models;
}
