import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CAMPAIGN, GOOD_CAMPAIGN, type ImportsTest, MAPPING, MOST_BYTES, openImportsTest } from './imports.fixture.ts';
import { TEST_PHASE } from './ledger-phase.fixture.ts';
import { idOf } from './ledger-server.fixture.ts';

let room: ImportsTest;

beforeAll(async () => {
  room = await openImportsTest();
});
afterAll(() => room.end());
beforeEach(() => room.begin());

describe('what must not happen', () => {
  it('a file that cannot be read is refused with its sentence and leaves nothing', async () => {
    const before = await room.uploadsOnDisk();
    for (const [content, name] of [
      ['', 'empty.csv'],
      ['customer_id,churned\n', 'header.csv'],
      [Buffer.from('PK\u0003\u0004 and more'), 'book.xlsx'],
      [gzipSync(Buffer.from('a,b\n1,2\n3,4\n')).subarray(0, 18), 'cut.csv.gz'],
    ] as const) {
      const { status, body } = await room.send(content, name);
      expect([status, body.code], name).toEqual([422, 'IMPORT_UNREADABLE']);
      expect(body.detail.length).toBeGreaterThan(20);
    }
    expect(await room.uploadsOnDisk()).toEqual(before);
    expect((await room.call('GET', '')).body.imports).toEqual([]);
  });

  it('a file above the limit is refused and leaves nothing', async () => {
    const before = await room.uploadsOnDisk();
    const { status, body } = await room.send(Buffer.alloc(MOST_BYTES + 1, 'a,b\n'));
    expect([status, body.code]).toEqual([413, 'IMPORT_TOO_LARGE']);
    expect(await room.uploadsOnDisk()).toEqual(before);
  });

  it('a sender that hangs up leaves nothing', async () => {
    const before = await room.uploadsOnDisk();
    await room.server.listen({ port: 0, host: '127.0.0.1' });
    const place = room.server.server.address();
    if (typeof place !== 'object' || place === null) throw new Error('The server does not listen.');
    const socket = connect(place.port, '127.0.0.1');
    await once(socket, 'connect');
    const head = ['content-type: application/octet-stream', 'content-length: 1000000', 'host: localhost'];
    socket.write(
      `POST ${room.address()}?fileName=half.csv HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\ncustomer_id,churned\n1,0\n`,
    );
    await expect.poll(async () => (await room.uploadsOnDisk()).length).toBe(before.length + 1);
    socket.destroy();
    await expect.poll(room.uploadsOnDisk).toEqual(before);
    expect((await room.call('GET', '')).body.imports).toEqual([]);
  });

  it('a mapping to columns that are not there, or twice to one metric, is refused by field', async () => {
    const file = await room.upload(CAMPAIGN);
    const [outcome] = MAPPING.outcomes;
    const { status, body } = await room.call('PUT', `/${file.id}/mapping`, {
      ...MAPPING,
      unit: { from: 'column', column: 'nobody' },
    });
    expect([status, body.code]).toEqual([422, 'IMPORT_MAPPING_INVALID']);
    expect(body.fields).toEqual([{ path: 'unit.column', message: 'The file has no column "nobody".' }]);
    const twice = await room.call('PUT', `/${file.id}/mapping`, { ...MAPPING, outcomes: [outcome, outcome] });
    expect(twice.body.fields).toEqual([
      { path: 'outcomes[1].metric', message: 'Another column is mapped to this metric already.' },
    ]);
    room.phase = null;
    const early = await room.call('PUT', `/${file.id}/mapping`, MAPPING);
    expect(early.body.fields.map(({ path }: { path: string }) => path)).toEqual(['arm', 'complete']);
  });

  it('a file of another initiative is not there', async () => {
    const file = await room.upload(CAMPAIGN);
    room.no += 1;
    for (const [method, path] of [
      ['GET', `/${file.id}`],
      ['GET', `/${file.id}/refused.csv`],
      ['POST', `/${file.id}/check`],
      ['DELETE', `/${file.id}`],
    ] as const) {
      expect((await room.call(method, path)).body.code, path).toBe('IMPORT_UNKNOWN');
    }
    expect((await room.call('PUT', `/${file.id}/mapping`, MAPPING)).body.code).toBe('IMPORT_UNKNOWN');
    expect((await room.call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_UNKNOWN');
  });

  it('another phase between check and load is found', async () => {
    const file = await room.upload(GOOD_CAMPAIGN);
    await room.check(file.id, MAPPING);
    room.phase = { ...TEST_PHASE, number: 2 };
    expect((await room.call('POST', `/${file.id}/load`, {})).body.code).toBe('IMPORT_PHASE_CHANGED');
  });

  it('uploads that nothing needs are removed at the start, those in use and those on their way stay', async () => {
    const file = await room.upload(CAMPAIGN);
    const folder = join(room.dataFolder, 'uploads');
    await writeFile(join(folder, idOf(999_999)), 'left behind by a crash');
    expect(await room.imports.removeOrphans()).toEqual([]);
    expect(await room.uploadsOnDisk()).toContain(idOf(999_999));
    const { utimes } = await import('node:fs/promises');
    const yesterday = new Date(Date.now() - 86_400_000);
    for (const name of await room.uploadsOnDisk()) await utimes(join(folder, name), yesterday, yesterday);
    expect(await room.imports.removeOrphans()).toEqual([idOf(999_999)]);
    expect((await room.check(file.id, MAPPING)).state).toBe('checked');
  });
});
