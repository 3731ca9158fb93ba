import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { DueCandidate } from './candidates.store.ts';
import { EXPECTATION_LIMITS } from './expectation-limits.ts';
import type { CandidateName, JudgedModel, JudgedState } from './judged-model.ts';
import { type Judgement, judgementSchema } from './judgement.schema.ts';
import type { KeptResult } from './model-report.ts';

interface JudgedRow {
  id: string;
  initiative_no: number;
  kind: JudgedModel['kind'];
  ref: string;
  dataset_id: string;
  data_version: number;
  revision: number;
  name: string;
  model_digest: string | null;
  data_digest: string | null;
  state: JudgedState;
  sentence: string | null;
  job_id: string | null;
  asked_at: Date;
  finished_at: Date | null;
}

/** Notes that a model is to be judged; false where another process was quicker. */
export async function insertJudged(tx: Transaction, id: string, due: DueCandidate, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `insert into judged_models (id, initiative_no, kind, ref, dataset_id, data_version, revision, name, state, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting', $9) on conflict do nothing returning id`,
    [id, due.initiativeNo, due.kind, due.ref, due.datasetId, due.dataVersion, due.revision, due.name, at],
  );
  return rows.length > 0;
}

/** Notes which job judges a model. */
export async function noteJob(tx: Transaction, id: string, jobId: string): Promise<void> {
  await tx.query('update judged_models set job_id = $2 where id = $1', [id, jobId]);
}

/** How a judging ended. */
export interface JudgedEnd {
  readonly state: Exclude<JudgedState, 'waiting'>;
  readonly sentence: string | null;
  readonly modelDigest: string | null;
  readonly dataDigest: string | null;
}

/** Ends a judging that is under way; false when it had ended. */
export async function endJudged(tx: Transaction, id: string, end: JudgedEnd, at: Date): Promise<boolean> {
  const rows = await tx.query(
    `update judged_models set state = $2, sentence = $3, model_digest = $4, data_digest = $5, job_id = null,
       finished_at = $6 where id = $1 and state = 'waiting' returning id`,
    [id, end.state, end.sentence, end.modelDigest, end.dataDigest, at],
  );
  return rows.length > 0;
}

/** One judging; null where there is none. */
export async function findJudged(queryable: Queryable, id: string): Promise<JudgedModel | null> {
  const [row] = await queryable.query<JudgedRow>('select * from judged_models where id = $1', [id]);
  return row ? read(row) : null;
}

/** The newest judging of each model and data set of an initiative, the newest model first; of the named models alone. */
export async function listJudged(
  queryable: Queryable,
  initiativeNo: number,
  named?: readonly CandidateName[],
): Promise<readonly JudgedModel[]> {
  const keys = named?.map(({ kind, ref }) => `${kind} ${ref}`) ?? null;
  const rows = await queryable.query<JudgedRow>(
    `select * from (
       select distinct on (kind, ref, dataset_id) * from judged_models
       where initiative_no = $1 and ($2::text[] is null or kind || ' ' || ref = any($2))
       order by kind, ref, dataset_id, no desc) newest
     order by no desc limit $3`,
    [initiativeNo, keys, EXPECTATION_LIMITS.listed],
  );
  return rows.map(read);
}

/** The numbers of the initiatives in which models were judged. */
export async function initiativesOfJudged(
  queryable: Queryable,
  named: readonly CandidateName[],
): Promise<readonly number[]> {
  const rows = await queryable.query<{ no: number }>(
    `select distinct initiative_no as no from judged_models where kind || ' ' || ref = any($1)`,
    [named.map(({ kind, ref }) => `${kind} ${ref}`)],
  );
  return rows.map(({ no }) => no);
}

/** Keeps how an expectation fared; what is known already stays as it is. */
export async function keepResult(
  tx: Transaction,
  key: ResultKey & { readonly expectationVersionId: string },
  judgement: Judgement,
  at: Date,
): Promise<void> {
  await tx.query(
    `insert into expectation_results (model_digest, expectation_version_id, data_digest, judgement, judged_at)
     values ($1, $2, $3, $4, $5) on conflict do nothing`,
    [key.modelDigest, key.expectationVersionId, key.dataDigest, JSON.stringify(judgement), at],
  );
}

/** What results are kept under, beside the expectation. */
export interface ResultKey {
  readonly modelDigest: string;
  readonly dataDigest: string;
}

/** What is known of a model and a version of the data, by the id of the expectation's version. */
export async function readResults(
  queryable: Queryable,
  { modelDigest, dataDigest }: ResultKey,
): Promise<ReadonlyMap<string, KeptResult>> {
  const rows = await queryable.query<{ id: string; judgement: unknown; judged_at: Date }>(
    `select expectation_version_id as id, judgement, judged_at from expectation_results
     where model_digest = $1 and data_digest = $2`,
    [modelDigest, dataDigest],
  );
  return new Map(
    rows.map(({ id, judgement, judged_at: judgedAt }) => [
      id,
      { judgement: judgementSchema.parse(judgement), judgedAt },
    ]),
  );
}

/**
 * Whether everything that is expected now was judged on some model of the initiative, whatever came of it; false while
 * nothing is expected. What the results mean is for those who review.
 */
export async function isChecked(queryable: Queryable, initiativeNo: number): Promise<boolean> {
  const [row] = await queryable.query<{ checked: boolean | null }>(
    `select bool_and(exists (
         select from judged_models j join expectation_results r
           on r.model_digest = j.model_digest and r.data_digest = j.data_digest
         where j.initiative_no = $1 and r.expectation_version_id = v.id)) as checked
     from expectations x join lateral (
       select * from expectation_versions where expectation_id = x.id order by version desc limit 1) v
       on not v.is_retired
     where x.initiative_no = $1`,
    [initiativeNo],
  );
  return row?.checked ?? false;
}

function read(row: JudgedRow): JudgedModel {
  return {
    id: row.id,
    initiativeNo: row.initiative_no,
    kind: row.kind,
    ref: row.ref,
    datasetId: row.dataset_id,
    dataVersion: row.data_version,
    revision: row.revision,
    name: row.name,
    modelDigest: row.model_digest,
    dataDigest: row.data_digest,
    state: row.state,
    sentence: row.sentence,
    jobId: row.job_id,
    askedAt: row.asked_at,
    finishedAt: row.finished_at,
  };
}
