import { describe, expect, it } from 'vitest';
import { createRandom, xoshiro128 } from './random.ts';

/** The first ten outputs of the authors' C program for the state 1, 2, 3, 4, as in the tests of the rand_xoshiro crate. */
const PUBLISHED = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804];

describe('random', () => {
  it('gives the published numbers of xoshiro128**', () => {
    const next = xoshiro128([1, 2, 3, 4]);
    expect(PUBLISHED.map(() => next())).toEqual(PUBLISHED);
  });

  it('gives the same draws for the same seed, and others for another', () => {
    const draw = (seed: string) => {
      const random = createRandom(seed);
      return Array.from({ length: 20 }, () => random.uint32());
    };
    expect(draw('a')).toEqual(draw('a'));
    expect(draw('a')).not.toEqual(draw('b'));
  });

  it('splits into streams that do not depend on what was drawn before', () => {
    const fresh = createRandom('seed');
    const used = createRandom('seed');
    for (let draws = 0; draws < 100; draws++) used.normal();
    expect(used.split('reach').uint32()).toBe(fresh.split('reach').uint32());
    expect(fresh.split('reach').uint32()).not.toBe(fresh.split('risk').uint32());
  });

  it('draws from the distributions that it names', () => {
    const random = createRandom('distributions');
    const size = 200_000;
    const normals = Array.from({ length: size }, () => random.normal());
    expect(mean(normals)).toBeCloseTo(0, 1);
    expect(mean(normals.map((value) => value ** 2))).toBeCloseTo(1, 1);
    expect(normals.filter((value) => value < -1.959964).length / size).toBeCloseTo(0.025, 2);
    const amounts = Array.from({ length: size }, () => random.lognormal(2, 0.7));
    expect(mean(amounts) / Math.exp(2 + 0.7 ** 2 / 2)).toBeCloseTo(1, 1);
    expect(Array.from({ length: size }, () => random.chance(0.3)).filter(Boolean).length / size).toBeCloseTo(0.3, 2);
  });

  it('shuffles without losing or adding anything, every order being possible', () => {
    const random = createRandom('shuffle');
    const orders = new Set(Array.from({ length: 200 }, () => random.shuffle(['a', 'b', 'c']).join('')));
    expect([...orders].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba']);
  });
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
