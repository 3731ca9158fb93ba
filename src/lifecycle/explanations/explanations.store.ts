import type { Queryable } from '../../platform/database/queryable.ts';
import { type Judgement, type JudgementVerdict, type Overview, overviewSchema } from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';

/** The way in which this code looks at a model as a whole. Count it up when `modelOverview` gives something else. */
const WAY = 1;

/** What is known of a model as a whole; null while nobody asked. */
export async function findOverview(queryable: Queryable, trainingId: string): Promise<Overview | null> {
  const [row] = await queryable.query<{ overview: unknown }>(
    'select overview from explanation_overviews where training_id = $1 and way = $2',
    [trainingId, WAY],
  );
  return row ? overviewSchema.parse(row.overview) : null;
}

/** Keeps what is known of a model as a whole; whoever comes second keeps nothing, because it is the same. */
export async function keepOverview(
  queryable: Queryable,
  trainingId: string,
  overview: Overview,
  at: Date,
): Promise<void> {
  await queryable.query(
    `insert into explanation_overviews (training_id, way, overview, made_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [trainingId, WAY, JSON.stringify(overview), at],
  );
}

/** Stores what an expert said about a point of a curve of a model. */
export async function insertJudgement(
  queryable: Queryable,
  model: { readonly initiativeNo: number; readonly trainingId: string; readonly digest: string },
  { id, column, value, mean, verdict, remark, by, at, threadId }: Judgement,
): Promise<void> {
  await queryable.query(
    `insert into curve_judgements (id, initiative_no, training_id, model_digest, column_name, value, mean, verdict, remark,
       said_by, said_by_name, said_at, thread_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      id,
      model.initiativeNo,
      model.trainingId,
      model.digest,
      column,
      JSON.stringify(value),
      mean,
      verdict,
      remark,
      by.accountId,
      by.name,
      at,
      threadId,
    ],
  );
}

interface JudgementRow {
  readonly id: string;
  readonly column_name: string;
  readonly value: number | string;
  readonly mean: number;
  readonly verdict: JudgementVerdict;
  readonly remark: string | null;
  readonly said_by: string;
  readonly said_by_name: string;
  readonly said_at: Date;
  readonly thread_id: string | null;
}

/** What was said about the curves of a model, the oldest first. */
export async function listJudgements(
  queryable: Queryable,
  trainingId: string,
  digest: string,
): Promise<readonly Judgement[]> {
  const rows = await queryable.query<JudgementRow>(
    'select * from curve_judgements where training_id = $1 and model_digest = $2 order by no limit $3',
    [trainingId, digest, EXPLANATION_LIMITS.judgements],
  );
  return rows.map((row) => ({
    id: row.id,
    column: row.column_name,
    value: row.value,
    mean: row.mean,
    verdict: row.verdict,
    remark: row.remark,
    by: { accountId: row.said_by, name: row.said_by_name },
    at: row.said_at,
    threadId: row.thread_id,
  }));
}
