import { solveLeastSquares } from './linear-algebra.ts';

/** A point that carries weight, by its index among the candidates. */
interface Weighted {
  readonly index: number;
  readonly weight: number;
}

/** More rounds than any problem of this size needs; only rounding could keep the search going. */
const ROUNDS_PER_CANDIDATE = 50;

/**
 * Weights of at least 0 that add up to 1 and bring the weighted mean of the candidates closest to the target (least squares).
 * P. Wolfe's method of the nearest point in a polytope (1976): it moves between faces and ends after finitely many steps with the
 * exact solution, also with more candidates than coordinates. Each candidate has the length of the target; there must be one at least.
 */
export function closestConvexWeights(target: readonly number[], candidates: readonly (readonly number[])[]): number[] {
  const points = candidates.map((candidate) => candidate.map((value, row) => value - (target[row] ?? 0)));
  const scale = Math.max(...points.map((point) => dot(point, point)), Number.MIN_VALUE);
  const start = indexOfSmallest(points.map((point) => dot(point, point)));
  let face: readonly Weighted[] = [{ index: start, weight: 1 }];
  for (let round = 0; round < ROUNDS_PER_CANDIDATE * points.length; round++) {
    const nearest = combine(points, face);
    const products = points.map((point) => dot(point, nearest));
    const best = indexOfSmallest(products);
    const isOptimal = dot(nearest, nearest) - (products[best] ?? 0) <= 1e-14 * scale;
    if (isOptimal || face.some(({ index }) => index === best)) break;
    const next = descend(points, [...face, { index: best, weight: 0 }]);
    if (next === null) break;
    face = next;
  }
  const weights = points.map(() => 0);
  for (const { index, weight } of face) weights[index] = weight;
  return weights;
}

/** Moves to the nearest point of the face's plane, and drops corners on the way whenever that point lies outside the face. */
function descend(points: readonly (readonly number[])[], start: readonly Weighted[]): readonly Weighted[] | null {
  let face = start;
  for (;;) {
    const goal = nearestInPlane(points, face);
    if (goal === null) return null;
    if (goal.every((weight) => weight > 1e-12)) return face.map(({ index }, i) => ({ index, weight: goal[i] ?? 0 }));
    const isLeaving = face.map((_, i) => (goal[i] ?? 0) <= 1e-12);
    const steps = face.map(({ weight }, i) => (isLeaving[i] ? weight / Math.max(weight - (goal[i] ?? 0), 1e-300) : 1));
    const step = Math.min(1, ...steps);
    const moved = face.map(({ index, weight }, i) => ({ index, weight: weight + step * ((goal[i] ?? 0) - weight) }));
    const leaving = steps.findIndex((each, i) => isLeaving[i] === true && each <= step);
    face = moved.filter(({ weight }, i) => i !== leaving && weight > 0);
    if (face.length === 0) return null;
  }
}

/** Weights, of either sign, of the point of the plane through the corners that is nearest to the origin. */
function nearestInPlane(points: readonly (readonly number[])[], face: readonly Weighted[]): number[] | null {
  const [first, ...others] = face.map(({ index }) => points[index] ?? []);
  if (first === undefined) return null;
  if (others.length === 0) return [1];
  const edges = others.map((point) => point.map((value, row) => value - (first[row] ?? 0)));
  const fit = solveLeastSquares(
    edges,
    first.map((value) => -value),
  );
  if (fit.kind === 'unavailable') return null;
  return [1 - fit.coefficients.reduce((sum, weight) => sum + weight, 0), ...fit.coefficients];
}

function combine(points: readonly (readonly number[])[], face: readonly Weighted[]): number[] {
  const length = points[0]?.length ?? 0;
  return Array.from({ length }, (_, row) =>
    face.reduce((sum, { index, weight }) => sum + weight * (points[index]?.[row] ?? 0), 0),
  );
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, value, i) => sum + value * (right[i] ?? 0), 0);
}

function indexOfSmallest(values: readonly number[]): number {
  return values.reduce((best, value, i) => (value < (values[best] ?? Infinity) ? i : best), 0);
}
