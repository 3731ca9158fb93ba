/** What became of one item: `null` when it is stored, or why it was refused. */
export type WriteOutcome = Error | null;

/** How many items go out together at most, and how heavy they are together. */
export interface QueueLimits {
  readonly items: number;
  readonly weight: number;
}

/**
 * Gathers small writes: while one write runs, arrivals wait, and then all of them go out in one. There is no timer, so
 * that a single writer waits for nobody. `add` settles when its item is stored for good.
 */
export class CoalescingQueue<Item> {
  readonly #write: (items: readonly Item[]) => Promise<readonly WriteOutcome[]>;
  readonly #weigh: (item: Item) => number;
  readonly #limits: QueueLimits;
  #waiting: Waiting<Item>[] = [];
  #isWriting = false;

  /** @param write stores all items or throws and stores none; refused items are named by their outcome. */
  constructor(
    write: (items: readonly Item[]) => Promise<readonly WriteOutcome[]>,
    weigh: (item: Item) => number,
    limits: QueueLimits,
  ) {
    this.#write = write;
    this.#weigh = weigh;
    this.#limits = limits;
  }

  add(item: Item): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ item, resolve, reject });
      if (!this.#isWriting) void this.#drain();
    });
  }

  async #drain(): Promise<void> {
    this.#isWriting = true;
    while (this.#waiting.length > 0) await this.#writeTogether(this.#takeNext());
    this.#isWriting = false;
  }

  #takeNext(): readonly Waiting<Item>[] {
    let weight = 0;
    let count = 0;
    for (const { item } of this.#waiting) {
      weight += this.#weigh(item);
      if (count > 0 && (count >= this.#limits.items || weight > this.#limits.weight)) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #writeTogether(group: readonly Waiting<Item>[]): Promise<void> {
    try {
      const outcomes = await this.#write(group.map(({ item }) => item));
      for (const [index, { resolve, reject }] of group.entries()) {
        const outcome = outcomes[index] ?? null;
        if (outcome === null) resolve();
        else reject(outcome);
      }
    } catch (error) {
      if (group.length === 1) return group[0]?.reject(error);
      // One bad item must not take the others with it: each is tried alone, and only the bad one fails.
      for (const waiting of group) await this.#writeTogether([waiting]);
    }
  }
}

interface Waiting<Item> {
  readonly item: Item;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}
