import { type CommandInput, textFlag, UsageError } from './command.ts';

/** A running installation and the token to speak to it with. */
export interface ServerAddress {
  readonly baseUrl: string;
  readonly token: string;
}

/** The flags of every command that speaks to a running installation. */
export const SERVER_FLAGS = [
  { name: 'url', help: 'address of the installation (or THROUGHLINE_URL; default: http://localhost:4400)' },
  { name: 'token', help: 'an access token (better in THROUGHLINE_TOKEN, where a process list does not show it)' },
] as const;

/**
 * Reads the address of the installation.
 * @throws UsageError when it is not one.
 */
export function serverUrl(input: CommandInput): string {
  const url = textFlag(input, 'url') ?? input.environment.THROUGHLINE_URL ?? 'http://localhost:4400';
  if (!URL.canParse(url)) throw new UsageError(`"${url}" is not an address such as https://throughline.example.com.`);
  return url.replace(/\/+$/, '');
}

/**
 * Reads the address and the token from flags or environment.
 * @throws UsageError when there is no token or the address is not one.
 */
export function serverAddress(input: CommandInput): ServerAddress {
  const baseUrl = serverUrl(input);
  const token = textFlag(input, 'token') ?? input.environment.THROUGHLINE_TOKEN;
  if (!token)
    throw new UsageError(
      'An access token is needed: make one on the page under your name, Access tokens, and set THROUGHLINE_TOKEN.',
    );
  return { baseUrl, token };
}
