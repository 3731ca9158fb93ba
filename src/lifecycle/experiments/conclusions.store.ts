import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Conclusion } from './conclusion.ts';

/** A run that a conclusion may rest on. */
export interface RunOfInitiative {
  readonly no: number;
  readonly id: string;
  readonly name: string;
  readonly experimentName: string;
}

/** Those of the runs that belong to experiments of an initiative. */
export async function findRunsOf(
  queryable: Queryable,
  initiativeNo: number,
  ids: readonly string[],
): Promise<readonly RunOfInitiative[]> {
  const rows = await queryable.query<{ no: number; id: string; name: string; experiment_name: string }>(
    `select r.no, r.id, r.name, e.name as experiment_name from runs r join experiments e on e.no = r.experiment_no
     where r.id = any($2) and e.initiative_no = $1`,
    [initiativeNo, ids],
  );
  return rows.map(({ experiment_name, ...run }) => ({ ...run, experimentName: experiment_name }));
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

/** The newest conclusions of an initiative with their runs. */
export async function listConclusions(
  queryable: Queryable,
  initiativeNo: number,
  limit: number,
): Promise<readonly Conclusion[]> {
  const rows = await queryable.query<{
    id: string;
    iteration: number;
    text: string;
    author_name: string;
    at: Date;
    runs: Conclusion['runs'];
  }>(
    `select c.id, c.iteration, c.text, c.author_name, c.at,
       (select coalesce(json_agg(json_build_object('id', r.id, 'name', r.name, 'experimentName', e.name)
          order by r.start_ms, r.id), '[]')
        from conclusion_runs l join runs r on r.no = l.run_no join experiments e on e.no = r.experiment_no
        where l.conclusion_id = c.id and e.initiative_no = c.initiative_no) as runs
     from conclusions c where c.initiative_no = $1 order by c.at desc, c.id desc limit $2`,
    [initiativeNo, limit],
  );
  return rows.map(({ author_name, at, ...rest }) => ({ ...rest, authorName: author_name, at: at.toISOString() }));
}
