import type { Role } from '../people/index.ts';
import { listProtectedAliases } from './deployments.store.ts';
import { requireModel } from './find-or-refuse.use-case.ts';
import { type RightOnModel, rightOnModel } from './judge-right.use-case.ts';
import { lineageOf } from './lineage.store.ts';
import type { Lineage } from './lineage.ts';
import { addressOfPrompt } from './model-address.ts';
import { type ModelLine, selectModelLines } from './model-lines.store.ts';
import type { Caller } from './model-registry.ts';
import { versionsOfModel } from './model-versions.store.ts';
import type { AliasPorts } from './move-alias.use-case.ts';
import { awaitedRoles, type Proposal, type Reviewer, refuseDecision } from './proposal.ts';
import { proposalsOfModel } from './proposals.store.ts';
import type { ModelVersion, Tag } from './registered-model.ts';
import { refuseRegistry } from './registry.errors.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** A proposal with what the reader may do about it. */
export interface ReadProposal {
  readonly proposal: Proposal;
  readonly awaited: readonly Reviewer[];
  readonly mayDecideAs: readonly Role[];
  readonly isAuthor: boolean;
  readonly mayWithdraw: boolean;
}

/** A model as its page shows it. */
export interface ReadModel {
  readonly line: ModelLine;
  readonly tags: readonly Tag[];
  readonly proposals: readonly ReadProposal[];
  readonly protectedAliases: readonly string[];
  readonly right: RightOnModel;
}

/** Reads a model with what is proposed about it. @throws Problem MODEL_UNKNOWN, MODEL_IS_PROMPT */
export async function readModel(ports: AliasPorts, caller: Caller, name: string): Promise<ReadModel> {
  const model = await readRegistered(ports, caller, name);
  if (!model) throw refuseRegistry('MODEL_IS_PROMPT', { name, where: addressOfPrompt(name) });
  return model;
}

/** Reads what is registered under a name: a model as its page shows it, or `null` for a prompt. @throws Problem MODEL_UNKNOWN */
export async function readRegistered(ports: AliasPorts, caller: Caller, name: string): Promise<ReadModel | null> {
  const { database } = ports;
  const [line] = await selectModelLines(database, ports.isVisible(caller), { kind: 'model', name, limit: 1 });
  const model = await requireModel(database, ports.isVisible(caller), name);
  if (!line) return null;
  const initiativeNos = line.initiatives.map(({ no }) => no);
  const proposals = await proposalsOfModel(database, line.no, initiativeNos, REGISTRY_LIMITS.pageSize);
  return {
    line,
    tags: model.tags,
    proposals: await Promise.all(proposals.map((proposal) => readProposal(ports, caller, model.aliases, proposal))),
    protectedAliases: await listProtectedAliases(database),
    right: await rightOnModel(ports, database, caller, model),
  };
}

/** A proposal with what the reader may do about it now. */
export async function readProposal(
  ports: AliasPorts,
  caller: Caller,
  aliases: readonly { readonly alias: string; readonly version: number }[],
  proposal: Proposal,
): Promise<ReadProposal> {
  if (proposal.state !== 'open') return { proposal, awaited: [], mayDecideAs: [], isAuthor: false, mayWithdraw: false };
  const { database } = ports;
  const reviewers = await ports.reviewersOf(database, proposal.initiativeNo);
  const signing = reviewers.map(({ role }) => role);
  const rolesHeld = await ports.rolesOf(database, proposal.initiativeNo, caller.accountId);
  const atStake = proposal.version ?? aliases.find(({ alias }) => alias === proposal.alias)?.version ?? 0;
  const [version] = await versionsOfModel(database, ports.isVisible(caller), proposal.modelNo, {
    before: atStake + 1,
    isDeleted: false,
    limit: 1,
  });
  const awaited = awaitedRoles(proposal.decisions, signing);
  const may = (role: Role, authorIds: readonly string[]) =>
    refuseDecision(proposal, signing, authorIds, {
      role,
      decision: 'approve',
      accountId: caller.accountId,
      rolesHeld,
    }) === null;
  return {
    proposal,
    awaited: reviewers.filter(({ role }) => awaited.includes(role)),
    mayDecideAs: awaited.filter((role) => may(role, [])),
    isAuthor: version?.authorIds.includes(caller.accountId) ?? false,
    mayWithdraw: proposal.proposedBy === caller.accountId || caller.isAdministrator,
  };
}

/** A version with where it comes from. */
export interface ReadVersion {
  readonly version: ModelVersion;
  readonly lineage: Lineage | null;
}

/** A page of the versions of a model, newest first. @throws Problem MODEL_UNKNOWN */
export async function readVersions(
  ports: AliasPorts,
  caller: Caller,
  name: string,
  page: { readonly before: number | null; readonly isDeleted: boolean; readonly limit: number },
): Promise<readonly ReadVersion[]> {
  const model = await requireModel(ports.database, ports.isVisible(caller), name);
  const versions = await versionsOfModel(ports.database, ports.isVisible(caller), model.no, page);
  const lineages = await lineageOf(
    ports.database,
    versions.map(({ no }) => no),
  );
  return versions.map((version) => ({ version, lineage: lineages.get(version.no) ?? null }));
}
