import { normalSf } from './distributions.ts';

/** One bin of predicted probabilities of equal width. */
export interface CalibrationBin {
  readonly units: number;
  readonly meanPredicted: number;
  readonly observedRate: number;
}

/** Whether predicted probabilities come true. Nulls mean that no such number exists. */
export type Calibration =
  | {
      readonly kind: 'estimated';
      readonly units: number;
      /** Mean squared distance between probability and outcome. */
      readonly brier: number;
      /** Spiegelhalter's test of calibration; null when every probability is 0, 0.5 or 1. */
      readonly spiegelhalter: { readonly z: number; readonly pValue: number } | null;
      /** Expected calibration error: mean distance between predicted and observed rate over bins of equal width. */
      readonly expectedCalibrationError: number;
      /** Outcomes that happened divided by outcomes predicted; null when none were predicted. */
      readonly observedOverExpected: number | null;
      /** Bins that hold units, in ascending order of probability. */
      readonly bins: readonly CalibrationBin[];
    }
  | { readonly kind: 'unavailable'; readonly reason: 'no_units' | 'not_probabilities' | 'not_binary' };

/** The confusion matrix to expect when probabilities are right, before outcomes are known. */
export type ExpectedConfusion =
  | {
      readonly kind: 'estimated';
      readonly truePositives: number;
      readonly falsePositives: number;
      readonly falseNegatives: number;
      readonly trueNegatives: number;
    }
  | { readonly kind: 'unavailable'; readonly reason: 'no_units' | 'not_probabilities' };

/**
 * Compares predicted probabilities with outcomes (1 or 0) of units that nobody acted upon.
 *
 * @throws RangeError when the columns differ in length or `binCount` is not a positive whole number.
 */
export function calibration(probability: ArrayLike<number>, outcome: ArrayLike<number>, binCount = 10): Calibration {
  const count = probability.length;
  if (outcome.length !== count) throw new RangeError('probability and outcome must have the same length');
  if (!(Number.isInteger(binCount) && binCount > 0)) throw new RangeError('binCount must be a positive whole number');
  if (count === 0) return { kind: 'unavailable', reason: 'no_units' };
  const bins = Array.from({ length: binCount }, () => ({ units: 0, predicted: 0, observed: 0 }));
  let squaredError = 0;
  let deviation = 0;
  let deviationVariance = 0;
  for (let i = 0; i < count; i++) {
    const p = probability[i] as number;
    const y = outcome[i] as number;
    if (!(p >= 0 && p <= 1)) return { kind: 'unavailable', reason: 'not_probabilities' };
    if (y !== 0 && y !== 1) return { kind: 'unavailable', reason: 'not_binary' };
    squaredError += (p - y) ** 2;
    deviation += (y - p) * (1 - 2 * p);
    deviationVariance += (1 - 2 * p) ** 2 * p * (1 - p);
    const bin = bins[Math.min(binCount - 1, Math.floor(p * binCount))] as (typeof bins)[number];
    bin.units++;
    bin.predicted += p;
    bin.observed += y;
  }
  return {
    kind: 'estimated',
    units: count,
    brier: squaredError / count,
    spiegelhalter: spiegelhalter(deviation, deviationVariance),
    ...summarise(bins, count),
  };
}

/**
 * Confusion matrix estimated from the probabilities alone (CBPE): a provisional figure until outcomes arrive, right only as
 * far as the probabilities are calibrated. Units at or above the threshold count as flagged.
 */
export function expectedConfusion(probability: ArrayLike<number>, threshold: number): ExpectedConfusion {
  if (probability.length === 0) return { kind: 'unavailable', reason: 'no_units' };
  const cells = { truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 0 };
  for (let i = 0; i < probability.length; i++) {
    const p = probability[i] as number;
    if (!(p >= 0 && p <= 1)) return { kind: 'unavailable', reason: 'not_probabilities' };
    if (p >= threshold) {
      cells.truePositives += p;
      cells.falsePositives += 1 - p;
    } else {
      cells.falseNegatives += p;
      cells.trueNegatives += 1 - p;
    }
  }
  return { kind: 'estimated', ...cells };
}

function spiegelhalter(deviation: number, variance: number): { z: number; pValue: number } | null {
  if (variance === 0) return null;
  const z = deviation / Math.sqrt(variance);
  return { z, pValue: 2 * normalSf(Math.abs(z)) };
}

function summarise(sums: readonly { units: number; predicted: number; observed: number }[], count: number) {
  let error = 0;
  let predicted = 0;
  let observed = 0;
  const bins: CalibrationBin[] = [];
  for (const bin of sums) {
    if (bin.units === 0) continue;
    error += Math.abs(bin.predicted - bin.observed);
    predicted += bin.predicted;
    observed += bin.observed;
    bins.push({
      units: bin.units,
      meanPredicted: bin.predicted / bin.units,
      observedRate: bin.observed / bin.units,
    });
  }
  return {
    expectedCalibrationError: error / count,
    observedOverExpected: predicted > 0 ? observed / predicted : null,
    bins,
  };
}
