import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { RUN_STATUS_NUMBERS, type RunContext, type RunInfo, type RunStatus } from './run.ts';

/** Where the files of an experiment `x` are. */
export const RUN_ROOT = `coalesce(x.artifact_location, 'mlflow-artifacts:/' || x.no)`;

/** The columns of a run's row with those of its experiment that a run needs; `r` is the run and `x` its experiment. */
export const RUN_COLUMNS = `r.no, r.id, r.experiment_no, r.name, r.user_name, r.status, r.start_ms, r.end_ms, r.deleted_ms,
  r.started_by, r.started_by_name, x.name as experiment_name, ${RUN_ROOT} as root`;

/** The rows of `RUN_COLUMNS` for the numbers in the first parameter, as `r` and `x`, and the order of those numbers. */
export const NUMBERED_RUNS = {
  from: `from unnest($1::bigint[]) with ordinality asked (no, place)
    join runs r on r.no = asked.no join experiments x on x.no = r.experiment_no`,
  order: 'order by asked.place',
} as const;

/** A run's row. */
export interface RunRow {
  readonly no: number;
  readonly id: string;
  readonly experiment_no: number;
  readonly experiment_name: string;
  readonly name: string;
  readonly user_name: string;
  readonly status: string;
  readonly start_ms: number;
  readonly end_ms: number | null;
  readonly deleted_ms: number | null;
  readonly started_by: string;
  readonly started_by_name: string;
  readonly root: string;
}

/** Turns a row into a run. */
export function toRunInfo(row: RunRow): RunInfo {
  return {
    no: row.no,
    id: row.id,
    experimentNo: row.experiment_no,
    experimentName: row.experiment_name,
    name: row.name,
    user: row.user_name,
    status: toStatus(row.status),
    startMs: row.start_ms,
    endMs: row.end_ms,
    isDeleted: row.deleted_ms !== null,
    artifactUri: `${row.root}/${row.id}/artifacts`,
    startedBy: row.started_by,
    startedByName: row.started_by_name,
  };
}

function toStatus(text: string): RunStatus {
  if (isStatus(text)) return text;
  throw new RangeError(`A run cannot have the status "${text}".`);
}

function isStatus(text: string): text is RunStatus {
  return Object.hasOwn(RUN_STATUS_NUMBERS, text);
}

/** A run by the numbers that it keeps for as long as it is there. */
export interface NumberedRun {
  readonly no: number;
  readonly experimentNo: number;
  readonly isDeleted: boolean;
}

/** The number of a run and of its experiment; `null` when there is no such run. */
export async function findRunNo(queryable: Queryable, id: string): Promise<NumberedRun | null> {
  const [row] = await queryable.query<{ no: number; experiment_no: number; is_deleted: boolean }>(
    'select no, experiment_no, deleted_ms is not null as is_deleted from runs where id = $1',
    [id],
  );
  return row ? { no: row.no, experimentNo: row.experiment_no, isDeleted: row.is_deleted } : null;
}

/** A run by its number. @throws RangeError when there is none */
export async function readRunInfo(queryable: Queryable, no: number): Promise<RunInfo> {
  const [row] = await queryable.query<RunRow>(
    `select ${RUN_COLUMNS} from runs r join experiments x on x.no = r.experiment_no where r.no = $1`,
    [no],
  );
  if (!row) throw new RangeError(`There is no run number ${no}.`);
  return toRunInfo(row);
}

/** Stores a new run and returns its number. */
export async function insertRun(
  tx: Transaction,
  run: {
    readonly id: string;
    readonly experimentNo: number;
    readonly name: string;
    readonly user: string;
    readonly startMs: number;
    readonly startedBy: string;
    readonly startedByName: string;
    readonly contextNo: number | null;
  },
): Promise<number> {
  const [row] = await tx.query<{ no: number }>(
    `insert into runs (id, experiment_no, name, user_name, status, start_ms, started_by, started_by_name, context_no)
     values ($1, $2, $3, $4, 'RUNNING', $5, $6, $7, $8) returning no`,
    [run.id, run.experimentNo, run.name, run.user, run.startMs, run.startedBy, run.startedByName, run.contextNo],
  );
  if (!row) throw new Error('The run was not stored.');
  return row.no;
}

/** Stores the tags of a new run. */
export async function insertRunTags(
  tx: Transaction,
  runNo: number,
  tags: readonly { readonly keyNo: number; readonly value: string }[],
): Promise<void> {
  await tx.query(
    `insert into run_tags (run_no, key_no, value, experiment_no, start_ms)
     select r.no, given.*, r.experiment_no, r.start_ms from runs r, unnest($2::int[], $3::text[]) given (key_no, value)
     where r.no = $1`,
    [runNo, tags.map(({ keyNo }) => keyNo), tags.map(({ value }) => value)],
  );
}

/** Changes what is given of an active run; returns its former status, or `null` when the run is deleted. */
export async function updateRun(
  tx: Transaction,
  no: number,
  change: {
    readonly status: RunStatus | undefined;
    readonly endMs: number | undefined;
    readonly name: string | undefined;
  },
): Promise<RunStatus | null> {
  const [row] = await tx.query<{ former: string }>(
    `update runs r set status = coalesce($2, r.status), end_ms = coalesce($3, r.end_ms), name = coalesce($4, r.name)
     from (select no, status from runs where no = $1 and deleted_ms is null for no key update) old
     where r.no = old.no returning old.status as former`,
    [no, change.status ?? null, change.endMs ?? null, change.name ?? null],
  );
  return row ? toStatus(row.former) : null;
}

/** Marks a run as deleted by somebody, or as active again (`null`); returns whether that changed anything. */
export async function markRun(
  tx: Transaction,
  no: number,
  deletion: { readonly atMs: number; readonly by: string } | null,
): Promise<boolean> {
  const rows = await tx.query(
    `update runs set deleted_ms = $2, deleted_by_name = $3
     where no = $1 and (deleted_ms is null) <> ($2::bigint is null) returning no`,
    [no, deletion?.atMs ?? null, deletion?.by ?? null],
  );
  return rows.length > 0;
}

/** Sets one tag of a run. */
export async function setRunTag(tx: Transaction, no: number, keyNo: number, value: string): Promise<void> {
  await tx.query(
    `insert into run_tags (run_no, key_no, value, experiment_no, start_ms)
     select no, $2, $3, experiment_no, start_ms from runs where no = $1
     on conflict (run_no, key_no) do update set value = excluded.value`,
    [no, keyNo, value],
  );
}

/** A tag of a run, held until the end of the transaction; `null` when there is none. */
export async function holdRunTag(tx: Transaction, no: number, keyNo: number): Promise<string | null> {
  await tx.query('select from runs where no = $1 for no key update', [no]);
  const [row] = await tx.query<{ value: string }>('select value from run_tags where run_no = $1 and key_no = $2', [
    no,
    keyNo,
  ]);
  return row?.value ?? null;
}

/** Removes a tag of a run; returns whether there was one. */
export async function deleteRunTag(tx: Transaction, no: number, keyNo: number): Promise<boolean> {
  const rows = await tx.query('delete from run_tags where run_no = $1 and key_no = $2 returning key_no', [no, keyNo]);
  return rows.length > 0;
}

/** The number of a context: runs that were started under the same one share it. */
export async function contextNo(
  tx: Transaction,
  initiativeNo: number,
  context: RunContext & { readonly identity: string },
): Promise<number> {
  const [row] = await tx.query<{ no: number }>('select no from run_contexts where identity = $1', [context.identity]);
  if (row) return row.no;
  const { iteration, framingVersion, question, hypothesis, identity } = context;
  const [made] = await tx.query<{ no: number }>(
    `insert into run_contexts as c (initiative_no, iteration, framing_version, question, hypothesis, identity)
     values ($1, $2, $3, $4, $5, $6) on conflict (identity) do update set identity = c.identity returning no`,
    [initiativeNo, iteration, framingVersion, question, hypothesis, identity],
  );
  if (!made) throw new Error('The context of the run was not stored.');
  return made.no;
}

/** Under what runs were started, by the run's number; runs of unconnected experiments have none. */
export async function readContexts(
  queryable: Queryable,
  runNos: readonly number[],
): Promise<ReadonlyMap<number, RunContext>> {
  const rows = await queryable.query<{
    run_no: number;
    slug: string;
    iteration: number;
    question: string;
    framing_version: number | null;
    hypothesis: string | null;
  }>(
    `select r.no as run_no, i.slug, c.iteration, c.question, c.framing_version, c.hypothesis
     from runs r join run_contexts c on c.no = r.context_no join initiatives i on i.no = c.initiative_no
     where r.no = any($1)`,
    [runNos],
  );
  return new Map(
    rows.map(({ run_no, slug, iteration, question, framing_version, hypothesis }) => [
      run_no,
      { slug, iteration, question, hypothesis, framingVersion: framing_version },
    ]),
  );
}
