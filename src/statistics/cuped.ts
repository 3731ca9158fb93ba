import { type CoMoments, correlation, mergeCoMoments, momentsOfResidual, momentsOfY } from './co-moments.ts';
import { type Arms, type TestedDifference, type TwoMeans, twoMeans } from './two-means.ts';
import { requireAlpha } from './two-sided.ts';

/** The difference of two means after removing what a covariate explains, or why there is none. */
export type Cuped =
  | ({
      readonly kind: 'estimated';
      /** Pooled slope of the outcome on the covariate; 0 when the covariate does not vary. */
      readonly theta: number;
      /** Correlation of covariate and outcome over both arms; null when one of them does not vary. */
      readonly correlation: number | null;
      /** Adjusted mean of each arm at the mean of the covariate over both arms. */
      readonly adjustedMean: Arms<number>;
      /** The difference without adjustment. */
      readonly raw: TwoMeans;
      /** Share of the variance of the raw difference that the covariate removed, negative when it added some; null without a raw one. */
      readonly varianceReduction: number | null;
    } & TestedDifference)
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_units' | 'zero_variance' };

/**
 * CUPED (A. Deng and others 2013): Welch's comparison of y - theta (x - mean of x), where x was measured before the anchor and theta =
 * cov(y, x) / var(x) over both arms together. In the co-moments of each arm, x is the covariate and y the outcome.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function cuped({ action, holdout }: Arms<CoMoments>, alpha = 0.05): Cuped {
  requireAlpha(alpha);
  const pooled = mergeCoMoments(action, holdout);
  const theta = pooled.squaredDeviationsX > 0 ? pooled.coDeviations / pooled.squaredDeviationsX : 0;
  const adjusted = {
    action: momentsOfResidual(action, theta, pooled.meanX),
    holdout: momentsOfResidual(holdout, theta, pooled.meanX),
  };
  const difference = twoMeans(adjusted, alpha);
  if (difference.kind === 'unavailable') return difference;
  const raw = twoMeans({ action: momentsOfY(action), holdout: momentsOfY(holdout) }, alpha);
  return {
    ...difference,
    theta,
    correlation: correlation(pooled),
    adjustedMean: { action: adjusted.action.mean, holdout: adjusted.holdout.mean },
    raw,
    varianceReduction: raw.kind === 'estimated' ? 1 - (difference.standardError / raw.standardError) ** 2 : null,
  };
}
