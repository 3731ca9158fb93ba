import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { refuse } from '../../platform/contract/index.ts';
import { openThreads } from '../../platform/threads/threads.ts';
import { NOT_HAD, openSpansReader } from './ask-spans.use-case.ts';
import { BY_A_JOB, IN_A_THREAD, type KeptSpansTest, openKeptSpansTest, spansNamed } from './kept-spans.fixture.ts';
import { type NotePorts, SPAN_JOBS, spanJobs } from './note-spans.use-case.ts';

let room: KeptSpansTest;

async function* breakingOff(error: Error): AsyncGenerator<Buffer, void> {
  yield Buffer.from('{"spans": [');
  throw error;
}
/** Threads whose programs were never built: whatever is asked of them dies. */
const absent = openThreads(join(inject('testFolder'), 'absent'));

beforeAll(async () => {
  room = await openKeptSpansTest();
});
beforeEach(() => room.forget());
afterAll(async () => {
  await absent.close();
  await room.end();
});

describe('a small file of spans', () => {
  it('is noted when it is stored, in place of the one before, and forgotten with it', async () => {
    const id = await room.aTrace();
    const path = room.path(id);
    expect(await room.put(path, spansNamed('first'))).toEqual({ kind: 'stored' });
    expect(await room.namesOf(id)).toEqual(['first']);
    await room.put(path, spansNamed('second'));
    expect(await room.namesOf(id)).toEqual(['second']);
    await room.store.remove(path);
    expect(await room.namesOf(id)).toBeNull();
    await room.put(path, spansNamed('third'));
    await room.store.remove('0/traces');
    expect(await room.namesOf(id), 'a folder goes with all that is in it').toBeNull();
    expect(await room.stateOfJobs()).toEqual([]);
  });

  it('changes nothing where it is not that of the trace, nor does its going', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('genuine'));
    for (const elsewhere of [room.path(id, 7), room.path(id, '0/inner'), `0/traces/${id}/artifacts/other.json`]) {
      await room.put(elsewhere, spansNamed('forged'));
      await room.store.remove(elsewhere);
    }
    await room.put(room.path('tr-absent'), spansNamed('of nobody'));
    expect(await room.namesOf(id)).toEqual(['genuine']);
  });

  it.each([
    ['is cut off', '{"spans": ['],
    ['is empty', ''],
    ['has no spans', '{"spans": [5]}'],
    ['is nested without an end', `{"spans":[{"span_id":"a","name":"x","attributes":{"a":${'['.repeat(30_000)}`],
  ])('that %s is kept, with nothing to find it by', async (_, content) => {
    const id = await room.aTrace();
    expect(await room.put(room.path(id), content)).toEqual({ kind: 'stored' });
    expect(await room.namesOf(id)).toEqual([]);
    expect(room.logged.join()).toContain(id);
  });

  it('is noted as far as it can be where a value is nested deeply', async () => {
    const id = await room.aTrace();
    const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
    const span = `{"span_id":"a","name":"deep","start_time_unix_nano":1,"attributes":{"a":${deep}}}`;
    expect(await room.put(room.path(id), `{"spans":[${span}]}`)).toEqual({ kind: 'stored' });
    expect(await room.namesOf(id)).toEqual(['deep']);
  });
});

describe('a large file of spans', () => {
  it('is stored with the asking for a job, and noted when that is done', async () => {
    const ids = [await room.aTrace(), await room.aTrace()];
    for (const [at, length] of [BY_A_JOB, IN_A_THREAD].entries())
      expect(await room.put(room.path(ids[at] ?? ''), spansNamed(`long ${at}`, length))).toEqual({ kind: 'stored' });
    expect(await room.stateOfJobs()).toEqual(['waiting', 'waiting']);
    expect(await Promise.all(ids.map(room.namesOf))).toEqual([null, null]);
    await room.doJobs();
    expect(await Promise.all(ids.map(room.namesOf))).toEqual([['long 0'], ['long 1']]);
  });

  it('that is refused asks for nothing', async () => {
    const id = await room.aTrace();
    await room.database.query(`update experiments set artifact_location = 'mlflow-artifacts:/frozen' where no = 0`);
    const refused = await room.put(room.path(id, 'frozen'), spansNamed('x', BY_A_JOB));
    await room.database.query('update experiments set artifact_location = null where no = 0');
    expect(refused).toMatchObject({ code: 'frozen' });
    expect(await room.stateOfJobs()).toEqual([]);
  });

  it('is no longer found by what it was as soon as another has come, though that is not read yet', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('small'));
    await room.put(room.path(id), spansNamed('large', BY_A_JOB));
    expect(await room.namesOf(id)).toBeNull();
    await room.put(room.path(id), spansNamed('small again'));
    await room.doJobs();
    expect(await room.namesOf(id), 'the job of what was replaced changes nothing').toEqual(['small again']);
  });

  it('is noted by whoever comes next when the process ended before or in the middle of the job', async () => {
    const [before, amid] = [await room.aTrace(), await room.aTrace()];
    for (const id of [before, amid]) await room.put(room.path(id), spansNamed('survives', IN_A_THREAD));
    await room.database.query(
      `update jobs set state = 'running', attempts = 1, leased_until = now() - interval '1 second' where payload ->> 'traceId' = $1`,
      [amid],
    );
    await room.doJobs();
    expect(await Promise.all([before, amid].map(room.namesOf))).toEqual([['survives'], ['survives']]);
  });

  it('that ends the process each time is given up, and says so', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('deadly', IN_A_THREAD));
    await room.database.query(`update jobs set state = 'running', attempts = 3, leased_until = now() - interval '1 s'`);
    await room.doJobs();
    expect([await room.namesOf(id), await room.stateOfJobs()]).toEqual([[], ['failed']]);
    expect(room.logged.join()).toContain('The process ended each time');
  });

  it('is kept though the thread dies that reads it, is tried three times, and holds up no other', async () => {
    const [bad, good] = [await room.aTrace(), await room.aTrace()];
    expect(await room.put(room.path(bad), spansNamed('never read', IN_A_THREAD))).toEqual({ kind: 'stored' });
    await room.put(room.path(good), spansNamed('read', BY_A_JOB));
    await room.doJobs({ ...room.ports, askSpans: openSpansReader(absent) });
    expect([await room.namesOf(bad), await room.namesOf(good)]).toEqual([[], ['read']]);
    const jobs = await room.database.query('select state, attempts from jobs order by state');
    expect(jobs).toEqual([
      { state: 'done', attempts: 1 },
      { state: 'failed', attempts: 3 },
    ]);
    const told = room.logged.join();
    expect([told.includes(bad), told.includes('Reading it failed each time'), told.includes('secret')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it.each([
    ['refuses or does not answer', 'open'],
    ['breaks off amid the file', 'amid'],
  ])('waits for a storage that %s, however long that is, and uses up no attempt by it', async (_, where) => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('patient', IN_A_THREAD));
    const away = refuse('FILES_UNAVAILABLE', { why: 'ECONNREFUSED' });
    let asked = 0;
    const { spanFiles } = room.ports;
    await room.doJobs({
      ...room.ports,
      spanFiles: {
        ...spanFiles,
        find: async (uri) => {
          const file = await spanFiles.find(uri);
          asked += 1;
          if (!file || asked > 7) return file;
          const amid = () => Readable.from(breakingOff(away), { objectMode: false });
          return { ...file, open: async () => (where === 'open' ? Promise.reject(away) : amid()) };
        },
      },
    });
    expect(await room.namesOf(id)).toEqual(['patient']);
    const jobs = await room.database.query('select state, attempts, waits from jobs');
    expect(jobs).toEqual([{ state: 'done', attempts: 1, waits: 7 }]);
  });

  it('waits as well for a file that the storage hands over too slowly', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('slow', BY_A_JOB));
    let asked = 0;
    const askSpans: typeof room.ports.askSpans = async (file, ...rest) => {
      asked += 1;
      if (asked <= 5) file.stream.destroy();
      return asked <= 5 ? NOT_HAD : room.ports.askSpans(file, ...rest);
    };
    await room.doJobs({ ...room.ports, askSpans });
    expect([await room.namesOf(id), await room.stateOfJobs()]).toEqual([['slow'], ['done']]);
  });

  it('that no client wrote, or that is larger than any that is read, is looked at once', async () => {
    const [foreign, huge] = [await room.aTrace(), await room.aTrace()];
    await room.put(room.path(foreign), '<'.repeat(IN_A_THREAD));
    await room.put(room.path(huge), Buffer.alloc(17_000_000, ' '));
    await room.doJobs();
    expect([await room.namesOf(foreign), await room.namesOf(huge)]).toEqual([[], []]);
    expect(await room.stateOfJobs()).toEqual(['done', 'done']);
  });

  it('that is damaged in the storage is looked at once', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('damaged', BY_A_JOB));
    const artifact = await room.store.find(room.path(id));
    await room.blobs.remove(artifact?.blobId ?? '');
    await room.doJobs();
    expect([await room.namesOf(id), await room.stateOfJobs()]).toEqual([[], ['done']]);
    expect(room.logged.join()).toContain('damaged');
  });
});

describe('what happens while a file of spans is read', () => {
  const amid = (then: () => Promise<unknown>) => ({
    ...room.ports,
    askSpans: async (...asked: Parameters<typeof room.ports.askSpans>) => {
      const told = await room.ports.askSpans(...asked);
      await then();
      return told;
    },
  });

  it.each([
    ['a small file in its place is noted', (path: string) => room.put(path, spansNamed('newer')), ['newer']],
    ['its removal leaves nothing', (path: string) => room.store.remove(path), null],
    [
      'the deletion of its trace leaves nothing',
      () => room.database.query('update traces set deleted_at = now()'),
      null,
    ],
    ['the removal of its trace leaves nothing', () => room.database.query('delete from traces'), null],
  ])('%s', async (_, then, names) => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('older', BY_A_JOB));
    await room.doJobs(amid(() => then(room.path(id))));
    expect([await room.namesOf(id), await room.stateOfJobs()]).toEqual([names, ['done']]);
  });

  it('a large file in its place is noted by a job of its own', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('older', BY_A_JOB));
    let times = 0;
    await room.doJobs(
      amid(async () => {
        times += 1;
        if (times === 1) await room.put(room.path(id), spansNamed('newer', IN_A_THREAD));
      }),
    );
    expect([await room.namesOf(id), times]).toEqual([['newer'], 2]);
  });

  it('the end of the process gives the job back, and nothing is noted of it', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('cut short', IN_A_THREAD));
    const [job] = await room.database.query<{ payload: Record<string, string> }>('select payload from jobs');
    const stopped = spanJobs(room.ports)[SPAN_JOBS.note]?.run(job?.payload ?? {}, {
      signal: AbortSignal.abort(),
      jobId: '',
      attempt: 1,
    });
    await expect(stopped).rejects.toThrow('aborted');
    expect(await room.namesOf(id)).toBeNull();
  });

  it('the end of the process waits for no storage that is silent', async () => {
    const id = await room.aTrace();
    await room.put(room.path(id), spansNamed('silent', IN_A_THREAD));
    const [job] = await room.database.query<{ payload: Record<string, string> }>('select payload from jobs');
    const ending = new AbortController();
    const { spanFiles } = room.ports;
    const opened = new EventEmitter();
    const silent: NotePorts = {
      ...room.ports,
      spanFiles: {
        ...spanFiles,
        find: async (uri) => {
          const file = await spanFiles.find(uri);
          const open = () => {
            opened.emit('open');
            return new Promise<never>(() => {});
          };
          return file && { ...file, open };
        },
      },
    };
    const isOpened = once(opened, 'open');
    const context = { signal: ending.signal, jobId: '', attempt: 1 };
    const running = spanJobs(silent)[SPAN_JOBS.note]?.run(job?.payload ?? {}, context);
    await isOpened;
    ending.abort();
    await expect(running).rejects.toThrow('aborted');
  });
});
