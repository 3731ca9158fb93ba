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
import { numberTest, textTest, valueTest } from '../../platform/database/value-test.ts';
import type { FilterCondition } from './filter-grammar.ts';
import { type LoggedModel, MODEL_STATUS_NUMBERS, type ModelMetric, type ModelStatus } from './logged-model.ts';
import type { Tag } from './run.ts';

const COLUMNS = `m.no, m.id, m.experiment_no, m.name, m.model_type, m.source_run_id, m.status, m.status_message,
  m.created_ms, m.updated_ms, m.made_by, coalesce(x.artifact_location, 'mlflow-artifacts:/' || x.no) as root`;

interface ModelRow {
  readonly no: number;
  readonly id: string;
  readonly experiment_no: number;
  readonly name: string;
  readonly model_type: string | null;
  readonly source_run_id: string | null;
  readonly status: number;
  readonly status_message: string | null;
  readonly created_ms: number;
  readonly updated_ms: number;
  readonly made_by: string;
  readonly root: string;
}

/** Stores a new model and returns its number. */
export async function insertModel(
  tx: Transaction,
  model: {
    readonly id: string;
    readonly experimentNo: number;
    readonly name: string;
    readonly modelType: string | null;
    readonly sourceRunId: string | null;
    readonly madeBy: string;
    readonly atMs: number;
  },
): Promise<number> {
  const [row] = await tx.query<{ no: number }>(
    `insert into logged_models (id, experiment_no, name, model_type, source_run_id, status, created_ms, updated_ms, made_by)
     values ($1, $2, $3, $4, $5, ${MODEL_STATUS_NUMBERS.LOGGED_MODEL_PENDING}, $6, $6, $7) returning no`,
    [model.id, model.experimentNo, model.name, model.modelType, model.sourceRunId, model.atMs, model.madeBy],
  );
  if (!row) throw new Error('The model was not stored.');
  return row.no;
}

/** Stores params of a model; returns the first key that was logged before, or `null`. Then the caller gives up. */
export async function insertModelParams(tx: Transaction, no: number, params: readonly Tag[]): Promise<string | null> {
  const rows = await tx.query<{ key: string }>(
    `insert into logged_model_params (model_no, key, value)
     select $1, * from unnest($2::text[], $3::text[]) given (key, value) order by key
     on conflict do nothing returning key`,
    [no, params.map(({ key }) => key), params.map(({ value }) => value)],
  );
  const stored = new Set(rows.map(({ key }) => key));
  return params.find(({ key }) => !stored.has(key))?.key ?? null;
}

/** Sets tags of a model. */
export async function upsertModelTags(tx: Transaction, no: number, tags: readonly Tag[]): Promise<void> {
  await tx.query(
    `insert into logged_model_tags (model_no, key, value)
     select $1, * from unnest($2::text[], $3::text[]) given (key, value) order by key
     on conflict (model_no, key) do update set value = excluded.value`,
    [no, tags.map(({ key }) => key), tags.map(({ value }) => value)],
  );
}

/** Removes a tag of a model; returns whether there was one. */
export async function deleteModelTag(tx: Transaction, no: number, key: string): Promise<boolean> {
  const rows = await tx.query('delete from logged_model_tags where model_no = $1 and key = $2 returning key', [
    no,
    key,
  ]);
  return rows.length > 0;
}

/** Sets the state of a model. */
export async function setModelStatus(tx: Transaction, no: number, status: ModelStatus, atMs: number): Promise<void> {
  await tx.query('update logged_models set status = $2, updated_ms = $3 where no = $1', [
    no,
    MODEL_STATUS_NUMBERS[status],
    atMs,
  ]);
}

/** Marks a model as deleted. Its row stays. */
export async function markModelDeleted(tx: Transaction, no: number, atMs: number): Promise<void> {
  await tx.query('update logged_models set deleted_ms = $2, updated_ms = $2 where no = $1 and deleted_ms is null', [
    no,
    atMs,
  ]);
}

/** The numbers of a model and of its experiment; `null` when there is none. Deleted ones are found only when asked for. */
export async function findModelNo(
  queryable: Queryable,
  id: string,
  deleted: 'without-deleted' | 'with-deleted',
): Promise<{ readonly no: number; readonly experimentNo: number } | null> {
  const [row] = await queryable.query<{ no: number; experiment_no: number }>(
    'select no, experiment_no from logged_models where id = $1 and (deleted_ms is null or $2)',
    [id, deleted === 'with-deleted'],
  );
  return row ? { no: row.no, experimentNo: row.experiment_no } : null;
}

/** A model with its params, tags and metrics. @throws RangeError when there is none */
export async function readModel(queryable: Queryable, no: number): Promise<LoggedModel> {
  const rows = await queryable.query<ModelRow>(
    `select ${COLUMNS} from logged_models m join experiments x on x.no = m.experiment_no where m.no = $1`,
    [no],
  );
  const [model] = await fillModels(queryable, rows);
  if (!model) throw new RangeError(`There is no logged model number ${no}.`);
  return model;
}

/** One term of the order of a search for models. */
export interface ModelOrder {
  readonly kind: 'attribute' | 'metric';
  readonly key: string;
  readonly isDescending: boolean;
  readonly datasetName?: string | undefined;
  readonly datasetDigest?: string | undefined;
}

/** A search for models. */
export interface ModelSearch {
  readonly experimentNos: readonly number[];
  readonly conditions: readonly FilterCondition[];
  /**
   * Only metrics that were measured on one of these data sets count, and a model without any is not found; all count
   * when there are none.
   */
  readonly datasets: readonly { readonly name: string; readonly digest: string | undefined }[];
  readonly order: readonly ModelOrder[];
  readonly after: KeysetPosition | undefined;
  readonly limit: number;
}

const ATTRIBUTES = new Map<string, Omit<SortKey, 'isDescending'>>([
  ['name', { expression: sql`m.name collate "C"`, type: 'text' }],
  ['model_id', { expression: sql`m.id collate "C"`, type: 'text' }],
  ['model_type', { expression: sql`coalesce(m.model_type, '') collate "C"`, type: 'text' }],
  ['status', { expression: sql`m.status::bigint`, type: 'integer' }],
  ['experiment_id', { expression: sql`m.experiment_no::text collate "C"`, type: 'text' }],
  ['source_run_id', { expression: sql`coalesce(m.source_run_id, '') collate "C"`, type: 'text' }],
  ['creation_timestamp', { expression: sql`m.created_ms`, type: 'integer' }],
  ['last_updated_timestamp', { expression: sql`m.updated_ms`, type: 'integer' }],
]);

/** One page of the models that a search finds, with the position after the last one when there are more. */
export async function searchModels(
  queryable: Queryable,
  search: ModelSearch,
): Promise<{ readonly models: readonly LoggedModel[]; readonly next: KeysetPosition | null }> {
  const given = search.order.flatMap((term): SortKey[] => {
    const { isDescending } = term;
    if (term.kind === 'metric')
      return [{ expression: latestValue(term), type: 'float', isDescending, isNullable: true }];
    const attribute = ATTRIBUTES.get(term.key);
    return attribute ? [{ ...attribute, isDescending }] : [];
  });
  const keys: readonly SortKey[] = [
    ...given,
    { expression: sql`m.created_ms`, type: 'integer', isDescending: true },
    { expression: sql`m.no`, type: 'integer', isDescending: false },
  ];
  const tests = [
    sql`m.experiment_no = any(${[...search.experimentNos]}::bigint[]) and m.deleted_ms is null`,
    ...search.conditions.map((condition) => modelTest(condition, search.datasets)),
    ...(search.datasets.length === 0 || search.conditions.some(({ kind }) => kind === 'metric')
      ? []
      : [sql`exists (select from logged_model_metrics v where v.model_no = m.no${measuredOn(search.datasets)})`]),
    ...(search.after ? [afterPosition(keys, search.after)] : []),
  ];
  const { rows } = await sql<ModelRow & Record<string, unknown>>`
    select ${sql.raw(COLUMNS)}, ${keyColumns(keys)}
    from logged_models m join experiments x on x.no = m.experiment_no
    where ${sql.join(tests, sql` and `)} order by ${sortClause(keys)} limit ${search.limit + 1}`.execute(
    queryable.tables(),
  );
  const { page, next } = pageOf(rows, search.limit, keys);
  return { models: await fillModels(queryable, page), next };
}

/** The latest number that a metric of model `m` has; NaN counts as none. */
function latestValue({ key, datasetName, datasetDigest }: ModelOrder): RawBuilder<unknown> {
  const tests = [
    ...(datasetName === undefined ? [] : [sql` and v.dataset_name = ${datasetName}`]),
    ...(datasetDigest === undefined ? [] : [sql` and v.dataset_digest = ${datasetDigest}`]),
  ];
  return sql`(select nullif(v.value, 'NaN') from logged_model_metrics v join logged_keys k on k.no = v.key_no
    where v.model_no = m.no and k.key = ${key}${sql.join(tests, sql``)}
    order by v.step desc, v.timestamp_ms desc, v.value desc limit 1)`;
}

function modelTest(condition: FilterCondition, datasets: ModelSearch['datasets']): RawBuilder<unknown> {
  if (condition.kind === 'attribute') {
    const attribute = ATTRIBUTES.get(condition.key);
    return attribute ? valueTest(attribute.expression, condition) : sql`false`;
  }
  const exists = (test: RawBuilder<unknown>): RawBuilder<unknown> =>
    condition.kind === 'metric'
      ? sql`exists (select from logged_model_metrics v join logged_keys k on k.no = v.key_no
          where v.model_no = m.no and k.key = ${condition.key}${measuredOn(datasets)} and ${test})`
      : sql`exists (select from ${sql.table(condition.kind === 'param' ? 'logged_model_params' : 'logged_model_tags')} v
          where v.model_no = m.no and v.key = ${condition.key} and ${test})`;
  switch (condition.test) {
    case 'presence':
      return condition.isPresent ? exists(sql`true`) : sql`not ${exists(sql`true`)}`;
    case 'number':
      return exists(sql`${numberTest(sql`v.value`, condition)} and v.value < 'NaN'`);
    case 'text':
      return exists(textTest(sql`v.value`, condition));
    case 'list':
      return exists(valueTest(sql`v.value`, condition));
  }
}

function measuredOn(datasets: ModelSearch['datasets']): RawBuilder<unknown> {
  if (datasets.length === 0) return sql``;
  const one = datasets.map(({ name, digest }) =>
    digest === undefined
      ? sql`v.dataset_name = ${name}`
      : sql`(v.dataset_name = ${name} and v.dataset_digest = ${digest})`,
  );
  return sql` and (${sql.join(one, sql` or `)})`;
}

interface TextRow {
  readonly model_no: number;
  readonly key: string;
  readonly value: string;
}
interface MetricRow {
  readonly model_no: number;
  readonly key: string;
  readonly value: number;
  readonly timestamp_ms: number;
  readonly step: number;
  readonly run_id: string;
  readonly dataset_name: string | null;
  readonly dataset_digest: string | null;
}

/** Adds params, tags and the latest metrics (per key, run and data set) to models. */
async function fillModels(queryable: Queryable, rows: readonly ModelRow[]): Promise<readonly LoggedModel[]> {
  if (rows.length === 0) return [];
  const nos = rows.map(({ no }) => no);
  const [params, tags, metrics] = await Promise.all([
    queryable.query<TextRow>(
      'select model_no, key, value from logged_model_params where model_no = any($1) order by key',
      [nos],
    ),
    queryable.query<TextRow>(
      'select model_no, key, value from logged_model_tags where model_no = any($1) order by key',
      [nos],
    ),
    queryable.query<MetricRow>(
      `select distinct on (v.model_no, k.key, r.id, v.dataset_name, v.dataset_digest)
         v.model_no, k.key, v.value, v.timestamp_ms, v.step, r.id as run_id, v.dataset_name, v.dataset_digest
       from logged_model_metrics v join logged_keys k on k.no = v.key_no join runs r on r.no = v.run_no
       where v.model_no = any($1)
       order by v.model_no, k.key, r.id, v.dataset_name, v.dataset_digest, v.step desc, v.timestamp_ms desc`,
      [nos],
    ),
  ]);
  return rows.map((row) => ({
    no: row.no,
    id: row.id,
    experimentNo: row.experiment_no,
    name: row.name,
    modelType: row.model_type,
    sourceRunId: row.source_run_id,
    status: toModelStatus(row.status),
    statusMessage: row.status_message,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
    artifactUri: `${row.root}/models/${row.id}/artifacts`,
    madeBy: row.made_by,
    params: params.filter(({ model_no }) => model_no === row.no).map(toTag),
    tags: tags.filter(({ model_no }) => model_no === row.no).map(toTag),
    metrics: metrics.filter(({ model_no }) => model_no === row.no).map(toMetric),
  }));
}

/** The state of a logged model from its number. */
export function toModelStatus(number: number): ModelStatus {
  const statuses: readonly ModelStatus[] = [
    'LOGGED_MODEL_STATUS_UNSPECIFIED',
    'LOGGED_MODEL_PENDING',
    'LOGGED_MODEL_READY',
    'LOGGED_MODEL_UPLOAD_FAILED',
  ];
  return statuses[number] ?? 'LOGGED_MODEL_STATUS_UNSPECIFIED';
}

function toTag({ key, value }: TextRow): Tag {
  return { key, value };
}

function toMetric(row: MetricRow): ModelMetric {
  return {
    key: row.key,
    value: row.value,
    timestampMs: row.timestamp_ms,
    step: row.step,
    runId: row.run_id,
    datasetName: row.dataset_name,
    datasetDigest: row.dataset_digest,
  };
}
