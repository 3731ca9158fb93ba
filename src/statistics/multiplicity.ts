/**
 * Bonferroni-adjusted p-values, in the order given: each p-value times their number, at most 1.
 *
 * @throws RangeError for a p-value outside 0..1.
 */
export function adjustBonferroni(pValues: readonly number[]): number[] {
  requirePValues(pValues);
  return pValues.map((p) => Math.min(1, p * pValues.length));
}

/** Holm's step-down adjusted p-values, in the order given; they control the chance of any false statement. */
export function adjustHolm(pValues: readonly number[]): number[] {
  requirePValues(pValues);
  const count = pValues.length;
  const adjusted = pValues.slice();
  let largest = 0;
  for (const [rank, { p, index }] of ascending(pValues).entries()) {
    largest = Math.max(largest, Math.min(1, p * (count - rank)));
    adjusted[index] = largest;
  }
  return adjusted;
}

/** Benjamini and Hochberg's adjusted p-values, in the order given; they control the share of false statements. */
export function adjustBenjaminiHochberg(pValues: readonly number[]): number[] {
  return adjustStepUp(pValues, 1);
}

/** Benjamini and Yekutieli's adjusted p-values: as Benjamini and Hochberg, valid under any dependence. */
export function adjustBenjaminiYekutieli(pValues: readonly number[]): number[] {
  let harmonic = 0;
  for (let k = 1; k <= pValues.length; k++) harmonic += 1 / k;
  return adjustStepUp(pValues, harmonic);
}

function adjustStepUp(pValues: readonly number[], factor: number): number[] {
  requirePValues(pValues);
  const count = pValues.length;
  const adjusted = pValues.slice();
  let smallest = 1;
  for (const [stepsBack, { p, index }] of ascending(pValues).reverse().entries()) {
    smallest = Math.min(smallest, (p * count * factor) / (count - stepsBack));
    adjusted[index] = smallest;
  }
  return adjusted;
}

function ascending(pValues: readonly number[]): { p: number; index: number }[] {
  return pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
}

function requirePValues(pValues: readonly number[]): void {
  for (const p of pValues) if (!(p >= 0 && p <= 1)) throw new RangeError(`a p-value must lie in 0..1, got ${p}`);
}
