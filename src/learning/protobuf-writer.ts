/**
 * Fields of a protobuf message as bytes (https://protobuf.dev/programming-guides/encoding): a message is its fields, one
 * after the other.
 */
export const field = {
  /** A whole number; negative ones take ten bytes, as int64 does. */
  int: (number: number, value: number): Uint8Array => join([tag(number, 0), varint(value)]),
  /** A float32. */
  float(number: number, value: number): Uint8Array {
    return join([tag(number, 5), floatBytes([value])]);
  },
  /** Bytes as they are. */
  bytes: (number: number, value: Uint8Array): Uint8Array => join([tag(number, 2), varint(value.length), value]),
  /** Text as UTF-8. */
  text: (number: number, value: string): Uint8Array => field.bytes(number, new TextEncoder().encode(value)),
  /** A message within the message. */
  message: (number: number, fields: readonly Uint8Array[]): Uint8Array => field.bytes(number, join(fields)),
  /** A list of whole numbers, packed. */
  ints: (number: number, values: readonly number[]): Uint8Array => field.bytes(number, join(values.map(varint))),
  /** A list of float32 numbers, packed. */
  floats: (number: number, values: readonly number[]): Uint8Array => field.bytes(number, floatBytes(values)),
};

/** Pieces one after the other. */
export function join(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}

/** Float32 numbers, least significant byte first. */
export function floatBytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  for (const [at, value] of values.entries()) view.setFloat32(at * 4, value, true);
  return bytes;
}

function tag(number: number, wireType: number): Uint8Array {
  return varint(number * 8 + wireType);
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  if (value >= 0 && value < 128) return Uint8Array.of(value);
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
