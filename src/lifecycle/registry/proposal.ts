import type { Role } from '../people/index.ts';

/** What became of a proposal. */
export const PROPOSAL_STATES = ['open', 'approved', 'refused', 'withdrawn'] as const;

/** What became of a proposal. */
export type ProposalState = (typeof PROPOSAL_STATES)[number];

/** One role's decision. */
export interface Decision {
  readonly role: Role;
  readonly decision: 'approve' | 'refuse';
  readonly reason: string;
  readonly accountId: string;
  readonly name: string;
  /** ISO moment. */
  readonly at: string;
}

/** The wish to point a protected alias to a version, or to take it away. */
export interface Proposal {
  readonly id: string;
  readonly modelNo: number;
  readonly modelName: string;
  readonly alias: string;
  /** `null` takes the alias away. */
  readonly version: number | null;
  readonly initiativeNo: number;
  readonly initiative: { readonly slug: string; readonly name: string };
  readonly reason: string;
  /** SHA-256 over the paths and contents of the version's files when it was proposed. */
  readonly filesSha256: string;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: Date;
  readonly state: ProposalState;
  readonly closedAt: Date | null;
  readonly decisions: readonly Decision[];
}

/** A role that signs Review, and who holds it. */
export interface Reviewer {
  readonly role: Role;
  readonly people: readonly { readonly accountId: string; readonly name: string }[];
}

/** Why a decision is not taken. */
export type DecisionRefusal =
  | 'closed'
  | 'role-does-not-sign'
  | 'role-not-held'
  | 'role-decided'
  | 'person-decided'
  | 'author';

/**
 * Why a person may not decide on a proposal in a role; `null` when they may. Whoever made a version may refuse it but
 * never approve it, and each signing role needs a person of its own.
 */
export function refuseDecision(
  proposal: Pick<Proposal, 'state'> & { readonly decisions: readonly Pick<Decision, 'role' | 'accountId'>[] },
  signing: readonly Role[],
  authorIds: readonly string[],
  given: {
    readonly role: Role;
    readonly decision: 'approve' | 'refuse';
    readonly accountId: string;
    readonly rolesHeld: readonly Role[];
  },
): DecisionRefusal | null {
  if (proposal.state !== 'open') return 'closed';
  if (!signing.includes(given.role)) return 'role-does-not-sign';
  if (!given.rolesHeld.includes(given.role)) return 'role-not-held';
  if (proposal.decisions.some(({ role }) => role === given.role)) return 'role-decided';
  if (proposal.decisions.some(({ accountId }) => accountId === given.accountId)) return 'person-decided';
  return given.decision === 'approve' && authorIds.includes(given.accountId) ? 'author' : null;
}

/** The roles whose approval is still awaited. */
export function awaitedRoles(
  decisions: readonly Pick<Decision, 'role' | 'decision'>[],
  signing: readonly Role[],
): readonly Role[] {
  return signing.filter((role) => !decisions.some((given) => given.role === role && given.decision === 'approve'));
}
