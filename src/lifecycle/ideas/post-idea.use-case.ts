import { newId } from '../../platform/database/new-id.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import type { QuestionKind } from '../initiatives/index.ts';
import type { StoredIdea } from './idea.ts';
import { type IdeaActor, type IdeaPorts, recordIdea } from './idea-event.use-case.ts';
import { departmentNo, fiscalYearStart } from './idea-settings.store.ts';
import { refuseIdea } from './ideas.errors.ts';
import { findIdea, insertIdea } from './ideas.store.ts';
import { answersOf } from './kpi-answers.ts';
import { readQuestion } from './read-question.ts';

/** What somebody proposes. */
export interface NewIdea {
  readonly sentence: string;
  readonly kind?: QuestionKind | undefined;
  readonly departmentId?: string | undefined;
}

/**
 * Stores an idea in its proposer's own words, with the answers that the words give by themselves.
 * @throws Problem DEPARTMENT_UNKNOWN
 */
export async function postIdea(ports: IdeaPorts, actor: IdeaActor, asked: NewIdea): Promise<StoredIdea> {
  const at = ports.now();
  const id = newId();
  const idea = await ports.database.transaction(async (tx) => {
    const department = await requireDepartment(tx, asked.departmentId ?? null);
    const calendar = { today: at.toISOString().slice(0, 10), fiscalYearStart: await fiscalYearStart(tx) };
    const reading = readQuestion(asked.sentence, calendar);
    const kind = asked.kind ?? reading.kind ?? 'open';
    await insertIdea(tx, {
      id,
      sentence: asked.sentence,
      kind,
      departmentNo: department,
      proposer: actor,
      answers: answersOf(reading),
      at,
    });
    const posted = { id, sentence: asked.sentence, proposerId: actor.accountId };
    await recordIdea(
      tx,
      actor,
      posted,
      { kind: 'idea.posted', sentence: `proposed: "${asked.sentence}"`, detail: { kind } },
      at,
    );
    return findIdea(tx, id);
  });
  if (!idea) throw refuseIdea('IDEA_UNKNOWN');
  ports.onChanged();
  return idea;
}

/** The number of a department that was chosen, `null` when none was. @throws Problem DEPARTMENT_UNKNOWN */
export async function requireDepartment(queryable: Queryable, id: string | null): Promise<number | null> {
  if (id === null) return null;
  const no = await departmentNo(queryable, id);
  if (no === null) throw refuseIdea('DEPARTMENT_UNKNOWN');
  return no;
}
