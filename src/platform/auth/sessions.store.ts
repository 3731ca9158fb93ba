import type { Queryable } from '../database/queryable.ts';
import type { OpenSession } from './sessions.ts';

interface SessionRow {
  readonly session_id: string;
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly is_administrator: boolean;
  readonly is_auditor: boolean;
}

/** The session with a token and its account, in one read; `undefined` once it has ended or the account is disabled. */
export async function findSession(db: Queryable, token: string): Promise<OpenSession | undefined> {
  const [row] = await db.query<SessionRow>(
    `select s.id as session_id, a.id, a.name, a.email, a.is_administrator, a.is_auditor
     from sessions s join accounts a on a.id = s.account_id
     where s.token = $1 and s.expires_at > now() and a.disabled_at is null`,
    [token],
  );
  if (!row) return undefined;
  const { id, name, email, is_administrator: isAdministrator, is_auditor: isAuditor } = row;
  return { sessionId: row.session_id, account: { id, name, email, isAdministrator, isAuditor } };
}

/** Removes the sessions that have ended: they hold the address and the browser of a person, which nobody needs any more. */
export async function removeEndedSessions(db: Queryable): Promise<void> {
  await db.query('delete from sessions where expires_at <= now()');
}
