import { robustCovariance, solveLeastSquares } from './linear-algebra.ts';
import { type Arms, type TestedDifference, testedDifference } from './two-means.ts';
import { requireAlpha } from './two-sided.ts';

/** Outcome of each unit of one arm, and its covariates, all known before the anchor. */
export interface CovariateRows {
  readonly outcome: readonly number[];
  /** One column for each covariate, in the same order of units as `outcome`; the same covariates in both arms. */
  readonly covariates: readonly (readonly number[])[];
}

/** The difference of two means adjusted for covariates, or why there is none. */
export type AdjustedDifference =
  | ({ readonly kind: 'estimated' } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'dependent_covariates' | 'zero_variance' };

/** Mean outcome of one arm at given covariate values, and its variance. */
type ArmIntercept = { readonly kind: 'estimated'; readonly mean: number; readonly variance: number } | ArmFailure;
type ArmFailure = { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'dependent_covariates' };

/**
 * W. Lin's regression adjustment (2013): outcome on arm, centred covariates and their products, HC2 variance, normal interval. The full
 * products make the two arms separate regressions, so each arm is fitted alone and the intercepts are compared. HC2 needs every row's
 * leverage; where one covariate is enough, `cuped` does the same from sufficient statistics.
 *
 * @throws RangeError unless 0 < alpha < 1, or when the arms have different covariates.
 */
export function adjustedDifference({ action, holdout }: Arms<CovariateRows>, alpha = 0.05): AdjustedDifference {
  requireAlpha(alpha);
  if (action.covariates.length !== holdout.covariates.length) {
    throw new RangeError('both arms need the same covariates');
  }
  const centres = action.covariates.map((column, k) => mean([...column, ...(holdout.covariates[k] ?? [])]));
  const ofAction = armIntercept(action, centres);
  const ofHoldout = armIntercept(holdout, centres);
  if (ofAction.kind === 'unavailable') return ofAction;
  if (ofHoldout.kind === 'unavailable') return ofHoldout;
  const variance = ofAction.variance + ofHoldout.variance;
  if (!(variance > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  const difference = testedDifference(ofAction.mean - ofHoldout.mean, Math.sqrt(variance), alpha);
  return { kind: 'estimated', ...difference };
}

function armIntercept({ outcome, covariates }: CovariateRows, centres: readonly number[]): ArmIntercept {
  // One unit more than columns, or the residuals are zero by construction and say nothing about the variance.
  if (outcome.length < covariates.length + 2) return { kind: 'unavailable', reason: 'too_few_units' };
  const ones = outcome.map(() => 1);
  const columns = [ones, ...covariates.map((column, k) => column.map((value) => value - (centres[k] ?? 0)))];
  const fit = solveLeastSquares(columns, outcome);
  if (fit.kind === 'unavailable') return { kind: 'unavailable', reason: 'dependent_covariates' };
  const covariance = robustCovariance(columns, fit, 'HC2');
  return { kind: 'estimated', mean: fit.coefficients[0] ?? 0, variance: covariance[0]?.[0] ?? 0 };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
