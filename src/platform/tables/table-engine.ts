import { type ChildProcess, fork } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TABLE_LIMITS } from './limits.ts';
import { TableRefusal } from './table-refusal.ts';
import { TABLE_TASKS, type TableTask, type TaskInput, type TaskOutput, type TaskProgress } from './tables.schema.ts';

/** How a piece of work is accompanied. */
export interface TaskOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (progress: TaskProgress) => void;
  /** Called with the number of the program's process once it has started. */
  readonly onStarted?: (pid: number) => void;
  /** Called with the folder of the work before it is removed, to keep what was written there. */
  readonly keep?: (folder: string) => Promise<void>;
}

/** Works with tables in programs of their own, a few at a time. */
export interface TableEngine {
  /**
   * Does one piece of work. `inputIn` is given the folder of the work, where it may write.
   * @throws TableRefusal with a sentence for the person who asked; the signal's reason when it is aborted.
   */
  run<T extends TableTask>(
    task: T,
    inputIn: (folder: string) => TaskInput<T>,
    options?: TaskOptions,
  ): Promise<TaskOutput<T>>;
}

const progress = z.object({
  kind: z.literal('progress'),
  phase: z.enum(['reading', 'profiling']),
  rowsDone: z.number(),
  share: z.number(),
});
const messageSchema = z.discriminatedUnion('kind', [
  progress,
  z.object({ kind: z.literal('done'), output: z.unknown() }),
  z.object({ kind: z.literal('refused'), sentence: z.string() }),
  z.object({ kind: z.literal('fault'), told: z.string() }),
]);

const NO_MEMORY =
  'The table needs more memory than one table may take here. Send fewer columns or rows, or shorter texts.';
const NO_ENGINE =
  'Tables cannot be read on this computer: the database engine for them is not installed. Ask whoever runs this installation to install it with its optional packages.';

/**
 * Opens the engine.
 * @param program the built `table-program`.
 * @param dataFolder work is done in a folder below; what an earlier process left there is removed.
 */
export async function openTableEngine(program: string, dataFolder: string): Promise<TableEngine> {
  const home = join(dataFolder, 'table-work');
  await mkdir(home, { recursive: true, mode: 0o700 });
  for (const name of await readdir(home)) {
    if (!isAlive(Number(/^run-(\d+)-/.exec(name)?.[1]))) await rm(join(home, name), { recursive: true, force: true });
  }
  const mine = await mkdtemp(join(home, `run-${process.pid}-`));
  const turns = new Turns(TABLE_LIMITS.atOnce);
  return {
    run: (task, inputIn, options = {}) =>
      turns.take(options.signal, async () => {
        const folder = await mkdtemp(join(mine, `${task}-`));
        try {
          const output = await runOnce(program, { task, input: inputIn(folder), folder }, options);
          await options.keep?.(folder);
          return TABLE_TASKS[task].output.parse(output) as TaskOutput<typeof task>;
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),
  };
}

/** Whether a process of this computer runs; another one of the same number only delays that its folder is removed. */
function isAlive(pid: number): boolean {
  try {
    return Number.isInteger(pid) && process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function runOnce(
  program: string,
  order: { readonly task: TableTask; readonly input: object; readonly folder: string },
  { signal, onProgress, onStarted }: TaskOptions,
): Promise<unknown> {
  signal?.throwIfAborted();
  const child = fork(program, [], {
    cwd: order.folder,
    // Nothing of the server's surroundings, least of all its secrets, is handed on.
    env: { TZ: 'UTC', ...(process.env.LD_LIBRARY_PATH ? { LD_LIBRARY_PATH: process.env.LD_LIBRARY_PATH } : {}) },
    execArgv: [`--max-old-space-size=${TABLE_LIMITS.heapMiB}`],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return new Promise((resolve, reject) => {
    const told = collectErrors(child);
    if (child.pid !== undefined) onStarted?.(child.pid);
    const stop = (): void => void child.kill('SIGKILL');
    signal?.addEventListener('abort', stop, { once: true });
    const end = (settle: () => void): void => {
      signal?.removeEventListener('abort', stop);
      stop();
      settle();
    };
    child.on('message', (message) => {
      const read = messageSchema.parse(message);
      if (read.kind === 'progress') onProgress?.(read);
      else if (read.kind === 'done') end(() => resolve(read.output));
      else if (read.kind === 'refused') end(() => reject(new TableRefusal(read.sentence)));
      else end(() => reject(faultOf(read.told)));
    });
    child.on('error', (error) => end(() => reject(error)));
    child.on('exit', (code, killedBy) =>
      end(() => {
        if (signal?.aborted) reject(signal.reason);
        // The heap's own limit ends the program by SIGABRT, the kernel's by SIGKILL.
        else if (killedBy === 'SIGABRT' || killedBy === 'SIGKILL' || code === 134) reject(new TableRefusal(NO_MEMORY));
        else reject(faultOf(`ended with ${killedBy ?? code}: ${told()}`));
      }),
    );
    child.send(order, (error) => error && end(() => reject(error)));
  });
}

function faultOf(told: string): Error {
  if (/Cannot find (?:package|module) '?@duckdb/.test(told)) return new TableRefusal(NO_ENGINE);
  return new Error(`The work on a table failed: ${told}`);
}

function collectErrors(child: ChildProcess): () => string {
  let told = '';
  child.stderr?.on('data', (block: Buffer) => {
    told = (told + block.toString()).slice(-2_000);
  });
  return () => told;
}

/** Lets a few run at the same time and the others wait, first come first served. */
class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  async take<R>(signal: AbortSignal | undefined, work: () => Promise<R>): Promise<R> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      signal?.throwIfAborted();
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free++;
    }
  }
}
