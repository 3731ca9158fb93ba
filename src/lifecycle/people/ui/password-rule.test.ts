import { expect, it } from 'vitest';
import { AUTH_LIMITS } from '../../../platform/auth/auth-limits.ts';
import { NEW_PASSWORD_MIN } from './password-rule.ts';

it('the page states the length of a password that the server asks for', () => {
  expect(NEW_PASSWORD_MIN).toBe(AUTH_LIMITS.passwordMinLength);
});
