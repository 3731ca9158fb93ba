/** The distributions that the estimators need, in one import; relative accuracy 1e-11 in both tails (1e-8 below 1e-290). */
export { betaCdf, betaQuantile, betaSf } from './beta.ts';
export { chiSquareCdf, chiSquareQuantile, chiSquareSf } from './chi-square.ts';
export { fCdf, fQuantile, fSf } from './f-distribution.ts';
export { normalCdf, normalQuantile, normalSf } from './normal.ts';
export { logGamma } from './special-functions.ts';
export { tCdf, tQuantile, tSf } from './student-t.ts';
