import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstMismatch } from './first-mismatch.ts';
import { multiply, robustCovariance, solveLeastSquares } from './linear-algebra.ts';

/** A solved fit, or a failed test. */
function solve(columns: number[][], y: number[]) {
  const fit = solveLeastSquares(columns, y);
  if (fit.kind === 'unavailable') throw new Error(fit.reason);
  return fit;
}

describe('least squares', () => {
  it('reproduces the certified coefficients of NIST StRD Wampler1: y = 1 + x + x^2 + x^3 + x^4 + x^5', () => {
    const x = Array.from({ length: 21 }, (_, i) => i);
    const columns = Array.from({ length: 6 }, (_, power) => x.map((value) => value ** power));
    const y = x.map((value) => [0, 1, 2, 3, 4, 5].reduce((sum, power) => sum + value ** power, 0));
    const { coefficients } = solve(columns, y);
    expect(firstMismatch(coefficients, [1, 1, 1, 1, 1, 1], 1e-7)).toBe(undefined);
  });

  it("reproduces Anscombe's published line: 3.0001 + 0.5001 x, standard errors 1.1247 and 0.1179", () => {
    const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
    const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
    const fit = solve([x.map(() => 1), x], y);
    const variance = fit.residualSumOfSquares / fit.degreesOfFreedom;
    const errors = [0, 1].map((i) => Math.sqrt(variance * (fit.inverseGram[i]?.[i] ?? 0)));
    expect(firstMismatch(fit.coefficients, [3.0001, 0.5001], 1e-4)).toBe(undefined);
    expect(firstMismatch(errors, [1.1247, 0.1179], 1e-4)).toBe(undefined);
  });

  it('gives leverages that add up to the number of columns, and residuals orthogonal to every column', () => {
    const row = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 4, maxLength: 30 }), (rows) => {
        const columns = [rows.map(() => 1), rows.map(([x]) => x)];
        const fit = solveLeastSquares(
          columns,
          rows.map(([, y]) => y),
        );
        if (fit.kind === 'unavailable') {
          expect(new Set(rows.map(([x]) => x)).size).toBe(1);
          return;
        }
        expect(fit.leverages.reduce((sum, leverage) => sum + leverage, 0)).toBeCloseTo(2, 10);
        for (const column of columns) {
          const product = column.reduce((sum, value, i) => sum + value * (fit.residuals[i] ?? 0), 0);
          expect(product).toBeCloseTo(0, 8);
        }
      }),
    );
  });

  it('gives a robust variance of a mean that is exact with HC2: the sample variance divided by n', () => {
    const y = [1, 4, 9, 2];
    const columns = [y.map(() => 1)];
    const fit = solve(columns, y);
    expect(robustCovariance(columns, fit, 'HC2')[0]?.[0]).toBeCloseTo(38 / 3 / 4, 12);
    expect(robustCovariance(columns, fit, 'HC0')[0]?.[0]).toBeCloseTo(38 / 4 / 4, 12);
    expect(robustCovariance(columns, fit, 'HC3')[0]?.[0]).toBeCloseTo((38 / 3 / 4) * (4 / 3), 12);
  });

  it('names the column that the earlier ones explain', () => {
    const columns = [
      [1, 1, 1],
      [1, 2, 3],
      [3, 5, 7],
    ];
    expect(solveLeastSquares(columns, [1, 2, 4])).toEqual({
      kind: 'unavailable',
      reason: 'dependent_columns',
      column: 2,
    });
    expect(solveLeastSquares([[0, 0]], [1, 2])).toMatchObject({ reason: 'dependent_columns', column: 0 });
    expect(solveLeastSquares([[1], [2]], [1])).toEqual({ kind: 'unavailable', reason: 'too_few_rows' });
    expect(() => solveLeastSquares([[1, 2]], [1])).toThrow(RangeError);
  });

  it('multiplies matrices', () => {
    expect(
      multiply(
        [[1, 2]],
        [
          [3, 4],
          [5, 6],
        ],
      ),
    ).toEqual([[13, 16]]);
  });
});
