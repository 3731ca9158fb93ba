import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { endDeployments, protectedAliasesOf } from './deployments.store.ts';
import { checkDescription, checkTags, requireModel } from './find-or-refuse.use-case.ts';
import { type RegistryPorts, requireRightOnModel } from './judge-right.use-case.ts';
import { initiativesOfModel } from './lineage.store.ts';
import { addressOfModel } from './model-address.ts';
import type { Caller } from './model-registry.ts';
import { hasOpenProposal } from './proposals.store.ts';
import { type RegisteredModel, refuseModelName, type Tag } from './registered-model.ts';
import {
  changeModelRow,
  findDeletedModel,
  holdModel,
  insertModel,
  markModelDeleted,
  removeModelTag,
  setModelTags,
  unmarkModelDeleted,
} from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { tagsOf, tellWebhooks } from './tell-webhooks.use-case.ts';

/** Registers a name for models. @throws Problem MODEL_NAME_INVALID, MODEL_NAME_TAKEN, MODEL_TAG_INVALID, MODEL_VALUE_TOO_LONG */
export async function createModel(
  ports: RegistryPorts,
  caller: Caller,
  asked: { readonly name: string; readonly description: string; readonly tags: readonly Tag[] },
): Promise<RegisteredModel> {
  const { name } = asked;
  checkName(name);
  checkDescription(asked.description);
  checkTags(asked.tags);
  return ports.database.transaction(async (tx) => {
    const at = ports.now();
    const no = await insertModel(tx, {
      name,
      description: asked.description,
      createdBy: caller.accountId,
      createdByName: caller.name,
      at,
    });
    if (no === null) throw refuseRegistry('MODEL_NAME_TAKEN', { name });
    await setModelTags(tx, no, asked.tags);
    await record(tx, caller, { no, name }, 'model.created', `registered the model "${name}"`, at);
    const data = { tags: tagsOf(asked.tags), description: asked.description };
    await tellWebhooks(ports, tx, { event: 'REGISTERED_MODEL.CREATED', modelNo: no, model: name, data }, [], at);
    return requireModel(tx, ports.isVisible(caller), name);
  });
}

/** Changes the description of a model. @throws Problem MODEL_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER, MODEL_VALUE_TOO_LONG */
export async function describeModel(
  ports: RegistryPorts,
  caller: Caller,
  name: string,
  description: string,
): Promise<RegisteredModel> {
  checkDescription(description);
  return changing(ports, caller, name, async (tx, model, at) => {
    await changeModelRow(tx, model.no, { description }, at);
    return requireModel(tx, ports.isVisible(caller), name);
  });
}

/** Gives a model another name. @throws Problem MODEL_UNKNOWN, MODEL_NAME_TAKEN, MODEL_NAME_INVALID, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function renameModel(
  ports: RegistryPorts,
  caller: Caller,
  name: string,
  newName: string,
): Promise<RegisteredModel> {
  checkName(newName);
  return changing(ports, caller, name, async (tx, model, at) => {
    if (!(await changeModelRow(tx, model.no, { name: newName }, at)))
      throw refuseRegistry('MODEL_NAME_TAKEN', { name: newName });
    await record(tx, caller, model, 'model.renamed', `renamed the model "${name}" to "${newName}"`, at);
    return requireModel(tx, ports.isVisible(caller), newName);
  });
}

/** Sets a tag of a model. @throws Problem MODEL_UNKNOWN, MODEL_TAG_INVALID, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function tagModel(ports: RegistryPorts, caller: Caller, name: string, tag: Tag): Promise<void> {
  checkTags([tag]);
  await changing(ports, caller, name, async (tx, model, at) => {
    await setModelTags(tx, model.no, [tag]);
    await tellOfLabel(ports, tx, model, 'REGISTERED_MODEL_TAG.SET', tag, at);
  });
}

/** Removes a tag of a model. @throws Problem MODEL_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function untagModel(ports: RegistryPorts, caller: Caller, name: string, key: string): Promise<void> {
  await changing(ports, caller, name, async (tx, model, at) => {
    await removeModelTag(tx, model.no, key);
    await tellOfLabel(ports, tx, model, 'REGISTERED_MODEL_TAG.DELETED', { key }, at);
  });
}

/**
 * Puts a model aside with all its versions; it can be restored, and what was live when stays known.
 * @throws Problem MODEL_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER, VERSION_IN_USE while a protected alias or a proposal needs it
 */
export async function deleteModel(ports: RegistryPorts, caller: Caller, name: string): Promise<void> {
  await changing(ports, caller, name, async (tx, model, at) => {
    const [alias] = await protectedAliasesOf(tx, model.no, null);
    const isProposed = await hasOpenProposal(tx, model.no, null);
    if (alias !== undefined || isProposed) {
      const why = alias === undefined ? 'a proposal about it is open.' : `its alias "${alias}" is protected.`;
      throw refuseRegistry('VERSION_IN_USE', { what: 'No version', name, why, where: addressOfModel(name) });
    }
    await endDeployments(tx, model.no, null, at);
    await markModelDeleted(tx, model.no, at, caller.name);
    await record(tx, caller, model, 'model.deleted', `deleted the model "${name}"; it can be restored`, at);
  });
}

/** Brings a deleted model back. @throws Problem MODEL_NOT_DELETED, MODEL_NAME_TAKEN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function restoreModel(ports: RegistryPorts, caller: Caller, modelNo: number): Promise<RegisteredModel> {
  return ports.database.transaction(async (tx) => {
    const model = await findDeletedModel(tx, ports.isVisible(caller), modelNo);
    if (!model) throw refuseRegistry('MODEL_NOT_DELETED');
    await requireRightOnModel(ports, tx, caller, model);
    const at = ports.now();
    if (!(await unmarkModelDeleted(tx, modelNo, at))) throw refuseRegistry('MODEL_NAME_TAKEN', { name: model.name });
    await record(tx, caller, model, 'model.restored', `restored the model "${model.name}"`, at);
    return requireModel(tx, ports.isVisible(caller), model.name);
  });
}

function checkName(name: string): void {
  const why = refuseModelName(name);
  if (why !== null) throw refuseRegistry('MODEL_NAME_INVALID', { name: name.slice(0, 100), why });
}

async function changing<R>(
  ports: RegistryPorts,
  caller: Caller,
  name: string,
  change: (tx: Transaction, model: RegisteredModel, at: Date) => Promise<R>,
): Promise<R> {
  return ports.database.transaction(async (tx) => {
    const model = await requireModel(tx, ports.isVisible(caller), name);
    await requireRightOnModel(ports, tx, caller, model);
    await holdModel(tx, model.no);
    return change(tx, model, ports.now());
  });
}

async function tellOfLabel(
  ports: RegistryPorts,
  tx: Transaction,
  { no, name }: RegisteredModel,
  event: 'REGISTERED_MODEL_TAG.SET' | 'REGISTERED_MODEL_TAG.DELETED',
  data: { readonly key: string; readonly value?: string },
  at: Date,
): Promise<void> {
  await tellWebhooks(ports, tx, { event, modelNo: no, model: name, data }, await initiativesOfModel(tx, no), at);
}

/** Notes the change in the story of each initiative that the model belongs to, or of none. */
async function record(
  tx: Transaction,
  caller: Caller,
  model: { readonly no: number; readonly name: string },
  kind: string,
  sentence: string,
  at: Date,
): Promise<void> {
  const initiatives = await initiativesOfModel(tx, model.no);
  const subjects: readonly ({ readonly id: string; readonly slug: string } | null)[] =
    initiatives.length === 0 ? [null] : initiatives;
  for (const subject of subjects) {
    await appendEvent(
      tx,
      {
        kind,
        sentence,
        actorId: caller.accountId,
        actorName: caller.name,
        ...(subject ? { subjectId: subject.id, section: 'build' } : {}),
        objectType: 'registered-model',
        objectId: String(model.no),
        detail: { model: model.name, ...(subject ? { slug: subject.slug } : {}) },
      },
      at,
    );
  }
}
