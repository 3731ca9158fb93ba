import { type Estimate, normalInterval } from './estimate.ts';
import type { Interval } from './interval.ts';
import { requireAlpha, twoSidedCritical } from './two-sided.ts';

/** An estimate of a running comparison, and the number of units for which the sequence is tuned to be tightest. */
export interface LookInput extends Estimate {
  /** Units of all arms together that entered the estimate. */
  readonly units: number;
  /** Units planned for the read-out (`plannedN`); changing it after the start breaks the guarantee. */
  readonly plannedUnits: number;
}

/** What one look may say, valid at every look together with error probability alpha. */
export type ConfidenceSequence =
  | {
      readonly kind: 'estimated';
      readonly interval: Interval;
      readonly halfWidth: number;
      /** Limit that the effect exceeds at all looks with probability 1 - alpha, when only that side is of interest. */
      readonly oneSidedLower: number;
      readonly oneSidedHalfWidth: number;
      /** Natural logarithm of the evidence against "no effect"; evidence of 1 / alpha rejects it. */
      readonly logEvidence: number;
      /** p-value that stays valid however often one looks. */
      readonly anytimePValue: number;
      /** Width in multiples of the ordinary interval at the same alpha: the price of looking at any time. */
      readonly inflation: number;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'no_units' | 'zero_variance' };

/**
 * Asymptotic confidence sequence of I. Waudby-Smith and others (2024), Gaussian mixture, two-sided and one-sided. Treats
 * standardError^2 * units as the variance of one unit. Meant for 500 units and more.
 *
 * @throws RangeError unless 0 < alpha < 1 and plannedUnits > 0.
 */
export function confidenceSequence(look: LookInput, alpha = 0.05): ConfidenceSequence {
  requireAlpha(alpha);
  if (!(look.plannedUnits > 0)) throw new RangeError(`plannedUnits must be positive, got ${look.plannedUnits}`);
  const { estimate, standardError, units, plannedUnits } = look;
  if (!(units > 0)) return { kind: 'unavailable', reason: 'no_units' };
  if (!(standardError > 0)) return { kind: 'unavailable', reason: 'zero_variance' };
  const progress = units / plannedUnits;
  const information = progress * mixtureScale(alpha);
  const oneSidedInformation = progress * mixtureScale(Math.min(2 * alpha, 1));
  const halfWidth = standardError * boundary(information, 0.5 * Math.log1p(information) - Math.log(alpha));
  const oneSidedHalfWidth =
    standardError * boundary(oneSidedInformation, Math.log1p(Math.sqrt(oneSidedInformation + 1) / (2 * alpha)));
  const logEvidence =
    (0.5 * (estimate / standardError) ** 2 * information) / (information + 1) - 0.5 * Math.log1p(information);
  return {
    kind: 'estimated',
    interval: { lower: estimate - halfWidth, upper: estimate + halfWidth },
    halfWidth,
    oneSidedLower: estimate - oneSidedHalfWidth,
    oneSidedHalfWidth,
    logEvidence,
    anytimePValue: Math.min(1, Math.exp(-logEvidence)),
    inflation: halfWidth / (standardError * twoSidedCritical(alpha)),
  };
}

/** Units at the read-out times rho^2: the mixture variance that makes the sequence tightest there. */
function mixtureScale(alpha: number): number {
  const doubled = -2 * Math.log(alpha);
  // At alpha = 1 (one-sided 0.5) the formula is 0 and the boundary would be infinite; any positive scale is valid.
  return Math.max(doubled + Math.log1p(doubled), Number.EPSILON);
}

/** Half-width in standard errors, with information = units * rho^2. */
function boundary(information: number, logTerm: number): number {
  return Math.sqrt((2 * (information + 1) * logTerm) / information);
}

/** The two intervals of a phase: one for any look, one for the registered read-out. */
export interface HybridIntervals {
  /** Valid at every look; null while there is nothing to estimate from. */
  readonly monitor: Interval | null;
  /** The ordinary interval, to be used once, at the registered read-out. */
  readonly final: Interval | null;
}

/** How the error probability of a phase is split between the looks and the read-out. */
export interface AlphaSplit {
  readonly alphaSequential: number;
  readonly alphaFinal: number;
}

/** 0.01 for all looks together and 0.04 for the read-out: at most 0.05 by the union bound. */
export const DEFAULT_ALPHA_SPLIT: AlphaSplit = { alphaSequential: 0.01, alphaFinal: 0.04 };

/**
 * Both intervals of the hybrid rule; the chance that any interval shown during the phase is wrong is at most alphaSequential +
 * alphaFinal. After the read-out its interval is frozen, and only `monitor` continues.
 *
 * @throws RangeError unless both alphas lie between 0 and 1 and plannedUnits > 0.
 */
export function hybridIntervals(look: LookInput, split: AlphaSplit = DEFAULT_ALPHA_SPLIT): HybridIntervals {
  const critical = twoSidedCritical(split.alphaFinal);
  const sequence = confidenceSequence(look, split.alphaSequential);
  if (sequence.kind === 'unavailable') return { monitor: null, final: null };
  return { monitor: sequence.interval, final: normalInterval(look.estimate, look.standardError, critical) };
}
