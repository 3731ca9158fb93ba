import { type CoMoments, momentsOfX, momentsOfY, sampleCovariance } from './co-moments.ts';
import type { Interval } from './interval.ts';
import { type Moments, varianceOfMean } from './moments.ts';
import { type Arms, type TestedDifference, testedDifference } from './two-means.ts';
import { twoSidedCritical } from './two-sided.ts';

/** A set of values that the data allow, which need not be an interval: when hardly anybody is reached, it is not. */
export type ConfidenceSet =
  | { readonly kind: 'interval'; readonly interval: Interval }
  /** Everything except what lies strictly between the two ends. */
  | { readonly kind: 'outside'; readonly excluded: Interval }
  | { readonly kind: 'everything' }
  | { readonly kind: 'empty' };

/** Below this first-stage F the delta interval is unreliable and the Anderson-Rubin set is used. */
export const WEAK_FIRST_STAGE_F = 50;

/** The effect on units that the assignment moved into the action, or why there is none. */
export type ComplierEffect =
  | ({
      readonly kind: 'estimated';
      /** Effect of being assigned on the outcome (ITT). */
      readonly onOutcome: AssignmentEffect;
      /** Effect of being assigned on being reached: the share of units that assignment moves. */
      readonly onReach: AssignmentEffect;
      /** Squared z of `onReach`; null when being reached does not vary within the arms. */
      readonly firstStageF: number | null;
      readonly andersonRubin: ConfidenceSet;
      /** The set to state: the delta interval, or the Anderson-Rubin set when the first stage is weak. */
      readonly preferred: { readonly method: 'delta' | 'anderson-rubin'; readonly set: ConfidenceSet };
    } & TestedDifference)
  | {
      readonly kind: 'unavailable';
      readonly reason: 'too_few_units' | 'zero_variance' | 'assignment_moves_nobody';
    };

/** Difference between the arms as assigned. */
export interface AssignmentEffect {
  readonly estimate: number;
  readonly standardError: number;
}

/**
 * Complier average causal effect (G. Imbens and J. Angrist 1994): effect of assignment on the outcome divided by its effect on being
 * reached; delta interval and Anderson-Rubin set (1949), both normal. In the co-moments of each arm, y is the outcome and x is 1 for a
 * reached unit and 0 for another. Assumes that assignment acts only through the action, and moves nobody out of it.
 *
 * @throws RangeError unless 0 < alpha < 1.
 */
export function complierEffect({ action, holdout }: Arms<CoMoments>, alpha = 0.05): ComplierEffect {
  const critical = twoSidedCritical(alpha);
  if (action.count < 2 || holdout.count < 2) return { kind: 'unavailable', reason: 'too_few_units' };
  const outcome = assignmentEffect(momentsOfY(action), momentsOfY(holdout));
  const reach = assignmentEffect(momentsOfX(action), momentsOfX(holdout));
  const covariance = sampleCovariance(action) / action.count + sampleCovariance(holdout) / holdout.count;
  const effect = outcome.estimate / reach.estimate;
  const variance = outcome.variance + effect * (effect * reach.variance - 2 * covariance);
  const standardError = Math.sqrt(Math.max(0, variance)) / Math.abs(reach.estimate);
  // A shift of reach so close to zero that the division overflows is zero for every purpose.
  if (reach.estimate === 0 || !Number.isFinite(standardError)) {
    return { kind: 'unavailable', reason: 'assignment_moves_nobody' };
  }
  if (!(standardError > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  const tested = testedDifference(effect, standardError, alpha);
  const firstStageF = reach.variance > 0 ? reach.estimate ** 2 / reach.variance : null;
  const andersonRubin = andersonRubinSet(outcome, reach, covariance, critical);
  const isWeak = firstStageF !== null && firstStageF < WEAK_FIRST_STAGE_F;
  return {
    kind: 'estimated',
    ...tested,
    onOutcome: { estimate: outcome.estimate, standardError: Math.sqrt(outcome.variance) },
    onReach: { estimate: reach.estimate, standardError: Math.sqrt(reach.variance) },
    firstStageF,
    andersonRubin,
    preferred: isWeak
      ? { method: 'anderson-rubin', set: andersonRubin }
      : { method: 'delta', set: { kind: 'interval', interval: tested.interval } },
  };
}

interface Difference {
  readonly estimate: number;
  readonly variance: number;
}

function assignmentEffect(action: Moments, holdout: Moments): Difference {
  return { estimate: action.mean - holdout.mean, variance: varianceOfMean(action) + varianceOfMean(holdout) };
}

/** All b with (outcome - b reach)^2 <= critical^2 var(outcome - b reach), a quadratic inequality in b. */
function andersonRubinSet(outcome: Difference, reach: Difference, covariance: number, critical: number): ConfidenceSet {
  const square = critical * critical;
  const a = reach.estimate ** 2 - square * reach.variance;
  const halfB = -(outcome.estimate * reach.estimate - square * covariance);
  const c = outcome.estimate ** 2 - square * outcome.variance;
  const discriminant = halfB * halfB - a * c;
  // Exactly at a = 0 the set is a half-line; the whole line contains it and overstates nothing.
  if (a === 0) return { kind: 'everything' };
  if (discriminant < 0) return { kind: a > 0 ? 'empty' : 'everything' };
  const [first, second] = rootsOf(a, halfB, c, Math.sqrt(discriminant));
  const ends = { lower: Math.min(first, second), upper: Math.max(first, second) };
  return a > 0 ? { kind: 'interval', interval: ends } : { kind: 'outside', excluded: ends };
}

/** Roots of a x^2 + 2 halfB x + c without subtracting nearly equal numbers. */
function rootsOf(a: number, halfB: number, c: number, rootOfDiscriminant: number): [number, number] {
  const q = -(halfB + (halfB < 0 ? -rootOfDiscriminant : rootOfDiscriminant));
  return q === 0 ? [0, 0] : [q / a, c / q];
}
