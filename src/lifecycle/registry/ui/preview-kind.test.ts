import { describe, expect, it } from 'vitest';
import { kindOfPreview, rowsOfText } from './preview-kind.ts';

describe('a look at a file', () => {
  it('follows from its name, and code is never opened', () => {
    expect([kindOfPreview('a.PNG', false), kindOfPreview('MLmodel', false), kindOfPreview('x.bin', false)]).toEqual([
      'image',
      'text',
      'none',
    ]);
    expect(kindOfPreview('notes.txt', true)).toBe('none');
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
