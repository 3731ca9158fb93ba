import { expect, it } from 'vitest';
import { currentEntry } from './rail-entry.ts';

const entries = [{ to: '/' }, { to: '/things', alsoFor: ['/t'] }, { to: '/things/archive' }];

it('an address belongs to the entry with the longest address that contains it', () => {
  expect(currentEntry(entries, '/things/7')?.to).toBe('/things');
  expect(currentEntry(entries, '/things/archive/7')?.to).toBe('/things/archive');
  expect(currentEntry(entries, '/t/some-slug/frame')?.to).toBe('/things');
});

it('the start page contains nothing but itself, and a common beginning is not containment', () => {
  expect(currentEntry(entries, '/')?.to).toBe('/');
  expect(currentEntry(entries, '/thingsy')).toBeUndefined();
});
