import { formatDay } from '../../../web/kit/index.ts';
import { joinWords } from '../../../words/index.ts';
import { isOnLearnedData, measureInWords, valueInWords } from '../../experiments/index.ts';
import { figure } from '../../experiments/ui/index.ts';
import { ROLE_NAME, roleInText } from '../../people/index.ts';
import type { Lineage } from '../lineage.ts';
import type { Tag } from '../registered-model.ts';
import type { Deployment, ModelLine, Proposal, Version } from './model-queries.ts';

/** Who approved, with their roles: "Rita (Model risk manager) and Ana (Subject-matter expert)". */
export function approversOf({ approvals, movedBy }: Pick<Deployment, 'approvals' | 'movedBy'>): string {
  if (approvals.length === 0) return `moved by ${movedBy}, no approval needed`;
  return `approved by ${joinWords(approvals.map(({ name, role }) => `${name} (${ROLE_NAME[role]})`))}`;
}

/** What the run behind a version measured: "How often it is right (test_accuracy): 0.81. It is right in 81 of 100 cases." */
export function measuredInWords({ metric, value }: NonNullable<Lineage['measured']>): string {
  const tells = measureInWords(metric);
  const first = `${tells.charAt(0).toUpperCase()}${tells.slice(1)}: ${figure(value)}.`;
  const flattered = isOnLearnedData(metric)
    ? 'It was measured on the data that it learned from, which flatters it.'
    : null;
  return [first, valueInWords(metric, value), flattered].filter((part) => part !== null).join(' ');
}

/** Who does what where nobody measured how good a version is, in words for whoever reads it. */
export function howToMeasure({
  isMine,
  registeredBy,
  lineage,
}: Pick<Version, 'isMine' | 'registeredBy' | 'lineage'>): string {
  const run = lineage?.run;
  const first = `${run ? 'No measure in its run tells' : 'Nothing tells'} yet how good it is.`;
  const where = run ? 'in its run' : 'in a run, and to register it from there';
  if (!isMine) {
    const who = run?.by || registeredBy;
    return `${first} Ask ${who} to try it on data that it has not seen, and to log the result ${where}; it then stands here.`;
  }
  return run
    ? `${first} Try it on data that it has not seen, and log the result in its run, as with mlflow.log_metric("test_accuracy", 0.9).`
    : `${first} Try it on data that it has not seen, log the result in a run, as with mlflow.log_metric("test_accuracy", 0.9), and register it from there.`;
}

/** Who is awaited, with their roles: "Rita (Model risk manager)", or the role alone where nobody has the seat. */
export function awaitedInWords(awaited: Proposal['awaited']): string {
  return joinWords(
    awaited.map(({ role, names }) =>
      names.length === 0
        ? `a ${roleInText(role)}, whom nobody has seated yet`
        : `${joinWords(names)} (${ROLE_NAME[role]})`,
    ),
  );
}

/** What is live, in a sentence. */
export function liveInWords(deployment: Deployment | undefined): string {
  if (!deployment) return 'No version is live';
  return `Version ${deployment.version} has been live since ${formatDay(deployment.from)}`;
}

/** What a proposal wishes: "Make version 3 the champion". */
export function wishOf({ alias, version }: Pick<Proposal, 'alias' | 'version'>): string {
  return version === null ? `Take the ${alias} out of use` : `Make version ${version} the ${alias}`;
}

/** Where the aliases of a model point, what is live first: "champion: version 3, challenger: version 4". */
export function aliasesInWords(aliases: ModelLine['aliases']): string {
  return aliases
    .toSorted((one, other) => Number(other.isProtected) - Number(one.isProtected))
    .map(({ alias, version }) => `${alias}: version ${version}`)
    .join(', ');
}

/** A text without the middle, for long hashes: "4f2a91c0". */
export function shortHash(hash: string): string {
  return hash.slice(0, 8);
}

/** Labels that somebody set: "team: care, checked: yes". */
export function labelsInWords(labels: readonly Tag[]): string {
  return labels.map(({ key, value }) => (value === '' ? key : `${key}: ${value}`)).join(', ');
}
