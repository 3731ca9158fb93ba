import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  anInitiative,
  openTestInstallation,
  seat,
  type TestAnswer,
  type TestInstallation,
  type TestPerson,
} from '../../../test/installation.ts';
import { until } from '../../../test/until.ts';
import { openSourceDatabase, type SourceDatabase } from '../../platform/sources/source-database.fixture.ts';
import { aFreeInitiative, publishFreePlaybook } from '../experiments/free-initiative.fixture.ts';
import { readDatabaseAddress } from './connection.ts';

let source: SourceDatabase;
let installation: TestInstallation;
let ana: TestPerson;
let engineer: TestPerson;
let slug: string;
let other: string;
let connectionId: string;

const PASSWORD = 'a secret that nobody reads';

beforeAll(async () => {
  source = await openSourceDatabase();
  await source.run(`
    create table orders (customer_id bigint, code text, amount numeric(12,2), placed date, paid boolean);
    insert into orders values (1, '00123', 12.5, '2024-01-31', true), (2, '00124', 99, '2024-02-01', false);`);
  installation = await openTestInstallation({ databaseHosts: [source.place] });
  ana = await installation.join('Ana');
  engineer = await installation.join('Eva Engineer');
  const playbook = await publishFreePlaybook(installation, 'standard');
  slug = (await aFreeInitiative(installation, ana, playbook)).slug;
  other = (await aFreeInitiative(installation, ana, playbook)).slug;
  for (const each of [slug, other]) await seat(installation, each, ana, engineer, 'data-engineer');
  const added = await installation.does(installation.administrator, 'POST /api/connections', {
    ...place(),
    name: 'Warehouse',
    description: 'Orders of the shop',
    initiatives: [slug],
  });
  connectionId = added.id;
});
afterAll(async () => {
  await installation.close();
  await source.close();
});

function place() {
  const { host, port, database, user } = source.access;
  return { host, port, database, user, password: PASSWORD, encryption: 'none' };
}

const call = (person: TestPerson, request: string, body?: unknown) => installation.call(person, request, body);
const base = (path = '') => `/api/initiatives/${slug}${path}`;

async function fetched(path: string, body: unknown) {
  const { id } = await installation.does(engineer, `POST ${base(path)}`, body);
  let found: TestAnswer['body'];
  await until(async () => {
    const { fetches } = await installation.does(ana, `GET ${base('/fetches')}`);
    found = fetches.find((one: { id: string }) => one.id === id);
    return found.state !== 'fetching';
  });
  return found;
}

async function settled(datasetId: string, number: number) {
  let version: TestAnswer['body'];
  await until(async () => {
    version = await installation.does(ana, `GET ${base(`/datasets/${datasetId}/versions/${number}`)}`);
    return version.state !== 'reading';
  });
  return version;
}

describe('a connection', () => {
  it('never tells its password: not to its administrator, not in the log, not in the database', async () => {
    const { connections } = await installation.does(installation.administrator, 'GET /api/connections');
    expect(connections).toMatchObject([{ name: 'Warehouse', hasPassword: true, initiatives: [{ slug }] }]);
    const rows = await installation.database.query('select * from source_connections');
    const events = await installation.database.query('select * from events');
    expect(JSON.stringify([connections, rows, events])).not.toContain(PASSWORD);
  });

  it('is added, changed and tried by administrators alone', async () => {
    for (const request of ['GET /api/connections', `POST /api/connections/${connectionId}/trial`]) {
      expect((await call(engineer, request)).status).toBe(403);
    }
    const trial = await installation.does(installation.administrator, `POST /api/connections/${connectionId}/trial`);
    expect(trial).toEqual({ isReached: true, words: 'The database answers, and the role may only read.' });
  });

  it('that is led to another host asks for the password again, so that it cannot be sent there', async () => {
    const request = `PATCH /api/connections/${connectionId}`;
    const moved = await call(installation.administrator, request, { host: 'db.example.com', encryption: 'verified' });
    expect([moved.status, moved.body.code]).toEqual([422, 'CONNECTION_INVALID']);
    expect(moved.body.detail).toContain('give the password again');
    const same = await call(installation.administrator, request, { description: 'Orders of the shop since 2020' });
    expect(same.body).toMatchObject({ hasPassword: true, description: 'Orders of the shop since 2020' });
  });

  it('leads to public hosts with a verified certificate and to named hosts, and nowhere else', async () => {
    for (const [change, why] of [
      [{ host: '169.254.169.254' }, /not on the public internet/],
      [{ host: '/var/run/postgresql' }, /not the name of a host/],
      [{ host: 'db.example.com', encryption: 'encrypted' }, /certificate is verified/],
      [{ user: undefined, host: 'db.example.com', encryption: 'verified' }, /name of the user/],
      [{ address: 'mysql://a:b@db.example.com/x' }, /not one of a PostgreSQL/],
      [{ address: 'postgresql://a:b@10.0.0.9/x' }, /not on the public internet/],
      [{ certificate: 'nonsense' }, /PEM/],
      [{ initiatives: ['no-such-thing'] }, /no initiative "no-such-thing"/],
    ] as const) {
      const answer = await call(installation.administrator, 'POST /api/connections', {
        ...place(),
        name: 'Other',
        ...change,
      });
      expect([change, answer.body.code]).toEqual([change, 'CONNECTION_INVALID']);
      expect(answer.body.detail).toMatch(why);
      expect(answer.text).not.toContain(PASSWORD);
    }
    expect(
      (await call(installation.administrator, 'POST /api/connections', { ...place(), name: 'Warehouse' })).body.code,
    ).toBe('CONNECTION_NAME_TAKEN');
  });

  it('tells nothing of a private initiative to an administrator who may not see it', async () => {
    const hidden = await anInitiative(installation, ana, { question: 'Whom do we let go?', visibility: 'private' });
    const answer = await call(installation.administrator, `PATCH /api/connections/${connectionId}`, {
      initiatives: [slug, hidden.slug],
    });
    expect(answer.body.code).toBe('CONNECTION_INVALID');
    const { connections } = await installation.does(installation.administrator, 'GET /api/connections');
    expect(connections[0].initiatives.map((one: { slug: string }) => one.slug)).toEqual([slug]);
  });

  it('is used only by initiatives to which it was opened, by people who build', async () => {
    const query = { connectionId, query: 'select * from orders' };
    expect((await installation.does(engineer, `GET ${base('/connections')}`)).connections).toMatchObject([
      { id: connectionId, name: 'Warehouse' },
    ]);
    expect((await installation.does(engineer, `GET /api/initiatives/${other}/connections`)).connections).toEqual([]);
    const elsewhere = await call(engineer, `POST /api/initiatives/${other}/queries`, query);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([403, 'CONNECTION_NOT_OPEN']);
    const expert = await call(ana, `POST ${base('/queries')}`, query);
    expect([expert.status, expert.body.code]).toEqual([403, 'NOT_ALLOWED']);
  });
});

describe('a table that is fetched by a query', () => {
  it('is looked at, becomes a version with the types of the database, and is fetched again as the next one', async () => {
    const asked = { connectionId, query: 'select * from orders order by customer_id' };
    const look = await installation.does(engineer, `POST ${base('/queries')}`, asked);
    expect(look.columns).toEqual(['customer_id', 'code', 'amount', 'placed', 'paid']);
    expect(look.rows[0]).toEqual(['1', '00123', '12.50', '2024-01-31', 'true']);

    const first = await fetched('/fetches', { ...asked, name: 'Orders' });
    expect(first).toMatchObject({
      state: 'brought',
      version: 1,
      rowsDone: 2,
      connection: 'Warehouse',
      askedBy: 'Eva Engineer',
    });
    const version = await settled(first.datasetId, 1);
    expect(version).toMatchObject({ state: 'ready', rows: 2, fileName: 'Warehouse: query', format: 'csv' });
    expect(version.readings.map(({ type }: { type: string }) => type)).toEqual([
      'id',
      'text',
      'number',
      'time',
      'yes-no',
    ]);
    const { rows } = await installation.does(engineer, `GET ${base(`/datasets/${first.datasetId}/versions/1/rows`)}`);
    expect(rows[0]).toEqual(['1', '00123', 12.5, '2024-01-31T00:00:00.000Z', true]);

    await source.run(`insert into orders values (3, '00125', 5, null, null)`);
    const again = await fetched(`/datasets/${first.datasetId}/fetches`, {});
    expect(again).toMatchObject({ state: 'brought', version: 2, rowsDone: 3, query: asked.query });
    expect(await settled(first.datasetId, 2)).toMatchObject({
      state: 'ready',
      difference: { rowsBefore: 2, rowsNow: 3 },
    });
    const same = await fetched(`/datasets/${first.datasetId}/fetches`, {});
    const [second, third] = [await settled(first.datasetId, 2), await settled(first.datasetId, same.version)];
    expect(third.sha256).toBe(second.sha256);
  });

  it('has its connection as its source on the way to the decision, for every reader', async () => {
    const { datasetId } = (await installation.does(ana, `GET ${base('/fetches')}`)).fetches[0];
    const { nodes, edges } = await installation.does(ana, `GET ${base('/lineage')}`);
    const [connection] = nodes.filter(({ kind }: { kind: string }) => kind === 'connection');
    expect(connection).toMatchObject({ title: 'Warehouse', state: 'Last fetched', place: null, to: null });
    expect(edges).toContainEqual({ from: connection.id, to: `dataset ${datasetId}`, isAssumed: false });
    const { fetched: from } = await installation.does(ana, `GET ${base(`/datasets/${datasetId}/sources`)}`);
    expect(from).toMatchObject({ name: 'Warehouse', by: 'Eva Engineer', at: connection.at });
  });

  it('keeps what a person said about its columns over what the database says', async () => {
    const { datasetId } = await fetched('/fetches', {
      connectionId,
      query: 'select customer_id, code from orders',
      name: 'Codes',
    });
    await settled(datasetId, 1);
    await installation.does(ana, `POST ${base(`/datasets/${datasetId}/versions/1/readings`)}`, {
      columns: [{ name: 'code', format: { type: 'number', decimalComma: false } }],
    });
    await settled(datasetId, 2);
    const { version } = await fetched(`/datasets/${datasetId}/fetches`, {});
    const { readings } = await settled(datasetId, version);
    expect(readings.map(({ type }: { type: string }) => type)).toEqual(['id', 'number']);
  });

  it('that cannot be read is refused at once, in words, and leaves no data set behind', async () => {
    for (const [query, code, why] of [
      ['select * from nowhere', 'QUERY_REFUSED', /relation "nowhere" does not exist/],
      ['delete from orders', 'QUERY_REFUSED', /Write a single SELECT/],
      ['select 1; select 2', 'QUERY_REFUSED', /More than one statement/],
    ] as const) {
      const answer = await call(engineer, `POST ${base('/fetches')}`, { connectionId, query, name: 'Broken' });
      expect([query, answer.body.code]).toEqual([query, code]);
      expect(answer.body.detail).toMatch(why);
    }
    const { fetches } = await installation.does(ana, `GET ${base('/fetches')}`);
    expect(fetches[0]).toMatchObject({
      state: 'refused',
      name: 'Broken',
      askedBy: 'Eva Engineer',
      rowsDone: 0,
      failure: expect.stringMatching(/More than one statement/),
    });
    const failing = await fetched('/fetches', {
      connectionId,
      query: 'select 1 / (customer_id - 3) from orders',
      name: 'Broken',
    });
    expect(failing).toMatchObject({
      state: 'failed',
      failure: 'The database says: division by zero.',
      datasetId: null,
    });
    const { datasets } = await installation.does(ana, `GET ${base('/datasets')}`);
    expect(datasets.map(({ name }: { name: string }) => name)).not.toContain('Broken');
  });

  it('stands in the list of its connection, for administrators and without the query', async () => {
    const request = `GET /api/connections/${connectionId}/fetches`;
    const { fetches } = await installation.does(installation.administrator, request);
    const failed = fetches.find(({ state }: { state: string }) => state === 'failed');
    expect(failed).toMatchObject({ name: 'Broken', initiative: { slug }, askedBy: 'Eva Engineer' });
    expect(fetches.map(({ state }: { state: string }) => state)).toEqual(
      expect.arrayContaining(['brought', 'refused']),
    );
    expect(JSON.stringify(fetches)).not.toContain('select');
    expect((await call(engineer, request)).status).toBe(403);
  });

  it('is stopped, and nothing of it is kept', async () => {
    const { id } = await installation.does(engineer, `POST ${base('/fetches')}`, {
      connectionId,
      query: 'select generate_series(1, 100000000) as n',
      name: 'Endless',
    });
    await installation.does(ana, `DELETE ${base(`/fetches/${id}`)}`);
    const { fetches } = await installation.does(ana, `GET ${base('/fetches')}`);
    expect(fetches.find((one: { id: string }) => one.id === id)).toMatchObject({ state: 'cancelled', datasetId: null });
    expect((await call(ana, `DELETE ${base(`/fetches/${id}`)}`)).body.code).toBe('FETCH_NOT_UNDER_WAY');
    const elsewhere = await call(ana, `DELETE /api/initiatives/${other}/fetches/${id}`);
    expect(elsewhere.body.code).toBe('FETCH_UNKNOWN');
    const underWay = async (): Promise<number> =>
      (await source.run(`select count(*)::int as n from pg_stat_activity where usename = '${source.access.user}'`))
        .rows[0].n;
    await expect.poll(underWay).toBe(0);
  });

  it('is not fetched any more through a connection that was taken away', async () => {
    const { datasetId } = await fetched('/fetches', { connectionId, query: 'select * from orders', name: 'Last' });
    await settled(datasetId, 1);
    await installation.does(installation.administrator, `DELETE /api/connections/${connectionId}`);
    const answer = await call(engineer, `POST ${base(`/datasets/${datasetId}/fetches`)}`, {});
    expect([answer.status, answer.body.code]).toEqual([403, 'CONNECTION_NOT_OPEN']);
    expect(await settled(datasetId, 1)).toMatchObject({ state: 'ready' });
  });
});

describe('the address of a database', () => {
  it.each([
    [
      'postgresql://reader:a%20b@db.example.com/sales',
      {
        host: 'db.example.com',
        port: 5432,
        database: 'sales',
        user: 'reader',
        password: 'a b',
        encryption: 'verified',
      },
    ],
    [
      'postgres://reader@db.example.com:6543/sales?sslmode=disable',
      { host: 'db.example.com', port: 6543, database: 'sales', user: 'reader', password: null, encryption: 'none' },
    ],
    [
      'postgres://reader@[2001:db8::1]/sales?sslmode=require',
      { host: '2001:db8::1', port: 5432, database: 'sales', user: 'reader', password: null, encryption: 'encrypted' },
    ],
  ])('%s is taken apart', (address, parts) => expect(readDatabaseAddress(address)).toEqual(parts));

  it.each([
    '',
    'db.example.com',
    'postgresql://db.example.com/sales',
    'postgresql://reader@db.example.com',
    'postgresql://%E0%A4%A@db/x',
    'https://a@b/c',
  ])('%s is none', (address) => expect(readDatabaseAddress(address)).toBeNull());
});
