import type { z } from 'zod';
import type { Scope } from './scopes.ts';

/** The methods that our endpoints use. */
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * One endpoint of the REST API. The same object types the server's handler, the browser's client and the command line,
 * and the OpenAPI document is written from it, so that none of them can disagree.
 */
export interface Endpoint {
  readonly method: Method;
  /** The path with `:name` parameters, from `/api` on. */
  readonly path: string;
  /** One sentence for the API reference: what it does. */
  readonly summary: string;
  /** The right that the caller needs: a row of a policy table, or one of the two that need no table. */
  readonly access: Access;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodType;
  readonly response: z.ZodType;
  /** The scope an access token needs, and so whether a call changes anything; see `scopeOf` for what is not stated. */
  readonly scope?: Scope;
  /** The status of success; 200 unless stated. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The body is not JSON but a stream of bytes (an uploaded file); it reaches the handler unread. */
  readonly upload?: true;
  /** The answer is not JSON but a stream of this media type (a download). */
  readonly download?: string;
  /** The largest body in bytes; the server's default applies unless stated. */
  readonly bodyLimitBytes?: number;
}

/** `public`: nobody needs to be signed in. `signed-in`: any person of the organisation. Else the name of an action in a policy table. */
export type Access = 'public' | 'signed-in' | { readonly action: string };

/** The scope that a call needs: `read` for GET and `write` for the rest unless stated. What needs only `read` changes nothing. */
export function scopeOf({ scope, method }: Pick<Endpoint, 'scope' | 'method'>): Scope {
  return scope ?? (method === 'GET' ? 'read' : 'write');
}

/** A room's endpoints by name. */
export type Api = Readonly<Record<string, Endpoint>>;

/** Checks a room's endpoints against `Endpoint` while keeping their exact types. */
export function defineApi<const A extends Api>(api: A): A {
  return api;
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined;
type Given<S> = S extends z.ZodType ? z.input<S> : undefined;

/** What a handler receives: every part parsed. Parts that the endpoint does not declare are absent. */
export type HandlerInput<E extends Endpoint> = (E extends { params: infer S } ? { params: Parsed<S> } : unknown) &
  (E extends { query: infer S } ? { query: Parsed<S> } : unknown) &
  (E extends { body: infer S } ? { body: Parsed<S> } : unknown);

/** What a caller gives: every part before parsing. */
export type CallInput<E extends Endpoint> = (E extends { params: infer S } ? { params: Given<S> } : unknown) &
  (E extends { query: infer S } ? { query?: Given<S> } : unknown) &
  (E extends { body: infer S } ? { body: Given<S> } : unknown);

/** What a caller gets. */
export type CallOutput<E extends Endpoint> = Parsed<E['response']>;
