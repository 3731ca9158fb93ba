import type { Database } from '../../platform/database/database.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import type { MountedApi } from '../../platform/http/handlers.ts';
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
import { decideProposal, withdrawProposal } from './decide-proposal.use-case.ts';
import { aliasVersion, listProtectedAliases, selectDeployments } from './deployments.store.ts';
import { requireModel, requireVersion } from './find-or-refuse.use-case.ts';
import { refuseChangeOfFiles } from './guard-files.use-case.ts';
import { experimentIdsAt } from './lineage.store.ts';
import { selectDeletedModels, selectModelLines } from './model-lines.store.ts';
import type { ModelRegistry } from './model-registry.ts';
import { newestPerStage, newestVersion } from './model-versions.store.ts';
import { moveAlias } from './move-alias.use-case.ts';
import { askToMoveAlias, type ProposalPorts } from './propose-move.use-case.ts';
import { protectAliases } from './protect-aliases.use-case.ts';
import { type FilePorts, listFiles, openFile } from './read-files.use-case.ts';
import { readModel, readVersions } from './read-model.use-case.ts';
import { type RegisterPorts, registerVersion } from './register-version.use-case.ts';
import { refuseRegistry } from './registry.errors.ts';
import { registryMigrations } from './registry.migrations.ts';
import { registryRoutes } from './registry.routes.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';
import { searchModels, searchVersions } from './search-registry.store.ts';

/** What the room is wired with. */
export interface RegistryDependencies extends ProposalPorts, RegisterPorts, FilePorts {
  readonly database: Database;
  /** Told after a change of what pages about models show. */
  readonly onChanged: () => void;
}

/** What the room gives to the composition, to the protocol of MLflow and to later rooms. */
export interface RegistryModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  readonly registry: ModelRegistry;
  /** Why the files at a path of the store of artifacts may not change; `null` when they may. */
  readonly refuseChangeOfFiles: typeof refuseChangeOfFiles;
  /** The ids of the experiments whose rights decide about the files at a path. */
  experimentIdsAt(path: string): Promise<readonly string[]>;
}

/** Wires the model registry. */
export function registryModule(ports: RegistryDependencies): RegistryModule {
  const { database } = ports;
  const told = announcing(ports.onChanged);
  return {
    mounted: registryRoutes({
      models: (caller, query) => selectModelLines(database, caller, query),
      model: (caller, name) => readModel(ports, caller, name),
      versions: (caller, name, page) => readVersions(ports, caller, name, page),
      deployments: async (caller, { name, ...query }) => {
        const model = name === undefined ? null : await requireModel(database, caller, name);
        return selectDeployments(database, caller, { ...query, ...(model ? { modelNo: model.no } : {}) });
      },
      move: (caller, move) => told(askToMoveAlias(ports, caller, move)),
      decide: (caller, name, proposalId, given) => told(decideProposal(ports, caller, name, proposalId, given)),
      withdraw: (caller, name, proposalId) => told(withdrawProposal(ports, caller, name, proposalId)),
      restoreVersion: async (caller, named) => void (await told(restoreVersion(ports, caller, named))),
      deletedModels: (caller) => selectDeletedModels(database, caller, REGISTRY_LIMITS.pageSize),
      restoreModel: async (caller, id) => (await told(restoreModel(ports, caller, id))).name,
      files: (caller, named, folder) => listFiles(ports, caller, named, folder),
      file: (caller, named, path) => openFile(ports, caller, named, path),
      protectedAliases: () => listProtectedAliases(database),
      protectAliases: (caller, aliases) => told(protectAliases(ports, caller, aliases)),
      now: ports.now,
    }),
    migrations: registryMigrations,
    registry: registryOf(ports),
    refuseChangeOfFiles,
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

function registryOf(ports: RegistryDependencies): ModelRegistry {
  const { database } = ports;
  const told = announcing(ports.onChanged);
  return {
    create: (caller, asked) => told(createModel(ports, caller, asked)),
    get: (caller, name) => requireModel(database, caller, name),
    describe: (caller, name, description) => told(describeModel(ports, caller, name, description)),
    rename: (caller, name, newName) => told(renameModel(ports, caller, name, newName)),
    delete: (caller, name) => told(deleteModel(ports, caller, name)),
    tag: (caller, name, tag) => told(tagModel(ports, caller, name, tag)),
    untag: (caller, name, key) => told(untagModel(ports, caller, name, key)),
    search: (caller, search) => searchModels(database, caller, search),
    newestPerStage: (caller, modelNos) => newestPerStage(database, caller, modelNos),
    byAlias: async (caller, name, alias) => {
      const model = await requireModel(database, caller, name);
      const isNewest = alias.toLowerCase() === 'latest';
      const version = isNewest
        ? ((await newestVersion(database, caller, model.no))?.version ?? null)
        : await aliasVersion(database, model.no, alias);
      if (version === null) throw refuseRegistry('ALIAS_UNKNOWN', { alias: alias.slice(0, 100) });
      return requireVersion(database, caller, name, version);
    },
    moveAlias: (caller, move) => told(moveAlias(ports, caller, move)),
    register: (caller, asked) => told(registerVersion(ports, caller, asked)),
    version: (caller, { name, version }) => requireVersion(database, caller, name, version),
    searchVersions: (caller, search) => searchVersions(database, caller, search),
    describeVersion: (caller, named, description) => told(describeVersion(ports, caller, named, description)),
    moveToStage: (caller, named, asked) => told(moveToStage(ports, caller, named, asked)),
    deleteVersion: (caller, named) => told(deleteVersion(ports, caller, named)),
    tagVersion: (caller, named, tag) => told(tagVersion(ports, caller, named, tag)),
    untagVersion: (caller, named, key) => told(untagVersion(ports, caller, named, key)),
  };
}
