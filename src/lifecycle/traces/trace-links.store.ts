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

/**
 * Links prompts, each written as name and version, to a trace. One that is being deleted is waited for, and gets no link: its
 * links go with it.
 */
export async function linkPromptsToTrace(queryable: Queryable, id: string, prompts: readonly string[]): Promise<void> {
  if (prompts.length === 0) return;
  await queryable.query(
    `with live as (select no, experiment_no from traces where id = $1 and deleted_at is null for share)
     insert into trace_prompts (prompt, trace_no, experiment_no)
     select p, no, experiment_no from live, unnest($2::text[]) p order by p on conflict do nothing`,
    [id, [...new Set(prompts)]],
  );
}

/** Takes the prompts from traces that are deleted. */
export async function unlinkPrompts(tx: Transaction, traceNos: readonly number[]): Promise<void> {
  await tx.query('delete from trace_prompts where trace_no = any($1)', [traceNos]);
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
 * The experiments in which a prompt was used, the newest first; each costs one step in an index, however many traces it has.
 * @param prompt its name and version
 */
export async function listExperimentsOfPrompt(
  queryable: Queryable,
  prompt: string,
  limit: number,
): Promise<readonly number[]> {
  const rows = await queryable.query<{ no: number }>(
    `with recursive used (no) as (
       (select experiment_no from trace_prompts where prompt = $1 order by experiment_no desc limit 1)
       union all
       select (select experiment_no from trace_prompts where prompt = $1 and experiment_no < used.no
               order by experiment_no desc limit 1)
       from used where used.no is not null)
     select no from used where no is not null limit $2`,
    [prompt, limit],
  );
  return rows.map(({ no }) => no);
}

/** How many traces of each of these experiments used a prompt, those used in last first. */
export async function countUsesOfPrompt(
  queryable: Queryable,
  prompt: string,
  experimentNos: readonly number[],
): Promise<readonly UseOfPrompt[]> {
  return queryable.query<UseOfPrompt>(
    `select e.no as "experimentNo", e.name as "experimentName", u.traces
     from experiments e, lateral (
       select count(*)::int as traces, max(l.trace_no) as newest from trace_prompts l
       where l.prompt = $1 and l.experiment_no = e.no) u
     where e.no = any($2) and e.deleted_ms is null order by u.newest desc`,
    [prompt, experimentNos],
  );
}
