import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Conclusion } from './conclusion.ts';
import { TRACKING_LIMITS } from './tracking-limits.ts';

/** A run that a conclusion may rest on. */
export interface RunOfInitiative {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly experimentId: string;
  readonly experimentName: string;
}

/** Those of the runs that belong to experiments of an initiative. */
export async function findRunsOf(
  queryable: Queryable,
  initiativeNo: number,
  ids: readonly string[],
): Promise<readonly RunOfInitiative[]> {
  return queryable.query<RunOfInitiative>(
    `select r.no, r.id, r.name, e.no::text as "experimentId", e.name as "experimentName" from runs r join experiments e on e.no = r.experiment_no
     where r.id = any($2) and e.initiative_no = $1`,
    [initiativeNo, ids],
  );
}

/** Stores a conclusion with the runs that it rests on. */
export async function insertConclusion(
  tx: Transaction,
  initiativeNo: number,
  conclusion: Omit<Conclusion, 'runs' | 'at'> & { readonly authorId: string; readonly at: Date },
  runNos: readonly number[],
): Promise<void> {
  await tx.query(
    `insert into conclusions (id, initiative_no, iteration, text, author_id, author_name, at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      conclusion.id,
      initiativeNo,
      conclusion.iteration,
      conclusion.text,
      conclusion.authorId,
      conclusion.authorName,
      conclusion.at,
    ],
  );
  await tx.query('insert into conclusion_runs (conclusion_id, run_no) select $1, unnest($2::bigint[])', [
    conclusion.id,
    runNos,
  ]);
}

interface ConclusionRow {
  readonly id: string;
  readonly iteration: number;
  readonly text: string;
  readonly author_name: string;
  readonly at: Date;
  readonly runs: Conclusion['runs'];
}

const CONCLUSION = `select c.id, c.iteration, c.text, c.author_name, c.at,
    (select coalesce(json_agg(json_build_object('id', r.id, 'name', r.name, 'experimentId', e.no::text,
       'experimentName', e.name) order by r.start_ms, r.id), '[]')
     from conclusion_runs l join runs r on r.no = l.run_no join experiments e on e.no = r.experiment_no
     where l.conclusion_id = c.id and e.initiative_no = c.initiative_no) as runs
  from conclusions c where c.initiative_no = $1`;

/** The newest conclusions of an initiative with their runs. */
export async function listConclusions(
  queryable: Queryable,
  initiativeNo: number,
  limit: number,
): Promise<readonly Conclusion[]> {
  const rows = await queryable.query<ConclusionRow>(`${CONCLUSION} order by c.at desc, c.id desc limit $2`, [
    initiativeNo,
    limit,
  ]);
  return rows.map(toConclusion);
}

/** The conclusions of an initiative that rest on a run, the newest first. */
export async function listConclusionsOn(
  queryable: Queryable,
  initiativeNo: number,
  runNo: number,
): Promise<readonly Conclusion[]> {
  const rows = await queryable.query<ConclusionRow>(
    `${CONCLUSION} and exists (select from conclusion_runs o where o.conclusion_id = c.id and o.run_no = $2)
     order by c.at desc, c.id desc limit ${TRACKING_LIMITS.listedConclusions}`,
    [initiativeNo, runNo],
  );
  return rows.map(toConclusion);
}

function toConclusion({ author_name, at, ...rest }: ConclusionRow): Conclusion {
  return { ...rest, authorName: author_name, at: at.toISOString() };
}
