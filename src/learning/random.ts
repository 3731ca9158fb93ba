/** A source of reproducible random numbers: the same seed gives the same numbers on every machine. */
export interface RandomNumbers {
  /** The next number, uniform in 0 (included) to 1 (excluded). */
  next(): number;
  /** The whole numbers 0 to `count - 1` in random order (Fisher-Yates). */
  permutation(count: number): Uint32Array;
}

/**
 * Random numbers by xoshiro128** (Blackman and Vigna 2018), seeded through splitmix32 so that neighbouring seeds give
 * unrelated numbers. Whole-number arithmetic only, hence identical everywhere.
 */
export function randomNumbers(seed: number): RandomNumbers {
  let mixed = seed | 0;
  const mix = (): number => {
    mixed = (mixed + 0x9e3779b9) | 0;
    let z = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [mix(), mix(), mix(), mix()];
  const next = (): number => {
    const product = Math.imul(b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = (d << 11) | (d >>> 21);
    return (result >>> 0) / 0x1_0000_0000;
  };
  return {
    next,
    permutation(count) {
      const order = Uint32Array.from({ length: count }, (_, i) => i);
      for (let i = count - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        const kept = order[i] as number;
        order[i] = order[j] as number;
        order[j] = kept;
      }
      return order;
    },
  };
}
