import { randomBytes } from 'node:crypto';

const LARGEST_COUNTER = 0xfff;

let lastMs = 0;
let counter = 0;

/**
 * A new identifier: a UUID of version 7 (RFC 9562, section 5.7), which begins with the time in milliseconds. Ids made
 * by one process sort in the order of their making, so that their index grows at its end; the 12 bits after the time
 * are a counter (method 1 of section 6.2), and the last 62 are random.
 */
export function newId(): string {
  const now = Date.now();
  if (now > lastMs) {
    lastMs = now;
    counter = 0;
  } else if (counter < LARGEST_COUNTER) {
    counter += 1;
  } else {
    // More than 4,096 in one millisecond, or a clock that was set back: run ahead of it rather than out of order.
    lastMs += 1;
    counter = 0;
  }
  const bytes = randomBytes(16);
  bytes.writeUIntBE(lastMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | counter, 6);
  bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
