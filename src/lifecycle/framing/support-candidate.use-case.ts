import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type CandidatePorts, recordCandidate, requireCandidate } from './add-candidate.use-case.ts';
import type { Candidate } from './candidate.ts';
import { deleteSupport, insertSupport, lockCandidates } from './candidates.store.ts';

/**
 * Gives a person's support to a candidate or takes it back. Nobody supports a candidate twice, and asking twice changes
 * nothing.
 * @throws Problem CANDIDATE_UNKNOWN
 */
export async function supportCandidate(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly id: string; readonly isGiven: boolean },
): Promise<Candidate> {
  return ports.database.transaction(async (tx) => {
    await lockCandidates(tx, initiative.no);
    const { no, content } = await requireCandidate(tx, initiative, given.id);
    const at = ports.now();
    const isNew = given.isGiven
      ? await insertSupport(tx, no, { accountId: actor.accountId, name: actor.name, at })
      : await deleteSupport(tx, no, actor.accountId);
    const candidate = await requireCandidate(tx, initiative, given.id);
    if (isNew) {
      await recordCandidate(ports, tx, actor, initiative, candidate, {
        kind: given.isGiven ? 'framing.candidate-supported' : 'framing.candidate-support-taken-back',
        sentence: given.isGiven
          ? `supports the possible task "${content.title}"`
          : `no longer supports the possible task "${content.title}"`,
        at,
      });
    }
    return candidate;
  });
}
