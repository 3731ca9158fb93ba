import type { Readable } from 'node:stream';
import type { Database, Transaction } from '../database/queryable.ts';
import { type ArtifactFollower, SmallContent } from './artifact-follower.ts';
import {
  type ArrivedContent,
  type Artifact,
  type ArtifactEntry,
  findArtifact,
  listFolder,
  markDamaged,
  referTo,
  removeReferences,
  storedBytes,
} from './artifacts.store.ts';
import type { BlobStore } from './blob-store.ts';
import { DamagedArtifact, verifiedStream } from './verified-stream.ts';

/** What the store of artifacts is made of. */
export interface ArtifactStoreParts {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly now: () => Date;
  /** The most that all contents together may take; no limit unless told. */
  readonly totalBytes?: number | undefined;
  /** Why the files at or around a path may not change any more, in a sentence; `null` when they may. */
  readonly refuseChange: (tx: Transaction, path: string) => Promise<string | null>;
  /** Told of what comes to paths and goes from them. */
  readonly follower?: ArtifactFollower | undefined;
}

/** A file that was not kept, and why; nothing of it is left. */
export interface RefusedArtifact {
  readonly kind: 'refused';
  /** `frozen`: others rely on what is there. `blocked`: the path is a folder, or leads through a file. `no-room`: the storage is full. */
  readonly code: 'frozen' | 'blocked' | 'no-room' | 'interrupted';
  readonly sentence: string;
}

/** Files under paths, each content kept once. Paths are given as `checkArtifactPath` returned them. */
export interface ArtifactStore {
  /** Keeps a stream under a path; replaces what was there. */
  put(path: string, source: Readable): Promise<{ readonly kind: 'stored' } | RefusedArtifact>;
  find(path: string): Promise<Artifact | null>;
  list(folder: string): Promise<readonly ArtifactEntry[]>;
  /** The content of a file, checked on the way. A damaged one is replaced by the next equal one that is put. @throws DamagedArtifact */
  open(artifact: Artifact): Promise<Readable>;
  /** Removes a file or a folder with all below. The contents stay for the grace period. */
  remove(path: string): Promise<{ readonly kind: 'removed'; readonly count: number } | RefusedArtifact>;
}

/** Opens the store of artifacts over the rows in the database and the bytes in a store of blobs. */
export function openArtifactStore(parts: ArtifactStoreParts): ArtifactStore {
  const { database, blobs } = parts;
  return {
    put: (path, source) => put(parts, path, source),
    find: (path) => findArtifact(database, path),
    list: (folder) => listFolder(database, folder),
    open: async (artifact) => {
      const noteDamage = () => markDamaged(database, artifact.blobId, parts.now());
      const source = await blobs.read(artifact.blobId);
      if (source) return verifiedStream(source, artifact, noteDamage);
      await noteDamage();
      throw new DamagedArtifact(artifact);
    },
    remove: (path) =>
      database.transaction(async (tx) => {
        const sentence = await parts.refuseChange(tx, path);
        if (sentence !== null) return { kind: 'refused', code: 'frozen', sentence };
        const removed = await removeReferences(tx, path, parts.now());
        const followed = removed.filter((one) => (parts.follower?.handedOverAt(one) ?? null) !== null);
        if (followed.length > 0) await parts.follower?.onRemoved(tx, followed);
        return { kind: 'removed', count: removed.length };
      }),
  };
}

async function put(parts: ArtifactStoreParts, path: string, source: Readable): ReturnType<ArtifactStore['put']> {
  const { database, blobs } = parts;
  const left = parts.totalBytes === undefined ? undefined : parts.totalBytes - (await storedBytes(database));
  const handedOver = parts.follower?.handedOverAt(path) ?? null;
  const small = handedOver === null ? null : new SmallContent(handedOver);
  const arrived = await blobs.receive(source, {
    ...(left === undefined ? {} : { maxBytes: Math.max(0, left) }),
    ...(small ? { onBlock: small.add } : {}),
  });
  if (arrived.kind === 'refused') return refusalOf(arrived);
  // When the answer to the commit is lost, nobody knows whether the content is referred to: then it stays, and the
  // collector of garbage finds out.
  const outcome = await database.transaction(async (tx) => {
    const referred = await referOrRefuse(parts, tx, path, arrived);
    if (referred.kind === 'referred' && small)
      await parts.follower?.onStored(tx, { ...arrived, path, content: small.whole() });
    return referred;
  });
  if (outcome.kind === 'refused' || outcome.keptId !== arrived.id) await blobs.remove(arrived.id);
  return outcome.kind === 'refused' ? outcome : { kind: 'stored' };
}

async function referOrRefuse(
  parts: ArtifactStoreParts,
  tx: Transaction,
  path: string,
  arrived: ArrivedContent,
): Promise<{ readonly kind: 'referred'; readonly keptId: string } | RefusedArtifact> {
  const before = await findArtifact(tx, path);
  const sentence = before?.sha256 === arrived.sha256 ? null : await parts.refuseChange(tx, path);
  if (sentence !== null) return { kind: 'refused', code: 'frozen', sentence };
  const reference = await referTo(tx, path, arrived, parts.now());
  return reference ? { kind: 'referred', ...reference } : BLOCKED;
}

const BLOCKED: RefusedArtifact = {
  kind: 'refused',
  code: 'blocked',
  sentence: 'This path is a folder, or leads through a file. Choose another name.',
};

function refusalOf(refused: {
  readonly code: 'too-large' | 'interrupted' | 'disk-full';
  readonly sentence: string;
}): RefusedArtifact {
  if (refused.code === 'interrupted') return { kind: 'refused', code: 'interrupted', sentence: refused.sentence };
  const sentence = 'There is no room left for this file in the storage of artifacts. Ask whoever runs it to make room.';
  return { kind: 'refused', code: 'no-room', sentence };
}
