import { lookup } from 'node:dns';
import { type IncomingMessage, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestEncrypted } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isTrustedHost, type TrustedHosts } from './judge-host.ts';
import { isPublicAddress } from './public-address.ts';

/** Limits of what is sent outside, stated once. */
export const OUTGOING_LIMITS = {
  /** Longest address, in characters. */
  addressLength: 2_048,
  /** A request that takes longer is ended. */
  timeoutMs: 10_000,
  /** So much of an answer is read, in bytes. */
  answerBytes: 1_000,
} as const;

interface Answered {
  readonly kind: 'answered';
  readonly status: number;
  readonly beginning: string;
  /** What it says of when to try again, as it was written; `null` when nothing. */
  readonly retryAfter: string | null;
}

/** What became of a request. */
export type PostOutcome =
  | Answered
  | { readonly kind: 'not-sent'; readonly why: string }
  | { readonly kind: 'no-answer'; readonly why: string };

/** What is sent. */
export interface Outgoing {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

class NotPublic extends Error {}

/**
 * Why nothing is sent to an address, as a sentence, as far as the address itself says so; `null` when it may be tried.
 * What its name resolves to is judged when something is sent.
 */
export function refuseAddress(text: string, trusted: TrustedHosts): string | null {
  if (text.length > OUTGOING_LIMITS.addressLength)
    return `The address is longer than ${OUTGOING_LIMITS.addressLength} characters.`;
  const url = URL.parse(text);
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'It is not an address of the web.';
  if (url.username !== '' || url.password !== '') return 'The address carries a name or a password; use the secret.';
  if (isTrusted(url, trusted)) return null;
  if (url.protocol !== 'https:') return 'Only addresses that begin with https:// are used.';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0 && !isPublicAddress(host)) return 'The address is not on the public internet.';
  return /(^|\.)localhost\.?$/i.test(host) ? 'The address is this machine itself.' : null;
}

/**
 * Posts to an address that somebody typed. The connection goes to an address that was judged, redirects are not followed,
 * and it ends after `OUTGOING_LIMITS.timeoutMs` or when the signal aborts; it never throws.
 */
export async function postOutside(
  text: string,
  sent: Outgoing,
  options: { readonly trusted: TrustedHosts; readonly signal: AbortSignal },
): Promise<PostOutcome> {
  const why = refuseAddress(text, options.trusted);
  if (why !== null) return { kind: 'not-sent', why };
  const url = new URL(text);
  const requestOptions: RequestOptions = {
    method: 'POST',
    // Firewalls of applications often turn away what does not say who it is.
    headers: { 'User-Agent': 'Throughline', ...sent.headers, 'Content-Length': String(Buffer.byteLength(sent.body)) },
    agent: false,
    ...(isTrusted(url, options.trusted) ? {} : { lookup: lookUpPublic }),
  };
  return new Promise((resolve) => {
    const open = url.protocol === 'https:' ? requestEncrypted : requestPlain;
    const finish = (outcome: PostOutcome): void => {
      clearTimeout(deadline);
      options.signal.removeEventListener('abort', giveUp);
      resolve(outcome);
      request.destroy();
    };
    let answered: Omit<Answered, 'beginning'> | null = null;
    const request = open(url, requestOptions, (answer) => {
      const head = {
        kind: 'answered',
        status: answer.statusCode ?? 0,
        retryAfter: answer.headers['retry-after'] ?? null,
      } as const;
      answered = head;
      readBeginning(answer, (beginning) => finish({ ...head, beginning }));
    });
    const giveUp = (): void => finish({ kind: 'no-answer', why: 'The request was given up before an answer came.' });
    // A timer of our own, not of the socket: a server that sends a byte now and then keeps nobody waiting.
    const deadline = setTimeout(() => finish({ kind: 'no-answer', why: NO_ANSWER_IN_TIME }), OUTGOING_LIMITS.timeoutMs);
    options.signal.addEventListener('abort', giveUp, { once: true });
    // What comes after a status is broken where a server writes a body that the status does not allow, such as 204.
    request.on('error', (error) => finish(answered ? { ...answered, beginning: '' } : failureOf(error)));
    if (options.signal.aborted) giveUp();
    else request.end(sent.body);
  });
}

const NO_ANSWER_IN_TIME = `There was no answer within ${OUTGOING_LIMITS.timeoutMs / 1_000} seconds.`;

function isTrusted(url: URL, trusted: TrustedHosts): boolean {
  return isTrustedHost(url.hostname, url.port, trusted);
}

/** Resolves a name to addresses of the public internet; one that is not refuses them all. */
const lookUpPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error || !first) return done(error ?? new Error('The name has no address.'), [], 0);
    if (!addresses.every(({ address }) => isPublicAddress(address))) return done(new NotPublic(), [], 0);
    if (options.all === true) return done(null, addresses);
    done(null, first.address, first.family);
  });
};

function readBeginning(answer: IncomingMessage, done: (beginning: string) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const finish = (): void => done(Buffer.concat(chunks).subarray(0, OUTGOING_LIMITS.answerBytes).toString('utf8'));
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= OUTGOING_LIMITS.answerBytes) finish();
  });
  answer.on('end', finish);
  // A status that came is an answer, also when the rest of it breaks off.
  answer.on('error', finish);
}

function failureOf(error: Error): PostOutcome {
  if (error instanceof NotPublic) return { kind: 'not-sent', why: 'The name leads to an address that is not public.' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return { kind: 'no-answer', why: 'The name was not found.' };
  if (code === 'ECONNREFUSED') return { kind: 'no-answer', why: 'Nobody listens there.' };
  if (/CERT|SELF_SIGNED|ALTNAME/.test(code))
    return { kind: 'no-answer', why: `Its certificate was not accepted (${code}).` };
  return { kind: 'no-answer', why: `The connection failed${code === '' ? '' : ` (${code})`}.` };
}
