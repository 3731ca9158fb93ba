import { FORMATS_THAT_WORK, type Unreadable, unreadable } from './unreadable.ts';

/** Bytes of a file's beginning that {@link recogniseBytes} needs. */
export const SIGNATURE_BYTES = 512;

/** What the first bytes say: a container that we open, plain text to look at further, or a refusal. */
export type Recognised = { kind: 'gzip' } | { kind: 'parquet' } | { kind: 'zip' } | { kind: 'text' } | Unreadable;

interface Signature {
  at: number;
  bytes: readonly number[];
  refuse: () => Unreadable;
}

const ascii = (text: string): number[] => Array.from(text, (char) => char.charCodeAt(0));

const archive = (name: string): (() => Unreadable) => {
  return () =>
    unreadable(
      'archive',
      `This is ${name}, which holds other files. Unpack it and send one table. ${FORMATS_THAT_WORK}`,
    );
};

const other = (name: string): (() => Unreadable) => {
  return () => unreadable('not-a-table', `This is ${name}, which cannot be read as a table. ${FORMATS_THAT_WORK}`);
};

/** Beginnings that are certainly no text table, with the sentence for each. */
const REFUSED: readonly Signature[] = [
  { at: 0, bytes: ascii('PK\x05\x06'), refuse: archive('an empty ZIP archive') },
  { at: 0, bytes: [0xd0, 0xcf, 0x11, 0xe0], refuse: other('an old Excel workbook (xls) or another Office file') },
  { at: 257, bytes: ascii('ustar'), refuse: archive('a tar archive') },
  { at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf], refuse: archive('a 7-Zip archive') },
  { at: 0, bytes: ascii('Rar!'), refuse: archive('a RAR archive') },
  { at: 0, bytes: ascii('BZh'), refuse: archive('a bzip2 file') },
  { at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], refuse: archive('an xz file') },
  { at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], refuse: archive('a zstd file') },
  { at: 0, bytes: ascii('%PDF-'), refuse: other('a PDF document') },
  { at: 0, bytes: ascii('ARROW1'), refuse: other('an Arrow or Feather file') },
  { at: 0, bytes: ascii('FEA1'), refuse: other('a Feather file') },
  { at: 0, bytes: ascii('Obj\x01'), refuse: other('an Avro file') },
  { at: 0, bytes: ascii('SQLite format 3'), refuse: other('an SQLite database') },
  { at: 0, bytes: [0x89, 0x48, 0x44, 0x46], refuse: other('an HDF5 file') },
];

const startsWith = (head: Uint8Array, { at, bytes }: Pick<Signature, 'at' | 'bytes'>): boolean =>
  head.length >= at + bytes.length && bytes.every((byte, i) => head[at + i] === byte);

/**
 * Recognises a file by its first {@link SIGNATURE_BYTES} bytes, never by its name.
 * A NUL byte in text that is not UTF-16 means a binary file of an unknown kind.
 */
export function recogniseBytes(head: Uint8Array): Recognised {
  if (startsWith(head, { at: 0, bytes: [0x1f, 0x8b] })) return { kind: 'gzip' };
  if (startsWith(head, { at: 0, bytes: ascii('PAR1') })) return { kind: 'parquet' };
  if (startsWith(head, { at: 0, bytes: ascii('PK\x03\x04') })) return { kind: 'zip' };
  const refused = REFUSED.find((signature) => startsWith(head, signature));
  if (refused) return refused.refuse();
  const isUtf16 = startsWith(head, { at: 0, bytes: [0xff, 0xfe] }) || startsWith(head, { at: 0, bytes: [0xfe, 0xff] });
  if (!isUtf16 && head.includes(0)) {
    return unreadable(
      'not-a-table',
      'The file starts with bytes that are not text. If it is text in UTF-16, save it as UTF-8 and send it again. ' +
        FORMATS_THAT_WORK,
    );
  }
  return { kind: 'text' };
}
