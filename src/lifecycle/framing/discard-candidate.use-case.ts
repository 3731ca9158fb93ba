import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type CandidatePorts, recordCandidate, requireCandidate } from './add-candidate.use-case.ts';
import type { Candidate, CandidateState } from './candidate.ts';
import { refuseCandidate } from './candidates.errors.ts';
import { lockCandidates, putState } from './candidates.store.ts';

/**
 * Sets a candidate aside with the reason, also one that was chosen; what the framing already took from it stays there.
 * @throws Problem CANDIDATE_UNKNOWN, CANDIDATE_NOT_OPEN
 */
export function discardCandidate(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly id: string; readonly reason: string },
): Promise<Candidate> {
  return decide(ports, actor, initiative, given, 'discarded');
}

/**
 * Takes a discarded candidate up again, with the reason.
 * @throws Problem CANDIDATE_UNKNOWN, CANDIDATE_NOT_OPEN
 */
export function takeUpCandidate(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly id: string; readonly reason: string },
): Promise<Candidate> {
  return decide(ports, actor, initiative, given, 'open');
}

async function decide(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly id: string; readonly reason: string },
  state: Extract<CandidateState, 'discarded' | 'open'>,
): Promise<Candidate> {
  return ports.database.transaction(async (tx) => {
    await lockCandidates(tx, initiative.no);
    const before = await requireCandidate(tx, initiative, given.id);
    const isPossible = state === 'discarded' ? before.state !== 'discarded' : before.state === 'discarded';
    if (!isPossible) {
      throw refuseCandidate('CANDIDATE_NOT_OPEN', { state: before.state === 'open' ? 'compared' : before.state });
    }
    const at = ports.now();
    const decision = { byName: actor.name, at, reason: given.reason };
    await putState(tx, before.no, state, state === 'discarded' ? decision : null);
    const candidate = await requireCandidate(tx, initiative, given.id);
    await recordCandidate(ports, tx, actor, initiative, candidate, {
      kind: state === 'discarded' ? 'framing.candidate-discarded' : 'framing.candidate-taken-up',
      sentence: `${state === 'discarded' ? 'set aside' : 'took up again'} the possible task "${candidate.content.title}"`,
      reason: given.reason,
      at,
    });
    return candidate;
  });
}
