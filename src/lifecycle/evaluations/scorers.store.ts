import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { ScorerVersion } from './scorer.ts';

const COLUMNS = `s.id as "scorerId", s.experiment_no as "experimentNo", s.name, v.version, v.text,
  v.created_ms as "createdMs"`;
const FROM = `from scorers s join scorer_versions v on v.scorer_no = s.no and v.deleted_ms is null
  where s.deleted_ms is null and s.experiment_no = $1`;

/** A scorer that is held until the end of the transaction. */
export interface HeldScorer {
  readonly no: number;
  readonly id: string;
  readonly lastVersion: number;
}

/** Holds the scorer with a name, or `null`. */
export async function holdScorer(tx: Transaction, experimentNo: number, name: string): Promise<HeldScorer | null> {
  const [row] = await tx.query<HeldScorer>(
    `select no, id, last_version as "lastVersion" from scorers
     where experiment_no = $1 and name = $2 and deleted_ms is null for update`,
    [experimentNo, name],
  );
  return row ?? null;
}

/** Stores a scorer without versions unless one of its name is there. */
export async function insertScorer(tx: Transaction, id: string, experimentNo: number, name: string): Promise<void> {
  await tx.query(
    `insert into scorers (id, experiment_no, name) values ($1, $2, $3)
     on conflict (experiment_no, name) where deleted_ms is null do nothing`,
    [id, experimentNo, name],
  );
}

/** How many scorers an experiment has, beside those that are put aside. */
export async function countScorers(tx: Transaction, experimentNo: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*) as count from scorers where experiment_no = $1 and deleted_ms is null',
    [experimentNo],
  );
  return row?.count ?? 0;
}

/** How many versions a scorer has, beside those that are put aside. */
export async function countVersions(tx: Transaction, scorerNo: number): Promise<number> {
  const [row] = await tx.query<{ count: number }>(
    'select count(*) as count from scorer_versions where scorer_no = $1 and deleted_ms is null',
    [scorerNo],
  );
  return row?.count ?? 0;
}

/** Stores a version. */
export async function insertVersion(
  tx: Transaction,
  scorerNo: number,
  version: Pick<ScorerVersion, 'version' | 'text' | 'createdMs'>,
  createdBy: string,
): Promise<void> {
  await tx.query('update scorers set last_version = $2 where no = $1', [scorerNo, version.version]);
  await tx.query(
    'insert into scorer_versions (scorer_no, version, text, created_ms, created_by) values ($1, $2, $3, $4, $5)',
    [scorerNo, version.version, version.text, version.createdMs, createdBy],
  );
}

/** The last versions of the scorers of an experiment, by name. */
export async function lastVersions(queryable: Queryable, experimentNo: number): Promise<readonly ScorerVersion[]> {
  return queryable.query<ScorerVersion>(
    `select distinct on (s.name collate "C", s.no) ${COLUMNS} ${FROM}
     order by s.name collate "C", s.no, v.version desc`,
    [experimentNo],
  );
}

/** The versions of the scorer with a name, the first one first. */
export async function versionsOf(
  queryable: Queryable,
  experimentNo: number,
  name: string,
): Promise<readonly ScorerVersion[]> {
  return queryable.query<ScorerVersion>(`select ${COLUMNS} ${FROM} and s.name = $2 order by v.version`, [
    experimentNo,
    name,
  ]);
}

/** One version of the scorer with a name, the last one where none is given, or `null`. */
export async function findVersion(
  queryable: Queryable,
  experimentNo: number,
  name: string,
  version: number | undefined,
): Promise<ScorerVersion | null> {
  const [row] = await queryable.query<ScorerVersion>(
    `select ${COLUMNS} ${FROM} and s.name = $2 and ($3::bigint is null or v.version = $3)
     order by v.version desc limit 1`,
    [experimentNo, name, version ?? null],
  );
  return row ?? null;
}

/** Puts one version of a scorer aside, or all where none is given; returns how many. */
export async function markVersionsDeleted(
  tx: Transaction,
  scorerNo: number,
  version: number | undefined,
  mark: { readonly atMs: number; readonly by: string },
): Promise<number> {
  const rows = await tx.query(
    `update scorer_versions set deleted_ms = $3, deleted_by_name = $4
     where scorer_no = $1 and ($2::bigint is null or version = $2) and deleted_ms is null returning version`,
    [scorerNo, version ?? null, mark.atMs, mark.by],
  );
  return rows.length;
}

/** Puts a scorer aside, whose name is free from then on. */
export async function markScorerDeleted(tx: Transaction, scorerNo: number, atMs: number): Promise<void> {
  await tx.query('update scorers set deleted_ms = $2 where no = $1', [scorerNo, atMs]);
}
