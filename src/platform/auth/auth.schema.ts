import { z } from 'zod';
import { defineApi, instantSchema, nothingSchema, SCOPES } from '../contract/index.ts';
import { AUTH_LIMITS } from './auth-limits.ts';

const idParams = z.object({ id: z.uuid() });
const linkParams = z.object({ secret: z.string().min(1).max(100) });

/** An e-mail address; upper case makes no difference. */
const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email('Write an e-mail address.'));

/** The name of a person or of a token: one line. */
const nameSchema = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .regex(/^\P{Cc}*$/u, 'Use one line without control characters.');

/** A password as typed. Its shortest length is a rule with an error of its own, PASSWORD_TOO_SHORT. */
const passwordSchema = z.string().min(1).max(AUTH_LIMITS.passwordMaxLength);

const scopesSchema = z.array(z.enum(SCOPES)).min(1).max(SCOPES.length);

/** Who is calling, how, and what the call may reach. */
export const sessionSchema = z
  .object({
    accountId: z.uuid(),
    name: z.string(),
    email: z.string(),
    via: z.enum(['session', 'token']),
    scopes: z.union([z.literal('all'), z.array(z.enum(SCOPES))]),
    isAdministrator: z.boolean(),
    isAuditor: z.boolean(),
  })
  .meta({ id: 'Session' });

/** An account as everybody signed in may see it. */
export const accountSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    isAdministrator: z.boolean(),
    isAuditor: z.boolean(),
    isDisabled: z.boolean(),
    createdAt: instantSchema,
  })
  .meta({ id: 'Account' });

/** An invitation that can still be accepted. */
export const invitationSchema = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string().nullable(),
    isAdministrator: z.boolean(),
    isAuditor: z.boolean(),
    invitedBy: z.uuid(),
    createdAt: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'Invitation' });

/** An access token without its secret. */
export const accessTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** The first characters of the secret, to tell tokens apart. */
    prefix: z.string(),
    scopes: z.array(z.enum(SCOPES)),
    createdAt: instantSchema,
    /** `null`: it works until it is revoked. */
    expiresAt: instantSchema.nullable(),
    /** To the minute; `null`: never used. */
    lastUsedAt: instantSchema.nullable(),
  })
  .meta({ id: 'AccessToken' });

/** A link that is shown once. Without a configured public address it is a path of this server. */
const linkSchema = z
  .string()
  .meta({ description: 'Shown once. A path of this server unless its public address is set.' });

const manage = { action: 'installation.manage' } as const;

/** Accounts, sessions, invitations and access tokens of an installation. */
export const authApi = defineApi({
  readSetUp: {
    method: 'GET',
    path: '/api/setup',
    summary:
      'Tells whether this installation still waits for its first administrator, and whether the caller is signed in.',
    access: 'public',
    response: z.object({ isEmpty: z.boolean(), isSignedIn: z.boolean() }),
  },
  setUp: {
    method: 'POST',
    path: '/api/setup',
    summary: 'Makes the first administrator and signs them in; only while there is no account.',
    access: 'public',
    body: z.object({ name: nameSchema, email: emailSchema, password: passwordSchema }),
    response: sessionSchema,
    status: 201,
  },
  signIn: {
    method: 'POST',
    path: '/api/session',
    summary: 'Signs in with e-mail address and password; the answer sets the session cookie.',
    access: 'public',
    body: z.object({ email: emailSchema, password: passwordSchema }),
    response: sessionSchema,
  },
  signOut: {
    method: 'DELETE',
    path: '/api/session',
    summary: 'Ends the session of the cookie.',
    access: 'public',
    response: nothingSchema,
    status: 204,
  },
  readSession: {
    method: 'GET',
    path: '/api/session',
    summary: 'Tells who is calling and what the call may reach.',
    access: 'signed-in',
    response: sessionSchema,
  },
  changePassword: {
    method: 'POST',
    path: '/api/password',
    summary: 'Changes the own password and ends all other sessions of the account.',
    access: 'signed-in',
    body: z.object({ currentPassword: passwordSchema, newPassword: passwordSchema }),
    response: nothingSchema,
    status: 204,
  },
  listInvitations: {
    method: 'GET',
    path: '/api/invitations',
    summary: 'Lists the invitations that can still be accepted.',
    access: manage,
    response: z.object({ items: z.array(invitationSchema) }),
  },
  invite: {
    method: 'POST',
    path: '/api/invitations',
    summary: 'Makes an invitation link, shown once; an earlier open invitation of the same e-mail address is replaced.',
    access: manage,
    body: z.object({
      email: emailSchema,
      name: nameSchema.optional(),
      isAdministrator: z.boolean().default(false),
      isAuditor: z.boolean().default(false),
    }),
    response: z.object({ invitation: invitationSchema, link: linkSchema }),
    status: 201,
  },
  revokeInvitation: {
    method: 'DELETE',
    path: '/api/invitations/:id',
    summary: 'Withdraws an open invitation.',
    access: manage,
    params: idParams,
    response: nothingSchema,
    status: 204,
  },
  readInvitationLink: {
    method: 'GET',
    path: '/api/invitations/by-link/:secret',
    summary: 'Tells whom an invitation link is for.',
    access: 'public',
    params: linkParams,
    response: z.object({ email: z.string(), name: z.string().nullable(), expiresAt: instantSchema }),
  },
  acceptInvitation: {
    method: 'POST',
    path: '/api/invitations/by-link/:secret/accept',
    summary: 'Makes the account of an invitation and signs it in; the link works once.',
    access: 'public',
    params: linkParams,
    body: z.object({ name: nameSchema, password: passwordSchema }),
    response: sessionSchema,
    status: 201,
  },
  listAccounts: {
    method: 'GET',
    path: '/api/accounts',
    summary: 'Lists the accounts by name, disabled ones included.',
    access: 'signed-in',
    response: z.object({ items: z.array(accountSchema) }),
  },
  changeAccount: {
    method: 'PATCH',
    path: '/api/accounts/:id',
    summary: 'Disables or enables an account, or changes its flags; the last administrator stays.',
    access: manage,
    params: idParams,
    body: z.object({
      isAdministrator: z.boolean().optional(),
      isAuditor: z.boolean().optional(),
      isDisabled: z.boolean().optional(),
    }),
    response: accountSchema,
  },
  makeResetLink: {
    method: 'POST',
    path: '/api/accounts/:id/reset-link',
    summary: 'Makes a link, shown once, with which the person sets a new password; it replaces an earlier one.',
    access: manage,
    params: idParams,
    response: z.object({ link: linkSchema, expiresAt: instantSchema }),
    status: 201,
  },
  readResetLink: {
    method: 'GET',
    path: '/api/reset-links/by-link/:secret',
    summary: 'Tells whose password a link sets.',
    access: 'public',
    params: linkParams,
    response: z.object({ name: z.string(), email: z.string(), expiresAt: instantSchema }),
  },
  acceptResetLink: {
    method: 'POST',
    path: '/api/reset-links/by-link/:secret/accept',
    summary: 'Sets the new password, ends all sessions of the account and signs it in; the link works once.',
    access: 'public',
    params: linkParams,
    body: z.object({ password: passwordSchema }),
    response: sessionSchema,
  },
  listAccessTokens: {
    method: 'GET',
    path: '/api/access-tokens',
    summary: 'Lists the own access tokens that were not revoked.',
    access: 'signed-in',
    response: z.object({ items: z.array(accessTokenSchema) }),
  },
  makeAccessToken: {
    method: 'POST',
    path: '/api/access-tokens',
    summary: 'Makes an access token; its secret is shown once.',
    access: 'signed-in',
    body: z.object({
      name: nameSchema,
      scopes: scopesSchema,
      /** Days until it stops working; absent: it works until it is revoked. */
      expiresInDays: z.number().int().min(1).max(AUTH_LIMITS.accessTokenMaxDays).optional(),
    }),
    response: z.object({ accessToken: accessTokenSchema, secret: z.string() }),
    status: 201,
  },
  revokeAccessToken: {
    method: 'DELETE',
    path: '/api/access-tokens/:id',
    summary: 'Revokes an own access token.',
    access: 'signed-in',
    params: idParams,
    response: nothingSchema,
    status: 204,
  },
});

/** The contract of this room. */
export type AuthApi = typeof authApi;
