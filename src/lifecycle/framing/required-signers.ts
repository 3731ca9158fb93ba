import { AGREEING_ROLES, type PlaybookContent, ROLES, type Role } from '../people/index.ts';

/** Roles that may sign a framing even where the playbook does not ask for their signature. */
export const SIGNING_ROLES = ['sme', 'data-scientist', 'sponsor', 'risk-manager'] as const satisfies readonly Role[];

/**
 * Roles whose signatures lock a framing, in the order of the roles: whoever signs at a step of Frame, and always the two
 * whom no playbook may leave out, who knows the business and who builds the model.
 */
export function requiredSigners({ steps }: Pick<PlaybookContent, 'steps'>): readonly Role[] {
  const always: readonly Role[] = AGREEING_ROLES;
  const framing = steps.filter(({ part }) => part === 'frame');
  return ROLES.filter((role) => always.includes(role) || framing.some(({ seats }) => seats[role] === 'signs'));
}

/** Roles whose signatures are still missing. */
export function missingSigners(required: readonly Role[], signed: readonly Role[]): readonly Role[] {
  return required.filter((role) => !signed.includes(role));
}

/**
 * Whether somebody who already signed in one role may sign in another. Only the business may be one person (an expert
 * who also pays); whoever builds and whoever controls risk never confirm their own work in another role.
 */
export function mayAlsoSign(signed: Role, role: Role): boolean {
  const business: readonly Role[] = ['sme', 'sponsor'];
  return signed !== role && business.includes(signed) && business.includes(role);
}
