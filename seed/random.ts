import { createHash } from 'node:crypto';

/** Four words of 32 bits, not all zero. */
export type RandomState = readonly [number, number, number, number];

/** A stream of pseudo-random draws; the same seed gives the same draws on every machine. */
export interface Random {
  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number;
  /** A number strictly between 0 and 1. */
  uniform(): number;
  /** A whole number from 0 to `below` - 1. */
  below(below: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** Standard normal. */
  normal(): number;
  /** The exponential of a normal with this mean and standard deviation of the logarithm. */
  lognormal(logMean: number, logSd: number): number;
  /** A copy in random order (R. Durstenfeld 1964). */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * An independent stream by name. It depends on the seed and the name only, never on how many draws were taken before, so
   * that drawing more in one place does not change another.
   */
  split(name: string): Random;
}

const TWO_TO_32 = 4_294_967_296;

/** Opens the stream of a seed: its state is the first 128 bits of SHA-256 of the seed. */
export function createRandom(seed: string): Random {
  const digest = createHash('sha256').update(seed, 'utf8').digest();
  const state: RandomState = [
    digest.readUInt32LE(0),
    digest.readUInt32LE(4),
    digest.readUInt32LE(8),
    digest.readUInt32LE(12),
  ];
  return randomFrom(xoshiro128(state), (name) => createRandom(`${seed}/${name}`));
}

/**
 * The generator xoshiro128** 1.1 by D. Blackman and S. Vigna (https://prng.di.unimi.it/xoshiro128starstar.c, public domain).
 *
 * @returns a function that gives the next whole number from 0 to 2^32 - 1.
 */
export function xoshiro128(state: RandomState): () => number {
  let [a, b, c, d] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function randomFrom(uint32: () => number, split: (name: string) => Random): Random {
  const uniform = (): number => (uint32() + 0.5) / TWO_TO_32;
  const below = (limit: number): number => Math.floor(uniform() * limit);
  let spare: number | undefined;
  /** G. Box and M. Muller (1958); it makes two at a time and keeps the second. */
  const normal = (): number => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return {
    uint32,
    uniform,
    below,
    chance: (probability) => uniform() < probability,
    normal,
    lognormal: (logMean, logSd) => Math.exp(logMean + logSd * normal()),
    shuffle: (items) => {
      const shuffled = [...items];
      for (let last = shuffled.length - 1; last > 0; last--) {
        const other = below(last + 1);
        const moved = shuffled[last] as (typeof shuffled)[number];
        shuffled[last] = shuffled[other] as (typeof shuffled)[number];
        shuffled[other] = moved;
      }
      return shuffled;
    },
    split,
  };
}
