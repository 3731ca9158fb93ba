import type { DuckDBConnection } from '@duckdb/node-api';
import { TABLE_LIMITS } from './limits.ts';

/** A database of one piece of work. It reaches only the files it was opened for and never the network. */
export interface Duck {
  readonly connection: DuckDBConnection;
  /** Rows as plain values: numbers for every kind of number, text for text, null. */
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  run(sql: string): Promise<void>;
  close(): void;
}

/** What the work may touch. */
export interface DuckPlaces {
  /** Folder of this piece of work alone; also takes what does not fit into memory. */
  readonly folder: string;
  /** Files outside of the folder that may be read. */
  readonly files?: readonly string[];
  /** Keeps the rows on disk instead of in memory. */
  readonly isOnDisk?: boolean;
}

/**
 * Opens a database with bounded memory, bounded disk and no way out: no extension is ever fetched, nothing but the
 * named files is read, and its settings cannot be changed afterwards.
 */
export async function openDuck({ folder, files = [], isOnDisk = false }: DuckPlaces): Promise<Duck> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(isOnDisk ? `${folder}/rows.duckdb` : ':memory:', {
    memory_limit: `${TABLE_LIMITS.engineMiB}MiB`,
    threads: String(TABLE_LIMITS.threads),
    temp_directory: `${folder}/spill`,
    max_temp_directory_size: `${TABLE_LIMITS.scratchBytes}B`,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    preserve_insertion_order: 'true',
  });
  const connection = await instance.connect();
  const run = async (sql: string): Promise<void> => void (await connection.run(sql));
  await run(`set TimeZone = 'UTC'`).catch(() => undefined);
  await run(`set allowed_directories = [${quote(`${folder}/`)}]`);
  await run(`set allowed_paths = [${files.map(quote).join(', ')}]`);
  await run('set enable_external_access = false');
  await run('set lock_configuration = true');
  return {
    connection,
    run,
    rows: async (sql) => {
      const read = await connection.runAndReadAll(sql);
      return read.getRowObjectsJS().map(plainRow);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

function plainRow(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(plain);
  return value;
}

/** A text as SQL writes it. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A Parquet file as SQL reads it, whatever its name. */
export function parquetAt(path: string): string {
  return `read_parquet(${quote(path)})`;
}

/** A name as SQL writes it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
