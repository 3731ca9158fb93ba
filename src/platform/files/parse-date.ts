/** The order of day, month and year where all are numbers. */
export type DateOrder = 'ymd' | 'dmy' | 'mdy';

/** A point in time read from text. Without a time it is midnight; without an offset it is taken as UTC. */
export interface ParsedDate {
  /** Milliseconds since 1970-01-01T00:00Z. */
  epochMs: number;
  hasTime: boolean;
  /** False when the text names no time zone, so that `epochMs` holds the wall clock as if it were UTC. */
  hasOffset: boolean;
}

/** A date as it was written, before the order of day and month is known. */
interface WrittenDate {
  first: number;
  second: number;
  third: number;
  isYearFirst: boolean;
  /** Milliseconds since midnight, or null without a time. */
  timeMs: number | null;
  offsetMinutes: number | null;
}

const YEAR_FIRST = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ](.+))?$/i;
const YEAR_LAST = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})(?:[T ,]\s*(.+))?$/i;
const TIME =
  /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$/i;
const LONGEST_DATE_CHARS = 48;
/** Two digits below this are in this century: the rule of POSIX strptime, https://pubs.opengroup.org/onlinepubs/9699919799/functions/strptime.html */
const CENTURY_PIVOT = 69;

/**
 * Reads ISO 8601 (with `Z`, an offset or none), `2024/05/31`, `31.05.2024`, `31/05/2024`, `5/31/2024 8:26 PM` and the
 * like. `order` decides where the year stands last; text with the year first needs none. Null when the text is no date of the calendar.
 */
export function parseDate(text: string, order: DateOrder): ParsedDate | null {
  const written = readWritten(text);
  if (!written) return null;
  const { first, second, third, isYearFirst, timeMs, offsetMinutes } = written;
  if (!isYearFirst && order === 'ymd') return null;
  const [year, month, day] = isYearFirst
    ? [first, second, third]
    : order === 'dmy'
      ? [third, second, first]
      : [third, first, second];
  const midnight = midnightOf(year, month, day);
  if (midnight === null) return null;
  return {
    epochMs: midnight + (timeMs ?? 0) - (offsetMinutes ?? 0) * 60_000,
    hasTime: timeMs !== null,
    hasOffset: offsetMinutes !== null,
  };
}

/** What a sample of a column says about the order of day and month. */
export interface OrderGuess {
  order: DateOrder;
  /** False when every date can be read both ways (no day above 12), so that a person has to say it. */
  isCertain: boolean;
}

/**
 * Finds the order over a sample: a first number above 12 means day first, a second one above 12 month first. Where the
 * sample leaves it open, dots and dashes mean day first, and slashes too, marked as uncertain.
 */
export function guessDateOrder(sample: readonly string[]): OrderGuess {
  let dayFirst = 0;
  let monthFirst = 0;
  let yearLast = 0;
  let dotted = 0;
  for (const text of sample) {
    const written = readWritten(text);
    if (!written || written.isYearFirst) continue;
    yearLast++;
    if (/^\d{1,2}\./.test(text.trim())) dotted++;
    if (written.first > 12 && written.second <= 12) dayFirst++;
    if (written.second > 12 && written.first <= 12) monthFirst++;
  }
  if (yearLast === 0) return { order: 'ymd', isCertain: true };
  if (dayFirst === 0 && monthFirst === 0) return { order: 'dmy', isCertain: dotted === yearLast };
  return { order: monthFirst > dayFirst ? 'mdy' : 'dmy', isCertain: dayFirst === 0 || monthFirst === 0 };
}

function readWritten(text: string): WrittenDate | null {
  const trimmed = text.trim();
  if (trimmed.length > LONGEST_DATE_CHARS) return null;
  const yearFirst = YEAR_FIRST.exec(trimmed);
  const match = yearFirst ?? YEAR_LAST.exec(trimmed);
  if (!match) return null;
  const [, first = '', , second = '', third = '', timeText] = match;
  const time = timeText === undefined ? { timeMs: null, offsetMinutes: null } : readTime(timeText);
  if (!time) return null;
  const last = Number(third);
  return {
    first: Number(first),
    second: Number(second),
    third: third.length === 2 && !yearFirst ? last + (last < CENTURY_PIVOT ? 2_000 : 1_900) : last,
    isYearFirst: yearFirst !== null,
    ...time,
  };
}

function readTime(text: string): { timeMs: number; offsetMinutes: number | null } | null {
  const match = TIME.exec(text.trim());
  if (!match) return null;
  const [, hourText = '', minuteText = '', secondText = '0', fraction = '', half, zone] = match;
  let hour = Number(hourText);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  }
  const minute = Number(minuteText);
  const second = Number(secondText);
  // A leap second is real in logs; it is read as the second after.
  if (hour > 23 || minute > 59 || second > 60) return null;
  const milliseconds = Number(fraction.padEnd(3, '0').slice(0, 3));
  const offsetMinutes = zone === undefined ? null : readOffset(zone);
  return { timeMs: ((hour * 60 + minute) * 60 + second) * 1_000 + milliseconds, offsetMinutes };
}

function readOffset(zone: string): number {
  if (!/^[+-]/.test(zone)) return 0;
  const digits = zone.slice(1).replace(':', '');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2) || '0');
  return zone.startsWith('-') ? -minutes : minutes;
}

function midnightOf(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.getTime() : null;
}
