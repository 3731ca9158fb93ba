import type { StoredInitiative } from '../initiatives/index.ts';
import type { SourceRows, SourceTable } from './columns-source.ts';
import type { TableWish } from './make-table.ts';
import { learnableColumns } from './start-training.use-case.ts';
import type { TrainingRequest } from './training.ts';
import { TRAINING_LIMITS } from './training-limits.ts';
import type { TrainingPorts } from './training-ports.use-case.ts';

/** The rows of a training's table, with what `makeTable` is to make of them. */
export interface LearnedRows {
  readonly table: SourceTable;
  readonly source: SourceRows;
  readonly wish: TableWish;
}

/** What is read beside the columns that are learned from. */
export interface BesideLearned {
  /** Further columns: read, never learned from. Those that the table has not are left alone. */
  readonly beside: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads the rows that a training learns from: the same request gives the same rows, at whatever time. Null when the
 * version of the table cannot be used any more.
 */
export async function readLearnedRows(
  { source }: Pick<TrainingPorts, 'source'>,
  initiative: StoredInitiative,
  request: TrainingRequest,
  { beside, signal }: BesideLearned,
): Promise<LearnedRows | null> {
  const { target, outcome, moment, leftOut, seed } = request;
  const table = await source.find(initiative, request.datasetId, request.version);
  if (!table) return null;
  const learned = learnableColumns(table, request).map(({ name }) => name);
  const others = beside.filter((name) => table.columns.some((column) => column.name === name));
  const columns = [...new Set([target, ...(moment === null ? [] : [moment]), ...learned, ...others])];
  const rows = await source.read(initiative, table, { columns, maxRows: TRAINING_LIMITS.rows, seed, signal });
  // A rule may use a column that the model may not, and a name finds a row without telling anything about it.
  const notLearned = columns.filter((name) => !learned.includes(name));
  const isYesNo = table.columns.some(({ name, kind }) => name === target && kind === 'yes-no');
  return { table, source: rows, wish: { target, isYesNo, outcome, moment, leftOut: [...leftOut, ...notLearned] } };
}
