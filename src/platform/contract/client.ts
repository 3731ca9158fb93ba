import { type Api, type CallInput, type CallOutput, type Endpoint, scopeOf } from './api.ts';
import { Problem } from './errors.ts';
import { readProblem } from './problem.ts';

/** Functions that call a room's endpoints, one for each. */
export type Client<A extends Api> = {
  readonly [K in keyof A]: (
    ...input: keyof CallInput<A[K]> extends never ? [] : [input: CallInput<A[K]> & CallOptions]
  ) => Promise<CallOutput<A[K]>>;
};

/** What one call is told beside what the endpoint asks for. */
export interface CallOptions {
  /** Ends the call when nobody waits for its answer any more. It rejects with the reason of the signal then. */
  readonly signal?: AbortSignal | undefined;
}

/** How a client reaches the server. */
export interface ClientOptions {
  /** The server's address without a trailing slash; empty in the browser. */
  readonly baseUrl: string;
  /** An access token; the browser uses its session cookie instead. */
  readonly token?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** A value that an address can carry. */
type AddressValue = string | number | boolean;

interface LooseInput extends CallOptions {
  readonly params?: Readonly<Record<string, AddressValue | undefined>>;
  readonly query?: Readonly<Record<string, AddressValue | readonly AddressValue[] | null | undefined>>;
  readonly body?: unknown;
}

/**
 * Makes the typed client of a contract. Answers are parsed with the contract's schema, refusals are thrown as `Problem`.
 * Uploads and downloads are streams and have no client function: use `endpointUrl` and `fetch`.
 */
export function createClient<const A extends Api>(api: A, options: ClientOptions): Client<A> {
  const entries = Object.entries(api).map(([name, endpoint]) => [
    name,
    (input: LooseInput = {}) => call(endpoint, input, options),
  ]);
  // The mapped type and this record are built from the same entries; TypeScript cannot follow Object.fromEntries.
  return Object.fromEntries(entries) as Client<A>;
}

/** The address of an endpoint with its parameters and query filled in. */
export function endpointUrl(endpoint: Endpoint, input: Pick<LooseInput, 'params' | 'query'>, baseUrl = ''): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const value = input.params?.[name];
    if (value === undefined || value === '') throw new RangeError(`The address ${endpoint.path} needs "${name}".`);
    return encodeURIComponent(String(value));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(input.query ?? {})) {
    if (value === undefined || value === null) continue;
    const items: readonly AddressValue[] = typeof value === 'object' ? value : [value];
    for (const item of items) search.append(name, String(item));
  }
  const query = search.toString();
  return `${baseUrl}${path}${query ? `?${query}` : ''}`;
}

async function call(endpoint: Endpoint, input: LooseInput, options: ClientOptions): Promise<unknown> {
  const { response, text } = await exchange(endpoint, input, options).catch((cause: unknown) => {
    // Whoever ended the call knows why; it says nothing about the server.
    input.signal?.throwIfAborted();
    throw unanswered(endpoint, cause);
  });
  const body = text === '' ? undefined : parseJson(text);
  if (!response.ok) {
    const refusal = readProblem(body);
    if (!refusal && isGateway(response.status))
      throw unanswered(endpoint, new Error(`a proxy answered ${response.status}`));
    throw (
      refusal ??
      new Problem({
        code: 'ANSWER_UNREADABLE',
        status: response.status,
        sentence: `The server answered ${response.status} without saying why.`,
        remedy: 'Something between you and Throughline may have answered instead (a proxy, say). Try again.',
      })
    );
  }
  return endpoint.response.parse(body);
}

/** Sends a call and reads its whole answer, which may break off in the middle. */
async function exchange(endpoint: Endpoint, input: LooseInput, options: ClientOptions) {
  const response = await (options.fetch ?? globalThis.fetch)(endpointUrl(endpoint, input, options.baseUrl), {
    method: endpoint.method,
    headers: {
      accept: 'application/json',
      ...(endpoint.body ? { 'content-type': 'application/json' } : {}),
      ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
    },
    ...(endpoint.body ? { body: JSON.stringify(input.body) } : {}),
    ...(input.signal ? { signal: input.signal } : {}),
  });
  return { response, text: await response.text() };
}

/** Answers that a proxy gives in place of a server that did not answer it. */
function isGateway(status: number): boolean {
  return status >= 502 && status <= 504;
}

/** What a way to the server throws when it is certain that nothing left: a `fetch` that looked first, and found nobody. */
export class NothingLeft extends Error {
  override readonly name = 'NothingLeft';
}

/** What is said of a call without an answer: one that changes something may have done so. */
function unanswered(endpoint: Endpoint, cause: unknown): Problem {
  if (scopeOf(endpoint) === 'read') {
    return new Problem({
      code: 'SERVER_UNREACHABLE',
      status: 503,
      sentence: 'Throughline could not be reached.',
      remedy: `Check your connection and that the server is running. (${cause instanceof Error ? cause.message : 'no answer'})`,
    });
  }
  return hasNotLeft(cause) ? notSent() : answerLost();
}

/** What is said of something that was to be stored and certainly was not. */
export function notSent(): Problem {
  return new Problem({
    code: 'NOT_SENT',
    status: 503,
    sentence: 'This was not sent, because there was no connection to Throughline.',
    remedy: 'Send it again when the connection is back.',
  });
}

function answerLost(): Problem {
  return new Problem({
    code: 'ANSWER_LOST',
    status: 503,
    sentence: 'No answer came back, so it is not known whether this was stored.',
    remedy: 'Look whether it is there before you send it again.',
  });
}

/** Node says when nobody took the call; a browser keeps that to itself. */
function hasNotLeft(cause: unknown): boolean {
  if (cause instanceof NothingLeft) return true;
  const inner: unknown = cause instanceof Error ? cause.cause : undefined;
  return inner instanceof Error && 'code' in inner && NOBODY_THERE.has(inner.code);
}

const NOBODY_THERE: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
