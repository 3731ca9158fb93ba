import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { z } from 'zod';
import { defineApi, nothingSchema } from '../contract/index.ts';
import type { Database } from '../database/database.ts';
import { openTestDatabase } from '../database/test-database.ts';
import { eventsMigrations } from '../events/events.migrations.ts';
import { appendEvent } from '../events/events.store.ts';
import { mountApi } from '../http/handlers.ts';
import { createMetrics } from '../http/metrics.ts';
import { createServer } from '../http/server.ts';
import { authMigrations } from './auth.migrations.ts';
import { type AuthModule, authModule } from './auth.module.ts';
import { addPerson } from './test-person.ts';

/** One call to the test server. */
interface TestCall {
  readonly body?: unknown;
  readonly cookie?: string;
  readonly authorization?: string;
  readonly origin?: string;
  /** The caller's network address; each test uses its own where it counts. */
  readonly address?: string;
}

/** An installation in this process: the real server, database and events, with a clock that can be moved. */
export interface TestAuth {
  readonly auth: AuthModule;
  readonly database: Database;
  /** Everything that was logged, as text, with nothing removed. */
  readonly logged: () => string;
  /** The changes announced so far. */
  readonly changes: readonly string[];
  readonly moveClock: (milliseconds: number) => void;
  readonly call: (
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    url: string,
    call?: TestCall,
  ) => Promise<LightMyRequestResponse>;
  /** Makes the first administrator (ada@example.com) and gives the session cookie. */
  readonly setUp: () => Promise<string>;
  /** Makes somebody an account; gives its id and session cookie. */
  readonly join: (
    email: string,
    flags?: { readonly isAdministrator?: boolean; readonly isAuditor?: boolean },
  ) => Promise<{ readonly id: string; readonly cookie: string }>;
  readonly kinds: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
}

const scopedApi = defineApi({
  bring: {
    method: 'POST',
    path: '/api/test/rows',
    summary: 'Stands for bringing ledger rows.',
    access: 'signed-in',
    scope: 'ledger',
    response: nothingSchema,
    status: 204,
  },
  change: {
    method: 'POST',
    path: '/api/test/changes',
    summary: 'Stands for a change.',
    access: 'signed-in',
    response: nothingSchema,
    status: 204,
  },
});

/** Opens an installation of its own. */
export async function openTestAuth({ publicUrl = 'http://localhost' } = {}): Promise<TestAuth> {
  const database = await openTestDatabase([...eventsMigrations, ...authMigrations]);
  const lines: string[] = [];
  const changes: string[] = [];
  let offset = 0;
  const clock = () => new Date(Date.now() + offset);
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) });
  const auth = authModule({
    database,
    publicUrl,
    secret: undefined,
    log,
    clock,
    record: async (tx, event) => void (await appendEvent(tx, event, clock())),
    onDisabled: async () => undefined,
    onChange: ({ objectType, objectId }) => void changes.push(`${objectType} ${objectId}`),
  });
  const scoped = mountApi('Scoped', scopedApi, { bring: async () => undefined, change: async () => undefined });
  const server = await createServer({
    apis: [auth.mounted, scoped],
    identify: auth.identify,
    guard: async ({ principal }) =>
      principal.isAdministrator ? { kind: 'allowed' } : { kind: 'refused', rule: 'only administrators may.' },
    log,
    metrics: createMetrics(),
    publicUrl,
    isBehindProxy: false,
    isReady: async () => true,
    webRoot: undefined,
    version: 'test',
  });

  const call: TestAuth['call'] = (method, url, { body, cookie, authorization, origin, address } = {}) =>
    server.inject({
      method,
      url,
      remoteAddress: address ?? '192.0.2.1',
      headers: {
        ...(cookie === undefined ? {} : { cookie }),
        ...(authorization === undefined ? {} : { authorization }),
        ...(origin === undefined ? {} : { origin }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });

  return {
    auth,
    database,
    logged: () => lines.join(''),
    changes,
    moveClock: (milliseconds) => {
      offset += milliseconds;
    },
    call,
    setUp: async () => {
      const ada = { name: 'Ada', email: 'ada@example.com', isAdministrator: true, isAuditor: false };
      return (await addPerson(database, ada, clock())).cookie;
    },
    join: (email, { isAdministrator = false, isAuditor = false } = {}) =>
      addPerson(database, { name: email, email, isAdministrator, isAuditor }, clock()),
    kinds: async () => {
      const rows = await database.query<{ kind: string }>('select kind from events order by seq');
      return rows.map((row) => row.kind);
    },
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}

/** The session cookie that an answer sets, as a browser sends it back. */
export function cookieOf(response: LightMyRequestResponse): string {
  const cookie = response.cookies.find(({ name }) => name === 'throughline_session');
  if (!cookie) throw new Error(`No session cookie in the answer ${response.statusCode}: ${response.body}`);
  return `${cookie.name}=${encodeURIComponent(cookie.value)}`;
}

/** The secret at the end of the link in an answer. */
export function secretOf(response: LightMyRequestResponse): string {
  const { link } = z.object({ link: z.string() }).parse(response.json());
  return link.split('/').at(-1) ?? '';
}

/** The code of a refusal. */
export function codeOf(response: LightMyRequestResponse): string {
  return z.object({ code: z.string() }).parse(response.json()).code;
}
