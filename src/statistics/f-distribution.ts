import { betaLogitQuantile } from './beta.ts';
import { requirePositive, requireProbability } from './quantile-solver.ts';
import { betaTails, type Tails } from './special-functions.ts';

/** P(X <= x) of the F distribution with `df1` numerator and `df2` denominator degrees of freedom. */
export function fCdf(x: number, df1: number, df2: number): number {
  return fTails(x, df1, df2).lower;
}

/** P(X > x) of the F distribution, accurate in the upper tail. */
export function fSf(x: number, df1: number, df2: number): number {
  return fTails(x, df1, df2).upper;
}

/** The x with P(X <= x) = p of the F distribution. */
export function fQuantile(p: number, df1: number, df2: number): number {
  requireProbability(p);
  requireDegreesOfFreedom(df1, df2);
  if (p === 0) return 0;
  if (p === 1) return Infinity;
  return (df2 / df1) * Math.exp(betaLogitQuantile({ lower: p, upper: 1 - p }, df1 / 2, df2 / 2));
}

function fTails(x: number, df1: number, df2: number): Tails {
  requireDegreesOfFreedom(df1, df2);
  if (x <= 0) return { lower: 0, upper: 1 };
  const odds = (df1 / df2) * x;
  return betaTails(1 / (1 + 1 / odds), 1 / (1 + odds), df1 / 2, df2 / 2);
}

function requireDegreesOfFreedom(df1: number, df2: number): void {
  requirePositive('df1', df1);
  requirePositive('df2', df2);
}
