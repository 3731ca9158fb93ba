import { createHash } from 'node:crypto';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Assertion } from './lineage-event.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { SourceRule, SourceUse } from './source.ts';
import type { RunState, SourceRun } from './source-run.ts';

/** Who sent an event. */
export interface Sender {
  readonly accountId: string;
  readonly name: string;
}

interface RunRow {
  readonly id: string;
  readonly state: RunState;
  readonly state_at: Date;
  readonly started_at: Date;
  readonly ended_at: Date | null;
  readonly error: string | null;
}

/** Remembers that an event was received; false when it was before. */
export async function rememberReceived(
  tx: Transaction,
  event: { readonly digest: Buffer; readonly kind: string; readonly at: Date; readonly producer: string },
  sender: Sender,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into lineage_received (digest, kind, event_at, received_at, producer, sent_by, sent_by_name)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (digest) do nothing returning kind`,
    [event.digest, event.kind, event.at, now, event.producer.slice(0, 500), sender.accountId, sender.name],
  );
  return rows.length > 0;
}

/** Forgets that events were received before a moment; what they said stays. */
export async function forgetReceived(queryable: Queryable, before: Date): Promise<void> {
  await queryable.query('delete from lineage_received where received_at < $1', [before]);
}

/** A run of a job, or `null` when it was never told of. */
export async function findRun(tx: Transaction, jobNo: number, id: string): Promise<SourceRun | null> {
  const [row] = await tx.query<RunRow>('select * from lineage_runs where id = $1 and job_no = $2', [id, jobNo]);
  return row ? toRun(row) : null;
}

/** The runs of a job, the newest first. */
export async function runsOfJob(queryable: Queryable, jobNo: number, limit: number): Promise<readonly SourceRun[]> {
  const rows = await queryable.query<RunRow>(
    'select * from lineage_runs where job_no = $1 order by started_at desc limit $2',
    [jobNo, limit],
  );
  return rows.map(toRun);
}

/** Stores how far a run is; false when another job has a run of this id. */
export async function storeRun(tx: Transaction, jobNo: number, run: SourceRun, sender: Sender): Promise<boolean> {
  const rows = await tx.query(
    `insert into lineage_runs (id, job_no, state, state_at, started_at, ended_at, error, sent_by, sent_by_name)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set state = $3, state_at = $4, started_at = $5, ended_at = $6, error = $7
       where lineage_runs.job_no = $2
     returning id`,
    [run.id, jobNo, run.state, run.stateAt, run.startedAt, run.endedAt, run.error, sender.accountId, sender.name],
  );
  return rows.length > 0;
}

/** Notes which tables a job reads and writes, as one event says. */
export async function storeUses(
  tx: Transaction,
  uses: readonly SourceUse[],
  told: { readonly at: Date; readonly runId: string | null },
): Promise<void> {
  if (uses.length === 0) return;
  await tx.query(
    `insert into lineage_uses (job_no, table_no, side, at, run_id)
     select *, $4::timestamptz, $5::uuid from unnest($1::bigint[], $2::bigint[], $3::text[])
     on conflict (job_no, table_no, side) do update set at = excluded.at, run_id = excluded.run_id
       where lineage_uses.at <= excluded.at`,
    [
      uses.map(({ jobNo }) => jobNo),
      uses.map(({ tableNo }) => tableNo),
      uses.map(({ side }) => side),
      told.at,
      told.runId,
    ],
  );
}

/** After a run that ended well and named tables, only the tables count that were named since it began. */
export async function settleUses(tx: Transaction, jobNo: number, run: SourceRun): Promise<void> {
  await tx.query(
    `update lineage_jobs j set settled_run = $3
     where j.no = $1 and exists (select from lineage_uses u where u.job_no = $1 and u.run_id = $3)
       and not exists (select from lineage_runs r where r.id = j.settled_run and r.started_at > $2)`,
    [jobNo, run.startedAt, run.id],
  );
}

/** What jobs do with some tables, or some jobs with tables, as far as it still holds. */
export async function usesOf(
  queryable: Queryable,
  of: 'tables' | 'jobs',
  nos: readonly number[],
  side: SourceUse['side'] | 'both',
  limit: number,
): Promise<readonly SourceUse[]> {
  if (nos.length === 0) return [];
  return queryable.query<SourceUse>(
    `select u.job_no as "jobNo", u.table_no as "tableNo", u.side
     from lineage_uses u join lineage_jobs j on j.no = u.job_no left join lineage_runs s on s.id = j.settled_run
     where ${of === 'tables' ? 'u.table_no' : 'u.job_no'} = any($1::bigint[]) and ($2 = 'both' or u.side = $2) 
       and (s.id is null or u.at >= s.started_at)
     order by u.at desc, u.job_no, u.table_no limit $3`,
    [nos, side, limit],
  );
}

/** Stores what a test of a table found; of one rule the latest finding holds. */
export async function storeRule(
  tx: Transaction,
  tableNo: number,
  rule: Assertion,
  { at, sender, isOldOnly }: { readonly at: Date; readonly sender: Sender; readonly isOldOnly: boolean },
): Promise<void> {
  const identity = createHash('sha256')
    .update(JSON.stringify([rule.assertion, rule.column ?? null, rule.name ?? null]))
    .digest();
  await tx.query(
    `insert into lineage_rules (table_no, identity, rule, is_kept, at, sent_by, sent_by_name)
     select $1, $2::bytea, $3::jsonb, $4, $5, $6, $7
     where not $8 or exists (select from lineage_rules where table_no = $1 and identity = $2::bytea)
     on conflict (table_no, identity) do update
       set rule = $3::jsonb, is_kept = $4, at = $5, sent_by = $6, sent_by_name = $7 where lineage_rules.at <= $5`,
    [tableNo, identity, JSON.stringify(rule), rule.success, at, sender.accountId, sender.name, isOldOnly],
  );
}

/** The rules of tables with what the last test of each found, the broken ones first. */
export async function rulesOf(
  queryable: Queryable,
  tableNos: readonly number[],
  which: 'all' | 'broken',
): Promise<readonly SourceRule[]> {
  if (tableNos.length === 0) return [];
  return queryable.query<SourceRule>(
    `select table_no as "tableNo", rule, is_kept as "isKept", at, sent_by_name as "sentByName" from lineage_rules
     where table_no = any($1::bigint[]) and ($2 = 'all' or not is_kept) order by is_kept, at desc, identity limit $3`,
    [tableNos, which, LINEAGE_LIMITS.rules],
  );
}

/** How many rules each of some tables has, kept or broken. */
export async function ruleCountsOf(
  queryable: Queryable,
  tableNos: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (tableNos.length === 0) return new Map();
  const rows = await queryable.query<{ no: number; rules: number }>(
    'select table_no as no, count(*)::int as rules from lineage_rules where table_no = any($1::bigint[]) group by 1',
    [tableNos],
  );
  return new Map(rows.map(({ no, rules }) => [no, rules]));
}

function toRun(row: RunRow): SourceRun {
  return {
    id: row.id,
    state: row.state,
    stateAt: row.state_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: row.error,
  };
}
