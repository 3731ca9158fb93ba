import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { finished, pipeline } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { FILE_LIMITS } from './limits.ts';
import { checkExpansion } from './read-bytes.ts';
import { UnreadableFile } from './unreadable.ts';

/** A file inside of a ZIP archive. */
export interface ZipPart {
  readonly name: string;
  /** Where its header stands in the archive. */
  readonly at: number;
  readonly compressedBytes: number;
  /** 0 stored, 8 deflated: the only two that workbooks use. */
  readonly method: number;
}

// Numbers of the format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT, 4.3.7, 4.3.12 and 4.3.16.
const END = 0x06054b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const LOCAL = 0x04034b50;
const LOCAL_BYTES = 30;
const ENCRYPTED_FLAG = 1;

const damaged = (): UnreadableFile =>
  new UnreadableFile(
    'damaged-workbook',
    'The Excel workbook is damaged or incomplete, so it cannot be read. Save it again and send the whole file.',
  );

/** The files of a ZIP archive by name, from the list at its end. @throws UnreadableFile */
export async function listZip(path: string, sizeBytes: number): Promise<ReadonlyMap<string, ZipPart>> {
  const handle = await open(path, 'r');
  try {
    const tail = await readAt(handle, Math.max(0, sizeBytes - END_BYTES - LONGEST_COMMENT), sizeBytes);
    const end = findEnd(tail);
    const count = tail.readUInt16LE(end + 10);
    const bytes = tail.readUInt32LE(end + 12);
    const from = tail.readUInt32LE(end + 16);
    if (count > FILE_LIMITS.workbookParts || bytes > FILE_LIMITS.workbookListBytes || from + bytes > sizeBytes) {
      throw damaged();
    }
    return readList(await readAt(handle, from, from + bytes), count);
  } finally {
    await handle.close();
  }
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - END_BYTES; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at;
  throw damaged();
}

function readList(list: Buffer, count: number): ReadonlyMap<string, ZipPart> {
  const parts = new Map<string, ZipPart>();
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + LISTED_BYTES > list.length || list.readUInt32LE(at) !== LISTED) throw damaged();
    if ((list.readUInt16LE(at + 8) & ENCRYPTED_FLAG) !== 0) {
      throw new UnreadableFile(
        'archive',
        'The file is protected by a password. Save it without one and send it again.',
      );
    }
    const nameBytes = list.readUInt16LE(at + 28);
    const nameAt = at + LISTED_BYTES;
    const name = list.toString('utf8', nameAt, nameAt + nameBytes).replaceAll('\\', '/');
    parts.set(name, {
      name,
      at: list.readUInt32LE(at + 42),
      compressedBytes: list.readUInt32LE(at + 20),
      method: list.readUInt16LE(at + 10),
    });
    at = nameAt + nameBytes + list.readUInt16LE(at + 30) + list.readUInt16LE(at + 32);
  }
  return parts;
}

/** Reads one file of an archive, expanded, block by block; refuses a bomb as soon as it shows. @throws UnreadableFile */
export async function* readZipPart(
  path: string,
  part: ZipPart,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<Buffer, void, undefined> {
  if (part.compressedBytes === 0) return;
  if (part.method !== 0 && part.method !== 8) throw damaged();
  const from = await contentStart(path, part);
  const source = createReadStream(path, { start: from, end: from + part.compressedBytes - 1 });
  const inflate = part.method === 8 ? createInflateRaw({ chunkSize: FILE_LIMITS.readBlockBytes }) : null;
  let read = 0;
  source.on('data', (block) => {
    read += block.length;
  });
  // The error also reaches the loop below, which is where it is handled.
  if (inflate) pipeline(source, inflate, () => {});
  let expanded = 0;
  try {
    for await (const block of (inflate ?? source) as AsyncIterable<Buffer>) {
      expanded += block.length;
      checkExpansion(expanded, part.compressedBytes, 'Excel workbook');
      onBytes(read);
      yield block;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) throw damaged();
    throw error;
  } finally {
    inflate?.destroy();
    source.destroy();
    await new Promise<void>((resolve) => finished(source, () => resolve()));
  }
}

async function contentStart(path: string, part: ZipPart): Promise<number> {
  const handle = await open(path, 'r');
  try {
    const header = await readAt(handle, part.at, part.at + LOCAL_BYTES);
    if (header.length < LOCAL_BYTES || header.readUInt32LE(0) !== LOCAL) throw damaged();
    return part.at + LOCAL_BYTES + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await handle.close();
  }
}

async function readAt(handle: FileHandle, from: number, to: number): Promise<Buffer> {
  const buffer = Buffer.alloc(Math.max(0, to - from));
  const { bytesRead } = await handle.read(buffer, 0, buffer.length, from);
  return buffer.subarray(0, bytesRead);
}
