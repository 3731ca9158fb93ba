import { createHmac, randomBytes } from 'node:crypto';
import { hashPassword } from 'better-auth/crypto';
import type { Database } from '../database/database.ts';
import { newId } from '../database/new-id.ts';
import { appendEvent } from '../events/events.store.ts';
import { addAccount } from './accounts.store.ts';
import { AUTH_LIMITS } from './auth-limits.ts';
import { SESSION_COOKIE } from './better-auth-options.ts';
import { readInstallationSecret } from './installation-secret.store.ts';

/** Who is to have an account. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
}

/** The password of every test account. */
export const PASSWORD = 'correct horse battery';

let hashed: Promise<string> | undefined;

/**
 * Makes an account and a session in the database, as set-up and an accepted invitation leave them. On their way over HTTP
 * a password is hashed twice, each a tenth of a second, which the tests of accounts walk; here it is hashed once for all.
 * @returns the account's id and the session cookie, as a browser sends it back.
 */
export async function addPerson(
  database: Database,
  person: NewPerson,
  now: Date,
): Promise<{ readonly id: string; readonly cookie: string }> {
  const secret = await readInstallationSecret(database);
  hashed ??= hashPassword(PASSWORD);
  const passwordHash = await hashed;
  const id = newId();
  const token = randomBytes(24).toString('base64url');
  await database.transaction(async (tx) => {
    const account = { ...person, id, credentialId: newId(), passwordHash, now };
    if ((await addAccount(tx, account)) === 'email-taken') throw new Error(`${person.email} has an account already.`);
    const event = {
      kind: 'account.created',
      sentence: 'opened an account',
      actorId: id,
      actorName: person.name,
      objectType: 'account',
      objectId: id,
      detail: { how: 'test', isAdministrator: person.isAdministrator, isAuditor: person.isAuditor },
    };
    await appendEvent(tx, event, now);
    await tx.query(
      `insert into sessions (id, account_id, token, expires_at, created_at, updated_at)
       values ($1, $2, $3, now() + make_interval(days => $4), now(), now())`,
      [newId(), id, token, AUTH_LIMITS.sessionDays],
    );
  });
  const signature = createHmac('sha256', secret).update(token).digest('base64');
  return { id, cookie: `${SESSION_COOKIE}=${encodeURIComponent(`${token}.${signature}`)}` };
}
