import { openDuck, parquetAt } from './duck.ts';
import type { TaskContext, TaskInput, TaskOutput } from './tables.schema.ts';

/** The first rows of a table, as they are kept; moments in ISO 8601. */
export async function firstRows(task: TaskInput<'rows'>, { folder }: TaskContext): Promise<TaskOutput<'rows'>> {
  const duck = await openDuck({ folder, files: [task.path] });
  try {
    const rows = await duck.rows(`select * from ${parquetAt(task.path)} limit ${task.limit}`);
    return { rows: rows.map((row) => Object.values(row).map(shown)) };
  } finally {
    duck.close();
  }
}

function shown(value: unknown): string | number | boolean | null {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return value;
  // A number that a JavaScript number cannot hold; nothing else is kept in a table.
  return typeof value === 'bigint' || typeof value === 'string' ? String(value) : JSON.stringify(value);
}
