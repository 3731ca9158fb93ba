import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import type { Connection } from 'pg';
import { expect, test } from 'vitest';
import { CopyOutStream } from './copy-out-stream.ts';

function message(type: string, body: Buffer | string): Buffer {
  const content = Buffer.from(body as string);
  const header = Buffer.alloc(5);
  header.write(type, 'latin1');
  header.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([header, content]);
}

/** What a server sends for a copy: the rows in messages of their own, with a notification among them, and the ending. */
const ROWS = ['a', 'row of some length', '', 'x'.repeat(300), 'last'];
const NOTIFICATION = message('A', 'a notification');
const ENDING = Buffer.concat([message('c', ''), message('C', 'COPY 5\0'), message('Z', 'I')]);
const SENT = Buffer.concat([
  message('H', Buffer.from([1, 0, 0])),
  ...ROWS.slice(0, 2).map((row) => message('d', row)),
  NOTIFICATION,
  ...ROWS.slice(2).map((row) => message('d', row)),
  ENDING,
]);

/** Streams the bytes in the given pieces and tells what the reader and the driver got. */
async function receive(pieces: readonly Buffer[]): Promise<{ rows: string; driver: Buffer }> {
  const socket = new PassThrough();
  const driver: Buffer[] = [];
  const copy = new CopyOutStream('copy t to stdout');
  socket.on('data', (bytes: Buffer) => {
    driver.push(bytes);
    if (Buffer.concat(driver).length === NOTIFICATION.length + ENDING.length) copy.handleCommandComplete();
  });
  // The driver's connection as far as a statement touches it: a socket and the way to ask.
  const connection = Object.assign(new EventEmitter(), {
    stream: socket,
    query: () => {
      for (const piece of pieces) socket.write(Buffer.from(piece));
    },
  });
  copy.submit(connection as unknown as Connection);
  const rows: Buffer[] = [];
  for await (const chunk of copy) rows.push(Buffer.from(chunk));
  return { rows: Buffer.concat(rows).toString(), driver: Buffer.concat(driver) };
}

test('rows arrive whole and in order however the bytes are cut, and the driver gets everything else', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 1, max: SENT.length - 1 }), { maxLength: 40 }), async (cuts) => {
      const at = [0, ...cuts.sort((left, right) => left - right), SENT.length];
      const pieces = at.slice(1).map((end, index) => SENT.subarray(at[index], end));
      const { rows, driver } = await receive(pieces);
      expect(rows).toBe(ROWS.join(''));
      expect(driver.toString('latin1')).toBe(Buffer.concat([NOTIFICATION, ENDING]).toString('latin1'));
    }),
    { numRuns: 60 },
  );
});

test('a byte at a time is enough', async () => {
  const { rows } = await receive(Array.from(SENT, (byte) => Buffer.from([byte])));
  expect(rows).toBe(ROWS.join(''));
});

test('an error of the server goes to the driver, which fails the stream', async () => {
  const socket = new PassThrough();
  const copy = new CopyOutStream('copy t to stdout');
  socket.on('data', () => copy.handleError(new Error('the disk is full')));
  const connection = { stream: socket, query: () => socket.write(message('E', 'SERROR\0')) };
  copy.submit(connection as unknown as Connection);
  await expect(copy.toArray()).rejects.toThrow('the disk is full');
});
