import type { Queryable } from '../../platform/database/queryable.ts';
import type { CheckOutcome } from '../../platform/tables/tables.schema.ts';
import type { By } from './dataset.ts';
import type { CheckRule, DatasetCheck } from './dataset-check.ts';
import type { ColumnEntry } from './dictionary.ts';

/** An entry with who wrote it. */
export interface StoredEntry extends ColumnEntry {
  readonly changedBy: string;
  readonly changedAt: Date;
}

/** What the columns of a data set mean. */
export async function readEntries(queryable: Queryable, datasetId: string): Promise<readonly StoredEntry[]> {
  const rows = await queryable.query<{
    name: string;
    entry: Omit<ColumnEntry, 'name'>;
    changed_by_name: string;
    changed_at: Date;
  }>('select name, entry, changed_by_name, changed_at from dataset_columns where dataset_id = $1 order by name', [
    datasetId,
  ]);
  return rows.map(({ name, entry, changed_by_name, changed_at }) => ({
    name,
    ...entry,
    changedBy: changed_by_name,
    changedAt: changed_at,
  }));
}

/** Stores what columns mean; replaces what was said of them. */
export async function storeEntries(
  queryable: Queryable,
  datasetId: string,
  entries: readonly ColumnEntry[],
  by: By,
  at: Date,
): Promise<void> {
  for (const { name, ...entry } of entries) {
    await queryable.query(
      `insert into dataset_columns (dataset_id, name, entry, changed_by, changed_by_name, changed_at)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (dataset_id, name) do update set entry = $3, changed_by = $4, changed_by_name = $5, changed_at = $6`,
      [datasetId, name, JSON.stringify(entry), by.accountId, by.name, at],
    );
  }
}

/** A check to be stored. */
export interface NewCheck {
  readonly id: string;
  readonly datasetId: string;
  readonly name: string;
  readonly rule: CheckRule;
  readonly by: By;
  readonly at: Date;
}

/** Stores a check. */
export async function insertCheck(queryable: Queryable, check: NewCheck): Promise<void> {
  await queryable.query(
    `insert into dataset_checks (id, dataset_id, name, rule, created_by, created_by_name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [check.id, check.datasetId, check.name, JSON.stringify(check.rule), check.by.accountId, check.by.name, check.at],
  );
}

/** Takes a check out of force; its results stay. False when none of this id is in force. */
export async function removeCheck(queryable: Queryable, datasetId: string, id: string, at: Date): Promise<boolean> {
  const rows = await queryable.query(
    'update dataset_checks set removed_at = $3 where id = $2 and dataset_id = $1 and removed_at is null returning id',
    [datasetId, id, at],
  );
  return rows.length > 0;
}

/** The checks in force, oldest first, with what they found in a version. */
export async function listChecks(
  queryable: Queryable,
  datasetId: string,
  versionId: string | null,
): Promise<readonly DatasetCheck[]> {
  return queryable.query<DatasetCheck>(
    `select c.id, c.name, c.rule, c.created_by_name as "createdBy", c.created_at as "createdAt", r.outcome
     from dataset_checks c left join dataset_check_results r on r.check_id = c.id and r.version_id = $2
     where c.dataset_id = $1 and c.removed_at is null order by c.created_at, c.id`,
    [datasetId, versionId],
  );
}

/** Stores what a check found in a version; replaces what was found before. */
export async function storeOutcome(
  queryable: Queryable,
  checkId: string,
  versionId: string,
  outcome: CheckOutcome,
  at: Date,
): Promise<void> {
  await queryable.query(
    `insert into dataset_check_results (check_id, version_id, outcome, at) values ($1, $2, $3, $4)
     on conflict (check_id, version_id) do update set outcome = $3, at = $4`,
    [checkId, versionId, JSON.stringify(outcome), at],
  );
}
