import { BRING_ID } from '../ledger/index.ts';
import type { PlannedStep } from '../people/index.ts';
import type { LineFacts } from './today-facts.ts';
import { itemOf, type WaitingItem } from './waiting-item.ts';

/**
 * What the gate of the step under way waits for beside people, as work of whoever does that step: a framing that nobody
 * has put forward, or records that nobody has brought. Signatures, findings and verdicts are asked for by their own items.
 */
export function evidenceItem(
  { accountId }: { readonly accountId: string },
  plan: PlannedStep,
  line: LineFacts,
): WaitingItem | null {
  const doesIt = line.sitters.some((sitter) => sitter.accountId === accountId && plan.seats[sitter.role] === 'does');
  if (!doesIt) return null;
  const isMissing = (kind: PlannedStep['evidence'][number]) => plan.evidence.includes(kind) && !line.evidence.has(kind);
  if ((isMissing('framing-locked') || isMissing('framing-agreed')) && line.proposed === null) {
    return {
      ...itemOf('write-framing', line, 'frame', line.since),
      sentence: 'Nobody has put the framing forward for signature yet. Write down what you agreed on.',
      verb: 'Write the framing',
      path: `/i/${line.slug}/frame?part=framing`,
    };
  }
  if (!isMissing('ledger-started')) return null;
  return {
    ...itemOf('bring-records', line, 'prepare', line.since, BRING_ID),
    sentence: line.hasAssignments
      ? 'What became of those who were drawn has not been brought yet.'
      : 'Who is acted upon and who is left alone has not been brought yet.',
    verb: 'Bring the records',
  };
}
