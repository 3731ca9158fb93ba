import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { addSupport, removeSupport } from './idea-supports.store.ts';
import { ideaByNo } from './ideas.store.ts';

/**
 * Supports an idea, or takes the support back. A person counts once: doing the same again changes nothing.
 * @returns how many support it now.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN, IDEA_NOT_YOURS
 */
export async function supportIdea(
  ports: IdeaPorts,
  actor: IdeaActor,
  ideaId: string,
  does: boolean,
): Promise<{ readonly supportCount: number }> {
  const { supportCount, isChanged } = await ports.database.transaction(async (tx) => {
    const idea = await holdIdea(tx, actor, ideaId, 'idea.support');
    const at = ports.now();
    const isNew = does
      ? await addSupport(tx, idea.no, actor.accountId, at)
      : await removeSupport(tx, idea.no, actor.accountId);
    if (isNew) {
      await recordIdea(
        tx,
        actor,
        idea,
        does
          ? { kind: 'idea.supported', sentence: 'supported the idea' }
          : { kind: 'idea.support-withdrawn', sentence: 'no longer supports the idea' },
        at,
      );
    }
    const after = await ideaByNo(tx, idea.no);
    return { supportCount: after?.supportCount ?? idea.supportCount, isChanged: isNew };
  });
  if (isChanged) ports.onChanged();
  return { supportCount };
}
