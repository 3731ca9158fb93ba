import type { Queryable } from '../../platform/database/queryable.ts';
import { PARENT_TAG } from './lineage.ts';
import { toModelStatus } from './logged-models.store.ts';
import { INDEXED_CHARACTERS } from './run-conditions.store.ts';

/** How many active runs of the same experiment name a run as the one that they are part of, by its number; none has no entry. */
export async function countChildren(
  queryable: Queryable,
  runNos: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const rows = await queryable.query<{ no: number; count: number }>(
    `select p.no, count(*)::int as count from runs p
       join run_tags t on t.key_no = (select no from logged_keys where key = $2)
         and t.value collate "C" = p.id and length(t.value) <= ${INDEXED_CHARACTERS}
       join runs c on c.no = t.run_no and c.experiment_no = p.experiment_no and c.deleted_ms is null
     where p.no = any($1) group by p.no`,
    [runNos, PARENT_TAG],
  );
  return new Map(rows.map(({ no, count }) => [no, count]));
}

/** The names of runs of an experiment by their id, as far as they exist there. */
export async function readRunNames(
  queryable: Queryable,
  experimentNo: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await queryable.query<{ id: string; name: string }>(
    'select id, name from runs where experiment_no = $1 and id = any($2)',
    [experimentNo, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** A logged model that a run read or made. */
export interface ModelOfRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

/** Logged models of an experiment by their id, as far as they exist there. */
export async function readModelsOf(
  queryable: Queryable,
  experimentNo: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ModelOfRun>> {
  const rows = await queryable.query<Omit<ModelOfRun, 'status'> & { readonly status: number }>(
    'select id, name, status from logged_models where experiment_no = $1 and id = any($2) and deleted_ms is null',
    [experimentNo, ids],
  );
  return new Map(rows.map((row) => [row.id, { ...row, status: toModelStatus(row.status) }]));
}
