import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import type { Connection } from 'pg';
import { expect, test } from 'vitest';
import { CopiedRows } from './copied-rows.ts';

function message(type: string, body: Buffer | string): Buffer {
  const content = Buffer.from(body as string);
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([header, content]);
}

/** A row of one text, as PostgreSQL writes it. */
function row(text: string): Buffer {
  const bytes = Buffer.from(text);
  const head = Buffer.alloc(6);
  head.writeInt16BE(1);
  head.writeInt32BE(bytes.length, 2);
  return Buffer.concat([head, bytes]);
}

/** What a server sends for a copy: the rows in messages of their own, with a notification among them, and the ending. */
const ROWS = ['a', 'row of some length', '', 'x'.repeat(300), 'last'];
const HEADER = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
const OPENING = message('H', Buffer.from([1, 0, 1, 0, 1]));
const NOTIFICATION = message('A', 'a notification');
const ENDING = Buffer.concat([message('c', ''), message('C', 'COPY 5\0'), message('Z', 'I')]);
const TRAILER = message('d', Buffer.from([0xff, 0xff]));
const [FIRST = '', ...OTHERS] = ROWS;
const SENT = Buffer.concat([
  OPENING,
  message('d', Buffer.concat([HEADER, row(FIRST)])),
  ...OTHERS.slice(0, 1).map((text) => message('d', row(text))),
  NOTIFICATION,
  ...OTHERS.slice(1).map((text) => message('d', row(text))),
  TRAILER,
  ENDING,
]);

/** Sends the bytes in the given pieces and tells what the reader and the driver got. */
async function receive(pieces: readonly Buffer[]): Promise<{ count: number; rows: string[]; driver: Buffer }> {
  const socket = new PassThrough();
  const driver: Buffer[] = [];
  const rows: string[] = [];
  const copy = new CopiedRows('select t', 1, (given) => rows.push(given.text(0)));
  socket.on('data', (bytes: Buffer) => {
    driver.push(bytes);
    if (Buffer.concat(driver).length < NOTIFICATION.length + ENDING.length) return;
    copy.handleCommandComplete();
    copy.handleReadyForQuery();
  });
  // The driver's connection as far as a statement touches it: a socket and the way to ask.
  const connection = Object.assign(new EventEmitter(), {
    stream: socket,
    query: () => {
      for (const piece of pieces) socket.write(Buffer.from(piece));
    },
  });
  copy.submit(connection as unknown as Connection);
  const count = await copy.count;
  return { count, rows, driver: Buffer.concat(driver) };
}

test('rows arrive whole and in order however the bytes are cut, and the driver gets everything else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: SENT.length - 1 }), { maxLength: 40 }), async (cuts) => {
      const at = [0, ...cuts.sort((left, right) => left - right), SENT.length];
      const pieces = at.slice(1).map((end, index) => SENT.subarray(at[index], end));
      const { count, rows, driver } = await receive(pieces);
      expect(count).toBe(ROWS.length);
      expect(rows).toEqual(ROWS);
      expect(driver.toString('latin1')).toBe(Buffer.concat([NOTIFICATION, ENDING]).toString('latin1'));
    }),
    { numRuns: 60 },
  );
});

test('a byte at a time is enough', async () => {
  const { rows } = await receive(Array.from(SENT, (byte) => Buffer.from([byte])));
  expect(rows).toEqual(ROWS);
});

test('what is no binary copy, or ends before its last row, is refused', async () => {
  const sent = (...messages: Buffer[]) => receive([Buffer.concat([OPENING, ...messages, NOTIFICATION, ENDING])]);
  await expect(sent(message('d', 'a,b,c\n'.repeat(9)), TRAILER)).rejects.toThrow('no binary COPY');
  await expect(sent(message('d', Buffer.concat([HEADER, row('a')])))).rejects.toThrow('before its last row');
  const cut = Buffer.concat([HEADER, row('abc')]).subarray(0, -2);
  await expect(sent(message('d', cut), TRAILER)).rejects.toThrow('cut short');
});

test('an error of the server goes to the driver, which fails the copy', async () => {
  const socket = new PassThrough();
  const copy = new CopiedRows('select t', 1, () => undefined);
  socket.on('data', () => copy.handleError(new Error('the disk is full')));
  const connection = { stream: socket, query: () => socket.write(message('E', 'SERROR\0')) };
  copy.submit(connection as unknown as Connection);
  await expect(copy.count).rejects.toThrow('the disk is full');
});
