import { FILE_LIMITS } from './limits.ts';
import { RecordScanner } from './scan-records.ts';

/** The delimiters that are looked for, in order of preference when nothing else decides. */
const DELIMITERS = [',', ';', '\t', '|'] as const;

/** What stands between two cells. */
export type Delimiter = (typeof DELIMITERS)[number];

/** The beginning of a text file; `isWhole` when it is all of it. */
export interface Head {
  text: string;
  isWhole: boolean;
}

/**
 * Chooses the delimiter with which most of the first records have as many cells as the header, two at least; among
 * equals the one that gives more cells. A file of one column has none, and a comma does no harm then.
 */
export function sniffDelimiter(head: Head): Delimiter {
  let best: { delimiter: Delimiter; agreement: number; columns: number } = { delimiter: ',', agreement: 0, columns: 1 };
  for (const delimiter of DELIMITERS) {
    const { agreement, columns } = tryDelimiter(head, delimiter);
    if (columns < 2) continue;
    if (agreement > best.agreement || (agreement === best.agreement && columns > best.columns)) {
      best = { delimiter, agreement, columns };
    }
  }
  return best.delimiter;
}

function tryDelimiter(head: Head, delimiter: Delimiter): { agreement: number; columns: number } {
  const scanner = new RecordScanner(delimiter);
  scanner.push(head.text);
  if (head.isWhole) scanner.end();
  const header = scanner.next();
  if (header === null || header.kind === 'broken') return { agreement: 0, columns: 0 };
  let seen = 1;
  let agreeing = 1;
  while (seen < FILE_LIMITS.sniffedRecords) {
    const record = scanner.next();
    if (record === null) break;
    seen++;
    if (record.kind === 'record' && record.cellCount === header.cellCount) agreeing++;
  }
  return { agreement: agreeing / seen, columns: header.cellCount };
}

/** The delimiter that Excel announces in a first line such as `sep=;`, or null. That line is no header. */
export function announcedDelimiter(head: Head): Delimiter | null {
  const announced = /^"?sep=([,;\t|])"?(?:\r\n|\r|\n)/i.exec(head.text)?.[1];
  return DELIMITERS.find((delimiter) => delimiter === announced) ?? null;
}
