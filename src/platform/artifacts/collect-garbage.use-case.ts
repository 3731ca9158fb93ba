import type { Database } from '../database/queryable.ts';
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
