import { type Generated, type Selectable, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { freeSlug, type Initiative, type QuestionKind, type StoredInitiative, type Visibility } from './initiative.ts';
import type { ClosedStep } from './line.ts';

/** Rows of the line, as the database has them. */
export interface InitiativeTables {
  initiatives: {
    no: Generated<number>;
    id: string;
    slug: string;
    name: string;
    question: string;
    question_kind: QuestionKind;
    visibility: Visibility;
    iteration: Generated<number>;
    iteration_began_at: Date;
    playbook: string;
    created_by: string;
    created_at: Date;
  };
  closed_steps: { initiative_no: number; iteration: number; step: string; closed_at: Date; closed_by: string };
}

/** What is read of an initiative. */
type InitiativeRow = Omit<Selectable<InitiativeTables['initiatives']>, 'iteration_began_at'>;

/** The initiative at an address, or `null`. */
export function findInitiative(queryable: Queryable, slug: string): Promise<StoredInitiative | null> {
  return readInitiative(queryable, 'slug', slug);
}

/** The initiative with an id, or `null`. */
export function findInitiativeById(queryable: Queryable, id: string): Promise<StoredInitiative | null> {
  return readInitiative(queryable, 'id', id);
}

/** The initiative with a number, or `null`. */
export function findInitiativeByNo(queryable: Queryable, no: number): Promise<StoredInitiative | null> {
  return readInitiative(queryable, 'no', no);
}

/** Nearly every request asks for one, some several times: the statement is prepared. */
async function readInitiative(
  queryable: Queryable,
  key: 'slug' | 'id' | 'no',
  value: string | number,
): Promise<StoredInitiative | null> {
  const [row] = await queryable.query<InitiativeRow>(
    `select no, id, slug, name, question, question_kind, visibility, iteration, playbook, created_by, created_at
     from initiatives where ${key} = $1`,
    [value],
  );
  return row ? toInitiative(row) : null;
}

/** Stores a new initiative under the first free address that begins with `slug`. */
export async function insertInitiative(tx: Transaction, initiative: Initiative): Promise<StoredInitiative> {
  const db = tx.tables<InitiativeTables>();
  // Two people may ask the same question at once; the lock makes the second one see the first one's address.
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`initiative-slug:${initiative.slug}`]);
  const taken = await db
    .selectFrom('initiatives')
    .select('slug')
    .where('slug', 'like', `${initiative.slug}%`)
    .execute();
  const row = await db
    .insertInto('initiatives')
    .values({
      id: initiative.id,
      slug: freeSlug(initiative.slug, new Set(taken.map(({ slug }) => slug))),
      name: initiative.name,
      question: initiative.question,
      question_kind: initiative.questionKind,
      visibility: initiative.visibility,
      playbook: initiative.playbook,
      iteration_began_at: new Date(initiative.createdAt),
      created_by: initiative.createdBy,
      created_at: new Date(initiative.createdAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toInitiative(row);
}

/** Changes the name or the readers of an initiative. */
export async function updateInitiative(
  tx: Transaction,
  no: number,
  change: { readonly name?: string | undefined; readonly visibility?: Visibility | undefined },
): Promise<StoredInitiative> {
  const row = await tx
    .tables<InitiativeTables>()
    .updateTable('initiatives')
    .set({
      ...(change.name === undefined ? {} : { name: change.name }),
      ...(change.visibility === undefined ? {} : { visibility: change.visibility }),
    })
    .where('no', '=', no)
    .returningAll()
    .executeTakeFirstOrThrow();
  return toInitiative(row);
}

/** Begins the next iteration and returns its number. */
export async function beginIteration(tx: Transaction, no: number, at: Date): Promise<number> {
  const row = await tx
    .tables<InitiativeTables>()
    .updateTable('initiatives')
    .set((set) => ({ iteration: set('iteration', '+', 1), iteration_began_at: at }))
    .where('no', '=', no)
    .returning('iteration')
    .executeTakeFirstOrThrow();
  return row.iteration;
}

/**
 * Reads an initiative again inside of a transaction and keeps its playbook and iteration as they are until the end of it, so
 * that nobody moves it to other gates while one decides by these.
 */
export async function holdInitiative(tx: Transaction, initiative: StoredInitiative): Promise<StoredInitiative> {
  const row = await tx
    .tables<InitiativeTables>()
    .selectFrom('initiatives')
    .selectAll()
    .where('no', '=', initiative.no)
    .forShare()
    .executeTakeFirstOrThrow();
  return toInitiative(row);
}

/** Pins an initiative to another playbook; `null` when it is no longer on the one that it is known to have. */
export async function repinPlaybook(
  tx: Transaction,
  initiative: StoredInitiative,
  playbook: string,
): Promise<StoredInitiative | null> {
  const row = await tx
    .tables<InitiativeTables>()
    .updateTable('initiatives')
    .set({ playbook })
    .where('no', '=', initiative.no)
    .where('playbook', '=', initiative.playbook)
    .where('playbook', '!=', playbook)
    .returningAll()
    .executeTakeFirst();
  return row ? toInitiative(row) : null;
}

/** The closed steps of the present iteration. */
export async function closedSteps(queryable: Queryable, initiative: StoredInitiative): Promise<readonly ClosedStep[]> {
  const rows = await queryable
    .tables<InitiativeTables>()
    .selectFrom('closed_steps')
    .selectAll()
    .where('initiative_no', '=', initiative.no)
    .where('iteration', '=', initiative.iteration)
    .execute();
  return rows.map(({ step, closed_at, closed_by: closedBy }) => ({
    step,
    closedAt: closed_at.toISOString(),
    closedBy,
  }));
}

/** Most people whom the log is filtered by. */
const LISTED_ACTORS = 200;

/** The people who did something on an initiative, by the name that they have now. */
export async function actorsOf(
  queryable: Queryable,
  initiativeId: string,
): Promise<readonly { readonly accountId: string; readonly name: string }[]> {
  const { rows } = await sql<{ account_id: string; name: string }>`
    select a.id as account_id, a.name
    from (select distinct actor_id from events where subject_id = ${initiativeId}) e
    join accounts a on a.id = e.actor_id
    order by a.name, a.id limit ${LISTED_ACTORS}`.execute(queryable.tables());
  return rows.map((row) => ({ accountId: row.account_id, name: row.name }));
}

/** Those of some comments that their authors removed. */
export async function removedAmong(queryable: Queryable, commentIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (commentIds.length === 0) return new Set();
  const { rows } = await sql<{ object_id: string }>`
    select object_id from events
    where kind = 'comment.removed' and object_id = any(${[...commentIds]}::text[])`.execute(queryable.tables());
  return new Set(rows.map(({ object_id }) => object_id));
}

/** Marks a step of the present iteration as closed; returns whether it was open before. */
export async function closeStep(
  tx: Transaction,
  initiative: StoredInitiative,
  step: string,
  accountId: string,
  at: Date,
): Promise<boolean> {
  const result = await tx
    .tables<InitiativeTables>()
    .insertInto('closed_steps')
    .values({
      initiative_no: initiative.no,
      iteration: initiative.iteration,
      step,
      closed_at: at,
      closed_by: accountId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Opens a closed step again; returns whether it was closed before. */
export async function reopenStep(tx: Transaction, initiative: StoredInitiative, step: string): Promise<boolean> {
  const result = await tx
    .tables<InitiativeTables>()
    .deleteFrom('closed_steps')
    .where('initiative_no', '=', initiative.no)
    .where('iteration', '=', initiative.iteration)
    .where('step', '=', step)
    .executeTakeFirst();
  return result.numDeletedRows > 0n;
}

function toInitiative(row: InitiativeRow): StoredInitiative {
  return {
    no: row.no,
    id: row.id,
    slug: row.slug,
    name: row.name,
    question: row.question,
    questionKind: row.question_kind,
    visibility: row.visibility,
    iteration: row.iteration,
    createdBy: row.created_by,
    createdAt: row.created_at.toISOString(),
    playbook: row.playbook,
  };
}
