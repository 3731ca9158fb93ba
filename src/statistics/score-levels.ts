/** Stretches of equal width into which the range of the scores is cut; their first places take 256 KiB. */
const MOST_STRETCHES = 65_536;

/**
 * The different values of scores in ascending order, and which of them a score is. A search by halves alone jumps through
 * all of the memory for each score; cutting the range into stretches leaves it a few neighbours to look at.
 */
export class ScoreLevels {
  /** How many different values there are. */
  readonly size: number;
  readonly #levels: Float64Array;
  readonly #lowest: number;
  readonly #stretchesPerUnit: number;
  /** Where the first level of each stretch stands, and the end. */
  readonly #firsts: Uint32Array;

  /** @param scores finite numbers. */
  constructor(scores: ArrayLike<number>) {
    this.#levels = new Float64Array(scores).sort();
    this.size = keepDistinct(this.#levels);
    this.#lowest = this.#levels[0] ?? 0;
    const stretches = Math.max(1, Math.min(MOST_STRETCHES, this.size));
    const perUnit = (stretches - 1) / ((this.#levels[this.size - 1] ?? 0) - this.#lowest);
    // A range that is nothing, or beyond what a number can hold, is one stretch.
    this.#stretchesPerUnit = Number.isFinite(perUnit) ? perUnit : 0;
    this.#firsts = new Uint32Array(stretches + 1).fill(this.size);
    for (let level = this.size - 1; level >= 0; level--) {
      this.#firsts[this.#stretchOf(this.#levels[level] as number)] = level;
    }
    for (let stretch = stretches - 1; stretch >= 0; stretch--) {
      const next = this.#firsts[stretch + 1] as number;
      if ((this.#firsts[stretch] as number) > next) this.#firsts[stretch] = next;
    }
  }

  /** The place of a score that is among the levels, from 0. */
  find(score: number): number {
    const stretch = this.#stretchOf(score);
    let low = this.#firsts[stretch] as number;
    let high = (this.#firsts[stretch + 1] as number) - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#levels[middle] as number) < score) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Never falls as the score rises, so that the levels of a stretch stand together. */
  #stretchOf(score: number): number {
    return this.#stretchesPerUnit === 0 ? 0 : Math.floor((score - this.#lowest) * this.#stretchesPerUnit);
  }
}

/** Moves the distinct values of a sorted array to its front and returns their number. */
function keepDistinct(sorted: Float64Array): number {
  let size = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[size - 1]) sorted[size++] = sorted[i] as number;
  }
  return size;
}
