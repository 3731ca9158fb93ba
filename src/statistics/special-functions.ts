/**
 * The special functions under every distribution of this folder. Prefactors follow C. Loader, "Fast and Accurate Computation of
 * Binomial Probabilities" (2000): powers and gamma functions are never multiplied out, so nothing cancels in the tails.
 */

const HALF_LOG_TWO_PI = 0.9189385332046727;
const SQRT_TWO_PI = 2.5066282746310002;
const TINY = 1e-300;
const MAX_TERMS = 1_000_000;

/** Lower and upper tail of a distribution at one point; each is computed directly, neither as one minus a rounded other. */
export interface Tails {
  lower: number;
  upper: number;
}

/** Error of Stirling's formula: log(n!) - log(sqrt(2 pi n) (n/e)^n), for real n > 0 (Loader 2000). */
export function stirlingError(n: number): number {
  // Below 15 the asymptotic series is not accurate enough; the recurrence climbs to where it is.
  let climbed = 0;
  let at = n;
  while (at < 15) {
    climbed += (at + 0.5) * Math.log1p(1 / at) - 1;
    at += 1;
  }
  const s = 1 / (at * at);
  const series = 1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - s * (691 / 360360)))));
  return climbed + series / at;
}

/** Natural logarithm of the gamma function for x > 0; absolute accuracy about 1e-14 around its zeros at 1 and 2. */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`logGamma needs a positive argument, got ${x}`);
  return stirlingError(x) + (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI;
}

/** Deviance x log(x/expected) + expected - x without cancellation when both are close (Loader's bd0). */
export function poissonDeviance(x: number, expected: number): number {
  if (x === 0) return expected;
  const difference = x - expected;
  if (Math.abs(difference) >= 0.1 * (x + expected)) return x * (Math.log(x) - Math.log(expected)) - difference;
  const v = difference / (x + expected);
  let power = 2 * x * v;
  let sum = difference * v;
  for (let odd = 3; odd < MAX_TERMS; odd += 2) {
    power *= v * v;
    const next = sum + power / odd;
    if (next === sum) break;
    sum = next;
  }
  return sum;
}

/** Regularised incomplete gamma functions P(a, x) and Q(a, x), with `kernel` = x^a e^-x / Gamma(a). */
export function gammaTails(x: number, a: number): Tails & { kernel: number } {
  if (x <= 0) return { lower: 0, upper: 1, kernel: 0 };
  if (x === Infinity) return { lower: 1, upper: 0, kernel: 0 };
  const poisson = Math.exp(-stirlingError(a) - poissonDeviance(a, x)) / (SQRT_TWO_PI * Math.sqrt(a));
  const kernel = a * poisson;
  if (x < a + 1) {
    const lower = Math.min(1, poisson * gammaSeries(x, a));
    return { lower, upper: 1 - lower, kernel };
  }
  const upper = Math.min(1, kernel * gammaFraction(x, a));
  return { lower: 1 - upper, upper, kernel };
}

/** Sum of x^k / ((a+1)...(a+k)), the power series of P(a, x). */
function gammaSeries(x: number, a: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MAX_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
}

/** Continued fraction of Q(a, x) by the modified Lentz algorithm. */
function gammaFraction(x: number, a: number): number {
  let b = x + 1 - a;
  let c = 1 / TINY;
  let d = 1 / b;
  let value = d;
  for (let i = 1; i < MAX_TERMS; i++) {
    const numerator = -i * (i - a);
    b += 2;
    d = 1 / awayFromZero(numerator * d + b);
    c = awayFromZero(b + numerator / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return value;
}

/**
 * Regularised incomplete beta functions I_x(a, b) and 1 - I_x(a, b), with `kernel` = x^a y^b / B(a, b).
 * Takes y = 1 - x as well, because near one end only the caller can know the small one exactly.
 */
export function betaTails(x: number, y: number, a: number, b: number): Tails & { kernel: number } {
  if (x <= 0) return { lower: 0, upper: 1, kernel: 0 };
  if (y <= 0) return { lower: 1, upper: 0, kernel: 0 };
  const n = a + b;
  const exponent =
    stirlingError(n) - stirlingError(a) - stirlingError(b) - poissonDeviance(a, n * x) - poissonDeviance(b, n * y);
  const kernel = (Math.exp(exponent) * Math.sqrt(a) * Math.sqrt(b)) / (SQRT_TWO_PI * Math.sqrt(n));
  if (x * (n + 2) < a + 1) {
    const lower = Math.min(1, kernel * betaFraction(x, y, a, b));
    return { lower, upper: 1 - lower, kernel };
  }
  const upper = Math.min(1, kernel * betaFraction(y, x, b, a));
  return { lower: 1 - upper, upper, kernel };
}

/**
 * Continued fraction of I_x(a, b) in the form of A. DiDonato and A. Morris (1992, TOMS 708), by the modified Lentz algorithm. The usual
 * form loses as many digits as `a` has when x is close to 1, which is where Student's t lives.
 */
function betaFraction(x: number, y: number, a: number, b: number): number {
  const belowMean = a * y - b * x;
  let value = awayFromZero((a / (a + 1)) * (belowMean + 1));
  let c = value;
  let d = 0;
  for (let n = 1; n < MAX_TERMS; n++) {
    const ratio = (n * (b - n) * x) / (a + 2 * n - 1);
    const numerator = (ratio * x * (a + n - 1) * (a + b + n - 1)) / (a + 2 * n - 1);
    const denominator = n + ratio + ((a + n) / (a + 2 * n + 1)) * (belowMean + 1 + n * (1 + y));
    d = 1 / awayFromZero(denominator + numerator * d);
    c = awayFromZero(denominator + numerator / c);
    const change = d * c;
    value *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return 1 / value;
}

function awayFromZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
