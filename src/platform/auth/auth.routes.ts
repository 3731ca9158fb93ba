import type { z } from 'zod';
import type { CallContext, Handlers } from '../http/handlers.ts';
import type { Principal } from '../http/principal.ts';
import { acceptInvitation, readInvitation } from './accept-invitation.use-case.ts';
import { type AccessToken, listAccessTokens } from './access-tokens.store.ts';
import { hasNoAccount, listPeople, type Person } from './accounts.store.ts';
import { refuseAuth } from './auth.errors.ts';
import type { AuthApi, accessTokenSchema, accountSchema, invitationSchema, sessionSchema } from './auth.schema.ts';
import type { AuthPorts } from './auth-ports.ts';
import { changeAccount } from './change-account.use-case.ts';
import { changePassword } from './change-password.use-case.ts';
import { sessionPrincipal } from './identify.ts';
import { invite, revokeInvitation } from './invite.use-case.ts';
import { type Invitation, listOpenInvitations } from './links.store.ts';
import { makeAccessToken, withdrawAccessToken } from './make-access-token.use-case.ts';
import { acceptResetLink, makeResetLink, readResetLink } from './reset-password.use-case.ts';
import type { Client, SignedIn } from './sessions.ts';
import { setUp } from './set-up.use-case.ts';
import { signIn } from './sign-in.use-case.ts';

/** The handlers of this room's contract. */
export function authHandlers(ports: AuthPorts): Handlers<AuthApi> {
  return {
    ...sessionHandlers(ports),
    ...invitationHandlers(ports),
    ...accountHandlers(ports),
    ...tokenHandlers(ports),
  };
}

type Part<K extends keyof AuthApi> = Pick<Handlers<AuthApi>, K>;

function sessionHandlers(
  ports: AuthPorts,
): Part<'readSetUp' | 'setUp' | 'signIn' | 'signOut' | 'readSession' | 'changePassword'> {
  return {
    readSetUp: async (_input, { principal }) => ({
      isEmpty: principal === null && (await hasNoAccount(ports.database)),
      isSignedIn: principal !== null,
    }),
    setUp: async ({ body }, context) => answerSignedIn(context, await setUp(ports, body, clientOf(context))),
    signIn: async ({ body }, context) => answerSignedIn(context, await signIn(ports, body, clientOf(context))),
    signOut: async (_input, context) => {
      const { cookie } = context.headers;
      if (cookie === undefined) return undefined;
      setCookies(context, await (await ports.sessions()).close(cookie));
      return undefined;
    },
    readSession: async (_input, context) => {
      const { cookie } = context.headers;
      context.setHeader('cache-control', 'no-store');
      if (context.principal.via === 'session' && cookie !== undefined)
        setCookies(context, await (await ports.sessions()).prolong(cookie));
      return presentSession(context.principal);
    },
    changePassword: async ({ body }, context) => {
      const person = needSession(context.principal);
      await changePassword(ports, person, body, context.headers.cookie ?? '');
      return undefined;
    },
  };
}

function invitationHandlers(
  ports: AuthPorts,
): Part<'listInvitations' | 'invite' | 'revokeInvitation' | 'readInvitationLink' | 'acceptInvitation'> {
  return {
    listInvitations: async (_input, { principal }) => {
      needSession(principal);
      return { items: (await listOpenInvitations(ports.database, ports.clock())).map(presentInvitation) };
    },
    invite: async ({ body }, { principal }) => {
      const made = await invite(ports, needSession(principal), { ...body, name: body.name ?? null });
      return { invitation: presentInvitation(made.invitation), link: made.link };
    },
    revokeInvitation: async ({ params }, { principal }) => {
      await revokeInvitation(ports, needSession(principal), params.id);
      return undefined;
    },
    readInvitationLink: async ({ params }, context) => {
      context.setHeader('cache-control', 'no-store');
      const { email, name, expiresAt } = await readInvitation(ports, params.secret, context.address);
      return { email, name, expiresAt: expiresAt.toISOString() };
    },
    acceptInvitation: async ({ params, body }, context) =>
      answerSignedIn(context, await acceptInvitation(ports, params.secret, body, clientOf(context))),
  };
}

function accountHandlers(
  ports: AuthPorts,
): Part<'listAccounts' | 'changeAccount' | 'makeResetLink' | 'readResetLink' | 'acceptResetLink'> {
  return {
    listAccounts: async () => ({ items: (await listPeople(ports.database)).map(presentAccount) }),
    changeAccount: async ({ params, body }, { principal }) =>
      presentAccount(await changeAccount(ports, needSession(principal), params.id, body)),
    makeResetLink: async ({ params }, { principal }) => {
      const { link, expiresAt } = await makeResetLink(ports, needSession(principal), params.id);
      return { link, expiresAt: expiresAt.toISOString() };
    },
    readResetLink: async ({ params }, context) => {
      context.setHeader('cache-control', 'no-store');
      const { person, link } = await readResetLink(ports, params.secret, context.address);
      return { name: person.name, email: person.email, expiresAt: link.expiresAt.toISOString() };
    },
    acceptResetLink: async ({ params, body }, context) =>
      answerSignedIn(context, await acceptResetLink(ports, params.secret, body.password, clientOf(context))),
  };
}

function tokenHandlers(ports: AuthPorts): Part<'listAccessTokens' | 'makeAccessToken' | 'revokeAccessToken'> {
  return {
    listAccessTokens: async (_input, { principal }) => {
      const { accountId } = needSession(principal);
      return { items: (await listAccessTokens(ports.database, accountId)).map(presentAccessToken) };
    },
    makeAccessToken: async ({ body }, { principal }) => {
      const { accessToken, secret } = await makeAccessToken(ports, needSession(principal), body);
      return { accessToken: presentAccessToken(accessToken), secret };
    },
    revokeAccessToken: async ({ params }, { principal }) => {
      await withdrawAccessToken(ports, needSession(principal), params.id);
      return undefined;
    },
  };
}

/** A leaked token must not be able to make more tokens, let people in or lock them out. */
function needSession(principal: Principal): Principal {
  if (principal.via !== 'session') throw refuseAuth('SESSION_NEEDED');
  return principal;
}

type SomeContext = Pick<CallContext, 'address' | 'headers' | 'setHeader'>;

function clientOf({ address, headers }: SomeContext): Client {
  return { address, userAgent: headers['user-agent'] };
}

function answerSignedIn(context: SomeContext, { account, cookies }: SignedIn): z.output<typeof sessionSchema> {
  setCookies(context, cookies);
  return presentSession(sessionPrincipal(account));
}

function setCookies(context: SomeContext, cookies: readonly string[]): void {
  if (cookies.length > 0) context.setHeader('set-cookie', cookies);
}

function presentSession({ scopes, ...principal }: Principal): z.output<typeof sessionSchema> {
  return { ...principal, scopes: scopes === 'all' ? scopes : [...scopes] };
}

function presentAccount(person: Person): z.output<typeof accountSchema> {
  return { ...person, createdAt: person.createdAt.toISOString() };
}

function presentInvitation(invitation: Invitation): z.output<typeof invitationSchema> {
  const { createdAt, expiresAt } = invitation;
  return { ...invitation, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}

function presentAccessToken(token: AccessToken): z.output<typeof accessTokenSchema> {
  return {
    ...token,
    scopes: [...token.scopes],
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  };
}
