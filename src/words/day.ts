/** The short names of the months. Browsers disagree on them ("Sep", "Sept"), so they are our own. */
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The short name of a month, 0 for January. */
export function monthName(month: number): string {
  return MONTHS[month] ?? '';
}

/** A day, short, for tables and labels: `14 Sep 2026`. ISO days without a time are taken as they stand, in no time zone. */
export function formatDay(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) throw new RangeError(`"${iso}" is not an ISO day or moment.`);
  return isDayOnly(iso)
    ? `${date.getUTCDate()} ${monthName(date.getUTCMonth())} ${date.getUTCFullYear()}`
    : `${date.getDate()} ${monthName(date.getMonth())} ${date.getFullYear()}`;
}

/** A moment in the reader's time zone: `3 May 2026, 14:05`. */
export function formatMoment(iso: string): string {
  const date = new Date(iso);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${formatDay(date.toISOString())}, ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long ago a moment was, in words: `3 days ago`, `in 2 hours`, `just now`. */
export function formatAgo(iso: string, now: Date): string {
  const seconds = (new Date(iso).getTime() - now.getTime()) / 1000;
  const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
  for (const [unit, length] of AGO_UNITS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit);
  }
  return 'just now';
}

const AGO_UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86_400],
  ['month', 30 * 86_400],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** The names of the months in full, January first. */
export const FULL_MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/**
 * A day in full, for sentences: `14 September 2026`. Takes an ISO 8601 day or date-time and reads its
 * first ten characters; text of another form comes back unchanged.
 */
export function dayInWords(isoDay: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(isoDay);
  const month = match === null ? undefined : FULL_MONTHS[Number(match[2]) - 1];
  if (match === null || month === undefined) return isoDay;
  return `${Number(match[3])} ${month} ${match[1]}`;
}

/** The ISO day of a moment as the product counts days: those of UTC, the same for everybody wherever they are. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** The day that lies a number of days after another; ISO days. */
export function addDays(isoDay: string, count: number): string {
  const day = new Date(`${isoDay}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + count);
  return dayOf(day);
}

/** Days from one ISO day to another; negative when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function isDayOnly(iso: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(iso);
}
