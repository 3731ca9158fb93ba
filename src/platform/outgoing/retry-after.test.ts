import { expect, it } from 'vitest';
import { readRetryAfter } from './retry-after.ts';

const now = new Date('2026-11-29T12:00:00Z');

it.each([
  ['0', 0],
  ['120', 120_000],
  [' 5 ', 5_000],
  ['999999999999999', 999_999_999_999_999_000],
  ['Sun, 29 Nov 2026 12:01:30 GMT', 90_000],
  ['Sat, 28 Nov 2026 12:00:00 GMT', 0],
  ['Fri, 31 Dec 9999 23:59:59 GMT', Date.UTC(9999, 11, 31, 23, 59, 59) - now.getTime()],
])('a receiver that asks with %j is understood', (header, waitMs) => {
  expect(readRetryAfter(header, now)).toBe(waitMs);
});

it.each([
  '',
  '-1',
  '1.5',
  '1e9',
  'NaN',
  '0x10',
  'soon',
  '2026-11-29',
  '9'.repeat(10_000),
  'Sun, 99 Nov 2026 99:99:99 GMT',
])('nothing is made of %j', (header) => expect(readRetryAfter(header, now)).toBeNull());
