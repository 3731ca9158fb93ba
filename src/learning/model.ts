/**
 * What a trained model is: columns come in, features are made of them, trees or a weighted sum give raw scores, a link
 * turns raw scores into what people read. The document is plain JSON, so that it is stored, hashed, written as ONNX
 * and explained without the code that trained it.
 */

/** A column of a table as training and scoring read it, one entry a row. */
export type Column = NumberColumn | CategoryColumn;

/** Numbers; NaN where the value is missing. Values are float32, because thresholds and ONNX inputs are. */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float32Array;
}

/** Categories: `codes` points into `levels`, -1 where the value is missing. */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/** A column that the model asks for. */
export interface ModelInput {
  readonly kind: 'number' | 'category';
  readonly name: string;
}

/** One number that the model computes with, made of one input. */
export type Feature =
  /** The number itself; `whenMissing` replaces a missing value, null leaves it missing (trees send it their own way). */
  | { readonly kind: 'number'; readonly input: number; readonly whenMissing: number | null }
  /** 1 where the value of the input is missing, else 0. */
  | { readonly kind: 'is-missing'; readonly input: number }
  /** A number for each level of a category; levels that training never saw get `otherwise`, a missing value `whenMissing`. */
  | {
      readonly kind: 'levels';
      readonly input: number;
      readonly levels: readonly string[];
      readonly values: readonly number[];
      readonly otherwise: number;
      readonly whenMissing: number;
    };

/** A binary tree in arrays, one entry a node, the root first. */
export interface Tree {
  /** The raw score that it adds to: 0 but for models of several classes. */
  readonly output: number;
  /** Index of the feature that the node looks at; -1 at a leaf. */
  readonly feature: readonly number[];
  /** A value at or below the threshold (a float32) goes left. */
  readonly threshold: readonly number[];
  readonly missingGoesLeft: readonly boolean[];
  readonly left: readonly number[];
  readonly right: readonly number[];
  /** What a leaf adds to the raw score (a float32); 0 at inner nodes. */
  readonly value: readonly number[];
  /** Weight of the training rows that came by: what an explanation averages with. */
  readonly cover: readonly number[];
}

/** What computes raw scores from features; `base` and `intercepts` hold one number an output. */
export type ModelBody =
  | { readonly kind: 'trees'; readonly base: readonly number[]; readonly trees: readonly Tree[] }
  /** `coefficients[output][feature]`. */
  | {
      readonly kind: 'linear';
      readonly intercepts: readonly number[];
      readonly coefficients: readonly (readonly number[])[];
    };

/** What is predicted. The second class of a binary task is the one whose probability is told. */
export type Target =
  | { readonly kind: 'binary'; readonly name: string; readonly classes: readonly [string, string] }
  | { readonly kind: 'multiclass'; readonly name: string; readonly classes: readonly string[] }
  | { readonly kind: 'number'; readonly name: string };

/** The families of models, the most explainable first: where quality cannot be told apart, the first is chosen. */
export const FAMILIES = ['linear', 'stumps', 'boosting'] as const;

/** A family: a weighted sum, boosted stumps (one curve a column), or boosted trees. */
export type Family = (typeof FAMILIES)[number];

/**
 * A trained model. Binary: one output, the log odds of the second class, straightened by `calibration`
 * (`slope * raw + intercept`) before the logistic function. Several classes: one output a class, softmax.
 * Number: one output, as it is.
 */
export interface Model {
  readonly family: Family;
  readonly target: Target;
  readonly inputs: readonly ModelInput[];
  readonly features: readonly Feature[];
  readonly body: ModelBody;
  readonly calibration: { readonly slope: number; readonly intercept: number } | null;
}
