import { type Matrix, solveLeastSquares } from './linear-algebra.ts';

/** Units with a score, and an outcome for each. */
export interface ScoredUnits {
  readonly scores: readonly number[];
  readonly outcomes: readonly number[];
}

/** The jump of the outcome at a threshold. */
export interface Jump {
  readonly estimate: number;
  readonly standardError: number;
  /** What each unit inside the bandwidth contributes to the error of the estimate (HC3), in order of the units. */
  readonly influence: readonly number[];
  readonly unitsBelow: number;
  readonly unitsAbove: number;
}

/**
 * Jump at the cutoff by polynomials on either side, weighted by a triangular kernel that ends at the bandwidth; degree 1 is local
 * linear, degree 2 local quadratic. The standard error is HC3. `null` when either side has too few different scores.
 */
export function localJump(units: ScoredUnits, cutoff: number, bandwidth: number, degree: 1 | 2): Jump | null {
  const rows = rowsWithin(units, cutoff, bandwidth);
  const unitsAbove = rows.filter(({ distance }) => distance >= 0).length;
  const columns = designColumns(rows, bandwidth, degree);
  const weighted = columns.map((column) => column.map((value, i) => value * (rows[i]?.rootWeight ?? 0)));
  const fit = solveLeastSquares(
    weighted,
    rows.map(({ outcome, rootWeight }) => outcome * rootWeight),
  );
  if (fit.kind === 'unavailable' || fit.degreesOfFreedom < 1) return null;
  const jumpRow = fit.inverseGram[0] ?? [];
  const influence = rows.map((_, i) => {
    const free = 1 - (fit.leverages[i] ?? 0);
    const pull = jumpRow.reduce((sum, value, j) => sum + value * (weighted[j]?.[i] ?? 0), 0);
    return free > 1e-12 ? (pull * (fit.residuals[i] ?? 0)) / free : 0;
  });
  return {
    estimate: fit.coefficients[0] ?? 0,
    standardError: Math.sqrt(influence.reduce((sum, value) => sum + value * value, 0)),
    influence,
    unitsBelow: rows.length - unitsAbove,
    unitsAbove,
  };
}

interface Row {
  readonly distance: number;
  readonly outcome: number;
  readonly rootWeight: number;
}

function rowsWithin({ scores, outcomes }: ScoredUnits, cutoff: number, bandwidth: number): Row[] {
  const rows: Row[] = [];
  for (const [i, score] of scores.entries()) {
    const distance = score - cutoff;
    const weight = 1 - Math.abs(distance) / bandwidth;
    if (weight > 0) rows.push({ distance, outcome: outcomes[i] ?? 0, rootWeight: Math.sqrt(weight) });
  }
  return rows;
}

/** Columns: the jump, then 1 and the powers of the distance on both sides and once more above the cutoff. */
function designColumns(rows: readonly Row[], bandwidth: number, degree: 1 | 2): Matrix {
  const above = rows.map(({ distance }) => (distance >= 0 ? 1 : 0));
  const columns: number[][] = [above, rows.map(() => 1)];
  for (let power = 1; power <= degree; power++) {
    // Distances in units of the bandwidth keep the columns of the same size, and leave the jump as it is.
    const powers = rows.map(({ distance }) => (distance / bandwidth) ** power);
    columns.push(
      powers,
      powers.map((value, i) => value * (above[i] ?? 0)),
    );
  }
  return columns;
}
