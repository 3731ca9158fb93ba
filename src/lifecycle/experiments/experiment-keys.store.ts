import type { Queryable } from '../../platform/database/queryable.ts';

/** What was logged to runs of experiments, by key. */
export interface UsedKeys {
  readonly metrics: readonly { readonly key: string; readonly runCount: number }[];
  readonly params: readonly string[];
  readonly tags: readonly string[];
}

/** The newest runs are asked for their keys; older ones of a large experiment seldom have others. */
const ASKED_RUNS = 1_000;
/** Keys of one kind at most, those that most runs have. */
const MOST_KEYS = 300;

/**
 * The keys that the newest runs of experiments have, those that most runs have first; of params, those that differ between
 * runs before those that are the same in all. Tags of MLflow itself are left out.
 */
export async function readUsedKeys(queryable: Queryable, experimentNos: readonly number[]): Promise<UsedKeys> {
  const read = (table: 'run_latest_metrics' | 'run_params' | 'run_tags', first = '') =>
    queryable.query<{ key: string; runCount: number }>(
      `with asked as (
         select no from runs where experiment_no = any($1) and deleted_ms is null
         order by start_ms desc, id limit ${ASKED_RUNS})
       select k.key, count(*)::int as "runCount" from asked join ${table} v on v.run_no = asked.no
         join logged_keys k on k.no = v.key_no
       where k.key not like 'mlflow.%' group by k.key order by ${first}count(*) desc, k.key limit ${MOST_KEYS}`,
      [experimentNos],
    );
  const [metrics, params, tags] = await Promise.all([
    read('run_latest_metrics'),
    read('run_params', 'min(v.value) = max(v.value), '),
    read('run_tags'),
  ]);
  return { metrics, params: params.map(({ key }) => key), tags: tags.map(({ key }) => key) };
}

/** A run with its last value of a metric. */
export interface MeasuredRun {
  readonly runId: string;
  readonly runName: string;
  readonly experimentId: string;
  readonly value: number;
}

/** Of the active runs that have a finite last value of a metric: how many there are, the best one and the first one. */
export async function readBestRun(
  queryable: Queryable,
  of: { readonly experimentNos: readonly number[]; readonly key: string; readonly direction: 'higher' | 'lower' },
): Promise<{ readonly count: number; readonly best: MeasuredRun; readonly first: MeasuredRun } | null> {
  const from = `run_latest_metrics m join runs r on r.no = m.run_no join logged_keys k on k.no = m.key_no
    where m.experiment_no = any($1) and k.key = $2 and r.deleted_ms is null
      and m.value < 'Infinity' and m.value > '-Infinity'`;
  const given = [of.experimentNos, of.key];
  const one = async (order: string): Promise<MeasuredRun | undefined> =>
    (
      await queryable.query<MeasuredRun>(
        `select r.id as "runId", r.name as "runName", r.experiment_no::text as "experimentId", m.value
         from ${from} order by ${order} limit 1`,
        given,
      )
    )[0];
  const [best, first, [counted]] = await Promise.all([
    one(`m.value ${of.direction === 'higher' ? 'desc' : 'asc'}, r.start_ms, r.id`),
    one('r.start_ms, r.id'),
    queryable.query<{ count: number }>(`select count(*)::int as count from ${from}`, given),
  ]);
  return best && first && counted ? { count: counted.count, best, first } : null;
}
