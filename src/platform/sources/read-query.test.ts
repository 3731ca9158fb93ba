import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anAuthority } from './certificate.fixture.ts';
import { refusePlace, type SourceAccess } from './open-source.ts';
import { describeQuery, firstRows, RowCount, readQuery, tryConnection } from './read-query.ts';
import { readingOfType } from './reading-of-type.ts';
import { openSourceDatabase, type SourceDatabase } from './source-database.fixture.ts';

let source: SourceDatabase;

beforeAll(async () => {
  source = await openSourceDatabase();
  await source.run(`
    create table orders (id bigint, code text, amount numeric(12,2), placed date, seen timestamptz, paid boolean,
      detail jsonb, tags text[], note text);
    insert into orders values
      (1, '00123', 1234.50, '2024-01-31', '2024-01-31 10:00:00+02', true, '{"a": 1}', '{x,y}', E'two\\nlines, "quoted"; and more'),
      (2, '00124', null, null, null, null, null, null, '');
    create table locked_away (secret text);`);
});
afterAll(() => source.close());

const options = (signal = new AbortController().signal) => ({ trusted: [source.place], signal });

async function textOf(query: string, access: SourceAccess = source.access): Promise<string> {
  return readQuery(access, query, { ...options(), onProgress: () => undefined }, async ({ bytes }) => {
    const pieces: Buffer[] = [];
    for await (const piece of bytes) pieces.push(piece);
    return Buffer.concat(pieces).toString('utf8');
  });
}

const refusalOf = (query: string, access?: SourceAccess) =>
  textOf(query, access).then(
    () => 'read',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );

describe('a table that is read from a PostgreSQL', () => {
  it('arrives as CSV, each cell in quotation marks and gaps without, with the types of the database', async () => {
    const query = 'select * from orders order by id; ';
    expect((await textOf(query)).split('\n')).toEqual([
      '"id","code","amount","placed","seen","paid","detail","tags","note"',
      '"1","00123","1234.50","2024-01-31","2024-01-31 08:00:00+00","t","{""a"": 1}","{x,y}","two',
      'lines, ""quoted""; and more"',
      '"2","00124",,,,,,,""',
      '',
    ]);
    const columns = await describeQuery(source.access, query, options());
    expect(columns.map((column) => readingOfType(column).format.type)).toEqual([
      'id',
      'text',
      'number',
      'date',
      'date',
      'boolean',
      'text',
      'text',
      'text',
    ]);
  });

  it('is looked at before: its first rows, and not one more than is shown', async () => {
    const { columns, rows } = await firstRows(
      source.access,
      'select n, null as gap from generate_series(1, 1000) n',
      options(),
    );
    expect(columns.map(({ name }) => name)).toEqual(['n', 'gap']);
    expect([rows.length, rows[0]]).toEqual([20, ['1', null]]);
  });

  it('writes the gap of a single column so that no reader takes it for a blank line', async () => {
    expect(await textOf('select note from orders order by id -- as it is')).toBe(
      '"note"\n"two\nlines, ""quoted""; and more"\n""\n',
    );
    expect(await textOf('select amount from orders order by id')).toBe('"amount"\n"1234.50"\nNULL\n');
  });

  it('sees one state of the database, however long it takes', async () => {
    const rows = await readQuery(
      source.access,
      `select n, repeat('x', 1000) as filling from generate_series(1, 30000) n`,
      { ...options(), onProgress: () => undefined },
      async ({ bytes }) => {
        const count = new RowCount();
        let seen = 0;
        for await (const piece of bytes) seen = count.add(piece);
        return seen;
      },
    );
    expect(rows).toBe(30_001);
  });
});

describe('a query that would do anything but read', () => {
  it.each([
    ['insert into orders (id) values (9)', 'the database cannot read the query'],
    ['delete from orders', 'the database cannot read the query'],
    ['with gone as (delete from orders returning *) select * from gone', 'data-modifying'],
    ['drop table orders', 'the database cannot read the query'],
    [`copy orders to program 'true'`, 'the database cannot read the query'],
    ['select 1; drop table orders', 'more than one statement'],
    ['select 1; select 2', 'more than one statement'],
    [`select 1) to program 'touch /tmp/x' --`, 'syntax error'],
    [`select 1) to stdout; drop table orders; copy (select 1`, 'syntax error'],
    ['begin', 'the database cannot read the query'],
    ['set transaction read write', 'the database cannot read the query'],
    [`select set_config('transaction_read_only', 'off', false)`, 'transaction'],
    [`select nextval('s') from (select 1) one`, 'would change something'],
    ['select 1 as x into copied', 'INTO'],
    ['select * from orders for update', 'would change something'],
    [`select pg_read_file('/etc/passwd')`, 'permission denied'],
    [`select lo_import('/etc/passwd')`, 'would change|permission denied'],
    ['', 'the database cannot read the query'],
  ])('is refused: %s', async (query, why) => {
    await source.run('create sequence if not exists s; grant usage on sequence s to public');
    expect(await refusalOf(query)).toMatch(new RegExp(why, 'i'));
    expect((await source.run('select count(*)::int as n from orders')).rows).toEqual([{ n: 2 }]);
  });
});

describe('what goes wrong with a query is told in words', () => {
  it.each([
    ['select *\nfrom orderz', 'relation "orderz" does not exist \\(line 2, character 6\\)'],
    ['selec 1', 'cannot read the query.*line 1, character 1'],
    ['select nothing from orders', 'column "nothing" does not exist'],
    ['select 1/0', 'division by zero'],
    ['select 1 as a, 2 as "A"', 'two columns called "A"'],
    ['select', 'gives no column'],
    ['select $1::int', 'place to fill in'],
  ])('%s', async (query, why) => {
    expect(await refusalOf(query)).toMatch(new RegExp(why, 's'));
  });

  it('says that the role may not read a table', async () => {
    await source.run(
      `revoke pg_read_all_data from ${source.access.user}; grant select on orders to ${source.access.user}`,
    );
    expect(await refusalOf('select * from locked_away')).toMatch(/permission denied for table locked_away/);
    await source.run(`grant pg_read_all_data to ${source.access.user}`);
  });
});

describe('a connection', () => {
  it('goes only to public hosts with a verified certificate, and to hosts that were named', async () => {
    const place = (host: string, encryption: SourceAccess['encryption'] = 'verified', port = 5432) => ({
      host,
      port,
      encryption,
    });
    expect(refusePlace(place('db.example.com'), [])).toBeNull();
    expect(refusePlace(place('db.example.com', 'encrypted'), [])).toMatch(/verified/);
    expect(refusePlace(place('10.0.0.8', 'none'), ['10.0.0.8:5432'])).toBeNull();
    expect(refusePlace(place('10.0.0.8', 'none', 5433), ['10.0.0.8:5432'])).toMatch(/not on the public internet/);
    for (const host of ['127.0.0.1', '::1', '169.254.169.254', 'localhost', 'db.localhost', '192.168.1.1']) {
      expect([host, refusePlace(place(host), [])]).toEqual([
        host,
        expect.stringMatching(/public internet|this machine/),
      ]);
    }
    for (const host of ['/var/run/postgresql', '', 'a b', 'user@host', 'host/db', '..']) {
      expect([host, refusePlace(place(host), [host])]).toEqual([host, 'It is not the name of a host.']);
    }
    await expect(tryConnection(source.access, { ...options(), trusted: [] })).rejects.toThrow(
      /not on the public internet/,
    );
    await expect(tryConnection(source.access, options())).resolves.toBeUndefined();
  });

  it('tells what is wrong without telling whose it is', async () => {
    const attempt = (change: Partial<SourceAccess>) =>
      tryConnection({ ...source.access, ...change }, { ...options(), trusted: ['127.0.0.1'] });
    await expect(attempt({ port: 1 })).rejects.toThrow('No database listens at that host and port.');
    await expect(attempt({ database: 'no_such' })).rejects.toThrow('The server has no database of this name.');
    await expect(attempt({ user: 'nobody_of_that_name' })).rejects.toThrow(
      'The database does not accept the name and password of this connection.',
    );
    await expect(attempt({ encryption: 'encrypted' })).rejects.toThrow('does not offer an encrypted connection');
  });

  it('is not made with a role that may do more than read tables', async () => {
    await source.run(`grant pg_read_server_files to ${source.access.user}`);
    await expect(tryConnection(source.access, options())).rejects.toThrow(/Use a role that only reads tables/);
    await source.run(`revoke pg_read_server_files from ${source.access.user}`);
  });

  it('that breaks off in the middle is told, and one that is stopped gives its reason', async () => {
    const endless = 'select generate_series(1, 100000000) as n';
    const begin = (signal: AbortSignal, onFirst: () => void) =>
      readQuery(source.access, endless, { ...options(signal), onProgress: onFirst }, async ({ bytes }) => {
        for await (const _ of bytes);
      });
    await expect(begin(new AbortController().signal, () => source.breakOff())).rejects.toThrow(
      'The connection to the database broke off.',
    );
    const stopped = new AbortController();
    await expect(begin(stopped.signal, () => stopped.abort(new Error('Somebody stopped it.')))).rejects.toThrow(
      'Somebody stopped it.',
    );
    const left = async (): Promise<number> =>
      (await source.run(`select count(*)::int as n from pg_stat_activity where usename = '${source.access.user}'`))
        .rows[0].n;
    await expect.poll(left).toBe(0);
  });
});

describe('an encrypted connection', () => {
  const authority = anAuthority('Authority of the house');
  const opened: SourceDatabase[] = [];
  afterAll(async () => {
    for (const database of opened) await database.close();
  });

  /** A database that shows a certificate, and the attempt to get in with what the connection says about it. */
  async function showing(host: string, certifiedFor: string, until?: Date) {
    const database = await openSourceDatabase({ host, certified: authority.certify(certifiedFor, until) });
    opened.push(database);
    return (change: Partial<SourceAccess>) =>
      tryConnection(
        { ...database.access, encryption: 'verified', ...change },
        { ...options(), trusted: [database.place] },
      );
  }

  it.each(['localhost', '127.0.0.1'])('to %s is made when its authority vouches for that very host', async (host) => {
    const attempt = await showing(host, host);
    await expect(attempt({ certificate: authority.certificate })).resolves.toBeUndefined();
    const other = anAuthority('Authority of somebody else').certificate;
    for (const certificate of [other, null]) {
      await expect(attempt({ certificate })).rejects.toThrow(
        /^No authority that this connection trusts vouches for the certificate of the database \([A-Z_]+\)\. Give the certificate/,
      );
    }
    // Without a proof it is encrypted all the same.
    await expect(attempt({ encryption: 'encrypted' })).resolves.toBeUndefined();
  });

  it.each(['localhost', '127.0.0.1'])('to %s is refused when the certificate names another host', async (host) => {
    const attempt = await showing(host, 'db.example.com');
    await expect(attempt({ certificate: authority.certificate })).rejects.toThrow(
      'The certificate of the database is for another host than the one that was named.',
    );
  });

  it('is refused when the certificate has expired', async () => {
    const attempt = await showing('localhost', 'localhost', new Date(Date.now() - 60_000));
    await expect(attempt({ certificate: authority.certificate })).rejects.toThrow(
      'The certificate of the database has expired.',
    );
  });
});

it('rows of CSV are counted also where a piece ends within a cell', () => {
  const csv = Buffer.from('"a","b"\n"1","x\ny ""z"""\n"2","ü"\n');
  for (let cut = 0; cut <= csv.length; cut++) {
    const count = new RowCount();
    count.add(csv.subarray(0, cut));
    expect(count.add(csv.subarray(cut))).toBe(3);
  }
});
