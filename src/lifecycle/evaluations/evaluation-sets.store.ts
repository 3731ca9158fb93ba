import { type RawBuilder, sql } from 'kysely';
import {
  afterPosition,
  type KeysetPosition,
  keyColumns,
  pageOf,
  type SortKey,
  sortClause,
} from '../../platform/database/keyset.ts';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { valueTest } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from '../experiments/index.ts';
import type { DeletedEvaluationSet, EvaluationSet } from './evaluation-set.ts';

interface SetRow {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly schema: string | null;
  readonly records: number;
  readonly digest: string;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly created_by: string | null;
  readonly updated_by: string | null;
  readonly owner_id: string;
}

/** A set with its number, its owner, and the numbers of its experiments. */
export interface NumberedSet {
  readonly no: number;
  readonly ownerId: string;
  readonly experimentNos: readonly number[];
  readonly set: EvaluationSet;
}

const COLUMNS = `s.no, s.id, s.name, s.tags, s.schema, s.records, s.digest, s.created_ms, s.updated_ms, s.created_by,
  s.updated_by, s.owner_id`;

/** Stores a new set. */
export async function insertSet(
  tx: Transaction,
  set: EvaluationSet,
  ownerId: string,
  experimentNos: readonly number[],
): Promise<void> {
  const [row] = await tx.query<{ no: number }>(
    `insert into evaluation_sets (id, name, tags, digest, created_ms, updated_ms, created_by, updated_by, owner_id)
     values ($1, $2, $3, $4, $5, $5, $6, $7, $8) returning no`,
    [set.id, set.name, JSON.stringify(set.tags), set.digest, set.createdMs, set.createdBy, set.updatedBy, ownerId],
  );
  if (row) await addToExperiments(tx, row.no, experimentNos);
}

/** Whether a set is there or put aside. */
export type SetLife = 'active' | 'deleted';

/** The set of an id, or `null`. */
export async function findSet(queryable: Queryable, id: string, life: SetLife = 'active'): Promise<NumberedSet | null> {
  const [row] = await queryable.query<SetRow & { experiment_nos: readonly number[] }>(
    `select ${COLUMNS}, array(select e.experiment_no from evaluation_set_experiments e where e.set_no = s.no
       order by e.experiment_no) as experiment_nos
     from evaluation_sets s where s.id = $1 and (s.deleted_ms is null) = $2`,
    [id, life === 'active'],
  );
  return row
    ? { no: row.no, ownerId: row.owner_id, experimentNos: row.experiment_nos.map(Number), set: toSet(row) }
    : null;
}

/** Holds a set until the end of the transaction, so that it changes one time after the other; false when it is gone. */
export async function holdSet(tx: Transaction, no: number): Promise<boolean> {
  const rows = await tx.query('select no from evaluation_sets where no = $1 and deleted_ms is null for update', [no]);
  return rows.length > 0;
}

/** Says that a set changed at a moment. */
export async function touchSet(tx: Transaction, no: number, atMs: number): Promise<void> {
  await tx.query('update evaluation_sets set updated_ms = $2 where no = $1', [no, atMs]);
}

/** Stores what follows from a change of the records of a set. */
export async function updateRecordsOfSet(
  tx: Transaction,
  no: number,
  change: {
    readonly records: number;
    readonly schema: string | null;
    readonly digest: string;
    readonly atMs: number;
    readonly by: string | null;
  },
): Promise<void> {
  await tx.query(
    'update evaluation_sets set records = $2, schema = $3, digest = $4, updated_ms = $5, updated_by = $6 where no = $1',
    [no, change.records, change.schema, change.digest, change.atMs, change.by],
  );
}

/** Replaces the tags of a set. */
export async function replaceTagsOfSet(tx: Transaction, no: number, tags: EvaluationSet['tags']): Promise<void> {
  await tx.query('update evaluation_sets set tags = $2 where no = $1', [no, JSON.stringify(tags)]);
}

/** Puts a set aside. */
export async function markSetDeleted(tx: Transaction, no: number, atMs: number, by: string): Promise<void> {
  await tx.query('update evaluation_sets set deleted_ms = $2, deleted_by_name = $3 where no = $1', [no, atMs, by]);
}

/** Brings a set back; false when it is not put aside. */
export async function restoreSetRow(tx: Transaction, no: number): Promise<boolean> {
  const rows = await tx.query(
    `update evaluation_sets set deleted_ms = null, deleted_by_name = null
     where no = $1 and deleted_ms is not null returning no`,
    [no],
  );
  return rows.length > 0;
}

/** Lets a set belong to experiments; those that it belongs to already stay so. */
export async function addToExperiments(tx: Transaction, no: number, experimentNos: readonly number[]): Promise<void> {
  await tx.query(
    `insert into evaluation_set_experiments (set_no, experiment_no)
     select $1, experiment_no from unnest($2::bigint[]) given (experiment_no) order by experiment_no on conflict do nothing`,
    [no, experimentNos],
  );
}

/** Takes a set out of experiments. */
export async function takeFromExperiments(tx: Transaction, no: number, nos: readonly number[]): Promise<void> {
  await tx.query('delete from evaluation_set_experiments where set_no = $1 and experiment_no = any($2)', [no, nos]);
}

/** Gives a set to somebody. */
export async function changeOwnerOfSet(tx: Transaction, no: number, ownerId: string): Promise<void> {
  await tx.query('update evaluation_sets set owner_id = $2 where no = $1', [no, ownerId]);
}

/** A search for sets. */
export interface SetSearch {
  /** Only sets of these experiments, which the caller may see; all that the caller may see where `null`. */
  readonly experimentNos: readonly number[] | null;
  readonly visibleInitiatives: readonly number[];
  /** Whose sets without an experiment are found; everybody's where `null`. */
  readonly ownerId: string | null;
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
  readonly after: KeysetPosition | undefined;
  readonly limit: number;
}

const ATTRIBUTES = new Map<string, Omit<SortKey, 'isDescending'>>([
  ['name', { expression: sql`s.name collate "C"`, type: 'text' }],
  ['created_time', { expression: sql`s.created_ms`, type: 'integer' }],
  ['last_update_time', { expression: sql`s.updated_ms`, type: 'integer' }],
]);
const COMPARED_ONLY = new Map<string, RawBuilder<unknown>>([
  ['created_by', sql`s.created_by`],
  ['last_updated_by', sql`s.updated_by`],
]);

/** One page of the sets that a search finds, those made last first unless stated, with the position after the last one. */
export async function searchSets(
  queryable: Queryable,
  search: SetSearch,
): Promise<{ readonly entries: readonly EvaluationSet[]; readonly next: KeysetPosition | null }> {
  const keys = sortKeys(search.order);
  const tests = [
    sql`s.deleted_ms is null`,
    isSeen(search),
    ...search.conditions.map(setTest),
    ...(search.after ? [afterPosition(keys, search.after)] : []),
  ];
  const { rows } = await sql<SetRow & Record<string, unknown>>`
    select ${sql.raw(COLUMNS)}, ${keyColumns(keys)} from evaluation_sets s
    where ${sql.join(tests, sql` and `)} order by ${sortClause(keys)} limit ${search.limit + 1}`.execute(
    queryable.tables(),
  );
  const { page, next } = pageOf(rows, search.limit, keys);
  return { entries: page.map(toSet), next };
}

/** Sets that are put aside and that somebody may see, those deleted last first. */
export async function listDeletedSets(
  queryable: Queryable,
  seen: Pick<SetSearch, 'visibleInitiatives' | 'ownerId'>,
  limit: number,
): Promise<readonly DeletedEvaluationSet[]> {
  const { rows } = await sql<DeletedEvaluationSet>`
    select s.id, s.name, s.records, s.deleted_ms as "deletedMs", s.deleted_by_name as "deletedByName"
    from evaluation_sets s where s.deleted_ms is not null and ${isSeen({ ...seen, experimentNos: null })}
    order by s.deleted_ms desc, s.no desc limit ${limit}`.execute(queryable.tables());
  return rows;
}

function isSeen({
  experimentNos,
  visibleInitiatives,
  ownerId,
}: Pick<SetSearch, 'experimentNos' | 'visibleInitiatives' | 'ownerId'>): RawBuilder<unknown> {
  const tied = sql`select from evaluation_set_experiments t where t.set_no = s.no`;
  if (experimentNos) return sql`exists (${tied} and t.experiment_no = any(${[...experimentNos]}::bigint[]))`;
  const owned = ownerId === null ? sql`true` : sql`s.owner_id = ${ownerId}`;
  return sql`(exists (select from evaluation_set_experiments t join experiments e on e.no = t.experiment_no
      where t.set_no = s.no and (e.initiative_no is null or e.initiative_no = any(${[...visibleInitiatives]}::bigint[])))
    or (${owned} and not exists (${tied})))`;
}

function sortKeys(order: readonly OrderTerm[]): readonly SortKey[] {
  const given = order.flatMap(({ key, isDescending }) => {
    const attribute = ATTRIBUTES.get(key);
    return attribute ? [{ ...attribute, isDescending }] : [];
  });
  const newest: SortKey = { expression: sql`s.created_ms`, type: 'integer', isDescending: true };
  return [...(given.length === 0 ? [newest] : given), { expression: sql`s.no`, type: 'integer', isDescending: true }];
}

function setTest(condition: FilterCondition): RawBuilder<unknown> {
  if (condition.kind === 'tag') {
    const value = sql`s.tags ->> ${condition.key}`;
    return valueTest(sql`(${value})`, condition);
  }
  const expression = ATTRIBUTES.get(condition.key)?.expression ?? COMPARED_ONLY.get(condition.key);
  return expression ? valueTest(expression, condition) : sql`false`;
}

function toSet(row: SetRow): EvaluationSet {
  return {
    id: row.id,
    name: row.name,
    tags: row.tags,
    schema: row.schema,
    records: row.records,
    digest: row.digest,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
    createdBy: row.created_by,
    updatedBy: row.updated_by,
  };
}
