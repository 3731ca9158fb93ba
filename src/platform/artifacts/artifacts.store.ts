import { type Generated, sql } from 'kysely';
import type { Queryable, Transaction } from '../database/queryable.ts';
import { ARTIFACT_LIMITS } from './artifact-limits.ts';
import { foldersAbove } from './artifact-path.ts';

interface ArtifactTables {
  artifact_blobs: { no: Generated<number>; id: string; sha256: string; size_bytes: number; touched_at: Date };
  artifacts: { path: string; blob_no: number; stored_at: Date };
}

/** A file under its path. */
export interface Artifact {
  readonly path: string;
  readonly sizeBytes: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
  /** The name of the content in the store. */
  readonly blobId: string;
  readonly storedAt: Date;
}

/** One entry of a folder. */
export interface ArtifactEntry {
  /** Its name within the folder. */
  readonly name: string;
  readonly isFolder: boolean;
  /** `null` for folders. */
  readonly sizeBytes: number | null;
}

/** A content that has arrived in the store. */
export interface ArrivedContent {
  readonly id: string;
  readonly sha256: string;
  readonly sizeBytes: number;
}

/**
 * Refers to a content under a path; a path that exists refers to the new content from now on. The row of the content is
 * locked, so that the collector of garbage cannot take it away in between.
 * @returns the name under which the content is kept: that of the arrived one, or of the equal one that was there; `null`
 * when the path is a folder, or leads through a file. The arrived one takes the place of one that was found damaged.
 */
export async function referTo(
  tx: Transaction,
  path: string,
  content: ArrivedContent,
  at: Date,
): Promise<{ readonly keptId: string } | null> {
  await holdPath(tx, path);
  if (await isBlocked(tx, path)) return null;
  const [blob] = await tx.query<{ no: number; id: string }>(
    `insert into artifact_blobs (id, sha256, size_bytes, touched_at) values ($1, $2, $3, $4)
     on conflict (sha256) do update set touched_at = greatest(artifact_blobs.touched_at, excluded.touched_at),
       id = case when artifact_blobs.damaged_at is null then artifact_blobs.id else excluded.id end, damaged_at = null
     returning no, id`,
    [content.id, content.sha256, content.sizeBytes, at],
  );
  if (!blob) throw new Error('Storing a blob gives its row.');
  const [before] = await tx.query<{ blob_no: number }>('select blob_no from artifacts where path = $1', [path]);
  await tx.query(
    `insert into artifacts (path, blob_no, stored_at) values ($1, $2, $3)
     on conflict (path) do update set blob_no = excluded.blob_no, stored_at = excluded.stored_at`,
    [path, blob.no, at],
  );
  if (before && before.blob_no !== blob.no) await touch(tx, [before.blob_no], at);
  return { keptId: blob.id };
}

/**
 * Holds a path as a file and the folders above it as folders until the end of the transaction, from the outermost inwards:
 * two uploads at once cannot make one path both, and those beside each other do not wait.
 */
async function holdPath(tx: Transaction, path: string): Promise<void> {
  await tx.query(
    `select case when place = $1
       then pg_advisory_xact_lock(hashtextextended('artifact:' || place, 0))
       else pg_advisory_xact_lock_shared(hashtextextended('artifact:' || place, 0)) end
     from unnest($2::text[]) with ordinality places (place, depth) order by depth`,
    [path, [...foldersAbove(path), path]],
  );
}

async function isBlocked(tx: Transaction, path: string): Promise<boolean> {
  const rows = await tx.query(
    `select 1 as blocked from artifacts where path = any($1) or (path >= $2 || '/' and path < $2 || '0') limit 1`,
    [foldersAbove(path), path],
  );
  return rows.length > 0;
}

/** The grace period of a content counts from the moment when it lost a reference. */
async function touch(tx: Transaction, blobNos: readonly number[], at: Date): Promise<void> {
  await tx.query('update artifact_blobs set touched_at = greatest(touched_at, $2) where no = any($1)', [blobNos, at]);
}

/** Notes that the bytes of a content are no longer what arrived, so that the next equal ones that arrive are kept instead. */
export async function markDamaged(queryable: Queryable, blobId: string, at: Date): Promise<void> {
  await queryable.query('update artifact_blobs set damaged_at = coalesce(damaged_at, $2) where id = $1', [blobId, at]);
}

/** The file at a path, or `null`. */
export async function findArtifact(queryable: Queryable, path: string): Promise<Artifact | null> {
  const row = await selectArtifacts(queryable).where('a.path', '=', path).executeTakeFirst();
  return row ? toArtifact(row) : null;
}

/** Every file below a folder in the order of the paths; at most `limit`. */
export async function artifactsBelow(
  queryable: Queryable,
  folder: string,
  limit: number,
): Promise<readonly Artifact[]> {
  const rows = await selectArtifacts(queryable)
    .where('a.path', '>=', `${folder}/`)
    .where('a.path', '<', `${folder}0`)
    .orderBy('a.path')
    .limit(limit)
    .execute();
  return rows.map(toArtifact);
}

function selectArtifacts(queryable: Queryable) {
  return queryable
    .tables<ArtifactTables>()
    .selectFrom('artifacts as a')
    .innerJoin('artifact_blobs as b', 'b.no', 'a.blob_no')
    .select(['a.path', 'a.stored_at', 'b.id', 'b.sha256', 'b.size_bytes']);
}

function toArtifact(row: { path: string; stored_at: Date; id: string; sha256: string; size_bytes: number }): Artifact {
  return { path: row.path, sizeBytes: row.size_bytes, sha256: row.sha256, blobId: row.id, storedAt: row.stored_at };
}

/** What stands directly in a folder, by name; nothing for a file and for what does not exist. */
export async function listFolder(queryable: Queryable, folder: string): Promise<readonly ArtifactEntry[]> {
  const { rows } = await sql<{ name: string; is_folder: boolean; size_bytes: number | null }>`
    select name, bool_or(is_inner) as is_folder, max(size_bytes) filter (where not is_inner) as size_bytes
    from (
      select split_part(substr(a.path, char_length(${folder}::text) + 2), '/', 1) as name, b.size_bytes,
        strpos(substr(a.path, char_length(${folder}::text) + 2), '/') > 0 as is_inner
      from artifacts a join artifact_blobs b on b.no = a.blob_no
      where a.path >= ${`${folder}/`} and a.path < ${`${folder}0`}
    ) below
    group by name order by name collate "C" limit ${ARTIFACT_LIMITS.listedEntries}`.execute(queryable.tables());
  return rows.map((row) => ({ name: row.name, isFolder: row.is_folder, sizeBytes: row.size_bytes }));
}

/** Removes the file at a path, or the folder with all that is below; returns the paths of the files. */
export async function removeReferences(tx: Transaction, path: string, at: Date): Promise<readonly string[]> {
  const rows = await tx.query<{ path: string; blob_no: number }>(
    `delete from artifacts where path = $1 or (path >= $1 || '/' and path < $1 || '0') returning path, blob_no`,
    [path],
  );
  await touch(tx, [...new Set(rows.map((row) => row.blob_no))], at);
  return rows.map((row) => row.path);
}

/** Keeps the file at a path as it is until the end of the transaction; false when its content is another by now, or gone. */
export async function holdArtifact(tx: Transaction, path: string, sha256: string): Promise<boolean> {
  const rows = await tx.query(
    `select from artifacts a join artifact_blobs b on b.no = a.blob_no where a.path = $1 and b.sha256 = $2 for share of a`,
    [path, sha256],
  );
  return rows.length > 0;
}

/**
 * The file at a path, or `null`, as it stays until the end of the transaction: an upload to it that is under way is waited
 * for, and one that comes meanwhile waits.
 */
export async function settleArtifact(tx: Transaction, path: string): Promise<Artifact | null> {
  await tx.query(`select pg_advisory_xact_lock_shared(hashtextextended('artifact:' || $1::text, 0))`, [path]);
  return findArtifact(tx, path);
}

/** Bytes of all contents that are kept, each counted once. */
export async function storedBytes(queryable: Queryable): Promise<number> {
  const [row] = await queryable.query<{ total: string }>(
    'select coalesce(sum(size_bytes), 0) as total from artifact_blobs',
  );
  return Number(row?.total ?? 0);
}

/**
 * Forgets the contents that nothing has referred to since `before`, and returns their names in the store. A reference
 * that is being made at the same time wins: its lock makes this statement look again.
 */
export async function forgetUnreferenced(tx: Transaction, before: Date): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    `delete from artifact_blobs b
     where b.touched_at < $1 and not exists (select 1 from artifacts a where a.blob_no = b.no)
     returning id`,
    [before],
  );
  return rows.map(({ id }) => id);
}

/** The names in the store of every content that is kept. */
export async function keptBlobIds(queryable: Queryable): Promise<readonly string[]> {
  const rows = await queryable.query<{ id: string }>('select id from artifact_blobs');
  return rows.map(({ id }) => id);
}
