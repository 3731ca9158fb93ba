import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

/** Something that was deleted so long ago that it may be removed for good. */
export interface Expired {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly deletedMs: number;
  /** Where its files are, as a URI. */
  readonly filesUri: string;
  readonly experimentName: string;
  /** The initiative whose story tells it; `null` when there is none. */
  readonly initiativeId: string | null;
}

/** The kinds of things that are removed for good, in the order in which one may hold the next. */
export const EXPIRING = ['logged-model', 'run', 'experiment'] as const;

/** A kind of thing that is removed for good. */
export type ExpiringKind = (typeof EXPIRING)[number];

const ROOT = `coalesce(x.artifact_location, 'mlflow-artifacts:/' || x.no)`;

/** When a thing was deleted: logged models are not marked when their experiment is, and go with it all the same. */
const DELETED_MS: Readonly<Record<ExpiringKind, string>> = {
  'logged-model': 'least(t.deleted_ms, x.deleted_ms)',
  run: 't.deleted_ms',
  experiment: 't.deleted_ms',
};

const columnsOf = (kind: ExpiringKind): string =>
  `t.no, t.id, t.name, ${DELETED_MS[kind]} as "deletedMs", x.name as "experimentName", i.id as "initiativeId"`;
const OF_EXPERIMENT = `join experiments x on x.no = t.experiment_no left join initiatives i on i.no = x.initiative_no`;

/**
 * What must be there no longer before a thing goes: runs stay for what people concluded from them and for the logged models
 * that they made, experiments for whatever is left in them, and for experiments that keep their files in their folder.
 */
const SELECT: Readonly<Record<ExpiringKind, string>> = {
  'logged-model': `select ${columnsOf('logged-model')}, ${ROOT} || '/models/' || t.id || '/artifacts' as "filesUri"
    from logged_models t ${OF_EXPERIMENT} where true`,
  run: `select ${columnsOf('run')}, ${ROOT} || '/' || t.id || '/artifacts' as "filesUri"
    from runs t ${OF_EXPERIMENT}
    where not exists (select from conclusion_runs c where c.run_no = t.no)
      and not exists (select from logged_models m where m.source_run_id = t.id)
      and not exists (select from logged_model_metrics m where m.run_no = t.no)`,
  experiment: `select t.no, t.no::text as id, t.name, t.deleted_ms as "deletedMs", t.name as "experimentName",
      i.id as "initiativeId", 'mlflow-artifacts:/' || t.no as "filesUri"
    from experiments t left join initiatives i on i.no = t.initiative_no
    where t.no > 0 and not exists (select from runs r where r.experiment_no = t.no)
      and not exists (select from logged_models m where m.experiment_no = t.no)
      and not exists (select from experiments other where other.no <> t.no
        and (other.artifact_location || '/') like 'mlflow-artifacts:/' || t.no || '/%')`,
};

/** Things of a kind that were deleted before a moment and that nothing of this room needs, by number, after one. */
export async function findExpired(
  queryable: Queryable,
  kind: ExpiringKind,
  beforeMs: number,
  after: number,
  limit: number,
): Promise<readonly Expired[]> {
  return queryable.query<Expired>(`${SELECT[kind]} and ${DELETED_MS[kind]} < $1 and t.no > $2 order by t.no limit $3`, [
    beforeMs,
    after,
    limit,
  ]);
}

const TABLE: Readonly<Record<ExpiringKind, string>> = {
  'logged-model': 'logged_models',
  run: 'runs',
  experiment: 'experiments',
};

/** Holds a thing until the end of the transaction, and says whether it is still past its time: it may have been restored. */
export async function holdExpired(
  tx: Transaction,
  kind: ExpiringKind,
  no: number,
  beforeMs: number,
): Promise<Expired | null> {
  await tx.query(`select from ${TABLE[kind]} where no = $1 for update`, [no]);
  const [found] = await tx.query<Expired>(`${SELECT[kind]} and ${DELETED_MS[kind]} < $1 and t.no = $2`, [beforeMs, no]);
  return found ?? null;
}

/** What is removed beside the thing itself; what later rooms keep of it goes by their own references. */
const BELONGINGS: Readonly<Record<ExpiringKind, readonly string[]>> = {
  'logged-model': [
    'delete from logged_model_params where model_no = $1',
    'delete from logged_model_tags where model_no = $1',
    'delete from logged_model_metrics where model_no = $1',
    'delete from run_models where model_id = (select id from logged_models where no = $1)',
  ],
  run: [
    'delete from run_metrics where run_no = $1',
    'delete from run_latest_metrics where run_no = $1',
    'delete from metric_curves where run_no = $1',
    'delete from run_params where run_no = $1',
    'delete from run_tags where run_no = $1',
    'delete from run_datasets where run_no = $1',
    'delete from run_models where run_no = $1',
  ],
  experiment: [
    'delete from logged_datasets where experiment_no = $1',
    'delete from saved_views where experiment_no = $1',
    'delete from experiment_tags where experiment_no = $1',
  ],
};

/** Removes a thing with all that belongs to it. */
export async function removeForGood(tx: Transaction, kind: ExpiringKind, no: number): Promise<void> {
  for (const statement of BELONGINGS[kind]) await tx.query(statement, [no]);
  await tx.query(`delete from ${TABLE[kind]} where no = $1`, [no]);
}
