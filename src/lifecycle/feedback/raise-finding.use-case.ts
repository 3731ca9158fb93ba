import { newId } from '../../platform/database/new-id.ts';
import type { Database, Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type PlaybookStep, ROLE_NAME, type Role } from '../people/index.ts';
import { refuseFeedback } from './feedback.errors.ts';
import { comesBefore, type Finding, type FindingObject, SEVERITY_NAME, type Severity, stepNamed } from './finding.ts';
import { addFindingEntry, findFinding, insertFinding, nextFindingNumber } from './findings.store.ts';
import { type CameBack, noteReturn, type ReturnPorts } from './note-return.use-case.ts';
import { recordFinding, sectionOf } from './record-finding.use-case.ts';

/** What the use cases of findings need. */
export interface FindingPorts extends ReturnPorts {
  readonly database: Database;
  readonly now: () => Date;
  readonly rolesOf: (queryable: Queryable, initiativeNo: number, accountId: string) => Promise<readonly Role[]>;
}

/** What somebody saw, and what they ask for. */
export interface RaisedFinding {
  /** A step of the playbook, or a part of the line. */
  readonly step: string;
  readonly title: string;
  readonly seen: string;
  readonly severity: Severity;
  readonly ownerId?: string | undefined;
  readonly due?: string | undefined;
  readonly causeStep?: string | undefined;
  readonly object?: FindingObject | undefined;
}

/**
 * Raises a finding at a step. Its owner, if one is named, is told by the event; where its cause lies may be named later.
 * @throws Problem FINDING_STEP_UNKNOWN, FINDING_OWNER_NOT_SEATED, FINDING_CAUSE_LATER
 */
export async function raiseFinding(
  ports: FindingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  raised: RaisedFinding,
): Promise<Finding> {
  return ports.database.transaction(async (tx) => {
    const at = ports.now();
    const playbook = await ports.playbookOf(tx, initiative);
    const { steps } = playbook;
    const raisedAt = requireStep(steps, raised.step);
    const cause = raised.causeStep === undefined ? null : requireCause(steps, raisedAt.step, raised.causeStep);
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
      raisedStep: raisedAt.part,
      raisedPlace: raisedAt,
      raisedAt: at.toISOString(),
      raisedBy: { ...actor, roles },
      owner: raised.ownerId === undefined ? null : { accountId: raised.ownerId, name: '' },
      due: raised.due ?? null,
      causeStep: cause?.part ?? null,
      causePlace: cause,
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
      sentence: `raised it at ${finding.raisedPlace.name}${as}, severity ${SEVERITY_NAME[finding.severity].toLowerCase()}`,
      text: finding.seen,
      accountId: actor.accountId,
      at,
    });
    const section = sectionOf(playbook, initiative, finding);
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

/** A step that a finding names. @throws Problem FINDING_STEP_UNKNOWN */
function requireStep(steps: readonly PlaybookStep[], id: string): NonNullable<ReturnType<typeof stepNamed>> {
  const found = stepNamed(steps, id);
  if (!found) throw refuseFeedback('FINDING_STEP_UNKNOWN', { step: id });
  return found;
}

/**
 * The step of a cause; it lies where the finding was raised, or before.
 * @throws Problem FINDING_STEP_UNKNOWN, FINDING_CAUSE_LATER
 */
export function requireCause(
  steps: readonly PlaybookStep[],
  raisedStep: string,
  causeStep: string,
): ReturnType<typeof requireStep> {
  const [raised, cause] = [requireStep(steps, raisedStep), requireStep(steps, causeStep)];
  if (comesBefore(steps, raised, cause)) {
    throw refuseFeedback('FINDING_CAUSE_LATER', { raised: raised.name, cause: cause.name });
  }
  return cause;
}

/** A finding as something that came back. */
export function cameBackOf(finding: Finding): CameBack {
  const { id, iteration, raisedStep, causeStep, causePlace, raisedAt, raisedBy } = finding;
  return {
    source: { findingId: id },
    iteration,
    raisedStep,
    causeStep,
    causePlace: causePlace?.step ?? null,
    raisedAt,
    raiserRoles: raisedBy.roles,
  };
}
