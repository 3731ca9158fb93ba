import { randomBytes, randomInt } from 'node:crypto';
import { appendEvent } from '../../platform/events/events.store.ts';
import { checkLabelKey, checkLength, checkParams, checkTags } from './check-logged.ts';
import type { Caller } from './experiment.ts';
import { refuseTracking } from './experiments.errors.ts';
import { type LoggedModel, type ModelStatus, modelNameProblem } from './logged-model.ts';
import {
  deleteModelTag,
  insertModel,
  insertModelParams,
  markModelDeleted,
  readModel,
  setModelStatus,
  upsertModelTags,
} from './logged-models.store.ts';
import { inventRunName, type Tag } from './run.ts';
import type { RunPorts } from './start-run.use-case.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

/** A new logged model. */
export interface NewModel {
  readonly experimentId: string;
  readonly name: string | undefined;
  readonly modelType: string | undefined;
  readonly sourceRunId: string | undefined;
  readonly params: readonly Tag[];
  readonly tags: readonly Tag[];
}

/**
 * Creates a logged model, whose files follow.
 * @throws Problem EXPERIMENT_UNKNOWN, EXPERIMENT_DELETED, RUN_UNKNOWN, LOGGED_VALUE_INVALID
 */
export async function createModel(ports: RunPorts, caller: Caller, asked: NewModel): Promise<LoggedModel> {
  const experiment = await ports.access.experiment(caller, asked.experimentId, 'log');
  if (experiment.isDeleted) throw refuseTracking('EXPERIMENT_DELETED', { id: asked.experimentId });
  if (asked.sourceRunId) await ports.access.run(caller, asked.sourceRunId, 'see');
  const name = checkModelName(asked.name);
  checkLength(asked.modelType ?? '', TRACKING_LIMITS.runNameLength, 'model_type');
  const params = checkParams(asked.params, checkLabelKey);
  const tags = checkTags(asked.tags, checkLabelKey);
  const id = `m-${randomBytes(16).toString('hex')}`;
  const at = ports.now();
  const no = await ports.database.transaction(async (tx) => {
    const modelNo = await insertModel(tx, {
      id,
      experimentNo: experiment.no,
      name,
      modelType: asked.modelType || null,
      sourceRunId: asked.sourceRunId || null,
      madeBy: caller.accountId,
      atMs: at.getTime(),
    });
    await insertModelParams(tx, modelNo, params);
    await upsertModelTags(tx, modelNo, tags);
    const { link } = experiment;
    if (!link) return modelNo;
    const detail = { modelId: id, modelName: name, experimentId: String(experiment.no), slug: link.slug };
    await appendEvent(
      tx,
      {
        kind: 'model.logged',
        sentence: `logged the model "${name}" in the experiment "${experiment.name}"`,
        actorId: caller.accountId,
        actorName: caller.name,
        subjectId: link.initiativeId,
        section: 'build',
        objectType: 'logged-model',
        objectId: id,
        detail: { ...detail, iteration: link.iteration, sourceRunId: asked.sourceRunId || null },
      },
      at,
    );
    tx.afterCommit(() => ports.announce(link.slug));
    return modelNo;
  });
  return readModel(ports.database, no);
}

function checkModelName(asked: string | undefined): string {
  if (asked === undefined || asked === '') {
    const chance = (): number => randomInt(1_000_000) / 1_000_000;
    return inventRunName(chance(), chance(), chance());
  }
  checkLength(asked, TRACKING_LIMITS.runNameLength, 'name');
  const why = modelNameProblem(asked);
  if (why) throw refuseTracking('LOGGED_VALUE_INVALID', { value: JSON.stringify(asked), path: 'name', why });
  return asked;
}

/** Says what became of a model's files. @throws Problem LOGGED_MODEL_UNKNOWN */
export async function setStatusOfModel(
  ports: RunPorts,
  caller: Caller,
  id: string,
  status: ModelStatus,
): Promise<LoggedModel> {
  const { no } = await ports.access.model(caller, id, 'log');
  await ports.database.transaction((tx) => setModelStatus(tx, no, status, ports.now().getTime()));
  return readModel(ports.database, no);
}

/**
 * Deletes a model; its rows and files stay. Once more changes nothing: programs ask again when an answer was lost.
 * @throws Problem LOGGED_MODEL_UNKNOWN
 */
export async function deleteModel(ports: RunPorts, caller: Caller, id: string): Promise<void> {
  const { no } = await ports.access.model(caller, id, 'log', 'with-deleted');
  await ports.database.transaction((tx) => markModelDeleted(tx, no, ports.now().getTime()));
}

/** Adds params to a model, each once for ever. @throws Problem LOGGED_MODEL_UNKNOWN, MODEL_PARAM_CHANGED, LOGGED_VALUE_INVALID */
export async function logModelParams(
  ports: RunPorts,
  caller: Caller,
  id: string,
  params: readonly Tag[],
): Promise<void> {
  const checked = checkParams(params, checkLabelKey);
  const { no } = await ports.access.model(caller, id, 'log');
  await ports.database.transaction(async (tx) => {
    const taken = await insertModelParams(tx, no, checked);
    if (taken !== null) throw refuseTracking('MODEL_PARAM_CHANGED', { key: taken, model: id });
  });
}

/** Sets tags of a model. @throws Problem LOGGED_MODEL_UNKNOWN, LOGGED_VALUE_INVALID */
export async function setTagsOfModel(
  ports: RunPorts,
  caller: Caller,
  id: string,
  tags: readonly Tag[],
): Promise<LoggedModel> {
  const checked = checkTags(tags, checkLabelKey);
  const { no } = await ports.access.model(caller, id, 'log');
  await ports.database.transaction((tx) => upsertModelTags(tx, no, checked));
  return readModel(ports.database, no);
}

/** Removes a tag of a model. @throws Problem LOGGED_MODEL_UNKNOWN, EXPERIMENT_TAG_UNKNOWN */
export async function removeModelTag(ports: RunPorts, caller: Caller, id: string, key: string): Promise<void> {
  const { no } = await ports.access.model(caller, id, 'log');
  const wasThere = await ports.database.transaction((tx) => deleteModelTag(tx, no, key));
  if (!wasThere) throw refuseTracking('EXPERIMENT_TAG_UNKNOWN', { key: key.slice(0, 250), what: `model ${id}` });
}
