import type { Queryable } from '../database/database.ts';
import type { AuthTables } from './auth-tables.ts';
import { newSecret } from './secrets.ts';

/**
 * The secret that signs session cookies: made on first use and the same for every replica from then on. It lives in the
 * database, beside the sessions that it protects, unless the installation gives its own.
 */
export async function readInstallationSecret(db: Queryable): Promise<string> {
  const tables = db.tables<AuthTables>();
  await tables
    .insertInto('installation_secrets')
    .values({ name: 'session-cookie', value: newSecret() })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
  const row = await tables
    .selectFrom('installation_secrets')
    .select('value')
    .where('name', '=', 'session-cookie')
    .executeTakeFirstOrThrow();
  return row.value;
}
