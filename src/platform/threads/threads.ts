import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { z } from 'zod';
import type { ThreadEnd, ThreadProgram } from './thread-program.ts';
import { Turns } from './turns.ts';

/** How a piece of work is accompanied. */
export interface ThreadOptions<Progress> {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: Progress) => void;
}

/** Runs programs in threads of their own, a few at a time. */
export interface Threads {
  /** Waits for a free thread, does one piece of work in it and tells how it ended. */
  run<Input, Progress, Output>(
    program: ThreadProgram<Input, Progress, Output>,
    input: Input,
    options?: ThreadOptions<Progress>,
  ): Promise<ThreadEnd<Output>>;
  /** Ends every thread; what runs or waits is cancelled. */
  close(): Promise<void>;
}

/** What threads may take. */
export interface ThreadLimits {
  readonly atOnce: number;
  /** Heap of one thread, in MiB; typed arrays lie outside it. */
  readonly heapMiB: number;
}

/** What an installation allows: one core stays free for requests on a machine with two. */
export const THREAD_LIMITS: ThreadLimits = { atOnce: 1, heapMiB: 1024 };

/** The same for work of seconds that somebody waits for: it does not queue behind work of minutes. */
export const WAITED_FOR_LIMITS: ThreadLimits = { atOnce: 1, heapMiB: 512 };

const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), progress: z.unknown() }),
  z.object({ kind: z.literal('done'), output: z.unknown() }),
]);

/** Opens the threads. `folder` holds the built programs, as `scripts/programs.mjs` makes them. */
export function openThreads(folder: string, limits: ThreadLimits = THREAD_LIMITS): Threads {
  const turns = new Turns(limits.atOnce);
  const closing = new AbortController();
  const running = new Set<Promise<unknown>>();
  return {
    async run(program, input, { signal, onProgress } = {}) {
      const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal;
      if (!(await turns.take(stop))) return { kind: 'cancelled' };
      if (stop.aborted) {
        turns.end();
        return { kind: 'cancelled' };
      }
      const end = runOnce(folder, limits, program, input, stop, onProgress);
      running.add(end);
      try {
        return await end;
      } finally {
        running.delete(end);
        turns.end();
      }
    },
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}

function runOnce<Input, Progress, Output>(
  folder: string,
  { heapMiB }: ThreadLimits,
  program: ThreadProgram<Input, Progress, Output>,
  input: Input,
  stop: AbortSignal,
  onProgress: ((progress: Progress) => void) | undefined,
): Promise<ThreadEnd<Output>> {
  const worker = new Worker(pathToFileURL(join(folder, `${program.name}.js`)), {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: heapMiB },
    // Nothing of the process's surroundings, least of all its secrets, is handed on.
    env: {},
    stdin: false,
  });
  return new Promise((resolve) => {
    let hasEnded = false;
    const end = (told: ThreadEnd<Output>): void => {
      if (hasEnded) return;
      hasEnded = true;
      stop.removeEventListener('abort', cancel);
      // The turn is free only when the thread is gone, with its memory.
      void worker.terminate().then(() => resolve(told));
    };
    const cancel = (): void => end({ kind: 'cancelled' });
    stop.addEventListener('abort', cancel, { once: true });
    worker.on('message', (value) => {
      if (hasEnded) return;
      try {
        const read = message.parse(value);
        if (read.kind === 'done') end({ kind: 'done', output: program.output.parse(read.output) });
        else {
          const progress = program.progress.parse(read.progress);
          onProgress?.(progress);
        }
      } catch (error) {
        // Nobody would catch what a listener throws, and the process would end.
        end(faultOf(error));
      }
    });
    worker.on('error', (error) => end(faultOf(error)));
    worker.on('exit', (code) => end({ kind: 'crashed', told: `ended with ${code} before it was done` }));
  });
}

function faultOf(error: unknown): ThreadEnd<never> {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { kind: 'out-of-memory' };
  }
  return { kind: 'crashed', told: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
