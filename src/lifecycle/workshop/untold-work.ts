/** What people did in a document, by kind. */
export type Counts = Readonly<Record<string, number>>;

/** A person's work in a document is told of at most this often, so that the log of a workshop can be read. */
export const TOLD_EVERY_MS = 10 * 60_000;

/** People and documents that are remembered; beyond it the oldest are forgotten, with what was not told of them. */
const REMEMBERED = 5_000;

/**
 * What people did since it was told of last. The first work of a person is told of at once, because it makes them present;
 * what follows is counted here and told of with the next work after ten minutes. When the process ends, the counts of the
 * last minutes are lost; that the person was there is not.
 */
export class UntoldWork {
  readonly #people = new Map<string, { nextMs: number; counts: Record<string, number> }>();

  /** Adds work; gives everything to tell when it is time, `null` when it is not yet. */
  add(document: string, accountId: string, counts: Counts, nowMs: number): Counts | null {
    if (Object.values(counts).every((count) => count === 0)) return null;
    const key = `${document} ${accountId}`;
    const known = this.#people.get(key) ?? { nextMs: 0, counts: {} };
    // The key moves to the end, so that the first keys are the oldest.
    this.#people.delete(key);
    this.#people.set(key, known);
    for (const [kind, count] of Object.entries(counts)) known.counts[kind] = (known.counts[kind] ?? 0) + count;
    this.#forgetOldest();
    return nowMs >= known.nextMs ? known.counts : null;
  }

  /** Work was told of, here or by another process a moment ago: nothing more for ten minutes. */
  told(document: string, accountId: string, hasTold: boolean, nowMs: number): void {
    const known = this.#people.get(`${document} ${accountId}`);
    if (!known) return;
    known.nextMs = nowMs + TOLD_EVERY_MS;
    if (hasTold) known.counts = {};
  }

  #forgetOldest(): void {
    for (const key of this.#people.keys()) {
      if (this.#people.size <= REMEMBERED) return;
      this.#people.delete(key);
    }
  }
}
