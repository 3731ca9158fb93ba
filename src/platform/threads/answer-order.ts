import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadProgram } from './thread-program.ts';

/**
 * What a program file calls: does the one piece of work that the thread was started for and sends what comes out of it.
 * A throw ends the thread, which its starter is told as a crash.
 *
 * @throws Error outside a thread; ZodError when the input is not what the program takes.
 */
export async function answerOrder<Input, Progress, Output>(
  program: ThreadProgram<Input, Progress, Output>,
  work: (input: Input, report: (progress: Progress) => void) => Output | Promise<Output>,
): Promise<void> {
  if (!parentPort) throw new Error(`The program ${program.name} runs in a thread only.`);
  const port = parentPort;
  const output = await work(program.input.parse(workerData), (progress) =>
    port.postMessage({ kind: 'progress', progress }),
  );
  port.postMessage({ kind: 'done', output });
}
