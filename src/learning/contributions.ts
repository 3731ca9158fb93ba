import type { FeatureMatrix } from './feature-matrix.ts';
import { flattenTrees } from './flat-trees.ts';
import type { Column, Model } from './model.ts';
import { type ModelScorer, modelScorer, outputCount } from './score-model.ts';
import { treeShap } from './tree-shap.ts';

/**
 * What each input adds to the score of a row, beside what the model says on average. Scores are log odds after calibration,
 * raw scores of several classes, or the predicted number: baseline and contributions add up to the score.
 */
export interface Contributor {
  readonly scorer: ModelScorer;
  /** The average score, one an output. */
  readonly baseline: Float64Array;
  /** Contributions of a row of features: `values[output * inputs + input]`. */
  of(features: FeatureMatrix, row: number): Float64Array;
}

/**
 * Prepares contributions: exact Shapley values of inputs for trees, which average by the training rows that they keep; for a
 * weighted sum, coefficient times distance from the average of the reference rows.
 */
export function contributor(model: Model, reference: readonly Column[]): Contributor {
  const { slope, intercept } =
    model.target.kind === 'binary' && model.calibration !== null ? model.calibration : { slope: 1, intercept: 0 };
  const scorer = modelScorer(model);
  const { baseline, add } = model.body.kind === 'trees' ? ofTrees(model) : ofSums(model, scorer.features(reference));
  const inputs = model.inputs.length;
  return {
    scorer,
    baseline: baseline.map((score) => slope * score + intercept),
    of(features, row) {
      const values = new Float64Array(scorer.outputs * inputs);
      add(features, row, values);
      return values.map((value) => slope * value);
    },
  };
}

interface Parts {
  readonly baseline: Float64Array;
  readonly add: (features: FeatureMatrix, row: number, values: Float64Array) => void;
}

function ofTrees({ body, features, inputs }: Model): Parts {
  if (body.kind !== 'trees') throw new RangeError('the model has no trees');
  const playerOf = Int32Array.from(features, ({ input }) => input);
  const shap = treeShap(flattenTrees(body.trees), outputCount(body), playerOf, inputs.length);
  return {
    baseline: Float64Array.from(shap.expected, (score, output) => score + Math.fround(body.base[output] ?? 0)),
    add: ({ values: row, width }, at, values) => shap.addValues(row, at * width, values),
  };
}

function ofSums({ body, features, inputs }: Model, reference: FeatureMatrix): Parts {
  if (body.kind !== 'linear') throw new RangeError('the model is no weighted sum');
  if (reference.rows === 0) throw new RangeError('contributions to a weighted sum need reference rows');
  const coefficients = body.coefficients.map((own) => Float32Array.from(own));
  const means = features.map((_, at) => columnMean(reference, at));
  const baseline = Float64Array.from(body.intercepts, (intercept, output) =>
    means.reduce((sum, mean, at) => sum + (coefficients[output]?.[at] ?? 0) * mean, Math.fround(intercept)),
  );
  return {
    baseline,
    add({ values: row, width }, at, values) {
      for (const [output, own] of coefficients.entries()) {
        for (const [feature, { input }] of features.entries()) {
          const distance = (row[at * width + feature] ?? Number.NaN) - (means[feature] ?? 0);
          const position = output * inputs.length + input;
          values[position] = (values[position] ?? 0) + (own[feature] ?? 0) * distance;
        }
      }
    },
  };
}

function columnMean({ rows, width, values }: FeatureMatrix, at: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += values[row * width + at] as number;
  return sum / rows;
}
