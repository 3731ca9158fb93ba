import { FILE_LIMITS } from './limits.ts';

/** Why a file, or the rest of a file, cannot be read as a table. */
export type UnreadableCode =
  | 'missing-file'
  | 'empty-file'
  | 'archive'
  | 'not-a-table'
  | 'bad-header'
  | 'too-many-columns'
  | 'json-array'
  | 'not-ndjson'
  | 'expands-too-much'
  | 'damaged-gzip'
  | 'damaged-workbook'
  | 'damaged-parquet'
  | 'parquet-too-large';

/** The expected failure of reading a file: a value, with a sentence that says what happened and what to do. */
export interface Unreadable {
  kind: 'unreadable';
  code: UnreadableCode;
  sentence: string;
}

/** What to send instead; ends the sentences that refuse a format. */
export const FORMATS_THAT_WORK =
  'Files that work: CSV or TSV, one JSON object per line (NDJSON), each also compressed with gzip, Excel (xlsx), and Parquet.';

/** Makes the value of an expected failure. */
export function unreadable(code: UnreadableCode, sentence: string): Unreadable {
  return { kind: 'unreadable', code, sentence };
}

/** Carries an {@link Unreadable} out of nested readers. It never leaves this folder: readers turn it into a value. */
export class UnreadableFile extends Error {
  readonly unreadable: Unreadable;

  constructor(code: UnreadableCode, sentence: string) {
    super(sentence);
    this.unreadable = unreadable(code, sentence);
  }
}

/** The refusal of a table that is wider than the limit. */
export function tooManyColumns(count: number): UnreadableFile {
  return new UnreadableFile(
    'too-many-columns',
    `The table has ${count.toLocaleString('en')} columns; at most ${FILE_LIMITS.columns.toLocaleString('en')} are read. ` +
      'Keep the columns that are needed and send it again.',
  );
}

/** The value inside a thrown {@link UnreadableFile}, also for a file that is gone. Anything else is a fault and is thrown again. */
export function unreadableFrom(error: unknown): Unreadable {
  if (error instanceof UnreadableFile) return error.unreadable;
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
    return unreadable('missing-file', 'The file is no longer in the store. Upload it again.');
  }
  throw error;
}
