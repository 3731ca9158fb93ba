import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

/** What of evaluations is removed for good: whole sets, records of others, and versions of scorers. */
export const EXPIRING_EVALUATIONS = ['evaluation-set', 'evaluation-records', 'scorer'] as const;

/** A kind of what is removed for good. */
export type ExpiringEvaluation = (typeof EXPIRING_EVALUATIONS)[number];

/** A set or a scorer of which something was deleted so long ago that it may be removed for good. */
export interface ExpiredEvaluation {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  /** The initiatives whose stories tell it. */
  readonly initiativeIds: readonly string[];
}

const INITIATIVES_OF_SET = `array(select distinct i.id::text from evaluation_set_experiments t
  join experiments x on x.no = t.experiment_no join initiatives i on i.no = x.initiative_no where t.set_no = s.no)`;
const OF_SET = `select s.no, s.id, s.name, ${INITIATIVES_OF_SET} as "initiativeIds" from evaluation_sets s`;

const SELECT: Readonly<Record<ExpiringEvaluation, string>> = {
  'evaluation-set': `${OF_SET} where s.deleted_ms < $1 and s.no > $2`,
  'evaluation-records': `${OF_SET} where s.no > $2
    and exists (select from evaluation_records r where r.set_no = s.no and r.deleted_ms < $1)`,
  scorer: `select s.no, s.id, s.name, array_remove(array[i.id::text], null) as "initiativeIds"
    from scorers s join experiments x on x.no = s.experiment_no left join initiatives i on i.no = x.initiative_no
    where s.no > $2 and exists (select from scorer_versions v where v.scorer_no = s.no and v.deleted_ms < $1)`,
};

/** Sets or scorers of which something was deleted before a moment, by number, after one. */
export async function findExpiredEvaluations(
  queryable: Queryable,
  kind: ExpiringEvaluation,
  beforeMs: number,
  after: number,
  limit: number,
): Promise<readonly ExpiredEvaluation[]> {
  return queryable.query<ExpiredEvaluation>(`${SELECT[kind]} order by s.no limit $3`, [beforeMs, after, limit]);
}

const REMOVE: Readonly<Record<ExpiringEvaluation, string>> = {
  'evaluation-set': 'delete from evaluation_sets where no = $1 and deleted_ms < $2 returning no',
  'evaluation-records': 'delete from evaluation_records where set_no = $1 and deleted_ms < $2 returning no',
  scorer: 'delete from scorer_versions where scorer_no = $1 and deleted_ms < $2 returning version',
};

/** Removes of a set or a scorer what was deleted before a moment; returns how much that was. */
export async function removeEvaluationForGood(
  tx: Transaction,
  kind: ExpiringEvaluation,
  no: number,
  beforeMs: number,
): Promise<number> {
  const removed = (await tx.query(REMOVE[kind], [no, beforeMs])).length;
  if (kind === 'scorer')
    await tx.query(
      `delete from scorers s where s.no = $1 and s.deleted_ms < $2
         and not exists (select from scorer_versions v where v.scorer_no = s.no)`,
      [no, beforeMs],
    );
  return removed;
}
