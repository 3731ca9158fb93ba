import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/outcome/distributions.json' with { type: 'json' };
import * as distributions from './distributions.ts';

type Distribution = (x: number, first: number, second: number) => number;

const functions: Record<string, Distribution> = {
  'normal cdf': distributions.normalCdf,
  'normal sf': distributions.normalSf,
  'normal quantile': distributions.normalQuantile,
  't cdf': distributions.tCdf,
  't sf': distributions.tSf,
  't quantile': distributions.tQuantile,
  'chisquare cdf': distributions.chiSquareCdf,
  'chisquare sf': distributions.chiSquareSf,
  'chisquare quantile': distributions.chiSquareQuantile,
  'beta cdf': distributions.betaCdf,
  'beta sf': distributions.betaSf,
  'beta quantile': distributions.betaQuantile,
  'f cdf': distributions.fCdf,
  'f sf': distributions.fSf,
  'f quantile': distributions.fQuantile,
};

const relativeError = (actual: number, truth: number): number =>
  truth === 0 ? Math.abs(actual) : Math.abs(actual - truth) / Math.abs(truth);

describe('every distribution agrees with 40-digit arithmetic', () => {
  for (const [name, evaluate] of Object.entries(functions)) {
    const cases = vectors.cases.filter((vector) => `${vector.dist} ${vector.kind}` === name);

    test(`${name}: ${cases.length} cases within 1e-11, within 1e-8 below 1e-290`, () => {
      expect(cases.length).toBeGreaterThan(0);
      for (const { args, truth } of cases) {
        const [x = Number.NaN, first = Number.NaN, second = Number.NaN] = args;
        const expected = Number(truth);
        const tolerance = Math.abs(expected) < 1e-290 ? 1e-8 : 1e-11;
        const error = relativeError(evaluate(x, first, second), expected);
        expect(error, `${name}(${args.join(', ')})`).toBeLessThanOrEqual(tolerance);
      }
    });
  }

  test('no case of the file is left out', () => {
    const covered = vectors.cases.filter((vector) => `${vector.dist} ${vector.kind}` in functions);
    expect(covered).toHaveLength(1145);
  });
});

describe('the ends of each distribution', () => {
  test('probability 0 and 1 give the ends of the support', () => {
    expect(distributions.normalQuantile(0)).toBe(-Infinity);
    expect(distributions.normalQuantile(1)).toBe(Infinity);
    expect(distributions.tQuantile(0, 3)).toBe(-Infinity);
    expect(distributions.tQuantile(1, 3)).toBe(Infinity);
    expect(distributions.chiSquareQuantile(0, 3)).toBe(0);
    expect(distributions.chiSquareQuantile(1, 3)).toBe(Infinity);
    expect(distributions.betaQuantile(0, 2, 3)).toBe(0);
    expect(distributions.betaQuantile(1, 2, 3)).toBe(1);
    expect(distributions.fQuantile(0, 2, 3)).toBe(0);
    expect(distributions.fQuantile(1, 2, 3)).toBe(Infinity);
  });

  test('points at and beyond the ends of the support have probability 0 or 1', () => {
    expect(distributions.normalSf(Infinity)).toBe(0);
    expect(distributions.tCdf(-Infinity, 4)).toBe(0);
    expect(distributions.tCdf(0, 4)).toBe(0.5);
    expect(distributions.chiSquareSf(-1, 4)).toBe(1);
    expect(distributions.betaSf(2, 4, 1)).toBe(0);
    expect(distributions.fCdf(Infinity, 4, 1)).toBe(1);
    expect(distributions.fSf(0, 4, 1)).toBe(1);
  });

  test('a quantile survives very large and very small arguments', () => {
    expect(relativeError(distributions.tCdf(distributions.tQuantile(1e-300, 1e6), 1e6), 1e-300)).toBeLessThan(1e-10);
    expect(relativeError(distributions.normalCdf(distributions.normalQuantile(1e-305)), 1e-305)).toBeLessThan(1e-10);
    expect(distributions.tQuantile(0.025, Infinity)).toBe(distributions.normalQuantile(0.025));
    expect(distributions.betaQuantile(1e-12, 1e-5, 1)).toBeLessThan(1e-300);
  });

  test.each([1e6, 1e8, 1e12])(
    'a t quantile with %s degrees of freedom follows the expansion around the normal one',
    (df) => {
      // Abramowitz and Stegun 26.7.5; its next term is below 1e-17 here.
      const z = distributions.normalQuantile(0.025);
      const expansion = z + (z ** 3 + z) / (4 * df) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * df ** 2);
      expect(relativeError(distributions.tQuantile(0.025, df), expansion)).toBeLessThan(1e-14);
    },
  );

  test('a parameter outside its domain is refused', () => {
    expect(() => distributions.normalQuantile(1.5)).toThrow(RangeError);
    expect(() => distributions.tQuantile(0.5, 0)).toThrow(RangeError);
    expect(() => distributions.betaCdf(0.5, -1, 2)).toThrow(RangeError);
    expect(() => distributions.logGamma(0)).toThrow(RangeError);
  });
});

test('the logarithm of the gamma function matches factorials and the half-integer value', () => {
  expect(distributions.logGamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 13);
  expect(distributions.logGamma(1)).toBeCloseTo(0, 13);
  expect(distributions.logGamma(11)).toBeCloseTo(Math.log(3628800), 12);
});
