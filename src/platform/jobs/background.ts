import type { Log } from '../log/log.ts';

/** Work that goes on beside the requests. */
export interface BackgroundWork {
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
  /** What the log says when it fails. */
  readonly failure: string;
}

/**
 * Repeats each work at its pace, never twice at the same time, and the first once more at the end, so that a stopped
 * installation has no unsealed tail.
 */
export function startBackground(
  log: Log,
  works: readonly BackgroundWork[],
): { runNow(): Promise<void>; stop(): Promise<void> } {
  const started = works.map(({ everyMs, work, failure }) => {
    let running: Promise<unknown> | undefined;
    const run = (): Promise<unknown> => {
      running ??= work()
        .catch((error: unknown) => log.warn({ err: error }, failure))
        .finally(() => {
          running = undefined;
        });
      return running;
    };
    const timer = setInterval(() => void run(), everyMs);
    return { timer, run, rest: () => running ?? Promise.resolve() };
  });
  return {
    runNow: async () => {
      for (const { rest, run } of started) {
        await rest();
        await run();
      }
    },
    stop: async () => {
      for (const { timer } of started) clearInterval(timer);
      await Promise.all(started.map(({ rest }) => rest()));
      await started[0]?.run();
    },
  };
}
