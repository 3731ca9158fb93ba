import { type FeatureMatrix, featureMaker } from './feature-matrix.ts';
import { addTreeScores, flattenTrees } from './flat-trees.ts';
import type { Column, Model, ModelBody } from './model.ts';

/**
 * A model prepared for scoring. Inputs, thresholds, leaves and coefficients are float32, as in ONNX; sums are float64, so
 * that they do not depend on the order of the trees. A runtime that sums in float32 differs by rounding alone: less than
 * 1e-6 of a probability, and of predicted numbers relative to the greatest of them.
 */
export interface ModelScorer {
  /** Raw scores a row: one, or one a class where there are several. */
  readonly outputs: number;
  /** The features of rows. Throws a RangeError when the columns are not those that the model asks for. */
  features(columns: readonly Column[]): FeatureMatrix;
  /** Raw scores row by row, not yet calibrated: log odds of the second class, one score a class, or the number. */
  rawOfFeatures(features: FeatureMatrix): Float64Array;
  /** The same, straight from columns. */
  raw(columns: readonly Column[]): Float64Array;
  /** What people read, row by row: probability of the second class, one probability a class, or the number. */
  predictions(columns: readonly Column[]): Float64Array;
}

/** Prepares a model for scoring, once for any number of calls. */
export function modelScorer(model: Model): ModelScorer {
  const features = featureMaker(model);
  const outputs = outputCount(model.body);
  const rawOfFeatures = bodyScorer(model.body, outputs);
  const raw = (columns: readonly Column[]): Float64Array => rawOfFeatures(features(columns));
  return {
    outputs,
    features,
    rawOfFeatures,
    raw,
    predictions: (columns) => readable(model, raw(columns)),
  };
}

/** Raw scores that a body gives for each row. */
export function outputCount(body: ModelBody): number {
  return body.kind === 'trees' ? body.base.length : body.intercepts.length;
}

/**
 * Raw scores as people read them: the logistic function of straightened log odds, softmax of several classes, or the number
 * as it is.
 */
export function readable(model: Model, raw: Float64Array): Float64Array {
  if (model.target.kind === 'number') return raw;
  if (model.target.kind === 'multiclass') return softmaxRows(raw, model.target.classes.length);
  const { slope, intercept } = model.calibration ?? { slope: 1, intercept: 0 };
  return raw.map((score) => logistic(slope * score + intercept));
}

/** The probability whose log odds are given; exact at both ends. */
export function logistic(logOdds: number): number {
  if (logOdds >= 0) return 1 / (1 + Math.exp(-logOdds));
  const odds = Math.exp(logOdds);
  return odds / (1 + odds);
}

/** Probabilities of scores that stand `width` a row; the greatest score is taken off first, so that nothing overflows. */
export function softmaxRows(scores: Float64Array, width: number): Float64Array {
  const probabilities = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += width) {
    const own = scores.subarray(start, start + width);
    const greatest = own.reduce((most, score) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    const powers = own.map((score) => Math.exp(score - greatest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    probabilities.set(
      powers.map((power) => power / total),
      start,
    );
  }
  return probabilities;
}

function bodyScorer(body: ModelBody, outputs: number): (features: FeatureMatrix) => Float64Array {
  if (body.kind === 'trees') {
    const trees = flattenTrees(body.trees);
    const base = Float32Array.from(body.base);
    return ({ rows, width, values }) => {
      const raw = new Float64Array(rows * outputs);
      for (let row = 0; row < rows; row++) {
        raw.set(base, row * outputs);
        addTreeScores(trees, values, row * width, raw, row * outputs);
      }
      return raw;
    };
  }
  const intercepts = Float32Array.from(body.intercepts);
  const coefficients = body.coefficients.map((own) => Float32Array.from(own));
  return ({ rows, width, values }) => {
    const raw = new Float64Array(rows * outputs);
    for (const [output, own] of coefficients.entries()) {
      for (let row = 0; row < rows; row++) {
        let sum = intercepts[output] as number;
        for (let at = 0; at < own.length; at++) sum += (own[at] as number) * (values[row * width + at] as number);
        raw[row * outputs + output] = sum;
      }
    }
    return raw;
  };
}
