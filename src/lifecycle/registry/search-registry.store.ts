import { type RawBuilder, sql } from 'kysely';
import { afterPosition, type SortKey, sortClause } from '../../platform/database/keyset.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { valueTest } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from '../experiments/index.ts';
import type { RegistrySearch, SearchPage } from './model-registry.ts';
import { selectVersions } from './model-versions.store.ts';
import { type ModelVersion, PROMPT_TAG, type RegisteredModel } from './registered-model.ts';
import { isPromptModel, modelColumns, toModel } from './registered-models.store.ts';
import { isVisibleModel } from './visible-models.store.ts';

/** A sort key with its value in an entry that was read. Moments are compared as milliseconds. */
interface EntryKey<T> extends SortKey {
  readonly read: (entry: T) => string | number;
}

const milliseconds = (column: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`floor(extract(epoch from ${column}) * 1000)::bigint`;

const MODEL_KEYS: Readonly<Record<string, Omit<EntryKey<RegisteredModel>, 'isDescending'>>> = {
  name: { expression: sql`m.name collate "C"`, type: 'text', read: (model) => model.name },
  creation_timestamp: {
    expression: milliseconds(sql`m.created_at`),
    type: 'integer',
    read: (model) => model.createdAt.getTime(),
  },
  last_updated_timestamp: {
    expression: milliseconds(sql`m.updated_at`),
    type: 'integer',
    read: (model) => model.updatedAt.getTime(),
  },
};

const VERSION_KEYS: Readonly<Record<string, Omit<EntryKey<ModelVersion>, 'isDescending'>>> = {
  name: { expression: sql`m.name collate "C"`, type: 'text', read: (version) => version.modelName },
  run_id: { expression: sql`coalesce(v.run_id, '') collate "C"`, type: 'text', read: (version) => version.runId ?? '' },
  source_path: { expression: sql`v.source collate "C"`, type: 'text', read: (version) => version.source },
  version_number: { expression: sql`v.version::bigint`, type: 'integer', read: (version) => version.version },
  creation_timestamp: {
    expression: milliseconds(sql`v.created_at`),
    type: 'integer',
    read: (version) => version.createdAt.getTime(),
  },
  last_updated_timestamp: {
    expression: milliseconds(sql`v.updated_at`),
    type: 'integer',
    read: (version) => version.updatedAt.getTime(),
  },
};

const MODEL_ORDER: readonly OrderTerm[] = [{ kind: 'attribute', key: 'name', isDescending: false }];
const VERSION_ORDER: readonly OrderTerm[] = [
  { kind: 'attribute', key: 'last_updated_timestamp', isDescending: true },
  { kind: 'attribute', key: 'name', isDescending: false },
  { kind: 'attribute', key: 'version_number', isDescending: true },
];

/** Registered models that the viewer may see, by name unless ordered otherwise. Prompts are found only when asked for. */
export async function searchModels(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  search: RegistrySearch,
): Promise<SearchPage<RegisteredModel>> {
  const keys = sortKeys(MODEL_KEYS, [...search.order, ...MODEL_ORDER]);
  const wanted = promptWish(search.conditions);
  const { rows } = await sql<Parameters<typeof toModel>[0]>`
    select ${modelColumns(isVisible)} from registered_models m
    where m.deleted_at is null and ${isVisibleModel(isVisible)} and ${isPromptModel} = ${wanted.prompts}
      and ${all(wanted.conditions.map((condition) => conditionSql(condition, MODEL_KEYS, modelTag)))}
      and ${isAfter(keys, search.after)}
    order by ${sortClause(keys)} limit ${search.limit + 1}`.execute(queryable.tables());
  return pageOf(rows.map(toModel), keys, search.limit);
}

/** Versions that the viewer may see, newest change first unless ordered otherwise. */
export async function searchVersions(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  search: RegistrySearch,
): Promise<SearchPage<ModelVersion>> {
  const keys = sortKeys(VERSION_KEYS, [...search.order, ...VERSION_ORDER]);
  const wanted = promptWish(search.conditions);
  const condition = all([
    sql<boolean>`m.deleted_at is null and v.deleted_at is null and ${isPromptModel} = ${wanted.prompts}`,
    ...wanted.conditions.map((one) => conditionSql(one, VERSION_KEYS, versionTag)),
    isAfter(keys, search.after),
  ]);
  const found = await selectVersions(queryable, isVisible, condition, sortClause(keys), search.limit + 1);
  return pageOf(found, keys, search.limit);
}

const modelTag = (key: string): RawBuilder<unknown> =>
  sql`(select t.value from registered_model_tags t where t.model_no = m.no and t.key = ${key})`;
const versionTag = (key: string): RawBuilder<unknown> =>
  sql`(select t.value from model_version_tags t where t.version_no = v.no and t.key = ${key})`;

/** Whether prompts are asked for: they are when the tag must be "true". Other conditions on the tag mean models. */
function promptWish(conditions: readonly FilterCondition[]): {
  readonly prompts: boolean;
  readonly conditions: readonly FilterCondition[];
} {
  const isAboutPrompts = (condition: FilterCondition): boolean =>
    condition.kind === 'tag' && condition.key === PROMPT_TAG;
  const prompts = conditions.some(
    (condition) =>
      isAboutPrompts(condition) &&
      condition.test === 'text' &&
      condition.operator !== '!=' &&
      condition.value.toLowerCase() === 'true',
  );
  return { prompts, conditions: conditions.filter((condition) => !isAboutPrompts(condition)) };
}

function conditionSql(
  condition: FilterCondition,
  keys: Readonly<Record<string, { readonly expression: RawBuilder<unknown> }>>,
  tag: (key: string) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  const left = condition.kind === 'tag' ? tag(condition.key) : keys[condition.key]?.expression;
  if (!left) throw new RangeError(`The registry knows no attribute "${condition.key}".`);
  return valueTest(left, condition);
}

function all(conditions: readonly RawBuilder<unknown>[]): RawBuilder<boolean> {
  return conditions.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(conditions, sql` and `)})`;
}

function sortKeys<T>(
  known: Readonly<Record<string, Omit<EntryKey<T>, 'isDescending'>>>,
  terms: readonly OrderTerm[],
): readonly EntryKey<T>[] {
  const seen = new Set<string>();
  return terms.flatMap(({ key, isDescending }) => {
    const found = known[key];
    if (!found) throw new RangeError(`The registry cannot be ordered by "${key}".`);
    if (seen.has(key)) return [];
    seen.add(key);
    return [{ ...found, isDescending }];
  });
}

function isAfter(keys: readonly SortKey[], after: RegistrySearch['after']): RawBuilder<boolean> {
  return after === undefined ? sql<boolean>`true` : afterPosition(keys, after);
}

function pageOf<T>(rows: readonly T[], keys: readonly EntryKey<T>[], limit: number): SearchPage<T> {
  const found = rows.slice(0, limit);
  const last = rows.length > limit ? found.at(-1) : undefined;
  return { found, next: last === undefined ? undefined : keys.map((key) => key.read(last)) };
}
