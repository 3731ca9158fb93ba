import { Readable } from 'node:stream';
import type { Connection, Submittable } from 'pg';

/** Types of messages of PostgreSQL's protocol ("Message Formats" of its manual) that matter while a COPY streams out. */
const MESSAGE = { copyData: 0x64, copyDone: 0x63, copyOutResponse: 0x48, error: 0x45 } as const;
/** One byte for the type, four for the length of the rest, itself included. */
const HEADER_BYTES = 5;
/** A socket hands over 64 KiB at a time; fewer than this many bytes wait for the reader. */
const WAITING_BYTES = 262_144;

type ByteHandler = (bytes: Buffer) => void;

/**
 * The rows of a `COPY ... TO STDOUT`, in pieces as large as the socket hands them over. PostgreSQL sends every row as a
 * message of its own, and a piece of memory for each costs a million rows more than all that is done with them: here the
 * rows of one piece are pushed together in its own memory. The driver reads the connection again when the copy ends or
 * fails, and whatever it is told in between, such as a notification.
 */
export class CopyOutStream extends Readable implements Submittable {
  readonly #text: string;
  #socket: Connection['stream'] | undefined;
  #driver: ByteHandler = () => undefined;
  /** The first bytes of a message whose header or body, unless it is of rows, is not there yet. */
  #begun: Buffer = Buffer.alloc(0);
  /** Bytes of a message of rows that are still to come. */
  #rowBytesLeft = 0;

  constructor(text: string) {
    super({ highWaterMark: WAITING_BYTES });
    this.#text = text;
  }

  /** Called by the driver when it is this statement's turn. */
  submit(connection: Connection): void {
    const socket = connection.stream;
    const [driver, ...others] = socket.listeners('data');
    if (!driver || others.length > 0) throw new Error('The driver reads its connection in another way than expected.');
    // The type of a listener is that of any event; the one for data takes bytes.
    this.#driver = driver as ByteHandler;
    this.#socket = socket;
    socket.off('data', this.#driver);
    socket.on('data', this.#take);
    connection.query(this.#text);
  }

  override _read(): void {
    this.#socket?.resume();
  }

  /** Called by the driver once the server has said that the copy is complete. */
  handleCommandComplete(): void {
    this.push(null);
  }

  handleReadyForQuery(): void {
    this.#socket = undefined;
  }

  /** Called by the driver when the statement fails or the connection is lost. */
  handleError(error: Error): void {
    this.#socket = undefined;
    this.destroy(error);
  }

  readonly #take: ByteHandler = (piece) => {
    const bytes = this.#begun.length === 0 ? piece : Buffer.concat([this.#begun, piece]);
    this.#begun = Buffer.alloc(0);
    let read = 0;
    let written = 0;
    while (read < bytes.length) {
      if (this.#rowBytesLeft > 0) {
        const count = Math.min(this.#rowBytesLeft, bytes.length - read);
        if (written !== read) bytes.copyWithin(written, read, read + count);
        this.#rowBytesLeft -= count;
        read += count;
        written += count;
        continue;
      }
      const end = this.#readMessage(bytes, read);
      if (end === 'not-whole') break;
      if (end === 'over') {
        this.#give(bytes, written);
        return this.#handBack(bytes.subarray(read));
      }
      read = end;
    }
    // The pushed rows lie in the same memory before these bytes, so that what has begun needs memory of its own.
    if (read < bytes.length) this.#begun = Buffer.from(bytes.subarray(read));
    this.#give(bytes, written);
  };

  /** Reads the message at `start`; returns where the next bytes to read are, or that the copy or the bytes are over. */
  #readMessage(bytes: Buffer, start: number): number | 'not-whole' | 'over' {
    if (start + HEADER_BYTES > bytes.length) return 'not-whole';
    const type = bytes[start];
    const bodyBytes = bytes.readUInt32BE(start + 1) - (HEADER_BYTES - 1);
    if (type === MESSAGE.copyData) {
      this.#rowBytesLeft = bodyBytes;
      return start + HEADER_BYTES;
    }
    if (type === MESSAGE.copyDone || type === MESSAGE.error) return 'over';
    const end = start + HEADER_BYTES + bodyBytes;
    if (end > bytes.length) return 'not-whole';
    if (type !== MESSAGE.copyOutResponse) this.#driver(Buffer.from(bytes.subarray(start, end)));
    return end;
  }

  /** Gives rows to the reader, and lets the socket wait when the reader is slower. A reader that left gets nothing. */
  #give(bytes: Buffer, count: number): void {
    if (count === 0 || this.destroyed) return;
    if (!this.push(bytes.subarray(0, count))) this.#socket?.pause();
  }

  #handBack(rest: Buffer): void {
    const socket = this.#socket;
    if (!socket) return;
    socket.off('data', this.#take);
    socket.on('data', this.#driver);
    socket.resume();
    this.#driver(rest);
  }

  /** A reader that leaves early must not keep the server waiting for somebody who reads: the rest is read and dropped. */
  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket?.resume();
    done(error);
  }
}
