import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { openTable } from './table-reader.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(inject('testFolder'), 'workbooks-'));
});

/** A ZIP archive of these files, deflated; made here by hand, so that broken ones can be made, too. */
function zipOf(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(files)) {
    const compressed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(8, 8);
    local.writeUInt32LE(compressed.length, 18);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(compressed.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    locals.push(local, Buffer.from(name), compressed);
    list.push(entry, Buffer.from(name));
    at += 30 + name.length + compressed.length;
  }
  const listed = Buffer.concat(list);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(files).length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, listed, end]);
}

const WORKBOOK = {
  'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>',
};

const workbookOf = (rows: string | Buffer, more: Readonly<Record<string, string>> = {}) =>
  zipOf({ ...WORKBOOK, ...more, 'xl/worksheets/s.xml': rows });

let files = 0;
async function opened(content: Buffer) {
  const path = join(folder, `f${files++}`);
  await writeFile(path, content);
  return openTable(path);
}

async function rowsOf(content: Buffer) {
  const table = await opened(content);
  if (table.kind !== 'table') throw new Error(table.sentence);
  const items = [];
  for await (const item of table.rows) items.push(item);
  return { table, items };
}

describe('an Excel workbook', () => {
  it('written by another program gives its first sheet with rows, with days, yes and no, numbers and texts', async () => {
    const table = await openTable(join(import.meta.dirname, '../../../test/vectors/workbook/customers.xlsx'));
    if (table.kind !== 'table') throw new Error(table.sentence);
    expect(table).toMatchObject({ format: 'xlsx', columns: ['id', 'joined', 'revenue', 'left', 'note', 'share'] });
    const rows = [];
    for await (const item of table.rows) if (item.kind === 'row') rows.push(item.values);
    expect(rows).toEqual([
      [17850, new Date('2024-01-31'), 1234.5, true, 'Süd & "West" <1>', 0.25],
      [17851, new Date('2024-02-29T13:30:00Z'), -12, false, null, 0.5],
      [17852, null, 'n/a', true, '=SUM(1,1)', null],
    ]);
  });

  it('may leave out cells, and repeats no entity of its own', async () => {
    const { table, items } = await rowsOf(
      workbookOf(
        '<!DOCTYPE x [<!ENTITY b "bomb">]><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="C1" t="inlineStr"><is><t>c</t></is></c></row>' +
          '<row r="4"><c r="C4" t="inlineStr"><is><t>&b; &lt;x&gt; &#x41;</t></is></c></row><row r="5"><c r="B5" t="e"><v>#N/A</v></c></row></sheetData>',
      ),
    );
    expect(table.columns).toEqual(['a', 'column 2', 'c']);
    expect(items).toEqual([{ kind: 'row', line: 4, values: [null, null, '&b; <x> A'], bytesRead: expect.any(Number) }]);
  });

  it('that is a bomb is refused as soon as it shows', async () => {
    const row = `<row><c t="inlineStr"><is><t>${'a'.repeat(4_000)}</t></is></c></row>`;
    const { items } = await rowsOf(workbookOf(Buffer.from(row.repeat(10_000))));
    expect(items.at(-1)).toMatchObject({ kind: 'unreadable', code: 'expands-too-much' });
    const endless = await opened(workbookOf(Buffer.from(`<row><c><v>${'1'.repeat(40_000_000)}`)));
    expect(endless).toMatchObject({ kind: 'unreadable', code: 'expands-too-much' });
  });

  it('that is broken, protected or another archive is refused with a sentence', async () => {
    const whole = workbookOf('<row><c t="inlineStr"><is><t>a</t></is></c></row>');
    expect(await opened(whole.subarray(0, whole.length - 30))).toMatchObject({ code: 'damaged-workbook' });
    expect(await opened(zipOf({ 'report.docx': 'x' }))).toMatchObject({ kind: 'unreadable', code: 'archive' });
    expect(await opened(workbookOf('<sheetData/>'))).toMatchObject({ kind: 'unreadable', code: 'empty-file' });
  });
});
