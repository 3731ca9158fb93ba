import type { Transaction } from '../database/queryable.ts';

/** A file that has come to a path. */
export interface ArrivedArtifact {
  readonly path: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
  readonly sizeBytes: number;
  /** The whole file where it is as small as its follower asked for, otherwise `null`. */
  readonly content: Buffer | null;
}

/**
 * Keeps in step with the files at some paths: it is told in the very transaction in which one comes or goes, so that what it
 * writes is there exactly when the file is. A transaction may be begun again, and what fails here fails the change.
 */
export interface ArtifactFollower {
  /** How large a file at this path may be, in bytes, to be handed over whole; `null` for paths that are not followed. */
  handedOverAt(path: string): number | null;
  onStored(tx: Transaction, file: ArrivedArtifact): Promise<void>;
  /** Told the paths that are followed, of all whose files have gone. */
  onRemoved(tx: Transaction, paths: readonly string[]): Promise<void>;
}

/** Gathers a file on its way, and gives it up once it is larger than wanted. */
export class SmallContent {
  readonly #mostBytes: number;
  #sizeBytes = 0;
  #blocks: Buffer[] = [];

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  readonly add = (block: Buffer): void => {
    this.#sizeBytes += block.length;
    if (this.#sizeBytes > this.#mostBytes) this.#blocks = [];
    else this.#blocks.push(block);
  };

  /** The whole file, or `null` when it was larger. */
  whole(): Buffer | null {
    return this.#sizeBytes > this.#mostBytes ? null : Buffer.concat(this.#blocks);
  }
}
