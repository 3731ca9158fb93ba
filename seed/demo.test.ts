import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { initiativesApi } from '../src/lifecycle/initiatives/index.ts';
import { outcomesApi } from '../src/lifecycle/outcomes/index.ts';
import { peopleApi } from '../src/lifecycle/people/index.ts';
import { composeThroughline, type Throughline } from '../src/main.ts';
import { authApi } from '../src/platform/auth/auth.schema.ts';
import { type ClientOptions, createClient } from '../src/platform/contract/index.ts';
import type { Database } from '../src/platform/database/database.ts';
import { openTestDatabase } from '../src/platform/database/test-database.ts';
import { MIGRATIONS } from '../src/rooms.ts';
import { type DemoProgress, type FilledDemo, fillWithStories } from './demo.ts';
import { openSession } from './session.ts';

/** One story that is answered, one that is not measurable, and one that is still running; the others differ in numbers only. */
const PLAYED = ['upsell-uplift', 'widgets-displays', 'churn-too-early'];

let database: Database;
let throughline: Throughline;
let administrator: ClientOptions;

beforeAll(async () => {
  database = await openTestDatabase(MIGRATIONS);
  throughline = await composeThroughline({
    database,
    log: pino({ level: 'silent' }),
    now: () => new Date(),
    dataDirectory: `${inject('testFolder')}/seed`,
    tableProgram: inject('tableProgram'),
    programs: `${inject('testFolder')}/programs`,
    webRoot: undefined,
    publicUrl: undefined,
    isBehindProxy: false,
    secret: undefined,
    version: 'test',
  });
  const baseUrl = await throughline.server.listen({ host: '127.0.0.1', port: 0 });
  administrator = openSession(baseUrl);
  await createClient(authApi, administrator).setUp({
    body: { name: 'Demo administrator', email: 'administrator@demo.example', password: 'correct horse battery' },
  });
});

afterAll(async () => {
  await throughline.close();
  await database.close();
});

describe('a demo', () => {
  const progress: DemoProgress[] = [];
  let filled: FilledDemo;

  beforeAll(async () => {
    const onProgress = (each: DemoProgress) => void progress.push(each);
    filled = await fillWithStories(administrator, { now: new Date(), stories: PLAYED, onProgress });
  }, 300_000);

  it('plays its stories through the public API, and each comes out as its truth says', () => {
    expect(filled.stories.map(({ id }) => id).sort()).toEqual([...PLAYED].sort());
    expect(progress.at(-1)).toMatchObject({ done: PLAYED.length, total: PLAYED.length });
    for (const { link, rows } of filled.stories) {
      expect(new URL(link).pathname).toMatch(/^\/i\/[a-z0-9-]+$/);
      expect(rows).toBeGreaterThan(0);
    }
  });

  it('gives accounts with which one can sign in', async () => {
    const { email, password } = filled.people.sponsor;
    const session = openSession(administrator.baseUrl);
    const signedIn = await createClient(authApi, session).signIn({ body: { email, password } });
    expect(signedIn.name).toBe('Demo sponsor');
  });

  it('leaves the line at Learn after a read-out, and at Act before it', async () => {
    const client = createClient(initiativesApi, filled.people.sme.session);
    for (const { slug, state } of filled.stories) {
      const { steps } = await client.read({ params: { slug } });
      expect(steps.find((step) => step.state === 'now')?.step).toBe(state === 'TOO_EARLY' ? 'act' : 'learn');
    }
  });

  it('leaves one chair empty, so that one sees who is missing', async () => {
    const [story] = filled.stories;
    const { steps } = await createClient(peopleApi, administrator).table({ params: { slug: story?.slug ?? '' } });
    const empty = steps.flatMap(({ seats }) => seats).filter(({ sitters }) => sitters.length === 0);
    expect(new Set(empty.map(({ role }) => role))).toEqual(new Set(['architect']));
  });

  it('has verdicts that replay to the byte', async () => {
    const client = createClient(outcomesApi, filled.people.sme.session);
    for (const { slug, state } of filled.stories) {
      if (state === 'TOO_EARLY') continue;
      const { isIdentical, differences } = await client.replay({ params: { slug, number: 1 } });
      expect(differences).toEqual([]);
      expect(isIdentical).toBe(true);
    }
  });

  it('can be played again into the same installation: the people get new passwords', async () => {
    const again = await fillWithStories(administrator, { now: new Date(), stories: ['widgets-displays'] });
    expect(again.people.sme.accountId).toBe(filled.people.sme.accountId);
    expect(again.people.sme.password).not.toBe(filled.people.sme.password);
    expect(again.stories[0]?.slug).not.toBe(filled.stories.find(({ id }) => id === 'widgets-displays')?.slug);
  });
});
