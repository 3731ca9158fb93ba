import { solveLeastSquares } from './linear-algebra.ts';
import type { ScoredUnits } from './local-jump.ts';
import { momentsOf, sampleVariance } from './moments.ts';

/** The bandwidth of Imbens and Kalyanaraman with every intermediate figure, for the page that shows the method. */
export interface ThresholdBandwidth {
  readonly bandwidth: number;
  readonly pilotBandwidth: number;
  /** Density of the score at the cutoff. */
  readonly density: number;
  /** Pooled variance of the outcome beside the cutoff. */
  readonly residualVariance: number;
  readonly thirdDerivative: number;
  readonly below: SideCurvature;
  readonly above: SideCurvature;
}

/** Curvature of the outcome on one side of the cutoff. */
export interface SideCurvature {
  readonly bandwidth: number;
  readonly secondDerivative: number;
  readonly regularisation: number;
}

/** Constant of the optimal bandwidth for the triangular kernel. */
const TRIANGULAR_CONSTANT = 3.4375;

/**
 * Bandwidth for a jump at a threshold, regularised (Imbens and Kalyanaraman 2012, with one pooled variance). `null` when a side has
 * too few units or the outcome does not vary.
 */
export function thresholdBandwidth(units: ScoredUnits, cutoff: number): ThresholdBandwidth | null {
  const rows = units.scores.map((score, i) => ({ distance: score - cutoff, outcome: units.outcomes[i] ?? 0 }));
  const spread = Math.sqrt(sampleVariance(momentsOf(units.scores)));
  const pilotBandwidth = 1.84 * spread * rows.length ** -0.2;
  const near = rows.filter(({ distance }) => Math.abs(distance) <= pilotBandwidth);
  const nearAbove = momentsOf(near.filter(({ distance }) => distance >= 0).map(({ outcome }) => outcome));
  const nearBelow = momentsOf(near.filter(({ distance }) => distance < 0).map(({ outcome }) => outcome));
  const density = near.length / (2 * rows.length * pilotBandwidth);
  const residualVariance = (nearAbove.squaredDeviations + nearBelow.squaredDeviations) / near.length;
  const thirdDerivative = globalThirdDerivative(rows);
  if (!(density > 0) || !(residualVariance > 0) || thirdDerivative === null) return null;
  const curvature = (side: readonly Row[]): SideCurvature | null => {
    const ratio = residualVariance / (density * Math.max(thirdDerivative ** 2, 0.01));
    const bandwidth = 3.56 * ratio ** (1 / 7) * side.length ** (-1 / 7);
    const close = side.filter(({ distance }) => Math.abs(distance) <= bandwidth);
    const secondDerivative = derivative(close, 2);
    if (secondDerivative === null) return null;
    return { bandwidth, secondDerivative, regularisation: (2160 * residualVariance) / (close.length * bandwidth ** 4) };
  };
  const below = curvature(rows.filter(({ distance }) => distance < 0));
  const above = curvature(rows.filter(({ distance }) => distance >= 0));
  if (below === null || above === null) return null;
  const bend = (above.secondDerivative - below.secondDerivative) ** 2 + above.regularisation + below.regularisation;
  const bandwidth = TRIANGULAR_CONSTANT * ((2 * residualVariance) / (density * bend)) ** 0.2 * rows.length ** -0.2;
  return { bandwidth, pilotBandwidth, density, residualVariance, thirdDerivative, below, above };
}

interface Row {
  readonly distance: number;
  readonly outcome: number;
}

/** Third derivative of one cubic through all units that may jump at the cutoff. */
function globalThirdDerivative(rows: readonly Row[]): number | null {
  const jump = rows.map(({ distance }) => (distance >= 0 ? 1 : 0));
  return derivative(rows, 3, [jump]);
}

/** The highest derivative of a polynomial of this degree, fitted by least squares; `null` when the units determine none. */
function derivative(rows: readonly Row[], degree: 2 | 3, extra: readonly (readonly number[])[] = []): number | null {
  const powers = Array.from({ length: degree + 1 }, (_, power) => rows.map(({ distance }) => distance ** power));
  const fit = solveLeastSquares(
    [...extra, ...powers],
    rows.map(({ outcome }) => outcome),
  );
  if (fit.kind === 'unavailable') return null;
  return (degree === 2 ? 2 : 6) * (fit.coefficients.at(-1) ?? 0);
}
