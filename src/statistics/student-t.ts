import { betaLogitQuantile } from './beta.ts';
import { normalCdf, normalQuantile } from './normal.ts';
import { requirePositive, requireProbability } from './quantile-solver.ts';
import { betaTails } from './special-functions.ts';

/** P(T <= t) of Student's t distribution; `df` may be fractional, and Infinity means the normal distribution. */
export function tCdf(t: number, df: number): number {
  requirePositive('df', df);
  if (df === Infinity) return normalCdf(t);
  const odds = (t * t) / df;
  const { lower, upper } = betaTails(1 / (1 + odds), 1 / (1 + 1 / odds), df / 2, 0.5);
  return t < 0 ? 0.5 * lower : 0.5 + 0.5 * upper;
}

/** P(T > t) of Student's t distribution, accurate in the upper tail. */
export function tSf(t: number, df: number): number {
  return tCdf(-t, df);
}

/** The t with P(T <= t) = p of Student's t distribution; `df` may be fractional, and Infinity means the normal distribution. */
export function tQuantile(p: number, df: number): number {
  requireProbability(p);
  requirePositive('df', df);
  if (df === Infinity) return normalQuantile(p);
  const tail = Math.min(p, 1 - p);
  if (tail === 0.5) return 0;
  const sign = p < 0.5 ? -1 : 1;
  if (tail === 0) return sign * Infinity;
  // df / (df + T^2) follows a beta distribution and falls below its value at |t| with probability twice the tail.
  const logit = betaLogitQuantile({ lower: 2 * tail, upper: 1 - 2 * tail }, df / 2, 0.5);
  return sign * Math.sqrt(df) * Math.exp(-logit / 2);
}
