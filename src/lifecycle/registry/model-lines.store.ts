import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { isPromptModel } from './registered-models.store.ts';
import { isVisibleModel, isVisibleVersion } from './visible-models.store.ts';

/** One model as the list shows it. */
export interface ModelLine {
  readonly no: number;
  readonly name: string;
  readonly description: string;
  readonly createdByName: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  readonly versionCount: number;
  readonly newestVersion: number | null;
  readonly aliases: readonly { readonly alias: string; readonly version: number; readonly isProtected: boolean }[];
  readonly initiatives: readonly { readonly no: number; readonly slug: string; readonly name: string }[];
  readonly openProposals: number;
}

/** Which models are asked for. */
export interface ModelLineQuery {
  /** Prompts are registered like models, and are none. */
  readonly kind: 'model' | 'prompt';
  /** Exactly this name. */
  readonly name?: string;
  /** A text in the name or the description. */
  readonly text?: string;
  /** Only models with a version that was made for this initiative. */
  readonly initiativeNo?: number;
  /** The name at which the page before ended. */
  readonly after?: string;
  readonly limit: number;
}

/** Models or prompts by name, each with what the viewer may see of it. */
export async function selectModelLines(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  query: ModelLineQuery,
): Promise<readonly ModelLine[]> {
  const pattern = query.text === undefined ? null : `%${query.text.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await sql<ModelLine>`
    select m.no, m.name, m.description, m.created_by_name as "createdByName", m.created_at as "createdAt",
      m.updated_at as "updatedAt", seen.count as "versionCount", seen.newest as "newestVersion",
      (select coalesce(json_agg(json_build_object('alias', a.alias, 'version', a.version, 'isProtected',
          exists (select 1 from protected_aliases p where p.alias = lower(a.alias))) order by a.alias), '[]')
        from model_aliases a join model_versions v on v.model_no = a.model_no and v.version = a.version
        where a.model_no = m.no and ${isVisibleVersion(isVisible)}) as aliases,
      (select coalesce(json_agg(json_build_object('no', i.no, 'slug', i.slug, 'name', i.name) order by i.no), '[]')
        from initiatives i where exists (
          select 1 from model_versions v join experiments e on e.no = v.experiment_no
          where v.model_no = m.no and e.initiative_no = i.no and ${isVisibleVersion(isVisible)})) as initiatives,
      (select count(*) from alias_proposals p
        where p.model_no = m.no and p.state = 'open' and exists (
          select 1 from model_versions v join experiments e on e.no = v.experiment_no
          where v.model_no = m.no and e.initiative_no = p.initiative_no and ${isVisibleVersion(isVisible)}))
        as "openProposals"
    from registered_models m
    cross join lateral (
      select count(*) as count, max(v.version) as newest from model_versions v
      where v.model_no = m.no and v.deleted_at is null and ${isVisibleVersion(isVisible)}) seen
    where m.deleted_at is null and ${isVisibleModel(isVisible)}
      and ${isPromptModel} = ${query.kind === 'prompt'}
      and (${query.name ?? null}::text is null or m.name = ${query.name ?? null}::text)
      and (${pattern}::text is null or m.name ilike ${pattern}::text or m.description ilike ${pattern}::text)
      and (${query.initiativeNo ?? null}::bigint is null or exists (
        select 1 from model_versions v join experiments e on e.no = v.experiment_no
        where v.model_no = m.no and v.deleted_at is null and e.initiative_no = ${query.initiativeNo ?? null}::bigint
          and ${isVisibleVersion(isVisible)}))
      and (${query.after ?? null}::text is null or m.name collate "C" > ${query.after ?? null}::text)
    order by m.name collate "C" limit ${query.limit}`.execute(queryable.tables());
  return rows;
}

/** A deleted model as pages list it. */
export interface DeletedModel {
  readonly id: number;
  readonly name: string;
  readonly deletedAt: Date;
  /** `null` where it was deleted before that was recorded. */
  readonly deletedBy: string | null;
}

/** Deleted models that the viewer may see, those deleted last first. */
export async function selectDeletedModels(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  limit: number,
): Promise<readonly DeletedModel[]> {
  const { rows } = await sql<DeletedModel>`
    select m.no as id, m.name, m.deleted_at as "deletedAt", m.deleted_by_name as "deletedBy" from registered_models m
    where m.deleted_at is not null and ${isVisibleModel(isVisible)}
    order by m.deleted_at desc limit ${limit}`.execute(queryable.tables());
  return rows;
}
