import { betterAuth } from 'better-auth';
import { isAPIError } from 'better-auth/api';
import type { Database } from '../database/database.ts';
import {
  type BetterAuthSettings,
  betterAuthOptions,
  CLIENT_ADDRESS_HEADER,
  SESSION_COOKIE,
} from './better-auth-options.ts';
import { readSessionToken } from './session-cookie.ts';
import { findSession } from './sessions.store.ts';

/** A session and the account that it belongs to, as they are in the database now. */
export interface OpenSession {
  readonly sessionId: string;
  readonly account: {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly isAdministrator: boolean;
    readonly isAuditor: boolean;
  };
}

/** From where somebody signs in; kept with the session. */
export interface Client {
  readonly address: string;
  readonly userAgent: string | undefined;
}

/** A session that was just opened, with the cookies that carry it. */
export interface SignedIn {
  readonly account: OpenSession['account'];
  readonly cookies: readonly string[];
}

/** Sessions and passwords. */
export interface Sessions {
  hashPassword(password: string): Promise<string>;
  isPassword(hash: string, password: string): Promise<boolean>;
  /**
   * Signs in. `undefined` when e-mail address and password do not open an enabled account; an unknown address costs the
   * same hashing as a wrong password, so that the time tells nothing.
   */
  open(
    credentials: { readonly email: string; readonly password: string },
    client: Client,
  ): Promise<SignedIn | undefined>;
  /** The session of a cookie header, read without writing; `undefined` for none, an ended one or a disabled account. */
  find(cookie: string): Promise<OpenSession | undefined>;
  /** Lets a session that is in use live on, once a day; the cookies to set, if any. */
  prolong(cookie: string): Promise<readonly string[]>;
  /** Ends the session of a cookie header; the cookies to set. */
  close(cookie: string): Promise<readonly string[]>;
}

/** What sessions are opened on. */
type SessionsSettings = Omit<BetterAuthSettings, 'dialect'> & { readonly database: Database };

/**
 * Opens better-auth on our tables. It writes sessions; which one a request comes with is read by ourselves, because every
 * request asks it, and by better-auth it costs more of the processor than most of what is asked.
 */
export async function openSessions({ database, ...settings }: SessionsSettings): Promise<Sessions> {
  const auth = betterAuth(betterAuthOptions({ ...settings, dialect: database.libraryDialect() }));
  const { password } = await auth.$context;

  return {
    hashPassword: (plain) => password.hash(plain),
    isPassword: (hash, plain) => password.verify({ hash, password: plain }),

    open: async (credentials, client) => {
      const signedIn = await auth.api
        .signInEmail({ body: credentials, headers: clientHeaders(client), returnHeaders: true })
        .catch((error: unknown) => {
          if (isAPIError(error) && error.body?.code === 'INVALID_EMAIL_OR_PASSWORD') return undefined;
          throw error;
        });
      if (!signedIn) return undefined;
      const cookies = signedIn.headers.getSetCookie();
      const { user } = signedIn.response;
      if (!user.disabledAt) return { account: user, cookies };
      await auth.api.signOut({ headers: new Headers({ cookie: asRequestCookie(cookies) }) });
      return undefined;
    },

    find: async (cookie) => {
      const token = readSessionToken(cookie, SESSION_COOKIE, settings.secret);
      return token === undefined ? undefined : findSession(database, token);
    },

    prolong: async (cookie) => {
      const prolonged = await auth.api
        .getSession({ headers: new Headers({ cookie }), returnHeaders: true })
        .catch((error: unknown) => {
          // Somebody ended the session meanwhile: there is nothing to prolong, and the next call is told so.
          if (isAPIError(error) && error.statusCode === 401) return undefined;
          throw error;
        });
      return prolonged?.headers.getSetCookie() ?? [];
    },

    close: async (cookie) => {
      const { headers } = await auth.api.signOut({ headers: new Headers({ cookie }), returnHeaders: true });
      return headers.getSetCookie();
    },
  };
}

function clientHeaders({ address, userAgent }: Client): Headers {
  return new Headers({
    [CLIENT_ADDRESS_HEADER]: address,
    ...(userAgent === undefined ? {} : { 'user-agent': userAgent }),
  });
}

/** `a=1; Path=/` and `b=2; Path=/` become `a=1; b=2`. */
function asRequestCookie(setCookies: readonly string[]): string {
  return setCookies.map((line) => line.split(';')[0]).join('; ');
}
