import type { Queryable } from '../../platform/database/queryable.ts';
import type {
  FetchedFrom,
  LineCheck,
  LineCount,
  LineDataset,
  LinePhase,
  LineRun,
  LineVerdict,
  LineVersion,
} from './line-facts.ts';

/** Where a version `v` was fetched from; a corrected reading of the same rows comes from there too. */
const FETCHED = `(select json_build_object('connectionId', f.connection_id, 'name', f.connection_name, 'by', f.asked_by_name,
    'at', to_char(f.asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
  from dataset_fetches f where f.dataset_id = v.dataset_id and f.state = 'brought' and f.upload_id = v.upload_id limit 1)`;

/** The database that the newest usable version of a data set was fetched from; `null` for one that came as a file. */
export async function fetchedFrom(queryable: Queryable, datasetId: string): Promise<FetchedFrom | null> {
  const [row] = await queryable.query<{ fetched: FetchedFrom | null }>(
    `select ${FETCHED} as fetched from dataset_versions v where v.dataset_id = $1
     order by (v.state = 'ready') desc, v.number desc limit 1`,
    [datasetId],
  );
  return row?.fetched ?? null;
}

/** The data sets of an initiative, each with its newest version that can be used, else with its newest. */
export async function lineDatasets(queryable: Queryable, initiativeNo: number): Promise<readonly LineDataset[]> {
  return queryable.query<LineDataset>(
    `select d.id, d.name, v.number, v.state, (v.contents->>'rows')::float8 as rows, v.contents->>'sha256' as sha256,
       coalesce((select json_agg(c->>'name') from jsonb_array_elements(v.contents->'columns') c), '[]') as columns,
       (select count(*) from dataset_checks c where c.dataset_id = d.id and c.removed_at is null)::int as checks,
       (select count(*) from dataset_check_results r join dataset_checks c on c.id = r.check_id
         where r.version_id = v.id and c.removed_at is null and r.outcome->>'state' <> 'kept')::int as "brokenChecks", ${FETCHED} as fetched
     from datasets d cross join lateral (select * from dataset_versions v where v.dataset_id = d.id
       order by (v.state = 'ready') desc, v.number desc limit 1) v
     where d.initiative_no = $1 order by d.created_at`,
    [initiativeNo],
  );
}

/** The newest signal checks of an initiative. */
export async function lineChecks(
  queryable: Queryable,
  initiativeNo: number,
  limit: number,
): Promise<readonly LineCheck[]> {
  return queryable.query<LineCheck>(
    `select id, dataset_id as "datasetId", version, choice->>'target' as target, state, result
     from signal_checks where initiative_no = $1 and state in ('running', 'done', 'failed')
     order by started_at desc limit $2`,
    [initiativeNo, limit],
  );
}

/** The newest versions of models that were made in experiments of an initiative. */
export async function lineVersions(
  queryable: Queryable,
  initiativeNo: number,
  limit: number,
): Promise<readonly LineVersion[]> {
  return queryable.query<LineVersion>(
    `select m.name as model, v.version, v.run_id as "runId", v.created_at as "createdAt",
       coalesce((select json_agg(json_build_object('alias', a.alias, 'since', d.from_at) order by a.alias)
         from model_aliases a left join deployments d on d.model_no = a.model_no and d.alias = a.alias
           and d.version = a.version and d.until_at is null
         where a.model_no = v.model_no and a.version = v.version), '[]') as aliases
     from model_versions v join registered_models m on m.no = v.model_no join experiments e on e.no = v.experiment_no
     where e.initiative_no = $1 and v.deleted_at is null and m.deleted_at is null
     order by exists (select from model_aliases a where a.model_no = v.model_no and a.version = v.version) desc,
       v.created_at desc limit $2`,
    [initiativeNo, limit],
  );
}

/** The runs that are named, and the newest others of an initiative. */
export async function lineRuns(
  queryable: Queryable,
  initiativeNo: number,
  ids: readonly string[],
  limit: number,
): Promise<readonly LineRun[]> {
  return queryable.query<LineRun>(
    `with newest as (
       select r.no, r.start_ms from runs r join experiments e on e.no = r.experiment_no
       where e.initiative_no = $1 and r.deleted_ms is null and e.deleted_ms is null
       order by r.start_ms desc limit $3),
     wanted as (
       select r.no from runs r join experiments e on e.no = r.experiment_no
       where r.id = any($2::text[]) and e.initiative_no = $1 and r.deleted_ms is null
       union select no from newest)
     select r.id, r.experiment_no as "experimentId", r.name, r.status,
       (select json_build_object('id', t.id, 'number', t.number) from trainings t
         where t.initiative_no = $1 and t.run->>'runId' = r.id limit 1) as training,
       coalesce((select json_agg(json_build_object('name', d.name, 'digest', d.digest, 'sourceType', d.source_type,
           'source', left(d.source, 4000)))
         from (select l.* from run_datasets u join logged_datasets l on l.no = u.dataset_no
           where u.run_no = r.no order by l.no limit 20) d), '[]') as data
     from wanted w join runs r on r.no = w.no
     order by r.id = any($2::text[]) desc, r.start_ms desc limit $3`,
    [initiativeNo, ids, limit],
  );
}

/** How many runs, versions and checks an initiative has; each is counted up to a thousand. */
export async function lineTotals(
  queryable: Queryable,
  initiativeNo: number,
): Promise<{ readonly runs: number; readonly versions: number; readonly checks: number }> {
  const [row] = await queryable.query<{ runs: number; versions: number; checks: number }>(
    `select
       (select count(*)::int from (select from runs r join experiments e on e.no = r.experiment_no
         where e.initiative_no = $1 and r.deleted_ms is null and e.deleted_ms is null limit 1000) r) as runs,
       (select count(*)::int from (select from model_versions v join experiments e on e.no = v.experiment_no
         where e.initiative_no = $1 and v.deleted_at is null limit 1000) v) as versions,
       (select count(*)::int from (select from signal_checks
         where initiative_no = $1 and state in ('running', 'done', 'failed') limit 1000) c) as checks`,
    [initiativeNo],
  );
  return row ?? { runs: 0, versions: 0, checks: 0 };
}

/** What the ledger of an initiative holds, by kind. */
export async function lineCounts(queryable: Queryable, initiativeNo: number): Promise<readonly LineCount[]> {
  return queryable.query<LineCount>(
    'select kind, count, last_at as "lastAt" from ledger_counts where initiative_no = $1',
    [initiativeNo],
  );
}

/** The phases of acting of an initiative. */
export async function linePhases(queryable: Queryable, initiativeNo: number): Promise<readonly LinePhase[]> {
  return queryable.query<LinePhase>(
    `select p.number, p.framing_version as "framingVersion", p.opened_at as "openedAt", p.closed_at as "closedAt",
       coalesce(sum(c.units) filter (where c.arm = 'action'), 0)::float8 as acted,
       coalesce(sum(c.units), 0)::float8 as assigned
     from phases p left join ledger_arm_counts c on c.initiative_no = p.initiative_no and c.phase_number = p.number
     where p.initiative_no = $1 group by p.no order by p.number`,
    [initiativeNo],
  );
}

/** The verdicts of an initiative. */
export async function lineVerdicts(queryable: Queryable, initiativeNo: number): Promise<readonly LineVerdict[]> {
  return queryable.query<LineVerdict>(
    `select number, phase_number as "phaseNumber", state, summary->>'headline' as headline, taken_at as "takenAt"
     from verdicts where initiative_no = $1 order by number`,
    [initiativeNo],
  );
}
