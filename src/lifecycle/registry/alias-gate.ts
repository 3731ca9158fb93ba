import { rolesInWords } from '../people/index.ts';
import { addressOfModel } from './model-address.ts';
import type { Reviewer } from './proposal.ts';

/** Who can approve, for a sentence: "Model risk manager or Subject-matter expert (Rita, Ana)". */
export function approversInWords(reviewers: readonly Reviewer[]): string {
  if (reviewers.length === 0) return 'the roles that sign at Review of its initiative';
  const roles = rolesInWords(reviewers.map(({ role }) => role)).replace(/ or ([^,]*)$/, ' and $1');
  const names = reviewers.flatMap(({ people }) => people.map(({ name }) => name));
  return names.length === 0 ? `${roles} (nobody is seated yet)` : `${roles} (${[...new Set(names)].join(', ')})`;
}

/** Where somebody proposes a move: the whole address where the installation knows its own, else the path. */
export function whereToPropose(publicUrl: string | undefined, name: string): string {
  return `${publicUrl ?? ''}${addressOfModel(name)}`;
}
