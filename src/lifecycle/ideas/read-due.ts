import {
  addDays,
  addMonths,
  dayOf,
  endOfFiscalYear,
  endOfMonth,
  endOfQuarter,
  isDay,
  nextEndOfQuarterNumber,
  partsOfDay,
} from './calendar.ts';
import { hasWords, isGlued, type Read, readAs, type Token } from './question-tokens.ts';
import { readCount } from './read-figure.ts';

/** The day on which a sentence is read, and the month, from 1, in which the organisation's year begins. */
export interface Calendar {
  readonly today: string;
  readonly fiscalYearStart: number;
}

/** A day with the token behind its words. */
interface Found {
  readonly day: string;
  readonly next: number;
}

const MONTHS: readonly (readonly string[])[] = [
  ['january', 'jan'],
  ['february', 'feb'],
  ['march', 'mar'],
  ['april', 'apr'],
  ['may'],
  ['june', 'jun'],
  ['july', 'jul'],
  ['august', 'aug'],
  ['september', 'sep', 'sept'],
  ['october', 'oct'],
  ['november', 'nov'],
  ['december', 'dec'],
];
const BY = new Set(['by', 'until', 'till']);
/** What a reader plans for; a date further away is more likely a figure of another kind. */
const FURTHEST_YEARS = 20;

/**
 * Every due date that a sentence names, relative to the day on which it is read. Dates that have passed, and words that
 * people read differently ("by 2027", "03/04/2027", "before summer"), give none.
 */
export function readDueDates(sentence: string, tokens: readonly Token[], calendar: Calendar): readonly Read<string>[] {
  const found: Read<string>[] = [];
  let at = 0;
  while (at < tokens.length) {
    const due = readAt(tokens, at, calendar);
    const [first, last] = [tokens[at], tokens[(due?.next ?? 0) - 1]];
    if (due && first && last && isPlausible(due.day, calendar)) found.push(readAs(sentence, due.day, first, last));
    at = due ? due.next : at + 1;
  }
  return found;
}

function isPlausible(day: string, { today }: Calendar): boolean {
  return day > today && day <= addMonths(today, 12 * FURTHEST_YEARS);
}

function readAt(tokens: readonly Token[], at: number, calendar: Calendar): Found | null {
  return readSpan(tokens, at, calendar) ?? readNamedPeriod(tokens, at, calendar) ?? readBy(tokens, at, calendar);
}

/** "within 6 months", "in the next two weeks", "over the next 90 days". */
function readSpan(tokens: readonly Token[], at: number, { today }: Calendar): Found | null {
  const opening = tokens[at]?.text ?? '';
  if (!['within', 'in', 'over', 'during'].includes(opening)) return null;
  let place = at + 1;
  if (hasWords(tokens, place, 'the')) place += 1;
  const isNext = hasWords(tokens, place, 'next') || hasWords(tokens, place, 'coming');
  if (isNext) place += 1;
  if ((opening === 'over' || opening === 'during') && !isNext) return null;
  const isOne = hasWords(tokens, place, 'a') || hasWords(tokens, place, 'an');
  const count = isOne ? 1 : readCount(tokens, place);
  const unit = tokens[place + 1]?.text ?? '';
  if (count === null || isGlued(tokens, place + 1)) return null;
  const day = spanEnd(today, count, unit);
  // "In 2 months' time" is the same; "the 90 days after" something else is not counted from today.
  const isFromNow = !['after', 'of', 'from', 'before', 'since'].includes(tokens[place + 2]?.text ?? '');
  return day && isFromNow ? { day, next: place + 2 } : null;
}

function spanEnd(today: string, count: number, unit: string): string | null {
  switch (unit.replace(/s$/, '')) {
    case 'day':
      return addDays(today, count);
    case 'week':
      return addDays(today, 7 * count);
    case 'month':
      return addMonths(today, count);
    case 'quarter':
      return addMonths(today, 3 * count);
    case 'year':
      return addMonths(today, 12 * count);
    default:
      return null;
  }
}

/** "this quarter", "by the end of next month", "by year end", with or without the words before. */
function readNamedPeriod(tokens: readonly Token[], at: number, calendar: Calendar): Found | null {
  const start = skipEndOf(tokens, at);
  const word = tokens[start]?.text ?? '';
  if (['this', 'current', 'next', 'coming'].includes(word)) {
    const isFiscal = ['fiscal', 'financial', 'business'].includes(tokens[start + 1]?.text ?? '');
    const unit = tokens[start + (isFiscal ? 2 : 1)]?.text ?? '';
    const day = periodEnd(unit, word === 'next' || word === 'coming' ? 1 : 0, isFiscal, calendar);
    return day ? { day, next: start + (isFiscal ? 3 : 2) } : null;
  }
  const isYearEnd = BY.has(tokens[at]?.text ?? '') && ['year-end', 'year'].includes(tokens[at + 1]?.text ?? '');
  if (isYearEnd && (tokens[at + 1]?.text === 'year-end' || hasWords(tokens, at + 2, 'end'))) {
    return { day: endOf('year', 0, calendar), next: at + (tokens[at + 1]?.text === 'year-end' ? 2 : 3) };
  }
  if (start === at) return null;
  const unit = tokens[start]?.text ?? '';
  const day = periodEnd(unit, 0, false, calendar);
  // "The end of the year 2027" names another year than this one.
  return day && tokens[start + 1]?.kind !== 'figure' ? { day, next: start + 1 } : null;
}

/** The place behind "by", "by the end of", "end of the"; the same place where there is no such opening. */
function skipEndOf(tokens: readonly Token[], at: number): number {
  let place = at;
  if (BY.has(tokens[place]?.text ?? '') || ['before', 'in'].includes(tokens[place]?.text ?? '')) place += 1;
  if (hasWords(tokens, place, 'the')) place += 1;
  if (!hasWords(tokens, place, 'end', 'of')) {
    const isThisOrNext = ['this', 'next', 'current', 'coming'].includes(tokens[place]?.text ?? '');
    // "Before this quarter" ends where the quarter begins, so only "by" and "in" may stand before a period.
    return isThisOrNext && !hasWords(tokens, at, 'before') ? place : at;
  }
  place += 2;
  return hasWords(tokens, place, 'the') ? place + 1 : place;
}

function periodEnd(unit: string, ahead: number, isFiscal: boolean, calendar: Calendar): string | null {
  if (isFiscal) return unit === 'year' ? endOfFiscalYear(calendar.today, calendar.fiscalYearStart, ahead) : null;
  return unit === 'week' || unit === 'month' || unit === 'quarter' || unit === 'year'
    ? endOf(unit, ahead, calendar)
    : null;
}

function endOf(unit: 'week' | 'month' | 'quarter' | 'year', ahead: number, calendar: Calendar): string {
  const { year, month } = partsOfDay(calendar.today);
  switch (unit) {
    case 'week': {
      const weekday = (new Date(`${calendar.today}T00:00:00Z`).getUTCDay() + 6) % 7;
      return addDays(calendar.today, 6 - weekday + 7 * ahead);
    }
    case 'month':
      return endOfMonth(year, month + ahead);
    case 'quarter':
      return endOfQuarter(calendar.today, calendar.fiscalYearStart, ahead);
    case 'year':
      return dayOf(year + ahead, 12, 31);
  }
}

/** "by June", "before 31 March 2027", "by the end of 2027", "by Q3", "by Christmas", "by 2027-03-31". */
function readBy(tokens: readonly Token[], at: number, calendar: Calendar): Found | null {
  const opening = tokens[at]?.text ?? '';
  const isBefore = opening === 'before';
  const isIn = opening === 'in' || opening === 'during';
  if (!isBefore && !isIn && !BY.has(opening) && opening !== 'on' && opening !== 'end') return null;
  let place = opening === 'end' ? at : at + 1;
  if (hasWords(tokens, place, 'the')) place += 1;
  const isEnd = hasWords(tokens, place, 'end', 'of') || (hasWords(tokens, place, 'end') && isMonth(tokens, place + 1));
  if (isEnd) place += hasWords(tokens, place, 'end', 'of') ? 2 : 1;
  else if (opening === 'end') return null;
  const exact = isEnd || isIn ? null : readExactDay(tokens, place, calendar);
  // "Before the 31st" is the day before; "before the end of June" is still June.
  if (exact) return { ...exact, day: isBefore ? addDays(exact.day, -1) : exact.day };
  if (opening === 'on') return null;
  return (
    readMonth(tokens, place, isBefore && !isEnd, calendar) ??
    readYear(tokens, place, isEnd || isIn, calendar) ??
    readQuarterNumber(tokens, place, isBefore && !isEnd, calendar) ??
    (isIn || isEnd ? null : readFeast(tokens, place, calendar))
  );
}

/** Whether a token names a month. */
export function isMonth(tokens: readonly Token[], at: number): boolean {
  return monthOf(tokens[at]) !== null;
}

function monthOf(token: Token | undefined): number | null {
  const month = MONTHS.findIndex((names) => names.includes(token?.text ?? '')) + 1;
  return month === 0 ? null : month;
}

/** A whole year in figures within the reach of a plan. */
function yearOf(token: Token | undefined, { today }: Calendar): number | null {
  if (!token || !/^20\d\d$/.test(token.text)) return null;
  const year = Number(token.text);
  return year >= partsOfDay(today).year && year <= partsOfDay(today).year + FURTHEST_YEARS ? year : null;
}

function readMonth(tokens: readonly Token[], at: number, isBefore: boolean, calendar: Calendar): Found | null {
  const month = monthOf(tokens[at]);
  if (month === null) return null;
  if (tokens[at + 1]?.kind === 'figure' && yearOf(tokens[at + 1], calendar) === null) return null;
  const behind = yearBehind(tokens, at + 1, calendar);
  if (!behind) return null;
  const { year, next } = behind;
  const endIn = (each: number) => (isBefore ? endOfMonth(each, month - 1) : endOfMonth(each, month));
  const thisYear = partsOfDay(calendar.today).year;
  const coming = endIn(thisYear) > calendar.today ? endIn(thisYear) : endIn(thisYear + 1);
  return { day: year === null ? coming : endIn(year), next };
}

/** A year behind a month or day: "2027", "this year", "next year". `null` for a figure that is no year to come. */
function yearBehind(
  tokens: readonly Token[],
  at: number,
  calendar: Calendar,
): { readonly year: number | null; readonly next: number } | null {
  const place = tokens[at]?.text === ',' || hasWords(tokens, at, 'of') ? at + 1 : at;
  const named = yearOf(tokens[place], calendar);
  if (named !== null) return { year: named, next: place + 1 };
  if (/^\d{4}$/.test(tokens[place]?.text ?? '')) return null;
  const thisYear = partsOfDay(calendar.today).year;
  if (hasWords(tokens, place, 'this', 'year')) return { year: thisYear, next: place + 2 };
  if (hasWords(tokens, place, 'next', 'year')) return { year: thisYear + 1, next: place + 2 };
  return { year: null, next: at };
}

/** Only with "end of" or "in": "by 2027" is the first day of it to some and the last to others. */
function readYear(tokens: readonly Token[], at: number, isWhole: boolean, calendar: Calendar): Found | null {
  const place = hasWords(tokens, at, 'year') ? at + 1 : at;
  const year = yearOf(tokens[place], calendar);
  if (year === null || !isWhole || isGlued(tokens, place + 1)) {
    // A full stop or another sign behind a year is fine; a letter or another figure is not.
    if (year === null || !isWhole || tokens[place + 1]?.kind !== 'sign' || tokens[place + 1]?.text === '-') return null;
  }
  return { day: dayOf(year, 12, 31), next: place + 1 };
}

/** "Q3" and "Q3 2027". With a year named it is clear only where the organisation's year is the calendar's. */
function readQuarterNumber(tokens: readonly Token[], at: number, isBefore: boolean, calendar: Calendar): Found | null {
  const quarter = Number(tokens[at + 1]?.text);
  if (tokens[at]?.text !== 'q' || !isGlued(tokens, at + 1) || ![1, 2, 3, 4].includes(quarter) || isBefore) return null;
  const year = yearOf(tokens[at + 2], calendar);
  if (year === null) {
    if (tokens[at + 2]?.kind === 'figure') return null;
    return { day: nextEndOfQuarterNumber(calendar.today, calendar.fiscalYearStart, quarter), next: at + 2 };
  }
  return calendar.fiscalYearStart === 1 ? { day: endOfMonth(year, 3 * quarter), next: at + 3 } : null;
}

function readFeast(tokens: readonly Token[], at: number, { today }: Calendar): Found | null {
  const { year } = partsOfDay(today);
  const eve = hasWords(tokens, at, 'christmas') || hasWords(tokens, at, 'xmas') ? [12, 24, 1] : null;
  const newYear = hasWords(tokens, at, 'new', 'year') || hasWords(tokens, at, 'new', "year's") ? [12, 31, 2] : null;
  const [month, day, length] = eve ?? newYear ?? [];
  if (month === undefined || day === undefined || length === undefined) return null;
  const thisYears = dayOf(year, month, day);
  return { day: thisYears > today ? thisYears : dayOf(year + 1, month, day), next: at + length };
}

/** "31 March 2027", "the 31st of March", "March 31, 2027", "2027-03-31", "31.03.2027"; without a year the next one. */
function readExactDay(tokens: readonly Token[], at: number, calendar: Calendar): Found | null {
  return readIsoDay(tokens, at) ?? readDottedDay(tokens[at], at) ?? readDayOfMonth(tokens, at, calendar);
}

function readIsoDay(tokens: readonly Token[], at: number): Found | null {
  const parts = [tokens[at], tokens[at + 2], tokens[at + 4]].map((token) => token?.text ?? '');
  const isIso = tokens[at + 1]?.text === '-' && tokens[at + 3]?.text === '-' && isGlued(tokens, at + 4);
  if (!isIso || !/^\d{4}$/.test(parts[0] ?? '') || !/^\d\d$/.test(parts[1] ?? '') || !/^\d\d$/.test(parts[2] ?? '')) {
    return null;
  }
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  return isDay({ year, month, day }) ? { day: dayOf(year, month, day), next: at + 5 } : null;
}

/** Dots stand between the parts of a day in countries where the day comes first. */
function readDottedDay(token: Token | undefined, at: number): Found | null {
  const match = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(token?.text ?? '');
  const [day = 0, month = 0, year = 0] = (match ?? []).slice(1).map(Number);
  return match && isDay({ year, month, day }) ? { day: dayOf(year, month, day), next: at + 1 } : null;
}

function readDayOfMonth(tokens: readonly Token[], at: number, calendar: Calendar): Found | null {
  const isMonthFirst = isMonth(tokens, at);
  let place = isMonthFirst ? at + 1 : at;
  const day = tokens[place]?.kind === 'figure' && /^\d{1,2}$/.test(tokens[place]?.text ?? '') ? place : null;
  if (day === null) return null;
  place += 1;
  if (isGlued(tokens, place) && ['st', 'nd', 'rd', 'th'].includes(tokens[place]?.text ?? '')) place += 1;
  if (!isMonthFirst && hasWords(tokens, place, 'of')) place += 1;
  const month = monthOf(tokens[isMonthFirst ? at : place]);
  if (month === null) return null;
  const behind = yearBehind(tokens, isMonthFirst ? place : place + 1, calendar);
  if (!behind) return null;
  const { year, next } = behind;
  const thisYear = partsOfDay(calendar.today).year;
  const inYear = (each: number) => ({ year: each, month, day: Number(tokens[day]?.text) });
  const iso = (each: number) => dayOf(each, month, Number(tokens[day]?.text));
  const wanted = year ?? (iso(thisYear) > calendar.today ? thisYear : thisYear + 1);
  return isDay(inYear(wanted)) ? { day: iso(wanted), next } : null;
}
