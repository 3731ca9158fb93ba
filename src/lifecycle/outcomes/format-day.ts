const MONTHS = [
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
 * A day as people write it, the same in every locale: `14 May 2026`. Takes an ISO 8601 day or date-time and reads its
 * first ten characters; text of another form comes back unchanged.
 */
export function formatDay(isoDay: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(isoDay);
  const month = match === null ? undefined : MONTHS[Number(match[2]) - 1];
  if (match === null || month === undefined) return isoDay;
  return `${Number(match[3])} ${month} ${match[1]}`;
}
