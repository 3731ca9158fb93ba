import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

interface RetirementTables {
  playbook_retirements: {
    key: string;
    reason: string;
    retired_by: string;
    retired_by_name: string;
    retired_at: Date;
  };
}

/** That a playbook is not offered any more: since when, by whom and why. */
export interface PlaybookRetirement {
  readonly key: string;
  readonly reason: string;
  readonly retiredByName: string;
  readonly retiredAt: Date;
}

/** The retired playbooks, at most one row for each. */
export async function retirements(queryable: Queryable): Promise<readonly PlaybookRetirement[]> {
  const rows = await queryable.tables<RetirementTables>().selectFrom('playbook_retirements').selectAll().execute();
  return rows.map(toRetirement);
}

/** Whether and why a playbook is retired; `null` while it is offered. */
export async function findRetirement(queryable: Queryable, key: string): Promise<PlaybookRetirement | null> {
  const db = queryable.tables<RetirementTables>();
  const row = await db.selectFrom('playbook_retirements').selectAll().where('key', '=', key).executeTakeFirst();
  return row ? toRetirement(row) : null;
}

/** Retires a playbook that is offered until now. */
export async function insertRetirement(
  tx: Transaction,
  retirement: PlaybookRetirement & { readonly retiredBy: string },
): Promise<void> {
  await tx
    .tables<RetirementTables>()
    .insertInto('playbook_retirements')
    .values({
      key: retirement.key,
      reason: retirement.reason,
      retired_by: retirement.retiredBy,
      retired_by_name: retirement.retiredByName,
      retired_at: retirement.retiredAt,
    })
    .execute();
}

/** Offers a playbook again. */
export async function removeRetirement(tx: Transaction, key: string): Promise<void> {
  await tx.tables<RetirementTables>().deleteFrom('playbook_retirements').where('key', '=', key).execute();
}

function toRetirement(row: RetirementTables['playbook_retirements']): PlaybookRetirement {
  return { key: row.key, reason: row.reason, retiredByName: row.retired_by_name, retiredAt: row.retired_at };
}
