import { describe, expect, it } from 'vitest';
import { readAccessToken } from './credentials.ts';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('the header of a token', () => {
  it.each([
    ['Bearer tl_a', 'tl_a'],
    ['bearer   tl_a', 'tl_a'],
    [basic('', 'tl_a'), 'tl_a'],
    [basic('user', 'other'), undefined],
    ['Bearer other', undefined],
    ['Bearer', undefined],
    ['Bearer tl_a tl_b', undefined],
    ['Basic !!', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s gives %s', (header, token) => {
    expect(readAccessToken(header)).toBe(token);
  });
});
