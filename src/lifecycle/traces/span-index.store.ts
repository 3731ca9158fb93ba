import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { FindableSpan } from './findable-spans.ts';

/** A trace, and where its experiment keeps files. */
export interface PlacedTrace {
  readonly no: number;
  readonly id: string;
  readonly artifactLocation: string;
}

const PLACED_COLUMNS = `t.no, t.id, coalesce(x.artifact_location, 'mlflow-artifacts:/' || x.no) as "artifactLocation"`;

/** Those of some traces that are there. */
export async function findPlacedTraces(queryable: Queryable, ids: readonly string[]): Promise<readonly PlacedTrace[]> {
  return queryable.query<PlacedTrace>(
    `select ${PLACED_COLUMNS} from traces t join experiments x on x.no = t.experiment_no
     where t.id = any($1) and t.deleted_at is null`,
    [ids],
  );
}

/**
 * Notes what the spans of a trace are found by, in place of what was noted before. An empty list notes that its file was
 * looked at, and that nothing is found by it. Nothing is noted of a trace that is there no longer.
 */
export async function noteSpansOf(tx: Transaction, traceNo: number, spans: readonly FindableSpan[]): Promise<void> {
  await tx.query(
    `insert into trace_spans (trace_no, spans)
     select no, $2 from traces where no = $1 and deleted_at is null for key share
     on conflict (trace_no) do update set spans = excluded.spans`,
    [traceNo, JSON.stringify(spans)],
  );
}

/** Forgets what the spans of traces were found by. */
export async function forgetSpansOf(tx: Transaction, traceNos: readonly number[]): Promise<void> {
  await tx.query('delete from trace_spans where trace_no = any($1)', [traceNos]);
}

/** A trace from before this installation noted spans and links of prompts. */
export interface OldTrace extends PlacedTrace {
  /** What its tag says of prompts; `null` without one. */
  readonly promptsTag: string | null;
  /** Whether its file was looked at. */
  readonly isNoted: boolean;
}

/** The number below which traces have not been gone through; `null` when all have. */
export async function oldTracesBelow(queryable: Queryable): Promise<number | null> {
  const [row] = await queryable.query<{ below_no: number }>('select below_no from traces_to_go_through');
  return row?.below_no ?? null;
}

/** The newest traces below a number. */
export async function findOldTraces(
  queryable: Queryable,
  below: number,
  { promptsTag, limit }: { readonly promptsTag: string; readonly limit: number },
): Promise<readonly OldTrace[]> {
  return queryable.query<OldTrace>(
    `select ${PLACED_COLUMNS}, t.tags ->> $2::text as "promptsTag", exists (select from trace_spans s where s.trace_no = t.no) as "isNoted"
     from traces t join experiments x on x.no = t.experiment_no
     where t.no < $1 and t.deleted_at is null order by t.no desc limit $3`,
    [below, promptsTag, limit],
  );
}

/** Goes on below another number, or ends with `null`; false when somebody else has gone on from here. */
export async function goOnBelow(tx: Transaction, from: number, to: number | null): Promise<boolean> {
  const rows =
    to === null
      ? await tx.query('delete from traces_to_go_through where below_no = $1 returning below_no', [from])
      : await tx.query('update traces_to_go_through set below_no = $2 where below_no = $1 returning below_no', [
          from,
          to,
        ]);
  return rows.length > 0;
}
