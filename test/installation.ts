import { mkdtemp, rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { pino } from 'pino';
import { inject } from 'vitest';
import { STEPS } from '../src/lifecycle/line-order.ts';
import type { Role } from '../src/lifecycle/people/index.ts';
import { type CompositionOptions, composeThroughline, type Throughline } from '../src/main.ts';
import { addPerson, type NewPerson } from '../src/platform/auth/test-person.ts';
import type { Database } from '../src/platform/database/database.ts';
import { openTestDatabase } from '../src/platform/database/test-database.ts';
import { MIGRATIONS } from '../src/rooms.ts';

/** A person of a test installation, signed in. */
export interface TestPerson {
  readonly id: string;
  readonly name: string;
  readonly cookie: string;
}

/** What came back from a call. The body is whatever the server sent; tests compare it as a whole or in part. */
export interface TestAnswer {
  readonly status: number;
  readonly body: any;
  readonly text: string;
}

/** A whole installation in this process: every room, the real database, HTTP without a socket, and a clock that can be moved. */
export interface TestInstallation {
  readonly database: Database;
  /** Its folder for uploads and files, which no other installation cleans; it is removed with the installation. */
  readonly dataDirectory: string;
  readonly throughline: Throughline;
  readonly administrator: TestPerson;
  /** Somebody with an account, as an accepted invitation makes one. */
  join(name: string, flags?: { readonly isAuditor?: boolean; readonly isAdministrator?: boolean }): Promise<TestPerson>;
  /** `call(ana, 'POST /api/initiatives', { question: '...' })`; nobody is signed in when the person is `null`. */
  call(
    person: TestPerson | null,
    request: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<TestAnswer>;
  /** The same, and throws when it was refused; gives the body. */
  does(person: TestPerson, request: string, body?: unknown): Promise<TestAnswer['body']>;
  moveClock(days: number): void;
  now(): Date;
  close(): Promise<void>;
}

/** How a test installation differs from a plain one. */
type TestOptions = Partial<Pick<CompositionOptions, 'publicUrl' | 'mail' | 'webhookHosts' | 'databaseHosts'>> & {
  /** An installation whose database, folder and administrator it shares, as a second process does; it is closed before that one. */
  readonly beside?: TestInstallation;
};

/** Opens an installation of its own, with its first administrator. */
export async function openTestInstallation(options: TestOptions = {}): Promise<TestInstallation> {
  const database = options.beside?.database ?? (await openTestDatabase(MIGRATIONS));
  const dataDirectory =
    options.beside?.dataDirectory ?? (await mkdtemp(joinPath(inject('testFolder'), 'installation-')));
  let offsetMs = 0;
  const now = (): Date => new Date(Date.now() + offsetMs);
  const throughline = await composeThroughline({
    database,
    log: pino({ level: 'silent' }),
    now,
    dataDirectory,
    tableProgram: inject('tableProgram'),
    programs: `${inject('testFolder')}/programs`,
    webRoot: undefined,
    publicUrl: options.publicUrl,
    mail: options.mail,
    webhookHosts: options.webhookHosts,
    databaseHosts: options.databaseHosts,
    isBehindProxy: false,
    secret: undefined,
    version: 'test',
  });

  const call: TestInstallation['call'] = async (person, request, body, headers = {}) => {
    const [method = 'GET', url = '/'] = request.split(' ');
    const response = await throughline.server.inject({
      method: method as 'GET',
      url,
      headers: { ...(person ? { cookie: person.cookie } : {}), ...headers },
      ...(body === undefined ? {} : { payload: body as object }),
    });
    const isJson = String(response.headers['content-type'] ?? '').includes('json');
    return {
      status: response.statusCode,
      body: isJson && response.body !== '' ? response.json() : undefined,
      text: response.body,
    };
  };
  const join = async (person: NewPerson): Promise<TestPerson> => ({
    name: person.name,
    ...(await addPerson(database, person, now())),
  });
  const ada = { name: 'Ada', email: 'ada@example.com', isAdministrator: true, isAuditor: false };
  const administrator = options.beside?.administrator ?? (await join(ada));
  const does: TestInstallation['does'] = async (person, request, body) => {
    const answer = await call(person, request, body);
    if (answer.status >= 300) throw new Error(`${person.name} could not ${request}: ${answer.status} ${answer.text}`);
    return answer.body;
  };
  return {
    database,
    dataDirectory,
    throughline,
    administrator,
    join: (name, { isAdministrator = false, isAuditor = false } = {}) => {
      const email = `${name.toLowerCase().replaceAll(/\W+/g, '-')}@example.com`;
      return join({ name, email, isAdministrator, isAuditor });
    },
    call,
    does,
    moveClock: (days) => {
      offsetMs += days * 86_400_000;
    },
    now,
    close: async () => {
      await throughline.close();
      if (options.beside) return;
      await database.close();
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

/** Starts an initiative; whoever asks sits as its expert. */
export async function anInitiative(
  installation: TestInstallation,
  expert: TestPerson,
  asked: { readonly question?: string; readonly visibility?: 'open' | 'private' } = {},
): Promise<{ readonly slug: string; readonly id: string }> {
  return installation.does(expert, 'POST /api/initiatives', {
    question: 'How can we reduce churn by 10% this quarter?',
    ...asked,
  });
}

/** Seats a person in a role wherever the playbook has one. */
export async function seat(
  installation: TestInstallation,
  slug: string,
  by: TestPerson,
  person: TestPerson,
  role: Role,
): Promise<void> {
  await installation.does(by, `POST /api/initiatives/${slug}/seats`, { accountId: person.id, role });
}

/** Lets everybody named say something at every step, so that their seats are heard. */
export async function allSpeak(
  installation: TestInstallation,
  slug: string,
  people: readonly TestPerson[],
): Promise<void> {
  for (const person of people) {
    for (const step of STEPS)
      await installation.does(person, `POST /api/initiatives/${slug}/steps/${step}/remarks`, { text: 'I agree.' });
  }
}
