import type { Database } from '../../platform/database/queryable.ts';
import { LONG_HISTORY, type MetricOfRun, refreshSummary } from './curve-summaries.store.ts';

/** Histories whose growth is watched at the same time; with more of them the counts begin anew. */
const MOST_WATCHED = 100_000;

/**
 * Keeps the summaries of long histories near their end while they grow, so that opening a curve never reads them whole.
 * It counts in memory: after a restart a summary may lie further behind, and whoever opens the curve reads the rest.
 */
export class CurveKeeper {
  readonly #database: Database;
  readonly #grown = new Map<string, number>();
  readonly #due = new Map<string, MetricOfRun>();
  #work: Promise<void> | undefined;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Told of points that were stored. */
  note(of: MetricOfRun, added: number): void {
    const name = `${of.runNo} ${of.keyNo}`;
    const grown = (this.#grown.get(name) ?? 0) + added;
    if (grown < LONG_HISTORY) {
      if (this.#grown.size >= MOST_WATCHED) this.#grown.clear();
      this.#grown.set(name, grown);
      return;
    }
    this.#grown.delete(name);
    this.#due.set(name, of);
    this.#work ??= this.#refreshAll().finally(() => {
      this.#work = undefined;
    });
  }

  /** Resolves when every summary that was due is kept. */
  async settled(): Promise<void> {
    await this.#work;
  }

  async #refreshAll(): Promise<void> {
    for (const [name, of] of this.#due) {
      this.#due.delete(name);
      // A summary that could not be kept is made by whoever opens the curve; nothing that was logged depends on it.
      await refreshSummary(this.#database, of).catch(() => undefined);
    }
  }
}
