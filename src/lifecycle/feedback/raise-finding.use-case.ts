import { newId } from '../../platform/database/new-id.ts';
import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { STEP_NAME, type Step } from '../line-order.ts';
import { ROLE_NAME, type Role } from '../people/index.ts';
import { refuseFeedback } from './feedback.errors.ts';
import { type Finding, type FindingObject, isEarlier, SEVERITY_NAME, type Severity } from './finding.ts';
import { addFindingEntry, findFinding, insertFinding, nextFindingNumber } from './findings.store.ts';
import { noteReturn, type ReturnPorts } from './note-return.use-case.ts';
import { recordFinding, sectionOf } from './record-finding.use-case.ts';

/** What the use cases of findings need. */
export interface FindingPorts extends ReturnPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/** What somebody saw, and what they ask for. */
export interface RaisedFinding {
  readonly step: Step;
  readonly title: string;
  readonly seen: string;
  readonly severity: Severity;
  readonly ownerId?: string | undefined;
  readonly due?: string | undefined;
  readonly causeStep?: Step | undefined;
  readonly object?: FindingObject | undefined;
}

/**
 * Raises a finding at a step. Its owner, if one is named, is told by the event; where its cause lies may be named later.
 * @throws Problem FINDING_OWNER_NOT_SEATED, FINDING_CAUSE_LATER
 */
export async function raiseFinding(
  ports: FindingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  raised: RaisedFinding,
): Promise<Finding> {
  if (raised.causeStep !== undefined) refuseLaterCause(raised.step, raised.causeStep);
  return ports.database.transaction(async (tx) => {
    const at = ports.now();
    if (raised.ownerId !== undefined) await requireSeated(ports, tx, initiative, raised.ownerId);
    const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
    const id = newId();
    await insertFinding(tx, initiative.no, {
      id,
      number: await nextFindingNumber(tx, initiative.no),
      iteration: initiative.iteration,
      title: raised.title,
      seen: raised.seen,
      severity: raised.severity,
      state: 'open',
      raisedStep: raised.step,
      raisedAt: at.toISOString(),
      raisedBy: { ...actor, roles },
      owner: raised.ownerId === undefined ? null : { accountId: raised.ownerId, name: '' },
      due: raised.due ?? null,
      causeStep: raised.causeStep ?? null,
      object: raised.object ?? null,
      answer: null,
      closedAt: null,
    });
    // Read back, so that the event and the answer carry the names that everybody sees.
    const finding = await requireFinding(tx, initiative, id);
    await noteReturn(ports, tx, initiative, cameBackOf(finding), at);
    const as = roles.length > 0 ? ` as ${roles.map((role) => ROLE_NAME[role]).join(', ')}` : '';
    await addFindingEntry(tx, id, {
      act: 'raised',
      sentence: `raised it at ${STEP_NAME[finding.raisedStep]}${as}, severity ${SEVERITY_NAME[finding.severity].toLowerCase()}`,
      text: finding.seen,
      accountId: actor.accountId,
      at,
    });
    const section = sectionOf(await ports.playbookOf(tx, initiative), initiative, finding);
    await recordFinding(tx, { actor, roles, initiative, section, finding, at }, 'finding.raised', {
      sentence: `raised finding ${finding.number}: "${finding.title}"`,
      reason: finding.seen,
    });
    return finding;
  });
}

/** The finding at an address, held for a change when asked. @throws Problem FINDING_UNKNOWN */
export async function requireFinding(
  queryable: Queryable,
  initiative: StoredInitiative,
  findingId: string,
  isToChange = false,
): Promise<Finding> {
  const finding = await findFinding(queryable, initiative.no, findingId, isToChange);
  if (!finding) throw refuseFeedback('FINDING_UNKNOWN');
  return finding;
}

/** Refuses an owner who is not at the table: they could not answer. @throws Problem FINDING_OWNER_NOT_SEATED */
export async function requireSeated(
  ports: FindingPorts,
  tx: Transaction,
  initiative: StoredInitiative,
  accountId: string,
): Promise<void> {
  const roles = await ports.rolesOf(tx, initiative.no, accountId);
  if (roles.length === 0) throw refuseFeedback('FINDING_OWNER_NOT_SEATED');
}

/** Refuses a cause that lies after the step where the finding was raised. @throws Problem FINDING_CAUSE_LATER */
export function refuseLaterCause(raisedStep: Step, causeStep: Step): void {
  if (!isEarlier(raisedStep, causeStep)) return;
  throw refuseFeedback('FINDING_CAUSE_LATER', { raised: STEP_NAME[raisedStep], cause: STEP_NAME[causeStep] });
}

/** A finding as something that came back. */
export function cameBackOf(finding: Finding) {
  const { id, iteration, raisedStep, causeStep, raisedAt, raisedBy } = finding;
  return { source: { findingId: id }, iteration, raisedStep, causeStep, raisedAt, raiserRoles: raisedBy.roles };
}
