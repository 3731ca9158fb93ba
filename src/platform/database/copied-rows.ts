import type { Connection, Submittable } from 'pg';
import { type BinaryRow, BinaryRowReader } from './binary-row.ts';
import { LendingSocket } from './lending-socket.ts';

/** Types of messages of PostgreSQL's protocol ("Message Formats" of its manual) that matter while a COPY streams out. */
const MESSAGE = { copyData: 0x64, copyDone: 0x63, copyOutResponse: 0x48, error: 0x45 } as const;
/** One byte for the type, four for the length of the rest, itself included. */
const HEADER_BYTES = 5;
const NOTHING = Buffer.alloc(0);

type ByteHandler = (bytes: Buffer) => void;

/**
 * The rows of a query, read as binary COPY straight from the connection. PostgreSQL sends each row as a message of its
 * own, and the driver would make a piece of memory for each: here the rows are read where they lie in what the socket
 * hands over, so that a million of them take a third of a second. The driver reads the connection again when the copy
 * ends or fails, and whatever it is told in between, such as a notification.
 */
export class CopiedRows implements Submittable {
  /** The number of rows, once the server has sent them all and is ready for the next statement. */
  readonly count: Promise<number>;
  readonly #text: string;
  readonly #onRow: (row: BinaryRow) => void;
  readonly #reader: BinaryRowReader;
  #resolve: (count: number) => void = () => undefined;
  #reject: (reason: unknown) => void = () => undefined;
  #socket: Connection['stream'] | undefined;
  #driver: ByteHandler = () => undefined;
  /** The first bytes of a message that is not whole yet. */
  #begun: Buffer = NOTHING;
  /** Why the rest is passed over. The server sends all the same, and must not wait for somebody who reads. */
  #failure: { readonly reason: unknown } | undefined;

  /**
   * @param query a SELECT without parameters, because COPY takes none.
   * @param columns number of its columns.
   * @param onRow told each row while it is valid; when it throws, the rest is passed over and `count` rejects with that.
   */
  constructor(query: string, columns: number, onRow: (row: BinaryRow) => void) {
    this.#text = `copy (${query}) to stdout (format binary)`;
    this.#onRow = onRow;
    this.#reader = new BinaryRowReader(columns);
    this.count = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
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
    if (socket instanceof LendingSocket) socket.isLending = true;
    connection.query(this.#text);
  }

  /** Called by the driver once the server has said that the copy is complete. */
  handleCommandComplete(): void {
    if (!this.#reader.isComplete) this.#failure ??= { reason: new Error('The COPY ended before its last row.') };
  }

  /** Called by the driver when the next statement may come. */
  handleReadyForQuery(): void {
    if (this.#failure) this.#reject(this.#failure.reason);
    else this.#resolve(this.#reader.rows);
  }

  /** Called by the driver when the statement fails or the connection is lost. */
  handleError(error: Error): void {
    this.#reject(this.#failure?.reason ?? error);
  }

  readonly #take: ByteHandler = (piece) => {
    if (this.#begun.length === 0) {
      this.#read(piece);
      return;
    }
    const used = this.#complete(piece);
    if (this.#missing() > 0) return;
    const whole = this.#begun;
    this.#begun = NOTHING;
    this.#read(whole);
    const rest = piece.subarray(used);
    if (rest.length === 0) return;
    // The message may have been the last one of the copy: then the driver takes over, and the rest is for it.
    if (this.#socket) this.#read(rest);
    else this.#driver(Buffer.from(rest));
  };

  /** Adds the bytes to the begun message that it still needs; returns how many those were. */
  #complete(piece: Buffer): number {
    let used = 0;
    for (let missing = this.#missing(); missing > 0 && used < piece.length; missing = this.#missing()) {
      const end = Math.min(piece.length, used + missing);
      this.#begun = Buffer.concat([this.#begun, piece.subarray(used, end)]);
      used = end;
    }
    return used;
  }

  /** How many bytes the begun message is known to need: those of its header first. */
  #missing(): number {
    const { length } = this.#begun;
    if (length < HEADER_BYTES) return HEADER_BYTES - length;
    return 1 + this.#begun.readUInt32BE(1) - length;
  }

  /** Reads all messages that lie whole in the bytes, and keeps the one that has begun. */
  #read(bytes: Buffer): void {
    this.#reader.use(bytes);
    let start = 0;
    while (start + HEADER_BYTES <= bytes.length) {
      const type = bytes[start];
      if (type === MESSAGE.copyDone || type === MESSAGE.error) {
        this.#handBack(bytes.subarray(start));
        return;
      }
      const end = start + 1 + bytes.readUInt32BE(start + 1);
      if (end > bytes.length) break;
      if (type === MESSAGE.copyData) this.#readRows(start + HEADER_BYTES, end);
      else if (type !== MESSAGE.copyOutResponse) this.#driver(Buffer.from(bytes.subarray(start, end)));
      start = end;
    }
    // A copy, because the memory belongs to the socket.
    if (start < bytes.length) this.#begun = Buffer.from(bytes.subarray(start));
  }

  #readRows(start: number, end: number): void {
    if (this.#failure) return;
    try {
      this.#reader.read(start, end, this.#onRow);
    } catch (reason) {
      this.#failure = { reason };
    }
  }

  #handBack(rest: Buffer): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = undefined;
    socket.off('data', this.#take);
    socket.on('data', this.#driver);
    if (socket instanceof LendingSocket) socket.isLending = false;
    // A copy, because the driver may keep a message that is not whole yet, and the memory may be lent.
    this.#driver(Buffer.from(rest));
  }
}
