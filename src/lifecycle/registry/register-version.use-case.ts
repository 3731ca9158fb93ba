import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { checkDescription, checkLength, checkTags, requireModel, requireVersion } from './find-or-refuse.use-case.ts';
import { type RegistryPorts, requireBuilder, requireRightOnModel } from './judge-right.use-case.ts';
import {
  experimentIdsAt,
  initiativeOfExperiment,
  loggedModelOfRun,
  originOfLoggedModel,
  originOfRun,
  tagLoggedModel,
} from './lineage.store.ts';
import type { Caller, RegisteredAs } from './model-registry.ts';
import { insertVersion, setVersionTags } from './model-versions.store.ts';
import { downloadUri, isPrompt, type ModelVersion } from './registered-model.ts';
import { holdModel, touchModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';
import { tagsOf, tellOfVersion } from './tell-webhooks.use-case.ts';
import { pathOfStored, readVersionSource } from './version-source.ts';

/** What registering needs beside the registry's own tables. */
export interface RegisterPorts extends RegistryPorts {
  /** Whether the person may read an experiment; one that they may not read counts as absent. */
  readonly maySeeExperiment: (caller: Caller, id: string) => Promise<boolean>;
}

/** Where the files are and whose work they are. */
interface Origin {
  readonly storagePath: string | null;
  readonly filesUri: string | null;
  readonly runId: string | null;
  readonly experimentNo: number | null;
  readonly authorIds: readonly string[];
}

/**
 * Registers the next version of a model. It belongs to the initiative of the experiment that its files came from.
 * @throws Problem MODEL_UNKNOWN, MODEL_SOURCE_INVALID, MODEL_RIGHT_MISSING, MODEL_OF_ANOTHER, MODEL_TAG_INVALID,
 *   MODEL_VALUE_TOO_LONG
 */
export async function registerVersion(
  ports: RegisterPorts,
  caller: Caller,
  asked: RegisteredAs,
): Promise<ModelVersion> {
  checkTags(asked.tags);
  checkDescription(asked.description);
  checkLength(asked.runId, REGISTRY_LIMITS.runIdLength, 'run_id');
  checkLength(asked.loggedModelId, REGISTRY_LIMITS.runIdLength, 'model_id');
  checkLength(asked.runLink, REGISTRY_LIMITS.runLinkLength, 'run_link');
  // The text of a prompt stands in a tag, and its client names a source that is no place at all.
  const isText = isPrompt((await requireModel(ports.database, ports.isVisible(caller), asked.name)).tags);
  const origin = isText ? ofWriter(caller) : await originOf(ports, caller, asked);
  return ports.database.transaction(async (tx) => {
    const model = await requireModel(tx, ports.isVisible(caller), asked.name);
    // The newest version is what programs load, so that adding one changes the model. A prompt is text, which everybody
    // of the organisation may add to; which version is used is said by its aliases.
    if (!isText) await requireRightOnModel(ports, tx, caller, model);
    const initiative = await initiativeOfExperiment(tx, origin.experimentNo);
    if (initiative) await requireBuilder(ports, tx, caller, model.name, initiative.no);
    await holdModel(tx, model.no);
    const at = ports.now();
    const { no, version } = await insertVersion(
      tx,
      model.no,
      {
        ...origin,
        source: asked.source,
        runLink: asked.runLink,
        loggedModelId: asked.loggedModelId,
        description: asked.description,
        createdBy: caller.accountId,
        createdByName: caller.name,
      },
      at,
    );
    await setVersionTags(tx, no, asked.tags);
    await touchModel(tx, model.no, at);
    if (asked.loggedModelId !== null) await tagLoggedModel(tx, asked.loggedModelId, { name: model.name, version });
    await recordRegistration(tx, caller, { name: model.name, version, runId: origin.runId }, origin.experimentNo, at);
    const registered = await requireVersion(tx, ports.isVisible(caller), model.name, version);
    const { source, runId, tags, description } = registered;
    const data = { source, run_id: runId, tags: tagsOf(tags), description: description || null };
    await tellOfVersion(ports, tx, registered, 'MODEL_VERSION.CREATED', data, at);
    return registered;
  });
}

/** Files of which nothing is known here. */
const ELSEWHERE: Origin = { storagePath: null, filesUri: null, runId: null, experimentNo: null, authorIds: [] };

function ofWriter(caller: Caller): Origin {
  return { ...ELSEWHERE, authorIds: [caller.accountId] };
}

async function originOf(ports: RegisterPorts, caller: Caller, asked: RegisteredAs): Promise<Origin> {
  const refused = refuseRegistry('MODEL_SOURCE_INVALID', { source: asked.source.slice(0, 200) });
  if (asked.source.length > REGISTRY_LIMITS.sourceLength) throw refused;
  const found = await filesOf(ports, caller, asked.source);
  if (!found) throw refused;
  const logged = asked.loggedModelId === null ? null : await originOfLoggedModel(ports.database, asked.loggedModelId);
  const runId = asked.runId ?? found.runId ?? logged?.sourceRunId ?? null;
  const run = runId === null ? null : await originOfRun(ports.database, runId);
  const experimentNo = found.experimentNo ?? logged?.experimentNo ?? run?.experimentNo ?? null;
  if (experimentNo !== null && !(await ports.maySeeExperiment(caller, String(experimentNo)))) throw refused;
  const authors = [caller.accountId, ...found.authorIds, logged?.madeBy, run?.startedBy];
  return {
    storagePath: found.storagePath,
    filesUri: found.filesUri,
    runId,
    experimentNo,
    authorIds: [...new Set(authors.filter((id) => id !== undefined))],
  };
}

/** Where the files of a source are; `null` when it names none that this person may use. */
async function filesOf(ports: RegisterPorts, caller: Caller, source: string): Promise<Origin | null> {
  const read = readVersionSource(source);
  switch (read.kind) {
    case 'refused':
      return null;
    case 'elsewhere':
      return ELSEWHERE;
    case 'stored': {
      const ids = await experimentIdsAt(ports.database, read.path);
      for (const id of ids) if (!(await ports.maySeeExperiment(caller, id))) return null;
      return { ...ELSEWHERE, storagePath: read.path, experimentNo: Number(ids[0]) };
    }
    case 'run':
      return filesOfRun(ports.database, read.runId, read.path);
    case 'logged-model':
      return filesOfLoggedModel(ports.database, read.modelId);
    case 'version': {
      // A copy of a version keeps whose work it is, so that a detour through another name lets nobody approve their own.
      const copied = await requireVersion(ports.database, ports.isVisible(caller), read.name, read.version);
      const { storagePath, runId, experimentNo, authorIds } = copied;
      // What it was copied from may be renamed or deleted later; the place of its files stays what it is.
      const filesUri = storagePath === null ? downloadUri(copied) : null;
      return { storagePath, filesUri, runId, experimentNo, authorIds };
    }
  }
}

/** The folder of a run; clients keep what a run logged as a model with the logged model of that name. */
async function filesOfRun(queryable: Queryable, runId: string, path: string): Promise<Origin | null> {
  const run = await originOfRun(queryable, runId);
  if (!run) return null;
  const modelId = await loggedModelOfRun(queryable, runId, path);
  if (modelId !== null) return filesOfLoggedModel(queryable, modelId);
  const storagePath = pathOfStored(path === '' ? run.location : `${run.location}/${path}`);
  return { ...ELSEWHERE, storagePath, runId, experimentNo: run.experimentNo, authorIds: [run.startedBy] };
}

async function filesOfLoggedModel(queryable: Queryable, modelId: string): Promise<Origin | null> {
  const origin = await originOfLoggedModel(queryable, modelId);
  if (!origin) return null;
  const { sourceRunId, experimentNo, madeBy, location } = origin;
  return { ...ELSEWHERE, storagePath: pathOfStored(location), runId: sourceRunId, experimentNo, authorIds: [madeBy] };
}

async function recordRegistration(
  tx: Transaction,
  caller: Caller,
  registered: { readonly name: string; readonly version: number; readonly runId: string | null },
  experimentNo: number | null,
  at: Date,
): Promise<void> {
  const initiative = await initiativeOfExperiment(tx, experimentNo);
  await appendEvent(
    tx,
    {
      kind: 'model.registered',
      sentence: `registered version ${registered.version} of the model "${registered.name}"`,
      actorId: caller.accountId,
      actorName: caller.name,
      ...(initiative ? { subjectId: initiative.id, section: 'build' } : {}),
      objectType: 'model-version',
      objectId: `${registered.name}/${registered.version}`,
      detail: {
        model: registered.name,
        version: registered.version,
        runId: registered.runId,
        slug: initiative?.slug ?? null,
      },
    },
    at,
  );
}
