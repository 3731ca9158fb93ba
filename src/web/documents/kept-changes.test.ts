import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { forgetKeptWork, type KeptStorage } from '../data/kept-work.ts';
import { documentsWithKeptChanges, KeptChanges } from './kept-changes.ts';

const ANA = '01890000-0000-7000-8000-0000000000a1';
const BEN = '01890000-0000-7000-8000-0000000000b2';
const BOARD = 'board/keep-more-customers';

/** A browser's storage that holds so many entries. */
function storageOf(most = 100): KeptStorage {
  const held = new Map<string, string>();
  return {
    get length() {
      return held.size;
    },
    key: (index) => [...held.keys()][index] ?? null,
    getItem: (name) => held.get(name) ?? null,
    setItem: (name, value) => {
      if (held.size >= most && !held.has(name)) throw new DOMException('full', 'QuotaExceededError');
      held.set(name, value);
    },
    removeItem: (name) => void held.delete(name),
  };
}

/** What the server has, and a page that goes on writing without a connection. */
function pageWithout(storage: KeptStorage, accountId: string, server: Y.Doc) {
  const document = new Y.Doc();
  Y.applyUpdate(document, Y.encodeStateAsUpdate(server));
  const kept = new KeptChanges(storage, accountId, BOARD);
  document.on('update', (change: Uint8Array, _origin: unknown, _document: Y.Doc, { local }: Y.Transaction) => {
    if (local) kept.add(change);
  });
  return { kept, write: (name: string, words: string) => document.getMap('notes').set(name, words) };
}

function aServer(): Y.Doc {
  const server = new Y.Doc();
  server.getMap('notes').set('first', 'Who leaves?');
  return server;
}

describe('changes that the server does not have', () => {
  it('come back when the page was closed, beside what others wrote meanwhile and what another tab kept', () => {
    const [storage, server] = [storageOf(), aServer()];
    const [one, other] = [pageWithout(storage, ANA, server), pageWithout(storage, ANA, server)];
    one.write('mine', 'Written without a connection');
    one.write('first', 'Who leaves, and why?');
    other.write('tab', 'Written in another tab');
    server.getMap('notes').set('theirs', 'Written by another person');
    expect(documentsWithKeptChanges(storage, ANA)).toEqual([BOARD]);

    const opened = new KeptChanges(storage, ANA, BOARD);
    opened.restore(server);
    expect(server.getMap('notes').toJSON()).toEqual({
      first: 'Who leaves, and why?',
      mine: 'Written without a connection',
      tab: 'Written in another tab',
      theirs: 'Written by another person',
    });
    opened.saved();
    expect(documentsWithKeptChanges(storage, ANA)).toEqual([]);
  });

  it('that another tab writes after they were taken in stay until that tab has saved them', () => {
    const [storage, server] = [storageOf(), aServer()];
    const offline = pageWithout(storage, ANA, server);
    offline.write('mine', 'One');
    const opened = new KeptChanges(storage, ANA, BOARD);
    opened.restore(server);
    offline.write('more', 'Two');
    opened.saved();
    expect(documentsWithKeptChanges(storage, ANA)).toEqual([BOARD]);
    offline.kept.saved();
    expect(storage.length).toBe(0);
  });

  it('are nothing to anybody else, and go when another person signs in or the document may not be opened', () => {
    const [storage, server] = [storageOf(), aServer()];
    pageWithout(storage, ANA, server).write('mine', 'Of Ana');
    const bens = pageWithout(storage, BEN, server);
    bens.write('mine', 'Of Ben');
    expect(documentsWithKeptChanges(storage, BEN)).toEqual([BOARD]);
    storage.setItem('tl-rail', 'collapsed');
    forgetKeptWork(storage, BEN);
    expect(documentsWithKeptChanges(storage, ANA)).toEqual([]);
    expect(documentsWithKeptChanges(storage, BEN)).toEqual([BOARD]);
    bens.kept.forget();
    expect(documentsWithKeptChanges(storage, BEN)).toEqual([]);
    pageWithout(storage, BEN, server).write('mine', 'Of Ben');
    forgetKeptWork(storage, null);
    expect([storage.length, storage.getItem('tl-rail')]).toEqual([1, 'collapsed']);
  });

  it('say so when the storage is full, and what cannot be read is forgotten', () => {
    const server = aServer();
    const full = pageWithout(storageOf(0), ANA, server);
    full.write('mine', 'One');
    expect(full.kept.isKept).toBe(false);
    full.kept.saved();
    expect(full.kept.isKept).toBe(true);

    const storage = storageOf();
    storage.setItem(`throughline:document:${ANA}:${BOARD}:old`, 'no base64!');
    new KeptChanges(storage, ANA, BOARD).restore(server);
    expect(storage.length).toBe(0);
  });
});
