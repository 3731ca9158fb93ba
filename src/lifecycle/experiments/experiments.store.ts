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
import { textTest, valueTest } from '../../platform/database/value-test.ts';
import type { Experiment, TaggedExperiment } from './experiment.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';
import type { Tag } from './run.ts';

interface ExperimentRow {
  readonly no: number;
  readonly name: string;
  readonly artifact_location: string | null;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly deleted_ms: number | null;
  readonly created_by: string | null;
  readonly initiative_no: number | null;
  readonly iteration: number | null;
  readonly initiative_id: string | null;
  readonly slug: string | null;
  readonly initiative_name: string | null;
}

const COLUMNS = `e.no, e.name, e.artifact_location, e.created_ms, e.updated_ms, e.deleted_ms, e.created_by,
  e.initiative_no, e.iteration, i.id as initiative_id, i.slug, i.name as initiative_name`;
const FROM = 'from experiments e left join initiatives i on i.no = e.initiative_no';

/** The experiment with a number, or `null`; deleted ones too. */
export async function findExperiment(queryable: Queryable, no: number): Promise<Experiment | null> {
  const [row] = await queryable.query<ExperimentRow>(`select ${COLUMNS} ${FROM} where e.no = $1`, [no]);
  return row ? toExperiment(row) : null;
}

/** Those experiments of several numbers that there are, deleted ones too. */
export async function findExperiments(queryable: Queryable, nos: readonly number[]): Promise<readonly Experiment[]> {
  const rows = await queryable.query<ExperimentRow>(`select ${COLUMNS} ${FROM} where e.no = any($1)`, [nos]);
  return rows.map(toExperiment);
}

/** The experiment with a name, or `null`; deleted ones too, because their names stay taken. */
export async function findExperimentByName(queryable: Queryable, name: string): Promise<Experiment | null> {
  const [row] = await queryable.query<ExperimentRow>(`select ${COLUMNS} ${FROM} where e.name = $1`, [name]);
  return row ? toExperiment(row) : null;
}

/** Adds their tags to experiments. */
export async function withTags(
  queryable: Queryable,
  experiments: readonly Experiment[],
): Promise<readonly TaggedExperiment[]> {
  const rows = await queryable.query<{ experiment_no: number; key: string; value: string }>(
    'select experiment_no, key, value from experiment_tags where experiment_no = any($1) order by experiment_no, key',
    [experiments.map(({ no }) => no)],
  );
  const tags = groupTags(rows);
  return experiments.map((experiment) => ({ ...experiment, tags: tags.get(experiment.no) ?? [] }));
}

/** The value of a tag of an experiment, or `null`. */
export async function findExperimentTag(queryable: Queryable, no: number, key: string): Promise<string | null> {
  const [row] = await queryable.query<{ value: string }>(
    'select value from experiment_tags where experiment_no = $1 and key = $2',
    [no, key],
  );
  return row?.value ?? null;
}

function groupTags(
  rows: readonly { readonly experiment_no: number; readonly key: string; readonly value: string }[],
): ReadonlyMap<number, readonly Tag[]> {
  const tags = new Map<number, Tag[]>();
  for (const { experiment_no, key, value } of rows) {
    const known = tags.get(experiment_no);
    if (known) known.push({ key, value });
    else tags.set(experiment_no, [{ key, value }]);
  }
  return tags;
}

/** Stores a new experiment; `null` when its name is taken. */
export async function insertExperiment(
  tx: Transaction,
  experiment: {
    readonly name: string;
    readonly artifactLocation: string | null;
    readonly atMs: number;
    readonly createdBy: string;
  },
): Promise<number | null> {
  const [row] = await tx.query<{ no: number }>(
    `insert into experiments (name, artifact_location, created_ms, updated_ms, created_by)
     values ($1, $2, $3, $3, $4) on conflict (name) do nothing returning no`,
    [experiment.name, experiment.artifactLocation, experiment.atMs, experiment.createdBy],
  );
  return row?.no ?? null;
}

/** Sets tags of an experiment, replacing values of the same keys. */
export async function upsertExperimentTags(tx: Transaction, no: number, tags: readonly Tag[]): Promise<void> {
  if (tags.length === 0) return;
  await tx.query(
    `insert into experiment_tags (experiment_no, key, value)
     select $1, * from unnest($2::text[], $3::text[]) given (key, value) order by key
     on conflict (experiment_no, key) do update set value = excluded.value`,
    [no, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
}

/** Removes a tag; returns whether there was one. */
export async function deleteExperimentTag(tx: Transaction, no: number, key: string): Promise<boolean> {
  const rows = await tx.query('delete from experiment_tags where experiment_no = $1 and key = $2 returning key', [
    no,
    key,
  ]);
  return rows.length > 0;
}

/** Renames an experiment; returns false when the name is taken by another one. */
export async function renameExperiment(tx: Transaction, no: number, name: string, atMs: number): Promise<boolean> {
  const rows = await tx.query(
    `update experiments set name = $2, updated_ms = $3
     where no = $1 and not exists (select from experiments other where other.name = $2 and other.no <> $1)
     returning no`,
    [no, name, atMs],
  );
  return rows.length > 0;
}

/**
 * Marks an experiment and all of its runs as deleted by somebody, or as active again. Nothing is removed.
 * @param by who deletes it; `null` restores it.
 */
export async function markExperiment(tx: Transaction, no: number, atMs: number, by: string | null): Promise<void> {
  const deletedMs = by === null ? null : atMs;
  await tx.query('update experiments set deleted_ms = $2, deleted_by_name = $3, updated_ms = $4 where no = $1', [
    no,
    deletedMs,
    by,
    atMs,
  ]);
  await tx.query(
    `update runs set deleted_ms = $2, deleted_by_name = $3
     where experiment_no = $1 and (deleted_ms is null) <> ($2::bigint is null)`,
    [no, deletedMs, by],
  );
}

/** Connects an experiment to the present iteration of an initiative, or to none. */
export async function setLink(
  tx: Transaction,
  no: number,
  link: { readonly initiativeNo: number; readonly iteration: number; readonly by: string; readonly at: Date } | null,
): Promise<void> {
  await tx.query(
    `update experiments set initiative_no = $2, iteration = $3, connected_by = $4, connected_at = $5 where no = $1`,
    [no, link?.initiativeNo ?? null, link?.iteration ?? null, link?.by ?? null, link?.at ?? null],
  );
}

/** A search for experiments. */
export interface ExperimentSearch {
  /** Initiatives whose experiments may be seen; unconnected experiments always may. */
  readonly visibleInitiatives: readonly number[];
  readonly view: 'active' | 'deleted' | 'all';
  readonly conditions: readonly FilterCondition[];
  readonly order: readonly OrderTerm[];
  readonly after: KeysetPosition | undefined;
  readonly limit: number;
}

const ATTRIBUTES = new Map<string, Omit<SortKey, 'isDescending'>>([
  ['name', { expression: sql`e.name collate "C"`, type: 'text' }],
  ['experiment_id', { expression: sql`e.no`, type: 'integer' }],
  ['creation_time', { expression: sql`e.created_ms`, type: 'integer' }],
  ['last_update_time', { expression: sql`e.updated_ms`, type: 'integer' }],
]);

/** One page of the experiments that a search finds, with the position after the last one when there are more. */
export async function searchExperiments(
  queryable: Queryable,
  search: ExperimentSearch,
): Promise<{ readonly experiments: readonly Experiment[]; readonly next: KeysetPosition | null }> {
  const keys = experimentSortKeys(search.order);
  const tests = [
    sql`(e.initiative_no is null or e.initiative_no = any(${[...search.visibleInitiatives]}::bigint[]))`,
    viewTest(search.view),
    ...search.conditions.map(experimentTest),
    ...(search.after ? [afterPosition(keys, search.after)] : []),
  ];
  const { rows } = await sql<ExperimentRow & Record<string, unknown>>`
    select ${sql.raw(COLUMNS)}, ${keyColumns(keys)} ${sql.raw(FROM)}
    where ${sql.join(tests, sql` and `)} order by ${sortClause(keys)} limit ${search.limit + 1}`.execute(
    queryable.tables(),
  );
  const { page, next } = pageOf(rows, search.limit, keys);
  return { experiments: page.map(toExperiment), next };
}

function experimentSortKeys(order: readonly OrderTerm[]): readonly SortKey[] {
  const given = order.flatMap(({ key, isDescending }) => {
    const attribute = ATTRIBUTES.get(key);
    return attribute ? [{ ...attribute, isDescending }] : [];
  });
  const newest: SortKey = { expression: sql`e.created_ms`, type: 'integer', isDescending: true };
  return [
    ...given,
    ...(given.length === 0 ? [newest] : []),
    { expression: sql`e.no`, type: 'integer', isDescending: false },
  ];
}

function viewTest(view: ExperimentSearch['view']): RawBuilder<unknown> {
  if (view === 'all') return sql`true`;
  return view === 'active' ? sql`e.deleted_ms is null` : sql`e.deleted_ms is not null`;
}

function experimentTest(condition: FilterCondition): RawBuilder<unknown> {
  if (condition.kind === 'tag') {
    const exists = (test: RawBuilder<unknown>) =>
      sql`exists (select from experiment_tags t where t.experiment_no = e.no and t.key = ${condition.key} and ${test})`;
    if (condition.test === 'presence') return condition.isPresent ? exists(sql`true`) : sql`not ${exists(sql`true`)}`;
    return condition.test === 'text' ? exists(textTest(sql`t.value`, condition)) : sql`false`;
  }
  // Ids are numbers in the order of a list, and texts to whoever asks for one.
  if (condition.key === 'experiment_id') return valueTest(sql`e.no::text`, condition);
  const attribute = ATTRIBUTES.get(condition.key);
  return attribute ? valueTest(attribute.expression, condition) : sql`false`;
}

function toExperiment(row: ExperimentRow): Experiment {
  const { initiative_no, initiative_id, slug, initiative_name, iteration } = row;
  const isConnected =
    initiative_no !== null && initiative_id !== null && slug !== null && initiative_name !== null && iteration !== null;
  return {
    no: row.no,
    name: row.name,
    artifactLocation: row.artifact_location ?? `mlflow-artifacts:/${row.no}`,
    isDeleted: row.deleted_ms !== null,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
    createdBy: row.created_by,
    link: isConnected
      ? {
          initiativeNo: initiative_no,
          initiativeId: initiative_id,
          slug,
          initiativeName: initiative_name,
          iteration,
        }
      : null,
  };
}
