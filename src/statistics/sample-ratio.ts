import { chiSquareSf } from './distributions.ts';
import { poissonDeviance, stirlingError } from './special-functions.ts';

/** The units found in each arm against the shares that the plan drew. */
export interface SampleRatioInput {
  /** Units of each arm. */
  readonly observed: readonly number[];
  /** Planned shares in the same order; any positive scale. */
  readonly weights: readonly number[];
  /** Prior pseudo-counts of the sequential test: larger looks for smaller deviations. */
  readonly concentration?: number;
}

/** Whether the arms have the sizes that the plan drew, or why that cannot be asked. */
export type SampleRatio =
  | {
      readonly kind: 'estimated';
      /** Pearson's statistic; its p-value is valid for one look only and is shown beside the sequential one. */
      readonly chiSquare: number;
      readonly degreesOfFreedom: number;
      readonly pValue: number;
      /** Natural logarithm of the Bayes factor for wrong shares. */
      readonly logBayesFactor: number;
      /** p-value that stays valid however often one looks; below 0.01 the comparison is broken. */
      readonly anytimePValue: number;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'no_units' | 'one_arm' };

/**
 * Sample ratio mismatch: Pearson's chi-square for one look, and the Dirichlet-multinomial Bayes factor of M. Lindon and A. Malek (2022)
 * for any number of looks.
 *
 * @throws RangeError for a weight or concentration that is not positive, a negative count, or lists of different length.
 */
export function sampleRatio({ observed, weights, concentration = 1000 }: SampleRatioInput): SampleRatio {
  requireSensible(observed, weights, concentration);
  const units = sum(observed);
  if (observed.length < 2) return { kind: 'unavailable', reason: 'one_arm' };
  if (units === 0) return { kind: 'unavailable', reason: 'no_units' };
  const total = sum(weights);
  const arms = observed.map((count, arm) => ({ count, share: (weights[arm] ?? 0) / total }));
  const chiSquare = sum(arms.map(({ count, share }) => (count - units * share) ** 2 / (units * share)));
  const degreesOfFreedom = arms.length - 1;
  const logBayesFactor = dirichletLogBayesFactor(arms, units, concentration);
  return {
    kind: 'estimated',
    chiSquare,
    degreesOfFreedom,
    pValue: chiSquareSf(chiSquare, degreesOfFreedom),
    logBayesFactor,
    anytimePValue: Math.min(1, Math.exp(-logBayesFactor)),
  };
}

/**
 * Logarithm of Dirichlet-multinomial over multinomial likelihood. Written as deviances and Stirling errors instead of gamma functions of
 * counts: at a million units those are ten million each, and their difference would keep six digits.
 */
function dirichletLogBayesFactor(
  arms: readonly { readonly count: number; readonly share: number }[],
  units: number,
  concentration: number,
): number {
  const posteriorTotal = concentration + units;
  const perArm = arms.map(({ count, share }) => {
    const prior = concentration * share;
    const posterior = prior + count;
    return (
      poissonDeviance(posterior, posteriorTotal * share) -
      0.5 * Math.log1p(count / prior) +
      (stirlingError(posterior) - stirlingError(prior))
    );
  });
  const ofTotal =
    0.5 * Math.log1p(units / concentration) - stirlingError(posteriorTotal) + stirlingError(concentration);
  return sum(perArm) + ofTotal;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function requireSensible(observed: readonly number[], weights: readonly number[], concentration: number): void {
  if (observed.length !== weights.length) throw new RangeError('observed and weights must name the same arms');
  if (!weights.every((weight) => weight > 0)) throw new RangeError('every weight must be positive');
  if (!observed.every((count) => count >= 0)) throw new RangeError('counts must be at least 0');
  if (!(concentration > 0)) throw new RangeError(`concentration must be positive, got ${concentration}`);
}
