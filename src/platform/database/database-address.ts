/** How to connect to one database as one role. A host that begins with `/` is the folder of a Unix socket. */
export type ConnectionSettings =
  | { connectionString: string }
  | { host: string; port: number; user: string; database: string };

/**
 * One database and the roles that use it: `owner` migrates, `app` is what the program runs as. `appRole` is the name
 * of the plain role that the owner grants rights to; it is absent when one role does both (`DATABASE_URL`).
 */
export type DatabaseAddress = { app: ConnectionSettings; owner: ConnectionSettings; appRole?: string };
