import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseFeedback } from './feedback.errors.ts';
import { FINDING_STATE_NAME, type Finding, refuseSettling } from './finding.ts';
import { addFindingEntry, writeFinding } from './findings.store.ts';
import { type FindingPorts, requireFinding } from './raise-finding.use-case.ts';
import { recordFinding, sectionOf } from './record-finding.use-case.ts';

/** Whether an answer is good enough. */
export type Settlement = { readonly decision: 'accept' } | { readonly decision: 'send-back'; readonly reason: string };

/**
 * Accepts the answer of a finding, which settles it, or sends it back with a reason; the answer stays in the history.
 * @throws Problem FINDING_UNKNOWN, FINDING_NOT_ANSWERED, FINDING_OWN_ANSWER, FINDING_NOT_RAISER
 */
export async function settleFinding(
  ports: FindingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  findingId: string,
  settlement: Settlement,
): Promise<Finding> {
  return ports.database.transaction(async (tx) => {
    const before = await requireFinding(tx, initiative, findingId, true);
    const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
    refuseToSettle(before, refuseSettling(before, { accountId: actor.accountId, roles }));
    const at = ports.now();
    const isAccepted = settlement.decision === 'accept';
    const finding: Finding = isAccepted
      ? { ...before, state: 'closed', closedAt: at.toISOString() }
      : { ...before, state: 'open', answer: null };
    const text = isAccepted ? null : settlement.reason;
    await writeFinding(tx, finding);
    await addFindingEntry(tx, findingId, {
      act: isAccepted ? 'accepted' : 'sent-back',
      sentence: isAccepted ? 'accepted the answer' : 'sent the answer back',
      text,
      accountId: actor.accountId,
      at,
    });
    const section = sectionOf(await ports.playbookOf(tx, initiative), initiative, finding);
    const deed = { actor, roles, initiative, section, finding, at };
    await recordFinding(tx, deed, isAccepted ? 'finding.closed' : 'finding.sent-back', {
      sentence: isAccepted
        ? `accepted the answer to finding ${finding.number}, "${finding.title}"`
        : `sent the answer to finding ${finding.number} back, "${finding.title}": "${text}"`,
      ...(text === null ? {} : { reason: text }),
    });
    return finding;
  });
}

function refuseToSettle(finding: Finding, refusal: ReturnType<typeof refuseSettling>): void {
  const { number } = finding;
  switch (refusal) {
    case 'not-answered':
      throw refuseFeedback('FINDING_NOT_ANSWERED', { number, state: FINDING_STATE_NAME[finding.state].toLowerCase() });
    case 'own-answer':
      throw refuseFeedback('FINDING_OWN_ANSWER', { number });
    case 'not-raiser':
      throw refuseFeedback('FINDING_NOT_RAISER', { number, raiser: finding.raisedBy.name });
    case null:
  }
}
