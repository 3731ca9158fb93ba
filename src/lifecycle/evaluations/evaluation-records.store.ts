import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { EvaluationRecord } from './evaluation-set.ts';

/** What of a stored record decides how a sent one changes it. */
export interface KnownRecord {
  readonly no: number;
  readonly inputHash: string;
  /** Objects as texts of JSON. */
  readonly expectations: string | null;
  readonly tags: string;
  /** Characters of its inputs and its source, and of its outputs. */
  readonly fixedSize: number;
  readonly outputsSize: number;
}

/** The records of a set that have inputs of these hashes. */
export async function findRecordsByInputs(
  tx: Transaction,
  setNo: number,
  hashes: readonly string[],
): Promise<readonly KnownRecord[]> {
  return tx.query<KnownRecord>(
    `select no, input_hash as "inputHash", expectations, tags,
       length(inputs) + coalesce(length(source), 0) as "fixedSize", coalesce(length(outputs), 0) as "outputsSize"
     from evaluation_records where set_no = $1 and input_hash = any($2) and deleted_ms is null`,
    [setNo, hashes],
  );
}

/** A new record; its parts are texts of JSON. */
export interface NewRecord {
  readonly id: string;
  readonly inputHash: string;
  readonly inputs: string;
  readonly outputs: string | null;
  readonly expectations: string | null;
  readonly tags: string;
  readonly source: string | null;
  readonly sourceType: string | null;
  readonly sourceId: string | null;
  readonly size: number;
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
}

/** Stores new records of a set, in their order. */
export async function insertRecords(
  tx: Transaction,
  setNo: number,
  records: readonly NewRecord[],
  atMs: number,
): Promise<void> {
  if (records.length === 0) return;
  const column = <T>(of: (record: NewRecord) => T): T[] => records.map(of);
  await tx.query(
    `insert into evaluation_records (set_no, created_ms, updated_ms, id, input_hash, inputs, outputs, expectations, tags,
       source, source_type, source_id, size, created_by, updated_by)
     select $1, $2, $2, r.id, r.input_hash, r.inputs, r.outputs, r.expectations, r.tags, r.source, r.source_type,
       r.source_id, r.size, r.created_by, r.updated_by
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
       $11::text[], $12::int[], $13::text[], $14::text[]) with ordinality r (id, input_hash, inputs, outputs,
       expectations, tags, source, source_type, source_id, size, created_by, updated_by, place) order by r.place`,
    [
      setNo,
      atMs,
      column(({ id }) => id),
      column(({ inputHash }) => inputHash),
      column(({ inputs }) => inputs),
      column(({ outputs }) => outputs),
      column(({ expectations }) => expectations),
      column(({ tags }) => tags),
      column(({ source }) => source),
      column(({ sourceType }) => sourceType),
      column(({ sourceId }) => sourceId),
      column(({ size }) => size),
      column(({ createdBy }) => createdBy),
      column(({ updatedBy }) => updatedBy),
    ],
  );
}

/** What becomes of a record that is there. */
export interface ChangedRecord {
  readonly no: number;
  /** Whether outputs were given, `null` included; else they stay. */
  readonly hasOutputs: boolean;
  readonly outputs: string | null;
  readonly expectations: string | null;
  readonly tags: string;
  readonly size: number;
  /** Who changed it; whoever did so before where `null`. */
  readonly updatedBy: string | null;
}

/** Changes records. */
export async function updateRecords(tx: Transaction, records: readonly ChangedRecord[], atMs: number): Promise<void> {
  if (records.length === 0) return;
  const column = <T>(of: (record: ChangedRecord) => T): T[] => records.map(of);
  await tx.query(
    `update evaluation_records r set updated_ms = $1, expectations = given.expectations, tags = given.tags,
       size = given.size, outputs = case when given.has_outputs then given.outputs else r.outputs end,
       updated_by = coalesce(given.updated_by, r.updated_by)
     from unnest($2::bigint[], $3::boolean[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[])
       given (no, has_outputs, outputs, expectations, tags, size, updated_by)
     where r.no = given.no`,
    [
      atMs,
      column(({ no }) => no),
      column(({ hasOutputs }) => hasOutputs),
      column(({ outputs }) => outputs),
      column(({ expectations }) => expectations),
      column(({ tags }) => tags),
      column(({ size }) => size),
      column(({ updatedBy }) => updatedBy),
    ],
  );
}

/**
 * Records of a set after one, in the order in which they came: up to a number of them, and none after the one that exceeds a
 * number of characters.
 */
export async function pageOfRecords(
  queryable: Queryable,
  setNo: number,
  page: { readonly after: number; readonly limit: number; readonly length: number },
): Promise<readonly EvaluationRecord[]> {
  return queryable.query<EvaluationRecord>(
    `select r.no, r.id, r.inputs, r.outputs, r.expectations, r.tags, r.source, r.source_type as "sourceType",
       r.source_id as "sourceId", r.created_ms as "createdMs", r.updated_ms as "updatedMs",
       r.created_by as "createdBy", r.updated_by as "updatedBy"
     from evaluation_records r join (
       select no, sum(size) over (order by no) - size as before
       from (select no, size from evaluation_records where set_no = $1 and no > $2 and deleted_ms is null
         order by no limit $3) next
     ) sized on sized.no = r.no
     where sized.before <= $4 order by r.no`,
    [setNo, page.after, page.limit, page.length],
  );
}

/** Whether a set has records after one. */
export async function hasRecordsAfter(queryable: Queryable, setNo: number, after: number): Promise<boolean> {
  const rows = await queryable.query(
    'select from evaluation_records where set_no = $1 and no > $2 and deleted_ms is null limit 1',
    [setNo, after],
  );
  return rows.length > 0;
}

/** Puts records of a set aside; returns how many there were. */
export async function markRecordsDeleted(
  tx: Transaction,
  setNo: number,
  ids: readonly string[],
  atMs: number,
  by: string,
): Promise<number> {
  const rows = await tx.query(
    `update evaluation_records set deleted_ms = $3, deleted_by_name = $4
     where set_no = $1 and id = any($2) and deleted_ms is null returning no`,
    [setNo, ids, atMs, by],
  );
  return rows.length;
}
