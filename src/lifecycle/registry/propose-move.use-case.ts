import { createHash } from 'node:crypto';
import { newId } from '../../platform/database/new-id.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { mayDo, rolesInWords } from '../people/index.ts';
import { aliasVersion } from './deployments.store.ts';
import { requireModel, requireVersion } from './find-or-refuse.use-case.ts';
import { type InitiativeOfModel, initiativeOfExperiment } from './lineage.store.ts';
import type { AliasMove, Caller } from './model-registry.ts';
import { type AliasPorts, checkAlias, isProtected, moveAlias } from './move-alias.use-case.ts';
import type { Reviewer } from './proposal.ts';
import { insertProposal } from './proposals.store.ts';
import type { ModelVersion, RegisteredModel } from './registered-model.ts';
import { holdModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';
import { registryPolicy } from './registry.policy.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';

/** What proposing needs. */
export interface ProposalPorts extends AliasPorts {
  /** The files below a folder of our store, in the order of their paths. */
  readonly filesBelow: (
    queryable: Queryable,
    folder: string,
    limit: number,
  ) => Promise<readonly { readonly path: string; readonly sha256: string }[]>;
}

/** What became of a wish to move an alias. */
export type MoveOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'proposed'; readonly proposalId: string; readonly reviewers: readonly Reviewer[] };

/**
 * Moves an alias, or, where it is protected, asks for approval with a reason.
 * @throws Problem as `moveAlias`, MODEL_NOT_ON_THE_LINE, NOBODY_SIGNS, PROPOSAL_OPEN, ALIAS_THERE_ALREADY
 */
export async function askToMoveAlias(
  ports: ProposalPorts,
  caller: Caller,
  move: AliasMove & { readonly reason: string },
): Promise<MoveOutcome> {
  checkAlias(move.alias);
  if (!(await isProtected(ports.database, move.alias))) {
    await moveAlias(ports, caller, move);
    return { kind: 'moved' };
  }
  return ports.database.transaction(async (tx) => {
    const model = await requireModel(tx, ports.isVisible(caller), move.name);
    await holdModel(tx, model.no);
    const version = await versionAtStake(ports, tx, caller, model, move);
    const initiative = await initiativeOfExperiment(tx, version.experimentNo);
    if (!initiative) throw refuseRegistry('MODEL_NOT_ON_THE_LINE', { version: version.version, name: model.name });
    await requireProposer(ports, tx, caller, model, initiative);
    const reviewers = await ports.reviewersOf(tx, initiative.no);
    if (reviewers.length === 0) throw refuseRegistry('NOBODY_SIGNS', { initiative: initiative.name });
    const at = ports.now();
    const proposal = {
      id: newId(),
      modelNo: model.no,
      alias: move.alias,
      version: move.version,
      initiativeNo: initiative.no,
      reason: move.reason,
      filesSha256: await hashFiles(ports, tx, version),
      proposedBy: caller.accountId,
      proposedByName: caller.name,
      proposedAt: at,
    };
    if (!(await insertProposal(tx, proposal))) throw refuseRegistry('PROPOSAL_OPEN', { alias: move.alias });
    await recordProposal(tx, caller, model, move, { id: proposal.id, initiative, reviewers }, at);
    return { kind: 'proposed', proposalId: proposal.id, reviewers };
  });
}

/** The version that goes live, or the one that would no longer be. */
async function versionAtStake(
  ports: ProposalPorts,
  tx: Transaction,
  caller: Caller,
  model: RegisteredModel,
  move: AliasMove,
): Promise<ModelVersion> {
  // Where it is, if the person may not see that version, is not told either.
  const isSeen = model.aliases.some(({ alias }) => alias === move.alias);
  const present = isSeen ? await aliasVersion(tx, model.no, move.alias) : null;
  if (present === move.version) throw refuseRegistry('ALIAS_THERE_ALREADY', { alias: move.alias });
  const atStake = move.version ?? present;
  if (atStake === null) throw refuseRegistry('ALIAS_UNKNOWN', { alias: move.alias });
  return requireVersion(tx, ports.isVisible(caller), move.name, atStake);
}

async function requireProposer(
  ports: ProposalPorts,
  tx: Transaction,
  caller: Caller,
  model: RegisteredModel,
  initiative: InitiativeOfModel,
): Promise<void> {
  const rule = registryPolicy['model.propose'];
  const roles = await ports.rolesOf(tx, initiative.no, caller.accountId);
  if (!mayDo(rule, { ...caller, roles, isOpen: false }))
    throw refuseRegistry('MODEL_RIGHT_MISSING', { name: model.name, rule: rule.sentence });
}

/**
 * The SHA-256 over the paths and contents of a version's files, hexadecimal: what is approved is exactly what was
 * proposed. Files elsewhere cannot be looked at; then it is the hash of their address.
 */
export async function hashFiles(
  ports: ProposalPorts,
  queryable: Queryable,
  version: Pick<ModelVersion, 'storagePath' | 'source'>,
): Promise<string> {
  const hash = createHash('sha256');
  if (version.storagePath === null) return hash.update(version.source).digest('hex');
  const files = await ports.filesBelow(queryable, version.storagePath, REGISTRY_LIMITS.filesOfVersion);
  for (const { path, sha256 } of files) hash.update(`${path}\0${sha256}\n`);
  return hash.digest('hex');
}

async function recordProposal(
  tx: Transaction,
  caller: Caller,
  model: RegisteredModel,
  move: AliasMove & { readonly reason: string },
  asked: { readonly id: string; readonly initiative: InitiativeOfModel; readonly reviewers: readonly Reviewer[] },
  at: Date,
): Promise<void> {
  const wish =
    move.version === null
      ? `take the alias "${move.alias}" of the model "${model.name}" away`
      : `make version ${move.version} of the model "${model.name}" its "${move.alias}"`;
  const people = asked.reviewers.flatMap((reviewer) => reviewer.people.map(({ accountId }) => accountId));
  await appendEvent(
    tx,
    {
      kind: 'alias.proposed',
      sentence: `proposed to ${wish}; ${rolesInWords(asked.reviewers.map(({ role }) => role)).replace(' or ', ' and ')} must approve`,
      actorId: caller.accountId,
      actorName: caller.name,
      subjectId: asked.initiative.id,
      section: 'review',
      objectType: 'alias-proposal',
      objectId: asked.id,
      reason: move.reason,
      detail: {
        model: model.name,
        alias: move.alias,
        version: move.version,
        slug: asked.initiative.slug,
        roles: asked.reviewers.map(({ role }) => role),
        accountIds: [...new Set(people)],
      },
    },
    at,
  );
}
