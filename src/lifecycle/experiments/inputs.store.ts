import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Dataset, DatasetInput } from './run.ts';

/** The tag of a data set that says what a run used it for. */
const CONTEXT_TAG = 'mlflow.data.context';

/** Links data sets to a run. One that is linked already stays as it was; a data set is stored once per experiment. */
export async function linkDatasets(
  tx: Transaction,
  run: { readonly no: number; readonly experimentNo: number },
  inputs: readonly DatasetInput[],
): Promise<void> {
  const inOrder = [...inputs].sort((a, b) => (identity(a.dataset) < identity(b.dataset) ? -1 : 1));
  for (const { dataset, tags } of inOrder) {
    const datasetNo = await datasetNoOf(tx, run.experimentNo, dataset);
    const context = tags.find(({ key }) => key === CONTEXT_TAG)?.value ?? null;
    await tx.query(
      `insert into run_datasets (run_no, dataset_no, context, tags) values ($1, $2, $3, $4) on conflict do nothing`,
      [run.no, datasetNo, context, JSON.stringify(tags)],
    );
  }
}

function identity({ name, digest }: Dataset): string {
  return JSON.stringify([name, digest]);
}

async function datasetNoOf(tx: Transaction, experimentNo: number, dataset: Dataset): Promise<number> {
  const find = 'select no from logged_datasets where experiment_no = $1 and name = $2 and digest = $3';
  const key = [experimentNo, dataset.name, dataset.digest];
  const [known] = await tx.query<{ no: number }>(find, key);
  if (known) return known.no;
  const [made] = await tx.query<{ no: number }>(
    `insert into logged_datasets as d (experiment_no, name, digest, source_type, source, schema, profile)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (experiment_no, name, digest) do update set name = d.name returning no`,
    [...key, dataset.sourceType, dataset.source, dataset.schema, dataset.profile],
  );
  if (!made) throw new Error('The data set was not stored.');
  return made.no;
}

/** Links models to a run, as what it read or as what it made. */
export async function linkModels(
  tx: Transaction,
  runNo: number,
  direction: 'input' | 'output',
  models: readonly { readonly modelId: string; readonly step: number }[],
): Promise<void> {
  if (models.length === 0) return;
  await tx.query(
    `insert into run_models (run_no, direction, model_id, step)
     select $1, $2, * from unnest($3::text[], $4::bigint[]) given (model_id, step) order by model_id, step
     on conflict do nothing`,
    [runNo, direction, models.map(({ modelId }) => modelId), models.map(({ step }) => step)],
  );
}

/** A data set as a list shows it: in which experiment it was used, and for what. */
export interface DatasetSummary {
  readonly experimentNo: number;
  readonly name: string;
  readonly digest: string;
  readonly context: string | null;
}

/** The data sets that runs of experiments used, each use once. */
export async function listDatasets(
  queryable: Queryable,
  experimentNos: readonly number[],
  limit: number,
): Promise<readonly DatasetSummary[]> {
  const rows = await queryable.query<{ experiment_no: number; name: string; digest: string; context: string | null }>(
    `select distinct d.experiment_no, d.name, d.digest, i.context
     from logged_datasets d join run_datasets i on i.dataset_no = d.no join runs r on r.no = i.run_no
     where d.experiment_no = any($1) and r.deleted_ms is null
     order by d.experiment_no, d.name, d.digest, i.context limit $2`,
    [experimentNos, limit],
  );
  return rows.map(({ experiment_no, ...rest }) => ({ experimentNo: experiment_no, ...rest }));
}
