import type { GradientPairs } from './histogram.ts';
import { type TargetValues, type TrainingTable, weightsOf } from './training-table.ts';

/** What boosting lowers: a loss of raw scores, one list of raw scores an output. */
export interface Objective {
  readonly outputs: number;
  /** Raw scores before any tree: the best constants. */
  readonly base: readonly number[];
  /** Writes gradient and curvature of one output for every row as [gradient, curvature, gradient, ...]. */
  writeGradients(raw: readonly Float64Array[], output: number, into: GradientPairs): void;
}

/** The objective for a target: log loss of two or several classes, or half the squared error of a number. */
export function objectiveFor(table: TrainingTable): Objective {
  const { target } = table;
  const weights = weightsOf(table);
  if (target.kind === 'binary') return binaryObjective(target.codes, weights);
  if (target.kind === 'multiclass') return multiclassObjective(target.codes, target.classes.length, weights);
  return squaredObjective(target.values, weights);
}

function binaryObjective(codes: Int32Array, weights: Float64Array): Objective {
  const [zeros = 0, ones = 0] = classWeights(codes, 2, weights);
  return {
    outputs: 1,
    // A class that training never saw gets the odds of half a row instead of none.
    base: [Math.fround(Math.log(Math.max(ones, 0.5) / Math.max(zeros, 0.5)))],
    writeGradients(raw, _output, { pairs }) {
      const scores = raw[0] as Float64Array;
      for (let row = 0; row < scores.length; row++) {
        const weight = weights[row] as number;
        const probability = 1 / (1 + Math.exp(-(scores[row] as number)));
        pairs[2 * row] = weight * (probability - (codes[row] as number));
        pairs[2 * row + 1] = weight * probability * (1 - probability);
      }
    },
  };
}

function multiclassObjective(codes: Int32Array, classes: number, weights: Float64Array): Objective {
  const totals = classWeights(codes, classes, weights);
  const all = totals.reduce((sum, total) => sum + total, 0);
  return {
    outputs: classes,
    base: totals.map((total) => Math.fround(Math.log(Math.max(total, 0.5) / all))),
    writeGradients(raw, output, { pairs }) {
      const own = raw[output] as Float64Array;
      for (let row = 0; row < own.length; row++) {
        const weight = weights[row] as number;
        const probability = softmaxOf(raw, row, output);
        pairs[2 * row] = weight * (probability - (codes[row] === output ? 1 : 0));
        pairs[2 * row + 1] = weight * probability * (1 - probability);
      }
    },
  };
}

/**
 * One probability of a row without those beside it: what boosting asks for in its inner loop. `softmaxRows` takes the
 * greatest score off first and so differs in the last bits; models that exist were trained with this one.
 */
function softmaxOf(raw: readonly Float64Array[], row: number, output: number): number {
  const own = raw[output]?.[row] as number;
  let sum = 0;
  for (const scores of raw) sum += Math.exp((scores[row] as number) - own);
  return 1 / sum;
}

/** Probabilities from the raw scores of several classes, one list a class. */
export function softmax(raw: readonly Float64Array[]): Float64Array[] {
  return raw.map((scores, output) => scores.map((_, row) => softmaxOf(raw, row, output)));
}

function squaredObjective(values: Float64Array, weights: Float64Array): Objective {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < values.length; row++) {
    sum += (weights[row] as number) * (values[row] as number);
    total += weights[row] as number;
  }
  return {
    outputs: 1,
    base: [Math.fround(sum / total)],
    writeGradients(raw, _output, { pairs }) {
      const scores = raw[0] as Float64Array;
      for (let row = 0; row < scores.length; row++) {
        const weight = weights[row] as number;
        pairs[2 * row] = weight * ((scores[row] as number) - (values[row] as number));
        pairs[2 * row + 1] = weight;
      }
    },
  };
}

/** The weight of each class. */
export function classWeights(codes: Int32Array, classes: number, weights: Float64Array): number[] {
  const totals = Array.from({ length: classes }, () => 0);
  for (const [row, code] of codes.entries()) totals[code] = (totals[code] ?? 0) + (weights[row] as number);
  return totals;
}

/**
 * Mean loss of raw scores: log loss of classes, mean squared error of numbers; weighted.
 *
 * Log odds are kept as they are, so that no probability is rounded to 0 or 1 on the way.
 */
export function meanLoss(target: TargetValues, raw: readonly Float64Array[], weights: Float64Array): number {
  let loss = 0;
  let total = 0;
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row] as number;
    loss += weight * lossOf(target, raw, row);
    total += weight;
  }
  return loss / total;
}

function lossOf(target: TargetValues, raw: readonly Float64Array[], row: number): number {
  if (target.kind === 'multiclass') return -Math.log(softmaxOf(raw, row, target.codes[row] as number));
  const score = raw[0]?.[row] as number;
  if (target.kind === 'number') return (score - (target.values[row] as number)) ** 2;
  const towards = target.codes[row] === 1 ? score : -score;
  return towards > 0 ? Math.log1p(Math.exp(-towards)) : Math.log1p(Math.exp(towards)) - towards;
}
