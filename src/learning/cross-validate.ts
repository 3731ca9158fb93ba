import { auc } from '../statistics/index.ts';
import { type FitRules, fitModel } from './fit-model.ts';
import type { Fold } from './folds.ts';
import type { Family } from './model.ts';
import { meanLoss } from './objective.ts';
import { rawByOutput } from './raw-by-output.ts';
import { rowCount, selectRows, type TrainingTable, weightsOf } from './training-table.ts';

/** How well a family does on rows that it did not learn from. */
export interface CrossValidated {
  readonly family: Family;
  /** One a fold, higher is better: the AUC for two classes, minus the log loss for several, minus the RMSE for numbers. */
  readonly foldScores: readonly number[];
  readonly mean: number;
  /** Of the mean: the folds' spread over the square root of their number. */
  readonly standardError: number;
  /** Raw scores by models that had not seen the row, one list an output; NaN where no fold checked the row. */
  readonly outOfFold: readonly Float64Array[];
  /** The median number of rounds; null for the linear family. */
  readonly rounds: number | null;
}

/** The result, or why there is none: told to stop, or fewer than two folds that can be scored. */
export type CrossValidation =
  | ({ readonly kind: 'validated' } & CrossValidated)
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_folds' };

/** Fits the family once a fold and scores each model on the rows kept from it; tells `onFold` after each. */
export function crossValidate(
  table: TrainingTable,
  family: Family,
  folds: readonly Fold[],
  rules: Omit<FitRules, 'rounds'>,
  onFold: () => void,
): CrossValidation {
  const outputs = table.target.kind === 'multiclass' ? table.target.classes.length : 1;
  const outOfFold = Array.from({ length: outputs }, () => new Float64Array(rowCount(table)).fill(Number.NaN));
  const foldScores: number[] = [];
  const rounds: number[] = [];
  for (const { training, validation } of folds) {
    const fitted = fitModel(selectRows(table, training), family, { ...rules, rounds: null });
    if (fitted === null) return { kind: 'stopped' };
    const kept = selectRows(table, validation);
    const raw = rawByOutput(fitted.model, kept.columns);
    for (const [output, scores] of raw.entries()) {
      for (const [position, row] of validation.entries()) {
        (outOfFold[output] as Float64Array)[row] = scores[position] as number;
      }
    }
    const score = foldScore(kept, raw);
    if (score !== null) foldScores.push(score);
    if (fitted.rounds !== null) rounds.push(fitted.rounds);
    onFold();
  }
  if (foldScores.length < 2) return { kind: 'unavailable', reason: 'too_few_folds' };
  return { kind: 'validated', family, foldScores, ...meanAndError(foldScores), outOfFold, rounds: median(rounds) };
}

/**
 * Two classes are compared by AUC: whom to act upon first is an order, and calibration straightens the probabilities of
 * every family afterwards.
 */
function foldScore(table: TrainingTable, raw: readonly Float64Array[]): number | null {
  const { target } = table;
  if (rowCount(table) === 0) return null;
  if (target.kind === 'binary') {
    const score = raw[0] as Float64Array;
    const area = auc({ score, outcome: target.codes, ...(table.weights === null ? {} : { weight: table.weights }) });
    if (area.kind === 'estimated') return area.estimate;
    // Perfect order has no variance to tell, but it is an order; scores that are all alike order nothing.
    return area.reason === 'no_variance' ? orderOf(score, target.codes) : null;
  }
  const loss = meanLoss(target, raw, weightsOf(table));
  return target.kind === 'number' ? -Math.sqrt(loss) : -loss;
}

/** The AUC where all units with the outcome score above (1), below (0) or like (0.5) all others. */
function orderOf(score: Float64Array, codes: Int32Array): number {
  let [highestZero, lowestOne] = [-Infinity, Infinity];
  for (const [row, code] of codes.entries()) {
    if (code === 1) lowestOne = Math.min(lowestOne, score[row] as number);
    else highestZero = Math.max(highestZero, score[row] as number);
  }
  if (lowestOne > highestZero) return 1;
  return lowestOne === highestZero ? 0.5 : 0;
}

function meanAndError(scores: readonly number[]): { mean: number; standardError: number } {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (scores.length - 1) / scores.length) };
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
