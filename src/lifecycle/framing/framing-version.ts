import type { Role } from '../people/index.ts';
import type { FramingContent } from './framing.ts';
import type { TranslationWriter } from './translation.ts';

/** Where a version stands: waiting for signatures, in force, replaced by a later one, or given up before it was signed. */
export const VERSION_STATES = ['proposed', 'locked', 'superseded', 'withdrawn'] as const;

/** Where a version stands. */
export type VersionState = (typeof VERSION_STATES)[number];

/** A recorded decision by a named person, in a role, on an exact version. */
export interface SignOff {
  readonly accountId: string;
  /** The name as it was then. */
  readonly name: string;
  readonly role: Role;
  readonly at: string;
  /** Digest of what the signer saw; always that of the version. */
  readonly contentHash: string;
}

/** A version of the framing that was put forward for signature; its content never changes. */
export interface FramingVersion {
  readonly version: number;
  readonly iteration: number;
  readonly state: VersionState;
  readonly content: FramingContent;
  /** SHA-256 of the content's canonical JSON, in hexadecimal. */
  readonly contentHash: string;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly proposedAt: string;
  readonly amendmentReason: string | null;
  /** Who wrote the translation in it; `null` where nobody recorded that. */
  readonly writer: TranslationWriter | null;
  readonly lockedAt: string | null;
  readonly signOffs: readonly SignOff[];
}

/** What the later rooms of the line need of a version that everybody signed. */
export type LockedFraming = Pick<FramingVersion, 'version' | 'iteration' | 'content' | 'contentHash' | 'signOffs'> & {
  readonly lockedAt: string;
};
