import type { Database } from '../database/database.ts';
import type { Migration } from '../database/migrations.ts';
import type { Identify } from '../http/guard.ts';
import { type MountedApi, mountApi } from '../http/handlers.ts';
import type { BackgroundWork } from '../jobs/background.ts';
import type { Log } from '../log/log.ts';
import { findPerson, listPeople, type Person } from './accounts.store.ts';
import { authMigrations } from './auth.migrations.ts';
import { authHandlers } from './auth.routes.ts';
import { authApi } from './auth.schema.ts';
import { AUTH_LIMITS } from './auth-limits.ts';
import type { AnnounceChange, AuthPorts, OnDisabled, RecordEvent } from './auth-ports.ts';
import { createIdentify } from './identify.ts';
import { readInstallationSecret } from './installation-secret.store.ts';
import { createRateLimiter } from './rate-limiter.ts';
import { removeEndedSessions } from './sessions.store.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { createTokenCache } from './token-cache.ts';

/** What the composition gives to this room. */
export interface AuthModuleOptions {
  readonly database: Database;
  /** The address that people use; cookies are `Secure` when it is https, and links begin with it. */
  readonly publicUrl: string | undefined;
  /** Signs session cookies; without one the installation makes its own and keeps it in the database. */
  readonly secret: string | undefined;
  readonly log: Log;
  readonly clock: () => Date;
  /** Writes an event in the transaction of the change. */
  readonly record: RecordEvent;
  /** Takes from a person what they hold elsewhere, in the transaction that disables their account. */
  readonly onDisabled: OnDisabled;
  /** Told after the commit of each change. */
  readonly onChange: AnnounceChange;
}

/** The accounts as other rooms see them. */
export interface People {
  /** All accounts by name, disabled ones included. */
  list(): Promise<readonly Person[]>;
  find(id: string): Promise<Person | undefined>;
}

/** What this room gives to the composition. */
export interface AuthModule {
  readonly mounted: MountedApi;
  readonly migrations: readonly Migration[];
  readonly identify: Identify;
  readonly people: People;
  readonly background: readonly BackgroundWork[];
}

const REMOVE_EVERY_MS = 3_600_000;

/** Wires accounts, sessions, invitations and access tokens. Nothing touches the database before the first call. */
export function authModule(options: AuthModuleOptions): AuthModule {
  const { database, clock, secret } = options;
  if (secret !== undefined && secret.length < AUTH_LIMITS.secretMinLength)
    throw new RangeError(`THROUGHLINE_SECRET needs at least ${AUTH_LIMITS.secretMinLength} characters.`);
  const tokenCache = createTokenCache(AUTH_LIMITS.tokenCacheEntries);
  const ports: AuthPorts = {
    database,
    clock,
    onDisabled: options.onDisabled,
    tokenCache,
    sessions: lazily(() => openInstallationSessions(options)),
    rateLimiter: createRateLimiter(database, clock),
    linkTo: (path) => (options.publicUrl === undefined ? path : new URL(path, options.publicUrl).href),
    record: async (tx, event) => {
      await options.record(tx, event);
      tx.afterCommit(() => {
        tokenCache.clear();
        options.onChange({ objectType: event.objectType, objectId: event.objectId });
      });
    },
  };
  return {
    mounted: mountApi('Accounts', authApi, authHandlers(ports)),
    migrations: authMigrations,
    identify: createIdentify(ports),
    people: { list: () => listPeople(database), find: (id) => findPerson(database, id) },
    background: [
      {
        everyMs: REMOVE_EVERY_MS,
        work: () => removeEndedSessions(database),
        failure: 'removing ended sessions failed; it is tried again',
      },
    ],
  };
}

async function openInstallationSessions({ database, publicUrl, secret, log }: AuthModuleOptions): Promise<Sessions> {
  return openSessions({ database, publicUrl, log, secret: secret ?? (await readInstallationSecret(database)) });
}

/** Opens once and gives the same to everybody; a failed opening is tried again by the next caller. */
function lazily<T>(open: () => Promise<T>): () => Promise<T> {
  let opening: Promise<T> | undefined;
  return () => {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
