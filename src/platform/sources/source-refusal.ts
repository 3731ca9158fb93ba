/** Whose turn it is when a table could not be read from a database. */
export type RefusalKind =
  /** The connection: its address, its name and password, its encryption. */
  | 'connection'
  /** The query: what it says or what the role may read. */
  | 'query'
  /** It took too long or gave too much. */
  | 'limit'
  /** The connection broke off while it was used. */
  | 'broken-off';

/** Why a table could not be read from a database, in a sentence for whoever asked. */
export class SourceRefusal extends Error {
  override readonly name = 'SourceRefusal';
  readonly kind: RefusalKind;

  constructor(kind: RefusalKind, sentence: string) {
    super(sentence);
    this.kind = kind;
  }
}

const CANNOT_CONNECT: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'No database listens at that host and port.',
  ENOTFOUND: 'The name of the host was not found.',
  EHOSTUNREACH: 'The host cannot be reached from here.',
  ENETUNREACH: 'The host cannot be reached from here.',
  ETIMEDOUT: 'The host did not answer in time.',
  '3D000': 'The server has no database of this name.',
  '53300': 'The database lets no further connection in at the moment.',
  '57P03': 'The database is starting or stopping.',
};

const OF_QUERY: Readonly<Record<string, string>> = {
  '25006': 'The query would change something in the database. Only queries that read are run.',
  '55P03': 'The query waits for something that another program has locked in the database.',
  '53100': 'The database has no room on its disk for what this query has to sort or join.',
  '53200': 'The database has no memory for this query.',
};

/**
 * Puts what the driver or the database reported into a sentence. What the database says about a query is passed on,
 * because its author needs it; of what fails while connecting nothing is, because it may name accounts.
 * @param query the query as its author wrote it, and where it begins in the statement that was sent.
 */
export function refusalFrom(
  error: unknown,
  query: { readonly text: string; readonly begins: number } | null,
): SourceRefusal {
  if (error instanceof SourceRefusal) return error;
  const { code, message, position } = partsOf(error);
  if (code.startsWith('28')) {
    return new SourceRefusal('connection', 'The database does not accept the name and password of this connection.');
  }
  const known = CANNOT_CONNECT[code];
  if (known !== undefined) return new SourceRefusal('connection', known);
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER|UNABLE_TO_VERIFY/.test(code)) {
    return new SourceRefusal('connection', certificateSentence(code));
  }
  if (/does not support SSL/i.test(message)) {
    return new SourceRefusal('connection', 'The database does not offer an encrypted connection.');
  }
  if (code === '08P01' && /parameter/.test(message)) {
    return new SourceRefusal('query', 'The query has a place to fill in ($1). Write the value itself.');
  }
  if (code === '57014') return new SourceRefusal('limit', 'The query took longer than it may and was stopped.');
  if (/^(08|57P)/.test(code) || code === 'ECONNRESET' || code === 'EPIPE' || /terminated/i.test(message)) {
    return new SourceRefusal('broken-off', 'The connection to the database broke off.');
  }
  if (!/^[0-9A-Z]{5}$/.test(code) || query === null) {
    return new SourceRefusal('connection', 'The connection to the database could not be made.');
  }
  return new SourceRefusal('query', OF_QUERY[code] ?? sentenceOf(code, message, position, query));
}

/** What is wrong with the certificate that a database shows. */
function certificateSentence(code: string): string {
  if (/ALTNAME/.test(code)) return 'The certificate of the database is for another host than the one that was named.';
  if (/EXPIRED/.test(code)) return 'The certificate of the database has expired.';
  return `No authority that this connection trusts vouches for the certificate of the database (${code}). Give the certificate of the authority that does.`;
}

function sentenceOf(
  code: string,
  message: string,
  position: number | null,
  query: { readonly text: string; readonly begins: number },
): string {
  if (/multiple commands/.test(message)) return 'More than one statement was sent. Write a single SELECT.';
  const place = position === null ? '' : placeInWords(query.text, position - query.begins);
  const said = `${message.slice(0, 300).replace(/\.$/, '')}${place}.`;
  return code === '42601'
    ? `The database cannot read the query: ${said} Write a single SELECT.`
    : `The database says: ${said}`;
}

/** Where in a text a character is, as people count: line and character from 1. Nothing when it lies outside. */
function placeInWords(text: string, at: number): string {
  if (at < 0 || at > text.length) return '';
  const before = Array.from(text).slice(0, at).join('').split('\n');
  return ` (line ${before.length}, character ${(before.at(-1)?.length ?? 0) + 1})`;
}

function partsOf(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly position: number | null;
} {
  if (!(error instanceof Error)) return { code: '', message: '', position: null };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const position = 'position' in error ? Number(error.position) - 1 : Number.NaN;
  return { code, message: error.message, position: Number.isInteger(position) ? position : null };
}
