/** A task that may be asked for often and runs seldom. */
export interface Calm {
  readonly run: () => void;
  readonly stop: () => void;
}

/** Runs a task at once, then at most every `everyMs`; what is asked for in between is done once, at the end. */
export function calmly(task: () => void, everyMs: number): Calm {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAskedAgain = false;
  const run = (): void => {
    if (timer !== undefined) {
      isAskedAgain = true;
      return;
    }
    task();
    timer = setTimeout(() => {
      timer = undefined;
      if (!isAskedAgain) return;
      isAskedAgain = false;
      run();
    }, everyMs);
  };
  return { run, stop: () => clearTimeout(timer) };
}
