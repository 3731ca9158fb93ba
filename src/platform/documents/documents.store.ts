import { sql } from 'kysely';
import type { Queryable, Transaction } from '../database/queryable.ts';

/** What is stored of a document after a sequence number. */
export interface StoredChanges {
  readonly lastSeq: number;
  /** Updates of Yjs in the order in which they were stored, the snapshot first when it is newer than asked for. */
  readonly updates: readonly Uint8Array[];
  /** How many changes are not part of the snapshot. */
  readonly looseCount: number;
}

/**
 * Stores changes of a document in their order, in one statement, because people wait for it. The row of the document is
 * locked until the commit, so that the numbers of several processes follow their commits without a gap.
 * @returns the number of the last change.
 */
export async function appendChanges(
  queryable: Queryable,
  name: string,
  changes: readonly Uint8Array[],
): Promise<number> {
  const [row] = await queryable.query<{ last_seq: number }>(
    `with document as (
       insert into shared_documents (name, last_seq) values ($1, $2)
       on conflict (name) do update set last_seq = shared_documents.last_seq + $2
       returning no, last_seq
     ), stored as (
       insert into shared_document_changes (document_no, seq, change)
       select no, last_seq - $2 + place, change
       from document, unnest($3::bytea[]) with ordinality as given (change, place)
     )
     select last_seq from document`,
    [name, changes.length, changes.map((change) => Buffer.from(change))],
  );
  if (!row) throw new Error('An upsert returns its row.');
  return row.last_seq;
}

/** Reads what was stored of a document after a number; from the beginning with 0. */
export async function changesSince(queryable: Queryable, name: string, seq: number): Promise<StoredChanges> {
  // One statement, so that a snapshot that is taken meanwhile cannot fall between two readings.
  const [row] = await queryable.query<{
    last_seq: number;
    snapshot_seq: number;
    snapshot: Buffer | null;
    changes: readonly Buffer[];
  }>(
    `select d.last_seq, d.snapshot_seq, case when d.snapshot_seq > $2 then d.snapshot end as snapshot,
       array(select c.change from shared_document_changes c
             where c.document_no = d.no and c.seq > $2 order by c.seq) as changes
     from shared_documents d where d.name = $1`,
    [name, seq],
  );
  if (!row) return { lastSeq: 0, updates: [], looseCount: 0 };
  const updates = [...(row.snapshot ? [row.snapshot] : []), ...row.changes].map((bytes) => new Uint8Array(bytes));
  return { lastSeq: row.last_seq, updates, looseCount: row.last_seq - row.snapshot_seq };
}

/** The last stored number of each named document that exists. */
export async function lastSeqs(
  queryable: Queryable,
  names: readonly string[],
): Promise<readonly { readonly name: string; readonly last_seq: number }[]> {
  return queryable.query('select name, last_seq from shared_documents where name = any($1)', [names]);
}

/** The names of stored documents that begin with a text, at most `limit`. */
export async function namesBeginningWith(
  queryable: Queryable,
  beginning: string,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from shared_documents where starts_with(name, ${beginning}) order by name limit ${limit}`.execute(
    queryable.tables(),
  );
  return rows.map(({ name }) => name);
}

/** Replaces the changes of a document up to its last one by one state, made by `merge` under the document's lock. */
export async function storeSnapshot(
  tx: Transaction,
  name: string,
  merge: (updates: readonly Uint8Array[]) => Uint8Array,
): Promise<void> {
  const [row] = await tx.query<{ no: number }>('select no from shared_documents where name = $1 for update', [name]);
  if (!row) return;
  const { updates, lastSeq } = await changesSince(tx, name, 0);
  await tx.query('update shared_documents set snapshot = $2, snapshot_seq = $3 where no = $1', [
    row.no,
    Buffer.from(merge(updates)),
    lastSeq,
  ]);
  await tx.query('delete from shared_document_changes where document_no = $1 and seq <= $2', [row.no, lastSeq]);
}
