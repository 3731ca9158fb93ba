import type { Dialect, Kysely } from 'kysely';
import type { BinaryRow } from './binary-row.ts';
import type { DatabaseAddress } from './database-address.ts';
import type { Subscriber } from './notifications.ts';

/** What a store needs: the database, or a transaction in progress. Both run the same statements. */
export interface Queryable {
  /**
   * The query builder over the tables of one room. The type is the caller's claim: each room states its own tables,
   * and its migrations make the claim true.
   */
  tables<T>(): Kysely<T>;
  /**
   * Runs one hand-written statement with `$1`... placeholders, prepared under a name, and returns its rows. For hot
   * paths; values never go into the text.
   */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
}

/** A transaction in progress, on its own connection. It is over when the work given to `transaction` settles. */
export interface Transaction extends Queryable {
  /** Streams bytes or text into `COPY ... FROM STDIN` and returns the number of rows. */
  copyIn(text: string, source: Iterable<Buffer | string> | AsyncIterable<Buffer | string>): Promise<number>;
  /**
   * Reads the rows of a SELECT without parameters as binary COPY, for hundreds of thousands of them: `onRow` is told each
   * one while it is valid, on the spot, so that none is ever an object. Every row must have that many columns.
   * @returns the number of rows.
   */
  copyRows(query: string, columns: number, onRow: (row: BinaryRow) => void): Promise<number>;
  /** Calls back once, after the commit and only then; for notices that must not announce what may be rolled back. */
  afterCommit(callback: () => void): void;
}

/** `statementTimeoutMs` replaces the limit of the connection; 0 means no limit. */
export type TransactionOptions = {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
  statementTimeoutMs?: number;
};

/** One state of the database, seen alike by all that is read from it, whatever is written meanwhile. */
export interface Snapshot {
  /**
   * Runs `task` on the next free connection. Tasks that are given together run side by side as far as connections are
   * free, and one after the other where there is only one.
   */
  read<R>(task: (transaction: Transaction) => Promise<R>): Promise<R>;
}

/** The database as the whole program sees it. */
export interface Database extends Queryable {
  /**
   * Runs `work` in one transaction and commits. Deadlocks and serialization failures run `work` again, so it must have
   * no effect outside of the transaction. Inside of it only `transaction` may be used: the outer handle throws,
   * because it would wait for a second connection while holding the first, for ever when the pool is empty.
   */
  transaction<R>(work: (transaction: Transaction) => Promise<R>, options?: TransactionOptions): Promise<R>;
  /**
   * Runs `work` over one snapshot that several connections share, so that large scans run side by side. It takes the one
   * connection that a transaction takes, and others only while more than half of the pool is free, so that it never waits
   * for them. As with `transaction`, the outer handle throws inside.
   */
  readTogether<R>(
    work: (snapshot: Snapshot) => Promise<R>,
    options?: Pick<TransactionOptions, 'statementTimeoutMs'>,
  ): Promise<R>;
  /** Subscribes to a channel of NOTIFY; resolves with the function that ends the subscription. */
  listen(channel: string, subscriber: Subscriber): Promise<() => Promise<void>>;
  /** Sends a notice of at most 7,999 bytes to every subscriber of the channel in every process. */
  notify(channel: string, payload: string): Promise<void>;
  /** Whether the database answers within two seconds. */
  isReady(): Promise<boolean>;
  /** A dialect on the same connections for a library that brings its own Kysely and opens its own transactions. */
  libraryDialect(): Dialect;
  /** Waits for statements under way, then closes all connections. */
  close(): Promise<void>;
  readonly address: DatabaseAddress;
}
