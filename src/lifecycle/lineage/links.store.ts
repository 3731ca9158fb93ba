import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import { LINEAGE_LIMITS } from './lineage-limits.ts';
import type { DependentDataset } from './source-views.ts';

/** A data set of ours is made from a table that events tell of. */
export interface DatasetSource {
  readonly datasetId: string;
  readonly tableNo: number;
  readonly linkedByName: string;
  readonly linkedAt: Date;
}

/** A data set as linking needs it. */
export interface LinkableDataset {
  readonly id: string;
  readonly name: string;
  readonly fileName: string | null;
  /** Columns of its newest version that can be used. */
  readonly columns: readonly string[];
}

/** A data set of an initiative, with what its newest version looks like. */
export async function findLinkable(
  queryable: Queryable,
  initiativeNo: number,
  datasetId: string,
): Promise<LinkableDataset | null> {
  const [row] = await queryable.query<LinkableDataset>(
    `select d.id, d.name, v.file_name as "fileName",
       coalesce((select json_agg(c ->> 'name') from jsonb_array_elements(v.contents -> 'columns') c), '[]') as columns
     from datasets d
     left join lateral (select file_name, contents from dataset_versions v
       where v.dataset_id = d.id and v.state = 'ready' order by v.number desc limit 1) v on true
     where d.initiative_no = $1 and d.id = $2`,
    [initiativeNo, datasetId],
  );
  return row ?? null;
}

/** The sources of some data sets. */
export async function sourcesOf(
  queryable: Queryable,
  datasetIds: readonly string[],
): Promise<readonly DatasetSource[]> {
  if (datasetIds.length === 0) return [];
  return queryable.query<DatasetSource>(
    `select dataset_id as "datasetId", table_no as "tableNo", linked_by_name as "linkedByName", linked_at as "linkedAt"
     from dataset_sources where dataset_id = any($1::uuid[]) order by dataset_id, linked_at, table_no`,
    [datasetIds],
  );
}

/** Links a data set to a source; says whether it was new, or too many. */
export async function insertLink(
  tx: Transaction,
  datasetId: string,
  tableNo: number,
  by: { readonly accountId: string; readonly name: string },
  at: Date,
): Promise<'linked' | 'was-linked' | 'too-many'> {
  await tx.query('select from datasets where id = $1 for update', [datasetId]);
  const linked = await sourcesOf(tx, [datasetId]);
  if (linked.some((link) => link.tableNo === tableNo)) return 'was-linked';
  if (linked.length >= LINEAGE_LIMITS.links) return 'too-many';
  await tx.query(
    `insert into dataset_sources (dataset_id, table_no, linked_by, linked_by_name, linked_at)
     values ($1, $2, $3, $4, $5)`,
    [datasetId, tableNo, by.accountId, by.name, at],
  );
  return 'linked';
}

/** Ends a link; false when there was none. */
export async function removeLink(tx: Transaction, datasetId: string, tableNo: number): Promise<boolean> {
  const rows = await tx.query(
    'delete from dataset_sources where dataset_id = $1 and table_no = $2 returning dataset_id',
    [datasetId, tableNo],
  );
  return rows.length > 0;
}

/** The data sets that are made from one of some tables, of those initiatives `i` alone that a rule lets through. */
export async function dependentDatasets(
  queryable: Queryable,
  tableNos: readonly number[],
  isVisible: RawBuilder<boolean>,
): Promise<readonly DependentDataset[]> {
  if (tableNos.length === 0) return [];
  const { rows } = await sql<DependentDataset>`
    select d.id as "datasetId", d.name as "datasetName", s.table_no as "tableNo", i.id as "initiativeId", i.slug, i.name as "initiativeName"
    from dataset_sources s join datasets d on d.id = s.dataset_id join initiatives i on i.no = d.initiative_no
    where s.table_no = any(${[...tableNos]}::bigint[]) and ${isVisible}
    order by i.no, d.name, s.table_no limit ${LINEAGE_LIMITS.followed}`.execute(queryable.tables());
  return rows;
}
