import { requireProbability, solveLogConcaveTail } from './quantile-solver.ts';
import { gammaTails } from './special-functions.ts';

/** Standard normal density. */
export function normalDensity(x: number): number {
  return Math.exp(-0.5 * x * x) / 2.5066282746310002;
}

/** P(Z <= x) of the standard normal distribution. */
export function normalCdf(x: number): number {
  const { lower, upper } = gammaTails(0.5 * x * x, 0.5);
  return x < 0 ? 0.5 * upper : 0.5 + 0.5 * lower;
}

/** P(Z > x) of the standard normal distribution, accurate in the upper tail. */
export function normalSf(x: number): number {
  return normalCdf(-x);
}

/** The x with P(Z <= x) = p. */
export function normalQuantile(p: number): number {
  requireProbability(p);
  if (p > 0.5) return -normalLowerQuantile(1 - p);
  return normalLowerQuantile(p);
}

function normalLowerQuantile(p: number): number {
  if (p === 0) return -Infinity;
  if (p === 0.5) return 0;
  // Abramowitz and Stegun 26.2.23 starts within 0.0005 of the answer.
  const t = Math.sqrt(-2 * Math.log(p));
  const rational = (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  return solveLogConcaveTail(p, rational - t, (x) => ({ tail: normalCdf(x), density: normalDensity(x) }));
}
