import { IDEA_STATE_NAME, type StoredIdea } from './idea.ts';
import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { moveSupports, supporterIds } from './idea-supports.store.ts';
import { refuseIdea } from './ideas.errors.ts';
import { decideIdea, findIdea, lockIdeas } from './ideas.store.ts';

/**
 * Merges an open idea into another: its proposer and supporters support the other one, its story is told there, and its
 * address leads on.
 * @returns the idea that it was merged into.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN, IDEA_NOT_YOURS, IDEA_MERGE_REFUSED
 */
export async function mergeIdea(
  ports: IdeaPorts,
  actor: IdeaActor,
  ideaId: string,
  into: { readonly intoId: string; readonly reason: string },
): Promise<StoredIdea> {
  const target = await ports.database.transaction(async (tx) => {
    // Both at once and in order, so that two people who merge two ideas into each other do not wait for ever.
    await lockIdeas(tx, [ideaId, into.intoId]);
    const idea = await holdIdea(tx, actor, ideaId, 'idea.merge');
    const other = await findIdea(tx, into.intoId);
    refuseWrongTarget(idea, other);
    const at = ports.now();
    const told = await supporterIds(tx, idea.no);
    await moveSupports(tx, idea, other, at);
    await decideIdea(tx, idea.no, {
      state: 'merged',
      by: actor,
      at,
      reason: into.reason,
      mergedIntoNo: other.no,
    });
    const detail = { intoId: other.id, intoTitle: other.sentence.slice(0, 200), supporterIds: told };
    await recordIdea(
      tx,
      actor,
      idea,
      { kind: 'idea.merged', sentence: `merged it into: "${other.sentence}"`, reason: into.reason, detail },
      at,
    );
    return (await findIdea(tx, other.id)) ?? other;
  });
  ports.onChanged();
  return target;
}

function refuseWrongTarget(idea: StoredIdea, other: StoredIdea | null): asserts other is StoredIdea {
  if (!other) throw refuseIdea('IDEA_MERGE_REFUSED', { why: 'there is no such idea' });
  if (other.id === idea.id) throw refuseIdea('IDEA_MERGE_REFUSED', { why: 'it is the same one' });
  if (other.state === 'merged' || other.state === 'withdrawn') {
    const state = IDEA_STATE_NAME[other.state].toLowerCase();
    throw refuseIdea('IDEA_MERGE_REFUSED', { why: `that one is no longer in use: ${state}` });
  }
}
