import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const LONGEST_ID = 200;
const DIGEST_BYTES = 16;

/**
 * The id of a record that its file gives none: made of what the record says about itself and never of the file, so that
 * the same row, in whatever file and place, is the same record. The unit comes last, because only it is free text; ids
 * longer than the ledger takes end in a digest instead.
 */
export function deriveId(...parts: readonly string[]): string {
  const id = parts.join('|');
  if (id.length <= LONGEST_ID) return id;
  const digest = bytesToHex(sha256(utf8ToBytes(id)).subarray(0, DIGEST_BYTES));
  return `${id.slice(0, LONGEST_ID - digest.length - 1)}#${digest}`;
}
