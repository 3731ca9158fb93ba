import type { StoredIdea } from './idea.ts';
import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { supporterIds } from './idea-supports.store.ts';
import { decideIdea, findIdea } from './ideas.store.ts';

const ENDINGS = {
  declined: { action: 'idea.decline', kind: 'idea.declined', sentence: 'declined the idea' },
  withdrawn: { action: 'idea.withdraw', kind: 'idea.withdrawn', sentence: 'withdrew the idea' },
} as const;

/**
 * Ends an open idea without an initiative: a decider declines it with a reason, or its proposer withdraws it.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN, IDEA_NOT_YOURS
 */
export async function endIdea(
  ports: IdeaPorts,
  actor: IdeaActor,
  ideaId: string,
  state: keyof typeof ENDINGS,
  reason: string | null,
): Promise<StoredIdea> {
  const { action, kind, sentence } = ENDINGS[state];
  const ended = await ports.database.transaction(async (tx) => {
    const idea = await holdIdea(tx, actor, ideaId, action);
    const at = ports.now();
    await decideIdea(tx, idea.no, { state, by: actor, at, reason });
    const detail = { supporterIds: await supporterIds(tx, idea.no) };
    await recordIdea(tx, actor, idea, { kind, sentence, reason, detail }, at);
    return (await findIdea(tx, idea.id)) ?? idea;
  });
  ports.onChanged();
  return ended;
}
