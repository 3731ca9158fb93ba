import { expect, it } from 'vitest';
import { AUTH_LIMITS } from '../../../platform/auth/auth-limits.ts';
import { NEW_PASSWORD_MIN, shortPassword } from './password-rule.ts';

it('the page states the length of a password that the server asks for', () => {
  expect(NEW_PASSWORD_MIN).toBe(AUTH_LIMITS.passwordMinLength);
});

it('a password that is long enough is not refused', () => {
  expect(shortPassword('password', 'x'.repeat(NEW_PASSWORD_MIN))).toEqual({});
  expect(shortPassword('password', 'short').password).toContain('10');
});
