import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { TrustedHosts } from '../outgoing/judge-host.ts';
import { SOURCE_LIMITS } from './limits.ts';
import { type OpenSource, openSource, type SourceAccess } from './open-source.ts';
import type { QueryColumn } from './reading-of-type.ts';
import { refusalFrom, SourceRefusal } from './source-refusal.ts';

/** What reading is accompanied by. */
export interface QueryOptions {
  readonly trusted: TrustedHosts;
  readonly signal: AbortSignal;
}

/** The first rows of a query, cells as PostgreSQL writes them. */
export interface FirstRows {
  readonly columns: readonly QueryColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const DECLARE = 'declare throughline_look no scroll cursor for ';

/** Says whether a connection can be made, without asking for anything. @throws SourceRefusal */
export async function tryConnection(access: SourceAccess, options: QueryOptions): Promise<void> {
  const signal = within(options.signal, SOURCE_LIMITS.trialMs);
  const source = await openSource(access, { ...options, signal });
  await source.close();
}

/** The first rows of a query, to look at before the table is brought. @throws SourceRefusal */
export async function firstRows(access: SourceAccess, query: string, options: QueryOptions): Promise<FirstRows> {
  return withQuery(access, query, { ...options, maxMs: SOURCE_LIMITS.trialMs }, async ({ client, told }) => {
    const look = {
      text: `fetch forward ${SOURCE_LIMITS.trialRows} from throughline_look`,
      rowMode: 'array' as const,
      types: { getTypeParser: (typeId: number) => (typeId === pg.types.builtins.BOOL ? shownYesNo : shownCell) },
    };
    const { fields, rows } = await client.query<(string | null)[]>(look).catch(rethrow(told));
    return { columns: columnsOf(fields), rows };
  });
}

/** The columns of a query, which is understood by the database and not run. @throws SourceRefusal */
export async function describeQuery(
  access: SourceAccess,
  query: string,
  options: QueryOptions,
): Promise<readonly QueryColumn[]> {
  return withQuery(access, query, { ...options, maxMs: SOURCE_LIMITS.trialMs }, lookAtColumns);
}

/** A query that is being read. */
export interface QueryBytes {
  readonly columns: readonly QueryColumn[];
  /** The rows as CSV in UTF-8, a header first. Every cell that is not missing stands in quotation marks. */
  readonly bytes: AsyncIterable<Buffer>;
}

/**
 * Runs a query and hands its rows to `take` as CSV in the pieces of the connection, as fast as they are taken.
 * @throws SourceRefusal; the signal's reason when it is aborted; whatever `take` throws.
 */
export async function readQuery<R>(
  access: SourceAccess,
  query: string,
  options: QueryOptions & { readonly onProgress: (done: QueryProgress) => void },
  take: (read: QueryBytes) => Promise<R>,
): Promise<R> {
  return withQuery(access, query, { ...options, maxMs: SOURCE_LIMITS.readMs }, async (source) => {
    const columns = await lookAtColumns(source);
    return take({ columns, bytes: copyOut(source, columns, options.onProgress) });
  });
}

/** How far the reading of a query is. */
export interface QueryProgress {
  readonly rows: number;
  readonly bytes: number;
}

/** A query that the database has understood, and the way in which what goes wrong with it is told. */
interface DeclaredQuery extends OpenSource {
  readonly text: string;
  /** Puts what was thrown while the database was asked into a sentence. */
  readonly told: (error: unknown) => unknown;
}

/**
 * Does work with a query that the database has understood: one statement and a SELECT, because no other can be declared as
 * a cursor; in a transaction that is read only and sees one state of the database.
 */
async function withQuery<R>(
  access: SourceAccess,
  query: string,
  options: QueryOptions & { readonly maxMs: number },
  work: (source: DeclaredQuery) => Promise<R>,
): Promise<R> {
  const text = withoutEnd(query);
  const signal = within(options.signal, options.maxMs);
  const told = (error: unknown): unknown => {
    if (options.signal.aborted) return options.signal.reason;
    if (signal.aborted) return new SourceRefusal('limit', 'The query took longer than it may and was stopped.');
    return refusalFrom(error, { text, begins: DECLARE.length });
  };
  const source = await openSource(access, { trusted: options.trusted, signal }).catch((error: unknown) => {
    throw signal.aborted ? told(error) : error;
  });
  try {
    await settle(source, options.maxMs).catch(rethrow(told));
    // A named statement goes by the extended protocol, which takes one statement only, whatever the text holds.
    await source.client.query({ name: 'throughline_look', text: DECLARE + text }).catch(rethrow(told));
    return await work({ ...source, text, told });
  } finally {
    await source.close();
  }
}

function rethrow(told: (error: unknown) => unknown): (error: unknown) => never {
  return (error) => {
    throw told(error);
  };
}

async function settle({ client }: OpenSource, maxMs: number): Promise<void> {
  // Lets the database notice a connection that was broken off while it sorts; older ones do not know it.
  await client.query(`set client_connection_check_interval = '2s'`).catch(() => undefined);
  await client.query('begin transaction isolation level repeatable read read only');
  const settings = {
    statement_timeout: `${maxMs}ms`,
    lock_timeout: `${SOURCE_LIMITS.lockMs}ms`,
    standard_conforming_strings: 'on',
    client_encoding: 'UTF8',
    datestyle: 'ISO, YMD',
    intervalstyle: 'iso_8601',
    timezone: 'UTC',
    bytea_output: 'hex',
    extra_float_digits: '1',
  };
  for (const [name, value] of Object.entries(settings)) await client.query(`set local ${name} = '${value}'`);
}

async function lookAtColumns({ client, told }: DeclaredQuery): Promise<readonly QueryColumn[]> {
  const { fields } = await client.query('fetch forward 0 from throughline_look').catch(rethrow(told));
  return columnsOf(fields);
}

function columnsOf(fields: readonly { readonly name: string; readonly dataTypeID: number }[]): readonly QueryColumn[] {
  if (fields.length === 0) throw new SourceRefusal('query', 'The query gives no column.');
  if (fields.length > SOURCE_LIMITS.columns) {
    throw new SourceRefusal(
      'limit',
      `The query gives ${fields.length.toLocaleString('en-US')} columns; ${SOURCE_LIMITS.columns.toLocaleString('en-US')} are the most.`,
    );
  }
  const seen = new Set<string>();
  return fields.map(({ name, dataTypeID }) => {
    const key = name.trim().toLowerCase();
    if (key === '') throw new SourceRefusal('query', 'A column of the query has no name. Give it one with "as".');
    if (seen.has(key)) {
      throw new SourceRefusal(
        'query',
        `The query gives two columns called "${name}". Give one of them another name with "as".`,
      );
    }
    seen.add(key);
    return { name: name.trim(), typeId: dataTypeID };
  });
}

/**
 * The rows as CSV. The text of the query was read by the database as a single SELECT before, so that inside of the
 * brackets it is the same SELECT and nothing that leads out of them.
 */
async function* copyOut(
  { client, text, told }: DeclaredQuery,
  columns: readonly QueryColumn[],
  onProgress: (done: QueryProgress) => void,
): AsyncGenerator<Buffer> {
  const header = columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`).join(',');
  yield Buffer.from(`${header}\n`);
  // The missing cell of a single column would be a blank line, which readers pass over.
  const missing = columns.length === 1 ? 'NULL' : '';
  const copy = `copy (${text}\n) to stdout (format csv, force_quote *, null '${missing}', encoding 'UTF8')`;
  const count = new RowCount();
  let bytes = 0;
  try {
    for await (const piece of client.query(copyTo(copy))) {
      if (!Buffer.isBuffer(piece)) throw new TypeError('A copy gives bytes.');
      bytes += piece.length;
      const rows = count.add(piece);
      if (bytes > SOURCE_LIMITS.bytes || rows > SOURCE_LIMITS.rows) throw tooMuch(bytes);
      onProgress({ rows, bytes });
      yield piece;
    }
  } catch (error) {
    throw told(error);
  }
}

function tooMuch(bytes: number): SourceRefusal {
  const most =
    bytes > SOURCE_LIMITS.bytes
      ? `${SOURCE_LIMITS.bytes / 1024 ** 3} GiB`
      : `${SOURCE_LIMITS.rows.toLocaleString('en-US')} rows`;
  return new SourceRefusal('limit', `The query gives more than ${most}. Choose fewer columns or rows.`);
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;

/** Counts the rows of CSV in pieces: line ends outside of quotation marks. */
export class RowCount {
  #rows = 0;
  #isQuoted = false;

  /** Takes the next piece and gives the rows up to its end. */
  add(piece: Buffer): number {
    for (let i = 0; i < piece.length; i++) {
      const byte = piece[i];
      if (byte === QUOTE) this.#isQuoted = !this.#isQuoted;
      else if (byte === LINE_FEED && !this.#isQuoted) this.#rows++;
    }
    return this.#rows;
  }
}

/** A query without the semicolon at its end, which a cursor does not take. */
function withoutEnd(query: string): string {
  return query.replace(/[;\s]+$/, '');
}

function within(signal: AbortSignal, ms: number): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ms)]);
}

function shownYesNo(text: string): string {
  return text === 't' ? 'true' : 'false';
}

function shownCell(text: string): string {
  const characters = Array.from(text.slice(0, SOURCE_LIMITS.shownCellChars * 2));
  return characters.length > SOURCE_LIMITS.shownCellChars
    ? `${characters.slice(0, SOURCE_LIMITS.shownCellChars).join('')}...`
    : text;
}
