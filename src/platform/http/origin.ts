import type { FastifyRequest } from 'fastify';
import { refuse } from '../contract/index.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses a change that a page of another site asked the browser to send. A browser always states the origin of such
 * requests; a program that sends none cannot carry a person's session cookie by accident.
 * @throws Problem ORIGIN_REFUSED
 */
export function checkOrigin(request: FastifyRequest, publicUrl: string | undefined): void {
  if (SAFE_METHODS.has(request.method)) return;
  const { origin } = request.headers;
  if (origin === undefined) return;
  if (!isOwnOrigin(origin, request.headers.host, publicUrl)) throw refuse('ORIGIN_REFUSED', { origin });
}

/**
 * Whether an `Origin` header names this installation: the configured public address, or, where none is configured, the
 * host that the request itself was sent to.
 */
export function isOwnOrigin(origin: string, host: string | undefined, publicUrl: string | undefined): boolean {
  const parsed = parseOrigin(origin);
  if (!parsed) return false;
  if (publicUrl !== undefined) return parsed.origin === new URL(publicUrl).origin;
  // The default port may be written out in one header and left away in the other.
  return host !== undefined && parseOrigin(`${parsed.protocol}//${host}`)?.host === parsed.host;
}

function parseOrigin(origin: string): URL | undefined {
  try {
    return new URL(origin);
  } catch {
    return undefined;
  }
}
