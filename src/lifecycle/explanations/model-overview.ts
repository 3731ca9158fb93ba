import {
  type Column,
  contributionImportance,
  type Model,
  modelScorer,
  partialDependence,
  type ShapeCurve,
  shapeCurves,
} from '../../learning/index.ts';
import { type MadeTable, referenceRows } from '../training/index.ts';
import type { ColumnCourse, CoursePoint, Overview } from './explanation.ts';
import { EXPLANATION_LIMITS } from './explanation-limits.ts';
import { pickExamples, predictionsToOrder } from './pick-examples.ts';

type Made = Extract<MadeTable, { readonly kind: 'made' }>;

/** What is known of a model as a whole: how it treats each column, and rows at the ends of its order and in doubt. */
export function modelOverview(model: Model, { table, places }: Made): Overview {
  const reference = referenceRows(table.columns);
  const moved = contributionImportance(model, reference);
  const total = moved.reduce((sum, { importance }) => sum + importance, 0);
  const curves = model.target.kind === 'multiclass' ? null : shapeCurves(model, reference);
  const columns = moved.flatMap(({ column: name, importance }, rank): ColumnCourse[] => {
    const column = table.columns.find((one) => one.name === name);
    if (column === undefined) return [];
    const isDrawn = model.target.kind !== 'multiclass' && importance > 0 && rank < EXPLANATION_LIMITS.courses;
    const curve = curves?.find((one) => one.column === name) ?? null;
    return [
      {
        column: name,
        share: total > 0 ? importance / total : 0,
        points: isDrawn ? pointsOf(model, reference, name, curve) : [],
        levels: column.kind === 'category' ? levelsByRows(column) : [],
        isWhole: column.kind === 'number' && column.values.every((value) => Number.isNaN(value) || value % 1 === 0),
      },
    ];
  });
  const predictions = modelScorer(model).predictions(table.columns);
  const order = predictionsToOrder(model.target, predictions);
  return {
    columns,
    examples: pickExamples(model.target, predictions, places),
    threshold: thresholdOf(table.target, order),
    isSum: curves !== null,
    rows: places.length,
  };
}

function pointsOf(model: Model, reference: readonly Column[], name: string, curve: ShapeCurve | null): CoursePoint[] {
  return partialDependence(model, reference, name).map((point) => ({
    ...point,
    adds: curve === null ? null : addedAt(curve, point.value),
  }));
}

/** What a curve adds at a value: a step holds up to and including its own value, a line is straight between its ends. */
export function addedAt({ kind, points }: ShapeCurve, value: number | string): number | null {
  if (kind === 'levels') return points.find((point) => point.value === value)?.contribution ?? null;
  const numbers = points.flatMap((point) =>
    typeof point.value === 'number' ? [{ value: point.value, contribution: point.contribution }] : [],
  );
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (typeof value !== 'number' || first === undefined || last === undefined) return null;
  if (kind === 'steps') return (numbers.find((point) => value <= point.value) ?? last).contribution;
  if (last.value === first.value) return first.contribution;
  const along = (value - first.value) / (last.value - first.value);
  return first.contribution + along * (last.contribution - first.contribution);
}

function levelsByRows({ levels, codes }: Extract<Column, { readonly kind: 'category' }>): string[] {
  const counts = levels.map(() => 0);
  for (const code of codes) if (code >= 0) counts[code] = (counts[code] ?? 0) + 1;
  return levels
    .map((level, code) => ({ level, rows: counts[code] ?? 0 }))
    .sort((a, b) => b.rows - a.rows || (a.level < b.level ? -1 : 1))
    .slice(0, EXPLANATION_LIMITS.levels)
    .map(({ level }) => level);
}

/** The prediction above which there are as many rows as have the outcome; of a number the middle prediction. */
function thresholdOf(target: Made['table']['target'], order: Float64Array): number | null {
  if (target.kind === 'multiclass') return null;
  const sorted = Float64Array.from(order).sort();
  if (target.kind === 'number') return sorted[Math.floor(sorted.length / 2)] ?? null;
  const events = target.codes.reduce((sum, code) => sum + code, 0);
  const at = sorted[sorted.length - events] ?? 0.5;
  // People act from whole percents on.
  return Math.max(0.01, Math.round(at * 100) / 100);
}
