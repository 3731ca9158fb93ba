import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { type MountedApi, mountApi } from '../../platform/http/handlers.ts';
import type { Role } from '../people/index.ts';
import type { Deployment } from './deployment.ts';
import type { deploymentSchema, proposalSchema } from './going-live.schema.ts';
import { addressOfPrompt } from './model-address.ts';
import type { DeletedModel, ModelLine } from './model-lines.store.ts';
import type { Caller, VersionName } from './model-registry.ts';
import type { modelLineSchema } from './models.schema.ts';
import type { ProposalState, Reviewer } from './proposal.ts';
import type { FileEntry, FilesOf, TableBeginning } from './read-files.use-case.ts';
import type { ReadModel, ReadProposal, ReadVersion } from './read-model.use-case.ts';
import type { RegisteredFor } from './read-registered-for.use-case.ts';
import { registryApi } from './registry.schema.ts';
import type { VersionOfRun } from './versions-of-run.store.ts';

/** What the routes of registered models call. */
export interface RegistryUseCases {
  models(caller: Caller, query: { text?: string; after?: string; limit: number }): Promise<readonly ModelLine[]>;
  model(caller: Caller, name: string): Promise<ReadModel>;
  /** `null` where a prompt has the name. */
  registered(caller: Caller, name: string): Promise<ReadModel | null>;
  versions(
    caller: Caller,
    name: string,
    page: { readonly before: number | null; readonly isDeleted: boolean; readonly limit: number },
  ): Promise<readonly ReadVersion[]>;
  deployments(
    caller: Caller,
    query: {
      name?: string;
      alias?: string;
      at?: Date;
      isApproved?: true;
      before?: { fromAt: Date; id: string };
      limit: number;
    },
  ): Promise<readonly Deployment[]>;
  move(
    caller: Caller,
    move: { name: string; alias: string; version: number | null; reason: string },
  ): Promise<{ kind: 'moved' } | { kind: 'proposed'; proposalId: string; reviewers: readonly Reviewer[] }>;
  decide(
    caller: Caller,
    name: string,
    proposalId: string,
    given: { role: Role; decision: 'approve' | 'refuse'; reason: string },
  ): Promise<{ state: ProposalState; awaited: readonly Role[] }>;
  withdraw(caller: Caller, name: string, proposalId: string): Promise<void>;
  restoreVersion(caller: Caller, named: VersionName): Promise<void>;
  deletedModels(caller: Caller): Promise<readonly DeletedModel[]>;
  restoreModel(caller: Caller, id: number): Promise<string>;
  files(caller: Caller, of: FilesOf, folder: string): Promise<readonly FileEntry[]>;
  file(caller: Caller, of: FilesOf, path: string): Promise<{ stream: Readable; fileName: string }>;
  table(caller: Caller, of: FilesOf, path: string): Promise<TableBeginning>;
  ofInitiative(caller: Caller, slug: string): Promise<readonly RegisteredFor[]>;
  versionsOfRun(caller: Caller, runId: string): Promise<readonly VersionOfRun[]>;
  protectedAliases(): Promise<readonly string[]>;
  protectAliases(caller: Caller, aliases: readonly string[]): Promise<readonly string[]>;
  now(): Date;
}

/** Whatever a file contains, a browser neither guesses its kind nor shows it as a page of ours. */
const FILE_POLICY = "sandbox; default-src 'none'";

/** The routes of registered models and of what was live when. */
export function registryRoutes(useCases: RegistryUseCases): MountedApi {
  return mountApi('Models', registryApi, {
    models: async ({ query }, { principal }) => {
      const { q, cursor, limit } = query;
      const lines = await useCases.models(principal, {
        ...(q === undefined ? {} : { text: q }),
        ...(cursor === undefined ? {} : { after: cursor }),
        limit: limit + 1,
      });
      const shown = lines.slice(0, limit);
      return { models: shown.map(presentLine), nextCursor: lines.length > limit ? (shown.at(-1)?.name ?? null) : null };
    },
    model: async ({ params }, { principal }) => presentModel(await useCases.model(principal, params.name)),
    registered: async ({ params }, { principal }) => {
      const model = await useCases.registered(principal, params.name);
      return { model: model && presentModel(model), prompt: model ? null : addressOfPrompt(params.name) };
    },
    versions: async ({ params, query }, { principal }) => {
      const before = query.cursor === undefined ? null : Number.parseInt(query.cursor, 10) || null;
      const isDeleted = query.deleted === 'true';
      const page = { before, isDeleted, limit: query.limit + 1 };
      const versions = await useCases.versions(principal, params.name, page);
      const shown = versions.slice(0, query.limit);
      const last = versions.length > query.limit ? shown.at(-1)?.version.version : undefined;
      return {
        versions: shown.map((read) => presentVersion(read, principal.accountId)),
        nextCursor: last === undefined ? null : String(last),
      };
    },
    live: async ({ params, query }, { principal }) => {
      const at = query.at === undefined ? useCases.now() : momentOf(query.at);
      const [live] = await useCases.deployments(principal, { name: params.name, alias: query.alias, at, limit: 1 });
      return { at: at.toISOString(), alias: query.alias, live: live ? presentDeployment(live) : null };
    },
    deployments: async ({ params, query }, { principal }) =>
      presentPage(
        await useCases.deployments(principal, {
          name: params.name,
          ...(query.alias === undefined ? {} : { alias: query.alias }),
          ...beforeOf(query.cursor),
          limit: query.limit + 1,
        }),
        query.limit,
      ),
    inventory: async ({ query }, { principal }) =>
      presentPage(
        await useCases.deployments(principal, {
          isApproved: true,
          ...(query.at === undefined ? {} : { at: momentOf(query.at) }),
          ...beforeOf(query.cursor),
          limit: query.limit + 1,
        }),
        query.limit,
      ),
    move: async ({ params, body }, { principal }) => {
      const outcome = await useCases.move(principal, { name: params.name, ...body });
      if (outcome.kind === 'moved') return outcome;
      return { kind: outcome.kind, proposalId: outcome.proposalId, awaited: outcome.reviewers.map(presentReviewer) };
    },
    decide: async ({ params, body }, { principal }) => {
      const { state, awaited } = await useCases.decide(principal, params.name, params.proposalId, body);
      return { state, awaited: [...awaited] };
    },
    withdraw: async ({ params }, { principal }) => {
      await useCases.withdraw(principal, params.name, params.proposalId);
      return { state: 'withdrawn' as const };
    },
    restoreVersion: async ({ params }, { principal }) => {
      await useCases.restoreVersion(principal, params);
      return { version: params.version };
    },
    deletedModels: async (_input, { principal }) => ({
      models: (await useCases.deletedModels(principal)).map(({ id, name, deletedAt, deletedBy }) => ({
        id,
        name,
        deletedAt: deletedAt.toISOString(),
        deletedBy,
      })),
    }),
    restoreModel: async ({ params }, { principal }) => ({ name: await useCases.restoreModel(principal, params.id) }),
    files: async ({ params, query }, { principal }) => ({
      entries: [...(await useCases.files(principal, params, query.folder))],
    }),
    file: async ({ params, query }, { principal, setHeader }) => {
      setHeader('content-security-policy', FILE_POLICY);
      return useCases.file(principal, params, query.path);
    },
    table: async ({ params, query }, { principal }) =>
      presentTable(await useCases.table(principal, params, query.path)),
    filesOfRun: async ({ params, query }, { principal }) => ({
      entries: [...(await useCases.files(principal, params, query.folder))],
    }),
    fileOfRun: async ({ params, query }, { principal, setHeader }) => {
      setHeader('content-security-policy', FILE_POLICY);
      return useCases.file(principal, params, query.path);
    },
    ofInitiative: async ({ params }, { principal }) => ({
      models: (await useCases.ofInitiative(principal, params.slug)).map(({ line, newest, live, proposals }) => ({
        name: line.name,
        versionCount: line.versionCount,
        newest: presentVersion(newest, principal.accountId),
        live: live.map(presentDeployment),
        proposals: proposals.map(presentProposal),
      })),
    }),
    versionsOfRun: async ({ params }, { principal }) => ({
      versions: (await useCases.versionsOfRun(principal, params.runId)).map((version) => ({
        ...version,
        aliases: [...version.aliases],
        registeredAt: version.registeredAt.toISOString(),
      })),
    }),
    tableOfRun: async ({ params, query }, { principal }) =>
      presentTable(await useCases.table(principal, params, query.path)),
    protectedAliases: async () => ({ aliases: [...(await useCases.protectedAliases())] }),
    protectAliases: async ({ body }, { principal }) => ({
      aliases: [...(await useCases.protectAliases(principal, body.aliases))],
    }),
  });
}

function presentTable(table: TableBeginning) {
  if (table.kind === 'unreadable') return table;
  return { ...table, columns: [...table.columns], rows: table.rows.map((row) => [...row]) };
}

/** A day means its last millisecond in UTC: what was live at the end of it. */
function momentOf(at: string): Date {
  return new Date(/^\d{4}-\d{2}-\d{2}$/.test(at) ? `${at}T23:59:59.999Z` : at);
}

/** A cursor that is none of ours begins at the start. */
function beforeOf(cursor: string | undefined): { before?: { fromAt: Date; id: string } } {
  const [, at = '', id = ''] = /^([\dTZ:.-]{10,30})_([0-9a-f-]{36})$/.exec(cursor ?? '') ?? [];
  const fromAt = new Date(at);
  return id === '' || Number.isNaN(fromAt.getTime()) ? {} : { before: { fromAt, id } };
}

function presentPage(deployments: readonly Deployment[], limit: number) {
  const shown = deployments.slice(0, limit);
  const last = deployments.length > limit ? shown.at(-1) : undefined;
  return { deployments: shown.map(presentDeployment), nextCursor: last ? `${last.from}_${last.id}` : null };
}

function presentDeployment({ modelName, ...deployment }: Deployment): z.input<typeof deploymentSchema> {
  return { ...deployment, model: modelName, approvals: [...deployment.approvals] };
}

function presentReviewer({ role, people }: Reviewer) {
  return { role, names: people.map(({ name }) => name) };
}

function presentLine(line: ModelLine): z.input<typeof modelLineSchema> {
  return {
    name: line.name,
    description: line.description,
    versionCount: line.versionCount,
    newestVersion: line.newestVersion,
    updatedAt: line.updatedAt.toISOString(),
    aliases: [...line.aliases],
    initiatives: line.initiatives.map(({ slug, name }) => ({ slug, name })),
    openProposals: line.openProposals,
  };
}

function presentModel({ line, tags, proposals, protectedAliases, right }: ReadModel) {
  return {
    ...presentLine(line),
    tags: [...tags],
    createdBy: line.createdByName,
    createdAt: line.createdAt.toISOString(),
    proposals: proposals.map(presentProposal),
    protectedAliases: [...protectedAliases],
    mayChange: right.mayChange,
    rule: right.rule,
  };
}

function presentProposal(read: ReadProposal): z.input<typeof proposalSchema> {
  const { proposal } = read;
  return {
    id: proposal.id,
    alias: proposal.alias,
    version: proposal.version,
    initiative: proposal.initiative,
    reason: proposal.reason,
    proposedBy: proposal.proposedByName,
    proposedAt: proposal.proposedAt.toISOString(),
    state: proposal.state,
    closedAt: proposal.closedAt?.toISOString() ?? null,
    decisions: proposal.decisions.map(({ role, decision, reason, name, at }) => ({ role, decision, reason, name, at })),
    awaited: read.awaited.map(presentReviewer),
    mayDecideAs: [...read.mayDecideAs],
    isAuthor: read.isAuthor,
    mayWithdraw: read.mayWithdraw,
  };
}

function presentVersion({ version, lineage }: ReadVersion, accountId: string) {
  return {
    version: version.version,
    description: version.description,
    registeredBy: version.createdByName,
    registeredAt: version.createdAt.toISOString(),
    deletedAt: version.deletedAt?.toISOString() ?? null,
    deletedBy: version.deletedByName,
    source: version.source,
    hasFiles: version.storagePath !== null,
    aliases: [...version.aliases],
    tags: [...version.tags],
    isMine: version.authorIds.includes(accountId),
    lineage: lineage && { ...lineage, datasets: [...lineage.datasets] },
  };
}
