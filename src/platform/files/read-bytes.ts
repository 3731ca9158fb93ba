import { open } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { FILE_LIMITS } from './limits.ts';
import { UnreadableFile } from './unreadable.ts';

/** How many bytes of the file on disk were taken so far; the readers count up. */
export interface ReadProgress {
  bytes: number;
}

/** Reads at most `length` bytes from the beginning of a file. */
export async function readBeginning(path: string, length: number): Promise<Buffer> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await handle.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** Reads a file block by block, only as fast as it is consumed; closes the file when the consumer stops early. */
export async function* readBlocks(path: string, progress: ReadProgress): AsyncGenerator<Buffer, void, undefined> {
  const handle = await open(path, 'r');
  try {
    for (;;) {
      const block = Buffer.allocUnsafe(FILE_LIMITS.readBlockBytes);
      const { bytesRead } = await handle.read(block, 0, block.length, null);
      if (bytesRead === 0) return;
      progress.bytes += bytesRead;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}

/**
 * Reads a gzip file block by block, expanded. Refuses a file that expands beyond the limits on total and ratio, as soon
 * as it does, so that a small bomb costs neither memory nor time.
 */
export async function* readGzipBlocks(path: string, progress: ReadProgress): AsyncGenerator<Buffer, void, undefined> {
  const source = Readable.from(readBlocks(path, progress), { objectMode: false });
  const gunzip = createGunzip({ chunkSize: FILE_LIMITS.readBlockBytes });
  // The error also reaches the loop below through gunzip, which is where it is handled.
  pipeline(source, gunzip, () => {});
  let expandedBytes = 0;
  try {
    for await (const block of gunzip as AsyncIterable<Buffer>) {
      expandedBytes += block.length;
      checkExpansion(expandedBytes, progress.bytes, 'gzip file');
      yield block;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new UnreadableFile(
        'damaged-gzip',
        'The gzip file is damaged or incomplete, so reading stopped where it breaks. Send the whole file again.',
      );
    }
    throw error;
  } finally {
    gunzip.destroy();
    source.destroy();
    // Waits until the file is closed; what went wrong before is reported above.
    await finished(source).catch(() => {});
  }
}

/** Refuses what expands beyond the limits on total and ratio. @throws UnreadableFile */
export function checkExpansion(expandedBytes: number, compressedBytes: number, name: string): void {
  const { expandedBytes: most, expansionRatio, expansionGraceBytes } = FILE_LIMITS;
  const isBomb = expandedBytes > expansionGraceBytes && expandedBytes > expansionRatio * compressedBytes;
  if (isBomb || expandedBytes > most) {
    throw new UnreadableFile(
      'expands-too-much',
      `The ${name} expands to more than ${isBomb ? `${expansionRatio} times its size` : `${most / 1024 ** 3} GiB`}, ` +
        'so reading stopped. Send it uncompressed, or in several parts.',
    );
  }
}
