import type { Caller } from './model-registry.ts';

/**
 * Whether somebody may change a model, or a version of it, that was made for no initiative: whoever registered it, and
 * administrators. Where an initiative is, its builders decide instead.
 * @param owners accounts that registered the model, or the version; `null` where that is not known.
 */
export function mayChangeUnowned(
  caller: Pick<Caller, 'accountId' | 'isAdministrator'>,
  owners: readonly (string | null)[],
): boolean {
  return caller.isAdministrator || owners.includes(caller.accountId);
}

/** The rule of `mayChangeUnowned` for a model as a sentence, for its page and for refusals. */
export function ownerRule(owner: string): string {
  return `It was made for no initiative, so ${owner}, who registered it, and administrators decide about its name, labels, aliases and versions.`;
}

/** The same rule for a prompt, whose versions come from everybody. */
export function promptRule(owner: string): string {
  return `Everybody may add a version; ${owner}, who registered it, and administrators decide about its name, labels and aliases.`;
}
