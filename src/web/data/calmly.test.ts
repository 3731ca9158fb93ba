import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { calmly } from './calmly.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('the first change is told at once, a stream of them once a second, and the last one is never lost', () => {
  const task = vi.fn();
  const { run } = calmly(task, 1_000);
  run();
  expect(task).toHaveBeenCalledTimes(1);
  for (let change = 0; change < 25; change += 1) {
    vi.advanceTimersByTime(100);
    run();
  }
  expect(task).toHaveBeenCalledTimes(3);
  vi.advanceTimersByTime(5_000);
  expect(task).toHaveBeenCalledTimes(4);
});

it('what is stopped does not run any more', () => {
  const task = vi.fn();
  const { run, stop } = calmly(task, 1_000);
  run();
  run();
  stop();
  vi.advanceTimersByTime(5_000);
  expect(task).toHaveBeenCalledTimes(1);
});
