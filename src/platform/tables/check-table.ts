import { z } from 'zod';
import { type Duck, openDuck, parquetAt, quote, quoteName } from './duck.ts';
import { TABLE_LIMITS } from './limits.ts';
import type { CheckOutcome, TableCheck, TaskContext, TaskInput, TaskOutput } from './tables.schema.ts';

const DAY_MS = 86_400_000;

/**
 * Looks at every rule. A rule that cannot be looked at (a column that is gone, a statement that fails) is told as
 * impossible and hides none of the others.
 */
export async function checkTable(task: TaskInput<'check'>, { folder }: TaskContext): Promise<TaskOutput<'check'>> {
  const others = task.checks.flatMap((check) => (check.kind === 'foreign-key' ? [check.file] : []));
  const duck = await openDuck({ folder, files: [task.path, ...others] });
  try {
    await duck.run(`create view data as select * from ${parquetAt(task.path)}`);
    const known = new Set(task.columns.map(({ name }) => name));
    const outcomes: CheckOutcome[] = [];
    for (const check of task.checks) outcomes.push(await checkOne(duck, check, known, task.nowMs));
    return { outcomes };
  } finally {
    duck.close();
  }
}

async function checkOne(
  duck: Duck,
  check: TableCheck,
  known: ReadonlySet<string>,
  nowMs: number,
): Promise<CheckOutcome> {
  const gone = columnsOf(check).find((name) => !known.has(name));
  if (gone !== undefined) return impossible(`The table has no column "${gone}" any more.`);
  try {
    return await look(duck, check, nowMs);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return impossible(`The database says: ${(error.message.split('\n')[0] ?? '').slice(0, 300)}`);
  }
}

function columnsOf(check: TableCheck): readonly string[] {
  if (check.kind === 'row-count' || check.kind === 'sql') return [];
  return check.kind === 'unique' ? check.columns : [check.column];
}

async function look(duck: Duck, check: TableCheck, nowMs: number): Promise<CheckOutcome> {
  switch (check.kind) {
    case 'not-null':
      return rowsWhere(duck, `${quoteName(check.column)} is null`, "'a missing value'", [
        'has no value',
        'have no value',
      ]);
    case 'range': {
      const column = quoteName(check.column);
      const tests = [
        ...(check.min === null ? [] : [`${column}::double < ${check.min}`]),
        ...(check.max === null ? [] : [`${column}::double > ${check.max}`]),
      ];
      if (tests.length === 0) return kept('Every value is in the range.');
      return rowsWhere(duck, tests.join(' or '), `${column}::varchar`, [
        'lies outside of the range',
        'lie outside of the range',
      ]);
    }
    case 'accepted': {
      const column = `${quoteName(check.column)}::varchar`;
      const values = check.values.map(quote).join(', ');
      return rowsWhere(duck, `${column} not in (${values})`, column, [
        'has a value that is not accepted',
        'have a value that is not accepted',
      ]);
    }
    case 'unique':
      return checkUnique(duck, check.columns.map(quoteName).join(', '));
    case 'freshness':
      return checkFreshness(duck, quoteName(check.column), check.days, nowMs);
    case 'row-count':
      return checkRowCount(duck, check.min, check.max);
    case 'foreign-key': {
      const column = quoteName(check.column);
      const other = `select ${quoteName(check.otherColumn)}::varchar from ${parquetAt(check.file)} where ${quoteName(check.otherColumn)} is not null`;
      const test = `${column} is not null and ${column}::varchar not in (${other})`;
      return rowsWhere(duck, test, `${column}::varchar`, [
        'names something that the other table does not have',
        'name something that the other table does not have',
      ]);
    }
    case 'sql':
      return checkSql(duck, check.sql);
  }
}

const totals = z.object({ rows: z.number().int() });

/** What is said of one row and of several. */
type Said = readonly [ofOne: string, ofSeveral: string];

async function rowsWhere(duck: Duck, test: string, example: string, said: Said): Promise<CheckOutcome> {
  const [row] = await duck.rows(`select count(*) as rows from data where ${test}`);
  const { rows } = totals.parse(row);
  if (rows === 0) return kept('Every row keeps it.');
  const found = await duck.rows(
    `select distinct left(${example}, ${TABLE_LIMITS.exampleChars}) as example from data where ${test} limit ${TABLE_LIMITS.examples}`,
  );
  return broken(rows, `${rowsThat(rows, said)}.`, examplesOf(found));
}

async function checkUnique(duck: Duck, columns: string): Promise<CheckOutcome> {
  const repeated = `select concat_ws(', ', ${columns}) as example, count(*) as n from data group by ${columns} having count(*) > 1`;
  const [row] = await duck.rows(`select coalesce(sum(n - 1), 0)::bigint as rows from (${repeated})`);
  const { rows } = totals.parse(row);
  if (rows === 0) return kept('Every row is there once.');
  const found = await duck.rows(`select example from (${repeated}) order by n desc limit ${TABLE_LIMITS.examples}`);
  return broken(rows, `${rowsThat(rows, ['repeats an earlier one', 'repeat an earlier one'])}.`, examplesOf(found));
}

async function checkFreshness(duck: Duck, column: string, days: number, nowMs: number): Promise<CheckOutcome> {
  const [row] = await duck.rows(`select epoch_ms(max(${column}))::double as newest from data`);
  const { newest } = z.object({ newest: z.number().nullable() }).parse(row);
  if (newest === null) return broken(1, 'No row says when it is from.', []);
  const age = Math.floor((nowMs - newest) / DAY_MS);
  const day = new Date(newest).toISOString().slice(0, 10);
  if (age <= days) return kept(`The newest row is of ${day}.`);
  return broken(1, `The newest row is of ${day}, ${inWords(age, 'day')} ago.`, []);
}

async function checkRowCount(duck: Duck, min: number | null, max: number | null): Promise<CheckOutcome> {
  const [row] = await duck.rows('select count(*) as rows from data');
  const { rows } = totals.parse(row);
  const isFit = (min === null || rows >= min) && (max === null || rows <= max);
  return isFit
    ? kept(`The table has ${inWords(rows, 'row')}.`)
    : broken(1, `The table has ${inWords(rows, 'row')}.`, []);
}

/** A statement of somebody's own: the rows that it gives are those that break the rule. */
async function checkSql(duck: Duck, sql: string): Promise<CheckOutcome> {
  const { StatementType } = await import('@duckdb/node-api');
  const statements = await duck.connection.extractStatements(sql);
  if (statements.count !== 1) return impossible('Write one statement that begins with SELECT.');
  const prepared = await statements.prepare(0);
  if (prepared.statementType !== StatementType.SELECT)
    return impossible('Only SELECT reads; nothing else is run here.');
  const timer = setTimeout(() => duck.connection.interrupt(), TABLE_LIMITS.questionMs);
  try {
    const inner = sql.trim().replace(/;\s*$/, '');
    const [row] = await duck.rows(`select count(*) as rows from (${inner}\n)`);
    const { rows } = totals.parse(row);
    if (rows === 0) return kept('The statement finds no row.');
    const found = await duck.rows(`select * from (${inner}\n) limit ${TABLE_LIMITS.examples}`);
    const examples = found.map((answer) => JSON.stringify(answer).slice(0, TABLE_LIMITS.exampleChars));
    return broken(rows, `The statement finds ${inWords(rows, 'row')}.`, examples);
  } finally {
    clearTimeout(timer);
  }
}

const examplesOf = (rows: readonly Readonly<Record<string, unknown>>[]): string[] =>
  rows.map(({ example }) => String(example));

const inWords = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

const rowsThat = (rows: number, [ofOne, ofSeveral]: Said): string =>
  `${inWords(rows, 'row')} ${rows === 1 ? ofOne : ofSeveral}`;

const kept = (sentence: string): CheckOutcome => ({ state: 'kept', broken: 0, sentence, examples: [] });

const broken = (rows: number, sentence: string, examples: string[]): CheckOutcome => ({
  state: 'broken',
  broken: rows,
  sentence,
  examples,
});

const impossible = (sentence: string): CheckOutcome => ({ state: 'impossible', broken: 0, sentence, examples: [] });
