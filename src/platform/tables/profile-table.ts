import { z } from 'zod';
import { type Duck, parquetAt, quoteName } from './duck.ts';
import { TABLE_LIMITS } from './limits.ts';
import type { ColumnProfile, KeptColumn, TableProfile, TaskContext } from './tables.schema.ts';

const count = z.number().int();
const totalsRow = z.object({ rows: count, present: count, distinct: count });
const binRow = z.object({ bin: count, rows: count });
const wordRow = z.object({ value: z.string(), rows: count });
const numberRow = z.object({
  mean: z.number(),
  deviation: z.number().nullable(),
  zeros: count,
  whole: z.boolean(),
  quantiles: z.array(z.number()),
});
const timeRow = z.object({ from: z.number(), to: z.number() });

/** Above this many different values the estimate is told and not the exact number. */
const COUNTED_EXACTLY = 100_000;
/** A table up to this many values is searched for rows that repeat another one. */
const DUPLICATES_SEARCHED = 40_000_000;

/**
 * Describes every column of a Parquet file: what is missing, how many values differ, and how they are spread. Goes
 * column by column, so that memory stays at one column however wide or long the table is.
 */
export async function profileTable(
  duck: Duck,
  path: string,
  columns: readonly Pick<KeptColumn, 'name' | 'type'>[],
  { onProgress }: TaskContext,
): Promise<TableProfile> {
  const from = parquetAt(path);
  const [total] = await duck.rows(`select count(*) as rows from ${from}`);
  const { rows } = z.object({ rows: count }).parse(total);
  const profiles: ColumnProfile[] = [];
  for (const column of columns) {
    onProgress({ phase: 'profiling', rowsDone: rows, share: profiles.length / columns.length });
    profiles.push(await profileColumn(duck, from, rows, column));
  }
  return { rows, duplicateRows: await countDuplicates(duck, from, rows, columns.length), columns: profiles };
}

async function countDuplicates(duck: Duck, from: string, rows: number, columns: number): Promise<number | null> {
  if (rows * columns > DUPLICATES_SEARCHED) return null;
  const [row] = await duck.rows(`select count(*) as distinct_rows from (select distinct * from ${from})`);
  return rows - z.object({ distinct_rows: count }).parse(row).distinct_rows;
}

async function profileColumn(
  duck: Duck,
  from: string,
  rows: number,
  { name, type }: Pick<KeptColumn, 'name' | 'type'>,
): Promise<ColumnProfile> {
  const column = quoteName(name);
  const [row] = await duck.rows(
    `select count(*) as rows, count(${column}) as present, approx_count_distinct(${column}) as distinct from ${from}`,
  );
  const { present, distinct: estimate } = totalsRow.parse(row);
  // A name for things is worth counting exactly: whether it names each thing once decides what it can be used for.
  const isDistinctExact = estimate <= COUNTED_EXACTLY || (type === 'id' && rows <= TABLE_LIMITS.exactQuantileRows);
  const distinct = isDistinctExact ? await countDistinct(duck, from, column) : Math.min(estimate, present);
  const base = { name, type, missing: rows - present, distinct, isDistinctExact };
  if (present === 0) return { ...base, shape: null };
  if (type === 'number') return { ...base, shape: await shapeOfNumbers(duck, from, column, present) };
  if (type === 'time') return { ...base, shape: await shapeOfTimes(duck, from, column) };
  return { ...base, shape: await shapeOfWords(duck, from, column, present) };
}

async function countDistinct(duck: Duck, from: string, column: string): Promise<number> {
  const [row] = await duck.rows(`select count(distinct ${column}) as distinct from ${from}`);
  return z.object({ distinct: count }).parse(row).distinct;
}

async function shapeOfNumbers(duck: Duck, from: string, column: string, present: number) {
  const isExact = present <= TABLE_LIMITS.exactQuantileRows;
  const steps = Array.from({ length: 101 }, (_, k) => (k / 100).toFixed(2)).join(', ');
  const value = `${column}::double`;
  const quantiles = `${isExact ? 'quantile_disc' : 'approx_quantile'}(${value}, [${steps}])`;
  const [row] = await duck.rows(
    `select avg(${value}) as mean, stddev_pop(${value} / scale) * any_value(scale) as deviation,
       count(*) filter (${column} = 0) as zeros, bool_and(${value} = trunc(${value})) as whole, ${quantiles} as quantiles
     from ${from}, (select greatest(max(abs(${value})), 1e-300) as scale from ${from}) where ${column} is not null`,
  );
  const found = numberRow.parse(row);
  const at = (k: number): number => found.quantiles[k] ?? 0;
  const [low, high] = at(1) < at(99) ? [at(1), at(99)] : [at(0), at(100)];
  const reach = 3 * (at(75) - at(25));
  const [far] = await duck.rows(
    `select count(*) as rows from ${from} where ${value} < ${sqlNumber(at(25) - reach)} or ${value} > ${sqlNumber(at(75) + reach)}`,
  );
  return {
    kind: 'number' as const,
    mean: found.mean,
    standardDeviation: found.deviation ?? 0,
    quantiles: found.quantiles,
    bins: await binsOf(duck, from, value, low, high, found.whole),
    zeros: found.zeros,
    isWhole: found.whole,
    farOut: z.object({ rows: count }).parse(far).rows,
  };
}

/** Rows in equal steps between two values; whole numbers of few values get one step each. */
async function binsOf(duck: Duck, from: string, value: string, low: number, high: number, isWhole: boolean) {
  if (low === high || !Number.isFinite(high - low)) {
    const [row] = await duck.rows(`select count(${value}) as rows from ${from}`);
    return [{ from: low, to: high, rows: z.object({ rows: count }).parse(row).rows }];
  }
  const most = TABLE_LIMITS.bins;
  const width = isWhole ? Math.max(1, Math.ceil((high - low + 1) / most)) : (high - low) / most;
  const steps = isWhole ? Math.ceil((high - low + 1) / width) : most;
  const bin = `least(${steps - 1}, greatest(0, floor((${value} - ${sqlNumber(low)}) / ${sqlNumber(width)})))::int`;
  const found = await duck.rows(
    `select ${bin} as bin, count(*) as rows from ${from} where ${value} is not null group by 1`,
  );
  const rowsOfBin = new Map(found.map((row) => binRow.parse(row)).map(({ bin: no, rows }) => [no, rows]));
  return Array.from({ length: steps }, (_, i) => ({
    from: low + i * width,
    to: low + (i + 1) * width,
    rows: rowsOfBin.get(i) ?? 0,
  }));
}

async function shapeOfTimes(duck: Duck, from: string, column: string) {
  const value = `epoch_ms(${column})::double`;
  const [row] = await duck.rows(`select min(${value}) as from, max(${value}) as to from ${from}`);
  const range = timeRow.parse(row);
  const [order] = await duck.rows(
    `select coalesce(avg((v >= before)::int), 1) as share
     from (select ${column} as v, lag(${column}) over () as before from ${from}) where before is not null and v is not null`,
  );
  return {
    kind: 'time' as const,
    ...range,
    bins: await binsOf(duck, from, value, range.from, range.to, false),
    inOrder: z.object({ share: z.number() }).parse(order).share,
  };
}

async function shapeOfWords(duck: Duck, from: string, column: string, present: number) {
  const shown = `left(${column}::varchar, ${TABLE_LIMITS.exampleChars})`;
  const found = await duck.rows(
    `select ${shown} as value, rows from (select ${column}, count(*) as rows from ${from}
       where ${column} is not null group by 1 order by 2 desc, 1 limit ${TABLE_LIMITS.topValues})`,
  );
  const top = found.map((row) => wordRow.parse(row));
  return { kind: 'words' as const, top, otherRows: present - top.reduce((sum, { rows }) => sum + rows, 0) };
}

/** A number as SQL writes it, without loss. */
function sqlNumber(value: number): string {
  return Number.isFinite(value) ? `${value}::double` : `'${value}'::double`;
}
