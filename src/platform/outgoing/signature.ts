import { createHmac } from 'node:crypto';

/**
 * The signature of what is sent: HMAC-SHA256 in base64 over the parts joined by dots, behind the version of this rule, as
 * the convention of signed webhooks has it.
 */
export function signatureOf(secret: string, ...parts: readonly string[]): string {
  return `v1,${createHmac('sha256', secret).update(parts.join('.')).digest('base64')}`;
}
