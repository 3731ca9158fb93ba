import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { endDeployments, listProtectedAliases, protectedAliasesOf } from './deployments.store.ts';
import { checkDescription, checkTags, requireVersion } from './find-or-refuse.use-case.ts';
import { type RegistryPorts, requireRightOnVersion } from './judge-right.use-case.ts';
import { initiativeOfExperiment } from './lineage.store.ts';
import { addressOfModel } from './model-address.ts';
import type { Caller, VersionName } from './model-registry.ts';
import {
  archiveOthers,
  changeVersionRow,
  findVersion,
  markVersionDeleted,
  removeVersionTag,
  setVersionTags,
} from './model-versions.store.ts';
import { hasOpenProposal } from './proposals.store.ts';
import { type ModelVersion, readStage, type Tag } from './registered-model.ts';
import { holdModel, touchModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { tellOfVersion } from './tell-webhooks.use-case.ts';

/** Changes the description of a version. @throws Problem MODEL_VERSION_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER, MODEL_VALUE_TOO_LONG */
export async function describeVersion(
  ports: RegistryPorts,
  caller: Caller,
  named: VersionName,
  description: string,
): Promise<ModelVersion> {
  checkDescription(description);
  return changing(ports, caller, named, (tx, { no }, at) => changeVersionRow(tx, no, { description }, at));
}

/**
 * Moves a version to one of MLflow's stages. A stage whose name is protected like an alias moves only by approval.
 * @throws Problem MODEL_STAGE_INVALID, MODEL_VERSION_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER
 */
export async function moveToStage(
  ports: RegistryPorts,
  caller: Caller,
  named: VersionName,
  asked: { readonly stage: string; readonly archivesOthers: boolean },
): Promise<ModelVersion> {
  const stage = readStage(asked.stage);
  const shown = asked.stage.slice(0, 100);
  if (!stage) throw refuseRegistry('MODEL_STAGE_INVALID', { stage: shown, why: 'There is no such stage.' });
  if (asked.archivesOthers && stage !== 'Staging' && stage !== 'Production')
    throw refuseRegistry('MODEL_STAGE_INVALID', {
      stage: shown,
      why: 'Only Staging and Production archive the others.',
    });
  return changing(ports, caller, named, async (tx, version, at) => {
    if ((await listProtectedAliases(tx)).includes(stage.toLowerCase())) {
      throw refuseRegistry('MODEL_STAGE_INVALID', {
        stage,
        why: 'Its name is protected here, so no program moves it.',
      });
    }
    await changeVersionRow(tx, version.no, { stage }, at);
    if (asked.archivesOthers) await archiveOthers(tx, version, stage, at);
    await touchModel(tx, version.modelNo, at);
  });
}

/** Sets a tag of a version. @throws Problem MODEL_VERSION_UNKNOWN, MODEL_TAG_INVALID, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function tagVersion(ports: RegistryPorts, caller: Caller, named: VersionName, tag: Tag): Promise<void> {
  checkTags([tag]);
  await changing(ports, caller, named, async (tx, version, at) => {
    await setVersionTags(tx, version.no, [tag]);
    await tellOfVersion(ports, tx, version, 'MODEL_VERSION_TAG.SET', { key: tag.key, value: tag.value }, at);
  });
}

/** Removes a tag of a version. @throws Problem MODEL_VERSION_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function untagVersion(
  ports: RegistryPorts,
  caller: Caller,
  named: VersionName,
  key: string,
): Promise<void> {
  await changing(ports, caller, named, async (tx, version, at) => {
    await removeVersionTag(tx, version.no, key);
    await tellOfVersion(ports, tx, version, 'MODEL_VERSION_TAG.DELETED', { key }, at);
  });
}

/**
 * Puts a version aside; its number is not used again, it can be restored, and its time as live stays known.
 * @throws Problem MODEL_VERSION_UNKNOWN, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER, VERSION_IN_USE while it is live or proposed
 */
export async function deleteVersion(ports: RegistryPorts, caller: Caller, named: VersionName): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const version = await hold(ports, tx, caller, named);
    const [alias] = await protectedAliasesOf(tx, version.modelNo, version.version);
    const isProposed = await hasOpenProposal(tx, version.modelNo, version.version);
    if (alias !== undefined || isProposed) {
      const why = alias === undefined ? 'a proposal about it is open.' : `the protected alias "${alias}" points to it.`;
      const what = `Version ${version.version}`;
      throw refuseRegistry('VERSION_IN_USE', { what, name: named.name, why, where: addressOfModel(named.name) });
    }
    const at = ports.now();
    await endDeployments(tx, version.modelNo, version.version, at);
    await markVersionDeleted(tx, version, caller.name, at);
    await touchModel(tx, version.modelNo, at);
    await record(tx, caller, version, 'model.version-deleted', 'deleted', at);
  });
}

/** Brings a deleted version back, without the aliases that it had. @throws Problem MODEL_NOT_DELETED, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER */
export async function restoreVersion(ports: RegistryPorts, caller: Caller, named: VersionName): Promise<ModelVersion> {
  return ports.database.transaction(async (tx) => {
    const version = await findVersion(tx, ports.isVisible(caller), named.name, named.version, 'only-deleted');
    if (!version) throw refuseRegistry('MODEL_NOT_DELETED');
    await requireRightOnVersion(ports, tx, caller, version);
    const at = ports.now();
    await markVersionDeleted(tx, version, null, at);
    await record(tx, caller, version, 'model.version-restored', 'restored', at);
    return requireVersion(tx, ports.isVisible(caller), named.name, named.version);
  });
}

async function hold(ports: RegistryPorts, tx: Transaction, caller: Caller, named: VersionName): Promise<ModelVersion> {
  const found = await requireVersion(tx, ports.isVisible(caller), named.name, named.version);
  await requireRightOnVersion(ports, tx, caller, found);
  await holdModel(tx, found.modelNo);
  // Read again: another request may have changed it while this one waited.
  return requireVersion(tx, ports.isVisible(caller), named.name, named.version);
}

async function changing(
  ports: RegistryPorts,
  caller: Caller,
  named: VersionName,
  change: (tx: Transaction, version: ModelVersion, at: Date) => Promise<void>,
): Promise<ModelVersion> {
  return ports.database.transaction(async (tx) => {
    await change(tx, await hold(ports, tx, caller, named), ports.now());
    return requireVersion(tx, ports.isVisible(caller), named.name, named.version);
  });
}

async function record(
  tx: Transaction,
  caller: Caller,
  version: ModelVersion,
  kind: string,
  verb: string,
  at: Date,
): Promise<void> {
  const initiative = await initiativeOfExperiment(tx, version.experimentNo);
  await appendEvent(
    tx,
    {
      kind,
      sentence: `${verb} version ${version.version} of the model "${version.modelName}"`,
      actorId: caller.accountId,
      actorName: caller.name,
      ...(initiative ? { subjectId: initiative.id, section: 'build' } : {}),
      objectType: 'model-version',
      objectId: `${version.modelName}/${version.version}`,
      detail: { model: version.modelName, version: version.version, slug: initiative?.slug ?? null },
    },
    at,
  );
}
