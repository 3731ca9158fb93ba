import { isDeepStrictEqual } from 'node:util';
import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type CandidatePorts, recordCandidate, requireCandidate } from './add-candidate.use-case.ts';
import type { Candidate, CandidateContent } from './candidate.ts';
import { refuseCandidate } from './candidates.errors.ts';
import { lockCandidates, putContent } from './candidates.store.ts';

/**
 * Changes what a candidate says, when its writer began with what it says now. Saving the same again changes nothing.
 * @throws Problem CANDIDATE_UNKNOWN, CANDIDATE_CHANGED, CANDIDATE_NOT_OPEN
 */
export async function changeCandidate(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly id: string; readonly content: CandidateContent; readonly revision: number },
): Promise<Candidate> {
  return ports.database.transaction(async (tx) => {
    await lockCandidates(tx, initiative.no);
    const before = await requireCandidate(tx, initiative, given.id);
    if (isDeepStrictEqual(before.content, JSON.parse(JSON.stringify(given.content)))) return before;
    if (before.revision !== given.revision) throw refuseCandidate('CANDIDATE_CHANGED', { name: before.updatedByName });
    if (before.state === 'discarded') throw refuseCandidate('CANDIDATE_NOT_OPEN', { state: 'discarded' });
    const at = ports.now();
    await putContent(tx, before.no, { content: given.content, byName: actor.name, at });
    const candidate = await requireCandidate(tx, initiative, given.id);
    await recordCandidate(ports, tx, actor, initiative, candidate, {
      kind: 'framing.candidate-changed',
      sentence: `changed the possible task "${candidate.content.title}"`,
      at,
    });
    return candidate;
  });
}
