import type { StoredIdea } from './idea.ts';
import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { supporterIds } from './idea-supports.store.ts';
import { findIdea, openIdeaAgain } from './ideas.store.ts';

/**
 * Opens a declined idea again, with the reason. The proposer and the supporters are told; that and why it had been declined
 * stays in its story.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_DECLINED, IDEA_NOT_YOURS
 */
export async function reopenIdea(
  ports: IdeaPorts,
  actor: IdeaActor,
  ideaId: string,
  reason: string,
): Promise<StoredIdea> {
  const reopened = await ports.database.transaction(async (tx) => {
    const idea = await holdIdea(tx, actor, ideaId, 'idea.reopen');
    await openIdeaAgain(tx, idea.no);
    const happening = {
      kind: 'idea.reopened',
      sentence: 'opened the idea again',
      reason,
      detail: { supporterIds: await supporterIds(tx, idea.no) },
    };
    await recordIdea(tx, actor, idea, happening, ports.now());
    return (await findIdea(tx, idea.id)) ?? idea;
  });
  ports.onChanged();
  return reopened;
}
