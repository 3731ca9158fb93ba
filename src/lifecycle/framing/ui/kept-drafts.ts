import { z } from 'zod';
import { type KeptStorage, keptNames, keptWorkPrefix } from '../../../web/data/index.ts';
import type { Draft } from '../draft-path.ts';

/** What was written and has not reached the server: with what it began, so that it can be joined later. */
export interface KeptDraft {
  readonly base: Draft;
  readonly written: Draft;
}

const keptSchema = z.object({ base: z.record(z.string(), z.unknown()), written: z.record(z.string(), z.unknown()) });

/** The beginning of the names under which one person's unsaved words about one initiative are kept. */
export function keptPrefix(accountId: string, slug: string): string {
  return keptWorkPrefix('framing', accountId, slug);
}

/**
 * Keeps what one tab has not saved under its own name, so that tabs never overwrite each other's; `null` forgets it. A full
 * or forbidden storage loses nothing that the page itself still shows, so it is passed over.
 */
export function keepDraft(storage: KeptStorage, name: string, kept: KeptDraft | null): void {
  try {
    if (kept === null) storage.removeItem(name);
    else storage.setItem(name, JSON.stringify(kept));
  } catch {
    // The page goes on without a second copy.
  }
}

/** Everything that this browser kept for one person and one initiative, by name. What cannot be read is passed over. */
export function keptDrafts(storage: KeptStorage, prefix: string): ReadonlyMap<string, KeptDraft> {
  const found = new Map<string, KeptDraft>();
  for (const name of keptNames(storage, prefix)) {
    const kept = readKept(storage.getItem(name));
    if (kept) found.set(name, kept);
  }
  return found;
}

function readKept(text: string | null): KeptDraft | undefined {
  if (text === null) return undefined;
  try {
    return keptSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
