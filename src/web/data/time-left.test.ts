import { expect, it } from 'vitest';
import { timeLeft } from './time-left.ts';

it('how long it still takes is told only once something is known about it', () => {
  expect(timeLeft(0.01, 60_000, 0)).toBeUndefined();
  expect(timeLeft(0.5, 500, 0)).toBeUndefined();
  expect(timeLeft(1, 60_000, 0)).toBeUndefined();
});

it('what is left is judged by the share that was done since it was looked at', () => {
  expect(timeLeft(0.5, 30_000, 0)).toBe('about 30 seconds left');
  expect(timeLeft(0.75, 30_000, 0.5)).toBe('about 30 seconds left');
  expect(timeLeft(0.1, 60_000, 0)).toBe('about 9 minutes left');
  expect(timeLeft(0.99, 60_000, 0)).toBe('a few seconds left');
});
