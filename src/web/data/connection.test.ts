import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { NothingLeft } from '../../platform/contract/index.ts';
import { type Connection, openConnection } from './connection.ts';

/** What the network does with a request to an address: answers with a status, breaks, or never answers. */
type Line = 'breaks' | 'hangs' | number;

let alive: Line;
let line: Line;
let sent: string[];
let connection: Connection;

const follow = (what: Line, signal: AbortSignal | null | undefined): Promise<Response> => {
  if (what === 'breaks') return Promise.reject(new TypeError('Failed to fetch'));
  if (typeof what === 'number')
    return Promise.resolve(new Response('{}', { status: what, headers: { 'content-type': 'application/json' } }));
  return new Promise((_, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason));
  });
};

beforeEach(() => {
  vi.useFakeTimers();
  [alive, line, sent] = [200, 200, []];
  connection = openConnection({
    now: () => new Date('2026-05-03T10:00:00Z'),
    send: (input, init) => {
      const path = typeof input === 'string' ? input : '';
      if (path !== '/health') sent.push(path);
      return follow(path === '/health' ? alive : line, init?.signal);
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

const lose = async (): Promise<void> => {
  alive = 'breaks';
  connection.doubt();
  await vi.advanceTimersByTimeAsync(0);
};

it('a connection is lost when the server itself does not answer, and since then', async () => {
  const onState = vi.fn();
  connection.subscribe(onState);
  connection.doubt();
  await vi.advanceTimersByTimeAsync(0);
  expect(connection.state().lostSince).toBeNull();
  await lose();
  expect(connection.state().lostSince).toEqual(new Date('2026-05-03T10:00:00Z'));
  expect(onState).toHaveBeenCalledOnce();
});

it('one request that breaks while the server is there loses no connection', async () => {
  line = 'breaks';
  await expect(connection.fetch('/api/ideas', { method: 'POST' })).rejects.toThrow('Failed to fetch');
  await vi.advanceTimersByTimeAsync(0);
  expect(connection.state().lostSince).toBeNull();
});

it('a page of a proxy in place of the server is no answer of the server', async () => {
  connection = openConnection({ send: () => Promise.resolve(new Response('<p>Back soon</p>', { status: 200 })) });
  connection.doubt();
  await vi.advanceTimersByTimeAsync(0);
  expect(connection.state().lostSince).not.toBeNull();
});

it('nothing leaves while there is no connection, and whoever asked is told so for certain', async () => {
  await lose();
  await expect(connection.fetch('/api/ideas', { method: 'POST' })).rejects.toBeInstanceOf(NothingLeft);
  await expect(connection.mayWrite()).rejects.toMatchObject({ code: 'NOT_SENT' });
  expect(sent).toEqual([]);
});

it('what is asked after the server is back is sent, without waiting for the next look', async () => {
  await lose();
  alive = 200;
  expect((await connection.fetch('/api/ideas', { method: 'POST' })).status).toBe(200);
  expect(sent).toEqual(['/api/ideas']);
});

it('it comes back by itself, and tells once that what is shown may be out of date', async () => {
  const onBack = vi.fn();
  connection.onBack(onBack);
  await lose();
  alive = 200;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connection.state().lostSince).toBeNull();
  connection.doubt();
  await vi.advanceTimersByTimeAsync(0);
  expect(onBack).toHaveBeenCalledOnce();
});

it('a server that was heard in another way is there', async () => {
  await lose();
  connection.heard();
  expect(connection.state().lostSince).toBeNull();
});

it('after a lost answer everything is read again, also when the connection was never lost', async () => {
  const onBack = vi.fn();
  connection.onBack(onBack);
  connection.answerWasLost();
  await vi.advanceTimersByTimeAsync(0);
  expect(onBack).toHaveBeenCalledOnce();
});

it('a request that hangs is ended when the server does not say either that it is there', async () => {
  [alive, line] = ['hangs', 'hangs'];
  const asked = connection.fetch('/api/ideas', { method: 'POST' });
  const ended = expect(asked).rejects.toThrow('no answer');
  await vi.advanceTimersByTimeAsync(13_000);
  await ended;
  expect(connection.state().lostSince).not.toBeNull();
});

it('a request that takes long is waited for while the server says that it is there', async () => {
  line = 'hangs';
  const onEnd = vi.fn();
  void connection.fetch('/api/ideas').then(onEnd, onEnd);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(onEnd).not.toHaveBeenCalled();
  alive = 'hangs';
  await vi.advanceTimersByTimeAsync(13_000);
  expect(onEnd).toHaveBeenCalledOnce();
});

it('a request that its asker ends says nothing about the connection', async () => {
  line = 'hangs';
  const ending = new AbortController();
  const asked = connection.fetch('/api/ideas', { signal: ending.signal });
  ending.abort(new Error('nobody waits any more'));
  await expect(asked).rejects.toThrow('nobody waits any more');
  alive = 'breaks';
  await vi.advanceTimersByTimeAsync(60_000);
  expect(connection.state().lostSince).toBeNull();
});
