import { describe, expect, it } from 'vitest';
import { delimiterOf, kindOfPreview, rowsOfText, tableOfJson, textOf } from './preview-kind.ts';

describe('a look at a file', () => {
  it('follows from its name, and code is never opened', () => {
    expect([kindOfPreview('a.PNG', false), kindOfPreview('MLmodel', false), kindOfPreview('x.bin', false)]).toEqual([
      'image',
      'text',
      'none',
    ]);
    expect([kindOfPreview('notes.txt', true), kindOfPreview('model.pkl', true)]).toEqual(['none', 'none']);
  });
  it('shows source code as the text that it is, and Markdown formatted', () => {
    expect([kindOfPreview('train.py', true), kindOfPreview('README.md', false)]).toEqual(['text', 'markdown']);
  });
  it('is read as UTF-8, and as older spreadsheets write it where it is none', () => {
    expect(textOf(new Uint8Array([0xc3, 0xb6]))).toBe('ö');
    expect(textOf(new Uint8Array([0x47, 0x72, 0xf6, 0xdf, 0x65]))).toBe('Größe');
  });
  it('finds what stands between the cells', () => {
    expect(['a,b', 'a;b;c', 'a\tb', 'one', 'a;"x,y";c\n1,2,3,4,5'].map(delimiterOf)).toEqual([
      ',',
      ';',
      '\t',
      ',',
      ';',
    ]);
  });
  it('shows a table that was logged as JSON as a table, and other JSON as text', () => {
    expect(tableOfJson('{"columns":["prompt","score"],"data":[["hi",0.5],["ho",null]]}')).toEqual({
      heads: ['prompt', 'score'],
      rows: [
        ['hi', '0.5'],
        ['ho', 'null'],
      ],
    });
    for (const other of ['{"columns":["a"]}', '{"broken": ', '[1]']) expect(tableOfJson(other), other).toBeNull();
  });
  it('reads the first rows of a table with its quotation marks', () => {
    expect(rowsOfText('a,b\r\n"1,5","he said ""yes"""\n2,\n', ',')).toEqual({
      heads: ['a', 'b'],
      rows: [
        ['1,5', 'he said "yes"'],
        ['2', ''],
      ],
    });
    expect(rowsOfText('', ',')).toEqual({ heads: [], rows: [] });
    expect(rowsOfText(`h\n${'x\n'.repeat(500)}`, ',').rows).toHaveLength(100);
  });
});
