import { refuseAuth } from './auth.errors.ts';
import { RATE_LIMITS } from './auth-limits.ts';
import type { AuthPorts } from './auth-ports.ts';
import { networkOf } from './rate-limiter.ts';
import type { Client, SignedIn } from './sessions.ts';

interface Credentials {
  readonly email: string;
  readonly password: string;
}

/**
 * Signs in with e-mail address and password.
 * @throws Problem SIGN_IN_FAILED for an unknown address, a wrong password and a disabled account alike;
 * TOO_MANY_REQUESTS
 */
export async function signIn(ports: AuthPorts, credentials: Credentials, client: Client): Promise<SignedIn> {
  const limits = [
    { limit: RATE_LIMITS.signInByAddress, subject: networkOf(client.address) },
    { limit: RATE_LIMITS.signInByEmail, subject: credentials.email },
  ];
  return ports.rateLimiter.attempt(limits, () => signInNewPassword(ports, credentials, client));
}

/** Signs in with a password that the caller just set, or whose attempt was counted already. */
export async function signInNewPassword(ports: AuthPorts, credentials: Credentials, client: Client): Promise<SignedIn> {
  const { email, password } = credentials;
  const signedIn = await (await ports.sessions()).open({ email, password }, client);
  if (!signedIn) throw refuseAuth('SIGN_IN_FAILED');
  return signedIn;
}
