import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from './database.ts';
import { type Migration, migrate } from './migrations.ts';
import { StartRefusal } from './start-refusal.ts';
import { openTestDatabase } from './test-database.ts';

const createTable = (name: string, table: string): Migration => ({
  name,
  up: (database) => database.schema.createTable(table).addColumn('id', 'integer').execute(),
});

let database: Database;

beforeAll(async () => {
  database = await openTestDatabase([]);
});

afterAll(() => database.close());

test('steps are taken once, in the order of their names, by however many processes start together', async () => {
  const steps = [createTable('0002-second', 'second'), createTable('0001-first', 'first')];
  const taken = await Promise.all([migrate(database, steps), migrate(database, steps), migrate(database, steps)]);
  expect(taken.flat()).toEqual(['0001-first', '0002-second']);
  expect(await migrate(database, steps)).toEqual([]);
});

test('the plain role gets rights on the rows of new tables', async () => {
  await database.query('insert into first (id) values (1)');
  expect(await database.query('select id from first')).toEqual([{ id: 1 }]);
});

test('a step that fails changes nothing, and the message names it', async () => {
  const steps = [createTable('0001-first', 'first'), createTable('0002-second', 'second')];
  const failing = [...steps, createTable('0003-third', 'third'), createTable('0004-again', 'first')];
  await expect(migrate(database, failing)).rejects.toThrow('"0004-again" failed and nothing was changed');
  await expect(database.query('select from third')).rejects.toThrow('does not exist');
});

test('data of a newer version are refused with a sentence', async () => {
  const older = migrate(database, [createTable('0001-first', 'first')]);
  await expect(older).rejects.toThrow(StartRefusal);
  await expect(older).rejects.toThrow(
    'written by a newer version of Throughline: its tables have the step "0002-second"',
  );
});

test('names are unique and carry their order', async () => {
  const twice = [createTable('0001-first', 'first'), createTable('0001-first', 'other')];
  await expect(migrate(database, twice)).rejects.toThrow('Two migrations are named "0001-first"');
  await expect(migrate(database, [createTable('first', 'first')])).rejects.toThrow('must be named like 0001-events');
});

test('with a URL one role migrates and works', async () => {
  const { owner } = database.address;
  if (!('host' in owner)) throw new Error('The test server has a socket.');
  const url = `postgres://${owner.user}@localhost/${owner.database}?host=${encodeURIComponent(owner.host)}`;
  const single = await openDatabase({ url });
  const steps = ['0001-first', '0002-second', '0003-single'].map((name) => createTable(name, name.slice(5)));
  expect(await migrate(single, steps)).toEqual(['0003-single']);
  await single.query('insert into single (id) values (1)');
  await single.close();
});
