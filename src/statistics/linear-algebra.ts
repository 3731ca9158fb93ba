/** A matrix as rows of numbers. */
export type Matrix = readonly (readonly number[])[];

/** An ordinary least-squares fit. */
export interface LeastSquaresFit {
  readonly kind: 'solved';
  /** One coefficient for each column. */
  readonly coefficients: readonly number[];
  /** Inverse of X'X; times a residual variance it is the classical covariance of the coefficients. */
  readonly inverseGram: Matrix;
  readonly residuals: readonly number[];
  /** Diagonal of X (X'X)^-1 X', between 0 and 1 for each row; they add up to the number of columns. */
  readonly leverages: readonly number[];
  readonly residualSumOfSquares: number;
  /** Rows minus columns. */
  readonly degreesOfFreedom: number;
}

/** A fit, or why the columns determine none. `column` is the first that the earlier ones already explain. */
export type LeastSquares =
  | LeastSquaresFit
  | { readonly kind: 'unavailable'; readonly reason: 'too_few_rows' }
  | { readonly kind: 'unavailable'; readonly reason: 'dependent_columns'; readonly column: number };

/** Which correction of squared residuals: none, divided by 1 - leverage, or by its square (MacKinnon and White 1985). */
export type ResidualCorrection = 'HC0' | 'HC2' | 'HC3';

/** A column counts as explained by the earlier ones when less than this share of its length remains. */
const DEPENDENCE = 1e-11;

/**
 * Least squares by QR, made for a handful of columns and any number of rows. `columns` is the design column by column (include a column
 * of ones for an intercept); for weights multiply columns and y by their square roots. Gram-Schmidt with every projection done twice is
 * as accurate as Householder's reflections and gives the leverages directly.
 *
 * @throws RangeError when a column has another length than y.
 */
export function solveLeastSquares(columns: Matrix, y: readonly number[]): LeastSquares {
  for (const column of columns) {
    if (column.length !== y.length) throw new RangeError(`a column has ${column.length} rows, y has ${y.length}`);
  }
  if (y.length < columns.length) return { kind: 'unavailable', reason: 'too_few_rows' };
  const basis: number[][] = [];
  const triangle: number[][] = columns.map(() => columns.map(() => 0));
  for (const [j, column] of columns.entries()) {
    const { remainder, projections } = projectOut(column, basis);
    const length = euclideanLength(remainder);
    if (!(length > DEPENDENCE * euclideanLength(column))) {
      return { kind: 'unavailable', reason: 'dependent_columns', column: j };
    }
    basis.push(remainder.map((value) => value / length));
    for (const [i, projection] of [...projections, length].entries()) setAt(triangle, i, j, projection);
  }
  const { remainder: residuals, projections } = projectOut(y, basis);
  const inverse = invertUpperTriangle(triangle);
  return {
    kind: 'solved',
    coefficients: inverse.map((row) => dot(row, projections)),
    inverseGram: inverse.map((left) => inverse.map((right) => dot(left, right))),
    residuals,
    leverages: y.map((_, row) => basis.reduce((sum, direction) => sum + at(direction, row) ** 2, 0)),
    residualSumOfSquares: dot(residuals, residuals),
    degreesOfFreedom: y.length - columns.length,
  };
}

/**
 * Covariance of the coefficients that allows a different variance for each row (H. White 1980, with the correction named).
 * A row with leverage 1 fits itself exactly and contributes nothing.
 */
export function robustCovariance(columns: Matrix, fit: LeastSquaresFit, correction: ResidualCorrection): Matrix {
  const power = { HC0: 0, HC2: 1, HC3: 2 }[correction];
  const weights = fit.residuals.map((residual, row) => {
    const free = 1 - at(fit.leverages, row);
    return free > 1e-12 ? residual ** 2 / free ** power : 0;
  });
  const meat = columns.map((left) =>
    columns.map((right) => weights.reduce((sum, weight, row) => sum + weight * at(left, row) * at(right, row), 0)),
  );
  return multiply(multiply(fit.inverseGram, meat), fit.inverseGram);
}

/** Matrix product. */
export function multiply(left: Matrix, right: Matrix): Matrix {
  const width = right[0]?.length ?? 0;
  return left.map((row) =>
    Array.from({ length: width }, (_, j) => row.reduce((sum, value, k) => sum + value * at(right[k] ?? [], j), 0)),
  );
}

function projectOut(vector: readonly number[], basis: Matrix): { remainder: number[]; projections: number[] } {
  const remainder = [...vector];
  const projections = basis.map(() => 0);
  for (let pass = 0; pass < 2; pass++) {
    for (const [i, direction] of basis.entries()) {
      const projection = dot(direction, remainder);
      projections[i] = at(projections, i) + projection;
      for (let row = 0; row < remainder.length; row++) {
        remainder[row] = at(remainder, row) - projection * at(direction, row);
      }
    }
  }
  return { remainder, projections };
}

function invertUpperTriangle(triangle: Matrix): Matrix {
  const size = triangle.length;
  const inverse: number[][] = triangle.map(() => triangle.map(() => 0));
  for (let j = 0; j < size; j++) {
    for (let i = j; i >= 0; i--) {
      const row = triangle[i] ?? [];
      let sum = i === j ? 1 : 0;
      for (let k = i + 1; k <= j; k++) sum -= at(row, k) * at(inverse[k] ?? [], j);
      setAt(inverse, i, j, sum / at(row, i));
    }
  }
  return inverse;
}

function dot(left: readonly number[], right: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += at(left, i) * at(right, i);
  return sum;
}

function euclideanLength(vector: readonly number[]): number {
  return Math.sqrt(dot(vector, vector));
}

function at(vector: readonly number[], index: number): number {
  return vector[index] ?? 0;
}

function setAt(matrix: number[][], row: number, column: number, value: number): void {
  const line = matrix[row];
  if (line) line[column] = value;
}
