import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { BinaryRow } from './binary-row.ts';
import { CopiedRows } from './copied-rows.ts';
import { createTables } from './kysely-tables.ts';
import type { Transaction, TransactionOptions } from './queryable.ts';
import { nameStatement } from './statement-names.ts';

/** Deadlock detected, and serialization failure: PostgreSQL chose this transaction to give way; trying again is safe. */
const RETRYABLE_CODES = new Set(['40P01', '40001']);
const MOST_ATTEMPTS = 6;
const FIRST_BACKOFF_MS = 10;

type Work<R> = (transaction: Transaction) => Promise<R>;

/** How a transaction begins; `snapshotId` names the state that another one exported. */
type BeginOptions = TransactionOptions & { readonly snapshotId?: string };

/**
 * Runs `work` in a transaction on a connection from `connect`, commits, and returns its result. When PostgreSQL asks
 * to give way, everything is rolled back and `work` runs again, at most six times: it must have no effect outside of
 * the transaction.
 */
export async function runTransaction<R>(
  connect: () => Promise<pg.PoolClient>,
  work: Work<R>,
  options: BeginOptions,
): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(await connect(), work, options);
    } catch (error) {
      if (attempt >= MOST_ATTEMPTS || !isRetryable(error)) throw error;
      // The spread keeps two rivals from meeting again at the same instant.
      await sleep(FIRST_BACKOFF_MS * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

async function runOnce<R>(client: pg.PoolClient, work: Work<R>, options: BeginOptions): Promise<R> {
  const transaction = new RunningTransaction(client);
  let isIntact = false;
  try {
    await client.query(beginText(options));
    const result = await work(transaction);
    await transaction.finish();
    const { command } = await client.query('commit');
    isIntact = true;
    // PostgreSQL answers the commit of a failed transaction with a rollback, and calls it a success.
    if (command === 'ROLLBACK') throw new Error('A statement of this transaction failed and its error was swallowed.');
    transaction.announceCommit();
    return result;
  } catch (error) {
    if (!isIntact) isIntact = await rollBack(client, transaction);
    throw error;
  } finally {
    // A connection in an unknown state is closed instead of going back to the pool.
    client.release(!isIntact);
  }
}

async function rollBack(client: pg.PoolClient, transaction: RunningTransaction): Promise<boolean> {
  try {
    await transaction.finish();
    await client.query('rollback');
    return true;
  } catch {
    return false;
  }
}

function beginText({ isolation, readOnly, snapshotId, statementTimeoutMs }: BeginOptions): string {
  const modes = [isolation && `isolation level ${isolation}`, readOnly && 'read only'].filter(Boolean).join(' ');
  const state = snapshotId === undefined ? '' : `; set transaction snapshot ${pg.escapeLiteral(snapshotId)}`;
  const limit =
    statementTimeoutMs === undefined ? '' : `; set local statement_timeout = ${Math.trunc(statementTimeoutMs)}`;
  return `begin ${modes}${state}${limit}`;
}

function isRetryable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && RETRYABLE_CODES.has(error.code)) return true;
  return isRetryable(error.cause);
}

/** Gives one connection to one statement after the other, because the driver does not queue them. */
class RunningTransaction implements Transaction {
  readonly #client: pg.PoolClient;
  readonly #afterCommit: (() => void)[] = [];
  #turn: Promise<void> = Promise.resolve();
  #tables: Kysely<unknown> | undefined;
  #refusal: string | undefined;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  tables<T>(): Kysely<T> {
    this.#tables ??= createTables(async () => ({ release: await this.#takeTurn(), client: this.#client }));
    // The table types exist for the compiler only; see Queryable.
    return this.#tables as Kysely<T>;
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const release = await this.#takeTurn();
    try {
      const name = nameStatement(text);
      const { rows } = await this.#client.query<Row>({ text, values: [...values], ...(name && { name }) });
      return rows;
    } finally {
      release();
    }
  }

  async copyIn(text: string, source: Iterable<Buffer | string> | AsyncIterable<Buffer | string>): Promise<number> {
    const release = await this.#takeTurn();
    try {
      const stream = this.#client.query(copyFrom(text));
      await pipeline(Readable.from(source), stream);
      return stream.rowCount;
    } finally {
      release();
    }
  }

  async copyRows(query: string, columns: number, onRow: (row: BinaryRow) => void): Promise<number> {
    const release = await this.#takeTurn();
    try {
      return await this.#client.query(new CopiedRows(query, columns, onRow)).count;
    } finally {
      release();
    }
  }

  afterCommit(callback: () => void): void {
    this.#afterCommit.push(callback);
  }

  announceCommit(): void {
    for (const callback of this.#afterCommit) callback();
  }

  /** Waits for statements under way and refuses later ones: the connection goes back to the pool. */
  async finish(): Promise<void> {
    const release = await this.#takeTurn();
    this.#refusal = 'This transaction is over: await every statement inside the work.';
    release();
  }

  async #takeTurn(): Promise<() => void> {
    // A COPY is refused at once and not queued: its reader would wait for itself.
    this.#refuse();
    const before = this.#turn;
    let release = (): void => undefined;
    this.#turn = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    try {
      this.#refuse();
    } catch (error) {
      release();
      throw error;
    }
    return release;
  }

  #refuse(): void {
    if (this.#refusal !== undefined) throw new Error(this.#refusal);
  }
}
