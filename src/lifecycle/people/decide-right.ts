import { mayDo, maySee, type Policy, type Standing } from './rights.ts';

/** Whether somebody may do an action: allowed, refused with the rule in words, or hidden because they may not even see it. */
export type RightDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly rule: string }
  | { readonly kind: 'hidden' };

/**
 * The one decision about rights, used by the server before every handler and by the page for its buttons.
 * @throws RangeError when an endpoint names an action that no table has, so that a forgotten row can never mean "allowed".
 */
export function decideRight(policy: Policy, action: string, standing: Standing): RightDecision {
  const row = policy[action];
  if (!row) throw new RangeError(`No policy table has the action "${action}".`);
  if (mayDo(row, standing)) return { kind: 'allowed' };
  return maySee(standing) ? { kind: 'refused', rule: row.sentence } : { kind: 'hidden' };
}
