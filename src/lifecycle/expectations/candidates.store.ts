import { sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { MODEL_STATUS_NUMBERS } from '../experiments/index.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { CandidateKind, CandidateName } from './judged-model.ts';

/** A model that is to be judged by what is expected now. */
export interface DueCandidate extends CandidateName {
  readonly initiativeNo: number;
  readonly datasetId: string;
  readonly dataVersion: number;
  readonly revision: number;
  readonly name: string;
}

/**
 * The newest expectation of every data set that has any that counts. The revision is the newest version of all, retired ones
 * included, so that it never comes back to what it was.
 */
const WANTED = sql`
  select x.initiative_no, v.dataset_id, max(r.revision) as revision from expectations x
    join lateral (select * from expectation_versions where expectation_id = x.id order by version desc limit 1) v
      on not v.is_retired
    join lateral (
      select max(o.no) as revision from expectation_versions o join expectations y on y.id = o.expectation_id
      where y.initiative_no = x.initiative_no and o.dataset_id = v.dataset_id) r on true
  group by x.initiative_no, v.dataset_id`;

/** What is wanted, with the newest version of its data set that can be read. */
export const WANTED_OF_NEWEST_DATA = sql`
  select w.*, d.number as data_version from (${WANTED}) w join lateral (
    select number from dataset_versions where dataset_id = w.dataset_id and state = 'ready'
    order by number desc limit 1) d on true`;

/** A logged model that is no first model: those are judged as what they are. */
const OF_NO_TRAINING = sql`not exists (select from trainings t where t.initiative_no = w.initiative_no and t.run->>'modelId' = m.id)`;

/**
 * The newest models of every initiative that were not judged yet by what is expected now. First models are judged by the
 * version of the table that they learned from, others by its newest one.
 */
export async function findDue(queryable: Queryable): Promise<readonly DueCandidate[]> {
  const { candidates, atOnce } = EXPECTATION_LIMITS;
  const { rows } = await sql<DueCandidate>`
    with wanted as (${WANTED}), newest as (${WANTED_OF_NEWEST_DATA}), models as (
      select w.initiative_no, w.dataset_id, w.revision, (t.request->>'version')::int as data_version,
        'training' as kind, t.id::text as ref, 'First model ' || t.number || ' from "' || t.table_name || '"' as name
      from wanted w join lateral (
        select * from trainings where initiative_no = w.initiative_no and state = 'trained'
          and request->>'datasetId' = w.dataset_id::text order by number desc limit ${candidates}) t on true
      union all
      select w.initiative_no, w.dataset_id, w.revision, w.data_version, 'logged-model', m.id, m.name
      from newest w join lateral (
        select m.* from logged_models m join experiments e on e.no = m.experiment_no
        where e.initiative_no = w.initiative_no and e.deleted_ms is null and m.deleted_ms is null
          and m.status = ${MODEL_STATUS_NUMBERS.LOGGED_MODEL_READY} and ${OF_NO_TRAINING}
        order by m.no desc limit ${candidates}) m on true
      union all
      select w.initiative_no, w.dataset_id, w.revision, w.data_version, 'version', v.no::text,
        v.name || ', version ' || v.version
      from newest w join lateral (
        select v.no, v.version, g.name from model_versions v join registered_models g on g.no = v.model_no
          join experiments e on e.no = v.experiment_no
        where e.initiative_no = w.initiative_no and v.deleted_at is null and g.deleted_at is null
          and v.storage_path is not null and v.logged_model_id is null
        order by v.no desc limit ${candidates}) v on true
    )
    select m.kind, m.ref, m.name, m.initiative_no as "initiativeNo", m.dataset_id as "datasetId",
      m.data_version as "dataVersion", m.revision
    from models m where not exists (
      select from judged_models j where j.initiative_no = m.initiative_no and j.kind = m.kind and j.ref = m.ref
        and j.dataset_id = m.dataset_id and j.data_version = m.data_version and j.revision = m.revision)
    limit ${atOnce}`.execute(queryable.tables());
  return rows;
}

/** Where the files of a logged model or of a version are, as a URI or as a path of the store; null where there is none. */
export async function findPlace(
  queryable: Queryable,
  initiativeNo: number,
  { kind, ref }: CandidateName,
): Promise<{ readonly uri: string } | { readonly path: string } | null> {
  if (kind === 'version') {
    const [row] = await queryable.query<{ path: string | null }>(
      `select v.storage_path as path from model_versions v join experiments e on e.no = v.experiment_no
       where v.no::text = $1 and e.initiative_no = $2 and v.deleted_at is null`,
      [ref, initiativeNo],
    );
    return row?.path == null ? null : { path: row.path };
  }
  if (kind === 'run-model') {
    const [runId = ''] = ref.split('/');
    const [row] = await queryable.query<{ uri: string }>(
      `select coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.no) || '/' || r.id || '/artifacts' as uri
       from runs r join experiments e on e.no = r.experiment_no
       where r.id = $1 and e.initiative_no = $2 and r.deleted_ms is null`,
      [runId, initiativeNo],
    );
    return row === undefined ? null : { uri: `${row.uri}${ref.slice(runId.length)}` };
  }
  const [row] = await queryable.query<{ uri: string }>(
    `select coalesce(e.artifact_location, 'mlflow-artifacts:/' || e.no) || '/models/' || m.id || '/artifacts' as uri
     from logged_models m join experiments e on e.no = m.experiment_no
     where m.id = $1 and e.initiative_no = $2 and m.deleted_ms is null`,
    [ref, initiativeNo],
  );
  return row ?? null;
}

/** The models to be judged that belong to a run: the first model that it is, what it logged, what was registered from it. */
export async function candidatesOfRun(queryable: Queryable, runId: string): Promise<readonly CandidateName[]> {
  return queryable.query<{ kind: CandidateKind; ref: string }>(
    `select 'training' as kind, id::text as ref from trainings where run->>'runId' = $1
     union all select 'logged-model', id from logged_models where source_run_id = $1
     union all select 'version', no::text from model_versions where run_id = $1 and logged_model_id is null
     union select kind, ref from judged_models where kind = 'run-model' and starts_with(ref, $1 || '/')`,
    [runId],
  );
}

/** The model to be judged that a version of a registered model is. */
export async function candidatesOfVersion(
  queryable: Queryable,
  name: string,
  version: number,
): Promise<readonly CandidateName[]> {
  return queryable.query<{ kind: CandidateKind; ref: string }>(
    `select c.kind, c.ref from model_versions v join registered_models g on g.no = v.model_no
       join lateral (
         select 'training' as kind, t.id::text as ref from trainings t where t.run->>'modelId' = v.logged_model_id
         union all select 'logged-model', v.logged_model_id where v.logged_model_id is not null
         union all select 'version', v.no::text where v.logged_model_id is null) c on true
     where g.name = $1 and v.version = $2 and v.deleted_at is null`,
    [name, version],
  );
}

/** Columns that people called protected when they last checked what can be predicted from a data set. */
export async function protectedInCheck(queryable: Queryable, datasetId: string): Promise<readonly string[]> {
  const [row] = await queryable.query<{ names: readonly string[] | null }>(
    `select choice->'protected' as names from signal_checks where dataset_id = $1
     order by started_at desc limit 1`,
    [datasetId],
  );
  return row?.names ?? [];
}
