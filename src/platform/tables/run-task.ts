import { bringTable } from './bring-table.ts';
import { checkTable } from './check-table.ts';
import { readColumns } from './read-columns.ts';
import { relateColumns } from './relate-columns.ts';
import { firstRows } from './table-rows.ts';
import type { TableTask, TaskContext, TaskInput, TaskOutput } from './tables.schema.ts';

const WORK: { readonly [T in TableTask]: (input: TaskInput<T>, context: TaskContext) => Promise<TaskOutput<T>> } = {
  bring: bringTable,
  relate: relateColumns,
  rows: firstRows,
  read: readColumns,
  check: checkTable,
};

/** Does one piece of work. @throws TableRefusal with a sentence for the person who asked. */
export function runTask<T extends TableTask>(
  task: T,
  input: TaskInput<T>,
  context: TaskContext,
): Promise<TaskOutput<T>> {
  return WORK[task](input, context);
}
