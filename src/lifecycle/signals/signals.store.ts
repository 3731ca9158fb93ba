import type { SignalPhase } from '../../learning/index.ts';
import type { Queryable } from '../../platform/database/queryable.ts';
import { type CheckChoice, SIGNAL_LIMITS } from './check-choice.ts';
import type { CheckResult } from './check-result.ts';
import type { CheckState, StoredCheck, TaskThen } from './signal-check.ts';

interface CheckRow {
  readonly id: string;
  readonly initiative_no: number;
  readonly initiative_id: string;
  readonly dataset_id: string;
  readonly dataset_name: string;
  readonly version: number;
  readonly table_sha256: string;
  readonly choice: CheckChoice;
  readonly task: TaskThen | null;
  readonly state: CheckState;
  readonly phase: SignalPhase | null;
  readonly result: CheckResult | null;
  readonly failure: string | null;
  readonly started_by: string;
  readonly started_by_name: string;
  readonly started_at: Date;
  readonly finished_at: Date | null;
  readonly job_id: string | null;
}

/** Stores a check that begins. */
export async function insertCheck(queryable: Queryable, check: StoredCheck): Promise<void> {
  await queryable.query(
    `insert into signal_checks (id, initiative_no, initiative_id, dataset_id, dataset_name, version, table_sha256,
       choice, task, state, started_by, started_by_name, started_at, job_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      check.id,
      check.initiativeNo,
      check.initiativeId,
      check.datasetId,
      check.datasetName,
      check.version,
      check.tableSha256,
      JSON.stringify(check.choice),
      check.task && JSON.stringify(check.task),
      check.state,
      check.startedBy.accountId,
      check.startedBy.name,
      check.startedAt,
      check.jobId,
    ],
  );
}

/** A check of an initiative. */
export async function findCheck(queryable: Queryable, initiativeNo: number, id: string): Promise<StoredCheck | null> {
  const [row] = await queryable.query<CheckRow>('select * from signal_checks where id = $1 and initiative_no = $2', [
    id,
    initiativeNo,
  ]);
  return row ? toCheck(row) : null;
}

/** A check by its id alone, for the background work. */
export async function findCheckById(queryable: Queryable, id: string): Promise<StoredCheck | null> {
  const [row] = await queryable.query<CheckRow>('select * from signal_checks where id = $1', [id]);
  return row ? toCheck(row) : null;
}

/** The checks of an initiative, the newest first. */
export async function listChecks(queryable: Queryable, initiativeNo: number): Promise<readonly StoredCheck[]> {
  const rows = await queryable.query<CheckRow>(
    'select * from signal_checks where initiative_no = $1 order by started_at desc, id desc limit $2',
    [initiativeNo, SIGNAL_LIMITS.listed],
  );
  return rows.map(toCheck);
}

/** How many checks of an initiative are under way. */
export async function countRunning(queryable: Queryable, initiativeNo: number): Promise<number> {
  const [row] = await queryable.query<{ running: number }>(
    `select count(*)::int as running from signal_checks where initiative_no = $1 and state = 'running'`,
    [initiativeNo],
  );
  return row?.running ?? 0;
}

/** Writes down which part of a check is under way. */
export async function writePhase(queryable: Queryable, id: string, phase: SignalPhase): Promise<void> {
  await queryable.query(`update signal_checks set phase = $2 where id = $1 and state = 'running'`, [id, phase]);
}

/** How a check ended; false when it had ended before. */
export async function finishCheck(
  queryable: Queryable,
  id: string,
  end:
    | { readonly state: 'done'; readonly result: CheckResult }
    | { readonly state: 'failed'; readonly failure: string }
    | { readonly state: 'cancelled' },
  at: Date,
): Promise<boolean> {
  const rows = await queryable.query(
    `update signal_checks set state = $2, result = $3, failure = $4, finished_at = $5, phase = null, job_id = null
     where id = $1 and state = 'running' returning id`,
    [
      id,
      end.state,
      end.state === 'done' ? JSON.stringify(end.result) : null,
      end.state === 'failed' ? end.failure : null,
      at,
    ],
  );
  return rows.length > 0;
}

function toCheck(row: CheckRow): StoredCheck {
  return {
    id: row.id,
    initiativeNo: row.initiative_no,
    initiativeId: row.initiative_id,
    datasetId: row.dataset_id,
    datasetName: row.dataset_name,
    version: row.version,
    tableSha256: row.table_sha256,
    choice: row.choice,
    task: row.task,
    state: row.state,
    phase: row.phase,
    result: row.result,
    failure: row.failure,
    startedBy: { accountId: row.started_by, name: row.started_by_name },
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    jobId: row.job_id,
  };
}
