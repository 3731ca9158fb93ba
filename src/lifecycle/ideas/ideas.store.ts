import { type Generated, type JSONColumnType, type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { QuestionKind } from '../initiatives/index.ts';
import type { IdeaState, StoredIdea } from './idea.ts';
import type { KpiAnswers } from './kpi-answers.ts';

interface IdeaTables {
  ideas: {
    no: Generated<number>;
    id: string;
    sentence: string;
    kind: QuestionKind;
    state: Generated<IdeaState>;
    department_no: number | null;
    proposer_id: string;
    proposer_name: string;
    created_at: Date;
    answers: JSONColumnType<KpiAnswers>;
    revision: Generated<number>;
    support_count: Generated<number>;
    merged_into_no: number | null;
    initiative_no: number | null;
    decided_at: Date | null;
    decided_by: string | null;
    decided_by_name: string | null;
    reason: string | null;
  };
  idea_supports: { idea_no: number; account_id: string; supported_at: Date };
}

interface IdeaRow {
  readonly no: number;
  readonly id: string;
  readonly sentence: string;
  readonly kind: QuestionKind;
  readonly state: IdeaState;
  readonly department_no: number | null;
  readonly department_id: string | null;
  readonly department_name: string | null;
  readonly proposer_id: string;
  readonly proposer_name: string;
  readonly created_at: Date;
  readonly support_count: number;
  readonly merged_into_no: number | null;
  readonly initiative_no: number | null;
  readonly decided_at: Date | null;
  readonly decided_by_name: string | null;
  readonly reason: string | null;
}

const IDEA_COLUMNS: RawBuilder<unknown> = sql`
  i.no, i.id, i.sentence, i.kind, i.state, i.department_no, d.id as department_id, d.name as department_name,
  i.proposer_id, i.proposer_name, i.created_at, i.support_count, i.merged_into_no, i.initiative_no, i.decided_at,
  i.decided_by_name, i.reason`;

/** Stores a new idea. */
export async function insertIdea(
  tx: Transaction,
  idea: {
    readonly id: string;
    readonly sentence: string;
    readonly kind: QuestionKind;
    readonly departmentNo: number | null;
    readonly proposer: { readonly accountId: string; readonly name: string };
    readonly answers: KpiAnswers;
    readonly at: Date;
  },
): Promise<void> {
  await tx
    .tables<IdeaTables>()
    .insertInto('ideas')
    .values({
      id: idea.id,
      sentence: idea.sentence,
      kind: idea.kind,
      department_no: idea.departmentNo,
      proposer_id: idea.proposer.accountId,
      proposer_name: idea.proposer.name,
      created_at: idea.at,
      answers: JSON.stringify(idea.answers),
      merged_into_no: null,
      initiative_no: null,
      decided_at: null,
      decided_by: null,
      decided_by_name: null,
      reason: null,
    })
    .execute();
}

/** The idea with an id, or `null`. */
export async function findIdea(queryable: Queryable, id: string): Promise<StoredIdea | null> {
  return (await readIdeas(queryable, sql`i.id = ${id}::uuid`, sql`i.no`, 1))[0] ?? null;
}

/** The idea with a number. */
export async function ideaByNo(queryable: Queryable, no: number): Promise<StoredIdea | null> {
  return (await readIdeas(queryable, sql`i.no = ${no}`, sql`i.no`, 1))[0] ?? null;
}

/**
 * Holds ideas until the transaction ends, always in the same order, so that of two decisions about one idea the second
 * sees the first.
 */
export async function lockIdeas(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx
    .tables<IdeaTables>()
    .selectFrom('ideas')
    .select('no')
    .where('id', 'in', [...ids])
    .orderBy('no')
    .forUpdate()
    .execute();
}

/** How a list of ideas is narrowed and ordered. */
export interface IdeaQuery {
  readonly state: IdeaState | null;
  /** Id of a department. */
  readonly departmentId: string | null;
  /** Text to look for. */
  readonly text: string | null;
  readonly order: 'newest' | 'support';
  readonly after: IdeaCursor | null;
  readonly limit: number;
}

/** A place in a list of ideas; the support only counts in the order by support. */
export interface IdeaCursor {
  readonly support: number;
  readonly no: number;
}

/** A page of ideas; merged ones stand in the list only when asked for, because their story goes on elsewhere. */
export async function listIdeas(queryable: Queryable, query: IdeaQuery): Promise<readonly StoredIdea[]> {
  const pattern = query.text === null ? null : `%${query.text.replace(/[\\%_]/g, '\\$&')}%`;
  const { after } = query;
  const isBehind =
    query.order === 'support'
      ? sql`(i.support_count, i.no) < (${after?.support ?? 0}::int, ${after?.no ?? 0}::bigint)`
      : sql`i.no < ${after?.no ?? 0}::bigint`;
  const state = query.state === null ? sql`i.state not in ('merged', 'withdrawn')` : sql`i.state = ${query.state}`;
  const where = sql`${state}
    and (${query.departmentId}::uuid is null or d.id = ${query.departmentId}::uuid)
    and (${pattern}::text is null or i.sentence ilike ${pattern}::text)
    and (${after === null}::boolean or ${isBehind})`;
  const order = query.order === 'support' ? sql`i.support_count desc, i.no desc` : sql`i.no desc`;
  return readIdeas(queryable, where, order, query.limit);
}

async function readIdeas(
  queryable: Queryable,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
): Promise<readonly StoredIdea[]> {
  const { rows } = await sql<IdeaRow>`
    select ${IDEA_COLUMNS} from ideas i left join departments d on d.no = i.department_no
    where ${where} order by ${order} limit ${limit}`.execute(queryable.tables());
  return rows.map(toIdea);
}

/** The answers about an idea, and how often they were saved. */
export async function readAnswers(
  queryable: Queryable,
  no: number,
): Promise<{ readonly answers: KpiAnswers; readonly revision: number }> {
  return queryable
    .tables<IdeaTables>()
    .selectFrom('ideas')
    .select(['answers', 'revision'])
    .where('no', '=', no)
    .executeTakeFirstOrThrow();
}

/** Stores the answers in place of those before. */
export async function putAnswers(
  tx: Transaction,
  no: number,
  change: {
    readonly kind: QuestionKind;
    readonly departmentNo: number | null;
    readonly answers: KpiAnswers;
    readonly revision: number;
  },
): Promise<void> {
  await tx
    .tables<IdeaTables>()
    .updateTable('ideas')
    .set({
      kind: change.kind,
      department_no: change.departmentNo,
      answers: JSON.stringify(change.answers),
      revision: change.revision,
    })
    .where('no', '=', no)
    .execute();
}

/** What was decided about an idea. */
export interface StoredDecision {
  readonly state: Exclude<IdeaState, 'open'>;
  readonly by: { readonly accountId: string; readonly name: string };
  readonly at: Date;
  readonly reason: string | null;
  readonly mergedIntoNo?: number;
  readonly initiativeNo?: number;
}

/** Ends an open idea. What was merged into it goes where it goes, so that every old address leads on in one step. */
export async function decideIdea(tx: Transaction, no: number, decision: StoredDecision): Promise<void> {
  const db = tx.tables<IdeaTables>();
  const { mergedIntoNo = null, initiativeNo = null } = decision;
  await db
    .updateTable('ideas')
    .set({
      state: decision.state,
      merged_into_no: mergedIntoNo,
      initiative_no: initiativeNo,
      decided_at: decision.at,
      decided_by: decision.by.accountId,
      decided_by_name: decision.by.name,
      reason: decision.reason,
    })
    .where('no', '=', no)
    .execute();
  if (mergedIntoNo === null) return;
  await db.updateTable('ideas').set({ merged_into_no: mergedIntoNo }).where('merged_into_no', '=', no).execute();
}

/** Opens a declined idea again; its story keeps who had declined it and why. */
export async function openIdeaAgain(tx: Transaction, no: number): Promise<void> {
  const undecided = { state: 'open', decided_at: null, decided_by: null, decided_by_name: null, reason: null } as const;
  await tx.tables<IdeaTables>().updateTable('ideas').set(undecided).where('no', '=', no).execute();
}

/** The idea from which an initiative was started, or `null`. */
export async function ideaOfInitiative(queryable: Queryable, initiativeNo: number): Promise<StoredIdea | null> {
  const isItsIdea = sql`i.initiative_no = ${initiativeNo} and i.state = 'promoted'`;
  return (await readIdeas(queryable, isItsIdea, sql`i.no`, 1))[0] ?? null;
}

/** An idea out of its row. */
function toIdea(row: IdeaRow): StoredIdea {
  return {
    no: row.no,
    id: row.id,
    sentence: row.sentence,
    kind: row.kind,
    state: row.state,
    departmentNo: row.department_no,
    department:
      row.department_id === null || row.department_name === null
        ? null
        : { id: row.department_id, name: row.department_name },
    proposerId: row.proposer_id,
    proposerName: row.proposer_name,
    createdAt: row.created_at.toISOString(),
    supportCount: row.support_count,
    mergedIntoNo: row.merged_into_no,
    initiativeNo: row.initiative_no,
    decision:
      row.decided_at === null || row.decided_by_name === null
        ? null
        : { byName: row.decided_by_name, at: row.decided_at.toISOString(), reason: row.reason },
  };
}
