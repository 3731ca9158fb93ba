import { type RawBuilder, sql } from 'kysely';
import type { Queryable } from '../../platform/database/queryable.ts';
import { REGISTRY_LIMITS } from './registry-limits.ts';
import { isVisibleVersion } from './visible-models.store.ts';

/** A version that was registered from a run. */
export interface VersionOfRun {
  readonly model: string;
  readonly version: number;
  readonly aliases: readonly string[];
  readonly registeredBy: string;
  readonly registeredAt: Date;
}

/** The versions that were registered from a run, or from a model that it logged, newest first; deleted ones are left out. */
export async function versionsOfRun(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
  runId: string,
): Promise<readonly VersionOfRun[]> {
  const { rows } = await sql<VersionOfRun>`
    select m.name as model, v.version, v.created_by_name as "registeredBy", v.created_at as "registeredAt",
      array(select a.alias from model_aliases a where a.model_no = v.model_no and a.version = v.version order by a.alias)
        as aliases
    from model_versions v join registered_models m on m.no = v.model_no
    where v.no in (
        select no from model_versions where run_id = ${runId}
        union
        select l.no from model_versions l join logged_models g on g.id = l.logged_model_id where g.source_run_id = ${runId})
      and v.deleted_at is null and m.deleted_at is null and ${isVisibleVersion(isVisible)}
    order by v.created_at desc, v.no desc limit ${REGISTRY_LIMITS.pageSize}`.execute(queryable.tables());
  return rows;
}
