import { closestConvexWeights } from './simplex-weights.ts';

/** One treated series and the series of donors that were not treated, all over the same periods. */
export interface SyntheticControlInput {
  readonly treated: readonly number[];
  /** Donor by donor, each as long as `treated`. */
  readonly donors: readonly (readonly number[])[];
  /** Index of the first period after the start. */
  readonly startIndex: number;
}

/** How well one series is followed by the weighted others, before and after the start. */
export interface SyntheticFit {
  /** Share of each donor: at least 0, together 1. */
  readonly weights: readonly number[];
  /** Root mean squared gap before the start, in the unit of the series. */
  readonly gapBefore: number;
  /** Root mean squared gap after the start. */
  readonly gapAfter: number;
  /** After over before; `null` when the series is followed exactly before the start. */
  readonly gapRatio: number | null;
}

/** The effect on one treated unit, or why there is none. */
export type SyntheticControl =
  | ({
      readonly kind: 'estimated';
      /** Mean gap after the start, treated minus synthetic. */
      readonly estimate: number;
      /** Treated minus synthetic in every period. */
      readonly gaps: readonly number[];
      /** Gap ratio of each donor when it is treated as if it had been the treated unit. */
      readonly donorRatios: readonly (number | null)[];
      /** Share of all units, the treated one included, whose gap ratio is at least that of the treated unit. */
      readonly placeboP: number;
      /** Smallest p-value that so few donors can give. */
      readonly smallestP: number;
    } & SyntheticFit)
  | {
      readonly kind: 'unavailable';
      readonly reason: 'too_few_donors' | 'too_few_periods' | 'lengths_differ' | 'exact_fit_before';
    };

/**
 * Synthetic control (Abadie, Diamond and Hainmueller 2010) on the periods before the start alone: the donors' weighted mean that
 * follows the treated series closest. The test is by placebo: each donor is fitted by the other donors in the same way, and the
 * treated unit's gap ratio is ranked among all.
 */
export function syntheticControl({ treated, donors, startIndex }: SyntheticControlInput): SyntheticControl {
  if (donors.length < 2) return { kind: 'unavailable', reason: 'too_few_donors' };
  if (donors.some((donor) => donor.length !== treated.length)) return { kind: 'unavailable', reason: 'lengths_differ' };
  if (startIndex < 1 || startIndex >= treated.length) return { kind: 'unavailable', reason: 'too_few_periods' };
  const { gaps, ...fit } = fitSeries(treated, donors, startIndex);
  const { gapRatio } = fit;
  if (gapRatio === null) return { kind: 'unavailable', reason: 'exact_fit_before' };
  const donorRatios = donors.map((donor, own) => {
    const others = donors.filter((_, index) => index !== own);
    return fitSeries(donor, others, startIndex).gapRatio;
  });
  // A donor that is followed exactly before the start has no finite ratio and ranks as extreme, which is the cautious side.
  const atLeast = donorRatios.filter((ratio) => ratio === null || ratio >= gapRatio).length;
  const after = gaps.slice(startIndex);
  return {
    kind: 'estimated',
    estimate: after.reduce((sum, gap) => sum + gap, 0) / after.length,
    gaps,
    ...fit,
    donorRatios,
    placeboP: (1 + atLeast) / (1 + donors.length),
    smallestP: 1 / (1 + donors.length),
  };
}

function fitSeries(
  series: readonly number[],
  donors: readonly (readonly number[])[],
  startIndex: number,
): SyntheticFit & { readonly gaps: readonly number[] } {
  const weights = closestConvexWeights(
    series.slice(0, startIndex),
    donors.map((donor) => donor.slice(0, startIndex)),
  );
  const gaps = series.map(
    (value, t) => value - donors.reduce((sum, donor, j) => sum + (weights[j] ?? 0) * (donor[t] ?? 0), 0),
  );
  const gapBefore = rootMeanSquare(gaps.slice(0, startIndex));
  const gapAfter = rootMeanSquare(gaps.slice(startIndex));
  const size = rootMeanSquare(series.slice(0, startIndex));
  // Below this share of the series' size a gap is rounding, and a ratio of it would mean nothing.
  const isExact = gapBefore <= 1e-12 * size;
  return { weights, gaps, gapBefore, gapAfter, gapRatio: isExact ? null : gapAfter / gapBefore };
}

function rootMeanSquare(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}
