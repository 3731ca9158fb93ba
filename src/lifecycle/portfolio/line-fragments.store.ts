import { type RawBuilder, sql } from 'kysely';

/** Whose eyes a list is made for. */
export interface Reader {
  readonly accountId: string;
  /** The rule `initiative.see` for them, in the language of the database; it names the initiative as `i`. */
  readonly isVisible: RawBuilder<boolean>;
}

/*
 * Parts of statements over all lines. Each names the initiative as `i`, so that one statement reads many initiatives
 * and no list asks the database once for every row.
 */

/** Whether a person holds a seat of initiative `i`. */
export function isSeated(accountId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select from seats own where own.initiative_no = i.no and own.account_id = ${accountId}::uuid and own.left_at is null)`;
}

/** A column of the playbook's step where initiative `i` is now, the first one that is open; null when all are closed. */
function ofPresentStep(column: 'step' | 'part'): RawBuilder<string | null> {
  return sql<string | null>`(
    select line.${sql.ref(column)}
    from (select array(
      select c.step from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration) as steps) closed
    join playbook_steps line on line.playbook = i.playbook
    where line.step <> all(closed.steps)
    order by line.place limit 1)`;
}

/** The id of the step where initiative `i` is now. */
export const presentStep: RawBuilder<string | null> = ofPresentStep('step');

/** The part of the line where initiative `i` is now. */
export const presentPart: RawBuilder<string | null> = ofPresentStep('part');

/** The row of the playbook for the present step of initiative `i`, given as `step`: its part of the line and its name. */
export const presentPlace: RawBuilder<unknown> = sql`
  (select line.part, line.name as step_name from playbook_steps line
   where line.playbook = i.playbook and line.step = i.step)`;

/**
 * Since when initiative `i` is at its present step, given as `step`: since the iteration began, the step before was closed,
 * or the step itself was opened again, whichever came last.
 */
export const presentSince: RawBuilder<Date> = sql<Date>`greatest(
  i.iteration_began_at,
  (select max(c.closed_at) from closed_steps c where c.initiative_no = i.no and c.iteration = i.iteration),
  (select max(e.at) from events e
    where e.subject_id = i.id and e.section = i.step and e.kind = 'step.reopened' and e.at >= i.iteration_began_at))`;

/** The last event of initiative `i`, or the last one up to a sequence number. */
export function lastActivity(upTo?: RawBuilder<number | null>): RawBuilder<number | null> {
  const limit = upTo ? sql`and e.seq <= ${upTo}` : sql``;
  return sql<number | null>`(select max(e.seq) from events e where e.subject_id = i.id ${limit})`;
}

/**
 * The KPI points of initiative `i` in force over all segments, newest first; of several KPI names the usual one, or the
 * first, as the verdict reads them.
 */
export const kpiPoints: RawBuilder<unknown> = sql`
  (select k.period_start, k.period_end, k.value from kpi_points k
   where k.initiative_no = i.no and k.superseded_at is null and k.segment = ''
     and k.kpi_id = (
       select named.kpi_id from kpi_points named where named.initiative_no = i.no and named.segment = ''
       order by named.kpi_id = 'kpi' desc, named.kpi_id limit 1)
   order by k.period_end desc, k.period_start desc)`;

/** The last verdict of initiative `i`, as `StoredVerdictRow`. */
export const lastVerdict: RawBuilder<unknown> = sql`
  (select v.taken_at as verdict_taken_at, v.state as verdict_state,
     v.summary ->> 'brokenLink' as verdict_broken_link,
     v.summary ->> 'grade' as verdict_grade,
     v.summary ->> 'headline' as verdict_headline,
     nullif(v.summary -> 'contribution', 'null'::jsonb) as verdict_contribution,
     nullif(v.summary -> 'money', 'null'::jsonb) as verdict_money,
     exists (select from verdict_sign_offs o
       where o.initiative_no = v.initiative_no and o.number = v.number and o.label = 'validated') as verdict_is_validated
   from verdicts v where v.initiative_no = i.no order by v.number desc limit 1)`;
