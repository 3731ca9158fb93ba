import type { Actor, StoredInitiative } from '../initiatives/index.ts';
import { type CandidatePorts, recordCandidate, requireCandidate } from './add-candidate.use-case.ts';
import type { Candidate } from './candidate.ts';
import { refuseCandidate } from './candidates.errors.ts';
import { listCandidates, lockCandidates, putState } from './candidates.store.ts';
import { currentDraft } from './current-draft.use-case.ts';
import { isSameDraft } from './draft-path.ts';
import { lockFraming } from './framing.store.ts';
import { prefillDraft } from './prefill-draft.ts';
import { writeDraft } from './save-draft.use-case.ts';

/** What came of a choice. */
export interface ChosenCandidate {
  readonly candidate: Candidate;
  /** The revision of the framing's draft with the task in it. */
  readonly revision: number;
  /** Fields of the framing that kept other words than those of the task. */
  readonly kept: readonly string[];
}

/**
 * Chooses a candidate with a reason and writes it into the draft of the framing: empty fields are filled, and words that
 * somebody wrote stay unless their field is named. One is chosen at a time; one chosen before is compared again.
 * @throws Problem CANDIDATE_UNKNOWN, CANDIDATE_NOT_OPEN
 */
export async function chooseCandidate(
  ports: CandidatePorts,
  actor: Actor,
  initiative: StoredInitiative,
  given: { readonly id: string; readonly reason: string; readonly replace: readonly string[] },
): Promise<ChosenCandidate> {
  return ports.database.transaction(async (tx) => {
    await lockFraming(tx, initiative.no);
    await lockCandidates(tx, initiative.no);
    const { no, state, content } = await requireCandidate(tx, initiative, given.id);
    if (state !== 'open') throw refuseCandidate('CANDIDATE_NOT_OPEN', { state });
    const at = ports.now();
    const former = (await listCandidates(tx, initiative.no)).find((other) => other.state === 'chosen');
    if (former) await putState(tx, former.no, 'open', null);
    await putState(tx, no, 'chosen', { byName: actor.name, at, reason: given.reason });
    const draft = await currentDraft(tx, initiative);
    const { content: filled, kept } = prefillDraft(draft.content, content, given.replace);
    const revision = isSameDraft(filled, draft.content)
      ? draft.revision
      : await writeDraft(ports, tx, actor, initiative, draft, filled);
    const candidate = await requireCandidate(tx, initiative, given.id);
    await recordCandidate(ports, tx, actor, initiative, candidate, {
      kind: 'framing.candidate-chosen',
      sentence: `chose the task "${content.title}" for the framing${former ? ` in place of "${former.content.title}"` : ''}`,
      reason: given.reason,
      at,
      detail: { replaces: former?.id ?? null, noteId: candidate.note?.id ?? null },
    });
    return { candidate, revision, kept: kept.map(({ path }) => path) };
  });
}
