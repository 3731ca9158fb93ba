import { type Estimate, type EstimateWithInterval, normalInterval } from './estimate.ts';
import { twoSidedCritical } from './two-sided.ts';

/**
 * Product of two independent estimates, such as an effect and the value of one outcome. Variance by the delta method:
 * var(uv) = u^2 s_v^2 + v^2 s_u^2; the second-order term s_u^2 s_v^2 is dropped.
 */
export function productOfEstimates(u: Estimate, v: Estimate, alpha = 0.05): EstimateWithInterval {
  const estimate = u.estimate * v.estimate;
  const standardError = Math.hypot(u.estimate * v.standardError, v.estimate * u.standardError);
  return { estimate, standardError, interval: normalInterval(estimate, standardError, twoSidedCritical(alpha)) };
}
