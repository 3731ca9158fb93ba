import { doOverlap, hasWords, type Read, readAs, type Token } from './question-tokens.ts';
import { isMonth } from './read-due.ts';
import { type Quantity, readQuantity } from './read-figure.ts';

/** How much is meant: a part of what it is today, a difference, or a value to reach. */
export type Amount =
  | { readonly kind: 'share'; readonly percent: number }
  | { readonly kind: 'points'; readonly points: number }
  | { readonly kind: 'difference'; readonly value: number; readonly unit: string | null }
  | { readonly kind: 'level'; readonly value: number; readonly from: number | null; readonly unit: string | null };

/** An amount as it was found, with the token behind it. */
export interface FoundAmount extends Read<Amount> {
  readonly next: number;
}

/** Openings after which a value is meant that is to be reached or kept. */
const LEVELS = new Set(['to', 'below', 'under', 'above']);

/**
 * Every amount of a sentence that is said as a goal: "by 10%", "from 36% to 32%", "to 300 hours", "by half". A figure
 * alone is none.
 * @param taken parts of the sentence that mean something else, such as due dates.
 */
export function readAmounts(
  sentence: string,
  tokens: readonly Token[],
  taken: readonly { readonly start: number; readonly end: number }[],
): readonly FoundAmount[] {
  const found: FoundAmount[] = [];
  let at = 0;
  while (at < tokens.length) {
    const amount = readFromTo(tokens, at) ?? readBy(tokens, at) ?? readLevel(tokens, at);
    const [first, last] = [tokens[at], tokens[(amount?.next ?? 0) - 1]];
    if (amount && first && last) {
      const read = readAs(sentence, amount.value, first, last);
      if (!taken.some((part) => doOverlap(part, read))) found.push({ ...read, next: amount.next });
    }
    at = amount ? amount.next : at + 1;
  }
  return found;
}

interface AmountAt {
  readonly value: Amount;
  readonly next: number;
}

function readFromTo(tokens: readonly Token[], at: number): AmountAt | null {
  if (!hasWords(tokens, at, 'from')) return null;
  const from = readQuantity(tokens, at + 1);
  if (!from || !hasWords(tokens, from.next, 'to')) return null;
  const to = readQuantity(tokens, from.next + 1);
  if (!to || to.value === from.value || isYear(tokens, at + 1, from)) return null;
  const doUnitsAgree = from.unit === null || from.unit === to.unit;
  if (!doUnitsAgree || to.kind === 'points') return null;
  return { value: { kind: 'level', value: to.value, from: from.value, unit: to.unit }, next: to.next };
}

function readBy(tokens: readonly Token[], at: number): AmountAt | null {
  if (!hasWords(tokens, at, 'by')) return null;
  const isAtLeast = hasWords(tokens, at + 1, 'at', 'least');
  const place = isAtLeast
    ? at + 3
    : ['about', 'around', 'roughly'].includes(tokens[at + 1]?.text ?? '')
      ? at + 2
      : at + 1;
  const quantity = readQuantity(tokens, place);
  if (!quantity || isYear(tokens, place, quantity) || isClock(tokens, quantity) || isMonth(tokens, place + 1)) {
    return null;
  }
  return { value: changeBy(quantity), next: quantity.next };
}

/** A change by a quantity: percent are a part of what it is today, points are points, anything else a difference. */
export function changeBy(quantity: Quantity): Amount {
  if (quantity.kind === 'share') return { kind: 'share', percent: quantity.value };
  if (quantity.kind === 'points') return { kind: 'points', points: quantity.value };
  return { kind: 'difference', value: quantity.value, unit: quantity.unit };
}

function readLevel(tokens: readonly Token[], at: number): AmountAt | null {
  const isAtLeast = hasWords(tokens, at, 'at', 'least') || hasWords(tokens, at, 'at', 'most');
  if (!isAtLeast && !LEVELS.has(tokens[at]?.text ?? '')) return null;
  const place = isAtLeast ? at + 2 : at + 1;
  const quantity = readQuantity(tokens, place);
  // "To three regions" and "under 18 year olds" name no value of a figure; a share, money and time do.
  if (!quantity || isYear(tokens, place, quantity) || !['share', 'money', 'time', 'bare'].includes(quantity.kind)) {
    return null;
  }
  const isEnd = tokens[quantity.next] === undefined || tokens[quantity.next]?.kind === 'sign';
  if (quantity.kind === 'bare' && !isEnd && !CONTINUES.has(tokens[quantity.next]?.text ?? '')) return null;
  return {
    value: { kind: 'level', value: quantity.value, from: null, unit: quantity.unit },
    next: quantity.next,
  };
}

/** Words that may follow a bare value. */
const CONTINUES = new Set([
  'by',
  'until',
  'till',
  'within',
  'before',
  'this',
  'next',
  'in',
  'per',
  'a',
  'each',
  'every',
]);

/** "By 2027" is a time and no amount. */
function isYear(tokens: readonly Token[], at: number, { kind, value }: Quantity): boolean {
  return kind === 'bare' && value >= 1_900 && value <= 2_100 && /^\d{4}$/.test(tokens[at]?.text ?? '');
}

/** "By 5 pm" and "by 12 o'clock" are times of day. */
function isClock(tokens: readonly Token[], { next }: Quantity): boolean {
  return ['am', 'pm', 'a.m', 'p.m', "o'clock", ':'].includes(tokens[next]?.text ?? '');
}
