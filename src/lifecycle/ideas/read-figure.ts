import { hasWords, isGlued, type Token, wordSet } from './question-tokens.ts';

/** A figure with what it counts, as it stands in a sentence. */
export interface Quantity {
  readonly value: number;
  /** `share`: percent or a fraction of what it is today; `points`: percentage points; `money`: of `unit` as currency. */
  readonly kind: 'share' | 'points' | 'money' | 'time' | 'thing' | 'bare';
  /** `%`, a currency code, a unit of time, the noun that is counted, or `null`. */
  readonly unit: string | null;
  /** The token after the quantity. */
  readonly next: number;
}

const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fifteen: 15,
    eighteen: 18,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    ninety: 90,
  }),
);
const FRACTIONS: ReadonlyMap<string, number> = new Map(
  Object.entries({ half: 1 / 2, third: 1 / 3, quarter: 1 / 4, fifth: 1 / 5, tenth: 1 / 10 }),
);
const MULTIPLIERS: ReadonlyMap<string, number> = new Map(
  Object.entries({ k: 1e3, thousand: 1e3, million: 1e6, mn: 1e6, billion: 1e9, bn: 1e9 }),
);
const CURRENCIES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '€': 'EUR',
    eur: 'EUR',
    euro: 'EUR',
    euros: 'EUR',
    $: 'USD',
    usd: 'USD',
    dollars: 'USD',
    '£': 'GBP',
    gbp: 'GBP',
    chf: 'CHF',
    francs: 'CHF',
  }),
);
const TIMES = wordSet('second seconds minute minutes hour hours day days week weeks');
/** Words behind a figure that are not what it counts. */
const NOT_COUNTED = wordSet(`
  by to from within in on at of for with and or per a an the this next last before after until
  till each every more less fewer lower higher than compared versus without while because so if
  when as our your their my during over under above below times year years month months quarter
  quarters am pm or but please year-over-year annually monthly weekly overall is are was`);

/**
 * The value of a figure as it is written: "1,200", "1'200", "12.5", "12,5". `null` where readers of different countries
 * would read different numbers, as in "1.200", and where it has more digits than a number can hold.
 */
export function figureValue(text: string): number | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (/^[1-9]\d{0,2}([,'])\d{3}(\1\d{3}){0,3}(\.\d{1,4})?$/.test(text)) return Number(text.replaceAll(/[,']/g, ''));
  if (/^0\.\d{1,6}$/.test(text) || /^\d{1,12}\.(\d{1,2}|\d{4})$/.test(text)) return Number(text);
  if (/^\d{1,12},\d{1,2}$/.test(text)) return Number(text.replace(',', '.'));
  return null;
}

/** Reads the quantity that begins at a token: "10%", "2 points", "EUR 1.2m", "300 hours", "half", "two thirds". */
export function readQuantity(tokens: readonly Token[], at: number): Quantity | null {
  return readFraction(tokens, at) ?? readMoneyFirst(tokens, at) ?? readFigureFirst(tokens, at);
}

function readFraction(tokens: readonly Token[], at: number): Quantity | null {
  const start = hasWords(tokens, at, 'a') || hasWords(tokens, at, 'one') ? at + 1 : at;
  const fraction = FRACTIONS.get(tokens[start]?.text ?? '');
  if (fraction !== undefined && (start > at || fraction === 1 / 2)) {
    return { value: fraction * 100, kind: 'share', unit: '%', next: start + 1 };
  }
  if (hasWords(tokens, at, 'two', 'thirds')) return { value: 200 / 3, kind: 'share', unit: '%', next: at + 2 };
  return null;
}

function readMoneyFirst(tokens: readonly Token[], at: number): Quantity | null {
  const currency = CURRENCIES.get(tokens[at]?.text ?? '');
  if (currency === undefined) return null;
  const scaled = readScaled(tokens, at + 1, true);
  return scaled && { value: scaled.value, kind: 'money', unit: currency, next: scaled.next };
}

function readFigureFirst(tokens: readonly Token[], at: number): Quantity | null {
  const scaled = readScaled(tokens, at, false);
  return scaled && withUnit(tokens, scaled.value, scaled.next);
}

/** A number with "k", "million" and the like. "m" means a million only beside a currency: alone it may be metres. */
function readScaled(
  tokens: readonly Token[],
  at: number,
  isMoney: boolean,
): { readonly value: number; readonly next: number } | null {
  const token = tokens[at];
  if (!token) return null;
  const value = token.kind === 'figure' ? figureValue(token.text) : (NUMBER_WORDS.get(token.text) ?? null);
  if (value === null || isPartOfName(tokens, at, isMoney)) return null;
  const word = tokens[at + 1]?.text ?? '';
  const isMillions = word === 'm' && (isMoney || CURRENCIES.has(tokens[at + 2]?.text ?? ''));
  const factor = isMillions ? 1e6 : MULTIPLIERS.get(word);
  if (factor !== undefined) return { value: value * factor, next: at + 2 };
  // Letters glued to a figure are part of a name or an ordinal: "2nd", "3D", "5G".
  return isGlued(tokens, at + 1) && tokens[at + 1]?.kind === 'word' ? null : { value, next: at + 1 };
}

/** "B2B", "COVID-19", "24/7", "#5", "v2" and "1:3" hold figures that count nothing. */
function isPartOfName(tokens: readonly Token[], at: number, isMoney: boolean): boolean {
  const before = tokens[at - 1];
  const after = tokens[at + 1];
  const isGluedBefore = isGlued(tokens, at) && !isMoney && before?.text !== '(' && before?.text !== '~';
  const isGluedAfter =
    isGlued(tokens, at + 1) && after?.kind === 'sign' && ['/', '-', '–', ':', '*', '+', '^', '='].includes(after.text);
  return isGluedBefore || isGluedAfter || (!isGlued(tokens, at) && before?.text === '-');
}

function withUnit(tokens: readonly Token[], value: number, at: number): Quantity {
  const word = tokens[at]?.text ?? '';
  const second = tokens[at + 1]?.text ?? '';
  const isPercent = ['%', 'percent', 'pct'].includes(word) || (word === 'per' && second === 'cent');
  const afterPercent = isPercent ? at + (word === 'per' ? 2 : 1) : at;
  const isPoints = ['points', 'point', 'pts', 'pp'].includes(tokens[afterPercent]?.text ?? '');
  if (isPoints) return { value, kind: 'points', unit: '%', next: afterPercent + 1 };
  if (word === 'percentage' && ['points', 'point'].includes(second)) {
    return { value, kind: 'points', unit: '%', next: at + 2 };
  }
  if (isPercent) return { value, kind: 'share', unit: '%', next: afterPercent };
  const currency = CURRENCIES.get(word);
  if (currency !== undefined) return { value, kind: 'money', unit: currency, next: at + 1 };
  if (TIMES.has(word)) return { value, kind: 'time', unit: word, next: at + 1 };
  const isThing = tokens[at]?.kind === 'word' && word.length >= 3 && !NOT_COUNTED.has(word) && !word.endsWith('ly');
  return isThing ? { value, kind: 'thing', unit: word, next: at + 1 } : { value, kind: 'bare', unit: null, next: at };
}

/** A small whole number in figures or words, for spans of time: "6", "six". */
export function readCount(tokens: readonly Token[], at: number): number | null {
  const token = tokens[at];
  if (!token) return null;
  const value = token.kind === 'figure' ? figureValue(token.text) : (NUMBER_WORDS.get(token.text) ?? null);
  return value !== null && Number.isInteger(value) && value >= 1 && value <= 120 ? value : null;
}
