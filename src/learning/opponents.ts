import type { EstimateWithInterval } from '../statistics/index.ts';
import { descendingOrder } from '../statistics/index.ts';
import { orderInTime } from './folds.ts';
import { differenceOf, estimateOf, type Measured, measureScores } from './measured.ts';
import type { TargetValues } from './training-table.ts';

/** What a model has to beat: nothing known, the rule of thumb, the last truth of the same unit, that of the row before. */
export type Opponent = 'guess' | 'rule' | 'last' | 'row-before';

/** How both are compared: by the whole order, by right ones among equally many picked, by right answers, or by explained variance. */
export type ComparedBy = 'order' | 'picks' | 'right' | 'explained';

/** A model beside something simpler, on the same rows that neither had seen. */
export interface Comparison {
  readonly opponent: Opponent;
  readonly comparedBy: ComparedBy;
  readonly model: EstimateWithInterval;
  readonly simple: EstimateWithInterval;
  readonly difference: EstimateWithInterval;
}

/**
 * The last known target of each row's unit, or of the row before where there are no units; NaN where there is none. The
 * rows must be all rows: a sample skips what was last.
 */
export function lastKnown(values: ArrayLike<number>, times: Float64Array, units: Int32Array | null): Float64Array {
  const last = new Map<number, number>();
  const known = new Float64Array(values.length).fill(Number.NaN);
  for (const row of orderInTime(times)) {
    const unit = units === null ? 0 : (units[row] as number);
    known[row] = last.get(unit) ?? Number.NaN;
    last.set(unit, values[row] as number);
  }
  return known;
}

/**
 * The model beside answers of a simpler kind. A rule that says yes or no is compared by the right ones among those that it
 * picks, and the model picks exactly as many: an order would put a rule without shades at a disadvantage.
 */
export function compareWith(
  opponent: Opponent,
  target: TargetValues,
  model: readonly Float64Array[],
  simple: readonly Float64Array[],
): Comparison | null {
  if (target.kind === 'binary' && opponent !== 'guess' && isYesOrNo(simple[0] ?? new Float64Array(0))) {
    const picked = simple[0] as Float64Array;
    const count = picked.reduce((sum, one) => sum + one, 0);
    return comparison(
      opponent,
      'picks',
      measurePicks(target.codes, topPicks(model[0] as Float64Array, count), count),
      measurePicks(target.codes, picked, count),
    );
  }
  const comparedBy = target.kind === 'binary' ? 'order' : target.kind === 'multiclass' ? 'right' : 'explained';
  return comparison(opponent, comparedBy, measureScores(target, model), measureScores(target, simple));
}

/** What is answered when nothing is known of a row: one score for all, the mean, or the most frequent class. */
export function guessScores(training: TargetValues, rows: number): Float64Array[] {
  if (training.kind === 'binary') return [new Float64Array(rows)];
  if (training.kind === 'number') {
    const mean = training.values.reduce((sum, value) => sum + value, 0) / training.values.length;
    return [new Float64Array(rows).fill(mean)];
  }
  return training.classes.map((_, code) =>
    new Float64Array(rows).fill(training.codes.reduce((sum, own) => sum + (own === code ? 1 : 0), 0)),
  );
}

function comparison(
  opponent: Opponent,
  comparedBy: ComparedBy,
  model: Measured | null,
  simple: Measured | null,
): Comparison | null {
  if (model === null || simple === null) return null;
  return {
    opponent,
    comparedBy,
    model: estimateOf(model),
    simple: estimateOf(simple),
    difference: differenceOf(model, simple),
  };
}

function isYesOrNo(scores: Float64Array): boolean {
  return scores.every((score) => score === 0 || score === 1);
}

function topPicks(scores: Float64Array, count: number): Float64Array {
  const picks = new Float64Array(scores.length);
  for (const row of descendingOrder(scores).subarray(0, count)) picks[row] = 1;
  return picks;
}

/** The share of the picked rows that have the outcome, their number taken as given; null where none is picked. */
function measurePicks(codes: Int32Array, picks: Float64Array, count: number): Measured | null {
  if (count === 0) return null;
  const hits = picks.reduce((sum, pick, row) => sum + pick * (codes[row] as number), 0);
  const estimate = hits / count;
  return { estimate, influence: picks.map((pick, row) => (pick * ((codes[row] as number) - estimate)) / count) };
}
