import type { RawBuilder } from 'kysely';
import { openSealed, sealText } from '../../platform/auth/sealed-text.ts';
import { newId } from '../../platform/database/new-id.ts';
import type { Database, Transaction } from '../../platform/database/queryable.ts';
import { appendEvent } from '../../platform/events/events.store.ts';
import type { TrustedHosts } from '../../platform/outgoing/judge-host.ts';
import { refusePlace, type SourceAccess } from '../../platform/sources/open-source.ts';
import { tryConnection } from '../../platform/sources/read-query.ts';
import { SourceRefusal } from '../../platform/sources/source-refusal.ts';
import type { Actor } from '../initiatives/index.ts';
import type { Viewer } from '../people/index.ts';
import { CONNECTION_LIMITS, type Connection, readDatabaseAddress } from './connection.ts';
import { refuseConnection } from './connections.errors.ts';
import {
  deleteConnection,
  findConnection,
  insertConnection,
  listConnections,
  listOfferedInitiatives,
  listOpenedInitiatives,
  type OpenedInitiative,
  openToInitiatives,
  type StoredConnection,
  updateConnection,
} from './connections.store.ts';
import { type FetchOfConnection, listFetchesOfConnection } from './fetches.store.ts';

/** What connections need. */
export interface ConnectionPorts {
  readonly database: Database;
  readonly now: () => Date;
  /** The secret of the installation, under which passwords are stored. */
  readonly secret: () => Promise<string>;
  /** Hosts of the own network that connections may reach. */
  readonly trustedHosts: TrustedHosts;
  /** Whether somebody may know that initiative `i` exists. */
  readonly isVisible: (viewer: Viewer) => RawBuilder<boolean>;
}

/** An administrator, as connections know one. */
export type Keeper = Actor & Viewer;

/** What a connection is made from, or changed to; what is absent stays. */
export interface ConnectionChange {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  /** An address with all parts; its parts go before the single ones. */
  readonly address?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
  readonly user?: string | undefined;
  /** Null takes it away. */
  readonly password?: string | null | undefined;
  readonly encryption?: Connection['encryption'] | undefined;
  readonly certificate?: string | null | undefined;
  readonly isForAll?: boolean | undefined;
  /** Addresses of the initiatives that may use it. */
  readonly initiatives?: readonly string[] | undefined;
}

/** A connection with the initiatives to which it is open, as far as the administrator may know of them. */
export interface ShownConnection {
  readonly connection: Connection;
  readonly initiatives: readonly OpenedInitiative[];
}

const PURPOSE = 'password of a connection';

/** All connections of the installation, and the initiatives to which one may be opened. */
export async function readConnections(
  ports: ConnectionPorts,
  keeper: Keeper,
): Promise<{
  readonly connections: readonly ShownConnection[];
  readonly offered: Awaited<ReturnType<typeof listOfferedInitiatives>>;
}> {
  const isVisible = ports.isVisible(keeper);
  const opened = await listOpenedInitiatives(ports.database, isVisible);
  const connections = (await listConnections(ports.database)).map((connection) => ({
    connection,
    initiatives: opened.filter(({ connectionId }) => connectionId === connection.id),
  }));
  return { connections, offered: await listOfferedInitiatives(ports.database, isVisible) };
}

/** Adds a connection. @throws Problem CONNECTION_INVALID, CONNECTION_NAME_TAKEN, CONNECTIONS_FULL */
export async function addConnection(
  ports: ConnectionPorts,
  keeper: Keeper,
  given: ConnectionChange & { readonly name: string },
): Promise<ShownConnection> {
  const blank: StoredConnection = {
    id: newId(),
    name: given.name,
    description: '',
    host: '',
    port: 5_432,
    database: '',
    user: '',
    hasPassword: false,
    sealedPassword: null,
    encryption: 'verified',
    certificate: null,
    isForAll: false,
    createdBy: keeper.name,
    createdAt: ports.now(),
  };
  const connection = await changed(ports, blank, given);
  return ports.database.transaction(async (tx) => {
    const why = await insertConnection(tx, { ...connection, createdById: keeper.accountId });
    if (why === 'full') throw refuseConnection('CONNECTIONS_FULL', { limit: CONNECTION_LIMITS.inAll });
    if (why === 'name-taken') throw refuseConnection('CONNECTION_NAME_TAKEN', { name: connection.name });
    const initiatives = await openTo(tx, ports, keeper, connection.id, given.initiatives ?? []);
    await record(tx, ports, keeper, connection, 'added');
    return { connection, initiatives };
  });
}

/**
 * Changes a connection. Another host, port or encryption asks for the password again, so that nobody can have it sent to
 * a host of their own.
 * @throws Problem CONNECTION_UNKNOWN, CONNECTION_INVALID, CONNECTION_NAME_TAKEN
 */
export async function changeConnection(
  ports: ConnectionPorts,
  keeper: Keeper,
  id: string,
  change: ConnectionChange,
): Promise<ShownConnection> {
  const before = await requireConnection(ports, id);
  const connection = await changed(ports, before, change);
  return ports.database.transaction(async (tx) => {
    if (!(await updateConnection(tx, connection))) {
      throw refuseConnection('CONNECTION_NAME_TAKEN', { name: connection.name });
    }
    const initiatives = change.initiatives
      ? await openTo(tx, ports, keeper, id, change.initiatives)
      : (await listOpenedInitiatives(tx, ports.isVisible(keeper))).filter((one) => one.connectionId === id);
    await record(tx, ports, keeper, connection, 'changed');
    return { connection, initiatives };
  });
}

/** Removes a connection; data sets that came through it stay. @throws Problem CONNECTION_UNKNOWN */
export async function removeConnection(ports: ConnectionPorts, keeper: Keeper, id: string): Promise<void> {
  const connection = await requireConnection(ports, id);
  await ports.database.transaction(async (tx) => {
    await deleteConnection(tx, id);
    await record(tx, ports, keeper, connection, 'removed');
  });
}

/** Tries whether a connection can be made. @throws Problem CONNECTION_UNKNOWN */
export async function tryOneConnection(
  ports: ConnectionPorts,
  id: string,
): Promise<{ readonly isReached: boolean; readonly words: string }> {
  const access = await accessOf(ports, await requireConnection(ports, id));
  try {
    await tryConnection(access, { trusted: ports.trustedHosts, signal: new AbortController().signal });
    return { isReached: true, words: 'The database answers, and the role may only read.' };
  } catch (error) {
    if (!(error instanceof SourceRefusal)) throw error;
    return { isReached: false, words: error.message };
  }
}

/** The newest fetches through a connection, of initiatives that the keeper may see. @throws Problem CONNECTION_UNKNOWN */
export async function readFetchesOfConnection(
  ports: ConnectionPorts,
  keeper: Keeper,
  id: string,
): Promise<readonly FetchOfConnection[]> {
  await requireConnection(ports, id);
  return listFetchesOfConnection(ports.database, id, ports.isVisible(keeper));
}

/** A connection with its password in clear, for the moment in which it is used. @throws Problem CONNECTION_FAILED */
export async function accessOf(
  ports: Pick<ConnectionPorts, 'secret'>,
  connection: StoredConnection,
): Promise<SourceAccess> {
  const { host, port, database, user, encryption, certificate, sealedPassword } = connection;
  const password = sealedPassword === null ? null : openSealed(await ports.secret(), PURPOSE, sealedPassword);
  if (sealedPassword !== null && password === null) {
    throw refuseConnection('CONNECTION_FAILED', {
      why: 'its password was stored under another secret of this installation and has to be given again.',
    });
  }
  return { host, port, database, user, encryption, certificate, password };
}

async function requireConnection(ports: ConnectionPorts, id: string): Promise<StoredConnection> {
  const connection = await findConnection(ports.database, id);
  if (!connection) throw refuseConnection('CONNECTION_UNKNOWN');
  return connection;
}

async function changed(
  ports: ConnectionPorts,
  before: StoredConnection,
  change: ConnectionChange,
): Promise<StoredConnection> {
  const parts = change.address === undefined ? undefined : readDatabaseAddress(change.address);
  if (parts === null) throw invalid('the address is not one of a PostgreSQL.');
  const merged: StoredConnection = {
    ...before,
    name: change.name ?? before.name,
    description: change.description ?? before.description,
    host: parts?.host ?? change.host ?? before.host,
    port: parts?.port ?? change.port ?? before.port,
    database: parts?.database ?? change.database ?? before.database,
    user: parts?.user ?? change.user ?? before.user,
    encryption: parts?.encryption ?? change.encryption ?? before.encryption,
    certificate: change.certificate === undefined ? before.certificate : change.certificate,
    isForAll: change.isForAll ?? before.isForAll,
  };
  const password = parts?.password ?? change.password;
  if (before.sealedPassword !== null && password === undefined && leadsElsewhere(before, merged)) {
    throw invalid('it leads somewhere else now; give the password again.');
  }
  const why = refusePlace(merged, ports.trustedHosts) ?? lackOf(merged);
  if (why !== null) throw invalid(why);
  if (password === undefined) return merged;
  const sealedPassword =
    password === null || password === '' ? null : sealText(await ports.secret(), PURPOSE, password);
  return { ...merged, sealedPassword, hasPassword: sealedPassword !== null };
}

/** Whether a stored password would reach another place, or the same one less protected. */
function leadsElsewhere(before: StoredConnection, now: StoredConnection): boolean {
  return (
    now.host !== before.host ||
    now.port !== before.port ||
    now.encryption !== before.encryption ||
    now.certificate !== before.certificate
  );
}

function lackOf({ database, user, certificate }: StoredConnection): string | null {
  if (database === '') return 'the name of the database is missing.';
  if (user === '') return 'the name of the user is missing.';
  const isPem =
    certificate === null || /^\s*-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/.test(certificate);
  return isPem ? null : 'the certificate is not PEM text that begins with -----BEGIN CERTIFICATE-----.';
}

function invalid(why: string) {
  return refuseConnection('CONNECTION_INVALID', { why });
}

async function openTo(
  tx: Transaction,
  ports: ConnectionPorts,
  keeper: Keeper,
  id: string,
  slugs: readonly string[],
): Promise<readonly OpenedInitiative[]> {
  const [unknown] = await openToInitiatives(tx, id, slugs, ports.isVisible(keeper));
  if (unknown !== undefined) throw invalid(`there is no initiative "${unknown}" that you may see.`);
  return (await listOpenedInitiatives(tx, ports.isVisible(keeper))).filter(({ connectionId }) => connectionId === id);
}

async function record(
  tx: Transaction,
  ports: ConnectionPorts,
  keeper: Keeper,
  { id, name }: Connection,
  verb: 'added' | 'changed' | 'removed',
): Promise<void> {
  await appendEvent(
    tx,
    {
      kind: `connection.${verb}`,
      sentence: `${verb} the connection "${name}", from which tables may be fetched`,
      actorId: keeper.accountId,
      actorName: keeper.name,
      objectType: 'connection',
      objectId: id,
    },
    ports.now(),
  );
}
