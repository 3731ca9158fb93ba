import type { Queryable } from '../../platform/database/queryable.ts';
import { numbersLiteral } from './array-literal.ts';
import type { DatasetInput, LatestMetric, Run, Tag } from './run.ts';
import { NUMBERED_RUNS, RUN_COLUMNS, type RunRow, toRunInfo } from './runs.store.ts';

/** A number as JSON has it: NaN and the infinities are texts there. */
type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

type MetricParts = readonly [
  key: string,
  value: JsonNumber,
  timestampMs: number,
  step: number,
  least: JsonNumber | null,
  greatest: JsonNumber | null,
];
type TextParts = readonly [key: string, value: string];
type DatasetParts = readonly [
  name: string,
  digest: string,
  sourceType: string,
  source: string,
  schema: string | null,
  profile: string | null,
  tags: readonly Tag[],
];
type ModelParts = readonly [modelId: string, direction: 'input' | 'output', step: number];

interface FilledRow extends RunRow {
  readonly metrics: readonly MetricParts[] | null;
  readonly params: readonly TextParts[] | null;
  readonly tags: readonly TextParts[] | null;
  readonly datasets: readonly DatasetParts[] | null;
  readonly models: readonly ModelParts[] | null;
}

/**
 * One row for each run: the values of a hundred runs as rows of their own would cost this process several times what the
 * search for them costs the database.
 */
const FILL = `
  select ${RUN_COLUMNS},
    (select json_agg(json_build_array(k.key, m.value, m.timestamp_ms, m.step, m.least, m.greatest))
      from run_latest_metrics m join logged_keys k on k.no = m.key_no where m.run_no = r.no) as metrics,
    (select json_agg(json_build_array(k.key, p.value))
      from run_params p join logged_keys k on k.no = p.key_no where p.run_no = r.no) as params,
    (select json_agg(json_build_array(k.key, t.value))
      from run_tags t join logged_keys k on k.no = t.key_no where t.run_no = r.no) as tags,
    (select json_agg(json_build_array(d.name, d.digest, d.source_type, d.source, d.schema, d.profile, i.tags))
      from run_datasets i join logged_datasets d on d.no = i.dataset_no where i.run_no = r.no) as datasets,
    (select json_agg(json_build_array(u.model_id, u.direction, u.step)) from run_models u where u.run_no = r.no) as models
  ${NUMBERED_RUNS.from} ${NUMBERED_RUNS.order}`;

/** Runs by their numbers, in the order of those, with what was logged to them: one statement however many they are. */
export async function fillRuns(queryable: Queryable, nos: readonly number[]): Promise<readonly Run[]> {
  if (nos.length === 0) return [];
  const rows = await queryable.query<FilledRow>(FILL, [numbersLiteral(nos)]);
  return rows.map((row) => {
    const models = row.models ?? [];
    return {
      ...toRunInfo(row),
      metrics: (row.metrics ?? []).map(toLatest).sort(byKey),
      params: (row.params ?? []).map(toTag).sort(byKey),
      tags: (row.tags ?? []).map(toTag).sort(byKey),
      datasets: (row.datasets ?? []).map(toInput),
      modelInputs: models.flatMap(([modelId, direction]) => (direction === 'input' ? [modelId] : [])),
      modelOutputs: models.flatMap(([modelId, direction, step]) => (direction === 'output' ? [{ modelId, step }] : [])),
    };
  });
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : 1;
}

function toLatest([key, value, timestampMs, step, least, greatest]: MetricParts): LatestMetric {
  return {
    key,
    value: Number(value),
    timestampMs,
    step,
    least: least === null ? null : Number(least),
    greatest: greatest === null ? null : Number(greatest),
  };
}

function toTag([key, value]: TextParts): Tag {
  return { key, value };
}

function toInput([name, digest, sourceType, source, schema, profile, tags]: DatasetParts): DatasetInput {
  return { dataset: { name, digest, sourceType, source, schema, profile }, tags };
}
