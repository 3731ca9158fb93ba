import type pg from 'pg';
import type { Snapshot, Transaction, TransactionOptions } from './queryable.ts';
import { runTransaction } from './transaction.ts';

/** Connections that read one snapshot at most: as many as there are large scans that need nothing of each other. */
const MOST_READERS = 3;
/** Part of the pool that others can count on while a snapshot is read. */
const SHARE_FOR_OTHERS = 0.5;
const READING = { isolation: 'repeatable read', readOnly: true } as const;

/**
 * Runs `work` over one snapshot that up to three connections of the pool share ("Snapshot Synchronization Functions" of
 * PostgreSQL's manual). Only the first connection is waited for: a work that waited for more while it holds one could
 * wait for ever for another that does the same. A further connection that cannot be had or cannot take the snapshot, as
 * when a balancer leads it to another server, is done without.
 */
export async function readTogether<R>(
  pool: pg.Pool,
  work: (snapshot: Snapshot) => Promise<R>,
  options: Pick<TransactionOptions, 'statementTimeoutMs'>,
): Promise<R> {
  return runTransaction(
    () => pool.connect(),
    async (first) => {
      const readers = new Readers(first);
      const snapshotId = await exportSnapshot(first);
      const further: Promise<void>[] = [];
      while (further.length + 1 < MOST_READERS && hasRoom(pool)) {
        const reader = join(pool, readers, { ...options, ...READING, snapshotId });
        further.push(reader.over);
        await reader.joined;
      }
      try {
        return await work(readers);
      } finally {
        readers.close();
        await Promise.all(further);
      }
    },
    { ...options, ...READING },
  );
}

async function exportSnapshot(first: Transaction): Promise<string> {
  const [row] = await first.query<{ id: string }>('select pg_export_snapshot() as id');
  if (!row) throw new Error('PostgreSQL exported no snapshot.');
  return row.id;
}

/** Whether a connection can be had at once, with enough left for others. */
function hasRoom(pool: pg.Pool): boolean {
  const inUse = pool.totalCount - pool.idleCount;
  return pool.waitingCount === 0 && inUse < pool.options.max * SHARE_FOR_OTHERS;
}

/** Lets one more connection read; `joined` and `over` resolve at the latest when it turns out that it cannot. */
function join(
  pool: pg.Pool,
  readers: Readers,
  options: TransactionOptions & { readonly snapshotId: string },
): { readonly joined: Promise<void>; readonly over: Promise<void> } {
  let settle = (): void => undefined;
  const joined = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const serve = async (transaction: Transaction): Promise<void> => {
    readers.add(transaction);
    settle();
    await readers.closed;
  };
  // What fails while it reads fails the task that was given to it; only joining may fail without anybody being told.
  const over = runTransaction(() => pool.connect(), serve, options).then(settle, settle);
  return { joined, over };
}

/** Gives each task a connection of its own for as long as it runs. */
class Readers implements Snapshot {
  readonly closed: Promise<void>;
  readonly #free: Transaction[];
  readonly #waiting: ((transaction: Transaction) => void)[] = [];
  #close: () => void = () => undefined;

  constructor(first: Transaction) {
    this.#free = [first];
    this.closed = new Promise((resolve) => {
      this.#close = resolve;
    });
  }

  add(transaction: Transaction): void {
    const next = this.#waiting.shift();
    if (next) next(transaction);
    else this.#free.push(transaction);
  }

  close(): void {
    this.#close();
  }

  async read<R>(task: (transaction: Transaction) => Promise<R>): Promise<R> {
    const transaction = this.#free.pop() ?? (await new Promise<Transaction>((resolve) => this.#waiting.push(resolve)));
    try {
      return await task(transaction);
    } finally {
      this.add(transaction);
    }
  }
}
