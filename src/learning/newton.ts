/** A smooth convex function of many parameters, as Newton's method asks about it. */
export interface ConvexFunction {
  /** The value at the parameters; moves the point at which the other answers hold. */
  valueAt(parameters: Float64Array): number;
  /** The gradient at the point of the last `valueAt`. */
  gradient(): Float64Array;
  /** The Hessian at that point times a direction. */
  curvatureAlong(direction: Float64Array): Float64Array;
  /** The Hessian's diagonal at that point, all above 0: the scale of each parameter. */
  diagonal(): Float64Array;
}

const MOST_STEPS = 100;
const MOST_INNER_STEPS = 1000;
/** The gradient has to become this much smaller than at the start. */
const TOLERANCE = 1e-9;
/** A step must lower the function by this share of what the slope promises (Armijo). */
const SUFFICIENT_DECREASE = 1e-4;

/**
 * The parameters at which a convex function is lowest, by Newton steps whose equations conjugate gradients solve, exactly
 * enough for the step (Dembo, Eisenstat and Steihaug 1982). Never forms the Hessian, so that columns may be many. Null
 * when told to stop.
 */
export function minimise(problem: ConvexFunction, start: Float64Array, shouldStop: () => boolean): Float64Array | null {
  let point = start;
  let value = problem.valueAt(point);
  let goal = 0;
  for (let step = 0; step < MOST_STEPS; step++) {
    if (shouldStop()) return null;
    const gradient = problem.gradient();
    const size = Math.sqrt(dot(gradient, gradient));
    if (step === 0) goal = size * TOLERANCE;
    if (size <= goal || size === 0) return point;
    const direction = newtonDirection(
      problem,
      gradient,
      Math.max(goal / 2, size * Math.min(0.1, Math.sqrt(size / (size + 1)) * 0.01)),
    );
    const slope = dot(gradient, direction);
    const moved = descend(problem, point, value, direction, slope);
    if (moved === null) return point;
    ({ point, value } = moved);
  }
  return point;
}

/** Halves the step until the function falls enough; null when rounding leaves nothing to gain. */
function descend(
  problem: ConvexFunction,
  point: Float64Array,
  value: number,
  direction: Float64Array,
  slope: number,
): { point: Float64Array; value: number } | null {
  for (let length = 1; length > 1e-10; length /= 2) {
    const next = point.map((coordinate, i) => coordinate + length * (direction[i] as number));
    const nextValue = problem.valueAt(next);
    if (nextValue <= value + SUFFICIENT_DECREASE * length * slope) return { point: next, value: nextValue };
  }
  return null;
}

/** Solves Hessian * direction = -gradient by conjugate gradients, scaled by the diagonal, until `enough` is left. */
function newtonDirection(problem: ConvexFunction, gradient: Float64Array, enough: number): Float64Array {
  const scale = problem.diagonal();
  const direction = new Float64Array(gradient.length);
  const residual = gradient.map((value) => -value);
  let scaled = residual.map((value, i) => value / (scale[i] as number));
  let search = scaled.slice();
  let along = dot(residual, scaled);
  for (let step = 0; step < MOST_INNER_STEPS && Math.sqrt(dot(residual, residual)) > enough; step++) {
    const bent = problem.curvatureAlong(search);
    const curvature = dot(search, bent);
    if (!(curvature > 0)) break;
    const length = along / curvature;
    for (let i = 0; i < direction.length; i++) {
      direction[i] = (direction[i] as number) + length * (search[i] as number);
      residual[i] = (residual[i] as number) - length * (bent[i] as number);
    }
    scaled = residual.map((value, i) => value / (scale[i] as number));
    const next = dot(residual, scaled);
    const turn = next / along;
    search = search.map((value, i) => (scaled[i] as number) + turn * value);
    along = next;
  }
  return direction;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
