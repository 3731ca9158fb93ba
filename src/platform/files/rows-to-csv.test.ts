import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, neutraliseFormula, rowsToCsv } from './rows-to-csv.ts';
import { RecordScanner } from './scan-records.ts';

const text = fc.oneof(
  fc.string(),
  fc
    .array(fc.constantFrom('"', ',', ';', '\n', '\r', ' ', '=', 'é', 'a'), { maxLength: 8 })
    .map((parts) => parts.join('')),
);
const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1 }));

function readBack(csv: string): string[][] {
  const scanner = new RecordScanner(',');
  scanner.push(csv);
  scanner.end();
  const rows: string[][] = [];
  for (let record = scanner.next(); record !== null; record = scanner.next()) {
    rows.push(record.kind === 'record' ? record.cells : [record.problem]);
  }
  return rows;
}

describe('writing CSV', () => {
  it('is read back as it was written, by our reader and by csv-parse', () => {
    fc.assert(
      fc.property(table, (rows) => {
        const csv = rows.map((row) => csvLine(row)).join('');
        const safe = rows.map((row) => row.map(neutraliseFormula));
        expect(readBack(csv)).toEqual(safe);
        expect(parse(csv, { record_delimiter: '\r\n' })).toEqual(safe);
      }),
    );
  });

  it('puts an apostrophe before text that a spreadsheet would run', () => {
    expect(csvLine(['=1+1', '+cmd', '-2+3', '@SUM(A1)', '\tx', 'a=b'])).toBe(
      `'=1+1,'+cmd,'-2+3,'@SUM(A1),"'\tx",a=b\r\n`.replace(`"'\tx"`, `'\tx`),
    );
  });

  it('leaves numbers as they are, also negative ones and numbers in text', () => {
    expect(csvLine([-5, '-5', '+3.5', '-1,5', 1e21, true])).toBe('-5,-5,+3.5,"-1,5",1e+21,true\r\n');
  });

  it('writes null as an empty cell, empty text as quotation marks and a date as ISO 8601', () => {
    expect(csvLine([null, '', new Date(0)])).toBe(',"",1970-01-01T00:00:00.000Z\r\n');
    expect(csvLine([null])).toBe('""\r\n');
  });

  it('writes the header first and one row at a time', async () => {
    const pieces: string[] = [];
    for await (const piece of rowsToCsv(['id', 'name;x'], [[1, 'a']], { delimiter: ';', withBom: true }))
      pieces.push(piece);
    expect(pieces).toEqual(['\ufeffid;"name;x"\r\n', '1;a\r\n']);
  });
});
