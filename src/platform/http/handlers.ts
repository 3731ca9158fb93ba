import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import type { Api, Endpoint, HandlerInput } from '../contract/index.ts';
import type { Principal } from './principal.ts';

/** What every handler knows beside its input. */
export interface CallContext<E extends Endpoint = Endpoint> {
  /** Who calls; only public endpoints may be called by nobody. */
  readonly principal: E['access'] extends 'public' ? Principal | null : Principal;
  /** The request's id, also in its log lines and in the answer's `x-request-id`. */
  readonly requestId: string;
  /** The caller's network address, for rate limits. */
  readonly address: string;
  readonly headers: IncomingMessage['headers'];
  /** Aborted when the client goes away before it was answered. */
  readonly signal: AbortSignal;
  /** The unread body of an `upload` endpoint. */
  readonly stream: Readable;
  /** Adds a header to the answer (a cookie, say). */
  setHeader(name: string, value: string | readonly string[]): void;
}

/** The answer of a `download` endpoint. */
export interface Download {
  readonly stream: Readable;
  /** The name under which a browser saves it. */
  readonly fileName: string;
}

type HandlerOutput<E extends Endpoint> = E extends { download: string } ? Download : z.output<E['response']>;

/** The handlers of a room's contract, one for each endpoint. */
export type Handlers<A extends Api> = {
  readonly [K in keyof A]: (input: HandlerInput<A[K]>, context: CallContext<A[K]>) => Promise<HandlerOutput<A[K]>>;
};

/** A contract with its handlers, as the server mounts it. */
export interface MountedApi {
  readonly tag: string;
  readonly api: Api;
  readonly handlers: Readonly<Record<string, (input: never, context: never) => Promise<unknown>>>;
}

/** Ties a contract to its handlers under a heading of the API reference. */
export function mountApi<const A extends Api>(tag: string, api: A, handlers: Handlers<A>): MountedApi {
  return { tag, api, handlers };
}
