import { sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { chooseMeasure } from '../experiments/index.ts';
import type { Lineage } from './lineage.ts';

/** The initiative that an experiment is connected to, with what a decision about its models needs. */
export interface InitiativeOfModel {
  readonly no: number;
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** The initiative of an experiment, or `null` while the experiment is connected to none. */
export async function initiativeOfExperiment(
  queryable: Queryable,
  experimentNo: number | null,
): Promise<InitiativeOfModel | null> {
  if (experimentNo === null) return null;
  const rows = await queryable.query<InitiativeOfModel>(
    `select i.no, i.id, i.slug, i.name from experiments e join initiatives i on i.no = e.initiative_no where e.no = $1`,
    [experimentNo],
  );
  return rows[0] ?? null;
}

/** The initiatives that the versions of a model came from. */
export async function initiativesOfModel(queryable: Queryable, modelNo: number): Promise<readonly InitiativeOfModel[]> {
  return queryable.query<InitiativeOfModel>(
    `select distinct i.no, i.id, i.slug, i.name
     from model_versions v join experiments e on e.no = v.experiment_no join initiatives i on i.no = e.initiative_no
     where v.model_no = $1 order by i.no`,
    [modelNo],
  );
}

/**
 * The ids of the experiments that keep their files at a path of the store, all of which decide who may use it: the one
 * that the path begins with, else every one whose own location lies at or above the path. Without any it is the name
 * that the path begins with, which is then the id of none.
 */
export async function experimentIdsAt(queryable: Queryable, path: string): Promise<readonly string[]> {
  const segments = path.split('/');
  const first = segments[0] ?? '';
  const locations = segments.map((_, at) => `mlflow-artifacts:/${segments.slice(0, at + 1).join('/')}`);
  const rows = await queryable.query<{ no: number; isFirst: boolean }>(
    `select no, no::text = $1 as "isFirst" from experiments where no::text = $1 or rtrim(artifact_location, '/') = any($2)`,
    [first, locations],
  );
  const named = rows.filter(({ isFirst }) => isFirst);
  const deciding = named.length > 0 ? named : rows;
  return deciding.length === 0 ? [first] : deciding.map(({ no }) => String(no));
}

/** Where a run stands and where its files are, or `null` when there is none of this id. */
export async function originOfRun(
  queryable: Queryable,
  runId: string,
): Promise<{ readonly experimentNo: number; readonly startedBy: string; readonly location: string } | null> {
  const rows = await queryable.query<{ experimentNo: number; startedBy: string; location: string }>(
    `select r.experiment_no as "experimentNo", r.started_by as "startedBy",
       coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.no) || '/' || r.id || '/artifacts' as location
     from runs r join experiments e on e.no = r.experiment_no where r.id = $1`,
    [runId],
  );
  return rows[0] ?? null;
}

/** The id of the newest model of a name that a run logged; `null` when it logged none. */
export async function loggedModelOfRun(queryable: Queryable, runId: string, name: string): Promise<string | null> {
  const rows = await queryable.query<{ id: string }>(
    `select id from logged_models where source_run_id = $1 and name = $2 and deleted_ms is null
     order by created_ms desc, no desc limit 1`,
    [runId, name],
  );
  return rows[0]?.id ?? null;
}

/** Where a logged model stands and where its files are, or `null` when there is none of this id. */
export async function originOfLoggedModel(
  queryable: Queryable,
  modelId: string,
): Promise<{
  readonly experimentNo: number;
  readonly madeBy: string;
  readonly sourceRunId: string | null;
  readonly location: string;
} | null> {
  const rows = await queryable.query<{
    experimentNo: number;
    madeBy: string;
    sourceRunId: string | null;
    location: string;
  }>(
    `select l.experiment_no as "experimentNo", l.made_by as "madeBy", l.source_run_id as "sourceRunId",
       coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.no) || '/models/' || l.id || '/artifacts' as location
     from logged_models l join experiments e on e.no = l.experiment_no
     where l.id = $1 and l.deleted_ms is null`,
    [modelId],
  );
  return rows[0] ?? null;
}

const VERSIONS_TAG = 'mlflow.modelVersions';

/** Remembers with a logged model which version it was registered as, under the tag that MLflow's own store uses. */
export async function tagLoggedModel(
  tx: Transaction,
  modelId: string,
  registered: { readonly name: string; readonly version: number },
): Promise<void> {
  const [model] = await tx.query<{ no: number; value: string | null }>(
    `select l.no, (select t.value from logged_model_tags t where t.model_no = l.no and t.key = $2) as value
     from logged_models l where l.id = $1 for update of l`,
    [modelId, VERSIONS_TAG],
  );
  if (!model) return;
  await tx.query(
    `insert into logged_model_tags (model_no, key, value) values ($1, $2, $3)
     on conflict (model_no, key) do update set value = excluded.value`,
    [model.no, VERSIONS_TAG, JSON.stringify([...listIn(model.value), registered])],
  );
}

/** The list that a tag holds; clients may have written anything into it. */
function listIn(value: string | null): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(value ?? '[]');
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

interface LineageRow {
  readonly version_no: number;
  readonly experiment_no: number;
  readonly experiment_name: string;
  readonly slug: string | null;
  readonly initiative_name: string | null;
  readonly run_id: string | null;
  readonly run_name: string | null;
  readonly run_by: string | null;
  readonly metrics: readonly { readonly key: string; readonly value: number }[];
  readonly question: string | null;
  readonly iteration: number | null;
  readonly framing_version: number | null;
  readonly hypothesis: string | null;
  readonly commit_hash: string | null;
  readonly repository: string | null;
  readonly datasets: readonly { readonly name: string; readonly digest: string; readonly context: string | null }[];
}

/** Where versions come from, back to the question; by the number of the version. */
export async function lineageOf(
  queryable: Queryable,
  versionNos: readonly number[],
): Promise<ReadonlyMap<number, Lineage>> {
  if (versionNos.length === 0) return new Map();
  const { rows } = await sql<LineageRow>`
    select v.no as version_no, e.no as experiment_no, e.name as experiment_name, i.slug, i.name as initiative_name,
      r.id as run_id, r.name as run_name, r.started_by_name as run_by,
      (select coalesce(json_agg(json_build_object('key', k.key, 'value', l.value) order by k.key), '[]')
        from run_latest_metrics l join logged_keys k on k.no = l.key_no
        where l.run_no = r.no and l.value < 'Infinity' and l.value > '-Infinity') as metrics,
      coalesce(c.question, i.question) as question, coalesce(c.iteration, e.iteration) as iteration,
      c.framing_version, c.hypothesis,
      ${runTag('mlflow.source.git.commit')} as commit_hash, ${runTag('mlflow.source.git.repoURL')} as repository,
      (select coalesce(json_agg(json_build_object('name', d.name, 'digest', d.digest, 'context', rd.context) order by d.name), '[]')
        from run_datasets rd join logged_datasets d on d.no = rd.dataset_no where rd.run_no = r.no) as datasets
    from model_versions v
    join experiments e on e.no = v.experiment_no
    left join initiatives i on i.no = e.initiative_no
    left join logged_models l on l.id = v.logged_model_id
    left join runs r on r.id = coalesce(v.run_id, l.source_run_id) and r.experiment_no = e.no
    left join run_contexts c on c.no = r.context_no
    where v.no = any(${[...versionNos]})`.execute(queryable.tables());
  return new Map(rows.map((row) => [row.version_no, toLineage(row)]));
}

function runTag(key: string) {
  return sql`(select t.value from run_tags t join logged_keys k on k.no = t.key_no where t.run_no = r.no and k.key = ${key})`;
}

function toLineage(row: LineageRow): Lineage {
  return {
    experiment: { id: String(row.experiment_no), name: row.experiment_name },
    initiative: row.slug === null ? null : { slug: row.slug, name: row.initiative_name ?? row.slug },
    run: row.run_id === null ? null : { id: row.run_id, name: row.run_name ?? row.run_id, by: row.run_by ?? '' },
    measured: measuredOf(row.metrics),
    question: row.question,
    iteration: row.iteration,
    framingVersion: row.framing_version,
    hypothesis: row.hypothesis,
    commit: row.commit_hash,
    repository: row.repository,
    datasets: row.datasets,
  };
}

function measuredOf(metrics: LineageRow['metrics']): Lineage['measured'] {
  const measure = chooseMeasure(metrics.map(({ key }) => ({ key, runCount: 1 })));
  const found = metrics.find(({ key }) => key === measure?.key);
  return found ? { metric: found.key, value: found.value } : null;
}
