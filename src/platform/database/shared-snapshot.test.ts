import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, openDatabase, type Transaction } from './database.ts';
import type { Migration } from './migrations.ts';
import { openTestDatabase } from './test-database.ts';

const migrations: Migration[] = [
  {
    name: '0001-tally',
    async up(database) {
      await database.schema.createTable('tally').addColumn('amount', 'bigint').execute();
    },
  },
];

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase(migrations);
});
beforeEach(async () => {
  await database.query('delete from tally');
});
afterAll(() => database.close());

/** Another pool on the same database. */
const openPool = (poolSize: number) => openDatabase({ embedded: database.address, poolSize });

const backend = async (tx: Transaction): Promise<number> => {
  const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
  return row?.pid ?? 0;
};
const total = async (tx: Transaction): Promise<number> => {
  const [row] = await tx.query<{ rows: number }>('select count(*) as rows from tally');
  return row?.rows ?? -1;
};
/** Lets tasks that were given together meet, so that none is over before the others have begun. */
function meeting(size: number): () => Promise<void> {
  let begun = 0;
  let open = (): void => undefined;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return async () => {
    begun += 1;
    if (begun === size) open();
    await all;
  };
}

test('all readers see the same state, although a writer commits in between', async () => {
  await database.query('insert into tally values (1), (2)');
  const writer = await openPool(1);
  const seen = await database.readTogether(async (snapshot) => {
    const before = await snapshot.read(total);
    await writer.query('insert into tally values (3)');
    const meet = meeting(3);
    const read = (tx: Transaction) => meet().then(async () => ({ pid: await backend(tx), rows: await total(tx) }));
    return { before, after: await Promise.all([snapshot.read(read), snapshot.read(read), snapshot.read(read)]) };
  });
  await writer.close();
  expect(seen.before).toBe(2);
  expect(seen.after.map(({ rows }) => rows)).toEqual([2, 2, 2]);
  expect(new Set(seen.after.map(({ pid }) => pid)).size).toBe(3);
  expect(await database.readTogether((snapshot) => snapshot.read(total))).toBe(3);
});

test('one connection is enough: the tasks wait for each other', async () => {
  const small = await openPool(1);
  const pids = await small.readTogether((snapshot) =>
    Promise.all([snapshot.read(backend), snapshot.read(backend), snapshot.read(backend)]),
  );
  expect(new Set(pids).size).toBe(1);
  await small.close();
});

test('readers that begin at the same time never wait for each other for ever, however small the pool', async () => {
  for (const size of [1, 2, 3, 5]) {
    const small = await openPool(size);
    const scan = (tx: Transaction) => tx.query('select pg_sleep(0.01)');
    const all = Array.from({ length: 12 }, () =>
      small.readTogether((snapshot) => Promise.all([1, 2, 3, 4].map(() => snapshot.read(scan)))),
    );
    expect((await Promise.all(all)).length).toBe(12);
    await small.close();
  }
});

test('half of the pool is left to others', async () => {
  const pool = await openPool(4);
  const pids = new Set<number>();
  await pool.readTogether(async (snapshot) => {
    const meet = meeting(2);
    const note = async (tx: Transaction) => {
      pids.add(await backend(tx));
      await meet();
      await sleep(20);
    };
    await Promise.all([1, 2, 3, 4].map(() => snapshot.read(note)));
  });
  expect(pids.size).toBe(2);
  await pool.close();
});

test('the failure of one task fails the whole, ends every reader and gives their connections back', async () => {
  const pool = await openPool(6);
  let late: Promise<unknown> = Promise.resolve();
  const failing = pool.readTogether(async (snapshot) => {
    const meet = meeting(2);
    late = snapshot.read(async (tx) => {
      await meet();
      await sleep(100);
      return total(tx);
    });
    late.catch(() => undefined);
    await snapshot.read(async (tx) => {
      await meet();
      await tx.query('select 1 / 0');
    });
  });
  await expect(failing).rejects.toThrow('division by zero');
  await expect(late).rejects.toThrow('This transaction is over');
  const open = await database.query<{ open: number }>(
    `select count(*) as open from pg_stat_activity
     where datname = current_database() and state like 'idle in transaction%'`,
  );
  expect(open).toEqual([{ open: 0 }]);
  expect((await Promise.all([1, 2, 3, 4, 5, 6].map(() => pool.query('select 1')))).length).toBe(6);
  await pool.close();
});

test('the loss of a connection is the failure of the task that used it', async () => {
  const pool = await openPool(6);
  const cut = pool.readTogether((snapshot) =>
    Promise.all([
      snapshot.read(total),
      snapshot.read((tx) => tx.query('select pg_terminate_backend(pg_backend_pid())')),
    ]),
  );
  await expect(cut).rejects.toThrow();
  expect(await pool.isReady()).toBe(true);
  await pool.close();
});

test('readers only read, within their limit of time, and the outer handle throws inside', async () => {
  const reading = (statement: string) =>
    database.readTogether((snapshot) => snapshot.read((tx) => tx.query(statement)), { statementTimeoutMs: 100 });
  await expect(reading('insert into tally values (1)')).rejects.toThrow('read-only transaction');
  await expect(reading('select pg_sleep(5)')).rejects.toThrow('statement timeout');
  await expect(database.readTogether(() => database.query('select 1'))).rejects.toThrow('A transaction is open here');
  const nested = database.transaction(() => database.readTogether(async () => 1));
  await expect(nested).rejects.toThrow('A transaction is open here');
});

test('a reader that keeps nothing is lent the memory of the socket, and nobody else sees it', async () => {
  const wide = 'select i, repeat(chr(97 + i % 26), 5000) as text from generate_series(1, 400) as i';
  const read = async (tx: Transaction): Promise<number> => {
    let right = 0;
    await tx.copyRows(wide.replace('select i', 'select i::int8'), 2, (row) => {
      if (row.text(1) === String.fromCharCode(97 + (row.int8(0) % 26)).repeat(5_000)) right += 1;
    });
    const rows = await tx.query<{ i: number; text: string }>(wide);
    return right + rows.filter(({ i, text }) => text === String.fromCharCode(97 + (i % 26)).repeat(5_000)).length;
  };
  const counts = await database.readTogether((snapshot) => Promise.all([1, 2, 3].map(() => snapshot.read(read))));
  expect(counts).toEqual([800, 800, 800]);
});
