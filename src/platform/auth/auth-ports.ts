import type { Database, Transaction } from '../database/database.ts';
import type { NewEvent } from '../events/event.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { Sessions } from './sessions.ts';
import type { TokenCache } from './token-cache.ts';

/** What can happen to an account, an invitation or an access token. */
type AuthEventKind =
  | 'account.created'
  | 'account.changed'
  | 'account.password-changed'
  | 'account.password-reset'
  | 'account.reset-link-made'
  | 'invitation.made'
  | 'invitation.revoked'
  | 'invitation.accepted'
  | 'access-token.made'
  | 'access-token.revoked';

/** One change, as it is written to the append-only events. It never holds an e-mail address or a secret. */
interface AuthEvent extends NewEvent {
  readonly kind: AuthEventKind;
  readonly actorId: string;
  readonly objectType: 'account' | 'invitation' | 'access-token';
}

/** Writes an event in the transaction of the change. */
export type RecordEvent = (tx: Transaction, event: AuthEvent) => Promise<void>;

/** Told after the commit of each change, for notices to open pages. */
export type AnnounceChange = (change: Pick<AuthEvent, 'objectType' | 'objectId'>) => void;

/** Called in the transaction that disables an account, so that nothing the person held outlives it. */
export type OnDisabled = (
  tx: Transaction,
  actor: Actor,
  person: { readonly id: string; readonly name: string },
) => Promise<void>;

/** Who does it: the signed-in person. */
export interface Actor {
  readonly accountId: string;
  readonly name: string;
}

/** What the use cases of this room work with. */
export interface AuthPorts {
  readonly database: Database;
  readonly sessions: () => Promise<Sessions>;
  readonly rateLimiter: RateLimiter;
  readonly tokenCache: TokenCache;
  /** Writes the event in the transaction and announces the change after its commit. */
  readonly record: RecordEvent;
  readonly onDisabled: OnDisabled;
  readonly clock: () => Date;
  /** The address of a page: absolute when the installation knows its public address, else a path of this server. */
  readonly linkTo: (path: string) => string;
}
