import { AsyncLocalStorage } from 'node:async_hooks';
import { Socket } from 'node:net';
import { type Dialect, type Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { ConnectionSettings, DatabaseAddress } from './database-address.ts';
import { createTables } from './kysely-tables.ts';
import { LendingSocket } from './lending-socket.ts';
import { Notifications, type Subscriber } from './notifications.ts';
import type { Database, Snapshot, Transaction, TransactionOptions } from './queryable.ts';
import { readTogether } from './shared-snapshot.ts';
import { StartRefusal } from './start-refusal.ts';
import { nameStatement } from './statement-names.ts';
import { runTransaction } from './transaction.ts';
import { valueParsers } from './value-parsers.ts';

export type { DatabaseAddress } from './database-address.ts';
export type { Database, Queryable, Snapshot, Transaction } from './queryable.ts';

/** `url` is a PostgreSQL of the user's; `embedded` is the address that `startEmbeddedPostgres` returned. */
export type DatabaseSource = ({ url: string } | { embedded: DatabaseAddress }) & {
  /** Connections kept open at most; 12 unless told. */
  poolSize?: number;
  /** Longest run of one statement outside of transactions that set their own; 20,000 unless told. */
  statementTimeoutMs?: number;
};

const POOL_SIZE = 12;
const STATEMENT_TIMEOUT_MS = 20_000;
/** Longest wait for a free connection: an answer that comes later is of no use to the caller. */
const CONNECTION_TIMEOUT_MS = 10_000;
/** A transaction whose owner sits idle so long was forgotten, and holds back vacuum and locks. */
const IDLE_IN_TRANSACTION_MS = 120_000;
/**
 * What most searches read lies in memory, on a server of somebody's own as on ours: a row here and a row there cost little
 * more than neighbours, and a plan that holds otherwise reads whole tables to find a thousand rows. To compile a plan costs
 * more than it saves on queries of milliseconds. `options` in an address takes the place of this.
 */
const PLANNING = '-c random_page_cost=1.1 -c jit=off';
const READINESS_TIMEOUT_MS = 2_000;
const OLDEST_SERVER_VERSION = 150_000;

/** Connects and checks the server. Throws StartRefusal when it cannot be reached or is older than PostgreSQL 15. */
export async function openDatabase(source: DatabaseSource): Promise<Database> {
  const address = 'url' in source ? singleRoleAddress(source.url) : source.embedded;
  const pool = new pg.Pool({
    ...address.app,
    max: source.poolSize ?? POOL_SIZE,
    statement_timeout: source.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    connectionTimeoutMillis: CONNECTION_TIMEOUT_MS,
    application_name: 'throughline',
    options: PLANNING,
    types: valueParsers,
    stream: openSocket,
  });
  // A connection that breaks while nobody waits on it is dropped by the pool; without listeners it would end us.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  try {
    await refuseOldServer(pool);
  } catch (error) {
    await pool.end();
    throw 'url' in source ? unreachable(source.url, error) : error;
  }
  return new PooledDatabase(pool, address);
}

/** The driver says whether it will encrypt what the socket carries; then it reads by other means than the socket's. */
function openSocket(connection?: { readonly ssl?: unknown }): Socket {
  return connection?.ssl ? new Socket() : new LendingSocket();
}

function singleRoleAddress(url: string): DatabaseAddress {
  const settings: ConnectionSettings = { connectionString: url };
  return { app: settings, owner: settings };
}

async function refuseOldServer(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ version: string }>("select current_setting('server_version_num') as version");
  const version = Number(rows[0]?.version);
  if (version >= OLDEST_SERVER_VERSION) return;
  const major = Math.floor(version / 10_000);
  throw new StartRefusal(
    `DATABASE_URL names a PostgreSQL ${major}; Throughline needs PostgreSQL 15 or later. Upgrade that server, name ` +
      'another one, or leave DATABASE_URL empty to use the PostgreSQL that Throughline brings.',
  );
}

function unreachable(url: string, error: unknown): StartRefusal {
  if (error instanceof StartRefusal) return error;
  const reason = error instanceof Error ? error.message || error.name : String(error);
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  // The address without its password: this sentence ends up in logs.
  const place = parsed ? `${parsed.host}${parsed.pathname}` : 'that is not a URL';
  return new StartRefusal(
    `The database named by DATABASE_URL (${place}) cannot be used: ${reason}. Check that it runs and that the name, ` +
      'user and password are right (postgres://user:password@host:5432/name), then start again.',
    { cause: error },
  );
}

class PooledDatabase implements Database {
  readonly address: DatabaseAddress;
  readonly #pool: pg.Pool;
  readonly #notifications: Notifications;
  readonly #tables: Kysely<unknown>;
  readonly #current = new AsyncLocalStorage<{ isOpen: boolean }>();
  #closing: Promise<void> | undefined;

  constructor(pool: pg.Pool, address: DatabaseAddress) {
    this.#pool = pool;
    this.address = address;
    this.#notifications = new Notifications(address.app);
    this.#tables = createTables(async () => {
      const client = await this.#connect();
      return { client, release: () => client.release() };
    });
  }

  tables<T>(): Kysely<T> {
    // The table types exist for the compiler only; see Queryable.
    return this.#tables as Kysely<T>;
  }

  async query<Row extends object>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.#refuseInsideTransaction();
    const name = nameStatement(text);
    const { rows } = await this.#pool.query<Row>({ text, values: [...values], ...(name && { name }) });
    return rows;
  }

  async transaction<R>(work: (transaction: Transaction) => Promise<R>, options: TransactionOptions = {}): Promise<R> {
    this.#refuseInsideTransaction();
    return runTransaction(() => this.#pool.connect(), this.#guard(work), options);
  }

  async readTogether<R>(
    work: (snapshot: Snapshot) => Promise<R>,
    options: Pick<TransactionOptions, 'statementTimeoutMs'> = {},
  ): Promise<R> {
    this.#refuseInsideTransaction();
    return readTogether(this.#pool, this.#guard(work), options);
  }

  async listen(channel: string, subscriber: Subscriber): Promise<() => Promise<void>> {
    return this.#notifications.subscribe(channel, subscriber);
  }

  async notify(channel: string, payload: string): Promise<void> {
    await this.query('select pg_notify($1, $2)', [channel, payload]);
  }

  async isReady(): Promise<boolean> {
    const late = new Promise<false>((resolve) => setTimeout(resolve, READINESS_TIMEOUT_MS, false).unref());
    const answered = this.#pool.query('select 1').then(
      () => true,
      () => false,
    );
    return Promise.race([answered, late]);
  }

  libraryDialect(): Dialect {
    return new PostgresDialect({ pool: { connect: () => this.#connect(), end: async () => undefined } });
  }

  close(): Promise<void> {
    this.#closing ??= Promise.all([this.#notifications.close(), this.#pool.end()]).then(() => undefined);
    return this.#closing;
  }

  /** Marks that a transaction is open wherever `work` leads, so that the outer handle can refuse there. */
  #guard<Given, R>(work: (given: Given) => Promise<R>): (given: Given) => Promise<R> {
    return async (given) => {
      const mark = { isOpen: true };
      try {
        return await this.#current.run(mark, () => work(given));
      } finally {
        // What was started inside and lives on, such as a timer, may use the outer handle from now on.
        mark.isOpen = false;
      }
    };
  }

  async #connect(): Promise<pg.PoolClient> {
    this.#refuseInsideTransaction();
    return this.#pool.connect();
  }

  #refuseInsideTransaction(): void {
    if (this.#current.getStore()?.isOpen) {
      throw new Error('A transaction is open here: hand it down and use it instead of the database.');
    }
  }
}
