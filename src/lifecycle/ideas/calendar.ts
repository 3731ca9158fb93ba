/** A calendar day in parts; the month counts from 1. */
export interface DayParts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The parts of an ISO day. */
export function partsOfDay(isoDay: string): DayParts {
  const [year = 1970, month = 1, day = 1] = isoDay.split('-').map(Number);
  return { year, month, day };
}

/** An ISO day from its parts. Months beyond December are months of later years; day 0 is the last one of the month before. */
export function dayOf(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
}

/** Whether a calendar has this day: there is no 31 June. */
export function isDay({ year, month, day }: DayParts): boolean {
  const iso = dayOf(year, month, day);
  const parts = partsOfDay(iso);
  return parts.year === year && parts.month === month && parts.day === day;
}

/** The last day of a month; months may lie beyond December. */
export function endOfMonth(year: number, month: number): string {
  return dayOf(year, month + 1, 0);
}

/** The day some days later, or earlier when negative. */
export function addDays(isoDay: string, days: number): string {
  const { year, month, day } = partsOfDay(isoDay);
  return dayOf(year, month, day + days);
}

/** The same day some months later; the last day of a month that is shorter. */
export function addMonths(isoDay: string, months: number): string {
  const { year, month, day } = partsOfDay(isoDay);
  const last = endOfMonth(year, month + months);
  const same = dayOf(year, month + months, day);
  if (same > last) return last;
  return same;
}

/**
 * The last day of a quarter.
 * @param fiscalYearStart the month, from 1, in which the organisation's year begins.
 * @param ahead 0 for the quarter of the day, 1 for the next one.
 */
export function endOfQuarter(isoDay: string, fiscalYearStart: number, ahead = 0): string {
  const { year, month } = partsOfDay(isoDay);
  const monthInQuarter = (month - fiscalYearStart + 12) % 3;
  return endOfMonth(year, month - monthInQuarter + 2 + 3 * ahead);
}

/** The last day of the organisation's year that holds a day, or of a later one. */
export function endOfFiscalYear(isoDay: string, fiscalYearStart: number, ahead = 0): string {
  const { year, month } = partsOfDay(isoDay);
  const monthInYear = (month - fiscalYearStart + 12) % 12;
  return endOfMonth(year, month - monthInYear + 11 + 12 * ahead);
}

/** The next end, from a day on, of the quarter with a number from 1 to 4 of the organisation's year. */
export function nextEndOfQuarterNumber(isoDay: string, fiscalYearStart: number, quarter: number): string {
  const firstEnd = endOfFiscalYear(isoDay, fiscalYearStart, -1);
  const { year, month } = partsOfDay(firstEnd);
  const end = endOfMonth(year, month + 3 * quarter);
  return end >= isoDay ? end : endOfMonth(year, month + 3 * quarter + 12);
}
