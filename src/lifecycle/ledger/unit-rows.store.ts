import type { Snapshot, Transaction } from '../../platform/database/database.ts';
import type { Arm } from '../actions/index.ts';
import { type UnitColumns, UnitColumnsBuilder, type UnitWindows } from './unit-columns.ts';

/** Which units to read, as of when, and by which windows. */
export interface UnitQuery extends UnitWindows {
  readonly initiativeNo: number;
  /** The phase's number within its initiative. */
  readonly phaseNumber: number;
  /** Only what was recorded by then exists; afterwards superseded records still count. */
  readonly asOf: Date;
}

const ARM_OF_FIRST_LETTER: Readonly<Record<string, Arm>> = { a: 'action', h: 'holdout', e: 'explore', n: 'none' };

/**
 * Reads the units of a phase as they were known at `asOf`: four plain scans in binary, joined by unit as they stream in,
 * so that a million units never exist as a million objects. Everything is joined to the assignments, so that they come
 * first; the other three scans need nothing of each other. The snapshot's statement timeout must fit.
 */
export async function readUnitColumns(snapshot: Snapshot, query: UnitQuery): Promise<UnitColumns> {
  const builder = new UnitColumnsBuilder(query);
  const of = `initiative_no = ${integer(query.initiativeNo)}`;
  const known = `recorded_at <= ${moment(query.asOf)}`;
  const current = `${known} and (superseded_at is null or superseded_at > ${moment(query.asOf)})`;
  await snapshot.read((tx) => readAssignments(tx, query, builder, `${of} and ${current}`));
  await Promise.all([
    snapshot.read((tx) => readPredictions(tx, builder, `${of} and ${known}`)),
    snapshot.read((tx) => readOutcomes(tx, query, builder, `${of} and ${current}`)),
    snapshot.read((tx) => readActions(tx, builder, `${of} and ${known}`)),
  ]);
  return builder.build();
}

async function readAssignments(
  tx: Transaction,
  query: UnitQuery,
  builder: UnitColumnsBuilder,
  where: string,
): Promise<void> {
  const select = `
    select unit_no, assigned_at, propensity, arm, mixed_at <= ${moment(query.asOf)}, stratum, cluster
    from assignments where ${where} and phase_number = ${integer(query.phaseNumber)}`;
  await tx.copyRows(select, 7, (row) => {
    builder.addUnit({
      unitNo: row.int8(0),
      anchorMs: row.instant(1),
      propensity: row.float8(2),
      arm: ARM_OF_FIRST_LETTER[String.fromCharCode(row.firstByte(3))] ?? 'none',
      isMixed: row.boolean(4),
      stratum: row.isNull(5) ? '' : row.text(5),
      cluster: row.isNull(6) ? '' : row.text(6),
    });
  });
}

async function readPredictions(tx: Transaction, builder: UnitColumnsBuilder, where: string): Promise<void> {
  const select = `
    select unit_no, occurred_at, score, threshold, probability, pre_value, flagged
    from predictions where ${where}`;
  await tx.copyRows(select, 7, (row) => {
    builder.addPrediction({
      unitNo: row.int8(0),
      atMs: row.instant(1),
      score: row.float8(2),
      threshold: row.float8(3),
      probability: row.float8(4),
      preValue: row.float8(5),
      isFlagged: row.boolean(6),
    });
  });
}

async function readActions(tx: Transaction, builder: UnitColumnsBuilder, where: string): Promise<void> {
  const select = `
    select unit_no, occurred_at, status in ('delivered', 'accepted'), status = 'planned', cost_cents
    from actions where ${where}`;
  await tx.copyRows(select, 5, (row) => {
    builder.addAction({
      unitNo: row.int8(0),
      atMs: row.instant(1),
      hasArrived: row.boolean(2),
      isPlanned: row.boolean(3),
      costCents: row.int8(4),
    });
  });
}

async function readOutcomes(
  tx: Transaction,
  query: UnitQuery,
  builder: UnitColumnsBuilder,
  where: string,
): Promise<void> {
  const numbers = await tx.query<{ metric: string; no: number }>(
    'select metric, metric_no as no from metrics where initiative_no = $1 and metric = any($2::text[])',
    [query.initiativeNo, query.metrics],
  );
  if (numbers.length === 0) return;
  const placeOfNo = new Map(numbers.map(({ metric, no }) => [no, query.metrics.indexOf(metric)]));
  const wanted = [...placeOfNo.keys()].map(integer).join(', ');
  const select = `
    select unit_no, occurred_at, metric_no, value, denominator
    from outcomes where ${where} and metric_no in (${wanted}) and not voided`;
  await tx.copyRows(select, 5, (row) => {
    builder.addOutcome({
      unitNo: row.int8(0),
      atMs: row.instant(1),
      metric: placeOfNo.get(row.int4(2)) ?? -1,
      value: row.float8(3),
      denominator: row.float8(4),
    });
  });
}

/** COPY takes no parameters, so that the few values are written into the text: whole numbers and moments only. */
function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number.`);
  return String(value);
}

function moment(at: Date): string {
  return `timestamptz '${at.toISOString()}'`;
}
