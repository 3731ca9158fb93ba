import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { refuseFeedback } from './feedback.errors.ts';
import { FINDING_STATE_NAME, type Finding, refuseFindingAnswer } from './finding.ts';
import { addFindingEntry, writeFinding } from './findings.store.ts';
import { type FindingPorts, requireFinding } from './raise-finding.use-case.ts';
import { recordFinding, sectionOf } from './record-finding.use-case.ts';

/**
 * Answers a finding. Whoever answers one that nobody owned becomes its owner. It is settled only when somebody else
 * accepts the answer.
 * @throws Problem FINDING_UNKNOWN, FINDING_NOT_OPEN, FINDING_OF_ANOTHER
 */
export async function answerFinding(
  ports: FindingPorts,
  actor: Actor,
  initiative: StoredInitiative,
  findingId: string,
  text: string,
): Promise<Finding> {
  return ports.database.transaction(async (tx) => {
    const before = await requireFinding(tx, initiative, findingId, true);
    const roles = await ports.rolesOf(tx, initiative.no, actor.accountId);
    const { number } = before;
    switch (refuseFindingAnswer(before, { accountId: actor.accountId, roles })) {
      case 'not-open':
        throw refuseFeedback('FINDING_NOT_OPEN', { number, state: FINDING_STATE_NAME[before.state].toLowerCase() });
      case 'not-owner':
        throw refuseFeedback('FINDING_OF_ANOTHER', { number, owner: before.owner?.name ?? '' });
      case null:
    }
    const at = ports.now();
    const { accountId, name } = actor;
    const finding: Finding = {
      ...before,
      state: 'answered',
      owner: before.owner ?? { accountId, name },
      answer: { text, at: at.toISOString(), accountId, name },
    };
    await writeFinding(tx, finding);
    await addFindingEntry(tx, findingId, { act: 'answered', sentence: 'answered', text, accountId, at });
    const section = sectionOf(await ports.playbookOf(tx, initiative), initiative, finding);
    await recordFinding(tx, { actor, roles, initiative, section, finding, at }, 'finding.answered', {
      sentence: `answered finding ${number}, "${finding.title}": "${text}"`,
      reason: text,
    });
    return finding;
  });
}
