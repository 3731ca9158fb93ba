import { type RawBuilder, sql } from 'kysely';

/** Whoever reads. */
export interface Viewer {
  readonly accountId: string;
  readonly isAuditor: boolean;
}

/**
 * Whether the viewer may see the version `v`: it came from an experiment of an initiative that they may read, or of none.
 * Rights are those of the initiative, at the moment of asking.
 */
export function isVisibleVersion({ accountId, isAuditor }: Viewer): RawBuilder<boolean> {
  return sql<boolean>`(
    v.experiment_no is null or exists (
      select 1 from experiments e left join initiatives i on i.no = e.initiative_no
      where e.no = v.experiment_no and (
        i.no is null or i.visibility = 'open' or ${isAuditor}::boolean or exists (
          select 1 from seats s
          where s.initiative_no = i.no and s.account_id = ${accountId}::uuid and s.left_at is null))))`;
}

/** Whether the viewer may see the model `m`: it has no version yet, or one that they may see. */
export function isVisibleModel(viewer: Viewer): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select 1 from model_versions v where v.model_no = m.no and ${isVisibleVersion(viewer)})
    or not exists (select 1 from model_versions v where v.model_no = m.no))`;
}
