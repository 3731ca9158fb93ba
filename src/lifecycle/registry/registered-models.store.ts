import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { type Alias, PROMPT_TAG, type RegisteredModel, type Tag } from './registered-model.ts';
import { isVisibleModel, isVisibleVersion } from './visible-models.store.ts';

interface ModelRow {
  readonly no: number;
  readonly name: string;
  readonly description: string;
  readonly created_by: string | null;
  readonly created_by_name: string;
  readonly created_at: Date;
  readonly updated_at: Date;
  readonly deleted_at: Date | null;
  readonly tags: readonly Tag[];
  readonly aliases: readonly Alias[];
}

/** The columns of a model `m` with its tags, and its aliases of versions that the viewer may see. */
export function modelColumns(isVisible: RawBuilder<boolean>): RawBuilder<unknown> {
  return sql`m.no, m.name, m.description, m.created_by, m.created_by_name, m.created_at, m.updated_at, m.deleted_at,
    (select coalesce(json_agg(json_build_object('key', t.key, 'value', t.value) order by t.key), '[]')
      from registered_model_tags t where t.model_no = m.no) as tags,
    (select coalesce(json_agg(json_build_object('alias', a.alias, 'version', a.version) order by a.alias), '[]')
      from model_aliases a join model_versions v on v.model_no = a.model_no and v.version = a.version
      where a.model_no = m.no and ${isVisibleVersion(isVisible)}) as aliases`;
}

/** Whether the model `m` is a prompt, which lists of models leave out. */
export const isPromptModel: RawBuilder<boolean> = sql<boolean>`exists (
  select 1 from registered_model_tags t where t.model_no = m.no and t.key = ${PROMPT_TAG} and lower(t.value) = 'true')`;

/** Whether a model is a prompt at this point of a transaction. */
export async function isPromptNow(tx: Transaction, modelNo: number): Promise<boolean> {
  const { rows } = await sql`
    select from registered_models m where m.no = ${modelNo} and ${isPromptModel}`.execute(tx.tables());
  return rows.length > 0;
}

/** A model from its row. */
export function toModel(row: ModelRow): RegisteredModel {
  return {
    no: row.no,
    name: row.name,
    description: row.description,
    createdBy: row.created_by,
    createdByName: row.created_by_name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    deletedAt: row.deleted_at,
    tags: row.tags,
    aliases: row.aliases,
  };
}

/** The model of a name, or `null` when there is none or the viewer may not see it. Deleted ones are not found. */
export async function findModel(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  name: string,
): Promise<RegisteredModel | null> {
  const { rows } = await sql<ModelRow>`
    select ${modelColumns(isVisible)} from registered_models m
    where m.name = ${name} and m.deleted_at is null and ${isVisibleModel(isVisible)}`.execute(queryable.tables());
  return rows[0] ? toModel(rows[0]) : null;
}

/** Who registered the model of a version, whoever asks. */
export async function modelOfVersion(
  queryable: Queryable,
  modelNo: number,
): Promise<Pick<RegisteredModel, 'no' | 'name' | 'createdBy' | 'createdByName'>> {
  const [row] = await queryable.query<Pick<RegisteredModel, 'no' | 'name' | 'createdBy' | 'createdByName'>>(
    'select no, name, created_by as "createdBy", created_by_name as "createdByName" from registered_models where no = $1',
    [modelNo],
  );
  if (!row) throw new Error('A version has a model.');
  return row;
}

/** Holds a model until the end of the transaction, so that versions are numbered and aliases moved one after the other. */
export async function holdModel(tx: Transaction, modelNo: number): Promise<void> {
  await tx.query('select no from registered_models where no = $1 for update', [modelNo]);
}

/** Stores a new model; its number, or `null` when the name is taken. */
export async function insertModel(
  tx: Transaction,
  model: {
    readonly name: string;
    readonly description: string;
    readonly createdBy: string;
    readonly createdByName: string;
    readonly at: Date;
  },
): Promise<number | null> {
  const rows = await tx.query<{ no: number }>(
    `insert into registered_models (name, description, created_by, created_by_name, created_at, updated_at)
     values ($1, $2, $3, $4, $5, $5) on conflict do nothing returning no`,
    [model.name, model.description, model.createdBy, model.createdByName, model.at],
  );
  return rows[0]?.no ?? null;
}

/** Changes the description or the name of a model; false when the new name is taken. */
export async function changeModelRow(
  tx: Transaction,
  modelNo: number,
  change: { readonly description?: string; readonly name?: string },
  at: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `update registered_models m set name = coalesce($2, name), description = coalesce($3, description), updated_at = $4
     where no = $1 and not exists (
       select 1 from registered_models other where other.name = $2 and other.no <> m.no and other.deleted_at is null)
     returning no`,
    [modelNo, change.name ?? null, change.description ?? null, at],
  );
  return rows.length > 0;
}

/** Notes that something of a model changed that MLflow counts as a change: a version, its stage, or its end. */
export async function touchModel(tx: Transaction, modelNo: number, at: Date): Promise<void> {
  await tx.query('update registered_models set updated_at = $2 where no = $1', [modelNo, at]);
}

/** Puts a model aside; its name is free from now on, and its aliases point nowhere. */
export async function markModelDeleted(tx: Transaction, modelNo: number, at: Date, by: string): Promise<void> {
  await tx.query('update registered_models set deleted_at = $2, updated_at = $2, deleted_by_name = $3 where no = $1', [
    modelNo,
    at,
    by,
  ]);
  await tx.query('delete from model_aliases where model_no = $1', [modelNo]);
}

/** A deleted model that the viewer may see, by its number. */
export async function findDeletedModel(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  modelNo: number,
): Promise<RegisteredModel | null> {
  const { rows } = await sql<ModelRow>`
    select ${modelColumns(isVisible)} from registered_models m
    where m.no = ${modelNo} and m.deleted_at is not null and ${isVisibleModel(isVisible)}`.execute(queryable.tables());
  return rows[0] ? toModel(rows[0]) : null;
}

/** Brings a deleted model back under its name; false when another one has that name now. */
export async function unmarkModelDeleted(tx: Transaction, modelNo: number, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `update registered_models m set deleted_at = null, deleted_by_name = null, updated_at = $2
     where no = $1 and deleted_at is not null and not exists (
       select 1 from registered_models other where other.name = m.name and other.deleted_at is null)
     returning no`,
    [modelNo, at],
  );
  return rows.length > 0;
}

/** Sets tags of a model; of two with one key the last wins. */
export async function setModelTags(tx: Transaction, modelNo: number, tags: readonly Tag[]): Promise<void> {
  for (const { key, value } of tags) {
    await tx.query(
      `insert into registered_model_tags (model_no, key, value) values ($1, $2, $3)
       on conflict (model_no, key) do update set value = excluded.value`,
      [modelNo, key, value],
    );
  }
}

/** Removes a tag of a model; nothing happens when it has none of this key. */
export async function removeModelTag(tx: Transaction, modelNo: number, key: string): Promise<void> {
  await tx.query('delete from registered_model_tags where model_no = $1 and key = $2', [modelNo, key]);
}
