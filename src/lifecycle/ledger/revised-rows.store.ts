import type { Transaction } from '../../platform/database/database.ts';
import { groupByKey, insertRows, type RowStamp, readByKey, supersedeRows } from './bulk-rows.store.ts';
import { compareBodies } from './keyed-rows.store.ts';
import type { RowAnswer } from './ledger.ts';
import type { PreparedRow, TableShape } from './tables.store.ts';

interface Revised {
  readonly revision: number;
}

/** One record of the delivery: the first row of each of its revisions, by revision. */
type Revisions<Row> = ReadonlyMap<number, PreparedRow<Row>>;

/** What the ledger holds of one record. */
interface Held {
  /** The revision in force. */
  readonly current: number;
  /** Hashes of the held revisions that the delivery has too. */
  readonly hashes: ReadonlyMap<number, Buffer>;
}

const MOST_ROUNDS = 10;

/**
 * Stores rows with revisions: the highest revision of a record is in force, whatever the order of arrival. A lower one
 * that arrives late is kept, superseded from the moment it was recorded, so that no as-of date ever shows it. The same
 * revision with another body is refused.
 */
export async function storeRevisedRows<Row extends Revised>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  rows: readonly PreparedRow<Row>[],
): Promise<readonly RowAnswer[]> {
  const groups = groupByKey(shape, rows);
  let pending = new Map([...groups].map(([key, group]) => [key, firstOfEachRevision(group)]));
  const held = new Map<string, Held>();
  for (let round = 0; pending.size > 0; round += 1) {
    if (round === MOST_ROUNDS) throw new Error(`Records of ${shape.table} changed faster than they could be stored.`);
    const isNew = await insertRows(tx, shape, stamp, [...pending.values()].map(highest), null);
    const lower = [...pending].flatMap(([key, revisions]) => (isNew.has(key) ? belowHighest(revisions) : []));
    await insertRows(tx, shape, stamp, lower, stamp.recordedAt);
    const known = new Map([...pending].filter(([key]) => !isNew.has(key)));
    const found = await readHeld(tx, shape, stamp, known);
    await reviseKnown(tx, shape, stamp, known, found);
    for (const [key, one] of found) held.set(key, one);
    // A record whose current revision was replaced while we waited for it shows none; look again.
    pending = new Map([...known].filter(([key]) => !found.has(key)));
  }
  return [...groups].flatMap(([key, group]) => answerRecord(shape, group, held.get(key)?.hashes ?? new Map()));
}

function answerRecord<Row extends Revised>(
  shape: TableShape<Row>,
  group: readonly PreparedRow<Row>[],
  held: ReadonlyMap<number, Buffer>,
): readonly RowAnswer[] {
  const hashes = new Map(held);
  return group.map((prepared): RowAnswer => {
    const { revision } = prepared.row;
    if (hashes.has(revision)) return compareBodies(shape, prepared, hashes.get(revision));
    hashes.set(revision, prepared.bodyHash);
    return { index: prepared.index, status: 'stored' };
  });
}

/** Reads, and locks, the revision in force of records that the ledger has, with the hashes to compare. */
async function readHeld<Row extends Revised>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  known: ReadonlyMap<string, Revisions<Row>>,
): Promise<ReadonlyMap<string, Held>> {
  const one = [...known.values()].map(highest);
  const current = await readByKey<Row, { revision: number }>(tx, shape, stamp.initiativeNo, one, {
    columns: 'held.revision',
    condition: 'and held.superseded_at is null',
    lock: true,
  });
  const all = await readByKey<Row, { revision: number; body_hash: Buffer }>(tx, shape, stamp.initiativeNo, one, {
    columns: 'held.revision, held.body_hash',
  });
  const hashes = new Map<string, Map<number, Buffer>>();
  for (const { key, found } of all) {
    const record = hashes.get(key) ?? new Map<number, Buffer>();
    hashes.set(key, record.set(found.revision, found.body_hash));
  }
  return new Map(
    current.map(({ key, found }) => [key, { current: found.revision, hashes: hashes.get(key) ?? new Map() }]),
  );
}

/** Stores the new revisions of records that the ledger has; a higher one supersedes what was in force. */
async function reviseKnown<Row extends Revised>(
  tx: Transaction,
  shape: TableShape<Row>,
  stamp: RowStamp,
  known: ReadonlyMap<string, Revisions<Row>>,
  held: ReadonlyMap<string, Held>,
): Promise<void> {
  const winners: PreparedRow<Row>[] = [];
  const late: PreparedRow<Row>[] = [];
  for (const [key, one] of held) {
    const revisions = known.get(key);
    if (!revisions) continue;
    const top = highest(revisions);
    for (const [revision, prepared] of revisions) {
      if (one.hashes.has(revision)) continue;
      (prepared === top && revision > one.current ? winners : late).push(prepared);
    }
  }
  await supersedeRows(tx, shape, stamp, winners);
  await insertRows(tx, shape, stamp, winners, null);
  await insertRows(tx, shape, stamp, late, stamp.recordedAt);
}

function firstOfEachRevision<Row extends Revised>(group: readonly PreparedRow<Row>[]): Revisions<Row> {
  const revisions = new Map<number, PreparedRow<Row>>();
  for (const prepared of group) {
    if (!revisions.has(prepared.row.revision)) revisions.set(prepared.row.revision, prepared);
  }
  return revisions;
}

function highest<Row>(revisions: Revisions<Row>): PreparedRow<Row> {
  const top = revisions.get(Math.max(...revisions.keys()));
  if (!top) throw new RangeError('A record without a revision.');
  return top;
}

function belowHighest<Row>(revisions: Revisions<Row>): readonly PreparedRow<Row>[] {
  const top = highest(revisions);
  return [...revisions.values()].filter((prepared) => prepared !== top);
}
