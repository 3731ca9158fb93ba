import type { Encryption } from '../../platform/sources/sources.schema.ts';

/** The words on screen for each way of encryption. */
export const ENCRYPTION_NAME: Readonly<Record<Encryption, string>> = {
  verified: 'Encrypted, and the certificate of the host is verified',
  encrypted: 'Encrypted; the certificate is not verified',
  none: 'Not encrypted',
};

/** Limits of connections and of what is fetched through them, stated once. */
export const CONNECTION_LIMITS = {
  nameChars: 80,
  descriptionChars: 500,
  hostChars: 253,
  accountChars: 128,
  passwordChars: 1_000,
  /** Connections of one installation, so that their list is one page. */
  inAll: 100,
  /** Initiatives that are offered in a list; a connection is opened to others by their address. */
  offeredInitiatives: 1_000,
  /** Fetches that are listed of an initiative. */
  shownFetches: 50,
} as const;

/** A database of the organisation from which initiatives may fetch tables. Its password is never part of it. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  /** What is in it, for whoever writes a query. */
  readonly description: string;
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly hasPassword: boolean;
  readonly encryption: Encryption;
  /** The certificate of the authority that vouches for the host, as PEM. */
  readonly certificate: string | null;
  /** Whether every initiative may use it, also one that begins later. */
  readonly isForAll: boolean;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/**
 * How far a fetch is: rows are on their way, they became a version, the database refused the query before a row came, it went
 * wrong on the way, or somebody stopped it.
 */
export const FETCH_STATES = ['fetching', 'brought', 'refused', 'failed', 'cancelled'] as const;

/** How far a fetch is. */
export type FetchState = (typeof FETCH_STATES)[number];

/** A query that is sent to a connection to become a version of a data set. */
export interface TableFetch {
  readonly id: string;
  readonly initiativeNo: number;
  /** Null until the first version of a new data set has arrived. */
  readonly datasetId: string | null;
  /** The name of the data set. */
  readonly name: string;
  /** Null when the connection was removed since. */
  readonly connectionId: string | null;
  readonly connectionName: string;
  readonly query: string;
  readonly state: FetchState;
  readonly rowsDone: number;
  readonly bytesDone: number;
  readonly uploadId: string | null;
  /** The version that it became. */
  readonly version: number | null;
  readonly failure: string | null;
  readonly askedBy: { readonly accountId: string; readonly name: string };
  readonly askedAt: Date;
  readonly finishedAt: Date | null;
  readonly jobId: string | null;
}

/** The parts of an address such as `postgresql://reader:word@db.example.com:5432/sales?sslmode=require`. */
export interface AddressParts {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | null;
  readonly encryption: Encryption;
}

const ENCRYPTION_OF_MODE: Readonly<Record<string, Encryption>> = {
  disable: 'none',
  allow: 'encrypted',
  prefer: 'encrypted',
  require: 'encrypted',
  'verify-ca': 'verified',
  'verify-full': 'verified',
};

/** Reads the address of a database; null when it is none. Without `sslmode` the certificate is verified. */
export function readDatabaseAddress(text: string): AddressParts | null {
  const url = URL.parse(text.trim());
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '') return null;
  try {
    const database = decodeURIComponent(url.pathname.slice(1));
    const user = decodeURIComponent(url.username);
    if (database === '' || user === '') return null;
    return {
      host: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port === '' ? 5_432 : Number(url.port),
      database,
      user,
      password: url.password === '' ? null : decodeURIComponent(url.password),
      encryption: ENCRYPTION_OF_MODE[url.searchParams.get('sslmode') ?? ''] ?? 'verified',
    };
  } catch {
    // A percent sign that escapes nothing.
    return null;
  }
}
