import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/test-database.ts';
import { eventsMigrations } from './events.migrations.ts';
import { appendEvent, readEvents } from './events.store.ts';
import { canonicalJson } from './hash-chain.ts';
import { sealEvents } from './seal-events.ts';
import { verifyChain } from './verify-chain.ts';

const SUBJECT = '01890000-0000-7000-8000-000000000000';
const now = (): Date => new Date('2026-03-01T10:00:00.123Z');
let database: Database;

beforeEach(async () => {
  database = await openTestDatabase(eventsMigrations);
});
afterEach(() => database.close());

async function record(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await database.transaction((tx) =>
      appendEvent(
        tx,
        {
          kind: 'thing.changed',
          sentence: `changed thing ${index}`,
          actorId: null,
          actorName: 'Ana',
          subjectId: SUBJECT,
          objectType: 'thing',
          objectId: String(index),
          detail: { index, nested: { b: [1, 2.5, null], a: 'ü "quoted"' } },
        },
        now(),
      ),
    );
  }
}

/** Changes history as somebody with the owner's rights on the database could: with the guard switched off. */
async function tamper(statement: string): Promise<void> {
  const client = new pg.Client(database.address.owner);
  await client.connect();
  await client.query(`set session_replication_role = replica; ${statement}`);
  await client.end();
}

describe('the event chain', () => {
  it('is whole after sealing, and says how many events still wait', async () => {
    await record(7);
    expect(await sealEvents(database, now)).toBe(7);
    await record(2);
    expect(await verifyChain(database)).toMatchObject({ kind: 'whole', sealed: 7, unsealed: 2 });
  });

  it('refuses a change or a removal of history to the program itself', async () => {
    await record(1);
    await expect(database.query(`update events set sentence = 'x'`)).rejects.toThrow('append-only');
    await expect(database.query('delete from events')).rejects.toThrow();
  });

  it.each([
    ['a changed event', `update events set sentence = 'never happened' where seq = 3`, 3],
    ['a changed detail', `update events set detail = '{"index": 99}' where seq = 4`, 4],
    ['a changed time', `update events set at = at + interval '1 millisecond' where seq = 2`, 2],
    ['a removed event', 'delete from events where seq = 5', 5],
    ['a changed link', `update event_seals set hash = repeat('a', 64) where seq = 6`, 6],
  ])('names the first broken row after %s', async (_, statement, seq) => {
    await record(8);
    await sealEvents(database, now);
    await tamper(statement);
    expect(await verifyChain(database)).toMatchObject({ kind: 'broken', position: seq, seq });
  });

  it('notices a removed link, an event written past us, and an end that was cut off', async () => {
    await record(5);
    await sealEvents(database, now);
    const whole = await verifyChain(database);
    if (whole.kind !== 'whole') throw new Error(whole.sentence);
    await tamper('delete from event_seals where position = 5; delete from events where seq = 5');
    expect(await verifyChain(database)).toMatchObject({ kind: 'whole', sealed: 4 });
    expect(await verifyChain(database, whole.head)).toMatchObject({ kind: 'broken' });
    await tamper('delete from event_seals where position = 2');
    expect(await verifyChain(database)).toMatchObject({ kind: 'broken', position: 2 });
  });

  it('finds an event that was written outside the program', async () => {
    await record(2);
    await sealEvents(database, now);
    await tamper(`insert into events (id, at, kind, sentence, actor_name, object_type, object_id, detail)
      values ('01890000-0000-7000-8000-00000000000f', now(), 'k', 's', 'n', 't', 'o', '{}')`);
    expect(await verifyChain(database)).toMatchObject({ kind: 'broken', seq: 3 });
  });

  it('is sealed once when several sealers run at the same time', async () => {
    await record(30);
    await Promise.all([sealEvents(database, now), sealEvents(database, now), sealEvents(database, now)]);
    await sealEvents(database, now);
    expect(await verifyChain(database)).toMatchObject({ kind: 'whole', sealed: 30, unsealed: 0 });
  });

  it('is not joined by an event whose transaction was rolled back', async () => {
    await database
      .transaction(async (tx) => {
        await appendEvent(
          tx,
          { kind: 'k', sentence: 's', actorId: null, actorName: 'n', objectType: 't', objectId: 'o' },
          now(),
        );
        throw new Error('rolled back');
      })
      .catch(() => undefined);
    expect(await sealEvents(database, now)).toBe(0);
  });

  it('is read newest first, page by page', async () => {
    await record(5);
    const first = await readEvents(database, { subjectId: SUBJECT, limit: 3 });
    expect(first.map((event) => event.seq)).toEqual([5, 4, 3]);
    expect((await readEvents(database, { subjectId: SUBJECT, before: 3, limit: 3 })).map((event) => event.seq)).toEqual(
      [2, 1],
    );
  });
});

describe('canonical JSON', () => {
  it('is the same for equal values in any key order', () => {
    expect(canonicalJson({ b: 1, a: [true, { d: null, c: 'é' }] })).toBe('{"a":[true,{"c":"é","d":null}],"b":1}');
    expect(canonicalJson({ a: [true, { c: 'é', d: null }], b: 1 })).toBe('{"a":[true,{"c":"é","d":null}],"b":1}');
  });
});
