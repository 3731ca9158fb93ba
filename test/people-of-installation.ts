import { createHmac, randomBytes } from 'node:crypto';
import { addAccount } from '../src/platform/auth/accounts.store.ts';
import { AUTH_LIMITS } from '../src/platform/auth/auth-limits.ts';
import { SESSION_COOKIE } from '../src/platform/auth/better-auth-options.ts';
import { readInstallationSecret } from '../src/platform/auth/installation-secret.store.ts';
import type { Database } from '../src/platform/database/database.ts';
import { newId } from '../src/platform/database/new-id.ts';
import { appendEvent } from '../src/platform/events/events.store.ts';

/** Who is to have an account. */
export interface NewPerson {
  readonly name: string;
  readonly email: string;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
}

/**
 * Makes an account and a session as an accepted invitation leaves them, in the database: a password is hashed for a tenth
 * of a second twice in the way over HTTP, which the tests of accounts walk. The password is that of the first account.
 * @returns the account's id and the session cookie, as a browser sends it back.
 */
export async function addPerson(
  database: Database,
  person: NewPerson,
  now: Date,
): Promise<{ readonly id: string; readonly cookie: string }> {
  const secret = await readInstallationSecret(database);
  const [first] = await database.query<{ password_hash: string }>(
    'select password_hash from account_credentials order by created_at, id limit 1',
  );
  if (!first) throw new Error('There is no first account yet.');
  const id = newId();
  const token = randomBytes(24).toString('base64url');
  await database.transaction(async (tx) => {
    const account = { ...person, id, credentialId: newId(), passwordHash: first.password_hash, now };
    if ((await addAccount(tx, account)) === 'email-taken') throw new Error(`${person.email} has an account already.`);
    const event = {
      kind: 'account.created',
      sentence: 'opened an account by invitation',
      actorId: id,
      actorName: person.name,
      objectType: 'account',
      objectId: id,
      detail: { how: 'invitation', isAdministrator: person.isAdministrator, isAuditor: person.isAuditor },
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
