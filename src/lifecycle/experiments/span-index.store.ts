import type { Queryable } from '../../platform/database/queryable.ts';
import type { FindableSpan } from './findable-spans.ts';

/** Keeps what the spans of a trace are found by, in place of what was kept before; of none nothing is kept. */
export async function storeSpans(queryable: Queryable, traceId: string, spans: readonly FindableSpan[]): Promise<void> {
  if (spans.length === 0) {
    await queryable.query('delete from trace_spans where trace_no = (select no from traces where id = $1)', [traceId]);
    return;
  }
  await queryable.query(
    `insert into trace_spans (trace_no, spans) select no, $2 from traces where id = $1
     on conflict (trace_no) do update set spans = excluded.spans`,
    [traceId, JSON.stringify(spans)],
  );
}
