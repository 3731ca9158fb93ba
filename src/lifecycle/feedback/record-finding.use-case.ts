import type { Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import type { Role } from '../people/index.ts';
import type { Finding } from './finding.ts';

/** Who did what to a finding, and when. */
export interface FindingDeed {
  readonly actor: Actor;
  readonly roles: readonly Role[];
  readonly initiative: StoredInitiative;
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
 * while the finding is open and in `raisedById` while its answer waits. A finding of an earlier pass makes nobody heard in
 * the present one, and handing it over is no contribution to the step.
 */
export async function recordFinding(
  tx: Transaction,
  { actor, roles, initiative, finding, at }: FindingDeed,
  kind: FindingEventKind,
  said: { readonly sentence: string; readonly reason?: string },
): Promise<void> {
  const isContribution = finding.iteration === initiative.iteration && kind !== 'finding.changed';
  await appendEvent(
    tx,
    {
      kind,
      ...said,
      actorId: actor.accountId,
      actorName: actor.name,
      ...(roles.length > 0 ? { actingAs: roles.join(',') } : {}),
      subjectId: initiative.id,
      ...(isContribution ? { section: finding.raisedStep } : {}),
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
        causeStep: finding.causeStep,
        due: finding.due,
        ownerId: finding.owner?.accountId ?? null,
        ownerName: finding.owner?.name ?? null,
        raisedById: finding.raisedBy.accountId,
        raisedByName: finding.raisedBy.name,
        answeredById: finding.answer?.accountId ?? null,
      },
    },
    at,
  );
}
