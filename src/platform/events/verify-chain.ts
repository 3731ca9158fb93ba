import type { Selectable } from 'kysely';
import type { Queryable } from '../database/queryable.ts';
import { toEvent } from './events.store.ts';
import type { EventTables } from './events.tables.ts';
import { CHAIN_START, linkHash } from './hash-chain.ts';

/** What a verification found. */
export type ChainReport =
  | { readonly kind: 'whole'; readonly sealed: number; readonly unsealed: number; readonly head: string }
  | {
      readonly kind: 'broken';
      /** Position of the first link that does not hold. */
      readonly position: number;
      /** The event at that link; `null` when it is gone. */
      readonly seq: number | null;
      readonly sentence: string;
    };

const PAGE = 5_000;

/**
 * Recomputes the chain from its first link and names the first that does not hold: an event changed or gone, a link
 * changed, removed or out of place, or an event that stands outside both the chain and the waiting list.
 * @param expectedHead the hash of the last link that somebody kept elsewhere; it also finds a chain that was cut short.
 */
export async function verifyChain(queryable: Queryable, expectedHead?: string): Promise<ChainReport> {
  const db = queryable.tables<EventTables>();
  let position = 0;
  let hash = CHAIN_START;
  let sawExpected = expectedHead === undefined;
  for (;;) {
    const rows = await db
      .selectFrom('event_seals')
      .leftJoin('events', 'events.seq', 'event_seals.seq')
      .selectAll('events')
      .select(['event_seals.position as link_position', 'event_seals.hash as link_hash', 'event_seals.seq as link_seq'])
      .where('event_seals.position', '>', position)
      .orderBy('event_seals.position')
      .limit(PAGE)
      .execute();
    for (const { link_position: found, link_hash: stored, link_seq: seq, ...row } of rows) {
      position += 1;
      if (found !== position) {
        return {
          kind: 'broken',
          position,
          seq: null,
          sentence: `Link ${position} of the chain is missing: the next one is ${found}.`,
        };
      }
      if (!isWhole(row))
        return {
          kind: 'broken',
          position,
          seq,
          sentence: `Event ${seq}, at link ${position}, was removed after it was sealed.`,
        };
      hash = linkHash(hash, position, toEvent(row));
      if (hash !== stored) {
        return {
          kind: 'broken',
          position,
          seq,
          sentence: `Event ${seq} (${row.kind}), at link ${position}, is not what was sealed: it or its link was changed.`,
        };
      }
      if (hash === expectedHead) sawExpected = true;
    }
    if (rows.length < PAGE) break;
  }
  const stray = await db
    .selectFrom('events')
    .leftJoin('event_seals', 'event_seals.seq', 'events.seq')
    .leftJoin('events_unsealed', 'events_unsealed.seq', 'events.seq')
    .select('events.seq')
    .where('event_seals.seq', 'is', null)
    .where('events_unsealed.seq', 'is', null)
    .orderBy('events.seq')
    .limit(1)
    .executeTakeFirst();
  if (stray) {
    return {
      kind: 'broken',
      position: position + 1,
      seq: stray.seq,
      sentence: `Event ${stray.seq} stands outside the chain: it was not written by Throughline, or its link was removed.`,
    };
  }
  if (!sawExpected) {
    return {
      kind: 'broken',
      position: position + 1,
      seq: null,
      sentence: `The chain ends at link ${position} and does not contain the expected hash: its end was cut off or rewritten.`,
    };
  }
  const { count } = await db
    .selectFrom('events_unsealed')
    .select(db.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return { kind: 'whole', sealed: position, unsealed: count, head: hash };
}

type EventRow = Selectable<EventTables['events']>;

/** A left join gives an event's columns all or none; `seq` tells which. */
function isWhole(row: { readonly [K in keyof EventRow]: EventRow[K] | null }): row is EventRow {
  return row.seq !== null;
}
