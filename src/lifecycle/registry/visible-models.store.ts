import { type RawBuilder, sql } from 'kysely';

/*
 * Models and versions follow the initiatives that they came from, at the moment of asking. Which of those somebody may
 * see is the rule of the room of people; it comes in as SQL that names the initiative as `i`.
 */

/** Whether somebody may see the version `v`: it came from an experiment of an initiative that they may see, or of none. */
export function isVisibleVersion(isVisible: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(
    v.experiment_no is null or exists (
      select 1 from experiments e left join initiatives i on i.no = e.initiative_no
      where e.no = v.experiment_no and (i.no is null or ${isVisible})))`;
}

/** Whether somebody may see the model `m`: it has no version yet, or one that they may see. */
export function isVisibleModel(isVisible: RawBuilder<boolean>): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select 1 from model_versions v where v.model_no = m.no and ${isVisibleVersion(isVisible)})
    or not exists (select 1 from model_versions v where v.model_no = m.no))`;
}
