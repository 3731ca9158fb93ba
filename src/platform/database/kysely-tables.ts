import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type pg from 'pg';

/** A connection for one statement, to be released after it. */
export type ConnectionLease = { client: pg.ClientBase; release(): void };

/** A query builder that takes a connection for each statement. It cannot open transactions (see the driver). */
export function createTables(connect: () => Promise<ConnectionLease>): Kysely<unknown> {
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new TablesDriver(connect),
    createIntrospector: (database) => new PostgresIntrospector(database),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
  return new Kysely({ dialect });
}

class TablesDriver implements Driver {
  readonly #connect: () => Promise<ConnectionLease>;

  constructor(connect: () => Promise<ConnectionLease>) {
    this.#connect = connect;
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return new TablesConnection(await this.#connect());
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof TablesConnection) connection.release();
  }

  async beginTransaction(): Promise<void> {
    throw new Error(
      'Use database.transaction: it retries deadlocks and keeps statements from leaving the transaction.',
    );
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  /** Nothing to do: whoever opened the pool closes it. */
  async destroy(): Promise<void> {}
}

const COMMANDS_WITH_COUNT = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

class TablesConnection implements DatabaseConnection {
  readonly #lease: ConnectionLease;

  constructor(lease: ConnectionLease) {
    this.#lease = lease;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, command, rowCount } = await this.#lease.client.query(sql, [...parameters]);
    return COMMANDS_WITH_COUNT.has(command) ? { rows, numAffectedRows: BigInt(rowCount ?? 0) } : { rows };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Stream many rows with copyRows, or page through them by key.');
  }

  release(): void {
    this.#lease.release();
  }
}
