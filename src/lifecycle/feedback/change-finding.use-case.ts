import type { Transaction } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseFeedback } from './feedback.errors.ts';
import { type Finding, SEVERITIES, SEVERITY_NAME, type Severity } from './finding.ts';
import { addFindingEntry, writeFinding } from './findings.store.ts';
import { noteReturn } from './note-return.use-case.ts';
import {
  cameBackOf,
  type FindingPorts,
  requireCause,
  requireFinding,
  requireSeated,
} from './raise-finding.use-case.ts';
import { recordFinding } from './record-finding.use-case.ts';

/** What of a finding may change; what is absent stays. */
export interface FindingChange {
  /** A step of the playbook, or a part of the line. */
  readonly causeStep?: string | undefined;
  readonly ownerId?: string | undefined;
  readonly due?: string | null | undefined;
  readonly severity?: Severity | undefined;
  readonly reason?: string | undefined;
}

/**
 * Names the step of a finding's cause, hands it over, or changes its due date or severity. The history keeps what it was
 * before. Of a settled finding only the cause can still be named.
 * @throws Problem FINDING_UNKNOWN, FINDING_CLOSED, FINDING_STEP_UNKNOWN, FINDING_CAUSE_LATER, FINDING_OWNER_NOT_SEATED, FINDING_REASON_NEEDED
 */
export async function changeFinding(
  ports: FindingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  findingId: string,
  change: FindingChange,
): Promise<Finding> {
  return ports.database.transaction(async (tx) => {
    const before = await requireFinding(tx, initiative, findingId, true);
    await refuseChange(ports, tx, initiative, before, change);
    const cause = await causeNamed(ports, tx, initiative, before, change.causeStep);
    await writeFinding(tx, {
      ...before,
      causeStep: cause?.part ?? before.causeStep,
      causePlace: cause ?? before.causePlace,
      owner: change.ownerId === undefined ? before.owner : { accountId: change.ownerId, name: '' },
      due: change.due === undefined ? before.due : change.due,
      severity: change.severity ?? before.severity,
    });
    const finding = await requireFinding(tx, initiative, findingId);
    const said = inWords(before, finding);
    if (said === '') return finding;
    const at = ports.now();
    if (finding.causePlace?.step !== before.causePlace?.step)
      await noteReturn(ports, tx, initiative, cameBackOf(finding), at);
    const { accountId } = actor;
    await addFindingEntry(tx, findingId, {
      act: 'changed',
      sentence: said,
      text: change.reason ?? null,
      accountId,
      at,
    });
    const roles = await ports.rolesOf(tx, initiative.no, accountId);
    // Handing a finding over is no contribution to a step.
    const formerOwner = before.owner?.accountId ?? null;
    await recordFinding(
      tx,
      { actor, roles, initiative, section: null, finding, at },
      'finding.changed',
      {
        sentence: `changed finding ${finding.number}, "${finding.title}": ${said}`,
        ...(change.reason === undefined ? {} : { reason: change.reason }),
      },
      finding.owner?.accountId === formerOwner ? null : formerOwner,
    );
    return finding;
  });
}

async function refuseChange(
  ports: FindingPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  { number, state, severity }: Finding,
  change: FindingChange,
): Promise<void> {
  const changesMore = change.ownerId !== undefined || change.due !== undefined || change.severity !== undefined;
  if (state === 'closed' && changesMore) throw refuseFeedback('FINDING_CLOSED', { number });
  if (change.ownerId !== undefined) await requireSeated(ports, tx, initiative, change.ownerId);
  const isLess = change.severity !== undefined && SEVERITIES.indexOf(change.severity) < SEVERITIES.indexOf(severity);
  if (isLess && change.reason === undefined) throw refuseFeedback('FINDING_REASON_NEEDED', { number });
}

/** The step that is named as the cause; `null` where none is. */
async function causeNamed(
  ports: FindingPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  { raisedStep, raisedPlace }: Finding,
  causeStep: string | undefined,
): Promise<ReturnType<typeof requireCause> | null> {
  if (causeStep === undefined) return null;
  const { steps } = await ports.playbookOf(tx, initiative);
  // A playbook to which the initiative was moved since may not draw the step where it was raised; its part stays.
  const raised = steps.some(({ step }) => step === raisedPlace.step) ? raisedPlace.step : raisedStep;
  return requireCause(steps, raised, causeStep);
}

/** What changed, in words; empty when nothing did. */
function inWords(before: Finding, after: Finding): string {
  const said = [
    after.causePlace !== null &&
      after.causePlace.step !== before.causePlace?.step &&
      `named ${after.causePlace.name} as the step of its cause${before.causePlace === null ? '' : `, not ${before.causePlace.name}`}`,
    after.owner?.accountId !== before.owner?.accountId &&
      `handed it over ${before.owner === null ? '' : `from ${before.owner.name} `}to ${after.owner?.name ?? 'nobody'}`,
    after.due !== before.due &&
      (after.due === null
        ? `took away the due date, which was ${before.due}`
        : `made it due on ${after.due}${before.due === null ? '' : `; it was ${before.due}`}`),
    after.severity !== before.severity &&
      `made its severity ${SEVERITY_NAME[after.severity].toLowerCase()}; it was ${SEVERITY_NAME[before.severity].toLowerCase()}`,
  ];
  return said.filter((part) => part !== false).join(', ');
}
