import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Database, openDatabase, type Queryable } from './database.ts';
import type { Migration } from './migrations.ts';
import { StartRefusal } from './start-refusal.ts';
import { openTestDatabase } from './test-database.ts';

type Tables = { account: { id: number; balance: number; note: string | null } };

const migrations: Migration[] = [
  {
    name: '0001-account',
    async up(database) {
      await database.schema
        .createTable('account')
        .addColumn('id', 'bigint', (column) => column.primaryKey())
        .addColumn('balance', 'bigint', (column) => column.notNull())
        .addColumn('note', 'text')
        .execute();
    },
  },
];

const addressSchema = z.object({ host: z.string(), port: z.number(), user: z.string(), database: z.string() });

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase(migrations);
});

afterAll(() => database.close());

const balanceOf = async (queryable: Queryable, id: number): Promise<number | undefined> => {
  const rows = await queryable.query<{ balance: number }>('select balance from account where id = $1', [id]);
  return rows[0]?.balance;
};

const addAccount = (queryable: Queryable, id: number, balance = 0): Promise<unknown> =>
  queryable.tables<Tables>().insertInto('account').values({ id, balance }).execute();

describe('a transaction', () => {
  test('is kept as a whole when its work succeeds', async () => {
    const result = await database.transaction(async (tx) => {
      await addAccount(tx, 1, 10);
      await addAccount(tx, 2, 20);
      return 'kept';
    });
    expect(result).toBe('kept');
    expect([await balanceOf(database, 1), await balanceOf(database, 2)]).toEqual([10, 20]);
  });

  test('leaves nothing behind when its work throws', async () => {
    const failing = database.transaction(async (tx) => {
      await addAccount(tx, 3);
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    expect(await balanceOf(database, 3)).toBeUndefined();
  });

  test('fails when a failed statement was swallowed, because nothing of it was kept', async () => {
    const swallowing = database.transaction(async (tx) => {
      await addAccount(tx, 4);
      await tx.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toThrow('swallowed');
    expect(await balanceOf(database, 4)).toBeUndefined();
  });

  test('runs statements that are started together one after the other', async () => {
    const answers = await database.transaction((tx) =>
      Promise.all([1, 2, 3, 4].map((value) => tx.query<{ value: number }>('select $1::int as value', [value]))),
    );
    expect(answers.flat().map(({ value }) => value)).toEqual([1, 2, 3, 4]);
  });

  test('refuses the outer handle inside, in every form', async () => {
    await database.transaction(async () => {
      await expect(database.query('select 1')).rejects.toThrow('A transaction is open here');
      await expect(database.transaction(async () => 1)).rejects.toThrow('A transaction is open here');
      await expect(balanceOf(database, 1)).rejects.toThrow('A transaction is open here');
      await expect(addAccount(database, 5)).rejects.toThrow('A transaction is open here');
    });
    expect(await balanceOf(database, 5)).toBeUndefined();
  });

  test('lets work that outlives it use the outer handle', async () => {
    let later: Promise<unknown> = Promise.resolve();
    let end = (): void => undefined;
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    await database.transaction(async () => {
      later = over.then(() => database.query('select 1'));
    });
    end();
    await expect(later).resolves.toHaveLength(1);
  });

  test('cannot be used after its end', async () => {
    const escaped = await database.transaction(async (tx) => ({ tx }));
    await expect(escaped.tx.query('select 1')).rejects.toThrow('This transaction is over');
    await expect(addAccount(escaped.tx, 6)).rejects.toThrow('This transaction is over');
  });

  test('cannot be opened through the query builder, which would bypass retry and guard', async () => {
    const bypass = database.tables<Tables>().transaction();
    await expect(bypass.execute(async () => 1)).rejects.toThrow('Use database.transaction');
  });

  test('is tried again when PostgreSQL breaks a deadlock', async () => {
    await addAccount(database, 11);
    await addAccount(database, 12);
    let attempts = 0;
    let meet = (): void => undefined;
    const bothHoldOne = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const addToBoth = (first: number, second: number): Promise<void> =>
      database.transaction(async (tx) => {
        attempts += 1;
        await tx.query('update account set balance = balance + 1 where id = $1', [first]);
        if (attempts === 2) meet();
        await bothHoldOne;
        await tx.query('update account set balance = balance + 1 where id = $1', [second]);
      });
    await Promise.all([addToBoth(11, 12), addToBoth(12, 11)]);
    expect(attempts).toBe(3);
    expect([await balanceOf(database, 11), await balanceOf(database, 12)]).toEqual([2, 2]);
  });

  test('loses no increment when serializable rivals are tried again', async () => {
    await addAccount(database, 13);
    const increment = (): Promise<void> =>
      database.transaction(
        async (tx) => {
          const balance = (await balanceOf(tx, 13)) ?? 0;
          await tx.query('update account set balance = $1 where id = 13', [balance + 1]);
        },
        { isolation: 'serializable' },
      );
    await Promise.all([increment(), increment(), increment()]);
    expect(await balanceOf(database, 13)).toBe(3);
  });

  test('calls back after the commit and never for work that was rolled back', async () => {
    const seen: (number | undefined)[] = [];
    let check: Promise<unknown> = Promise.resolve();
    await database.transaction(async (tx) => {
      await addAccount(tx, 14, 7);
      tx.afterCommit(() => {
        check = balanceOf(database, 14).then((balance) => seen.push(balance));
      });
    });
    await check;
    const failing = database.transaction(async (tx) => {
      tx.afterCommit(() => seen.push(undefined));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(seen).toEqual([7]);
  });

  test('may set its own limit of time, read only', async () => {
    const slow = database.transaction((tx) => tx.query('select pg_sleep(5)'), { statementTimeoutMs: 50 });
    await expect(slow).rejects.toThrow('statement timeout');
    const writing = database.transaction((tx) => addAccount(tx, 15), { readOnly: true });
    await expect(writing).rejects.toThrow('read-only transaction');
  });

  test('survives the loss of its connection as an error, and the pool goes on', async () => {
    const cut = database.transaction((tx) => tx.query('select pg_terminate_backend(pg_backend_pid())'));
    await expect(cut).rejects.toThrow();
    expect(await database.isReady()).toBe(true);
  });
});

describe('COPY', () => {
  test('brings rows in and reads them out without an object for each', async () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `${1000 + index}\t${index}\tnote ${index}\n`);
    const count = await database.transaction((tx) => tx.copyIn('copy account from stdin', lines));
    expect(count).toBe(50_000);
    let sum = 0;
    let last = 0;
    const read = await database.transaction((tx) =>
      tx.copyRows('select id, balance from account where id >= 1000 order by id', 2, (row) => {
        last = row.int8(0);
        sum += row.int8(1);
      }),
    );
    expect({ read, last, sum }).toEqual({ read: 50_000, last: 50_999, sum: 1_249_975_000 });
  });

  test('keeps nothing when its source fails half-way', async () => {
    function* source() {
      yield '900001\t1\tx\n';
      throw new Error('the upload broke off');
    }
    const failing = database.transaction((tx) => tx.copyIn('copy account from stdin', source()));
    await expect(failing).rejects.toThrow('the upload broke off');
    expect(await balanceOf(database, 900001)).toBeUndefined();
  });

  test('reports a wrong statement and leaves the connection usable', async () => {
    const failing = database.transaction((tx) => tx.copyRows('select * from nowhere', 1, () => undefined));
    await expect(failing).rejects.toThrow('relation "nowhere" does not exist');
    await expect(database.transaction((tx) => tx.copyIn('copy nowhere from stdin', ['x']))).rejects.toThrow('nowhere');
    expect(await database.isReady()).toBe(true);
  });

  test('lets a statement that comes meanwhile wait until the last row is read', async () => {
    const seen: string[] = [];
    await database.transaction(async (tx) => {
      let other: Promise<unknown> | undefined;
      const count = await tx.copyRows('select generate_series(1, 20000)', 1, () => {
        other ??= tx.query('select 1').then(() => seen.push('statement'));
      });
      seen.push(`${count} rows`);
      await other;
    });
    expect(seen).toEqual(['20000 rows', 'statement']);
  });

  test('passes over the rest when its reader throws, and fails with what was thrown', async () => {
    let told = 0;
    const failing = database.transaction((tx) =>
      tx.copyRows('select generate_series(1, 100000)', 1, (row) => {
        told = row.int4(0);
        if (told === 7) throw new Error('seven is too many');
      }),
    );
    await expect(failing).rejects.toThrow('seven is too many');
    expect(told).toBe(7);
    expect(await database.isReady()).toBe(true);
  });

  test('fails in the middle with the reason of the server', async () => {
    const failing = database.transaction((tx) =>
      tx.copyRows('select 1 / (90000 - i) from generate_series(1, 100000) as i', 1, () => undefined),
    );
    await expect(failing).rejects.toThrow('division by zero');
    expect(await database.isReady()).toBe(true);
  });
});

describe('a channel', () => {
  test('tells its subscribers, and not those who left', async () => {
    const heard: string[] = [];
    const leave = await database.listen('news', { onMessage: (payload) => heard.push(payload) });
    const stay = await database.listen('news', { onMessage: (payload) => heard.push(`also ${payload}`) });
    await database.notify('news', 'one');
    await expect.poll(() => heard).toEqual(['one', 'also one']);
    await leave();
    await database.notify('news', 'two');
    await expect.poll(() => heard).toEqual(['one', 'also one', 'also two']);
    await stay();
  });

  test('reports a gap when its connection was cut, and goes on', async () => {
    const heard: string[] = [];
    const leave = await database.listen('cut', {
      onMessage: (payload) => heard.push(payload),
      onGap: () => heard.push('gap'),
    });
    await database.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'throughline notifications' and datname = current_database()",
    );
    await expect.poll(() => heard).toEqual(['gap']);
    await database.notify('cut', 'back');
    await expect.poll(() => heard).toEqual(['gap', 'back']);
    await leave();
  });
});

describe('values', () => {
  test('arrive as the types that the program uses', async () => {
    const rows = await database.query(`
      select 9007199254740991::int8 as big, 1.50::numeric as exact, '2026-03-29 01:30:00+00'::timestamptz as moment,
             '2026-03-29'::date as day, '{"a":1}'::jsonb as json, '{1,null,3}'::int8[] as bigs,
             '{1.10,2}'::numeric[] as exacts, '\\x00ff'::bytea as bytes, count(*) as count`);
    expect(rows).toEqual([
      {
        big: Number.MAX_SAFE_INTEGER,
        exact: '1.50',
        moment: new Date('2026-03-29T01:30:00Z'),
        day: '2026-03-29',
        json: { a: 1 },
        bigs: [1, null, 3],
        exacts: ['1.10', '2'],
        bytes: Buffer.from([0, 255]),
        count: 1,
      },
    ]);
  });

  test('of integers that a number cannot hold are refused, not rounded', async () => {
    await expect(database.query('select 9007199254740993::int8 as big')).rejects.toThrow('does not fit');
  });
});

describe('the plain role', () => {
  test('reads and writes rows but changes no table', async () => {
    await expect(database.query('drop table account')).rejects.toThrow('must be owner');
    await expect(database.query('create table mine (id int)')).rejects.toThrow('permission denied');
    const { rows } = await sql`select 1`.execute(database.tables());
    expect(rows).toHaveLength(1);
  });
});

describe('a library that brings its own query builder', () => {
  test('opens its own transactions on the same connections, but not inside one of ours', async () => {
    const { Kysely } = await import('kysely');
    const library = new Kysely<Tables>({ dialect: database.libraryDialect() });
    await library.transaction().execute((tx) => tx.insertInto('account').values({ id: 21, balance: 5 }).execute());
    expect(await balanceOf(database, 21)).toBe(5);
    await database.transaction(async () => {
      await expect(library.selectFrom('account').selectAll().execute()).rejects.toThrow('A transaction is open here');
    });
  });
});

describe('a connection', () => {
  const planning = async (opened: Database): Promise<unknown> =>
    (await opened.query(`select current_setting('random_page_cost') as cost, current_setting('jit') as jit`))[0];

  test('plans as for rows in memory, on any server', async () => {
    expect(await planning(database)).toEqual({ cost: '1.1', jit: 'off' });
  });

  test('plans as its address says, if it says so', async () => {
    const { host, port, user, database: name } = addressSchema.parse(database.address.app);
    const options = encodeURIComponent('-c random_page_cost=3');
    const opened = await openDatabase({
      url: `postgres://${user}@localhost/${name}?host=${encodeURIComponent(host)}&port=${port}&options=${options}`,
      poolSize: 1,
    });
    expect(await planning(opened)).toMatchObject({ cost: '3' });
    await opened.close();
  });
});

describe('an unreachable database', () => {
  test('is refused with a sentence that names it without its password', async () => {
    const opening = openDatabase({ url: 'postgres://me:secret@127.0.0.1:1/line' });
    await expect(opening).rejects.toThrow(StartRefusal);
    await expect(opening).rejects.toThrow('127.0.0.1:1/line');
    await expect(opening).rejects.not.toThrow('secret');
  });
});
