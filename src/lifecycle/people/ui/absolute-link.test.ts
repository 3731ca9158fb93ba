import { expect, it } from 'vitest';
import { absoluteLink } from './absolute-link.ts';

it('a link that is a path is completed with the address of the page', () => {
  expect(absoluteLink('/invitation/abc', 'https://line.example.com')).toBe('https://line.example.com/invitation/abc');
});

it('a link that the server completed stays as it is', () => {
  expect(absoluteLink('https://public.example.com/invitation/abc', 'http://10.0.0.4:4400')).toBe(
    'https://public.example.com/invitation/abc',
  );
});
