import type { z } from 'zod';
import { MlflowError } from './mlflow-error.ts';

const LONGEST_TOKEN = 20_000;

/** Writes where the next page begins. Clients take the token as it is and send it back. */
export function writePageToken(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a token that `writePageToken` made; an absent or empty one is the first page.
 * @throws MlflowError INVALID_PARAMETER_VALUE for anything else
 */
export function readPageToken<T>(token: string | undefined, schema: z.ZodType<T>): T | undefined {
  if (token === undefined || token === '') return undefined;
  const parsed = token.length > LONGEST_TOKEN ? undefined : schema.safeParse(decode(token));
  if (parsed?.success) return parsed.data;
  throw new MlflowError(
    'INVALID_PARAMETER_VALUE',
    'Invalid page token: send the next_page_token of the page before, with the same filter and order.',
  );
}

function decode(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
