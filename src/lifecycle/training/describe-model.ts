import { type Column, contributionImportance, type Model, partialDependence } from '../../learning/index.ts';
import type { TrainingResult } from './training-result.schema.ts';

/** Rows that a model is described by: enough for a picture, few enough for seconds. */
const DESCRIBED_ROWS = 500;
/** Columns of which the course is told. */
const TOLD_COLUMNS = 4;

/**
 * Which columns carry a model, and how its predictions run along the most important ones while all others stay as they
 * are. It describes the model and not the world: what goes together is no cause. Several classes have no single course.
 */
export function describeModel(
  model: Model,
  columns: readonly Column[],
): Pick<TrainingResult, 'importance' | 'courses'> {
  const reference = referenceRows(columns);
  const moved = contributionImportance(model, reference);
  const total = moved.reduce((sum, { importance }) => sum + importance, 0);
  const importance = moved.map((each) => ({ column: each.column, share: total > 0 ? each.importance / total : 0 }));
  const told =
    model.target.kind === 'multiclass' ? [] : importance.filter(({ share }) => share > 0).slice(0, TOLD_COLUMNS);
  return {
    importance,
    courses: told.map(({ column }) => ({ column, points: partialDependence(model, reference, column) })),
  };
}

/** The rows that a model is described and explained by: an even choice of those that it learned from. */
export function referenceRows(columns: readonly Column[]): readonly Column[] {
  return columns.map(evenRows);
}

/** An even choice of the rows of a column, the same of every column. */
function evenRows(column: Column): Column {
  const rows = column.kind === 'number' ? column.values.length : column.codes.length;
  const step = Math.max(1, rows / DESCRIBED_ROWS);
  const places = Uint32Array.from({ length: Math.min(rows, DESCRIBED_ROWS) }, (_, at) => Math.floor(at * step));
  return column.kind === 'number'
    ? { ...column, values: Float32Array.from(places, (row) => column.values[row] ?? Number.NaN) }
    : { ...column, codes: Int32Array.from(places, (row) => column.codes[row] ?? -1) };
}
