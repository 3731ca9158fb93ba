/** One row of a binary COPY, valid only until the next one is read. Columns count from 0. */
export interface BinaryRow {
  isNull(column: number): boolean;
  /** A `float8`; NaN for null. */
  float8(column: number): number;
  /** An `int8` as a number; NaN for null. Exact up to 2^53 - 1. */
  int8(column: number): number;
  /** An `int4`; 0 for null. */
  int4(column: number): number;
  /** A `boolean`; false for null. */
  boolean(column: number): boolean;
  /** A `timestamptz` as milliseconds since 1970; NaN for null. */
  instant(column: number): number;
  /** The first byte of a `text`, which is enough to tell a few words apart; 0 for null and for an empty text. */
  firstByte(column: number): number;
  /** A `text`; empty for null. */
  text(column: number): string;
}

/** The eleven bytes that every binary COPY begins with, and the two numbers after them. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
const FIXED_HEADER_BYTES = SIGNATURE.length + 8;
const END_OF_ROWS = -1;
const NULL_LENGTH = -1;
const TWO_TO_32 = 4_294_967_296;
/** PostgreSQL counts microseconds from 1 January 2000. */
const EPOCH_2000_MS = 946_684_800_000;

/**
 * Reads the rows of a binary COPY where they lie, without making an object for each. The format is that of PostgreSQL's
 * documentation of COPY, "Binary Format". `use` names the memory, then `read` takes stretches of it, each of whole rows.
 */
export class BinaryRowReader implements BinaryRow {
  /** Rows read so far. */
  rows = 0;
  /** Whether the end of the COPY was read. */
  isComplete = false;
  #isHeaderRead = false;
  readonly #columns: number;
  readonly #starts: Int32Array;
  readonly #lengths: Int32Array;
  #bytes: Buffer = Buffer.alloc(0);
  #view: DataView = new DataView(new ArrayBuffer(0));

  /** @param columns number of columns that every row must have. */
  constructor(columns: number) {
    this.#columns = columns;
    this.#starts = new Int32Array(columns);
    this.#lengths = new Int32Array(columns);
  }

  /** The memory in which the next stretches lie. */
  use(bytes: Buffer): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /**
   * Reads the rows that lie whole between two places; the first stretch begins with the header.
   * @throws Error when the bytes are not a binary COPY with that many columns, or end in the middle of a row.
   */
  read(start: number, end: number, onRow: (row: BinaryRow) => void): void {
    let offset = this.#isHeaderRead ? start : this.#readHeader(start, end);
    while (offset < end) {
      offset = this.#findFields(offset, end);
      if (this.isComplete) return;
      this.rows += 1;
      onRow(this);
    }
  }

  #readHeader(start: number, end: number): number {
    const fixedEnd = start + FIXED_HEADER_BYTES;
    if (end < fixedEnd || !this.#bytes.subarray(start, start + SIGNATURE.length).equals(SIGNATURE)) {
      throw new Error('These bytes are no binary COPY.');
    }
    this.#isHeaderRead = true;
    return fixedEnd + this.#view.getInt32(fixedEnd - 4);
  }

  /** Notes where the fields of the row at `offset` lie; returns where the row ends. */
  #findFields(offset: number, end: number): number {
    const fields = this.#view.getInt16(offset);
    let position = offset + 2;
    if (fields === END_OF_ROWS) {
      this.isComplete = true;
      return position;
    }
    if (fields !== this.#columns) throw new Error(`A row has ${fields} columns where ${this.#columns} were expected.`);
    for (let column = 0; column < fields; column += 1) {
      const length = this.#view.getInt32(position);
      position += 4;
      this.#starts[column] = position;
      this.#lengths[column] = length;
      if (length > 0) position += length;
    }
    if (position > end) throw new Error('A row of the binary COPY is cut short.');
    return position;
  }

  isNull(column: number): boolean {
    return this.#lengths[column] === NULL_LENGTH;
  }

  float8(column: number): number {
    return this.isNull(column) ? Number.NaN : this.#view.getFloat64(this.#start(column));
  }

  int8(column: number): number {
    if (this.isNull(column)) return Number.NaN;
    const start = this.#start(column);
    return this.#view.getInt32(start) * TWO_TO_32 + this.#view.getUint32(start + 4);
  }

  int4(column: number): number {
    return this.isNull(column) ? 0 : this.#view.getInt32(this.#start(column));
  }

  boolean(column: number): boolean {
    return !this.isNull(column) && this.#view.getUint8(this.#start(column)) !== 0;
  }

  instant(column: number): number {
    return this.int8(column) / 1_000 + EPOCH_2000_MS;
  }

  firstByte(column: number): number {
    return (this.#lengths[column] ?? 0) > 0 ? this.#view.getUint8(this.#start(column)) : 0;
  }

  text(column: number): string {
    const start = this.#start(column);
    return this.#bytes.toString('utf8', start, start + Math.max(0, this.#lengths[column] ?? 0));
  }

  #start(column: number): number {
    return this.#starts[column] ?? 0;
  }
}
