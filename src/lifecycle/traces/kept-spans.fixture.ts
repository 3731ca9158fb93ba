import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pino } from 'pino';
import { inject } from 'vitest';
import { until } from '../../../test/until.ts';
import { type ArtifactStore, openArtifactStore } from '../../platform/artifacts/artifact-store.ts';
import { artifactsMigrations } from '../../platform/artifacts/artifacts.migrations.ts';
import { holdArtifact, settleArtifact } from '../../platform/artifacts/artifacts.store.ts';
import { openBlobStore } from '../../platform/artifacts/open-blob-store.ts';
import { DamagedArtifact } from '../../platform/artifacts/verified-stream.ts';
import { openTestDatabase } from '../../platform/database/test-database.ts';
import { jobsMigrations } from '../../platform/jobs/jobs.migrations.ts';
import { startJobs } from '../../platform/jobs/jobs.ts';
import { openThreads } from '../../platform/threads/threads.ts';
import { experimentsMigrations } from '../experiments/experiments.migrations.ts';
import { initiativesMigrations } from '../initiatives/initiatives.migrations.ts';
import { type AskSpans, openSpansReader } from './ask-spans.use-case.ts';
import type { FindableSpan } from './findable-spans.ts';
import { followSpanFiles, type NotePorts, SPAN_JOBS, spanJobs } from './note-spans.use-case.ts';
import { SPAN_LIMITS } from './span.ts';
import { tracesMigrations } from './traces.migrations.ts';

/** Traces with their files, and who notes what they are found by. */
export type KeptSpansTest = Awaited<ReturnType<typeof openKeptSpansTest>>;

/** A file of one span with this name; its text is in no list, and makes the file as long as wanted. */
export function spansNamed(name: string, length = 10): string {
  const attributes = { 'mlflow.spanInputs': 'secret'.repeat(length / 6) };
  return JSON.stringify({ spans: [{ span_id: 'a', name, start_time_unix_nano: 1, attributes }] });
}

/** Read by a job, where the server works and in a thread. */
export const BY_A_JOB = SPAN_LIMITS.notedAtOnceBytes * 2;
export const IN_A_THREAD = SPAN_LIMITS.smallFileBytes * 2;

/** Opens a database and a store of files. Jobs are done while a test has them done: before and after nobody does them. */
export async function openKeptSpansTest() {
  const database = await openTestDatabase([
    ...jobsMigrations,
    ...initiativesMigrations,
    ...experimentsMigrations,
    ...artifactsMigrations,
    ...tracesMigrations,
  ]);
  const folder = await mkdtemp(join(inject('testFolder'), 'spans-'));
  const blobs = await openBlobStore(folder, null);
  const threads = openThreads(join(inject('testFolder'), 'programs'), { atOnce: 1, heapMiB: 256 });
  const logged: string[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void logged.push(line) });
  const askers = await startJobs(database, {}, log);
  const pathOf = (uri: string) => uri.replace('mlflow-artifacts:/', '');
  const ports: NotePorts & { askSpans: AskSpans } = {
    database,
    log,
    jobs: askers,
    askSpans: openSpansReader(threads),
    spanFiles: {
      pathOf,
      find: async (uri) => {
        const artifact = await store.find(pathOf(uri));
        return artifact && { ...artifact, open: () => store.open(artifact).catch(damagedOrThrow) };
      },
      settle: (tx, uri) => settleArtifact(tx, pathOf(uri)),
      hold: (tx, uri, sha256) => holdArtifact(tx, pathOf(uri), sha256),
    },
  };
  const store: ArtifactStore = openArtifactStore({
    database,
    blobs,
    now: () => new Date(),
    refuseChange: async (_, path) => (path.startsWith('frozen') ? 'It is frozen.' : null),
    follower: followSpanFiles(ports),
  });
  let traces = 0;

  async function stateOfJobs(): Promise<readonly string[]> {
    const rows = await database.query<{ state: string }>('select state from jobs where kind = $1', [SPAN_JOBS.note]);
    return rows.map(({ state }) => state);
  }

  return {
    database,
    blobs,
    store,
    ports,
    logged,
    path: (id: string, experiment: number | string = 0) => `${experiment}/traces/${id}/artifacts/traces.json`,
    aTrace: async (tags: object = {}): Promise<string> => {
      traces += 1;
      const id = `tr-${traces}`;
      await database.query(
        `insert into traces (id, experiment_no, request_ms, state, info, tags) values ($1, 0, $2, 'OK', '{}', $3)`,
        [id, traces, JSON.stringify(tags)],
      );
      return id;
    },
    put: (path: string, content: string | Buffer) => store.put(path, Readable.from([Buffer.from(content)])),
    /** The names of the spans that a trace is found by; `null` while its file was not looked at. */
    namesOf: async (id: string): Promise<readonly string[] | null> => {
      const [row] = await database.query<{ spans: readonly FindableSpan[] }>(
        'select s.spans from trace_spans s join traces t on t.no = s.trace_no where t.id = $1',
        [id],
      );
      return row ? row.spans.map(({ name }) => name) : null;
    },
    stateOfJobs,
    /** Does what is asked for until nothing waits; what has failed is tried again without a pause. */
    doJobs: async (given: NotePorts = ports): Promise<void> => {
      const workers = await startJobs(database, spanJobs(given), log);
      await until(async () => {
        await database.query(`update jobs set run_at = now() where state = 'waiting'`);
        await database.notify('throughline_jobs', 'new');
        return !(await stateOfJobs()).some((state) => state === 'waiting' || state === 'running');
      });
      await workers.stop();
    },
    /** As if nothing had ever been noted or asked for. */
    forget: async (): Promise<void> => {
      for (const table of ['jobs', 'trace_spans', 'trace_prompts', 'traces', 'artifacts', 'traces_to_go_through'])
        await database.query(`delete from ${table}`);
      logged.length = 0;
    },
    end: async (): Promise<void> => {
      await askers.stop();
      await threads.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function damagedOrThrow(error: unknown): 'damaged' {
  if (error instanceof DamagedArtifact) return 'damaged';
  throw error;
}
