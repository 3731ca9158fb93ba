import { type RawBuilder, sql } from 'kysely';
import type { SortKey } from '../../platform/database/keyset.ts';
import { numberTest, textTest, valueTest } from '../../platform/database/value-test.ts';
import type { FilterCondition, OrderTerm } from './filter-grammar.ts';

/** The run that a trace says it belongs to, as a text; an index holds this very expression. */
const RUN = sql`(t.info -> 'trace_metadata' ->> 'mlflow.sourceRun')`;

/** What traces can be compared by, as expressions on a trace `t`. */
const TRACE_ATTRIBUTES = new Map<string, RawBuilder<unknown>>([
  ['trace_id', sql`t.id`],
  ['client_request_id', sql`(t.info ->> 'client_request_id')`],
  ['name', sql`(t.tags ->> 'mlflow.traceName')`],
  ['state', sql`t.state`],
  ['run_id', RUN],
  ['request_time', sql`t.request_ms`],
  ['execution_duration', sql`t.duration_ms`],
  ['end_time', sql`(t.request_ms + coalesce(t.duration_ms, 0))`],
]);

const NUMBERS = new Set(['request_time', 'execution_duration', 'end_time']);

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

/** Whether a trace `t` satisfies a condition. What is absent is found by no comparison, not even by `!=`. */
export function traceTest(condition: FilterCondition): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'attribute': {
      const attribute = TRACE_ATTRIBUTES.get(condition.key);
      if (!attribute) throw new RangeError(`Traces have no attribute "${condition.key}".`);
      return valueTest(attribute, condition);
    }
    case 'tag':
      return valueTest(sql`(t.tags ->> ${condition.key}::text)`, condition);
    case 'metadata':
      return valueTest(sql`(t.info -> 'trace_metadata' ->> ${condition.key}::text)`, condition);
    case 'feedback':
    case 'expectation':
      return assessmentTest(condition);
    default:
      throw new RangeError(`Traces have no ${condition.kind}s.`);
  }
}

/** What somebody corrected does not count any more. A trace is found when one of several by the same name is like that. */
function assessmentTest(condition: FilterCondition): RawBuilder<unknown> {
  const exists = (test: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`exists (select from trace_assessments a where a.trace_id = t.id and a.kind = ${condition.kind}
      and a.name = ${condition.key} and a.is_valid and a.deleted_at is null and ${test})`;
  switch (condition.test) {
    case 'presence':
      return condition.isPresent ? exists(sql`true`) : sql`not ${exists(sql`true`)}`;
    case 'number':
      return exists(numberTest(SAID_NUMBER, condition));
    case 'text':
      return exists(textTest(SAID_TEXT, condition));
    case 'list':
      throw new RangeError('What was said of traces is not compared with lists.');
  }
}

/** The value as a text: a text itself, and of all else its JSON, so that yes and no are found as `true` and `false`. */
const SAID_TEXT = sql`(case when a.value like '"%' then a.value::jsonb #>> '{}' else a.value end)`;

/** The value where it is a number, else nothing. */
const SAID_NUMBER = sql`(case when a.value ~ '^-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?$' then a.value::float8 end)`;
