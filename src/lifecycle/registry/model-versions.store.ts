import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { type ModelVersion, readStage, type Stage, type Tag } from './registered-model.ts';
import { isVisibleVersion } from './visible-models.store.ts';

interface VersionRow {
  readonly no: number;
  readonly model_no: number;
  readonly model_name: string;
  readonly version: number;
  readonly source: string;
  readonly storage_path: string | null;
  readonly files_uri: string | null;
  readonly run_id: string | null;
  readonly run_link: string | null;
  readonly logged_model_id: string | null;
  readonly experiment_no: number | null;
  readonly description: string;
  readonly stage: string;
  readonly created_by: string | null;
  readonly created_by_name: string;
  readonly author_ids: readonly string[];
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly deleted_at: Date | null;
  readonly deleted_by_name: string | null;
  readonly tags: readonly Tag[];
  readonly aliases: readonly string[];
}

/** What is known of a version when it is registered. */
export interface NewVersion
  extends Pick<
    ModelVersion,
    | 'source'
    | 'storagePath'
    | 'filesUri'
    | 'runId'
    | 'runLink'
    | 'loggedModelId'
    | 'experimentNo'
    | 'description'
    | 'authorIds'
  > {
  readonly createdBy: string;
  readonly createdByName: string;
}

/** The columns of a version `v` of the model `m`. */
export const VERSION_COLUMNS: RawBuilder<unknown> = sql`
  v.no, v.model_no, m.name as model_name, v.version, v.source, v.storage_path, v.files_uri, v.run_id, v.run_link,
  v.logged_model_id, v.experiment_no, v.description, v.stage, v.created_by, v.created_by_name, v.author_ids, v.created_at, v.updated_at,
  v.deleted_at, v.deleted_by_name,
  (select coalesce(json_agg(json_build_object('key', t.key, 'value', t.value) order by t.key), '[]')
    from model_version_tags t where t.version_no = v.no) as tags,
  (select coalesce(json_agg(a.alias order by a.alias), '[]')
    from model_aliases a where a.model_no = v.model_no and a.version = v.version) as aliases`;

/** The versions that a condition on `v` and `m` selects, as far as the viewer may see them. */
export async function selectVersions(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  condition: RawBuilder<boolean>,
  order: RawBuilder<unknown>,
  limit: number,
): Promise<readonly ModelVersion[]> {
  const { rows } = await sql<VersionRow>`
    select ${VERSION_COLUMNS} from model_versions v join registered_models m on m.no = v.model_no
    where ${condition} and ${isVisibleVersion(isVisible)}
    order by ${order} limit ${limit}`.execute(queryable.tables());
  return rows.map(toVersion);
}

/** A version by the name of its model; deleted ones are found only when asked for. */
export async function findVersion(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  name: string,
  version: number,
  deleted: 'without-deleted' | 'only-deleted' = 'without-deleted',
): Promise<ModelVersion | null> {
  const isDeleted = deleted === 'only-deleted';
  const found = await selectVersions(
    queryable,
    isVisible,
    sql<boolean>`m.name = ${name} and m.deleted_at is null and v.version = ${version} and (v.deleted_at is not null) = ${isDeleted}`,
    sql`v.no`,
    1,
  );
  return found[0] ?? null;
}

/** The newest version of each stage of these models. */
export async function newestPerStage(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  modelNos: readonly number[],
): Promise<readonly ModelVersion[]> {
  if (modelNos.length === 0) return [];
  const { rows } = await sql<VersionRow>`
    select distinct on (v.model_no, v.stage) ${VERSION_COLUMNS}
    from model_versions v join registered_models m on m.no = v.model_no
    where v.model_no = any(${[...modelNos]}) and v.deleted_at is null and ${isVisibleVersion(isVisible)}
    order by v.model_no, v.stage, v.version desc`.execute(queryable.tables());
  return rows.map(toVersion);
}

function toVersion(row: VersionRow): ModelVersion {
  return {
    no: row.no,
    modelNo: row.model_no,
    modelName: row.model_name,
    version: row.version,
    source: row.source,
    storagePath: row.storage_path,
    filesUri: row.files_uri,
    runId: row.run_id,
    runLink: row.run_link,
    loggedModelId: row.logged_model_id,
    experimentNo: row.experiment_no,
    description: row.description,
    stage: readStage(row.stage) ?? 'None',
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    authorIds: row.author_ids,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    deletedByName: row.deleted_by_name,
    tags: row.tags,
    aliases: row.aliases,
  };
}

/** Stores the next version of a held model and returns its number; numbers of deleted versions are not used again. */
export async function insertVersion(
  tx: Transaction,
  modelNo: number,
  version: NewVersion,
  at: Date,
): Promise<{ readonly no: number; readonly version: number }> {
  const [row] = await tx.query<{ no: number; version: number }>(
    `insert into model_versions (model_no, version, source, storage_path, files_uri, run_id, run_link, logged_model_id,
       experiment_no, description, stage, created_by, created_by_name, author_ids, created_at, updated_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6, $7, $8::bigint, $9, 'None', $10::uuid, $11,
       $12::uuid[], $13, $13
     from model_versions where model_no = $1
     returning no, version`,
    [
      modelNo,
      version.source,
      version.storagePath,
      version.filesUri,
      version.runId,
      version.runLink,
      version.loggedModelId,
      version.experimentNo,
      version.description,
      version.createdBy,
      version.createdByName,
      version.authorIds,
      at,
    ],
  );
  if (!row) throw new Error('Storing a version gives its row.');
  return row;
}

/** Changes the description or the stage of a version. */
export async function changeVersionRow(
  tx: Transaction,
  versionNo: number,
  change: { readonly description?: string; readonly stage?: Stage },
  at: Date,
): Promise<void> {
  await tx.query(
    `update model_versions set description = coalesce($2, description), stage = coalesce($3, stage), updated_at = $4
     where no = $1`,
    [versionNo, change.description ?? null, change.stage ?? null, at],
  );
}

/** Moves every other version of a stage to Archived. */
export async function archiveOthers(
  tx: Transaction,
  version: { readonly no: number; readonly modelNo: number },
  stage: Stage,
  at: Date,
): Promise<void> {
  await tx.query(
    `update model_versions set stage = 'Archived', updated_at = $4
     where model_no = $1 and no <> $2 and stage = $3 and deleted_at is null`,
    [version.modelNo, version.no, stage, at],
  );
}

/** Puts a version aside in the name of a person, or brings it back (`null`). Its aliases are removed when it goes. */
export async function markVersionDeleted(
  tx: Transaction,
  version: { readonly no: number; readonly modelNo: number; readonly version: number },
  deletedBy: string | null,
  at: Date,
): Promise<void> {
  await tx.query('update model_versions set deleted_at = $2, deleted_by_name = $3, updated_at = $4 where no = $1', [
    version.no,
    deletedBy === null ? null : at,
    deletedBy,
    at,
  ]);
  if (deletedBy !== null)
    await tx.query('delete from model_aliases where model_no = $1 and version = $2', [
      version.modelNo,
      version.version,
    ]);
}

/** Sets tags of a version; of two with one key the last wins. */
export async function setVersionTags(tx: Transaction, versionNo: number, tags: readonly Tag[]): Promise<void> {
  for (const { key, value } of tags) {
    await tx.query(
      `insert into model_version_tags (version_no, key, value) values ($1, $2, $3)
       on conflict (version_no, key) do update set value = excluded.value`,
      [versionNo, key, value],
    );
  }
}

/** Removes a tag of a version; nothing happens when it has none of this key. */
export async function removeVersionTag(tx: Transaction, versionNo: number, key: string): Promise<void> {
  await tx.query('delete from model_version_tags where version_no = $1 and key = $2', [versionNo, key]);
}

/** The versions of a model below a number, newest first; of one initiative where it is given. */
export async function versionsOfModel(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  modelNo: number,
  page: {
    readonly before: number | null;
    readonly isDeleted: boolean;
    readonly limit: number;
    readonly initiativeNo?: number;
  },
): Promise<readonly ModelVersion[]> {
  const initiativeNo = page.initiativeNo ?? null;
  return selectVersions(
    queryable,
    isVisible,
    sql<boolean>`v.model_no = ${modelNo} and (v.deleted_at is not null) = ${page.isDeleted}
      and (${page.before}::int is null or v.version < ${page.before}::int)
      and (${initiativeNo}::bigint is null or exists (
        select 1 from experiments e where e.no = v.experiment_no and e.initiative_no = ${initiativeNo}::bigint))`,
    sql`v.version desc`,
    page.limit,
  );
}

/** The newest version of a model that is not deleted, or `null`. */
export async function newestVersion(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  modelNo: number,
): Promise<ModelVersion | null> {
  return (
    (await versionsOfModel(queryable, isVisible, modelNo, { before: null, isDeleted: false, limit: 1 }))[0] ?? null
  );
}
