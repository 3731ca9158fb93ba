import { requirePositive, requireProbability, solveLogConcaveTail } from './quantile-solver.ts';
import { gammaTails } from './special-functions.ts';

/** P(X <= x) of the chi-square distribution with `df` degrees of freedom. */
export function chiSquareCdf(x: number, df: number): number {
  requirePositive('df', df);
  return gammaTails(x / 2, df / 2).lower;
}

/** P(X > x) of the chi-square distribution with `df` degrees of freedom, accurate in the upper tail. */
export function chiSquareSf(x: number, df: number): number {
  requirePositive('df', df);
  return gammaTails(x / 2, df / 2).upper;
}

/** The x with P(X <= x) = p of the chi-square distribution with `df` degrees of freedom. */
export function chiSquareQuantile(p: number, df: number): number {
  requireProbability(p);
  requirePositive('df', df);
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  const a = df / 2;
  // The logarithm of a gamma variable has a log-concave density, so the solver works on log x; the smaller tail is matched.
  const start = Math.log(a);
  const logHalf =
    p <= 0.5
      ? solveLogConcaveTail(p, start, (u) => {
          const { lower, kernel } = gammaTails(Math.exp(u), a);
          return { tail: lower, density: kernel };
        })
      : -solveLogConcaveTail(1 - p, -start, (u) => {
          const { upper, kernel } = gammaTails(Math.exp(-u), a);
          return { tail: upper, density: kernel };
        });
  return 2 * Math.exp(logHalf);
}
