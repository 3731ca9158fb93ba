import { type JSONColumnType, sql } from 'kysely';
import { z } from 'zod';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';

interface MoveTables {
  playbook_moves: {
    initiative_no: number;
    number: number;
    from_playbook: string;
    to_playbook: string;
    reason: string;
    changes: JSONColumnType<object>;
    moved_by: string;
    moved_by_name: string;
    moved_at: Date;
  };
}

/** A move of an initiative to another version of a playbook, with what it changed, in sentences. */
export interface RecordedMove {
  readonly from: string;
  readonly to: string;
  readonly reason: string;
  readonly changes: readonly string[];
  readonly movedByName: string;
  readonly movedAt: Date;
}

const changesSchema = z.array(z.string());

/** The most moves that are shown. */
const SHOWN = 50;

/** The moves of an initiative, the newest first. */
export async function movesOf(queryable: Queryable, initiativeNo: number): Promise<readonly RecordedMove[]> {
  const rows = await queryable
    .tables<MoveTables>()
    .selectFrom('playbook_moves')
    .selectAll()
    .where('initiative_no', '=', initiativeNo)
    .orderBy('number', 'desc')
    .limit(SHOWN)
    .execute();
  return rows.map((row) => ({
    from: row.from_playbook,
    to: row.to_playbook,
    reason: row.reason,
    changes: changesSchema.parse(row.changes),
    movedByName: row.moved_by_name,
    movedAt: row.moved_at,
  }));
}

/** Stores a move for good, under the next number of its initiative. */
export async function insertMove(
  tx: Transaction,
  initiativeNo: number,
  move: RecordedMove & { readonly movedBy: string },
): Promise<void> {
  await sql`
    insert into playbook_moves
      (initiative_no, number, from_playbook, to_playbook, reason, changes, moved_by, moved_by_name, moved_at)
    select ${initiativeNo}, coalesce(max(number), 0) + 1, ${move.from}, ${move.to}, ${move.reason},
      ${JSON.stringify(move.changes)}::json, ${move.movedBy}, ${move.movedByName}, ${move.movedAt}
    from playbook_moves where initiative_no = ${initiativeNo}`.execute(tx.tables());
}
