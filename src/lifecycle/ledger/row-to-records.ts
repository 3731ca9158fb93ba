import type { Arm } from '../actions/index.ts';
import { deriveId } from './derive-id.ts';
import type { CellReader, ImportColumn } from './import-column.ts';
import type { ImportPhase, OutcomeMapping, WideMapping } from './import-mapping.ts';
import {
  ColumnReaders,
  type MadeRecord,
  type MadeRow,
  needed,
  type Read,
  type RowMaker,
  RowProblem,
  type SourceRow,
} from './import-row.ts';
import type { RecordKind } from './ledger.ts';
import { flaggedReader, predictionPart, type RecordPart } from './wide-prediction.ts';

/** Shares of the arms: of action and holdout among the flagged, of explore and none among the others. */
type ArmShares = Readonly<Record<Arm, number>>;

/** What beside the mapping decides how a wide row is read. */
export interface WideContext {
  readonly columns: readonly ImportColumn[];
  readonly cells: CellReader;
  readonly phase: ImportPhase | null;
  /** The shares counted when the file was checked; `null` while they are not known, when a stand-in of 1 is written. */
  readonly shares: ArmShares | null;
  /** Revision of the outcomes: 1, or more when they correct earlier ones. */
  readonly revision: number;
}

const DAY_MS = 86_400_000;
const UNFLAGGED_TWIN: Readonly<Record<Arm, Arm>> = {
  action: 'explore',
  holdout: 'none',
  explore: 'explore',
  none: 'none',
};

/**
 * Makes a wide mapping ready. One row becomes up to one prediction, one assignment, one action and one outcome for each
 * outcome column, always in that order. A unit that was not flagged is never in the action group or the holdout: what
 * the file calls so is `explore` or `none`.
 *
 * Ids are derived from the unit, the moment and the metric, so that the same file again is all duplicates.
 */
export function compileWideMapping(mapping: WideMapping, context: WideContext): RowMaker {
  const readers = new ColumnReaders(context.columns, context.cells);
  const readUnit = unitReader(mapping.unit, readers);
  const readAnchor = readers.momentFrom(mapping.assignedAt);
  const readArm = armReader(mapping, readers);
  const isFlagged = mapping.prediction ? flaggedReader(mapping.prediction, readers) : null;
  const parts: readonly RecordPart[] = [
    ...(mapping.prediction && isFlagged ? [predictionPart(mapping.prediction, isFlagged, readers)] : []),
    ...(mapping.arm.from === 'earlier' ? [] : [assignmentPart(mapping, context, readers)]),
    ...(mapping.reached.from === 'nobody-recorded' ? [] : [actionPart(mapping, context, readers)]),
    ...mapping.outcomes.map((outcome) => outcomePart(outcome, context.revision, readers)),
  ];
  const anchorColumn = mapping.assignedAt.from === 'column' ? mapping.assignedAt.column : null;
  const unitColumn = mapping.unit.from === 'column' ? mapping.unit.column : null;
  const problem = new RowProblem();

  const makeRecords = (row: SourceRow): Extract<MadeRow, { kind: 'records' | 'left-out' }> | null => {
    const written = readArm(row, problem);
    if (written === 'leave-out') return { kind: 'left-out' };
    const unitId = needed(readUnit(row, problem), unitColumn, problem);
    const anchor = needed(readAnchor(row, problem), anchorColumn, problem);
    if (unitId === null || anchor === null || problem.reason !== null) return null;
    const arm = written !== null && isFlagged?.(row, problem, written) === false ? UNFLAGGED_TWIN[written] : written;
    const records: MadeRecord[] = [];
    for (const part of parts) {
      const made = part({ unitId, arm, anchor }, row, problem);
      if (made === null || problem.reason !== null) return null;
      records.push(...made);
    }
    return { kind: 'records', records, unitId, anchor };
  };

  return {
    make: (row): MadeRow => {
      problem.clear();
      return makeRecords(row) ?? problem.refusal();
    },
    columnOf: (kind, field) => columnOfField(mapping, kind, field),
  };
}

function unitReader(source: WideMapping['unit'], readers: ColumnReaders): Read<string> {
  if (source.from === 'column') return readers.id(source.column);
  return (row) => `${source.prefix}${row.line}`;
}

/** The arm as the file writes it; `null` when the file brings none. */
function armReader({ arm }: WideMapping, readers: ColumnReaders): Read<Arm | 'leave-out'> {
  if (arm.from === 'constant') return () => arm.arm;
  if (arm.from === 'earlier') return () => null;
  return readers.choice(
    arm.column,
    arm.values.map(({ value, arm: meaning }) => [value, meaning] as const),
  );
}

function assignmentPart(mapping: WideMapping, context: WideContext, readers: ColumnReaders): RecordPart {
  const { propensity } = mapping;
  const readPropensity = propensity.from === 'column' ? readers.number(propensity.column) : null;
  const readStratum = mapping.stratum && readers.text(mapping.stratum.column);
  const readCluster = mapping.cluster && readers.text(mapping.cluster.column);
  const probabilityOf = (arm: Arm, row: SourceRow, problem: RowProblem): number | null => {
    if (propensity.from === 'column') return needed(readPropensity?.(row, problem) ?? null, propensity.column, problem);
    if (propensity.from === 'observed') return context.shares?.[arm] ?? 1;
    const planned = context.phase?.planned[arm] ?? 0;
    if (planned > 0) return planned;
    return problem.refuse(
      mapping.arm.from === 'column' ? mapping.arm.column : null,
      `the plan puts nobody into ${arm}`,
    );
  };
  return ({ unitId, arm, anchor }, row, problem) => {
    if (arm === null) return [];
    const probability = probabilityOf(arm, row, problem);
    if (probability === null) return null;
    const stratum = readStratum?.(row, problem);
    const cluster = readCluster?.(row, problem);
    const assignment = {
      unitId,
      arm,
      propensity: probability,
      assignedAt: anchor,
      method: 'external',
      ...(stratum ? { stratum } : {}),
      ...(cluster ? { cluster } : {}),
    };
    return [{ kind: 'assignments', row: assignment }];
  };
}

function actionPart(mapping: WideMapping, context: WideContext, readers: ColumnReaders): RecordPart {
  const { reached } = mapping;
  const action = mapping.action ?? { actionType: context.phase?.action ?? 'action' };
  const readStatus: (arm: Arm | null, row: SourceRow, problem: RowProblem) => string | null =
    reached.from === 'column'
      ? statusReader(reached, readers)
      : (arm) => (arm === 'action' || arm === 'explore' ? 'delivered' : 'none');
  const readAt = action.at ? readers.momentFrom(action.at) : null;
  const readCost = action.cost ? readers.centsFrom(action.cost) : null;
  const readChannel = action.channel && readers.text(action.channel.column);
  return ({ unitId, arm, anchor }, row, problem) => {
    const status = readStatus(arm, row, problem);
    if (status === null) return null;
    if (status === 'none') return [];
    const occurredAt = readAt?.(row, problem) ?? anchor;
    const costCents = readCost?.(row, problem) ?? null;
    const channel = readChannel?.(row, problem);
    const record = {
      actionId: deriveId('action', action.actionType, occurredAt, unitId),
      unitId,
      occurredAt,
      actionType: action.actionType,
      status,
      ...(costCents === null ? {} : { costCents, ...(context.phase ? { currency: context.phase.currency } : {}) }),
      ...(channel ? { channel } : {}),
    };
    return [{ kind: 'actions', row: record }];
  };
}

function statusReader(
  reached: Extract<WideMapping['reached'], { from: 'column' }>,
  readers: ColumnReaders,
): (arm: Arm | null, row: SourceRow, problem: RowProblem) => string | null {
  const read = readers.choice(
    reached.column,
    reached.statuses.map(({ value, status }) => [value, status] as const),
  );
  return (_arm, row, problem) => read(row, problem);
}

/**
 * An outcome that did not happen needs no record: a unit whose window is complete and that has none counts as 0. When
 * values are corrected it does, because a 0 has to replace what was written before, and so does a 0 that is divided by
 * a denominator.
 */
function outcomePart(mapping: OutcomeMapping, revision: number, readers: ColumnReaders): RecordPart {
  const readValue = outcomeReader(mapping, readers);
  const readDenominator = mapping.denominator && readers.number(mapping.denominator.column);
  const readWhen = mapping.when.from === 'column' ? readers.moment(mapping.when.column, mapping.when.format) : null;
  const offsetMs = mapping.when.from === 'offset' ? mapping.when.days * DAY_MS : 0;
  const readDate = mapping.kind === 'date' ? readers.moment(mapping.column) : null;
  return ({ unitId, anchor }, row, problem) => {
    const found = readValue(row, problem);
    if (problem.reason !== null) return null;
    if (found === null && mapping.blank === 'refuse') return problem.refuse(mapping.column, 'the cell is blank');
    const value = found ?? 0;
    const denominator = readDenominator?.(row, problem) ?? null;
    if (value === 0 && revision === 1 && denominator === null) return [];
    const occurredAt =
      readDate?.(row, problem) ?? readWhen?.(row, problem) ?? new Date(Date.parse(anchor) + offsetMs).toISOString();
    const outcome = {
      outcomeId: deriveId(mapping.metric, anchor, unitId),
      revision,
      unitId,
      occurredAt,
      metric: mapping.metric,
      value,
      ...(denominator === null ? {} : { denominator }),
    };
    return [{ kind: 'outcomes', row: outcome }];
  };
}

function outcomeReader(mapping: OutcomeMapping, readers: ColumnReaders): Read<number> {
  switch (mapping.kind) {
    case 'number':
      return readers.number(mapping.column);
    case 'date': {
      const read = readers.moment(mapping.column);
      return (row, problem) => (read(row, problem) === null ? null : 1);
    }
    case 'binary': {
      const read = readers.yesNo(mapping.column, mapping.yes);
      return (row, problem) => {
        const isYes = read(row, problem);
        if (isYes === null) return null;
        return isYes === mapping.negate ? 0 : 1;
      };
    }
  }
}

function columnOfField(mapping: WideMapping, kind: RecordKind, field: string): string | null {
  const { unit, assignedAt, arm, propensity, prediction, action, reached } = mapping;
  const candidates: Readonly<Record<string, unknown>> = {
    unitId: unit,
    assignedAt,
    arm,
    propensity,
    stratum: mapping.stratum,
    cluster: mapping.cluster,
    occurredAt: (kind === 'predictions' ? prediction?.at : kind === 'actions' ? action?.at : undefined) ?? assignedAt,
    score: prediction?.score,
    flagged: prediction?.flagged,
    probability: prediction?.probability,
    threshold: prediction?.threshold,
    preValue: prediction?.preValue,
    deployment: prediction?.deployment,
    modelVersion: prediction?.modelVersion,
    status: reached,
    costCents: action?.cost,
    channel: action?.channel,
  };
  const source = candidates[field];
  if (typeof source !== 'object' || source === null || !('column' in source)) return null;
  return typeof source.column === 'string' ? source.column : null;
}
