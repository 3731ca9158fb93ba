import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { ASSESSMENT_SOURCES, type Assessment, type AssessmentContent, type AssessmentError } from './assessment.ts';

interface AssessmentRow {
  readonly id: string;
  readonly trace_id: string;
  readonly kind: string;
  readonly name: string;
  /** JSON as text. */
  readonly value: string;
  readonly error: AssessmentError | null;
  readonly source_type: string;
  readonly source_id: string;
  readonly rationale: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly span_id: string;
  readonly overrides: string;
  readonly is_valid: boolean;
  readonly created_by: string;
  readonly created_ms: number;
  readonly updated_ms: number;
}

/** Holds a trace until the end of the transaction, so that its assessments change one after the other. */
export async function holdTrace(tx: Transaction, traceId: string): Promise<void> {
  await tx.query('select no from traces where id = $1 for update', [traceId]);
}

/** How many assessments a trace has. */
export async function countAssessments(queryable: Queryable, traceId: string): Promise<number> {
  const [row] = await queryable.query<{ count: number }>(
    'select count(*) as count from trace_assessments where trace_id = $1 and deleted_at is null',
    [traceId],
  );
  return row?.count ?? 0;
}

/** Stores an assessment unless one of its id is there already, as when a client sends a trace once more. */
export async function insertAssessment(tx: Transaction, assessment: Assessment): Promise<void> {
  await tx.query(
    `insert into trace_assessments (id, trace_id, kind, name, value, error, source_type, source_id, rationale, metadata,
       span_id, overrides, is_valid, created_by, created_ms, updated_ms)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict (id) do nothing`,
    [
      assessment.id,
      assessment.traceId,
      assessment.kind,
      assessment.name,
      JSON.stringify(assessment.value),
      assessment.error && JSON.stringify(assessment.error),
      assessment.sourceType,
      assessment.sourceId,
      assessment.rationale,
      JSON.stringify(assessment.metadata),
      assessment.spanId,
      assessment.overrides,
      assessment.isValid,
      assessment.createdBy,
      assessment.createdMs,
      assessment.updatedMs,
    ],
  );
}

/** An assessment of a trace, or `null`. */
export async function findAssessment(queryable: Queryable, traceId: string, id: string): Promise<Assessment | null> {
  const rows = await queryable.query<AssessmentRow>(
    'select * from trace_assessments where trace_id = $1 and id = $2 and deleted_at is null',
    [traceId, id],
  );
  return rows[0] ? toAssessment(rows[0]) : null;
}

/** The assessments of traces, by the id of the trace, those given first first. */
export async function assessmentsOf(
  queryable: Queryable,
  traceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly Assessment[]>> {
  const found = new Map<string, Assessment[]>();
  if (traceIds.length === 0) return found;
  const rows = await queryable.query<AssessmentRow>(
    'select * from trace_assessments where trace_id = any($1) and deleted_at is null order by created_ms, no',
    [traceIds],
  );
  for (const row of rows) {
    const before = found.get(row.trace_id);
    if (before) before.push(toAssessment(row));
    else found.set(row.trace_id, [toAssessment(row)]);
  }
  return found;
}

/** The names of the accounts that gave assessments, by their ids. */
export async function readGivers(
  queryable: Queryable,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await queryable.query<{ id: string; name: string }>(
    'select id, name from accounts where id = any($1::uuid[])',
    [[...new Set(accountIds)]],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Changes what an assessment says. */
export async function changeAssessmentRow(
  tx: Transaction,
  id: string,
  content: AssessmentContent,
  updatedMs: number,
): Promise<void> {
  await tx.query(
    `update trace_assessments set name = $2, value = $3, error = $4, rationale = $5, metadata = $6, updated_ms = $7
     where id = $1`,
    [
      id,
      content.name,
      JSON.stringify(content.value),
      content.error && JSON.stringify(content.error),
      content.rationale,
      JSON.stringify(content.metadata),
      updatedMs,
    ],
  );
}

/** Says whether an assessment of a trace counts, or is corrected by another one; false when there is none of this id. */
export async function markAssessmentValid(
  tx: Transaction,
  traceId: string,
  id: string,
  isValid: boolean,
): Promise<boolean> {
  const rows = await tx.query(
    `update trace_assessments set is_valid = $3 where trace_id = $1 and id = $2 and deleted_at is null returning no`,
    [traceId, id, isValid],
  );
  return rows.length > 0;
}

/** Puts an assessment aside. */
export async function markAssessmentDeleted(tx: Transaction, id: string, at: Date): Promise<void> {
  await tx.query('update trace_assessments set deleted_at = $2 where id = $1', [id, at]);
}

function toAssessment(row: AssessmentRow): Assessment {
  return {
    id: row.id,
    traceId: row.trace_id,
    kind: row.kind === 'expectation' ? 'expectation' : 'feedback',
    name: row.name,
    value: JSON.parse(row.value),
    error: row.error,
    sourceType: ASSESSMENT_SOURCES.find((source) => source === row.source_type) ?? 'SOURCE_TYPE_UNSPECIFIED',
    sourceId: row.source_id,
    rationale: row.rationale,
    metadata: row.metadata,
    spanId: row.span_id,
    overrides: row.overrides,
    isValid: row.is_valid,
    createdBy: row.created_by,
    createdMs: row.created_ms,
    updatedMs: row.updated_ms,
  };
}
