import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openSession } from '../seed/session.ts';
import { connectionsApi } from '../src/lifecycle/datasets/index.ts';
import { initiativesApi } from '../src/lifecycle/initiatives/index.ts';
import { ledgerApi } from '../src/lifecycle/ledger/index.ts';
import { peopleApi } from '../src/lifecycle/people/index.ts';
import { authApi } from '../src/platform/auth/auth.schema.ts';
import { createClient } from '../src/platform/contract/index.ts';
import { openSourceDatabase, type SourceDatabase } from '../src/platform/sources/source-database.fixture.ts';
import { type RunningProduct, runCommand, startProduct } from './running-product.ts';

let folder: string;
let source: SourceDatabase;
let product: RunningProduct;
let slug: string;
let environment: Readonly<Record<string, string>>;
let withWriting: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = join(inject('testFolder'), 'command-line');
  await mkdir(folder);
  source = await openSourceDatabase();
  product = await startProduct(join(folder, 'data'), { THROUGHLINE_DATABASE_HOSTS: source.place });
  const session = openSession(product.url);
  const accounts = createClient(authApi, session);
  const { accountId } = await accounts.setUp({
    body: { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' },
  });
  const { secret } = await accounts.makeAccessToken({ body: { name: 'pipeline', scopes: ['ledger'] } });
  ({ slug } = await createClient(initiativesApi, session).start({
    // Explore lets data in before a framing is signed.
    body: { question: 'Does the letter bring customers back?', playbook: 'explore' },
  }));
  environment = { THROUGHLINE_URL: product.url, THROUGHLINE_TOKEN: secret };
  await createClient(peopleApi, session).seat({ params: { slug }, body: { accountId, role: 'data-scientist' } });
  const { host, port, database, user, password, encryption } = source.access;
  await createClient(connectionsApi, session).addConnection({
    body: { name: 'Warehouse', host, port, database, user, password, encryption, isForAll: true },
  });
  const writing = await accounts.makeAccessToken({ body: { name: 'tables', scopes: ['read', 'write'] } });
  withWriting = { THROUGHLINE_URL: product.url, THROUGHLINE_TOKEN: writing.secret };
});
afterAll(async () => {
  await product.stop();
  await source.close();
  await rm(folder, { recursive: true, force: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

describe('the command line', () => {
  it('brings a file of records, names the line of each refused row, and says by its exit code that not all went in', async () => {
    const path = await file(
      'outcomes.csv',
      'outcomeId,unitId,occurredAt,metric,value\no1,u1,2026-03-01T00:00:00Z,left,1\no2,u2,2026-03-01T00:00:00Z,left,many\no3,u3,2026-03-02T00:00:00Z,left,0\n',
    );
    const first = await runCommand(['bring', slug, 'outcomes', path], environment);
    expect(first.code).toBe(1);
    expect(first.output).toContain('2 stored, 0 already there, 0 in a second group, 1 refused');
    expect(first.errors).toMatch(/line 3: .*value/);
    const again = await runCommand(['bring', slug, 'outcomes', path], environment);
    expect(again.output).toContain('0 stored, 2 already there');
    const overview = await createClient(ledgerApi, {
      baseUrl: product.url,
      token: environment.THROUGHLINE_TOKEN ?? '',
    }).overview({ params: { slug } });
    expect(overview.counts.find(({ kind }) => kind === 'outcomes')?.count).toBe(2);
  });

  it('brings a table as a data set, and the same name again as its next version', async () => {
    const path = await file('kunden.csv', 'id;umsatz\n1;1,5\n2;2,5\n');
    const first = await runCommand(['table', slug, path], withWriting);
    expect(first.errors).toBe('');
    expect(first.output).toMatch(/Version 1 of "kunden" has arrived.*\nReady: 2 rows, 2 columns, [0-9a-f]{64}/);
    expect((await runCommand(['table', slug, path], withWriting)).output).toContain('Version 2 of "kunden"');
    const empty = await runCommand(['table', slug, await file('empty.csv', '')], withWriting);
    expect([empty.code, empty.errors]).toEqual([1, expect.stringContaining('The file is empty.')]);
  });

  it('brings what a query gives as a data set, and the same query again as its next version', async () => {
    await source.run('create table orders as select n as order_id, n * 1.5 as amount from generate_series(1, 3) n');
    const named = ['table', slug, '--name', 'Orders'];
    const asked = ['--connection', 'Warehouse', '--query', `@${await file('orders.sql', 'select * from orders;\n')}`];
    const first = await runCommand([...named, ...asked], withWriting);
    expect(first.errors).toBe('');
    expect(first.output).toMatch(/Version 1 of "Orders" has arrived.*\nReady: 3 rows, 2 columns, [0-9a-f]{64}/);
    await source.run('insert into orders values (4, 6)');
    const again = await runCommand([...named, '--connection', 'Warehouse'], withWriting);
    expect(again.output).toMatch(/Version 2 of "Orders" has arrived.*\nReady: 4 rows/);
    for (const [words, code, sentence] of [
      [[...named, '--connection', 'Elsewhere'], 1, 'No connection "Elsewhere" is open to this initiative'],
      [[...named, '--query', 'delete from orders'], 1, 'Write a single SELECT'],
      [['table', slug, '--name', 'New', '--connection', 'Warehouse'], 2, 'name a --connection and a --query'],
      [['table', slug, 'orders.csv', '--connection', 'Warehouse'], 2, 'Name the initiative and a file, or'],
    ] as const) {
      const answer = await runCommand(words, withWriting);
      expect([answer.code, answer.errors]).toEqual([code, expect.stringContaining(sentence)]);
    }
  });

  it('brings the same records as NDJSON and finds that they are there', async () => {
    const path = await file(
      'outcomes.ndjson',
      '{"outcomeId":"o1","unitId":"u1","occurredAt":"2026-03-01T00:00:00Z","metric":"left","value":1}\n',
    );
    const { code, output } = await runCommand(['bring', slug, 'outcomes', path], environment);
    expect([code, output]).toEqual([0, '0 stored, 1 already there, 0 in a second group, 0 refused.\n']);
  });

  it.each([
    ['an unknown command', ['fetch'], 2, 'There is no command "fetch"'],
    ['an unknown kind', ['bring', 'x', 'things', 'file.csv'], 2, '"things" is not a kind of records'],
    ['an unknown flag', ['start', '--nonsense'], 2, '--nonsense'],
    ['a file that is not there', ['bring', 'x', 'outcomes', 'nowhere.csv'], 1, 'nowhere.csv'],
    ['an unreadable setting', ['start', '--port', 'many'], 1, 'THROUGHLINE_PORT'],
  ])('refuses %s with a sentence and an exit code', async (_, words, code, sentence) => {
    const answer = await runCommand(words, environment);
    expect(answer.code).toBe(code);
    expect(answer.errors).toContain(sentence);
    expect(answer.errors).not.toMatch(/\n\s+at /);
  });

  it('tells what is wrong with a token, and never prints it', async () => {
    const path = await file('one.csv', 'outcomeId,unitId,occurredAt,metric,value\no9,u1,2026-03-01T00:00:00Z,left,1\n');
    const answer = await runCommand(['bring', slug, 'outcomes', path], {
      ...environment,
      THROUGHLINE_TOKEN: 'tl_not_a_real_one',
    });
    expect(answer.code).toBe(1);
    expect(answer.errors).toContain('signed in');
    expect(answer.errors).not.toContain('tl_not_a_real_one');
  });

  it('lists its commands, and each tells its own flags', async () => {
    expect((await runCommand(['help'])).output).toContain('verify');
    expect((await runCommand(['start', '--help'])).output).toContain('--data');
  });
});
