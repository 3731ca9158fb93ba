import { randomBytes } from 'node:crypto';
import { createServer, type Server, Socket } from 'node:net';
import pg from 'pg';
import { inject } from 'vitest';
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
 */
export async function openSourceDatabase(): Promise<SourceDatabase> {
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
    incoming.pipe(onward).pipe(incoming);
  });
  const listening = await listen(server);
  const breakOff = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    access: {
      host: '127.0.0.1',
      port: listening,
      encryption: 'none',
      database: name,
      user: name,
      password: 'a secret that nobody reads',
      certificate: null,
    },
    place: `127.0.0.1:${listening}`,
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

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The way to the database has no port.');
  return address.port;
}
