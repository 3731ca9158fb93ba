import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { SavedView } from './saved-view.ts';

const COLUMNS = `id, name, columns, filter, order_by as "orderBy", is_grouped as "isGrouped", has_curves as "hasCurves",
  saved_by as "savedBy", saved_by_name as "savedByName"`;

/** The views of an experiment by name. */
export async function listViews(queryable: Queryable, experimentNo: number): Promise<readonly SavedView[]> {
  return queryable.query<SavedView>(
    `select ${COLUMNS} from saved_views where experiment_no = $1 order by lower(name), id`,
    [experimentNo],
  );
}

/** The views of an experiment while nobody else can save or remove one. */
export async function holdViews(tx: Transaction, experimentNo: number): Promise<readonly SavedView[]> {
  await tx.query('select from experiments where no = $1 for no key update', [experimentNo]);
  return listViews(tx, experimentNo);
}

/** Stores a view, or replaces the one with its id. */
export async function storeView(tx: Transaction, experimentNo: number, view: SavedView, at: Date): Promise<void> {
  await tx.query(
    `insert into saved_views (id, experiment_no, name, columns, filter, order_by, is_grouped, has_curves, saved_by,
       saved_by_name, saved_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set name = excluded.name, columns = excluded.columns, filter = excluded.filter,
       order_by = excluded.order_by, is_grouped = excluded.is_grouped, has_curves = excluded.has_curves,
       saved_at = excluded.saved_at`,
    [
      view.id,
      experimentNo,
      view.name,
      [...view.columns],
      view.filter,
      view.orderBy,
      view.isGrouped,
      view.hasCurves,
      view.savedBy,
      view.savedByName,
      at,
    ],
  );
}

/** Removes a view. */
export async function deleteView(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from saved_views where id = $1', [id]);
}
