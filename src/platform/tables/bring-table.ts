import { BOOLEAN, DOUBLE, type DuckDBAppender, DuckDBDataChunk, type DuckDBType, VARCHAR } from '@duckdb/node-api';
import type { Cell, Table } from '../files/table.ts';
import { openTable } from '../files/table-reader.ts';
import { cellReader, guessReading, typeOfFormat, widerFormat } from './column-reading.ts';
import { type Duck, openDuck, quote, quoteName } from './duck.ts';
import { TABLE_LIMITS } from './limits.ts';
import { profileTable } from './profile-table.ts';
import { TableRefusal } from './table-refusal.ts';
import type { BroughtTable, ColumnReading, KeptColumn, TaskContext, TaskInput } from './tables.schema.ts';

/** Rows that go to the database at once: the size of its vectors. */
const BATCH = 2_048;
const PROGRESS_EVERY_ROWS = 10 * BATCH;

/**
 * Reads a file into a table: finds out how each column is written, reads every row, writes the rows as Parquet and
 * describes them. A column whose cells turn out not to have the format is read again as something wider.
 * @throws TableRefusal
 */
export async function bringTable(task: TaskInput<'bring'>, context: TaskContext): Promise<BroughtTable> {
  const table = await openOrRefuse(task.path, task.fileName);
  let readings = await guessReadings(table, task.said);
  const duck = await openDuck({ folder: context.folder, isOnDisk: true });
  try {
    for (;;) {
      const staged = await stageRows(duck, table, readings, context);
      if (staged.kind === 'wider') {
        readings = readings.map((reading, i) => staged.readings.get(i) ?? reading);
        continue;
      }
      await writeParquet(duck, staged.columns, task.target);
      await duck.run('drop table staged');
      const profile = await profileTable(duck, task.target, staged.columns, context);
      const columns = staged.columns.map(({ isWhole: _, ...column }) => column);
      return { format: table.format, rows: staged.rows, columns, malformed: staged.malformed, profile };
    }
  } finally {
    duck.close();
  }
}

async function openOrRefuse(path: string, fileName: string): Promise<Table> {
  const table = await openTable(path, { nameHint: fileName });
  if (table.kind === 'unreadable') throw new TableRefusal(table.sentence);
  if (table.isEmpty) throw new TableRefusal('The file has the names of columns and not one row.');
  // The names become names of columns of the database, which does not tell capital letters from small ones.
  return { ...table, columns: uniqueNames(table.columns) };
}

/** Names that stay apart without regard to capital letters. */
export function uniqueNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const plain = name.replaceAll('\0', '').trim() || 'column';
    let unique = plain;
    for (let n = 2; taken.has(unique.toLowerCase()); n++) unique = `${plain} (${n})`;
    taken.add(unique.toLowerCase());
    return unique;
  });
}

async function guessReadings(table: Table, said: readonly ColumnReading[]): Promise<readonly ColumnReading[]> {
  const most = Math.max(100, Math.min(TABLE_LIMITS.sampledRows, TABLE_LIMITS.sampledCells / table.columns.length));
  const samples: Cell[][] = table.columns.map(() => []);
  let rows = 0;
  for await (const item of table.rows) {
    if (item.kind === 'unreadable') throw new TableRefusal(item.sentence);
    if (item.kind === 'malformed') continue;
    for (const [i, cell] of item.values.entries()) samples[i]?.push(cell);
    if (++rows >= most) break;
  }
  if (rows === 0) throw new TableRefusal('The file has not one row that can be read.');
  const byName = new Map(said.map((reading) => [reading.name, reading]));
  return table.columns.map((name, i) => byName.get(name) ?? guessReading(name, samples[i] ?? []));
}

interface StagedColumn extends KeptColumn {
  readonly isWhole: boolean;
}

type Staged =
  | {
      readonly kind: 'staged';
      readonly rows: number;
      readonly columns: readonly StagedColumn[];
      readonly malformed: BroughtTable['malformed'];
    }
  | { readonly kind: 'wider'; readonly readings: ReadonlyMap<number, ColumnReading> };

/** Reads every row into the table `staged`, or says which columns have to be read as something wider. */
async function stageRows(
  duck: Duck,
  table: Table,
  readings: readonly ColumnReading[],
  { onProgress }: TaskContext,
): Promise<Staged> {
  const columns = readings.map((reading) => new ColumnStage(reading));
  const definitions = columns.map((column, i) => `c${i} ${column.sqlType}`).join(', ');
  await duck.run(`create or replace table staged (${definitions})`);
  const appender = await duck.connection.createAppender('staged');
  const chunk = DuckDBDataChunk.create(
    columns.map(({ duckType }) => duckType),
    BATCH,
  );
  const malformed: BroughtTable['malformed'] = { count: 0, examples: [] };
  let rows = 0;
  try {
    for await (const item of table.rows) {
      if (item.kind === 'unreadable') {
        const after = rows.toLocaleString('en-US');
        throw new TableRefusal(`After ${after} rows the file cannot be read any further. ${item.sentence}`);
      }
      if (item.kind === 'malformed') {
        malformed.count++;
        if (malformed.examples.length < TABLE_LIMITS.examples) {
          malformed.examples.push({ line: item.line, problem: item.problem });
        }
        continue;
      }
      const at = rows % BATCH;
      for (let i = 0; i < columns.length; i++) columns[i]?.put(at, item.values[i] ?? null);
      rows++;
      if (rows > TABLE_LIMITS.rows) {
        throw new TableRefusal(
          `The file has more than ${TABLE_LIMITS.rows.toLocaleString('en-US')} rows. Send a part.`,
        );
      }
      if (at === BATCH - 1) {
        append(appender, chunk, columns, BATCH);
        const wider = widerReadings(columns, false);
        if (wider.size > 0) return { kind: 'wider', readings: wider };
      }
      if (rows % PROGRESS_EVERY_ROWS === 0) {
        onProgress({ phase: 'reading', rowsDone: rows, share: Math.min(1, item.bytesRead / table.sizeBytes) });
      }
    }
    if (rows % BATCH > 0) append(appender, chunk, columns, rows % BATCH);
  } finally {
    appender.closeSync();
  }
  if (rows === 0) throw new TableRefusal('The file has not one row that can be read.');
  const wider = widerReadings(columns, true);
  if (wider.size > 0) return { kind: 'wider', readings: wider };
  return { kind: 'staged', rows, columns: columns.map((column) => column.kept()), malformed };
}

function append(appender: DuckDBAppender, chunk: DuckDBDataChunk, columns: readonly ColumnStage[], rows: number): void {
  chunk.reset();
  chunk.rowCount = rows;
  columns.forEach((column, i) => {
    chunk.setColumnValues(i, rows === BATCH ? column.values : column.values.slice(0, rows));
  });
  appender.appendDataChunk(chunk);
}

function widerReadings(columns: readonly ColumnStage[], isEnd: boolean): ReadonlyMap<number, ColumnReading> {
  const wider = new Map<number, ColumnReading>();
  columns.forEach((column, i) => {
    const reading = column.wider(isEnd);
    if (reading) wider.set(i, reading);
  });
  return wider;
}

/** Cells of a column on their way: read by the format, with a count of what does not have it. */
class ColumnStage {
  readonly values: (string | number | boolean | null)[] = Array.from({ length: BATCH }, () => null);
  readonly #reading: ColumnReading;
  readonly #read: ReturnType<typeof cellReader>;
  readonly #unfitWords = new Set<string>();
  #unfit = 0;
  #present = 0;
  #isWhole = true;

  constructor(reading: ColumnReading) {
    this.#reading = reading;
    this.#read = cellReader(reading);
  }

  get duckType(): DuckDBType {
    const type = typeOfFormat(this.#reading.format);
    if (type === 'yes-no') return BOOLEAN;
    return type === 'text' || type === 'id' ? VARCHAR : DOUBLE;
  }

  get sqlType(): string {
    return this.duckType.toString();
  }

  put(at: number, cell: Cell): void {
    const parsed = this.#read(cell);
    if (parsed.kind === 'value') {
      const value = parsed.value instanceof Date ? parsed.value.getTime() : parsed.value;
      if (this.#isWhole && typeof value === 'number' && !Number.isSafeInteger(value)) this.#isWhole = false;
      this.#present++;
      this.values[at] = value;
      return;
    }
    this.values[at] = null;
    if (parsed.kind === 'missing') return;
    this.#unfit++;
    if (this.#unfitWords.size <= TABLE_LIMITS.unfitWords) {
      this.#unfitWords.add(String(cell).trim().slice(0, TABLE_LIMITS.exampleChars));
    }
  }

  /**
   * What the column is read as instead, or null. A few words among numbers are marks for "no value" and are shown as
   * such; many different ones, or one in twenty rows, mean that these are not numbers. Yes and no bear no third word.
   */
  wider(isEnd: boolean): ColumnReading | null {
    const reading = this.#reading;
    if (reading.isSaid || this.#unfit === 0) return null;
    const isTooMuch =
      reading.format.type === 'boolean' ||
      this.#unfitWords.size > TABLE_LIMITS.unfitWords ||
      (isEnd && this.#unfit > 0.05 * (this.#present + this.#unfit));
    if (!isTooMuch) return null;
    return { ...reading, format: widerFormat(reading.format, [...this.#unfitWords]), isCertain: true };
  }

  kept(): StagedColumn {
    return {
      ...this.#reading,
      missingMarks: [...this.#reading.missingMarks],
      type: typeOfFormat(this.#reading.format),
      unfit: this.#unfit,
      unfitExamples: [...this.#unfitWords].slice(0, TABLE_LIMITS.examples),
      isWhole: this.#isWhole,
    };
  }
}

async function writeParquet(duck: Duck, columns: readonly StagedColumn[], target: string): Promise<void> {
  const selected = columns.map(({ name, type, isWhole }, i) => {
    const whole = type === 'number' && isWhole ? `c${i}::bigint` : `c${i}`;
    return `${type === 'time' ? `epoch_ms(c${i}::bigint)` : whole} as ${quoteName(name)}`;
  });
  await duck.run(
    `copy (select ${selected.join(', ')} from staged) to ${quote(target)} (format parquet, compression zstd)`,
  );
}
