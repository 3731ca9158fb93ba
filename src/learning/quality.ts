import { type Auc, auc, type Calibration, calibration, type EstimateWithInterval } from '../statistics/index.ts';
import { averagePrecision } from './average-precision.ts';
import { meanOfRows, within } from './mean-of-rows.ts';
import { type ClassesQuality, qualityOfClasses } from './quality-of-classes.ts';
import { selectRows, type TargetValues, type TrainingTable, weightsOf } from './training-table.ts';

/** How good predictions of two classes are, on rows that the model had not seen. */
export interface BinaryQuality {
  readonly kind: 'binary';
  readonly rows: number;
  /** Share of rows of the second class. */
  readonly baseRate: number;
  readonly auc: Auc;
  /** Mean precision over all thresholds; the base rate is what guessing gives. Null where the second class is missing. */
  readonly averagePrecision: number | null;
  readonly logLoss: EstimateWithInterval;
  readonly brier: EstimateWithInterval;
  readonly calibration: Calibration;
}

/** How good predicted numbers are; all but `explained` in the unit of the number. */
export interface NumberQuality {
  readonly kind: 'number';
  readonly rows: number;
  /** Root of the mean squared error. */
  readonly rmse: EstimateWithInterval;
  /** Mean distance between prediction and truth. */
  readonly mae: EstimateWithInterval;
  /** Share of the variance that the predictions explain (R squared); below 0 they are worse than the mean. */
  readonly explained: EstimateWithInterval | null;
}

/** How good a model is, by what it predicts. */
export type Quality = BinaryQuality | ClassesQuality | NumberQuality;

/**
 * The quality of predictions for some rows of a table: probabilities of the second class, of every class, or numbers.
 * Intervals cover 95 % and come from the spread over rows.
 */
export function qualityOf(table: TrainingTable, rows: Uint32Array, predictions: readonly Float64Array[]): Quality {
  const checked = selectRows(table, rows);
  const weights = weightsOf(checked);
  const { target } = checked;
  if (target.kind === 'multiclass') return qualityOfClasses(target, predictions, weights);
  const [first = new Float64Array(0)] = predictions;
  return target.kind === 'binary'
    ? binaryQuality(target, first, checked.weights, weights)
    : numberQuality(target.values, first, weights);
}

function binaryQuality(
  { codes }: Extract<TargetValues, { kind: 'binary' }>,
  probability: Float64Array,
  ownWeights: Float64Array | null,
  weights: Float64Array,
): BinaryQuality {
  const loss = probability.map((p, row) => -Math.log(Math.max(codes[row] === 1 ? p : 1 - p, Number.MIN_VALUE)));
  const squares = probability.map((p, row) => (p - (codes[row] as number)) ** 2);
  return {
    kind: 'binary',
    rows: codes.length,
    baseRate: meanOfRows(Float64Array.from(codes), weights).estimate,
    auc: auc({ score: probability, outcome: codes, ...(ownWeights === null ? {} : { weight: ownWeights }) }),
    averagePrecision: averagePrecision(probability, codes, weights),
    logLoss: meanOfRows(loss, weights),
    brier: meanOfRows(squares, weights),
    calibration: calibration(probability, codes),
  };
}

function numberQuality(truth: Float64Array, predicted: Float64Array, weights: Float64Array): NumberQuality {
  const distance = predicted.map((value, row) => Math.abs(value - (truth[row] as number)));
  const squared = meanOfRows(
    distance.map((value) => value * value),
    weights,
  );
  const rmse = Math.sqrt(squared.estimate);
  const centre = meanOfRows(truth, weights).estimate;
  const deviation = truth.map((value) => (value - centre) ** 2);
  const variance = meanOfRows(deviation, weights).estimate;
  const unexplained = squared.estimate / variance;
  return {
    kind: 'number',
    rows: truth.length,
    // The delta method: the root's error is half the error of the mean square, over the root.
    rmse: within({ estimate: rmse, standardError: rmse > 0 ? squared.standardError / (2 * rmse) : 0 }),
    mae: meanOfRows(distance, weights),
    explained:
      variance > 0
        ? within({
            estimate: 1 - unexplained,
            standardError:
              meanOfRows(
                distance.map((value, row) => value * value - unexplained * (deviation[row] as number)),
                weights,
              ).standardError / variance,
          })
        : null,
  };
}
