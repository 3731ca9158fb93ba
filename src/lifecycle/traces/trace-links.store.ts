import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { PromptVersion, UseOfPrompt } from './trace.ts';

/** A trace by its numbers. */
export interface NumberedTrace {
  readonly no: number;
  readonly id: string;
  readonly experimentNo: number;
}

/** Those of some traces that were not deleted. */
export async function numberTraces(queryable: Queryable, ids: readonly string[]): Promise<readonly NumberedTrace[]> {
  return queryable.query<NumberedTrace>(
    'select no, id, experiment_no as "experimentNo" from traces where id = any($1) and deleted_at is null',
    [ids],
  );
}

/** Links traces to a run; false when the run is deleted, and nothing is linked then. */
export async function linkTracesToRun(tx: Transaction, runNo: number, traceNos: readonly number[]): Promise<boolean> {
  const runs = await tx.query('select from runs where no = $1 and deleted_ms is null for share', [runNo]);
  if (runs.length === 0) return false;
  await tx.query(
    `insert into trace_runs (run_no, trace_no) select $1, no from traces where no = any($2) order by no
     on conflict do nothing`,
    [runNo, traceNos],
  );
  return true;
}

/** Links prompts, each written as name and version, to a trace. */
export async function linkPromptsToTrace(queryable: Queryable, id: string, prompts: readonly string[]): Promise<void> {
  if (prompts.length === 0) return;
  await queryable.query(
    `insert into trace_prompts (prompt, trace_no)
     select p, t.no from traces t, unnest($2::text[]) p where t.id = $1 order by p on conflict do nothing`,
    [id, [...new Set(prompts)]],
  );
}

/** A run that a trace was linked to. */
export interface LinkedRun {
  readonly id: string;
  readonly name: string;
  readonly experimentNo: number;
}

/** The runs that a trace was linked to, those linked to first first; deleted ones are left out. */
export async function listLinkedRuns(
  queryable: Queryable,
  traceId: string,
  limit: number,
): Promise<readonly LinkedRun[]> {
  return queryable.query<LinkedRun>(
    `select r.id, r.name, r.experiment_no as "experimentNo" from traces t
       join trace_runs l on l.trace_no = t.no join runs r on r.no = l.run_no
     where t.id = $1 and r.deleted_ms is null order by r.no limit $2`,
    [traceId, limit],
  );
}

/** The prompts that a trace used, by name. */
export async function listLinkedPrompts(
  queryable: Queryable,
  traceId: string,
  limit: number,
): Promise<readonly PromptVersion[]> {
  // A version has no "/", whatever the name has.
  return queryable.query<PromptVersion>(
    `select substring(l.prompt from '^(.*)/') as name, substring(l.prompt from '[^/]*$') as version
     from traces t join trace_prompts l on l.trace_no = t.no
     where t.id = $1 and l.prompt like '%/%' order by l.prompt limit $2`,
    [traceId, limit],
  );
}

/**
 * In which experiments a prompt was used, those used in last first, as far as the newest traces that used it tell.
 * @param prompt its name and version
 */
export async function listUsesOfPrompt(
  queryable: Queryable,
  prompt: string,
  newest: number,
): Promise<readonly UseOfPrompt[]> {
  return queryable.query<UseOfPrompt>(
    `select e.no as "experimentNo", e.name as "experimentName", count(*)::int as traces
     from (select trace_no from trace_prompts where prompt = $1 order by trace_no desc limit $2) l
       join traces t on t.no = l.trace_no join experiments e on e.no = t.experiment_no
     where t.deleted_at is null and e.deleted_ms is null
     group by e.no order by max(t.no) desc`,
    [prompt, newest],
  );
}
