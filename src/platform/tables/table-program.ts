import { z } from 'zod';
import { runTask } from './run-task.ts';
import { TableRefusal } from './table-refusal.ts';
import { TABLE_TASKS, type TableTask } from './tables.schema.ts';

/**
 * The program that works with tables, apart from the server: a file that brings the database engine down brings down
 * this program and nothing else. It does one piece of work and ends.
 */
const orderSchema = z.object({
  task: z.enum(Object.keys(TABLE_TASKS) as [TableTask, ...TableTask[]]),
  input: z.unknown(),
  folder: z.string(),
});

process.once('disconnect', () => process.exit(0));
process.once('message', (message) => void work(message));

async function work(message: unknown): Promise<void> {
  await send(await answerTo(message));
  process.exit(0);
}

async function answerTo(message: unknown): Promise<object> {
  try {
    const { task, input, folder } = orderSchema.parse(message);
    const context = {
      folder,
      onProgress: (progress: object) => void process.send?.({ kind: 'progress', ...progress }),
    };
    const output = await runTask(task, TABLE_TASKS[task].input.parse(input) as never, context);
    return { kind: 'done', output };
  } catch (error) {
    if (error instanceof TableRefusal) return { kind: 'refused', sentence: error.message };
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return /out of memory|failed to allocate|could not allocate/i.test(told)
      ? { kind: 'refused', sentence: TOO_LARGE }
      : { kind: 'fault', told };
  }
}

const TOO_LARGE =
  'The table needs more memory than one table may take here. Send fewer columns or rows, or shorter texts.';

function send(answer: object): Promise<void> {
  return new Promise((resolve) => {
    if (!process.send) resolve();
    else process.send(answer, undefined, undefined, () => resolve());
  });
}
