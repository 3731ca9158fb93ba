import type { RawBuilder } from 'kysely';
import type { Database } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
import type { Viewer } from '../people/index.ts';
import {
  createModel,
  deleteModel,
  describeModel,
  renameModel,
  restoreModel,
  tagModel,
  untagModel,
} from './change-model.use-case.ts';
import {
  deleteVersion,
  describeVersion,
  moveToStage,
  restoreVersion,
  tagVersion,
  untagVersion,
} from './change-version.use-case.ts';
import {
  changeWebhook,
  createWebhook,
  deleteWebhook,
  mayAddWebhooks,
  requireWebhook,
  type WebhookPorts,
} from './change-webhook.use-case.ts';
import { decideProposal, withdrawProposal } from './decide-proposal.use-case.ts';
import { deliverWebhooks, tryWebhook } from './deliver-webhooks.use-case.ts';
import { listProtectedAliases, selectDeployments } from './deployments.store.ts';
import { requireModel, requireVersion } from './find-or-refuse.use-case.ts';
import { refuseChangeOfFiles } from './guard-files.use-case.ts';
import { experimentIdsAt } from './lineage.store.ts';
import { selectDeletedModels, selectModelLines } from './model-lines.store.ts';
import type { Caller, ModelRegistry, Webhooks } from './model-registry.ts';
import { newestPerStage, newestVersion } from './model-versions.store.ts';
import { moveAlias } from './move-alias.use-case.ts';
import { isNeededByVersion } from './needed-sources.store.ts';
import { promptsRoutes } from './prompts.routes.ts';
import { askToMoveAlias, type ProposalPorts } from './propose-move.use-case.ts';
import { protectAliases } from './protect-aliases.use-case.ts';
import { type FilePorts, listFiles, openFile, previewFile, refuseWithheld } from './read-files.use-case.ts';
import { readModel, readRegistered, readVersions } from './read-model.use-case.ts';
import { type PromptPorts, readPrompt, readPromptVersion, readPromptVersions } from './read-prompt.use-case.ts';
import { readRegisteredFor } from './read-registered-for.use-case.ts';
import { type RegisterPorts, registerVersion } from './register-version.use-case.ts';
import { refuseRegistry } from './registry.errors.ts';
import { registryMigrations } from './registry.migrations.ts';
import { registryRoutes } from './registry.routes.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';
import { searchModels, searchVersions } from './search-registry.store.ts';
import { versionsOfRun } from './versions-of-run.store.ts';
import { isVisibleModel } from './visible-models.store.ts';
import { listDeliveries } from './webhook-deliveries.store.ts';
import { webhooksMigrations } from './webhooks.migrations.ts';
import { webhooksRoutes } from './webhooks.routes.ts';
import { listWebhooks } from './webhooks.store.ts';

/** What the room is wired with. */
export interface RegistryDependencies extends ProposalPorts, RegisterPorts, FilePorts, WebhookPorts, PromptPorts {
  readonly database: Database;
  /** An initiative by its address. @throws Problem INITIATIVE_UNKNOWN */
  readonly requireInitiative: (slug: string) => Promise<{ readonly no: number }>;
  /** Told after a change of what pages about models show. */
  readonly onChanged: () => void;
}

/** What the room gives to the composition, to the protocol of MLflow and to later rooms. */
export interface RegistryModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  readonly registry: ModelRegistry;
  /** Whether somebody may see a model, in SQL, for the statements of later rooms; it names the model as `m`. */
  isVisibleModel(viewer: Viewer): RawBuilder<boolean>;
  readonly webhooks: Webhooks;
  readonly webhooksMounted: MountedApi;
  readonly promptsMounted: MountedApi;
  /** Sends what webhooks are to be told and is due; the signal ends it. */
  deliverWebhooks(signal: AbortSignal): Promise<void>;
  /** Why the files at a path of the store of artifacts may not change; `null` when they may. */
  readonly refuseChangeOfFiles: typeof refuseChangeOfFiles;
  /** Whether a registered version was made from a run, a logged model or files, or belongs to an experiment. */
  readonly isNeededByVersion: typeof isNeededByVersion;
  /** Refuses the bytes of a file at a path of the store to whom it is not given. @throws Problem ARTIFACT_WITHHELD */
  refuseWithheld(caller: Caller, path: string): Promise<void>;
  /** The ids of the experiments whose rights decide about the files at a path. */
  experimentIdsAt(path: string): Promise<readonly string[]>;
}

/** Wires the model registry. */
export function registryModule(ports: RegistryDependencies): RegistryModule {
  const { database } = ports;
  const told = announcing(ports.onChanged);
  const webhooks = webhooksOf(ports);
  return {
    mounted: registryRoutes({
      models: (caller, query) => selectModelLines(database, ports.isVisible(caller), { ...query, kind: 'model' }),
      model: (caller, name) => readModel(ports, caller, name),
      registered: (caller, name) => readRegistered(ports, caller, name),
      versions: (caller, name, page) => readVersions(ports, caller, name, page),
      deployments: async (caller, { name, ...query }) => {
        const model = name === undefined ? null : await requireModel(database, ports.isVisible(caller), name);
        return selectDeployments(database, ports.isVisible(caller), {
          ...query,
          ...(model ? { modelNo: model.no } : {}),
        });
      },
      move: (caller, move) => told(askToMoveAlias(ports, caller, move)),
      decide: (caller, name, proposalId, given) => told(decideProposal(ports, caller, name, proposalId, given)),
      withdraw: (caller, name, proposalId) => told(withdrawProposal(ports, caller, name, proposalId)),
      restoreVersion: async (caller, named) => void (await told(restoreVersion(ports, caller, named))),
      deletedModels: (caller) => selectDeletedModels(database, ports.isVisible(caller), REGISTRY_LIMITS.pageSize),
      restoreModel: async (caller, id) => (await told(restoreModel(ports, caller, id))).name,
      files: (caller, of, folder) => listFiles(ports, caller, of, folder),
      file: (caller, of, path) => openFile(ports, caller, of, path),
      table: (caller, of, path) => previewFile(ports, caller, of, path),
      ofInitiative: async (caller, slug) => readRegisteredFor(ports, caller, (await ports.requireInitiative(slug)).no),
      versionsOfRun: async (caller, runId) => {
        await ports.uriOfRun(caller, runId);
        return versionsOfRun(database, ports.isVisible(caller), runId);
      },
      protectedAliases: () => listProtectedAliases(database),
      protectAliases: (caller, aliases) => told(protectAliases(ports, caller, aliases)),
      now: ports.now,
    }),
    migrations: [...registryMigrations, ...webhooksMigrations],
    registry: registryOf(ports),
    isVisibleModel: (viewer) => isVisibleModel(ports.isVisible(viewer)),
    webhooks,
    webhooksMounted: webhooksRoutes({
      ...webhooks,
      mayAdd: (caller) => mayAddWebhooks(ports, caller),
      deliveries: async (caller, id, page) => {
        const { no } = await requireWebhook(database, caller, id);
        return listDeliveries(database, no, page);
      },
    }),
    promptsMounted: promptsRoutes({
      prompts: (caller, query) => selectModelLines(database, ports.isVisible(caller), { ...query, kind: 'prompt' }),
      prompt: (caller, name) => readPrompt(ports, caller, name),
      versions: (caller, name, page) => readPromptVersions(ports, caller, name, page),
      version: (caller, named) => readPromptVersion(ports, caller, named),
    }),
    deliverWebhooks: async (signal) => {
      if ((await deliverWebhooks(ports, signal)) > 0) ports.onChanged();
    },
    refuseChangeOfFiles,
    isNeededByVersion,
    refuseWithheld: (caller, path) => refuseWithheld(ports, caller, path),
    experimentIdsAt: (path) => experimentIdsAt(database, path),
  };
}

/** Tells pages of a change once it is stored. */
function announcing(onChanged: () => void): <R>(change: Promise<R>) => Promise<R> {
  return async (change) => {
    const result = await change;
    onChanged();
    return result;
  };
}

function webhooksOf(ports: RegistryDependencies): Webhooks {
  const told = announcing(ports.onChanged);
  return {
    create: (caller, given) => told(createWebhook(ports, caller, given)),
    list: (caller, page) => listWebhooks(ports.database, caller, page),
    get: (caller, id) => requireWebhook(ports.database, caller, id),
    change: (caller, id, change) => told(changeWebhook(ports, caller, id, change)),
    delete: (caller, id) => told(deleteWebhook(ports, caller, id)),
    try: (caller, id, event) => tryWebhook(ports, caller, id, event),
  };
}

function registryOf(ports: RegistryDependencies): ModelRegistry {
  const { database } = ports;
  const told = announcing(ports.onChanged);
  return {
    create: (caller, asked) => told(createModel(ports, caller, asked)),
    get: (caller, name) => requireModel(database, ports.isVisible(caller), name),
    describe: (caller, name, description) => told(describeModel(ports, caller, name, description)),
    rename: (caller, name, newName) => told(renameModel(ports, caller, name, newName)),
    delete: (caller, name) => told(deleteModel(ports, caller, name)),
    tag: (caller, name, tag) => told(tagModel(ports, caller, name, tag)),
    untag: (caller, name, key) => told(untagModel(ports, caller, name, key)),
    search: (caller, search) => searchModels(database, ports.isVisible(caller), search),
    newestPerStage: (caller, modelNos) => newestPerStage(database, ports.isVisible(caller), modelNos),
    byAlias: async (caller, name, alias) => {
      const model = await requireModel(database, ports.isVisible(caller), name);
      const isNewest = alias.toLowerCase() === 'latest';
      // The aliases of a model are those that this person may see: another one is not there, and points nowhere.
      const version = isNewest
        ? (await newestVersion(database, ports.isVisible(caller), model.no))?.version
        : model.aliases.find((known) => known.alias === alias)?.version;
      if (version === undefined) throw refuseRegistry('ALIAS_UNKNOWN', { alias: alias.slice(0, 100) });
      return requireVersion(database, ports.isVisible(caller), name, version);
    },
    moveAlias: (caller, move) => told(moveAlias(ports, caller, move)),
    register: (caller, asked) => told(registerVersion(ports, caller, asked)),
    version: (caller, { name, version }) => requireVersion(database, ports.isVisible(caller), name, version),
    searchVersions: (caller, search) => searchVersions(database, ports.isVisible(caller), search),
    describeVersion: (caller, named, description) => told(describeVersion(ports, caller, named, description)),
    moveToStage: (caller, named, asked) => told(moveToStage(ports, caller, named, asked)),
    deleteVersion: (caller, named) => told(deleteVersion(ports, caller, named)),
    tagVersion: (caller, named, tag) => told(tagVersion(ports, caller, named, tag)),
    untagVersion: (caller, named, key) => told(untagVersion(ports, caller, named, key)),
  };
}
