import type { HeldWork, PlaybookContent } from './playbook.ts';
import { type Role, roleInText } from './roles.ts';

/** Who must both have signed the framing before held work may begin: who knows the business and who builds the model. */
export const AGREEING_ROLES = ['sme', 'data-scientist'] as const satisfies readonly Role[];

/** The words on screen for work that is held back. */
export const HELD_WORK_NAME: Readonly<Record<HeldWork, string>> = { data: 'Data', experiments: 'Experiments' };

/** Whether the expert and the data scientist are both among those who signed. */
export function isAgreed(signed: readonly Role[]): boolean {
  return AGREEING_ROLES.every((role) => signed.includes(role));
}

/**
 * The roles whose signature under the framing a piece of work still waits for; empty when it may begin, or when the
 * playbook does not hold it back.
 */
export function heldUntilSigned(
  playbook: Pick<PlaybookContent, 'holds'>,
  work: HeldWork,
  signed: readonly Role[],
): readonly Role[] {
  if (!playbook.holds.includes(work)) return [];
  return AGREEING_ROLES.filter((role) => !signed.includes(role));
}

/**
 * What waits and for whom, in a sentence: "Data and experiments wait until the framing is signed by the data scientist."
 * @param missing who has not signed, in words
 */
export function heldInWords(works: readonly HeldWork[], missing: string): string {
  const names = works.map((work, at) => (at === 0 ? HELD_WORK_NAME[work] : HELD_WORK_NAME[work].toLowerCase()));
  return `${names.join(' and ')} wait until the framing is signed by ${missing}.`;
}

/** Who has not signed, for a sentence: "the subject-matter expert (Ana Ruiz) and the data scientist". */
export function unsignedInWords(missing: readonly Role[], names: Readonly<Partial<Record<Role, string>>>): string {
  return missing
    .map((role) => {
      const word = `the ${roleInText(role)}`;
      const name = names[role];
      return name === undefined ? word : `${word} (${name})`;
    })
    .join(' and ');
}
