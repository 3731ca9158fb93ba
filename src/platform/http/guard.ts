import type { Principal } from './principal.ts';

/** What the guard found: allowed, refused with the rule in words, or hidden (the caller must not learn that it exists). */
export type GuardDecision =
  | { readonly kind: 'allowed' }
  | { readonly kind: 'refused'; readonly rule: string }
  | { readonly kind: 'hidden' };

/**
 * Decides whether a person may do an action on the thing that the address names. The composition gives the one guard of
 * the installation; the server asks it before every handler, and nothing else decides.
 */
export type Guard = (question: {
  readonly principal: Principal;
  readonly action: string;
  readonly params: Readonly<Record<string, string>>;
}) => Promise<GuardDecision>;

/** Finds who is calling from the request's cookie or authorization header; `null` when nobody is signed in. */
export type Identify = (headers: {
  readonly cookie: string | undefined;
  readonly authorization: string | undefined;
}) => Promise<Principal | null>;
