import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { toEvent } from './events.store.ts';
import type { EventTables } from './events.tables.ts';
import { CHAIN_START, linkHash } from './hash-chain.ts';

const SEAL_LOCK = 720_001;
const EVENTS_PER_SEAL = 500;

/**
 * Links waiting events into the hash chain, in order of their sequence numbers. One transaction-scoped lock makes sure
 * that of all processes one seals at a time; the others find nothing to do. An event that commits after a later number
 * was sealed simply takes a later position, so nobody who writes ever waits for the sealer.
 * @returns how many events were sealed.
 */
export async function sealEvents(database: Database, now: () => Date): Promise<number> {
  let total = 0;
  for (;;) {
    const count = await database.transaction(async (tx) => {
      const db = tx.tables<EventTables>();
      const lock = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${SEAL_LOCK}) as taken`.execute(db);
      if (!lock.rows[0]?.taken) return 0;
      const last = await db
        .selectFrom('event_seals')
        .select(['position', 'hash'])
        .orderBy('position', 'desc')
        .limit(1)
        .executeTakeFirst();
      const waiting = await db
        .selectFrom('events_unsealed')
        .innerJoin('events', 'events.seq', 'events_unsealed.seq')
        .selectAll('events')
        .orderBy('events.seq')
        .limit(EVENTS_PER_SEAL)
        .execute();
      if (waiting.length === 0) return 0;
      let { position, hash } = last ?? { position: 0, hash: CHAIN_START };
      const seals = waiting.map((row) => {
        position += 1;
        hash = linkHash(hash, position, toEvent(row));
        return { position, seq: row.seq, hash, sealed_at: now() };
      });
      await db.insertInto('event_seals').values(seals).execute();
      await db
        .deleteFrom('events_unsealed')
        .where(
          'seq',
          'in',
          seals.map((seal) => seal.seq),
        )
        .execute();
      return seals.length;
    });
    total += count;
    if (count < EVENTS_PER_SEAL) return total;
  }
}
