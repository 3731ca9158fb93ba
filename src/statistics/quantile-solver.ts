/** The tail probability below a point of a log-concave distribution, and the density there. */
export interface TailAt {
  tail: number;
  density: number;
}

/**
 * Point u at which the increasing tail equals `target`, by Newton's method on the logarithm of the tail. For a log-concave density
 * that logarithm is concave, so the iteration converges from any start; a bracket takes over where the tail underflows to zero.
 * The stopping rule is scale-free: once the logarithms agree to 1e-9, one more quadratic step is exact in double precision.
 */
export function solveLogConcaveTail(target: number, start: number, evaluate: (u: number) => TailAt): number {
  let lower = -Infinity;
  let upper = Infinity;
  let u = start;
  for (let iteration = 0; iteration < 400; iteration++) {
    const { tail, density } = evaluate(u);
    const gap = Math.log(tail / target);
    if (gap === 0) return u;
    if (gap < 0) lower = u;
    else upper = u;
    const newton = u - (gap * tail) / density;
    if (Math.abs(gap) < 1e-9) return Number.isFinite(newton) ? newton : u;
    if (newton > lower && newton < upper) u = newton;
    else if (lower === -Infinity) u = upper - 2 * (1 + Math.abs(upper));
    else if (upper === Infinity) u = lower + 2 * (1 + Math.abs(lower));
    else u = (lower + upper) / 2;
    if (u === lower || u === upper) return u;
  }
  return u;
}

/** Refuses a probability outside 0..1; that is a mistake of the caller, not of the data. */
export function requireProbability(p: number): void {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`A probability lies between 0 and 1, got ${p}`);
}

/** Refuses a distribution parameter that is not positive; that is a mistake of the caller, not of the data. */
export function requirePositive(name: string, value: number): void {
  if (!(value > 0)) throw new RangeError(`${name} must be positive, got ${value}`);
}
