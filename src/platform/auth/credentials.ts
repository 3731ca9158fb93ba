import { ACCESS_TOKEN_START } from './secrets.ts';

/**
 * The access token of an `Authorization` header: `Bearer tl_...`, or `Basic` with the token as password (the user name is
 * ignored), because clients such as the stock mlflow one send either. Other credentials are not for us: a reverse proxy
 * with a password of its own passes them on with every request, so they count as none.
 */
export function readAccessToken(authorization: string | undefined): string | undefined {
  const [scheme, value, ...rest] = authorization?.trim().split(/\s+/) ?? [];
  if (scheme === undefined || value === undefined || rest.length > 0) return undefined;
  const token = candidate(scheme.toLowerCase(), value);
  return token?.startsWith(ACCESS_TOKEN_START) ? token : undefined;
}

function candidate(scheme: string, value: string): string | undefined {
  if (scheme === 'bearer') return value;
  if (scheme !== 'basic') return undefined;
  const pair = Buffer.from(value, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon === -1 ? undefined : pair.slice(colon + 1);
}
