import { setTimeout as sleep } from 'node:timers/promises';
import type { Database, Transaction } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import type { JsonObject } from '../events/event.ts';
import type { Log } from '../log/log.ts';

const CHANNEL = 'throughline_jobs';

/** Limits of background work, stated once. */
export const JOB_LIMITS = {
  /** Jobs that one process runs at the same time. */
  concurrency: 2,
  /** A process that dies stops renewing its lease; another takes the job up when it has run out. */
  leaseMs: 30_000,
  renewMs: 10_000,
  /** Waiting jobs are also looked for this often, in case a wake-up was missed. */
  pollMs: 5_000,
  /** A job that fails this often is given up, and its owner is told. */
  attempts: 3,
  /** What is away is asked for again after this long, then after twice as long each time, up to the longest pause. */
  firstPauseMs: 5_000,
  longestPauseMs: 3_600_000,
} as const;

/** What a handler may use while it runs. */
export interface JobContext {
  /** Aborted when the process stops or the job was cancelled; a handler gives up as soon as it can. */
  readonly signal: AbortSignal;
  readonly jobId: string;
  readonly attempt: number;
}

/**
 * Does a job. It may be called again after a crash: it must begin by finding out what was already committed. Whatever it
 * throws counts as a failed attempt, and after the last one `onGivenUp` tells the owner.
 */
export interface JobHandler {
  run(payload: JsonObject, context: JobContext): Promise<void>;
  /**
   * Whether a failure says nothing of the job, because something that it needs is away for a time. Such an attempt does not
   * count: the job waits, longer each time, until that is back.
   */
  isWaitedFor?(error: unknown): boolean;
  onGivenUp?(payload: JsonObject, error: unknown): Promise<void>;
}

/** The background work of this process. */
export interface Jobs {
  /** Adds a job in the transaction of what asks for it; it starts after the commit. */
  enqueue(tx: Transaction, kind: string, payload: JsonObject): Promise<string>;
  /** Asks a job to stop; one that has not started never will. */
  cancel(tx: Transaction, jobId: string): Promise<void>;
  /** Stops taking jobs, asks those under way to give up, and waits for them; they are taken up again at the next start. */
  stop(): Promise<void>;
}

interface LeasedJob {
  readonly id: string;
  readonly kind: string;
  readonly payload: JsonObject;
  readonly attempts: number;
  /** How often it waited for what was away. */
  readonly waits: number;
}

/** Starts working on the jobs of the given kinds. Several processes may share the table. */
export async function startJobs(
  database: Database,
  handlers: Readonly<Record<string, JobHandler>>,
  log: Log,
): Promise<Jobs> {
  const stopping = new AbortController();
  const running = new Map<string, AbortController>();
  let wake = (): void => undefined;
  const stopListening = await database.listen(CHANNEL, {
    onMessage: (payload) => {
      if (payload.startsWith('cancel ')) running.get(payload.slice('cancel '.length))?.abort();
      wake();
    },
    onGap: () => wake(),
  });
  const workers = Array.from({ length: JOB_LIMITS.concurrency }, () => work());

  async function work(): Promise<void> {
    while (!stopping.signal.aborted) {
      const job = await lease(database, Object.keys(handlers)).catch((error: unknown) => {
        log.warn({ err: error }, 'looking for jobs failed');
        return undefined;
      });
      if (job) await runJob(job);
      else await waitForWork();
    }
  }

  async function waitForWork(): Promise<void> {
    const woken = new AbortController();
    const previous = wake;
    wake = () => {
      previous();
      woken.abort();
    };
    await sleep(JOB_LIMITS.pollMs, undefined, { signal: AbortSignal.any([stopping.signal, woken.signal]) }).catch(
      () => undefined,
    );
    wake = () => undefined;
  }

  async function runJob(job: LeasedJob): Promise<void> {
    const handler = handlers[job.kind];
    if (!handler) return;
    const cancelled = new AbortController();
    running.set(job.id, cancelled);
    const renewal = setInterval(
      () => void renew(database, job.id, cancelled).catch(() => undefined),
      JOB_LIMITS.renewMs,
    );
    const signal = AbortSignal.any([stopping.signal, cancelled.signal]);
    try {
      await handler.run(job.payload, { signal, jobId: job.id, attempt: job.attempts });
      await finish(database, job.id, 'done', null);
      // Where that fails, their pauses end by themselves.
      if (job.waits > 0) await wakeWaiting(database, job.kind).then(wake, () => undefined);
    } catch (error) {
      await afterFailure(job, handler, error, cancelled.signal.aborted).catch((cause: unknown) => {
        log.error({ err: cause, jobId: job.id }, 'a failed job could not be recorded; its lease will run out');
      });
    } finally {
      clearInterval(renewal);
      running.delete(job.id);
    }
  }

  async function afterFailure(
    job: LeasedJob,
    handler: JobHandler,
    error: unknown,
    wasCancelled: boolean,
  ): Promise<void> {
    if (wasCancelled) return finish(database, job.id, 'cancelled', null);
    if (stopping.signal.aborted) return release(database, job.id);
    if (handler.isWaitedFor?.(error)) {
      log.warn({ err: error, jobId: job.id, kind: job.kind, waits: job.waits }, 'a job waits for what is away');
      return waitLonger(database, job);
    }
    log.error({ err: error, jobId: job.id, kind: job.kind, attempt: job.attempts }, 'a job failed');
    if (job.attempts < JOB_LIMITS.attempts) return retry(database, job);
    await finish(database, job.id, 'failed', error instanceof Error ? error.message : String(error));
    await handler.onGivenUp?.(job.payload, error);
  }

  return {
    enqueue: async (tx, kind, payload) => {
      const id = newId();
      await tx.query('insert into jobs (id, kind, payload, state) values ($1, $2, $3, $4)', [
        id,
        kind,
        JSON.stringify(payload),
        'waiting',
      ]);
      tx.afterCommit(() => void database.notify(CHANNEL, 'new').catch(() => undefined));
      return id;
    },
    cancel: async (tx, jobId) => {
      await tx.query(
        `update jobs set state = 'cancelled', finished_at = now() where id = $1 and state in ('waiting', 'running')`,
        [jobId],
      );
      tx.afterCommit(() => void database.notify(CHANNEL, `cancel ${jobId}`).catch(() => undefined));
    },
    stop: async () => {
      stopping.abort();
      await Promise.all(workers);
      await stopListening();
    },
  };
}

/** Takes the oldest job that waits, or whose process stopped renewing its lease. */
async function lease(database: Database, kinds: readonly string[]): Promise<LeasedJob | undefined> {
  const rows = await database.query<LeasedJob>(
    `update jobs set state = 'running', attempts = attempts + 1, leased_until = now() + $2 * interval '1 millisecond'
     where id = (
       select id from jobs
       where kind = any($1) and ((state = 'waiting' and run_at <= now()) or (state = 'running' and leased_until < now()))
       order by run_at limit 1 for update skip locked)
     returning id, kind, payload, attempts, waits`,
    [kinds, JOB_LIMITS.leaseMs],
  );
  return rows[0];
}

async function renew(database: Database, id: string, cancelled: AbortController): Promise<void> {
  const rows = await database.query(
    `update jobs set leased_until = now() + $2 * interval '1 millisecond' where id = $1 and state = 'running' returning id`,
    [id, JOB_LIMITS.leaseMs],
  );
  // The notice of a cancellation may have been missed; the row is the truth.
  if (rows.length === 0) cancelled.abort();
}

async function finish(
  database: Database,
  id: string,
  state: 'done' | 'failed' | 'cancelled',
  error: string | null,
): Promise<void> {
  await database.query(
    'update jobs set state = $2, error = $3, finished_at = now(), leased_until = null where id = $1',
    [id, state, error],
  );
}

/** Gives a job back when the process stops; the attempt does not count. */
async function release(database: Database, id: string): Promise<void> {
  await database.query(
    `update jobs set state = 'waiting', attempts = attempts - 1, leased_until = null where id = $1`,
    [id],
  );
}

async function retry(database: Database, job: LeasedJob): Promise<void> {
  await database.query(
    `update jobs set state = 'waiting', leased_until = null, run_at = now() + $2 * interval '1 second' where id = $1`,
    [job.id, job.attempts * 2],
  );
}

/** Has a job wait for what is away; the attempt does not count. How often it waited stands in its row, over restarts too. */
async function waitLonger(database: Database, { id, waits }: LeasedJob): Promise<void> {
  const pauseMs = Math.min(JOB_LIMITS.firstPauseMs * 2 ** waits, JOB_LIMITS.longestPauseMs);
  await database.query(
    `update jobs set state = 'waiting', attempts = attempts - 1, waits = waits + 1, leased_until = null,
       run_at = now() + $2 * interval '1 millisecond' where id = $1 and state = 'running'`,
    [id, pauseMs],
  );
}

/** What was away is back for one job: the others of its kind need not wait for the end of their pauses. */
async function wakeWaiting(database: Database, kind: string): Promise<void> {
  await database.query(
    `update jobs set run_at = now() where kind = $1 and state = 'waiting' and waits > 0 and run_at > now()`,
    [kind],
  );
}
