import { refuseAuth } from './auth.errors.ts';
import { AUTH_LIMITS } from './auth-limits.ts';

/**
 * Refuses a new password that is too short. Length is the only rule: rules about kinds of characters make passwords
 * easier to guess, not harder (NIST SP 800-63B, section 3.1.1.2).
 * @throws Problem PASSWORD_TOO_SHORT, naming the field of the input
 */
export function checkNewPassword(password: string, path: string): void {
  const minimum = AUTH_LIMITS.passwordMinLength;
  if (Array.from(password).length >= minimum) return;
  throw refuseAuth('PASSWORD_TOO_SHORT', { minimum }, [{ path, message: `Use at least ${minimum} characters.` }]);
}
