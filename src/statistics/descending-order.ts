/**
 * Positions of the scores from the highest to the lowest; equal scores keep their input order. Scores must be numbers.
 *
 * A radix sort over the 64 bits of the scores: linear in their number, because a million scored units is an everyday size
 * and a comparator sort takes more than ten times as long as everything else that is done with a ranking.
 */
export function descendingOrder(scores: ArrayLike<number>): Uint32Array {
  const count = scores.length;
  const digits = sortableDigits(scores);
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let next = new Uint32Array(count);
  for (let digit = 0; digit < DIGITS; digit++) {
    const starts = digitStarts(digits, digit);
    for (let i = 0; i < count; i++) {
      const unit = order[i] as number;
      const value = digits[unit * DIGITS + digit] as number;
      const place = starts[value] as number;
      next[place] = unit;
      starts[value] = place + 1;
    }
    [order, next] = [next, order];
  }
  return order;
}

const DIGITS = 4;
const DIGIT_VALUES = 2 ** 16;

/** Where each value of a digit begins in the order by that digit. */
function digitStarts(digits: Uint16Array, digit: number): Uint32Array {
  const starts = new Uint32Array(DIGIT_VALUES);
  for (let i = digit; i < digits.length; i += DIGITS) {
    const value = digits[i] as number;
    starts[value] = (starts[value] as number) + 1;
  }
  let before = 0;
  for (let value = 0; value < DIGIT_VALUES; value++) {
    const own = starts[value] as number;
    starts[value] = before;
    before += own;
  }
  return starts;
}

/** Four 16-bit digits per score, least significant first, whose unsigned order is the descending order of the scores. */
function sortableDigits(scores: ArrayLike<number>): Uint16Array {
  const count = scores.length;
  const digits = new Uint16Array(count * DIGITS);
  const view = new DataView(new ArrayBuffer(8));
  for (let i = 0; i < count; i++) {
    // Adding 0 turns -0 into 0, which would otherwise rank below it.
    view.setFloat64(0, (scores[i] as number) + 0);
    const isNegative = view.getUint8(0) >= 0x80;
    for (let digit = 0; digit < DIGITS; digit++) {
      const bits = view.getUint16(6 - 2 * digit);
      // Larger positive numbers have larger bits; flipping all bits but the sign reverses that order. Negative numbers
      // already grow in bits as they fall, and their set sign bit puts them last.
      digits[i * DIGITS + digit] = isNegative ? bits : digit === DIGITS - 1 ? bits ^ 0x7fff : bits ^ 0xffff;
    }
  }
  return digits;
}
