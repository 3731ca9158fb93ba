import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refuse } from '../../platform/contract/index.ts';
import type { Migration } from '../../platform/database/migrations.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { experimentsMigrations } from '../experiments/experiments.migrations.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { goThroughOldTraces } from './go-through-traces.use-case.ts';
import { BY_A_JOB, IN_A_THREAD, type KeptSpansTest, openKeptSpansTest, spansNamed } from './kept-spans.fixture.ts';
import type { NotePorts } from './note-spans.use-case.ts';
import { PROMPTS_TAG } from './trace.ts';
import { tracesMigrations } from './traces.migrations.ts';

const STEP = '0390-traces-to-go-through';
const here = new AbortController().signal;

let room: KeptSpansTest;

beforeAll(async () => {
  room = await openKeptSpansTest();
});
beforeEach(() => room.forget());
afterAll(() => room.end());

/** A trace with a file that came before spans were noted. */
async function anOldTrace(content: string | null = null, tags: object = {}): Promise<string> {
  const id = await room.aTrace(tags);
  if (content !== null) await room.put(room.path(id), content);
  return id;
}

/** All traces that are there become old. */
async function turnOld(): Promise<void> {
  for (const table of ['jobs', 'trace_spans', 'trace_prompts']) await room.database.query(`delete from ${table}`);
  await room.database.query('insert into traces_to_go_through select max(no) + 1 from traces');
  room.logged.length = 0;
}

const isThrough = async () => (await room.database.query('select from traces_to_go_through')).length === 0;

async function promptsOf(id: string): Promise<readonly string[]> {
  const rows = await room.database.query<{ prompt: string }>(
    'select p.prompt from trace_prompts p join traces t on t.no = p.trace_no where t.id = $1 order by p.prompt',
    [id],
  );
  return rows.map(({ prompt }) => prompt);
}

/** Goes through everything; the number of rounds that it took. */
async function goThrough(ports: NotePorts = room.ports): Promise<number> {
  for (let rounds = 1; ; rounds += 1) {
    await goThroughOldTraces(ports, here);
    if (await isThrough()) return rounds;
  }
}

describe('traces from before', () => {
  it('are found by their spans once they were gone through, large files by jobs of their own', async () => {
    const [small, middling, large] = [
      await anOldTrace(spansNamed('small')),
      await anOldTrace(spansNamed('middling', BY_A_JOB)),
      await anOldTrace(spansNamed('large', IN_A_THREAD)),
    ];
    await turnOld();
    expect(await goThrough()).toBe(1);
    expect(await Promise.all([small, middling, large].map(room.namesOf))).toEqual([['small'], ['middling'], null]);
    await room.doJobs();
    expect(await room.namesOf(large)).toEqual(['large']);
  });

  it('are linked to the prompts that their tags name', async () => {
    const tag = '[{"name": "greet", "version": "1"}, {"name": "bye", "version": 2}]';
    const [named, broken, odd, none] = [
      await anOldTrace(spansNamed('x'), { [PROMPTS_TAG]: tag }),
      await anOldTrace(null, { [PROMPTS_TAG]: '[{' }),
      await anOldTrace(null, { [PROMPTS_TAG]: '[{"name": "a\\u0000b", "version": "1"}]' }),
      await anOldTrace(),
    ];
    await turnOld();
    await goThrough();
    expect(await Promise.all([named, broken, odd, none].map(promptsOf))).toEqual([['bye/2', 'greet/1'], [], [], []]);
  });

  it('are passed over where they were deleted, have no file, or were noted meanwhile', async () => {
    const [deleted, fileless, noted] = [
      await anOldTrace(spansNamed('deleted')),
      await anOldTrace(),
      await anOldTrace(spansNamed('as it came')),
    ];
    await turnOld();
    await room.database.query('update traces set deleted_at = now() where id = $1', [deleted]);
    await room.put(room.path(noted), spansNamed('newer'));
    await goThrough();
    expect(await Promise.all([deleted, fileless, noted].map(room.namesOf))).toEqual([null, null, ['newer']]);
  });

  it('whose file cannot be read are looked at once, and hold up no other', async () => {
    const [first, foreign, damaged, unreadable, last] = [
      await anOldTrace(spansNamed('first')),
      await anOldTrace('<html></html>'),
      await anOldTrace(spansNamed('damaged')),
      await anOldTrace(spansNamed('unreadable')),
      await anOldTrace(spansNamed('last')),
    ];
    await turnOld();
    await room.blobs.remove((await room.store.find(room.path(damaged)))?.blobId ?? '');
    const { spanFiles } = room.ports;
    const broken: NotePorts = {
      ...room.ports,
      spanFiles: {
        ...spanFiles,
        find: async (uri) => {
          const file = await spanFiles.find(uri);
          const isBroken = uri.includes(unreadable);
          return file && isBroken
            ? { ...file, open: () => Promise.reject(Object.assign(new Error('of the disk'), { code: 'EIO' })) }
            : file;
        },
      },
    };
    await goThrough(broken);
    const names = await Promise.all([first, foreign, damaged, unreadable, last].map(room.namesOf));
    expect(names).toEqual([['first'], [], [], [], ['last']]);
    expect(room.logged).toHaveLength(3);
    expect(room.logged.join()).toContain('EIO');
  });

  it('wait while the storage does not answer, and are gone through when it does', async () => {
    const ids = [await anOldTrace(spansNamed('one')), await anOldTrace(spansNamed('two'))];
    await turnOld();
    const away: NotePorts = {
      ...room.ports,
      spanFiles: {
        ...room.ports.spanFiles,
        find: async () => ({
          sha256: '',
          sizeBytes: 1,
          open: () => Promise.reject(refuse('FILES_UNAVAILABLE', { why: 'ECONNREFUSED' })),
        }),
      },
    };
    await expect(goThroughOldTraces(away, here)).rejects.toThrow('ECONNREFUSED');
    expect([await isThrough(), await room.namesOf(ids[0] ?? '')]).toEqual([false, null]);
    await goThrough();
    expect(await Promise.all(ids.map(room.namesOf))).toEqual([['one'], ['two']]);
  });

  it('are gone through page by page, the newest first, and by whoever comes next from where that stopped', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 120; at += 1) ids.unshift(await anOldTrace(spansNamed(`span ${at}`)));
    await turnOld();
    const stopping = new AbortController();
    let read = 0;
    const stopped: NotePorts = {
      ...room.ports,
      askSpans: async (...asked) => {
        read += 1;
        if (read === 70) stopping.abort();
        return room.ports.askSpans(...asked);
      },
    };
    await goThroughOldTraces(stopped, stopping.signal);
    const noted = () => Promise.all(ids.map(async (id) => (await room.namesOf(id)) !== null));
    expect((await noted()).lastIndexOf(true)).toBe((await noted()).filter(Boolean).length - 1);
    const kept = (await noted()).filter(Boolean).length;
    expect(kept).toBe(50);
    await goThroughOldTraces(stopped, here);
    expect([(await noted()).every(Boolean), read - 70, await isThrough()]).toEqual([true, 70, true]);
  });

  it('with large files are left to jobs a few in each round', async () => {
    for (let at = 0; at < 12; at += 1) await anOldTrace(spansNamed(`large ${at}`, IN_A_THREAD));
    await turnOld();
    await goThroughOldTraces(room.ports, here);
    expect(await room.stateOfJobs()).toHaveLength(5);
    expect(await goThrough()).toBe(2);
    expect(await room.stateOfJobs()).toHaveLength(12);
  });

  it('are noted as they are when two processes go through them and new files come', async () => {
    const ids: string[] = [];
    for (let at = 0; at < 60; at += 1) ids.push(await anOldTrace(spansNamed('old')));
    await turnOld();
    const renewed = ids.slice(20, 40);
    await Promise.all([
      goThroughOldTraces(room.ports, here),
      goThroughOldTraces(room.ports, here),
      ...renewed.map((id) => room.put(room.path(id), spansNamed('new'))),
    ]);
    await goThrough();
    const expected = ids.map((id) => [renewed.includes(id) ? 'new' : 'old']);
    expect(await Promise.all(ids.map(room.namesOf))).toEqual(expected);
  });
});

describe('the update', () => {
  const some: Migration = {
    name: '0389-before',
    async up(db) {
      await sql`insert into traces (id, experiment_no, request_ms, state, info, tags)
        select 'tr-' || n, 0, n, 'OK', '{}', '{}' from generate_series(1, 3) n`.execute(db);
    },
  };

  it.each([
    ['finds traces that are to be gone through', [some], [{ below_no: 4 }]],
    ['finds none in a new installation', [], []],
  ])('%s', async (_, before, rows) => {
    const database = await openTestDatabase([
      ...initiativesMigrations,
      ...experimentsMigrations,
      ...tracesMigrations.filter(({ name }) => name < STEP),
      ...before,
      ...tracesMigrations.filter(({ name }) => name >= STEP),
    ]);
    expect(await database.query('select below_no from traces_to_go_through')).toEqual(rows);
    await database.close();
  });
});
