import { OnnxFault } from './onnx-refusal.ts';

/** One field of a protobuf message; `bytes` is a view of the message, not a copy. */
export interface WireField {
  readonly number: number;
  /** 0 a whole number, 1 eight bytes, 2 a length and so many bytes, 5 four bytes. */
  readonly wireType: 0 | 1 | 2 | 5;
  /** The whole number of wire type 0. */
  readonly value: number;
  readonly bytes: Uint8Array;
}

const NO_BYTES = new Uint8Array(0);
const CUT_OFF = 'The file is cut off or damaged. Export it again, or bring it again.';

/**
 * The fields of a message, in the order of the file. Bounded by the message: a length that points outside, a number of more
 * than ten bytes, and an unknown kind of field are faults.
 */
export function* fieldsOf(message: Uint8Array): Generator<WireField> {
  const cursor = { at: 0 };
  while (cursor.at < message.length) {
    const tag = readVarint(message, cursor);
    const number = Math.floor(tag / 8);
    if (number < 1) throw new OnnxFault(CUT_OFF);
    const wireType = tag % 8;
    if (wireType === 0) {
      yield { number, wireType, value: readVarint(message, cursor), bytes: NO_BYTES };
    } else if (wireType === 1 || wireType === 5) {
      yield { number, wireType, value: 0, bytes: take(message, cursor, wireType === 1 ? 8 : 4) };
    } else if (wireType === 2) {
      yield { number, wireType, value: 0, bytes: take(message, cursor, readVarint(message, cursor)) };
    } else {
      throw new OnnxFault(CUT_OFF);
    }
  }
}

/** Text of a field. */
export function textOf({ wireType, bytes }: WireField): string {
  if (wireType !== 2) throw new OnnxFault(CUT_OFF);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new OnnxFault('A name or text in the file is not UTF-8. Export the model again.');
  }
}

/** The fields of a message within the message. */
export function messageOf({ wireType, bytes }: WireField): Generator<WireField> {
  if (wireType !== 2) throw new OnnxFault(CUT_OFF);
  return fieldsOf(bytes);
}

/** How many numbers and texts may still be read of a file: spent before they are kept. */
export interface ValueBudget {
  left: number;
}

/** Takes values off what may still be read. */
export function spend(budget: ValueBudget, values: number): void {
  budget.left -= values;
  if (budget.left < 0) throw new OnnxFault('The model holds more numbers than are read here.');
}

/** Adds the whole numbers of a field of a list, packed or single. */
export function addInts(field: WireField, list: number[], budget: ValueBudget): void {
  if (field.wireType !== 0 && field.wireType !== 2) throw new OnnxFault(CUT_OFF);
  if (field.wireType === 0) {
    spend(budget, 1);
    list.push(field.value);
  }
  const cursor = { at: 0 };
  while (cursor.at < field.bytes.length) {
    spend(budget, 1);
    list.push(readVarint(field.bytes, cursor));
  }
}

/** Adds the float numbers of a field of a list, packed or single; `size` is 4 or 8 bytes a number. */
export function addFloats({ wireType, bytes }: WireField, size: 4 | 8, list: number[], budget: ValueBudget): void {
  if (wireType === 0 || (wireType === 1 && size === 4) || (wireType === 5 && size === 8)) throw new OnnxFault(CUT_OFF);
  spend(budget, bytes.length / size);
  for (const value of floatsOf(bytes, size)) list.push(value);
}

/** Adds the text of a field of a list. */
export function addText(field: WireField, list: string[], budget: ValueBudget): void {
  spend(budget, 1);
  list.push(textOf(field));
}

/** Float numbers that stand one after the other, least significant byte first. */
export function floatsOf(bytes: Uint8Array, size: 4 | 8): Float64Array {
  if (bytes.length % size !== 0) throw new OnnxFault(CUT_OFF);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / size }, (_, at) =>
    size === 4 ? view.getFloat32(at * 4, true) : view.getFloat64(at * 8, true),
  );
}

function take(message: Uint8Array, cursor: { at: number }, length: number): Uint8Array {
  const end = cursor.at + length;
  if (length < 0 || end > message.length) throw new OnnxFault(CUT_OFF);
  const bytes = message.subarray(cursor.at, end);
  cursor.at = end;
  return bytes;
}

/** A varint as int64. The two halves are kept apart, so that nothing is rounded before it is known to fit. */
function readVarint(message: Uint8Array, cursor: { at: number }): number {
  let low = 0;
  let high = 0;
  for (let position = 0; position < 10; position++) {
    const byte = message[cursor.at++];
    if (byte === undefined) throw new OnnxFault(CUT_OFF);
    const bits = byte & 127;
    if (position < 4) low += bits * 2 ** (7 * position);
    else high += bits * 2 ** (7 * (position - 4));
    if (byte < 128) return signed(low, high % 2 ** 36);
  }
  throw new OnnxFault(CUT_OFF);
}

/** The int64 of its lower 28 and upper 36 bits. */
function signed(low: number, high: number): number {
  const upper = high >= 2 ** 35 ? high - 2 ** 36 : high;
  const value = upper * 2 ** 28 + low;
  if (!Number.isSafeInteger(value)) throw new OnnxFault('A whole number in the file is too large to be kept exactly.');
  return value;
}
