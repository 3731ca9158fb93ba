import type { Queryable, Transaction } from '../../platform/database/database.ts';
import type { Arm } from '../actions/index.ts';
import { groupByKey, insertRows, type RowStamp, readByKey } from './bulk-rows.store.ts';
import { compareBodies } from './keyed-rows.store.ts';
import type { AssignmentRow, RowAnswer } from './ledger.ts';
import { type PreparedRow, TABLES } from './tables.store.ts';

/** What another arm than the stored one means: a contradiction to be marked, or a draw that came second. */
export type OtherArm = 'mix' | 'keep';

/** What storing assignments changed, beside the answers. */
export interface StoredAssignments {
  readonly answers: readonly RowAnswer[];
  /** Arms of units that had none. */
  readonly newArms: readonly Arm[];
  /** Arms of units that were not mixed and are now. */
  readonly newlyMixed: readonly Arm[];
}

/** A unit's assignment in force. */
interface Standing {
  readonly arm: string;
  readonly assignedAt: Date;
  readonly mixedAt: Date | null;
  readonly bodyHash: Buffer;
}

type Prepared = PreparedRow<AssignmentRow>;

const SHAPE = TABLES.assignments;
const MOST_ROUNDS = 10;

/**
 * Stores assignments of one phase. The first arm of a unit stays. Another arm later marks the unit as mixed and is kept
 * beside it; it counts in neither arm from then on. The same arm again is a duplicate, unless it is dated earlier: then
 * the anchor moves to the earlier date, so that the order of delivery does not matter.
 */
export async function storeAssignments(
  tx: Transaction,
  stamp: RowStamp,
  rows: readonly Prepared[],
  otherArm: OtherArm,
): Promise<StoredAssignments> {
  const groups = groupByKey(SHAPE, rows);
  const { standings, opened } = await openUnits(tx, stamp, groups);
  const answers: RowAnswer[] = [];
  const moved: Prepared[] = [];
  const contradicting: Prepared[] = [];
  for (const [key, group] of groups) {
    const before = standings.get(key);
    if (!before) throw new Error('A unit was neither assigned nor free.');
    let now = before;
    let mover: Prepared | undefined;
    for (const prepared of group) {
      if (prepared === opened.get(key)) {
        answers.push({ index: prepared.index, status: 'stored' });
        continue;
      }
      const answer = answerAgain(prepared, now, otherArm);
      answers.push(answer);
      if (answer.status === 'mixed') contradicting.push(prepared);
      if (answer.status === 'stored') {
        now = { ...now, assignedAt: new Date(prepared.row.assignedAt), bodyHash: prepared.bodyHash };
        mover = prepared;
      }
    }
    if (mover) moved.push(mover);
  }
  await moveAnchors(tx, stamp, moved);
  const newlyMixed = await mixUnits(tx, stamp, contradicting);
  return { answers, newArms: [...opened.values()].map(({ row }) => row.arm), newlyMixed };
}

/** The answer to an assignment of a unit that has one. */
function answerAgain(prepared: Prepared, held: Standing, otherArm: OtherArm): RowAnswer {
  const { index, row } = prepared;
  const since = held.assignedAt.toISOString();
  if (row.arm !== held.arm) {
    const message = `Unit "${row.unitId}" keeps its first arm, "${held.arm}", which it has since ${since}.`;
    return otherArm === 'keep'
      ? { index, status: 'duplicate', message }
      : { index, status: 'mixed', message: `${message} It now counts in neither arm; find out why it was in two.` };
  }
  const difference = Date.parse(row.assignedAt) - held.assignedAt.getTime();
  if (difference === 0) return compareBodies(SHAPE, prepared, held.bodyHash);
  if (difference < 0) return { index, status: 'stored' };
  return { index, status: 'duplicate', message: `Unit "${row.unitId}" has this arm since ${since}; the first counts.` };
}

/** Locks the assignments in force of all units, and gives the units without one the first that was delivered. */
async function openUnits(
  tx: Transaction,
  stamp: RowStamp,
  groups: ReadonlyMap<string, readonly Prepared[]>,
): Promise<{ readonly standings: ReadonlyMap<string, Standing>; readonly opened: ReadonlyMap<string, Prepared> }> {
  const standings = new Map<string, Standing>();
  const opened = new Map<string, Prepared>();
  for (let round = 0; round < MOST_ROUNDS && standings.size < groups.size; round += 1) {
    const waiting = firstsWithout(groups, standings);
    for (const [key, standing] of await lockStandings(tx, stamp, waiting)) standings.set(key, standing);
    const free = firstsWithout(groups, standings);
    const stored = await insertRows(tx, SHAPE, stamp, free, null);
    for (const key of stored) {
      const [first] = groups.get(key) ?? [];
      if (!first) continue;
      opened.set(key, first);
      const { arm, assignedAt } = first.row;
      standings.set(key, { arm, assignedAt: new Date(assignedAt), mixedAt: null, bodyHash: first.bodyHash });
    }
  }
  return { standings, opened };
}

function firstsWithout(
  groups: ReadonlyMap<string, readonly Prepared[]>,
  standings: ReadonlyMap<string, Standing>,
): readonly Prepared[] {
  return [...groups].flatMap(([key, group]) => (standings.has(key) ? [] : group.slice(0, 1)));
}

async function lockStandings(
  tx: Transaction,
  stamp: RowStamp,
  rows: readonly Prepared[],
): Promise<readonly (readonly [string, Standing])[]> {
  const held = await readByKey<
    AssignmentRow,
    { arm: string; assigned_at: Date; mixed_at: Date | null; body_hash: Buffer }
  >(tx, SHAPE, stamp.initiativeNo, rows, {
    columns: 'held.arm, held.assigned_at, held.mixed_at, held.body_hash',
    condition: 'and held.superseded_at is null',
    lock: true,
  });
  return held.map(({ key, found }) => [
    key,
    { arm: found.arm, assignedAt: found.assigned_at, mixedAt: found.mixed_at, bodyHash: found.body_hash },
  ]);
}

/** Puts earlier-dated assignments in the place of those in force; a unit that was mixed stays so. */
async function moveAnchors(tx: Transaction, stamp: RowStamp, moved: readonly Prepared[]): Promise<void> {
  if (moved.length === 0) return;
  const replaced = await tx.query<{ unit_no: number; mixed_at: Date | null }>(
    `update assignments set superseded_at = $1
     where initiative_no = $2 and phase_number = $3 and unit_no = any($4::bigint[]) and superseded_at is null
     returning unit_no, mixed_at`,
    [stamp.recordedAt, ...unitsOf(stamp, moved)],
  );
  await insertRows(tx, SHAPE, stamp, moved, null);
  const mixed = new Map<string, number[]>();
  for (const { unit_no, mixed_at } of replaced) {
    if (mixed_at) mixed.set(mixed_at.toISOString(), [...(mixed.get(mixed_at.toISOString()) ?? []), unit_no]);
  }
  for (const [mixedAt, unitNos] of mixed) {
    await tx.query(
      `update assignments set mixed_at = $1
       where initiative_no = $2 and phase_number = $3 and unit_no = any($4::bigint[]) and superseded_at is null`,
      [mixedAt, stamp.initiativeNo, moved[0]?.phaseNumber, unitNos],
    );
  }
}

/** Keeps contradicting assignments and marks their units; returns the arms of units that were not mixed before. */
async function mixUnits(tx: Transaction, stamp: RowStamp, contradicting: readonly Prepared[]): Promise<readonly Arm[]> {
  if (contradicting.length === 0) return [];
  await tx.query(
    `insert into assignment_conflicts (initiative_no, batch_no, recorded_at, phase_number, unit_no, arm, assigned_at)
     select $1, $2, $3, $4, given.*
     from unnest($5::bigint[], $6::text[], $7::timestamptz[]) as given
     on conflict do nothing`,
    [
      stamp.initiativeNo,
      stamp.batchNo,
      stamp.recordedAt,
      contradicting[0]?.phaseNumber,
      contradicting.map(({ unitNo }) => unitNo),
      contradicting.map(({ row }) => row.arm),
      contradicting.map(({ row }) => row.assignedAt),
    ],
  );
  const marked = await tx.query<{ arm: Arm }>(
    `update assignments set mixed_at = $1
     where initiative_no = $2 and phase_number = $3 and unit_no = any($4::bigint[])
       and superseded_at is null and mixed_at is null
     returning arm`,
    [stamp.recordedAt, ...unitsOf(stamp, contradicting)],
  );
  return marked.map(({ arm }) => arm);
}

function unitsOf(stamp: RowStamp, rows: readonly Prepared[]): readonly unknown[] {
  return [stamp.initiativeNo, rows[0]?.phaseNumber, rows.map(({ unitNo }) => unitNo)];
}

/** A unit's arm as it stands. */
export interface UnitArm {
  readonly arm: Arm;
  readonly propensity: number;
}

/** The arms of those of the units that have one in the phase. */
export async function readArms(
  queryable: Queryable,
  initiativeNo: number,
  phaseNumber: number,
  unitIds: readonly string[],
): Promise<ReadonlyMap<string, UnitArm>> {
  const rows = await queryable.query<{ unit_id: string; arm: Arm; propensity: number }>(
    `select unit_id, arm, propensity
     from units cross join lateral (
       select arm, propensity from assignments held
       where held.initiative_no = $1 and held.phase_number = $2 and held.unit_no = units.unit_no
         and held.superseded_at is null
       offset 0
     ) as found
     where units.initiative_no = $1 and unit_id = any($3::text[])`,
    [initiativeNo, phaseNumber, unitIds],
  );
  return new Map(rows.map(({ unit_id, arm, propensity }) => [unit_id, { arm, propensity }]));
}
