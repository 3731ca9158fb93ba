import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { refuse } from '../contract/index.ts';
import { FILE_LIMITS } from './limits.ts';

/** A file that arrived whole and is safe on disk. */
export interface StoredUpload {
  kind: 'stored';
  /** A UUID; the only name that the file has on disk. The name that its sender gave it is text for the caller to keep. */
  id: string;
  sizeBytes: number;
  /** SHA-256 of the content, hexadecimal. */
  sha256: string;
}

/** An upload that was not kept; nothing of it is left on disk. */
export interface RefusedUpload {
  kind: 'refused';
  code: 'too-large' | 'interrupted' | 'disk-full';
  sentence: string;
}

/** How a file is received. */
export interface ReceiveLimits {
  readonly maxBytes?: number;
  /** Told each block of the file on its way; the blocks are all of it once it is stored. */
  readonly onBlock?: (block: Buffer) => void;
}

/** Files of users on disk, under names of our own. */
export interface UploadStore {
  /**
   * Writes a stream to disk, only as fast as the disk takes it. A source that is refused as too large is left unread
   * and open, so that the caller can still answer its sender.
   */
  receive(source: Readable, limits?: ReceiveLimits): Promise<StoredUpload | RefusedUpload>;
  /** The path of a stored file for the readers, or null when there is none with this id. */
  find(id: string): Promise<string | null>;
  /** The content of a stored file, or null when there is none with this id. @throws Problem FILES_UNAVAILABLE without the folder */
  read(id: string): Promise<Readable | null>;
  /** Removes a stored file; false when there was none. */
  remove(id: string): Promise<boolean>;
  /**
   * Removes the files that nothing refers to: those not in `keep` and last written before `olderThan`, and what a crash
   * left half written before then. Gives the ids removed.
   */
  removeOrphans(keep: Iterable<string>, olderThan: Date): Promise<string[]>;
}

const UNFINISHED = '.part';
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Where a store keeps its files and how much it takes at once. */
export interface UploadStoreOptions {
  /** The store's own folder below the data folder; `uploads` unless told. */
  readonly folder?: string;
  /** The most that one file may have; `FILE_LIMITS.uploadBytes` unless told. */
  readonly mostBytes?: number;
  /** Gives the UUID of the next file. */
  readonly newId?: () => string;
}

/** Opens a store below the data folder and makes its folder, readable by the owner alone. */
export async function openUploadStore(dataFolder: string, options: UploadStoreOptions = {}): Promise<UploadStore> {
  const { mostBytes = FILE_LIMITS.uploadBytes, newId = randomUUID } = options;
  const folder = join(dataFolder, options.folder ?? 'uploads');
  await mkdir(folder, { recursive: true, mode: 0o700 });

  const find = async (id: string): Promise<string | null> => {
    // What is no UUID of ours never becomes part of a path.
    if (!UUID.test(id)) return null;
    const path = join(folder, id);
    return (await lookAt(path))?.isFile() ? path : null;
  };

  return {
    find,
    receive: (source, limits = {}) => {
      // The sender may hang up at any moment, also before the first read and after a refusal; the reader below is told.
      source.on('error', () => {});
      const maxBytes = Math.min(limits.maxBytes ?? mostBytes, mostBytes);
      return receive(folder, newId(), source, { ...limits, maxBytes });
    },
    read: async (id) => {
      try {
        const path = await find(id);
        if (path !== null) return createReadStream(path);
      } catch (error) {
        await requireFolder(folder);
        throw error;
      }
      await requireFolder(folder);
      return null;
    },
    remove: async (id) => {
      const path = await find(id);
      if (path === null) return false;
      await rm(path, { force: true });
      return true;
    },
    removeOrphans: (keep, olderThan) => removeOrphans(folder, new Set(keep), olderThan),
  };
}

/** Tells a file that is lost from a disk that is not there. @throws Problem FILES_UNAVAILABLE */
async function requireFolder(folder: string): Promise<void> {
  try {
    await stat(folder);
  } catch (error) {
    const code = codeOf(error);
    throw refuse('FILES_UNAVAILABLE', { why: typeof code === 'string' ? code : 'an unknown fault' });
  }
}

/** What is on disk under a path; null when nothing is, also when it went away a moment ago. */
async function lookAt(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  }
}

async function receive(
  folder: string,
  id: string,
  source: Readable,
  limits: ReceiveLimits,
): Promise<StoredUpload | RefusedUpload> {
  const path = join(folder, id);
  const unfinished = path + UNFINISHED;
  const handle = await open(unfinished, 'wx', 0o600);
  let written: Omit<StoredUpload, 'id'> | RefusedUpload;
  try {
    written = await write(handle, source, limits);
    if (written.kind === 'stored') await handle.sync();
  } catch (error) {
    await handle.close();
    await rm(unfinished, { force: true });
    if (codeOf(error) !== 'ENOSPC') throw error;
    return refused('disk-full', 'There is no room left on the disk of the server. Ask whoever runs it to make room.');
  }
  await handle.close();
  if (written.kind === 'refused') {
    await rm(unfinished, { force: true });
    return written;
  }
  await rename(unfinished, path);
  await syncFolder(folder);
  return { ...written, id };
}

async function write(
  handle: FileHandle,
  source: Readable,
  { maxBytes = Number.POSITIVE_INFINITY, onBlock }: ReceiveLimits,
): Promise<Omit<StoredUpload, 'id'> | RefusedUpload> {
  const hash = createHash('sha256');
  const blocks = source.iterator({ destroyOnReturn: false });
  let sizeBytes = 0;
  for (;;) {
    const next = await nextBlock(blocks);
    if (next === 'interrupted') {
      return refused(
        'interrupted',
        'The upload broke off before the end, and nothing of it was kept. Send the file again.',
      );
    }
    if (next === 'end') return { kind: 'stored', sizeBytes, sha256: hash.digest('hex') };
    sizeBytes += next.length;
    if (sizeBytes > maxBytes) {
      await blocks.return?.();
      return refused(
        'too-large',
        `The file is larger than ${describeBytes(maxBytes)}, the most that is taken here. Compress it with gzip, or send it in parts.`,
      );
    }
    hash.update(next);
    onBlock?.(next);
    await writeAll(handle, next);
  }
}

/** A fault of the source is the sender's connection and an expected outcome; a fault of the disk is not, so they are kept apart. */
async function nextBlock(blocks: AsyncIterator<unknown>): Promise<Buffer | 'end' | 'interrupted'> {
  try {
    const { done, value } = await blocks.next();
    if (done) return 'end';
    return Buffer.isBuffer(value) ? value : Buffer.from(String(value), 'utf8');
  } catch {
    return 'interrupted';
  }
}

async function writeAll(handle: FileHandle, block: Buffer): Promise<void> {
  for (let at = 0; at < block.length; ) {
    const { bytesWritten } = await handle.write(block, at, block.length - at);
    at += bytesWritten;
  }
}

/** Makes the new name survive a power cut. Windows cannot open folders and does this itself. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function removeOrphans(folder: string, keep: ReadonlySet<string>, olderThan: Date): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await readdir(folder)) {
    const isUnfinished = name.endsWith(UNFINISHED);
    const id = isUnfinished ? name.slice(0, -UNFINISHED.length) : name;
    if (!UUID.test(id) || (!isUnfinished && keep.has(id))) continue;
    const path = join(folder, name);
    // Uploads end, and other processes on this folder remove, while the list is walked.
    const found = await lookAt(path);
    if (!found || found.mtimeMs >= olderThan.getTime()) continue;
    await rm(path, { force: true });
    removed.push(id);
  }
  return removed;
}

const refused = (code: RefusedUpload['code'], sentence: string): RefusedUpload => ({ kind: 'refused', code, sentence });

function describeBytes(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let size = bytes;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${Number(size.toFixed(1))} ${units[unit]}`;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
