import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { oneOf, textTest } from '../../platform/database/value-test.ts';
import type { FilterCondition } from '../experiments/index.ts';
import { LINKED_TO, MADE_IN } from './conditions-on-runs.ts';
import { tracesOfSpans } from './span-conditions.store.ts';
import { saidTest, tracesLinked, tracesOfPrompt, traceTest } from './trace-conditions.store.ts';

/** Tags without those that hardly two traces share; the index of texts holds this very expression. */
const TAGS = sql`(t.tags - '{mlflow.artifactLocation,mlflow.traceSpans}'::text[])`;
const UNSHARED_TAGS = ['mlflow.artifactLocation', 'mlflow.traceSpans'];
/** Metadata in the same way. */
const METADATA = sql`(case when jsonb_typeof(t.info -> 'trace_metadata') = 'object' then (t.info -> 'trace_metadata')
  - '{mlflow.traceInputs,mlflow.traceOutputs,mlflow.trace.sizeStats,mlflow.trace.tokenUsage}'::text[] end)`;
const UNSHARED_METADATA = [
  'mlflow.traceInputs',
  'mlflow.traceOutputs',
  'mlflow.trace.sizeStats',
  'mlflow.trace.tokenUsage',
];
const NAME = 'mlflow.traceName';

/** Traces that an index finds for conditions, perhaps with some that do not satisfy them. */
export interface TraceList {
  /** What its members are of a trace. */
  readonly of: 'no' | 'id';
  readonly members: RawBuilder<unknown>;
}

/** What the indexes know of a search. */
export interface IndexedSearch {
  readonly lists: readonly TraceList[];
  /** What the conditions ask of a trace `t`, in the words of the indexes, beyond having a key. */
  readonly tests: readonly RawBuilder<unknown>[];
  /** Whether an index knows more of the traces than that they have a key, which may be all of them. */
  readonly isNarrowed: boolean;
}

/** What the indexes know for the conditions of a search; no lists where all of its conditions need each trace read. */
export function indexedOf(conditions: readonly FilterCondition[], experimentNos: readonly number[]): IndexedSearch {
  const texts = conditions.flatMap((condition) => textInIndex(condition) ?? []);
  const values = conditions
    .filter((condition) => !isOfKey(condition))
    .flatMap((condition) => textInIndex(condition) ?? []);
  const inExperiments = oneOf(sql`t.experiment_no`, experimentNos);
  // Bounds on both sides of a number are of one list.
  const numbered = conditions.filter(isInIndexOfExperiment);
  const keys = [...new Set(numbered.map(({ key }) => key))];
  const others = [
    ...keys.map((key) => {
      const ofKey = numbered.filter((condition) => condition.key === key).map(traceTest);
      return sql`${inExperiments} and ${sql.join(ofKey, sql` and `)}`;
    }),
    ...conditions.filter(isOfOne).map(traceTest),
  ];
  const tested = texts.length > 0 ? [sql.join(texts, sql` and `), ...others] : others;
  const ofTraces = tested.map(
    (test): TraceList => ({
      of: 'no',
      members: sql`select t.no as member from traces t where t.deleted_at is null and ${test}`,
    }),
  );
  const said = conditions.filter(isSaid).map((condition): TraceList => {
    // The index narrows comparisons of numbers and equal texts; of the others it has all that was said under the name.
    const isNarrowed = condition.test === 'number' || isEqual(condition);
    const test = saidTest(isNarrowed ? condition : { ...condition, test: 'presence', isPresent: true });
    return { of: 'id', members: sql`select a.trace_id as member from trace_assessments a where ${test}` };
  });
  const linked = [
    ...conditions.filter((condition) => isAttribute(condition, [LINKED_TO])).map(tracesLinked),
    ...conditions.filter((condition) => isAttribute(condition, ['prompt'])).map(tracesOfPrompt),
    tracesOfSpans(conditions.filter(({ kind }) => kind === 'span')) ?? [],
  ]
    .flat()
    .map((members): TraceList => ({ of: 'no', members }));
  const tests = [...values, ...others];
  const isNarrowed = tests.length > 0 || said.length > 0 || linked.length > 0;
  return { lists: [...ofTraces, ...said, ...linked], tests, isNarrowed };
}

/** A condition on tags, metadata or a name as the index of texts answers it; `null` where it does not. */
function textInIndex(condition: FilterCondition): RawBuilder<unknown> | null {
  const { kind, key } = condition;
  if (kind === 'tag' && !UNSHARED_TAGS.includes(key)) return keyedTest(TAGS, condition);
  if (kind === 'metadata' && !UNSHARED_METADATA.includes(key)) return keyedTest(METADATA, condition);
  if (kind !== 'attribute' || key !== 'name') return null;
  if (condition.test === 'list')
    return condition.isNegated
      ? null
      : sql`${TAGS} @> any(array(select jsonb_build_object(${NAME}::text, v) from unnest(${[...condition.values]}::text[]) v))`;
  if (condition.test !== 'text' || condition.operator === '!=' || condition.operator === 'RLIKE') return null;
  if (condition.operator === '=') return keyedTest(TAGS, { ...condition, key: NAME });
  return hasThreeInARow(condition.value) ? textTest(sql`(t.tags ->> 'mlflow.traceName')`, condition) : null;
}

/** Whether the index of texts knows no more than who has the key. */
function isOfKey(condition: FilterCondition): boolean {
  return (condition.kind === 'tag' || condition.kind === 'metadata') && !isEqual(condition);
}

/** Whoever has a value that is compared has the key. */
function keyedTest(column: RawBuilder<unknown>, condition: FilterCondition): RawBuilder<unknown> | null {
  const { key } = condition;
  if (condition.test === 'presence' && !condition.isPresent) return null;
  if (condition.test !== 'text' || condition.operator !== '=') return sql`${column} ? ${key}::text`;
  const { value } = condition;
  const isText = sql`${column} @> jsonb_build_object(${key}::text, ${value}::text)`;
  // Tags are texts. Metadata should be; what a client sent as something else is found by its JSON.
  if (condition.kind !== 'metadata') return isText;
  if (/^[[{]|^-?\d{100}/.test(value)) return null;
  return /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d{1,100})?)$/.test(value)
    ? sql`(${isText} or ${column} @> jsonb_build_object(${key}::text, ${value}::jsonb))`
    : isText;
}

/** Whether a pattern has a part that the index knows: it is of three letters or digits in a row. */
function hasThreeInARow(pattern: string): boolean {
  return /[\p{L}\p{N}]{3}/u.test(pattern);
}

function isInIndexOfExperiment(condition: FilterCondition): boolean {
  if (isAttribute(condition, ['execution_duration', 'end_time']))
    return condition.test === 'number' && condition.operator !== '!=';
  if (isAttribute(condition, ['state']) && condition.test === 'text' && condition.operator === '!=') return true;
  return isAttribute(condition, ['state', MADE_IN]) && isListed(condition);
}

function isSaid(condition: FilterCondition): boolean {
  const isOfKind = condition.kind === 'feedback' || condition.kind === 'expectation';
  return isOfKind && !(condition.test === 'presence' && !condition.isPresent);
}

function isEqual(condition: FilterCondition): boolean {
  return condition.test === 'text' && condition.operator === '=';
}

/** Whether an index has all traces of a search in their order, or few at once, so that a walk answers it alone. */
export function isWalkedAlone(conditions: readonly FilterCondition[]): boolean {
  const isId = (condition: FilterCondition) => isAttribute(condition, ['trace_id']) && isListed(condition);
  const isInOrder = (condition: FilterCondition) =>
    isTime(condition) || (isAttribute(condition, ['state', MADE_IN]) && isEqual(condition));
  return conditions.some(isId) || conditions.every(isInOrder);
}

/** Whether a condition names what clients give to one trace alone. */
export function isOfOne(condition: FilterCondition): boolean {
  return isAttribute(condition, ['client_request_id']) && isListed(condition);
}

function isAttribute({ kind, key }: Pick<FilterCondition, 'kind' | 'key'>, keys: readonly string[]): boolean {
  return kind === 'attribute' && keys.includes(key);
}

function isListed(condition: FilterCondition): boolean {
  return isEqual(condition) || (condition.test === 'list' && !condition.isNegated);
}

/** Whether a condition or an order is about the moment along which traces are walked. */
export function isTime(condition: Pick<FilterCondition, 'kind' | 'key'>): boolean {
  return isAttribute(condition, ['request_time']);
}

/** The shortest list, as far as it has at most so many members; `null` when all have more. */
export async function gatherTraces(
  queryable: Queryable,
  lists: readonly TraceList[],
  most: number,
): Promise<TraceList | null> {
  const counted = lists.map(
    ({ members }, index) => sql`(select count(*) as ${sql.ref(`count_${index}`)},
      case when count(*) <= ${most} then array_agg(member)::text end as ${sql.ref(`list_${index}`)}
      from (${members} limit ${most + 1}) members) ${sql.ref(`g${index}`)}`,
  );
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.join(counted)}`.execute(queryable.tables());
  const row = rows[0] ?? {};
  const [shortest] = lists
    .map(({ of }, index) => ({ of, count: Number(row[`count_${index}`]), written: row[`list_${index}`] }))
    .filter(({ count }) => count <= most)
    .sort((a, b) => a.count - b.count);
  if (!shortest) return null;
  // As the database wrote it: only the database reads it again.
  const written = typeof shortest.written === 'string' ? shortest.written : '{}';
  const type = sql.raw(shortest.of === 'no' ? 'bigint[]' : 'text[]');
  return { of: shortest.of, members: sql`select unnest(${written}::${type})` };
}
