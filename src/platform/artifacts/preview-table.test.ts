import { Readable } from 'node:stream';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, it } from 'vitest';
import { ARTIFACT_LIMITS } from './artifact-limits.ts';
import { previewTable } from './preview-table.ts';

const preview = (bytes: Uint8Array, sizeBytes = bytes.length) =>
  previewTable(async () => ({ stream: Readable.from([Buffer.from(bytes)]), sizeBytes }));

type Found = Awaited<ReturnType<typeof preview>>;
const shapeOf = (found: Found) =>
  found !== null && found !== 'damaged' && found.kind === 'table' ? [found.rows.length, found.hasMore] : null;
const sentenceOf = (found: Found) =>
  found !== null && found !== 'damaged' && found.kind === 'unreadable' ? found.sentence : null;

const aTable = (rows: number): Uint8Array =>
  new Uint8Array(
    parquetWriteBuffer({
      columnData: [
        { name: 'customer', data: Array.from({ length: rows }, (_, at) => `c${at}`), type: 'STRING' },
        { name: 'score', data: Array.from({ length: rows }, (_, at) => (at === 1 ? null : at / 4)), type: 'DOUBLE' },
      ],
    }),
  );

describe('the beginning of a table file', () => {
  it('shows Parquet as text, an absent value as nothing', async () => {
    expect(await preview(aTable(3))).toEqual({
      kind: 'table',
      columns: ['customer', 'score'],
      rows: [
        ['c0', '0'],
        ['c1', ''],
        ['c2', '0.5'],
      ],
      hasMore: false,
    });
  });

  it('is cut at its hundredth row, and says that the file goes on', async () => {
    const found = await preview(aTable(5_000));
    expect(shapeOf(found)).toEqual([ARTIFACT_LIMITS.previewRows, true]);
  });

  it.each([
    ['a file that only begins like Parquet', Buffer.from('PAR1 and nothing else'), undefined, /damaged or incomplete/],
    ['a file beyond the limit, unread', aTable(1), ARTIFACT_LIMITS.previewBytes + 1, /larger than 64 MiB/],
  ])('%s is refused in a sentence', async (_, bytes, size, sentence) => {
    const found = await preview(bytes, size);
    expect(sentenceOf(found)).toMatch(sentence);
  });

  it('is made one after the other, and one that fails holds up none', async () => {
    const broken = new Readable({ read: () => broken.destroy(new Error('the storage is gone')) });
    const failing = previewTable(async () => ({ stream: broken, sizeBytes: 10 }));
    const next = preview(aTable(1));
    await expect(failing).rejects.toThrow('the storage is gone');
    expect(shapeOf(await next)).toEqual([1, false]);
    expect(await previewTable(async () => 'damaged')).toBe('damaged');
  });
});
