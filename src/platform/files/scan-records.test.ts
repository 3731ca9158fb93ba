import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_LIMITS } from './limits.ts';
import { type BrokenRecord, RecordScanner, type ScannedRecord } from './scan-records.ts';

function scan(
  text: string,
  options: { delimiter?: string | null; pieceChars?: number } = {},
): (ScannedRecord | BrokenRecord)[] {
  const { delimiter = ',', pieceChars = Number.POSITIVE_INFINITY } = options;
  const scanner = new RecordScanner(delimiter);
  const records: (ScannedRecord | BrokenRecord)[] = [];
  const drain = () => {
    for (let record = scanner.next(); record !== null; record = scanner.next()) records.push(record);
  };
  for (let at = 0; at < text.length; at += Math.min(pieceChars, text.length)) {
    scanner.push(text.slice(at, at + Math.min(pieceChars, text.length)));
    drain();
  }
  scanner.end();
  drain();
  return records;
}

const cellsOf = (records: readonly (ScannedRecord | BrokenRecord)[]): unknown[] =>
  records.map((record) => (record.kind === 'record' ? record.cells : record.problem));

/** Text made of the characters that matter to CSV. */
const csvSoup = fc
  .array(fc.constantFrom('a', 'b', ',', '"', '""', '\n', '\r\n', '\r', ' ', 'ü'), { maxLength: 60 })
  .map((parts) => parts.join(''));

describe('scanning records', () => {
  it('cuts cells, quoted delimiters, doubled quotation marks and any line break', () => {
    expect(cellsOf(scan('a,b\r\n"x, ""y""",2\n\n,\r3,4'))).toEqual([
      ['a', 'b'],
      ['x, "y"', '2'],
      ['', ''],
      ['3', '4'],
    ]);
  });

  it('gives the line on which a record starts, counting line breaks of every kind inside quotation marks', () => {
    const records = scan('a,b\r\n"x\r\ny\nz",1\r\n\r\nlast,2\r\n');
    expect(records.map((record) => record.line)).toEqual([1, 2, 6]);
  });

  it('keeps quotation marks inside an unquoted cell', () => {
    expect(cellsOf(scan('5" pipe,a"b"'))).toEqual([['5" pipe', 'a"b"']]);
  });

  it('loses one line to a quotation mark that is never closed, not the rest of the file', () => {
    const records = scan('a,b\n1,"oops\n2,fine\n3,fine\n');
    expect(cellsOf(records)).toEqual([
      ['a', 'b'],
      'A quotation mark is opened and never closed.',
      ['2', 'fine'],
      ['3', 'fine'],
    ]);
    expect(records[1]).toMatchObject({ line: 2, raw: '1,"oops' });
    expect(records[2]?.line).toBe(3);
  });

  it('reports text after a closing quotation mark and goes on with the next line', () => {
    expect(cellsOf(scan('"a"b,1\nc,2'))).toEqual(['There is text after a closing quotation mark.', ['c', '2']]);
  });

  it('reports a record over the limit once, wherever the pieces of text end', () => {
    const long = 'x'.repeat(FILE_LIMITS.recordChars + 5);
    for (const pieceChars of [65_536, 999_983, Number.POSITIVE_INFINITY]) {
      for (const text of [`1,2\n${long}\n3,4`, `1,2\n"${long}\n3,4`]) {
        const records = scan(text, { pieceChars });
        expect(records.map((record) => [record.kind, record.line])).toEqual([
          ['record', 1],
          ['broken', 2],
          ['record', 3],
        ]);
      }
    }
  });

  it('stores no more cells than the limit on columns, and still counts them', () => {
    const [record] = scan(','.repeat(5_000));
    expect(record).toMatchObject({ kind: 'record', cellCount: 5_001 });
    expect(record?.kind === 'record' && record.cells.length).toBe(FILE_LIMITS.columns + 1);
  });

  it('takes each line as one cell when there is no delimiter', () => {
    expect(cellsOf(scan('{"a":1}\n\n"x,y', { delimiter: null }))).toEqual([['{"a":1}'], ['"x,y']]);
  });

  it('gives the same records wherever the pieces of text end', () => {
    fc.assert(
      fc.property(csvSoup, fc.integer({ min: 1, max: 7 }), (text, pieceChars) => {
        expect(scan(text, { pieceChars })).toEqual(scan(text));
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with csv-parse on every text that csv-parse accepts', () => {
    fc.assert(
      fc.property(csvSoup, (text) => {
        let expected: unknown[];
        try {
          expected = parse(text, {
            relax_column_count: true,
            relax_quotes: false,
            skip_empty_lines: true,
            record_delimiter: ['\r\n', '\n', '\r'],
          });
        } catch {
          return;
        }
        expect(cellsOf(scan(text))).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
