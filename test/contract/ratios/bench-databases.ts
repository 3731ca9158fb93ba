import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database for each of both servers, on a PostgreSQL that the environment names. */
export interface BenchDatabases {
  readonly ours: string;
  readonly theirs: string;
  /** Removes both. */
  drop(): Promise<void>;
}

/**
 * Makes two databases on the PostgreSQL of `BENCH_POSTGRES` (`postgres://user:password@host:5432/postgres`), whose user may
 * create databases; `null` when it names none.
 */
export async function makeBenchDatabases(address: string | undefined): Promise<BenchDatabases | null> {
  if (!address) return null;
  const mark = randomBytes(4).toString('hex');
  const names = { ours: `bench_ours_${mark}`, theirs: `bench_reference_${mark}` };
  const at = (name: string): string => {
    const url = new URL(address);
    url.pathname = `/${name}`;
    return url.href;
  };
  for (const name of Object.values(names)) await administer(address, `create database ${name}`);
  return {
    ours: at(names.ours),
    theirs: at(names.theirs),
    drop: async () => {
      for (const name of Object.values(names)) await administer(address, `drop database ${name} with (force)`);
    },
  };
}

async function administer(address: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: address });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
