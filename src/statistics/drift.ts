/** How far a current sample lies from a reference sample. */
export type Drift =
  | {
      readonly kind: 'estimated';
      /** The inner limits of the bins: quantiles of the reference. */
      readonly edges: readonly number[];
      /** Population stability index over these bins; above 0.25 is worth a look. */
      readonly psi: number;
      /** Jensen and Shannon's distance (base 2) over these bins, 0..1. */
      readonly jensenShannon: number;
      /** Largest distance between the two cumulative distributions, 0..1, and its asymptotic p-value. */
      readonly kolmogorovSmirnov: { readonly distance: number; readonly pValue: number };
    }
  | UnavailableDrift;

/** Why two samples cannot be compared. */
export interface UnavailableDrift {
  readonly kind: 'unavailable';
  readonly reason: 'empty_reference' | 'empty_current' | 'not_finite';
}

/** Distances between two histograms over the same bins. */
export type HistogramDrift =
  | { readonly kind: 'estimated'; readonly psi: number; readonly jensenShannon: number }
  | UnavailableDrift;

/** Shares below this count as this, so that an empty bin does not make the index infinite. */
const PSI_FLOOR = 1e-4;

/**
 * Compares two samples of a score or a feature: PSI and Jensen-Shannon distance over bins that split the reference into
 * equal parts (linear quantiles, bins closed on the right), Kolmogorov-Smirnov over the samples themselves.
 *
 * @throws RangeError unless `binCount` is a whole number of at least 2.
 */
export function drift(reference: ArrayLike<number>, current: ArrayLike<number>, binCount = 10): Drift {
  if (!(Number.isInteger(binCount) && binCount >= 2)) throw new RangeError('binCount must be at least 2');
  const sortedReference = Float64Array.from(reference).sort();
  const sortedCurrent = Float64Array.from(current).sort();
  if (sortedReference.length === 0) return { kind: 'unavailable', reason: 'empty_reference' };
  if (sortedCurrent.length === 0) return { kind: 'unavailable', reason: 'empty_current' };
  if (!(sortedReference.every(Number.isFinite) && sortedCurrent.every(Number.isFinite))) {
    return { kind: 'unavailable', reason: 'not_finite' };
  }
  const edges = Array.from({ length: binCount - 1 }, (_, k) => linearQuantile(sortedReference, (k + 1) / binCount));
  const distances = histogramDrift(binCounts(sortedReference, edges), binCounts(sortedCurrent, edges));
  if (distances.kind === 'unavailable') return distances;
  return { ...distances, edges, kolmogorovSmirnov: kolmogorovSmirnov(sortedReference, sortedCurrent) };
}

/**
 * PSI = sum (q - p) ln(q/p) with shares floored at 1e-4, and Jensen-Shannon distance, from counts over the same bins or
 * categories.
 *
 * @throws RangeError when the histograms differ in length.
 */
export function histogramDrift(reference: ArrayLike<number>, current: ArrayLike<number>): HistogramDrift {
  if (reference.length !== current.length) throw new RangeError('both histograms must have the same bins');
  let referenceTotal = 0;
  let currentTotal = 0;
  for (let i = 0; i < reference.length; i++) {
    referenceTotal += reference[i] as number;
    currentTotal += current[i] as number;
  }
  if (!Number.isFinite(referenceTotal + currentTotal)) return { kind: 'unavailable', reason: 'not_finite' };
  if (!(referenceTotal > 0)) return { kind: 'unavailable', reason: 'empty_reference' };
  if (!(currentTotal > 0)) return { kind: 'unavailable', reason: 'empty_current' };
  let psi = 0;
  let divergence = 0;
  for (let i = 0; i < reference.length; i++) {
    const p = (reference[i] as number) / referenceTotal;
    const q = (current[i] as number) / currentTotal;
    const [flooredP, flooredQ] = [Math.max(p, PSI_FLOOR), Math.max(q, PSI_FLOOR)];
    psi += (flooredQ - flooredP) * Math.log(flooredQ / flooredP);
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p * Math.log2(p / middle)) / 2;
    if (q > 0) divergence += (q * Math.log2(q / middle)) / 2;
  }
  return { kind: 'estimated', psi, jensenShannon: Math.sqrt(Math.max(0, divergence)) };
}

function linearQuantile(sorted: Float64Array, share: number): number {
  const position = (sorted.length - 1) * share;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (position - below) * (high - low);
}

/** Counts per bin of an ascending sample; a value on an edge belongs to the bin below it. */
function binCounts(sorted: Float64Array, edges: readonly number[]): Float64Array {
  const counts = new Float64Array(edges.length + 1);
  let bin = 0;
  for (const value of sorted) {
    while (bin < edges.length && value > (edges[bin] as number)) bin++;
    counts[bin] = (counts[bin] as number) + 1;
  }
  return counts;
}

function kolmogorovSmirnov(a: Float64Array, b: Float64Array): { distance: number; pValue: number } {
  let distance = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const value = Math.min(a[i] as number, b[j] as number);
    while (i < a.length && a[i] === value) i++;
    while (j < b.length && b[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / a.length - j / b.length));
  }
  const lambda = distance * Math.sqrt((a.length * b.length) / (a.length + b.length));
  return { distance, pValue: kolmogorovSf(lambda) };
}

/** Upper tail of Kolmogorov's distribution; each of its two series converges in a few terms on its side of 1. */
function kolmogorovSf(lambda: number): number {
  if (lambda < 1e-3) return 1;
  let total = 0;
  if (lambda < 1) {
    for (let k = 1; k <= 9; k += 2) total += Math.exp(-(((k * Math.PI) / lambda) ** 2) / 8);
    return 1 - (Math.sqrt(2 * Math.PI) / lambda) * total;
  }
  for (let k = 1; k <= 9; k++) total += (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * (k * lambda) ** 2);
  return Math.min(1, 2 * total);
}
