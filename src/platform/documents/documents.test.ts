import { HocuspocusProvider, HocuspocusProviderWebsocket } from '@hocuspocus/provider';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import * as Y from 'yjs';
import type { Database, Transaction } from '../database/database.ts';
import { openTestDatabase } from '../database/test-database.ts';
import type { DocumentKind } from './document-kind.ts';
import { documentsMigrations } from './documents.migrations.ts';
import { type Documents, openDocuments } from './documents.ts';
import { DOCUMENT_LIMITS } from './documents-limits.ts';

/** A list of words in which nobody may write "forbidden", and a number of which is too much. */
const WORDS: DocumentKind<readonly string[]> = {
  maxBytes: 20_000,
  see: (document) => document.getArray<string>('words').toArray(),
  judge: (_, after) =>
    after.includes('forbidden')
      ? { kind: 'refused', ending: 'change-refused' }
      : { kind: 'accepted', counts: { words: 1 } },
};

let database: Database;
const open: { close(): unknown }[] = [];
/** Called in the transaction of every stored change; a test may make it fail. */
let onStored: (tx: Transaction) => Promise<void> = async () => undefined;

beforeAll(async () => {
  database = await openTestDatabase(documentsMigrations);
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
  onStored = async () => undefined;
  vi.restoreAllMocks();
});
afterAll(() => database.close());

/** One process of the installation. */
async function aProcess(): Promise<Documents> {
  const documents = await openDocuments({
    database,
    log: pino({ level: 'silent' }),
    identify: async ({ cookie }) =>
      cookie === undefined
        ? null
        : {
            accountId: cookie,
            name: cookie,
            email: `${cookie}@example.com`,
            via: 'session',
            scopes: 'all',
            isAdministrator: false,
            isAuditor: false,
          },
    kindOf: (name) => (name.startsWith('words/') ? WORDS : undefined),
    rightOf: async () => 'write',
    besides: () => (tx) => onStored(tx),
  });
  open.push(documents);
  return documents;
}

/** A person's page at a process, without a network between them. */
function aPage(documents: Documents, who: string, name: string) {
  class Wire extends EventTarget {
    readyState = 1;
    readonly #channel = documents.channel({
      headers: { cookie: who, authorization: undefined },
      readyState: () => this.readyState,
      send: (bytes) => {
        const data = Uint8Array.from(bytes).buffer;
        queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('message'), { data })));
      },
      close: () => this.close(),
    });
    constructor() {
      super();
      queueMicrotask(() => this.dispatchEvent(new Event('open')));
    }
    send(bytes: Uint8Array): void {
      this.#channel.receive(bytes);
    }
    close(): void {
      if (this.readyState !== 1) return;
      this.readyState = 3;
      this.#channel.closed();
      this.dispatchEvent(Object.assign(new Event('close'), { code: 1_000, reason: '' }));
    }
  }
  const document = new Y.Doc();
  const socket = new HocuspocusProviderWebsocket({ url: 'wire', WebSocketPolyfill: Wire });
  const closed: string[] = [];
  const provider = new HocuspocusProvider({
    websocketProvider: socket,
    name,
    document,
    onClose: ({ event }) => closed.push(event.reason),
    onAuthenticationFailed: ({ reason }) => closed.push(reason),
  });
  provider.attach();
  const page = {
    document,
    provider,
    socket,
    closed,
    words: () => document.getArray<string>('words').toArray(),
    write: (word: string) => document.getArray<string>('words').push([word]),
    isSaved: () => provider.isSynced && !provider.hasUnsyncedChanges,
    close: () => {
      provider.destroy();
      socket.destroy();
    },
  };
  open.push(page);
  return page;
}

const saved = (page: ReturnType<typeof aPage>) => vi.waitUntil(() => page.isSaved(), 8_000);
const stored = async (documents: Documents, name: string) =>
  (await documents.read(name)).getArray<string>('words').toArray();

describe('a shared document', () => {
  it('shows others only what is stored already', async () => {
    const here = await aProcess();
    const [ana, ben] = [aPage(here, 'ana', 'words/a'), aPage(here, 'ben', 'words/a')];
    await Promise.all([saved(ana), saved(ben)]);
    const seen = new Promise<readonly string[]>((resolve, reject) => {
      ben.document.on('update', () => stored(here, 'words/a').then(resolve, reject));
    });
    ana.write('first');
    expect(await seen).toEqual(['first']);
  });

  it('says "saved" only of what a process that dies in that moment leaves behind', async () => {
    const dying = await aProcess();
    const ana = aPage(dying, 'ana', 'words/b');
    await saved(ana);
    for (let number = 0; number < 40; number += 1) ana.write(`word ${number}`);
    await saved(ana);
    // Nobody closes the first process: the second one has the database alone.
    expect(await stored(await aProcess(), 'words/b')).toEqual(ana.words());
  });

  it('is the same for people who are connected to different processes', async () => {
    const [here, there] = [await aProcess(), await aProcess()];
    const [ana, ben] = [aPage(here, 'ana', 'words/c'), aPage(there, 'ben', 'words/c')];
    await Promise.all([saved(ana), saved(ben)]);
    for (let number = 0; number < 20; number += 1) {
      ana.write(`ana ${number}`);
      ben.write(`ben ${number}`);
    }
    await vi.waitUntil(() => ana.words().length === 40 && ben.words().length === 40, 8_000);
    expect(ben.words()).toEqual(ana.words());
    expect(await stored(here, 'words/c')).toEqual(ana.words());
  });

  it('keeps a change that the database does not take, tells nobody of it, and takes it later', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const here = await aProcess();
    const [ana, ben] = [aPage(here, 'ana', 'words/d'), aPage(here, 'ben', 'words/d')];
    await Promise.all([saved(ana), saved(ben)]);
    onStored = () => Promise.reject(new Error('The disk is full.'));
    ana.write('at a bad moment');
    await vi.waitUntil(() => ana.closed.includes('not-stored'), 8_000);
    expect(ben.words()).toEqual([]);
    onStored = async () => undefined;
    await ana.provider.sendToken();
    ana.provider.startSync();
    await vi.waitUntil(() => ben.words().includes('at a bad moment'), 8_000);
    await saved(ana);
  });

  it('is put together again after many changes, and says the same', async () => {
    const here = await aProcess();
    const ana = aPage(here, 'ana', 'words/e');
    await saved(ana);
    for (let number = 0; number < DOCUMENT_LIMITS.changesPerSnapshot + 5; number += 1) {
      ana.write('x');
      if (number % 20 === 0) await saved(ana);
    }
    await saved(ana);
    const loose = () =>
      database.query(
        'select 1 from shared_document_changes c join shared_documents d on d.no = c.document_no where d.name = $1',
        ['words/e'],
      );
    await vi.waitUntil(async () => (await loose()).length < 50, 8_000);
    expect(await stored(here, 'words/e')).toEqual(ana.words());
  });

  it('refuses what its kind does not allow, what is no change, and what is too much; and goes on for the others', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const here = await aProcess();
    const ben = aPage(here, 'ben', 'words/f');
    const ana = aPage(here, 'ana', 'words/f');
    const cy = aPage(here, 'cy', 'words/f');
    await Promise.all([saved(ana), saved(ben), saved(cy)]);
    ana.write('forbidden');
    await vi.waitUntil(() => ana.closed.includes('change-refused'), 8_000);
    cy.write('y'.repeat(30_000));
    await vi.waitUntil(() => cy.closed.includes('document-full'), 8_000);
    ben.write('allowed');
    await saved(ben);
    expect(await stored(here, 'words/f')).toEqual(['allowed']);
    const elsewhere = aPage(here, 'ana', 'nothing/of/the/kind');
    await vi.waitUntil(() => elsewhere.closed.includes('not-allowed'), 8_000);
  });

  it('survives bytes that mean nothing', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const here = await aProcess();
    const ben = aPage(here, 'ben', 'words/g');
    await saved(ben);
    let seed = 7;
    const next = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % 256;
    };
    for (let round = 0; round < 300; round += 1) {
      const socket = {
        headers: { cookie: 'eve', authorization: undefined },
        readyState: () => 1,
        send() {},
        close() {},
      };
      const channel = here.channel(socket);
      const name = Buffer.from('words/g');
      const noise = Buffer.from(Array.from({ length: next() }, next));
      const start = round % 3 === 0 ? Buffer.alloc(0) : Buffer.from([name.length, ...name, round % 9]);
      // The first message of a document opens it; what follows is read as changes.
      channel.receive(Buffer.from([name.length, ...name, 2, 0, 0]));
      if (round % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      channel.receive(Buffer.concat([start, noise]));
      channel.closed();
    }
    ben.write('still here');
    await saved(ben);
    expect(await stored(here, 'words/g')).toEqual(['still here']);
  });
});

describe('presence', () => {
  it('carries the name of the connection, whatever the page says, and nobody takes another away', async () => {
    const here = await aProcess();
    const [ana, ben] = [aPage(here, 'ana', 'words/h'), aPage(here, 'ben', 'words/h')];
    await Promise.all([saved(ana), saved(ben)]);
    ana.provider.setAwarenessField('user', { id: 'ben', name: 'The boss' });
    ana.provider.setAwarenessField('note', 'n1');
    const anas = () => ben.provider.awareness?.getStates().get(ana.document.clientID);
    await vi.waitUntil(() => anas()?.note === 'n1', 8_000);
    expect(anas()?.user).toEqual({ id: 'ana', name: 'ana' });
    ana.provider.setAwarenessField('note', 'x'.repeat(DOCUMENT_LIMITS.presenceLength));
    await vi.waitUntil(() => anas()?.note === undefined, 8_000);
  });
});
