import type { Queryable } from '../../platform/database/queryable.ts';
import type { ExperimentLink } from './experiment.ts';

/** What a page of deleted things shows of one of them. */
export interface DeletedEntry {
  readonly id: string;
  readonly name: string;
  readonly deletedMs: number;
  /** `null` where it was deleted before that was recorded. */
  readonly deletedByName: string | null;
  /** The initiative that it belongs to. */
  readonly initiative: Pick<ExperimentLink, 'slug' | 'initiativeName'> | null;
}

/** A deleted run of an experiment that is not deleted itself. */
export interface DeletedRun extends DeletedEntry {
  readonly no: number;
  readonly experimentId: string;
  readonly experimentName: string;
}

interface Row {
  readonly id: string;
  readonly name: string;
  readonly deleted_ms: number;
  readonly deleted_by_name: string | null;
  readonly slug: string | null;
  readonly initiative_name: string | null;
}

/** Deleted experiments that may be seen, those deleted last first. */
export async function listDeletedExperiments(
  queryable: Queryable,
  visibleInitiatives: readonly number[],
  limit: number,
): Promise<readonly (DeletedEntry & { readonly runCount: number })[]> {
  const rows = await queryable.query<Row & { readonly run_count: number }>(
    `select e.no::text as id, e.name, e.deleted_ms, e.deleted_by_name, i.slug, i.name as initiative_name,
       (select count(*) from runs r where r.experiment_no = e.no) as run_count
     from experiments e left join initiatives i on i.no = e.initiative_no
     where e.deleted_ms is not null and (e.initiative_no is null or e.initiative_no = any($1::bigint[]))
     order by e.deleted_ms desc, e.no desc limit $2`,
    [visibleInitiatives, limit],
  );
  return rows.map((row) => ({ ...toEntry(row), runCount: row.run_count }));
}

/** Where a page of deleted runs ended. */
export interface DeletedPosition {
  readonly deletedMs: number;
  readonly no: number;
}

/** Deleted runs that may be seen, those deleted last first; runs of deleted experiments come back with their experiment. */
export async function listDeletedRuns(
  queryable: Queryable,
  visibleInitiatives: readonly number[],
  before: DeletedPosition | null,
  limit: number,
): Promise<readonly DeletedRun[]> {
  const rows = await queryable.query<
    Row & { readonly no: number; readonly experiment_no: number; readonly experiment_name: string }
  >(
    `select r.no, r.id, r.name, r.deleted_ms, r.deleted_by_name, r.experiment_no, e.name as experiment_name, i.slug,
       i.name as initiative_name
     from runs r join experiments e on e.no = r.experiment_no left join initiatives i on i.no = e.initiative_no
     where r.deleted_ms is not null and e.deleted_ms is null
       and (e.initiative_no is null or e.initiative_no = any($1::bigint[]))
       and ($2::bigint is null or (r.deleted_ms, r.no) < ($2, $3::bigint))
     order by r.deleted_ms desc, r.no desc limit $4`,
    [visibleInitiatives, before?.deletedMs ?? null, before?.no ?? null, limit],
  );
  return rows.map((row) => ({
    ...toEntry(row),
    no: row.no,
    experimentId: String(row.experiment_no),
    experimentName: row.experiment_name,
  }));
}

function toEntry({ id, name, deleted_ms, deleted_by_name, slug, initiative_name }: Row): DeletedEntry {
  return {
    id,
    name,
    deletedMs: deleted_ms,
    deletedByName: deleted_by_name,
    initiative: slug === null || initiative_name === null ? null : { slug, initiativeName: initiative_name },
  };
}
