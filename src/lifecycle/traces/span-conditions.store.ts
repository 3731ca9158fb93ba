import { type RawBuilder, sql } from 'kysely';
import { valueTest } from '../../platform/database/value-test.ts';
import { type FilterCondition, SPAN_ATTRIBUTE } from '../experiments/index.ts';

/**
 * Whether a trace `t` has a span that satisfies all of these conditions at once, as far as is known of its spans; asked for
 * each trace by itself, as a walk does: the planner would rather read the spans of all traces once.
 */
export function spanTest(conditions: readonly FilterCondition[]): RawBuilder<unknown> {
  return sql`(select ${spansTest(conditions)} from trace_spans s where s.trace_no = t.no)`;
}

/** The same, asked for many traces at once. */
export function spanTestOfMany(conditions: readonly FilterCondition[]): RawBuilder<unknown> {
  return sql`t.no in (select s.trace_no from trace_spans s where ${spansTest(conditions)})`;
}

function spansTest(conditions: readonly FilterCondition[]): RawBuilder<unknown> {
  const [equal, others] = parted(conditions);
  const tests = [
    ...(equal.length > 0 ? [containmentTest(equal)] : []),
    ...(others.length > 0
      ? [
          sql`exists (select from jsonb_array_elements(s.spans) e (span) where ${sql.join(
            conditions.map((one) => valueTest(foundText(one), one)),
            sql` and `,
          )})`,
        ]
      : []),
  ];
  return sql.join(tests, sql` and `);
}

/** The traces whose spans an index finds for these conditions, perhaps with others; `null` where it knows none. */
export function tracesOfSpans(conditions: readonly FilterCondition[]): RawBuilder<unknown> | null {
  const [equal] = parted(conditions);
  if (equal.length === 0) return null;
  return sql`select s.trace_no as member from trace_spans s where ${containmentTest(equal)}`;
}

type Equal = FilterCondition & { readonly test: 'text' };

function parted(conditions: readonly FilterCondition[]): readonly [readonly Equal[], readonly FilterCondition[]] {
  const equal: Equal[] = [];
  const others: FilterCondition[] = [];
  for (const condition of conditions) {
    // One object says one thing under each key; whoever asks for two of it gets the rest tested by itself.
    const isNew = !equal.some(({ key }) => key === condition.key);
    if (condition.test === 'text' && condition.operator === '=' && isNew) equal.push(condition);
    else others.push(condition);
  }
  return [equal, others];
}

/** What the index of spans answers: a list has a span that says at least so much. */
function containmentTest(equal: readonly Equal[]): RawBuilder<unknown> {
  const attributes = equal.flatMap(({ key, value }) => {
    const name = attributeIn(key);
    return name === null ? [] : [[name, value] as const];
  });
  const fields = equal.flatMap(({ key, value }) => (attributeIn(key) === null ? [[key, value] as const] : []));
  const span = {
    ...Object.fromEntries(fields),
    ...(attributes.length > 0 ? { attributes: Object.fromEntries(attributes) } : {}),
  };
  return sql`s.spans @> ${JSON.stringify([span])}::jsonb`;
}

function foundText({ key }: FilterCondition): RawBuilder<unknown> {
  const name = attributeIn(key);
  return name === null ? sql`(e.span ->> ${key}::text)` : sql`(e.span -> 'attributes' ->> ${name}::text)`;
}

function attributeIn(key: string): string | null {
  return key.startsWith(SPAN_ATTRIBUTE) ? key.slice(SPAN_ATTRIBUTE.length) : null;
}
