import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import { ROLE_NAME, type Role, rolesInWords } from '../people/index.ts';
import { moveAliasRow } from './deployments.store.ts';
import { requireModel, requireVersion } from './find-or-refuse.use-case.ts';
import { type InitiativeOfModel, initiativeOfExperiment } from './lineage.store.ts';
import type { Caller } from './model-registry.ts';
import { recordMove } from './move-alias.use-case.ts';
import { awaitedRoles, type DecisionRefusal, type Proposal, refuseDecision } from './proposal.ts';
import { closeProposal, holdProposal, insertDecision } from './proposals.store.ts';
import { hashFiles, type ProposalPorts } from './propose-move.use-case.ts';
import type { ModelVersion, RegisteredModel } from './registered-model.ts';
import { holdModel } from './registered-models.store.ts';
import { refuseRegistry } from './registry.errors.ts';

/** A decision in one of the roles that sign at Review. */
export interface GivenDecision {
  readonly role: Role;
  readonly decision: 'approve' | 'refuse';
  readonly reason: string;
}

/** What a decision is about. */
interface Stake {
  readonly model: RegisteredModel;
  readonly proposal: Proposal;
  /** The version that goes live or ceases to be. */
  readonly version: ModelVersion | null;
  readonly initiative: InitiativeOfModel;
}

/**
 * Decides on a proposal for one role. The last awaited approval moves the alias in the same transaction; a refusal ends
 * the proposal. Decisions are never changed.
 * @throws Problem PROPOSAL_UNKNOWN, PROPOSAL_CLOSED, DECISION_ROLE_DOES_NOT_SIGN, DECISION_ROLE_NOT_HELD, DECISION_GIVEN,
 * DECISION_NEEDS_ANOTHER_PERSON, AUTHOR_MAY_NOT_APPROVE, FILES_CHANGED
 */
export async function decideProposal(
  ports: ProposalPorts,
  caller: Caller,
  name: string,
  proposalId: string,
  given: GivenDecision,
): Promise<{ readonly state: Proposal['state']; readonly awaited: readonly Role[] }> {
  return ports.database.transaction(async (tx) => {
    const stake = await holdStake(ports, tx, caller, name, proposalId);
    const signing = (await ports.reviewersOf(tx, stake.initiative.no)).map(({ role }) => role);
    const rolesHeld = await ports.rolesOf(tx, stake.initiative.no, caller.accountId);
    const refusal = refuseDecision(stake.proposal, signing, stake.version?.authorIds ?? [], {
      ...given,
      accountId: caller.accountId,
      rolesHeld,
    });
    if (refusal !== null) throw refusalOf(refusal, stake, signing, given.role);
    const at = ports.now();
    const decision = { ...given, accountId: caller.accountId, name: caller.name, at };
    await insertDecision(tx, proposalId, decision);
    await recordDecision(tx, caller, stake, given, at);
    if (given.decision === 'refuse') {
      await closeProposal(tx, proposalId, 'refused', at);
      return { state: 'refused', awaited: [] };
    }
    const awaited = awaitedRoles([...stake.proposal.decisions, given], signing);
    if (awaited.length > 0) return { state: 'open', awaited };
    await carryOut(ports, tx, caller, stake, at);
    return { state: 'approved', awaited: [] };
  });
}

/** Takes a proposal back. @throws Problem PROPOSAL_UNKNOWN for anybody but its proposer, PROPOSAL_CLOSED */
export async function withdrawProposal(
  ports: ProposalPorts,
  caller: Caller,
  name: string,
  proposalId: string,
): Promise<void> {
  await ports.database.transaction(async (tx) => {
    const stake = await holdStake(ports, tx, caller, name, proposalId);
    if (stake.proposal.proposedBy !== caller.accountId && !caller.isAdministrator)
      throw refuseRegistry('PROPOSAL_UNKNOWN');
    if (stake.proposal.state !== 'open') throw refuseRegistry('PROPOSAL_CLOSED', { state: stake.proposal.state });
    const at = ports.now();
    await closeProposal(tx, proposalId, 'withdrawn', at);
    await append(
      tx,
      caller,
      stake,
      {
        kind: 'alias.withdrawn',
        sentence: `withdrew the proposal about "${stake.proposal.alias}" of the model "${name}"`,
      },
      at,
    );
  });
}

async function holdStake(
  ports: ProposalPorts,
  tx: Transaction,
  caller: Caller,
  name: string,
  proposalId: string,
): Promise<Stake> {
  const model = await requireModel(tx, ports.isVisible(caller), name);
  await holdModel(tx, model.no);
  const proposal = await holdProposal(tx, model.no, proposalId);
  if (!proposal) throw refuseRegistry('PROPOSAL_UNKNOWN');
  const atStake = proposal.version ?? model.aliases.find(({ alias }) => alias === proposal.alias)?.version;
  const version = atStake === undefined ? null : await requireVersion(tx, ports.isVisible(caller), name, atStake);
  const initiative = await initiativeOfExperiment(tx, version?.experimentNo ?? null);
  // An experiment that was moved to another initiative since takes its versions along; then the question is put anew.
  if (!initiative || initiative.no !== proposal.initiativeNo) throw refuseRegistry('PROPOSAL_UNKNOWN');
  return { model, proposal, version, initiative };
}

function refusalOf(refusal: DecisionRefusal, stake: Stake, signing: readonly Role[], given: Role) {
  const role = ROLE_NAME[given];
  const version = stake.version?.version ?? 0;
  switch (refusal) {
    case 'closed':
      return refuseRegistry('PROPOSAL_CLOSED', { state: stake.proposal.state });
    case 'role-does-not-sign':
      return refuseRegistry('DECISION_ROLE_DOES_NOT_SIGN', { role, signing: rolesInWords(signing) });
    case 'role-not-held':
      return refuseRegistry('DECISION_ROLE_NOT_HELD', { role });
    case 'role-decided':
      return refuseRegistry('DECISION_GIVEN', { role });
    case 'person-decided':
      return refuseRegistry('DECISION_NEEDS_ANOTHER_PERSON', { role });
    case 'author':
      return refuseRegistry('AUTHOR_MAY_NOT_APPROVE', { role, version });
  }
}

async function carryOut(ports: ProposalPorts, tx: Transaction, caller: Caller, stake: Stake, at: Date): Promise<void> {
  const { model, proposal, version, initiative } = stake;
  if (version && (await hashFiles(ports, tx, version)) !== proposal.filesSha256)
    throw refuseRegistry('FILES_CHANGED', { version: version.version });
  await closeProposal(tx, proposal.id, 'approved', at);
  await moveAliasRow(
    tx,
    {
      modelNo: model.no,
      alias: proposal.alias,
      version: proposal.version,
      movedBy: proposal.proposedBy,
      movedByName: proposal.proposedByName,
      proposalId: proposal.id,
    },
    at,
  );
  await recordMove(ports, tx, caller, model, proposal, initiative, at, proposal);
}

async function recordDecision(
  tx: Transaction,
  caller: Caller,
  stake: Stake,
  given: GivenDecision,
  at: Date,
): Promise<void> {
  const { proposal, model } = stake;
  const verb = given.decision === 'approve' ? 'approved' : 'refused';
  const wish =
    proposal.version === null
      ? `to take "${proposal.alias}" of the model "${model.name}" away`
      : `version ${proposal.version} of the model "${model.name}" as "${proposal.alias}"`;
  await append(
    tx,
    caller,
    stake,
    {
      kind: `alias.${verb}`,
      sentence: `${verb} ${wish}, as ${ROLE_NAME[given.role]}: "${given.reason}"`,
      actingAs: given.role,
      reason: given.reason,
    },
    at,
  );
}

async function append(
  tx: Transaction,
  caller: Caller,
  { model, proposal, initiative }: Stake,
  what: { readonly kind: string; readonly sentence: string; readonly actingAs?: Role; readonly reason?: string },
  at: Date,
): Promise<void> {
  await appendEvent(
    tx,
    {
      ...what,
      actorId: caller.accountId,
      actorName: caller.name,
      subjectId: initiative.id,
      section: 'review',
      objectType: 'alias-proposal',
      objectId: proposal.id,
      detail: {
        model: model.name,
        alias: proposal.alias,
        version: proposal.version,
        slug: initiative.slug,
        accountIds: [proposal.proposedBy],
      },
    },
    at,
  );
}
