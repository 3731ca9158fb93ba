import type { Database } from '../database/queryable.ts';
import type { Log } from '../log/log.ts';
import { ARTIFACT_LIMITS } from './artifact-limits.ts';
import { forgetUnreferenced, keptBlobIds } from './artifacts.store.ts';
import type { BlobStore } from './blob-store.ts';

/**
 * Removes contents that nothing refers to, once their grace period is over, and what crashes left in the store. The
 * database decides first, in one transaction; only what it has forgotten is removed from the store afterwards.
 * @returns how many contents were removed.
 */
export async function collectGarbage(parts: {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly now: () => Date;
}): Promise<number> {
  const before = new Date(parts.now().getTime() - ARTIFACT_LIMITS.graceMs);
  const forgotten = await parts.database.transaction((tx) => forgetUnreferenced(tx, before));
  for (const id of forgotten) await parts.blobs.remove(id);
  const orphans = await parts.blobs.removeOrphans(await keptBlobIds(parts.database), before);
  return forgotten.length + orphans.length;
}

/** Collects garbage now and then until it is stopped. A failure is logged; the next time tries again. */
export function startCollecting(parts: { readonly database: Database; readonly blobs: BlobStore; readonly log: Log }): {
  stop(): Promise<void>;
} {
  let running: Promise<unknown> = Promise.resolve();
  const timer = setInterval(() => {
    // The age of files on disk is told by the clock of the machine, never by one that tests move.
    running = collectGarbage({ ...parts, now: () => new Date() }).catch((error: unknown) =>
      parts.log.warn({ err: error }, 'collecting artifacts that nothing refers to failed; it is tried again'),
    );
  }, ARTIFACT_LIMITS.collectEveryMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
