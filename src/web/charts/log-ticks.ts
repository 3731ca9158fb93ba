import { scaleLinear } from 'd3-scale';

/** Below this ratio of its ends an axis is read like a linear one, and powers of ten would leave most of it empty. */
const LEAST_RATIO = 5;
/** Steps within a power of ten that look about even, the finest first. */
const LADDERS = [[1, 2, 5], [1, 3], [1]] as const;
/** Words that are longer than this, in characters, are told by their power of ten instead. */
const LONGEST_LABEL = 7;

/**
 * Values for the ticks of a logarithmic axis from `low` to `high`, both above 0: about `most` of them. The first is at or below
 * `low` and the last at or above `high`, as close as round numbers allow, so that curves have the height for themselves.
 */
export function logTickValues(low: number, high: number, most: number): readonly number[] {
  if (high / low < LEAST_RATIO) {
    const scale = scaleLinear().domain([low, high]).nice(most);
    const values = scale.ticks(most).filter((value) => value > 0);
    const [first, last] = [values[0], values.at(-1)];
    // Where the next round number below is 0, which has no place, the axis begins with its least value.
    return first !== undefined && last !== undefined && first <= low && last >= high ? values : [low, ...values, high];
  }
  const ladder = LADDERS.map((steps) => onLadder(low, high, steps)).find((values) => values.length <= most + 1);
  return ladder ?? powersOfTen(low, high, most);
}

/** The steps of each power of ten, from the last one at or below `low` to the first one at or above `high`. */
function onLadder(low: number, high: number, steps: readonly number[]): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const all = Array.from({ length: to - from + 1 }, (_, index) => from + index)
    .flatMap((power) => steps.map((step) => inPower(step, power)))
    .toSorted((one, other) => one - other);
  const start = all.findLastIndex((value) => value <= low);
  const end = all.findIndex((value) => value >= high);
  return all.slice(Math.max(0, start), end < 0 ? undefined : end + 1);
}

/** Every second, third ... power of ten. */
function powersOfTen(low: number, high: number, most: number): readonly number[] {
  const [from, to] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const step = Math.ceil((to - from) / most);
  const start = Math.floor(from / step) * step;
  const count = Math.ceil((to - start) / step) + 1;
  return Array.from({ length: count }, (_, index) => inPower(1, start + index * step)).filter(
    (value) => value > 0 && Number.isFinite(value),
  );
}

/** Read from its words, for a product of a small number has digits of its own: `3 * 0.1` is not 0.3. */
function inPower(step: number, power: number): number {
  return Number(`${step}e${power}`);
}

/**
 * The words of the ticks of a logarithmic axis, all of one kind: numbers as `format` writes them, or powers of ten where one
 * of them would be a row of noughts: `10⁻⁷`, `3·10⁻⁵`, `1`.
 */
export function logTickWords(values: readonly number[], format: (value: number) => string): readonly string[] {
  const plain = values.map(format);
  const isShort = plain.every((label) => label.length <= LONGEST_LABEL && !label.includes('e'));
  return isShort && new Set(plain).size === plain.length ? plain : values.map(asPower);
}

function asPower(value: number): string {
  const [digits = '1', power = '0'] = Number(value.toPrecision(4)).toExponential().split('e');
  if (Number(power) === 0) return digits;
  const ten = `10${Array.from(String(Number(power)), (letter) => RAISED[letter] ?? '').join('')}`;
  return digits === '1' ? ten : `${digits}·${ten}`;
}

const RAISED: Readonly<Record<string, string>> = {
  '-': '⁻',
  '0': '⁰',
  '1': '¹',
  '2': '²',
  '3': '³',
  '4': '⁴',
  '5': '⁵',
  '6': '⁶',
  '7': '⁷',
  '8': '⁸',
  '9': '⁹',
};
