import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Playbook, Role } from '../people/index.ts';
import type { Finding } from './finding.ts';

/**
 * The step of the playbook to which raising, answering or settling a finding is a contribution: the one that
 * it names, else the first of that part. A finding of an earlier pass makes nobody heard in the present one.
 */
export function sectionOf(
  { steps }: Playbook,
  initiative: StoredInitiative,
  { iteration, raisedStep, raisedPlace }: Pick<Finding, 'iteration' | 'raisedStep' | 'raisedPlace'>,
): string | null {
  if (iteration !== initiative.iteration) return null;
  const here = steps.filter(({ part }) => part === raisedStep).map(({ step }) => step);
  return here.find((step) => step === raisedPlace.step) ?? here[0] ?? null;
}

/** Who did what to a finding, and when. */
export interface FindingDeed {
  readonly actor: Actor;
  readonly roles: readonly Role[];
  readonly initiative: StoredInitiative;
  /** The playbook's step to which the deed is a contribution; `null` when it is none to any. */
  readonly section: string | null;
  /** The finding as it is after the deed. */
  readonly finding: Finding;
  readonly at: Date;
}

/** What can happen to a finding, as the log calls it. */
export type FindingEventKind =
  | 'finding.raised'
  | 'finding.answered'
  | 'finding.closed'
  | 'finding.sent-back'
  | 'finding.changed';

/**
 * Writes the event of a deed, with everything that telling people about it needs: whose turn it is stands in `ownerId`
 * while the finding is open and in `raisedById` while its answer waits.
 */
export async function recordFinding(
  tx: Transaction,
  { actor, roles, initiative, section, finding, at }: FindingDeed,
  kind: FindingEventKind,
  said: { readonly sentence: string; readonly reason?: string },
  /** Who owned it until this deed handed it over. */
  formerOwnerId: string | null = null,
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind,
      ...said,
      actorId: actor.accountId,
      actorName: actor.name,
      ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
      subjectId: initiative.id,
      ...(section === null ? {} : { section }),
      objectType: 'finding',
      objectId: finding.id,
      detail: {
        slug: initiative.slug,
        findingId: finding.id,
        number: finding.number,
        title: finding.title,
        severity: finding.severity,
        state: finding.state,
        raisedStep: finding.raisedStep,
        raisedPlace: finding.raisedPlace.step,
        causeStep: finding.causeStep,
        causePlace: finding.causePlace?.step ?? null,
        due: finding.due,
        ownerId: finding.owner?.accountId ?? null,
        ownerName: finding.owner?.name ?? null,
        formerOwnerId,
        raisedById: finding.raisedBy.accountId,
        raisedByName: finding.raisedBy.name,
        answeredById: finding.answer?.accountId ?? null,
      },
    },
    at,
  );
}
