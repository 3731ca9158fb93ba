/** Milliseconds of a day. */
export const DAY_MS = 86_400_000;

/** Midnight in UTC of an ISO day, in milliseconds since 1970. */
export function startOfDay(day: string): number {
  const ms = Date.parse(`${day}T00:00:00.000Z`);
  if (Number.isNaN(ms)) throw new RangeError(`"${day}" is not a day such as 2026-03-31.`);
  return ms;
}

/** The ISO day of a moment, in UTC. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The ISO day `days` after another; before it when negative. */
export function addDays(day: string, days: number): string {
  return dayOf(startOfDay(day) + days * DAY_MS);
}

/** ISO 8601 in UTC, to the second. */
export function instantOf(ms: number): string {
  return new Date(Math.floor(ms / 1_000) * 1_000).toISOString();
}
