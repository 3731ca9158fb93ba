import { isUtf8 } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { FILE_LIMITS } from './limits.ts';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** More bytes than this without a line break are a record that is too long in any encoding, so they are let through. */
const LONGEST_LINE_BYTES = 4 * FILE_LIMITS.recordChars;

/**
 * The characters of windows-1252 at 0x80 to 0x9F, where it differs from Latin-1; the five unused codes stay as they are.
 * Kept here because several releases of Node decode windows-1252 as Latin-1.
 * Source: https://encoding.spec.whatwg.org/index-windows-1252.txt
 */
const WINDOWS_1252 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

function decodeWindows1252(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\u0080-\u009f]/g, (char) => WINDOWS_1252.charAt(char.charCodeAt(0) - 0x80));
}

/** Decodes whole lines: as UTF-8, and each line that is not valid UTF-8 as windows-1252. */
function decodeLines(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  let text = '';
  for (let start = 0; start < bytes.length; ) {
    const lineFeed = bytes.indexOf(LINE_FEED, start);
    const end = lineFeed < 0 ? bytes.length : lineFeed + 1;
    const line = bytes.subarray(start, end);
    text += isUtf8(line) ? line.toString('utf8') : decodeWindows1252(line);
    start = end;
  }
  return text;
}

class Utf8Lines {
  private carry: Buffer = Buffer.alloc(0);

  push(block: Buffer): string {
    // Only the new block is searched: what is carried over holds no line break.
    const afterLine = Math.max(block.lastIndexOf(LINE_FEED), block.lastIndexOf(CARRIAGE_RETURN)) + 1;
    const bytes = this.carry.length > 0 ? Buffer.concat([this.carry, block]) : block;
    const isTooLong = afterLine === 0 && bytes.length > LONGEST_LINE_BYTES;
    const cut = isTooLong ? bytes.length : afterLine === 0 ? 0 : this.carry.length + afterLine;
    this.carry = bytes.subarray(cut);
    return decodeLines(bytes.subarray(0, cut));
  }

  end(): string {
    return decodeLines(this.carry);
  }
}

class Utf16 {
  private readonly decoder: TextDecoder;

  constructor(label: 'utf-16le' | 'utf-16be') {
    this.decoder = new TextDecoder(label);
  }

  push(block: Buffer): string {
    return this.decoder.decode(block, { stream: true });
  }

  end(): string {
    return this.decoder.decode();
  }
}

function decoderFor(beginning: Buffer): { decoder: Utf8Lines | Utf16; skipBytes: number } {
  if (beginning[0] === 0xff && beginning[1] === 0xfe) return { decoder: new Utf16('utf-16le'), skipBytes: 2 };
  if (beginning[0] === 0xfe && beginning[1] === 0xff) return { decoder: new Utf16('utf-16be'), skipBytes: 2 };
  const hasBom = beginning[0] === 0xef && beginning[1] === 0xbb && beginning[2] === 0xbf;
  return { decoder: new Utf8Lines(), skipBytes: hasBom ? 3 : 0 };
}

/**
 * Decodes the bytes of a text file into pieces of text. The byte order mark chooses UTF-16 or UTF-8 and is removed.
 * Without one each line is UTF-8 if it is valid, otherwise windows-1252: a file whose first accent appears after a
 * million plain rows is still read right, and so is a file that was put together from two sources.
 */
export async function* decodeText(blocks: AsyncIterable<Buffer>): AsyncGenerator<string, void, undefined> {
  let beginning: Buffer | null = Buffer.alloc(0);
  let decoder: Utf8Lines | Utf16 = new Utf8Lines();
  for await (const block of blocks) {
    let bytes: Buffer = block;
    if (beginning) {
      beginning = Buffer.concat([beginning, block]);
      if (beginning.length < 3) continue;
      const found = decoderFor(beginning);
      decoder = found.decoder;
      bytes = beginning.subarray(found.skipBytes);
      beginning = null;
    }
    const text = decoder.push(bytes);
    if (text.length > 0) yield text;
  }
  const rest = (beginning ? decoder.push(beginning) : '') + decoder.end();
  if (rest.length > 0) yield rest;
}
