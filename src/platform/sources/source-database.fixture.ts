import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server, Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import pg from 'pg';
import { inject } from 'vitest';
import type { Certified } from './certificate.fixture.ts';
import type { SourceAccess } from './open-source.ts';

/** A database of somebody else's, on the test run's server, reached by TCP as a database of an organisation is. */
export interface SourceDatabase {
  /** How a role that only reads gets in. */
  readonly access: SourceAccess;
  /** `host:port`, to be trusted. */
  readonly place: string;
  /** Runs statements as the owner of that database. */
  run(sql: string): Promise<pg.QueryResult>;
  /** Breaks off every connection that is open. */
  breakOff(): void;
  close(): Promise<void>;
}

/**
 * Makes a database with a role that may read and nothing else. The test run's server listens on a socket of the file
 * system alone, so that a port of this machine leads there.
 * @param certified the certificate that the other end shows; without one it offers no encryption.
 */
export async function openSourceDatabase(
  place: { readonly host?: string; readonly certified?: Certified } = {},
): Promise<SourceDatabase> {
  const { host, port, database, ownerRole } = inject('testServer');
  const name = `source_${randomBytes(8).toString('hex')}`;
  const administer = async (sql: string, inDatabase = database): Promise<pg.QueryResult> => {
    const client = new pg.Client({ host, port, database: inDatabase, user: ownerRole });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await administer(`create database ${name}`);
  await administer(`create role ${name} login password 'a secret that nobody reads'`);
  await administer(`grant pg_read_all_data to ${name}`);
  const open = new Set<Socket>();
  const server = createServer((incoming) => {
    const onward = new Socket().connect(`${host}/.s.PGSQL.${port}`);
    for (const socket of [incoming, onward]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        incoming.destroy();
        onward.destroy();
      });
    }
    if (!place.certified) {
      incoming.pipe(onward).pipe(incoming);
      return;
    }
    encrypted(incoming, place.certified).then(
      (plain) => plain.pipe(onward).pipe(plain),
      () => incoming.destroy(),
    );
  });
  const listening = await listen(server, place.host ?? '127.0.0.1');
  const breakOff = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    access: {
      host: place.host ?? '127.0.0.1',
      port: listening,
      encryption: 'none',
      database: name,
      user: name,
      password: 'a secret that nobody reads',
      certificate: null,
    },
    place: `${place.host ?? '127.0.0.1'}:${listening}`,
    run: (sql) => administer(sql, name),
    breakOff,
    close: async () => {
      breakOff();
      await new Promise((done) => server.close(done));
      await administer(`drop database ${name} with (force)`);
      await administer(`drop role ${name}`);
    },
  };
}

/** Answers that encryption is there, as a PostgreSQL with a certificate does, and gives what is said within it. */
async function encrypted(incoming: Socket, { certificate, key }: Certified): Promise<TLSSocket> {
  // Whoever asks for encryption sends eight bytes and waits for one.
  await once(incoming, 'readable');
  incoming.read(8);
  incoming.write('S');
  const plain = new TLSSocket(incoming, {
    isServer: true,
    secureContext: createSecureContext({ cert: certificate, key }),
  });
  plain.on('error', () => incoming.destroy());
  return plain;
}

async function listen(server: Server, host: string): Promise<number> {
  await new Promise<void>((done) => server.listen(0, host, done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The way to the database has no port.');
  return address.port;
}
