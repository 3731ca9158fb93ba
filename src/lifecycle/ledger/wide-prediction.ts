import type { Arm } from '../actions/index.ts';
import { deriveId } from './derive-id.ts';
import type { PredictionMapping } from './import-mapping.ts';
import {
  type ColumnReaders,
  type MadeRecord,
  needed,
  type Read,
  type RowProblem,
  type SourceRow,
} from './import-row.ts';

/** What all records of a row share. */
interface UnitFacts {
  readonly unitId: string;
  readonly arm: Arm | null;
  /** When the unit was put into its arm. */
  readonly anchor: string;
}

/** Makes the records of one kind from a row; `null` when the row has to be refused. */
export type RecordPart = (facts: UnitFacts, row: SourceRow, problem: RowProblem) => readonly MadeRecord[] | null;

/** Whether the unit of a row was flagged for action; `null` when the row does not say. */
export type ReadFlag = (row: SourceRow, problem: RowProblem, arm: Arm | null) => boolean | null;

/** Reads who was flagged, in the way that the mapping says. */
export function flaggedReader({ flagged, score }: PredictionMapping, readers: ColumnReaders): ReadFlag {
  switch (flagged.from) {
    case 'everybody':
      return () => true;
    case 'arm':
      return (_row, _problem, arm) => arm === null || arm === 'action' || arm === 'holdout';
    case 'score': {
      const readScore = readers.numberFrom(score);
      return (row, problem) => {
        const value = readScore(row, problem);
        return value === null ? null : value >= flagged.threshold;
      };
    }
    case 'column': {
      const read = readers.yesNo(flagged.column, flagged.yes);
      return (row, problem) => needed(read(row, problem), flagged.column, problem);
    }
  }
}

/** Makes the prediction of a wide row, with what was known about the unit before. */
export function predictionPart(mapping: PredictionMapping, isFlagged: ReadFlag, readers: ColumnReaders): RecordPart {
  const readScore = readers.numberFrom(mapping.score);
  const scoreColumn = mapping.score.from === 'column' ? mapping.score.column : null;
  const readAt = mapping.at ? readers.momentFrom(mapping.at) : null;
  const readVersion = mapping.modelVersion && readers.textFrom(mapping.modelVersion);
  const optional: readonly (readonly [string, Read<string | number>])[] = [
    ...(mapping.probability ? [['probability', readers.number(mapping.probability.column)] as const] : []),
    ...(mapping.threshold ? [['threshold', readers.numberFrom(mapping.threshold)] as const] : []),
    ...(mapping.flagged.from === 'score' && !mapping.threshold
      ? [['threshold', readers.numberFrom({ from: 'constant', value: mapping.flagged.threshold })] as const]
      : []),
    ...(mapping.deployment ? [['deployment', readers.textFrom(mapping.deployment)] as const] : []),
    ...(readVersion ? [['modelVersion', readVersion] as const] : []),
    ...(mapping.preValue ? [['preValue', readers.number(mapping.preValue.column)] as const] : []),
  ];
  const covariates = mapping.covariates.map(({ name, column }) => [name, readers.number(column)] as const);
  return ({ unitId, anchor, arm }, row, problem) => {
    const score = needed(readScore(row, problem), scoreColumn, problem);
    const flagged = isFlagged(row, problem, arm);
    if (score === null || flagged === null) return null;
    const occurredAt = readAt?.(row, problem) ?? anchor;
    const version = readVersion?.(row, problem);
    const known = numbersOf(covariates, row, problem);
    const prediction = {
      predictionId: deriveId('prediction', version ?? '', occurredAt, unitId),
      unitId,
      occurredAt,
      score,
      flagged,
      ...fieldsOf(optional, row, problem),
      ...(Object.keys(known).length > 0 ? { covariates: known } : {}),
    };
    return [{ kind: 'predictions', row: prediction }];
  };
}

function fieldsOf(
  fields: readonly (readonly [string, Read<string | number>])[],
  row: SourceRow,
  problem: RowProblem,
): Record<string, string | number> {
  const found: Record<string, string | number> = {};
  for (const [name, read] of fields) {
    const value = read(row, problem);
    if (value !== null && value !== '') found[name] = value;
  }
  return found;
}

function numbersOf(
  fields: readonly (readonly [string, Read<number>])[],
  row: SourceRow,
  problem: RowProblem,
): Record<string, number> {
  const found: Record<string, number> = {};
  for (const [name, read] of fields) {
    const value = read(row, problem);
    if (value !== null) found[name] = value;
  }
  return found;
}
