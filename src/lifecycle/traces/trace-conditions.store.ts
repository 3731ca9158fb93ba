import { type RawBuilder, sql } from 'kysely';
import type { SortKey } from '../../platform/database/keyset.ts';
import { integerTest, numberTest, textTest, valueTest } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from '../experiments/index.ts';
import { LINKED_TO, MADE_IN } from './conditions-on-runs.ts';
import { spanTest } from './span-conditions.store.ts';

/** What an index of states and runs holds of each, in characters. */
const INDEXED_CHARACTERS = 100;

/** The run that a trace says it belongs to, as a text. */
const RUN = sql`(t.info -> 'trace_metadata' ->> 'mlflow.sourceRun')`;
/** When a trace ended, in milliseconds; one that still runs has ended when it began. */
const END = sql`(t.request_ms + coalesce(t.duration_ms, 0))`;

/** What traces can be compared by, as expressions on a trace `t`. */
const TRACE_ATTRIBUTES = new Map<string, RawBuilder<unknown>>([
  ['trace_id', sql`t.id`],
  ['client_request_id', sql`(t.info ->> 'client_request_id')`],
  ['name', sql`(t.tags ->> 'mlflow.traceName')`],
  ['state', sql`t.state`],
  ['run_id', RUN],
  [MADE_IN, RUN],
  ['experiment_id', sql`t.experiment_no`],
  ['request_time', sql`t.request_ms`],
  ['execution_duration', sql`t.duration_ms`],
  ['end_time', END],
]);

const NUMBERS = new Set(['request_time', 'execution_duration', 'end_time', 'experiment_id']);

/** The order of a list of traces `t`: what is asked, then the newest first, then as they came. */
export function traceSortKeys(order: readonly OrderTerm[]): readonly SortKey[] {
  const time = order.find(({ key, kind }) => kind === 'attribute' && key === 'request_time');
  const isDescending = time?.isDescending ?? true;
  return [
    ...order.map(traceSortKey),
    ...(time ? [] : [{ expression: sql`t.request_ms`, type: 'integer' as const, isDescending }]),
    { expression: sql`t.no`, type: 'integer', isDescending },
  ];
}

function traceSortKey({ kind, key, isDescending }: OrderTerm): SortKey {
  if (kind === 'tag' || kind === 'metadata') {
    const texts = kind === 'tag' ? sql`t.tags` : sql`t.info -> 'trace_metadata'`;
    return { expression: sql`(${texts} ->> ${key}::text) collate "C"`, type: 'text', isDescending, isNullable: true };
  }
  const expression = TRACE_ATTRIBUTES.get(key);
  if (kind !== 'attribute' || !expression) throw new RangeError(`Traces cannot be ordered by "${key}".`);
  // Every trace has its moment, which an index holds in this order.
  if (key === 'request_time') return { expression, type: 'integer', isDescending };
  if (NUMBERS.has(key)) return { expression, type: 'integer', isDescending, isNullable: true };
  return { expression: sql`${expression} collate "C"`, type: 'text', isDescending, isNullable: true };
}

/** What a trace `t` must satisfy for all of these conditions. Those on spans are about one and the same span. */
export function traceTests(
  conditions: readonly FilterCondition[],
  testOfSpans: (conditions: readonly FilterCondition[]) => RawBuilder<unknown> = spanTest,
): readonly RawBuilder<unknown>[] {
  const ofSpans = conditions.filter(({ kind }) => kind === 'span');
  const others = conditions.filter(({ kind }) => kind !== 'span').map(traceTest);
  return ofSpans.length > 0 ? [...others, testOfSpans(ofSpans)] : others;
}

/** Whether a trace `t` satisfies a condition. What is absent is found by no comparison, not even by `!=`. */
export function traceTest(condition: FilterCondition): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'attribute':
      return attributeTest(condition);
    case 'tag':
      return valueTest(sql`(t.tags ->> ${condition.key}::text)`, condition);
    case 'metadata':
      return valueTest(sql`(t.info -> 'trace_metadata' ->> ${condition.key}::text)`, condition);
    case 'feedback':
    case 'expectation': {
      const exists = sql`exists (select from trace_assessments a where a.trace_id = t.id and ${saidTest(condition)})`;
      return condition.test === 'presence' && !condition.isPresent ? sql`not ${exists}` : exists;
    }
    default:
      throw new RangeError(`Traces have no ${condition.kind}s.`);
  }
}

function attributeTest(condition: FilterCondition): RawBuilder<unknown> {
  const { key } = condition;
  // `is true` keeps the planner from making a join of that, which would keep no order of a walk.
  if (key === 'prompt') return sql`exists (${tracesOfPrompt(condition)} and p.trace_no = t.no) is true`;
  if (key === LINKED_TO) return sql`exists (${tracesLinked(condition)} and l.trace_no = t.no) is true`;
  if (key === 'run_id')
    return sql`(${attributeTest({ ...condition, key: MADE_IN })} or ${attributeTest({ ...condition, key: LINKED_TO })})`;
  const attribute = TRACE_ATTRIBUTES.get(key);
  if (!attribute) throw new RangeError(`Traces have no attribute "${key}".`);
  if (condition.test === 'number') {
    const isUpper = !['!=', '>', '>='].includes(condition.operator);
    const test = integerTest(attribute, condition);
    // No trace ended before it began, which bounds the walk along their beginnings.
    return key === 'end_time' && isUpper
      ? sql`${test} and ${integerTest(sql`t.request_ms`, { ...condition, operator: '<=' })}`
      : test;
  }
  const whole = valueTest(attribute, condition);
  return key === 'state' || key === MADE_IN ? sql`${beginningTest(attribute, condition)}${whole}` : whole;
}

/** The numbers of the traces that were linked to a run, or to one of several. */
export function tracesLinked(condition: FilterCondition): RawBuilder<unknown> {
  return sql`select l.trace_no as member from trace_runs l join runs r on r.no = l.run_no where ${valueTest(sql`r.id`, condition)}`;
}

/** The numbers of the traces that a prompt was linked to. */
export function tracesOfPrompt(condition: FilterCondition): RawBuilder<unknown> {
  return sql`select p.trace_no as member from trace_prompts p where ${valueTest(sql`p.prompt`, condition)}`;
}

/** What the indexes of states and runs answer; nothing where they do not. */
function beginningTest(attribute: RawBuilder<unknown>, condition: FilterCondition): RawBuilder<unknown> {
  const beginning = sql`left(${attribute}, ${sql.lit(INDEXED_CHARACTERS)})`;
  if (condition.test === 'list' && !condition.isNegated)
    return sql`${beginning} = any(${condition.values.map((value) => beginningOf(value))}::text[]) and `;
  if (condition.test !== 'text') return sql``;
  const value = beginningOf(condition.value);
  if (condition.operator === '=') return sql`${beginning} = ${value} and `;
  // All that is not equal is before or after, which an index finds; of long texts the beginnings may be equal.
  return condition.operator === '!=' && value === condition.value
    ? sql`(${beginning} < ${value} or ${beginning} > ${value}) and `
    : sql``;
}

/** The database counts characters, and not the halves that some consist of here. */
function beginningOf(text: string, characters: number = INDEXED_CHARACTERS): string {
  return Array.from(text).slice(0, characters).join('');
}

/** Whether an assessment `a` is what a condition asks for; what somebody corrected does not count any more. */
export function saidTest(condition: FilterCondition): RawBuilder<unknown> {
  return sql`a.kind = ${condition.kind} and a.name = ${condition.key} and a.is_valid and a.deleted_at is null
    and ${saidValueTest(condition)}`;
}

function saidValueTest(condition: FilterCondition): RawBuilder<unknown> {
  switch (condition.test) {
    case 'presence':
      return sql`true`;
    case 'number':
      return numberTest(SAID_NUMBER, condition);
    case 'text':
      return condition.operator === '='
        ? sql`${storedTest(condition.value)} and ${textTest(SAID_TEXT, condition)}`
        : textTest(SAID_TEXT, condition);
    case 'list':
      throw new RangeError('What was said of traces is not compared with lists.');
  }
}

/** The two ways in which a value is kept that is found by a text: a text as JSON, all else as it is. An index has their beginnings. */
function storedTest(text: string): RawBuilder<unknown> {
  const kept = [JSON.stringify(text), text].map((value) => beginningOf(value, SAID_CHARACTERS));
  return sql`left(a.value, ${sql.lit(SAID_CHARACTERS)}) = any(${kept}::text[])`;
}

/** What the index of assessments holds of a value, in characters. */
const SAID_CHARACTERS = 200;

/** The value as a text: a text itself, and of all else its JSON, so that yes and no are found as `true` and `false`. */
const SAID_TEXT = sql`(case when a.value like '"%' then a.value::jsonb #>> '{}' else a.value end)`;

/** The value where it is a number, else nothing; an index holds this very expression. */
const SAID_NUMBER = sql`(case when a.value ~ '^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$' then a.value::float8 end)`;
