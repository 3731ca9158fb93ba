import type { QuestionKind } from '../initiatives/index.ts';
import { holdIdea, type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { refuseIdea } from './ideas.errors.ts';
import { putAnswers, readAnswers } from './ideas.store.ts';
import type { KpiAnswers } from './kpi-answers.ts';
import { requireDepartment } from './post-idea.use-case.ts';

/**
 * Saves the answers about an idea, its kind and its department, when the writer began with the newest ones.
 * @returns the number of the saving.
 * @throws Problem IDEA_UNKNOWN, IDEA_NOT_OPEN, IDEA_NOT_YOURS, IDEA_CHANGED, DEPARTMENT_UNKNOWN
 */
export async function answerQuestions(
  ports: IdeaPorts,
  actor: IdeaActor,
  ideaId: string,
  given: {
    readonly kind: QuestionKind;
    readonly departmentId: string | null;
    readonly answers: KpiAnswers;
    readonly revision: number;
  },
): Promise<{ readonly revision: number }> {
  const revision = await ports.database.transaction(async (tx) => {
    const idea = await holdIdea(tx, actor, ideaId, 'idea.answer');
    const before = await readAnswers(tx, idea.no);
    if (before.revision !== given.revision) throw refuseIdea('IDEA_CHANGED');
    const next = given.revision + 1;
    const department = await requireDepartment(tx, given.departmentId);
    await putAnswers(tx, idea.no, {
      kind: given.kind,
      departmentNo: department,
      answers: given.answers,
      revision: next,
    });
    await recordIdea(
      tx,
      actor,
      idea,
      { kind: 'idea.answered', sentence: 'answered questions about it', detail: { kind: given.kind, revision: next } },
      ports.now(),
    );
    return next;
  });
  ports.onChanged();
  return { revision };
}
