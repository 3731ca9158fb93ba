import type { Transaction } from '../../platform/database/database.ts';
import { groupByKey, insertRows, type RowStamp, readByKey } from './bulk-rows.store.ts';
import { refuseLedger } from './ledger.errors.ts';
import type { RowAnswer } from './ledger.ts';
import type { PreparedRow, TableShape } from './tables.store.ts';

/**
 * Stores rows whose key may be taken once. The same key with the same body is a duplicate, with another body it is
 * refused; a key that comes twice in one delivery is answered as if its rows had come one after the other.
 */
export async function storeKeyedRows<Row>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  rows: readonly PreparedRow<Row>[],
): Promise<readonly RowAnswer[]> {
  const groups = groupByKey(shape, rows);
  const firsts = [...groups.values()].flatMap((group) => group.slice(0, 1));
  const stored = await insertRows(tx, shape, stamp, firsts);
  const taken = [...groups].flatMap(([key, group]) => (stored.has(key) ? [] : group.slice(0, 1)));
  const hashes = await readHashes(tx, shape, stamp, taken);
  return [...groups].flatMap(([key, group]) => {
    const [first] = group;
    if (!first) return [];
    if (!stored.has(key)) return group.map((prepared) => compareBodies(shape, prepared, hashes.get(key)));
    const rest = group.slice(1).map((prepared) => compareBodies(shape, prepared, first.bodyHash));
    return [{ index: first.index, status: 'stored' } satisfies RowAnswer, ...rest];
  });
}

/** Answers a row whose key is in the ledger already. */
export function compareBodies<Row>(
  shape: TableShape<Row>,
  prepared: PreparedRow<Row>,
  held: Buffer | undefined,
): RowAnswer {
  if (!held) throw new Error(`A key of ${shape.table} was neither free nor taken.`);
  if (held.equals(prepared.bodyHash)) return { index: prepared.index, status: 'duplicate' };
  return refusedRow(prepared.index, takenKey(shape, prepared.row));
}

/** The answer to a refused row: what happened, and what to do. */
export function refusedRow(index: number, problem: ReturnType<typeof refuseLedger>): RowAnswer {
  return { index, status: 'refused', code: problem.code, message: `${problem.message} ${problem.remedy}` };
}

function takenKey<Row>(shape: TableShape<Row>, row: Row): ReturnType<typeof refuseLedger> {
  return refuseLedger('LEDGER_KEY_TAKEN', { record: shape.record(row), advice: shape.advice });
}

async function readHashes<Row>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  rows: readonly PreparedRow<Row>[],
): Promise<ReadonlyMap<string, Buffer>> {
  const held = await readByKey<Row, { body_hash: Buffer }>(tx, shape, stamp.initiativeNo, rows, {
    columns: 'held.body_hash',
  });
  return new Map(held.map(({ key, found }) => [key, found.body_hash]));
}
