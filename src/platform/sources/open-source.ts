import { isIP, Socket } from 'node:net';
import pg from 'pg';
import { isTrustedHost, judgeHost, refuseHost, type TrustedHosts } from '../outgoing/judge-host.ts';
import { SOURCE_LIMITS } from './limits.ts';
import { refusalFrom, SourceRefusal } from './source-refusal.ts';
import type { Encryption } from './sources.schema.ts';

/** Where a database is. */
export interface SourcePlace {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
}

/** A database, and the account that reads from it. */
export interface SourceAccess extends SourcePlace {
  readonly database: string;
  readonly user: string;
  readonly password: string | null;
  /** The certificate of the authority that vouches for the host, as PEM; the usual authorities where absent. */
  readonly certificate: string | null;
}

/** Why no connection to a place is ever made, in a sentence; `null` when it may be tried. */
export function refusePlace({ host, port, encryption }: SourcePlace, trusted: TrustedHosts): string | null {
  const why = refuseHost(host, port, trusted);
  if (why !== null) return why;
  return encryption === 'verified' || isTrustedHost(host, port, trusted)
    ? null
    : 'Over the public internet only a connection whose certificate is verified is made.';
}

/** An open connection to a database of others. */
export interface OpenSource {
  readonly client: pg.Client;
  /** Breaks the connection off at once; the database stops what it was doing when it notices. */
  breakOff(): void;
  close(): Promise<void>;
}

/**
 * Connects and makes sure that the role may do no more than read rows.
 * @param signal breaks the connection off, also later.
 * @throws SourceRefusal
 */
export async function openSource(
  access: SourceAccess,
  options: { readonly trusted: TrustedHosts; readonly signal: AbortSignal },
): Promise<OpenSource> {
  const why = refusePlace(access, options.trusted);
  if (why !== null) throw new SourceRefusal('connection', why);
  const judged = await judgeHost(access.host, access.port, options.trusted);
  if (judged.kind === 'refused') throw new SourceRefusal('connection', judged.why);
  const socket = new Socket();
  const client = new pg.Client({
    host: judged.address,
    port: access.port,
    database: access.database,
    user: access.user,
    // An empty one, so that no password is looked for in files or variables of this server.
    password: access.password ?? '',
    ssl: encryptionOf(access),
    connectionTimeoutMillis: SOURCE_LIMITS.connectMs,
    keepAlive: true,
    application_name: 'throughline',
    stream: () => socket,
  });
  const breakOff = (): void => void socket.destroy();
  // Whoever waits for an answer hears of a lost connection there; between two questions nobody has to.
  client.on('error', () => undefined);
  options.signal.addEventListener('abort', breakOff, { once: true });
  const close = async (): Promise<void> => {
    options.signal.removeEventListener('abort', breakOff);
    await client.end().catch(() => undefined);
    socket.destroy();
  };
  try {
    options.signal.throwIfAborted();
    await client.connect();
    await refusePowerfulRole(client);
    return { client, breakOff, close };
  } catch (error) {
    await close();
    throw refusalFrom(error, null);
  }
}

function encryptionOf({ host, encryption, certificate }: SourceAccess) {
  if (encryption === 'none') return false;
  return {
    // Names alone are sent ahead (RFC 6066); what the certificate has to name is the host either way.
    ...(isIP(host) === 0 ? { servername: host } : { host }),
    rejectUnauthorized: encryption === 'verified',
    ...(certificate === null ? {} : { ca: certificate }),
  };
}

/** A transaction that is read only keeps nobody from files and programs of the database's machine who may use those. */
async function refusePowerfulRole(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ isPowerful: boolean }>(
    `select rolsuper or pg_has_role(oid, 'pg_execute_server_program', 'usage')
       or pg_has_role(oid, 'pg_read_server_files', 'usage')
       or pg_has_role(oid, 'pg_write_server_files', 'usage') as "isPowerful"
     from pg_roles where rolname = current_user`,
  );
  if (rows[0]?.isPowerful !== false) {
    throw new SourceRefusal(
      'connection',
      'The role of this connection may reach files or programs of the database server. Use a role that only reads tables.',
    );
  }
}
