import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';

/**
 * Says something about an idea; it becomes part of its story.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN when the idea was merged and its story goes on elsewhere
 */
export async function commentOnIdea(
  ports: IdeaPorts,
  actor: IdeaActor,
  ideaId: string,
  text: string,
): Promise<{ readonly seq: number }> {
  const seq = await ports.database.transaction(async (tx) => {
    const idea = await holdIdea(tx, actor, ideaId, 'idea.comment');
    return recordIdea(
      tx,
      actor,
      idea,
      { kind: 'idea.commented', sentence: `said: "${text}"`, detail: { text } },
      ports.now(),
    );
  });
  ports.onChanged();
  return { seq };
}
