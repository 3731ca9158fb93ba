import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import { type accountSchema, authApi, type sessionSchema } from '../../../platform/auth/auth.schema.ts';
import { type Client, createClient } from '../../../platform/contract/index.ts';
import { thisServer } from '../../../web/data/index.ts';

/** Calls the endpoints of accounts and sessions. */
export const accountsClient: Client<typeof authApi> = createClient(authApi, thisServer);

/** Who is signed in. */
export type Session = z.infer<typeof sessionSchema>;

/** An account of the organisation. */
export type Account = z.infer<typeof accountSchema>;

/** Everybody of the organisation, disabled accounts included; read again on every page that shows them. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: async () => (await accountsClient.listAccounts()).items,
  // Whoever was just invited comes in from a window of their own, often before the next page is opened.
  staleTime: 0,
});

/** Who is signed in; the gate of the pages fills it before any page asks. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: () => accountsClient.readSession(),
  staleTime: Number.POSITIVE_INFINITY,
});
