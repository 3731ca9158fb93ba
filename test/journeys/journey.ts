import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { inject, vi } from 'vitest';
import { openSession } from '../../seed/session.ts';
import { authApi } from '../../src/platform/auth/auth.schema.ts';
import { type ClientOptions, createClient } from '../../src/platform/contract/index.ts';
// It declares what the tests are told, such as the folder in which they work.
import type {} from '../../src/platform/database/test-database.ts';
import { type RunningProduct, startProduct } from '../running-product.ts';
import { openBrowser, openWindow, type Window } from './browser.ts';

// A browser beside a server on a busy machine is slow; a step of a journey that takes longer than this hangs.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** Somebody with an account, who can also act without a window. */
export interface Person {
  readonly accountId: string;
  readonly name: string;
  readonly email: string;
  readonly password: string;
  /** Calls made by this person. */
  readonly session: ClientOptions;
}

/** An installation of its own, started as a user starts it, and a browser beside it. */
export interface Journey {
  readonly product: RunningProduct;
  readonly url: string;
  readonly browser: Browser;
  /** A window in which somebody is signed in already, or nobody. */
  open(person: Pick<Person, 'email' | 'password'> | null, options?: Parameters<typeof openWindow>[1]): Promise<Window>;
  close(): Promise<void>;
}

const PASSWORD = 'correct horse battery';

/** Starts the product on an empty folder with its settings, and a browser. */
export async function startJourney(name: string, settings: Readonly<Record<string, string>> = {}): Promise<Journey> {
  const folder = join(inject('testFolder'), `journey-${name}`);
  await mkdir(folder);
  const [product, browser] = await Promise.all([startProduct(folder, settings), openBrowser()]);
  const { url } = product;
  return {
    product,
    url,
    browser,
    open: async (person, options = {}) => {
      const window = await openWindow(browser, options);
      if (person) {
        const { email, password } = person;
        const answer = await window.context.request.post(`${url}/api/session`, { data: { email, password } });
        if (!answer.ok()) throw new Error(`${email} could not sign in: ${await answer.text()}`);
      }
      return window;
    },
    close: async () => {
      await browser.close();
      await product.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Makes the first account of an empty installation. */
export async function setUp(journey: Pick<Journey, 'url'>, name = 'Ada Berg'): Promise<Person> {
  const session = openSession(journey.url);
  const account = { name, email: emailOf(name), password: PASSWORD };
  const { accountId } = await createClient(authApi, session).setUp({ body: account });
  return { ...account, accountId, session };
}

/** Invites somebody by link and accepts for them. */
export async function invite(journey: Journey, administrator: Person, name: string): Promise<Person> {
  const account = { name, email: emailOf(name), password: PASSWORD };
  const { link } = await createClient(authApi, administrator.session).invite({ body: { email: account.email } });
  const session = openSession(journey.url);
  const { accountId } = await createClient(authApi, session).acceptInvitation({
    params: { secret: link.split('/').at(-1) ?? '' },
    body: { name, password: PASSWORD },
  });
  return { ...account, accountId, session };
}

function emailOf(name: string): string {
  return `${name.toLowerCase().replaceAll(/\W+/g, '.')}@example.com`;
}
