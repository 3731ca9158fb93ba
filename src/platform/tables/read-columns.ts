import { z } from 'zod';
import { type Duck, openDuck, parquetAt, quote, quoteName } from './duck.ts';
import { TABLE_LIMITS } from './limits.ts';
import { TableRefusal } from './table-refusal.ts';
import type { TaskContext, TaskInput, TaskOutput, TypedColumn } from './tables.schema.ts';

/**
 * Reads columns as typed arrays: numbers and yes or no as Float32Array with NaN where the value is missing, moments as
 * milliseconds since 1970 in a Float64Array with NaN, words and names as codes into their levels, the most frequent
 * level first, with -1 where missing. A table above `maxRows` gives an even choice of its rows, in their order, that
 * depends on the seed alone.
 * @throws TableRefusal when the request is larger than `TABLE_LIMITS.readValues`.
 */
export async function readColumns(task: TaskInput<'read'>, { folder }: TaskContext): Promise<TaskOutput<'read'>> {
  const duck = await openDuck({ folder, files: [task.path], isOnDisk: true });
  try {
    const from = parquetAt(task.path);
    const [total] = await duck.rows(`select count(*) as rows from ${from}`);
    const tableRows = z.object({ rows: z.number().int() }).parse(total).rows;
    const rows = Math.min(tableRows, task.maxRows);
    if (rows * task.columns.length > TABLE_LIMITS.readValues) {
      throw new TableRefusal('These are more values than can be read at once. Choose fewer columns or fewer rows.');
    }
    const chosen = await chooseRows(duck, task.path, tableRows, rows, task.seed);
    const columns: TypedColumn[] = [];
    for (const column of task.columns) columns.push(await readColumn(duck, chosen, rows, column));
    return { tableRows, rows, columns };
  } finally {
    duck.close();
  }
}

/** Every row, or a choice of them: those with the smallest hashes of their places, put back in order. */
async function chooseRows(duck: Duck, path: string, tableRows: number, rows: number, seed: number): Promise<string> {
  if (rows === tableRows) return parquetAt(path);
  await duck.run(
    `create table chosen as select * exclude (file_row_number, place_hash) from (
       select *, hash(file_row_number + ${seed}) as place_hash from read_parquet(${quote(path)}, file_row_number = true)
       order by place_hash, file_row_number limit ${rows}) order by file_row_number`,
  );
  return 'chosen';
}

async function readColumn(
  duck: Duck,
  from: string,
  rows: number,
  { name, type }: { readonly name: string; readonly type: TaskInput<'read'>['columns'][number]['type'] },
): Promise<TypedColumn> {
  const column = quoteName(name);
  if (type === 'number' || type === 'yes-no') {
    const values = new Float32Array(rows);
    await fill(duck, `select ${column}::double as v from ${from}`, values);
    return { name, kind: 'number', values };
  }
  if (type === 'time') {
    const values = new Float64Array(rows);
    await fill(duck, `select epoch_ms(${column})::double as v from ${from}`, values);
    return { name, kind: 'time', values };
  }
  await duck.run(
    `create or replace temp table levels as select v, (row_number() over (order by n desc, v) - 1)::int as code
     from (select ${column} as v, count(*) as n from ${from} where ${column} is not null group by 1)`,
  );
  const found = await duck.rows('select v from levels order by code');
  const codeOf = new Map<string, number>();
  const levels = found.map((row, code) => {
    const level = z.string().parse(row.v);
    codeOf.set(level, code);
    return level;
  });
  const codes = new Int32Array(rows).fill(-1);
  await eachValue(duck, `select ${column} as v from ${from}`, (value, row) => {
    if (typeof value === 'string') codes[row] = codeOf.get(value) ?? -1;
  });
  return { name, kind: 'category', levels, codes };
}

async function fill(duck: Duck, sql: string, into: Float32Array | Float64Array): Promise<void> {
  await eachValue(duck, sql, (value, row) => {
    into[row] = typeof value === 'number' ? value : Number.NaN;
  });
}

/** Goes through one column in pieces, so that only one piece is held as values of their own. */
async function eachValue(duck: Duck, sql: string, take: (value: unknown, row: number) => void): Promise<void> {
  const result = await duck.connection.stream(sql);
  let row = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) return;
    for (const value of chunk.getColumnValues(0)) take(value, row++);
  }
}
