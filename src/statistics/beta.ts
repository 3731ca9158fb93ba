import { requirePositive, requireProbability, solveLogConcaveTail } from './quantile-solver.ts';
import { betaTails } from './special-functions.ts';

/** P(X <= x) of the beta distribution with shapes a and b. */
export function betaCdf(x: number, a: number, b: number): number {
  requireShapes(a, b);
  return betaTails(x, 1 - x, a, b).lower;
}

/** P(X > x) of the beta distribution with shapes a and b, accurate in the upper tail. */
export function betaSf(x: number, a: number, b: number): number {
  requireShapes(a, b);
  return betaTails(x, 1 - x, a, b).upper;
}

/** The x with P(X <= x) = p of the beta distribution with shapes a and b. */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability(p);
  requireShapes(a, b);
  if (p === 0 || p === 1) return p;
  return 1 / (1 + Math.exp(-betaLogitQuantile({ lower: p, upper: 1 - p }, a, b)));
}

/**
 * Log-odds log(x / (1 - x)) of the beta quantile, which keeps both ends exact; both tail probabilities are given so that the caller
 * passes the small one without rounding. The t and F quantiles are powers of these odds.
 */
export function betaLogitQuantile(tails: { lower: number; upper: number }, a: number, b: number): number {
  if (tails.upper < tails.lower) return -betaLogitQuantile({ lower: tails.upper, upper: tails.lower }, b, a);
  return solveLogConcaveTail(tails.lower, Math.log(a / b), (logit) => {
    const { lower, kernel } = betaTails(1 / (1 + Math.exp(-logit)), 1 / (1 + Math.exp(logit)), a, b);
    return { tail: lower, density: kernel };
  });
}

function requireShapes(a: number, b: number): void {
  requirePositive('a', a);
  requirePositive('b', b);
}
