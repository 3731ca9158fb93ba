/** Limits of a desk. */
export interface DeskLimits {
  readonly atOnce: number;
  readonly waiting: number;
  readonly kept: number;
}

/**
 * Runs expensive work a few at a time, gives everybody who asks for the same the same result, and keeps the newest results.
 * Work that failed is forgotten, so that the next one who asks tries again.
 */
export class Desk<Result> {
  readonly #limits: DeskLimits;
  readonly #refuse: () => Error;
  readonly #kept = new Map<string, Promise<Result>>();
  readonly #queue: (() => void)[] = [];
  #running = 0;

  /** @param refuse the refusal when too many wait already. */
  constructor(limits: DeskLimits, refuse: () => Error) {
    this.#limits = limits;
    this.#refuse = refuse;
  }

  /** The result under a key; the work is done only when nobody did it before. */
  ask(key: string, work: () => Promise<Result>): Promise<Result> {
    const known = this.#kept.get(key);
    if (known) {
      // The newest use goes to the end, so that the oldest is let go first.
      this.#kept.delete(key);
      this.#kept.set(key, known);
      return known;
    }
    const result = this.run(work);
    this.#kept.set(key, result);
    result.catch(() => this.#kept.delete(key));
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > this.#limits.kept && !oldest.done) this.#kept.delete(oldest.value);
    return result;
  }

  /** Does work in its turn without keeping the result. */
  async run(work: () => Promise<Result>): Promise<Result> {
    await this.#takeTurn();
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#queue.shift()?.();
    }
  }

  async #takeTurn(): Promise<void> {
    if (this.#running >= this.#limits.atOnce) {
      if (this.#queue.length >= this.#limits.waiting) throw this.#refuse();
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    }
    this.#running += 1;
  }
}
