import type { Queryable } from '../../platform/database/queryable.ts';
import { numbersLiteral } from './array-literal.ts';
import type { WrittenRun } from './run.ts';
import { NUMBERED_RUNS, RUN_COLUMNS, type RunRow, toRunInfo } from './runs.store.ts';

type WrittenRow = RunRow &
  Pick<WrittenRun, 'metrics' | 'params' | 'tags'> & {
    readonly dataset_inputs: string | null;
    readonly model_inputs: string | null;
    readonly model_outputs: string | null;
  };

/** The database writes NaN and the infinities as texts, and numbers with as many digits as they need, as the protocol does. */
const WRITE = `
  select ${RUN_COLUMNS},
    (select json_agg(m) from (
      select k.key, l.value, l.timestamp_ms as timestamp, l.step
      from run_latest_metrics l join logged_keys k on k.no = l.key_no where l.run_no = r.no order by k.key collate "C") m)::text as metrics,
    (select json_agg(p) from (
      select k.key, l.value
      from run_params l join logged_keys k on k.no = l.key_no where l.run_no = r.no order by k.key collate "C") p)::text as params,
    (select json_agg(t) from (
      select k.key, l.value
      from run_tags l join logged_keys k on k.no = l.key_no where l.run_no = r.no order by k.key collate "C") t)::text as tags,
    (select json_agg(json_strip_nulls(json_build_object(
        'tags', case when json_array_length(i.tags) > 0 then i.tags end,
        'dataset', json_build_object('name', d.name, 'digest', d.digest, 'source_type', d.source_type, 'source', d.source,
          'schema', nullif(d.schema, ''), 'profile', nullif(d.profile, '')))))
      from run_datasets i join logged_datasets d on d.no = i.dataset_no where i.run_no = r.no)::text as dataset_inputs,
    (select json_agg(json_build_object('model_id', u.model_id))
      from run_models u where u.run_no = r.no and u.direction = 'input')::text as model_inputs,
    (select json_agg(json_build_object('model_id', u.model_id, 'step', u.step))
      from run_models u where u.run_no = r.no and u.direction = 'output')::text as model_outputs
  ${NUMBERED_RUNS.from} ${NUMBERED_RUNS.order}`;

/**
 * Runs by their numbers, in the order of those, with what was logged to them as it goes over the wire. To make objects of
 * a hundred runs and texts of those again would cost this process several times what the database needs for both.
 */
export async function writeRuns(queryable: Queryable, nos: readonly number[]): Promise<readonly WrittenRun[]> {
  if (nos.length === 0) return [];
  const rows = await queryable.query<WrittenRow>(WRITE, [numbersLiteral(nos)]);
  return rows.map((row) => ({
    ...toRunInfo(row),
    metrics: row.metrics,
    params: row.params,
    tags: row.tags,
    datasetInputs: row.dataset_inputs,
    modelInputs: row.model_inputs,
    modelOutputs: row.model_outputs,
  }));
}

/** One run. @throws RangeError when there is none with that number */
export async function writeRun(queryable: Queryable, no: number): Promise<WrittenRun> {
  const [run] = await writeRuns(queryable, [no]);
  if (!run) throw new RangeError(`There is no run number ${no}.`);
  return run;
}
