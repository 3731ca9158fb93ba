import { MutationObserver } from '@tanstack/react-query';
import { afterEach, expect, it, vi } from 'vitest';
import { openClock } from './clock.ts';
import { openConnection } from './connection.ts';
import { createQueryClient } from './query-client.ts';

afterEach(() => vi.useRealTimers());

it('what cannot be sent is not held back until the browser calls itself online', () => {
  const { mutations, queries } = createQueryClient().getDefaultOptions();
  expect([mutations?.networkMode, queries?.networkMode]).toEqual(['always', 'always']);
  expect(mutations?.retry).toBe(false);
});

it('an ended session is noticed by questions and by changes; a wrong password is no ended session', async () => {
  const onSignedOut = vi.fn();
  const client = createQueryClient({ onSignedOut });
  const change = (code: string) =>
    client
      .getMutationCache()
      .build(client, { mutationFn: () => Promise.reject(Object.assign(new Error('no'), { code, status: 401 })) })
      .execute(undefined)
      .catch(() => undefined);
  await change('SIGN_IN_FAILED');
  expect(onSignedOut).not.toHaveBeenCalled();
  await change('SIGN_IN_NEEDED');
  expect(onSignedOut).toHaveBeenCalledOnce();
});

it('when the connection is back, what is shown is read again, and not asked again while it is lost', async () => {
  let isThere = false;
  const send = () => (isThere ? Promise.resolve(Response.json({})) : Promise.reject(new TypeError('Failed to fetch')));
  const connection = openConnection({ send });
  const client = createQueryClient({ connection });
  const busy = Object.assign(new Error('busy'), { code: 'BUSY', status: 503 });
  const retry = client.getDefaultOptions().queries?.retry;
  await connection.mayWrite();
  connection.doubt();
  await vi.waitUntil(() => connection.state().lostSince !== null);
  expect(typeof retry === 'function' && retry(0, busy)).toBe(false);
  client.setQueryData(['shown'], 1);
  isThere = true;
  await connection.mayWrite();
  expect(client.getQueryState(['shown'])?.isInvalidated).toBe(true);
});

it('a page hears that something is on its way before the browser hands over the next click', async () => {
  const sending = new MutationObserver(createQueryClient(), { mutationFn: () => new Promise<void>(() => {}) });
  let isPending = false;
  sending.subscribe((now) => {
    isPending = now.isPending;
  });
  void sending.mutate();
  await Promise.resolve();
  expect(isPending).toBe(true);
});

it('on a new day, what is shown is read again, once', () => {
  vi.useFakeTimers({ now: Date.parse('2026-05-01T23:50:00Z') });
  const clock = openClock({ afterMidnightMs: 1_000, onWake: () => () => {} });
  const client = createQueryClient({ clock });
  const isOld = () => client.getQueryState(['shown'])?.isInvalidated;
  client.setQueryData(['shown'], 'from today, 3 days');
  vi.advanceTimersByTime(600_000);
  expect(isOld()).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(isOld()).toBe(true);
  client.setQueryData(['shown'], 'from today, 2 days');
  vi.advanceTimersByTime(3_600_000);
  expect(isOld()).toBe(false);
});
