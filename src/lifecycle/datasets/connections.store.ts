import { type RawBuilder, sql } from 'kysely';
import type { Queryable, Transaction } from '../../platform/database/queryable.ts';
import type { Encryption } from '../../platform/sources/sources.schema.ts';
import { CONNECTION_LIMITS, type Connection } from './connection.ts';

interface ConnectionRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly host: string;
  readonly port: number;
  readonly database_name: string;
  readonly account_name: string;
  readonly sealed_password: string | null;
  readonly encryption: Encryption;
  readonly certificate: string | null;
  readonly is_for_all: boolean;
  readonly created_by_name: string;
  readonly created_at: Date;
}

/** A connection with its encrypted password. */
export interface StoredConnection extends Connection {
  readonly sealedPassword: string | null;
}

/** The connections of the installation, by name. */
export async function listConnections(queryable: Queryable): Promise<readonly StoredConnection[]> {
  const rows = await queryable.query<ConnectionRow>('select * from source_connections order by name, id');
  return rows.map(toConnection);
}

/** A connection by its id; null when there is none. */
export async function findConnection(queryable: Queryable, id: string): Promise<StoredConnection | null> {
  const [row] = await queryable.query<ConnectionRow>('select * from source_connections where id = $1', [id]);
  return row ? toConnection(row) : null;
}

/** The connections that an initiative may use, by name. */
export async function listUsableConnections(
  queryable: Queryable,
  initiativeNo: number,
): Promise<readonly StoredConnection[]> {
  const rows = await queryable.query<ConnectionRow>(
    `select * from source_connections c where is_for_all or exists (
       select from source_connection_initiatives i where i.connection_id = c.id and i.initiative_no = $1)
     order by name, id`,
    [initiativeNo],
  );
  return rows.map(toConnection);
}

/** A connection that an initiative may use; null when there is none of this id. */
export async function findUsableConnection(
  queryable: Queryable,
  initiativeNo: number,
  id: string,
): Promise<StoredConnection | null> {
  return (await listUsableConnections(queryable, initiativeNo)).find((connection) => connection.id === id) ?? null;
}

/** Stores a new connection; says what stands in the way, or null. */
export async function insertConnection(
  tx: Transaction,
  connection: Omit<StoredConnection, 'hasPassword'> & { readonly createdById: string },
): Promise<'full' | 'name-taken' | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('source_connections'))`);
  const [found] = await tx.query<{ all: number }>('select count(*)::int as all from source_connections');
  if ((found?.all ?? 0) >= CONNECTION_LIMITS.inAll) return 'full';
  const rows = await tx.query(
    `insert into source_connections (id, name, description, host, port, database_name, account_name, sealed_password,
       encryption, certificate, is_for_all, created_by, created_by_name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (name) do nothing returning id`,
    [...placeValues(connection), connection.createdById, connection.createdBy, connection.createdAt],
  );
  return rows.length > 0 ? null : 'name-taken';
}

/** Changes a connection; false when another one has its name. */
export async function updateConnection(
  tx: Transaction,
  connection: Omit<StoredConnection, 'hasPassword' | 'createdBy' | 'createdAt'>,
): Promise<boolean> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('source_connections'))`);
  const taken = await tx.query('select 1 from source_connections where name = $1 and id <> $2', [
    connection.name,
    connection.id,
  ]);
  if (taken.length > 0) return false;
  await tx.query(
    `update source_connections set name = $2, description = $3, host = $4, port = $5, database_name = $6,
       account_name = $7, sealed_password = $8, encryption = $9, certificate = $10, is_for_all = $11 where id = $1`,
    placeValues(connection),
  );
  return true;
}

function placeValues(
  connection: Omit<StoredConnection, 'hasPassword' | 'createdBy' | 'createdAt'>,
): (string | number | boolean | null)[] {
  const { id, name, description, host, port, database, user, sealedPassword, encryption, certificate, isForAll } =
    connection;
  return [id, name, description, host, port, database, user, sealedPassword, encryption, certificate, isForAll];
}

/** Removes a connection; what was fetched through it stays. */
export async function deleteConnection(tx: Transaction, id: string): Promise<void> {
  await tx.query('delete from source_connections where id = $1', [id]);
}

/** An initiative that may use a connection. */
export interface OpenedInitiative {
  readonly connectionId: string;
  readonly slug: string;
  readonly name: string;
}

/** Initiatives that are offered as those to which a connection may be opened, as far as somebody may know of them. */
export async function listOfferedInitiatives(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
): Promise<readonly Pick<OpenedInitiative, 'slug' | 'name'>[]> {
  const { rows } = await sql<Pick<OpenedInitiative, 'slug' | 'name'>>`
    select i.slug, i.name from initiatives i where ${isVisible} order by i.name, i.slug
    limit ${CONNECTION_LIMITS.offeredInitiatives}`.execute(queryable.tables());
  return rows;
}

/** The initiatives to which connections were opened, as far as somebody may know of them. @param isVisible of initiative `i`. */
export async function listOpenedInitiatives(
  queryable: Queryable,
  isVisible: RawBuilder<boolean>,
): Promise<readonly OpenedInitiative[]> {
  const { rows } = await sql<OpenedInitiative>`
    select o.connection_id as "connectionId", i.slug, i.name from source_connection_initiatives o
    join initiatives i on i.no = o.initiative_no where ${isVisible} order by i.name, i.slug`.execute(
    queryable.tables(),
  );
  return rows;
}

/**
 * Opens a connection to exactly these initiatives, among those that somebody may know of; the others stay as they are.
 * @returns the addresses that lead to none of them.
 */
export async function openToInitiatives(
  tx: Transaction,
  connectionId: string,
  slugs: readonly string[],
  isVisible: RawBuilder<boolean>,
): Promise<readonly string[]> {
  await sql`
    delete from source_connection_initiatives o using initiatives i
    where o.connection_id = ${connectionId}::uuid and i.no = o.initiative_no and ${isVisible}`.execute(tx.tables());
  const { rows } = await sql<{ slug: string }>`
    with found as (select i.no, i.slug from initiatives i where i.slug = any(${[...slugs]}::text[]) and ${isVisible}),
      stored as (
        insert into source_connection_initiatives (connection_id, initiative_no)
        select ${connectionId}::uuid, no from found on conflict do nothing)
    select slug from found`.execute(tx.tables());
  const known = new Set(rows.map(({ slug }) => slug));
  return slugs.filter((slug) => !known.has(slug));
}

function toConnection(row: ConnectionRow): StoredConnection {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    host: row.host,
    port: row.port,
    database: row.database_name,
    user: row.account_name,
    hasPassword: row.sealed_password !== null,
    sealedPassword: row.sealed_password,
    encryption: row.encryption,
    certificate: row.certificate,
    isForAll: row.is_for_all,
    createdBy: row.created_by_name,
    createdAt: row.created_at,
  };
}
