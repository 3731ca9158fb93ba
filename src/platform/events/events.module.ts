import type { Database } from '../database/database.ts';
import { type MountedApi, mountApi } from '../http/handlers.ts';
import { eventsApi } from './events.schema.ts';
import { type ChainReport, verifyChain } from './verify-chain.ts';

/** Wires the verification of the history. One runs at a time, because it reads every event; others wait for its answer. */
export function eventsModule(database: Database): MountedApi {
  const running = new Map<string, Promise<ChainReport>>();
  const verify = (expected: string | undefined): Promise<ChainReport> => {
    const key = expected ?? '';
    const already = running.get(key);
    if (already) return already;
    const report = verifyChain(database, expected).finally(() => running.delete(key));
    running.set(key, report);
    return report;
  };
  return mountApi('History', eventsApi, { verify: ({ query }) => verify(query.expect) });
}
