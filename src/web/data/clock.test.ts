import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Clock, openClock } from './clock.ts';

const AFTER_MS = 5_000;

/** Says that the machine woke up. */
let wake: () => void;

beforeEach(() => {
  // A day does not begin where the reader is, but where the product counts: it is the second of May in Auckland already.
  vi.stubEnv('TZ', 'Pacific/Auckland');
  vi.useFakeTimers({ now: Date.parse('2026-05-01T23:59:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function aClock(): Clock {
  const sleepers = new Set<() => void>();
  wake = () => {
    for (const each of sleepers) each();
  };
  return openClock({
    afterMidnightMs: AFTER_MS,
    onWake: (listener) => {
      sleepers.add(listener);
      return () => sleepers.delete(listener);
    },
  });
}

it('turns over to the next day a little after midnight, and tells everybody who looks', () => {
  const clock = aClock();
  const days: string[] = [];
  const looks = vi.fn(() => days.push(clock.today()));
  clock.subscribe(looks);
  clock.subscribe(looks);
  expect(clock.today()).toBe('2026-05-01');
  vi.advanceTimersByTime(60_000 + AFTER_MS - 1);
  expect(clock.today()).toBe('2026-05-01');
  days.length = 0;
  vi.advanceTimersByTime(1);
  expect(days).toEqual(['2026-05-02', '2026-05-02']);
  vi.advanceTimersByTime(86_400_000);
  expect(clock.today()).toBe('2026-05-03');
});

it('has one timer however many look, and none while nobody does', () => {
  const clock = aClock();
  expect(vi.getTimerCount()).toBe(0);
  const stops = [1, 2, 3].map(() => clock.subscribe(() => {}));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(600_000);
  expect(vi.getTimerCount()).toBe(1);
  for (const stop of stops) stop();
  expect(vi.getTimerCount()).toBe(0);
  clock.subscribe(() => {});
  expect(vi.getTimerCount()).toBe(1);
});

it('is in the new day at once when a machine wakes up, though its timers stood still', () => {
  const clock = aClock();
  const looks = vi.fn();
  clock.subscribe(looks);
  vi.setSystemTime(Date.parse('2026-05-04T07:00:00Z'));
  expect([clock.today(), looks.mock.calls.length]).toEqual(['2026-05-01', 0]);
  wake();
  expect([clock.today(), looks.mock.calls.length]).toEqual(['2026-05-04', 1]);
});

it('catches up within half a minute where nothing says that the machine slept', () => {
  const clock = aClock();
  clock.subscribe(() => {});
  vi.setSystemTime(Date.parse('2026-05-04T07:00:00Z'));
  vi.advanceTimersByTime(30_000);
  expect(clock.today()).toBe('2026-05-04');
});

it('tells the same moment until it moves on, and a fresh one to who begins to look', () => {
  const clock = aClock();
  clock.subscribe(() => {});
  const before = clock.now();
  vi.advanceTimersByTime(20_000);
  expect(clock.now()).toBe(before);
  clock.subscribe(() => {});
  expect(clock.now().getTime() - before.getTime()).toBe(20_000);
});

it('is not left behind while nobody looks', () => {
  const clock = aClock();
  vi.setSystemTime(Date.parse('2026-05-04T07:00:00Z'));
  expect(clock.today()).toBe('2026-05-04');
  expect(clock.now().toISOString()).toBe('2026-05-04T07:00:00.000Z');
});
