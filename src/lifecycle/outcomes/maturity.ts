/** Up to when a source has delivered everything for a metric. */
export interface Watermark {
  readonly metric: string;
  readonly source: string;
  readonly completeThroughMs: number;
}

/** The windows of a phase that decide when the outcome of a unit is known. */
export interface MaturityWindows {
  readonly outcomeWindowDays: number;
  readonly lateGraceDays: number;
}

/** Milliseconds of a day of 24 hours; windows count in these, whatever a clock on the wall does. */
export const DAY_MS = 86_400_000;

/**
 * The latest anchor whose outcome in a metric is known: its window and the days for late records are over, and every
 * source that ever stated a watermark for the metric has delivered to the end of the window. Only for these units may a
 * missing record be read as "none". Without any record and any watermark nothing is known of anybody: -Infinity.
 */
export function maturedUntil(
  metric: string,
  hasRecords: boolean,
  windows: MaturityWindows,
  asOfMs: number,
  watermarks: readonly Watermark[],
): number {
  const windowMs = windows.outcomeWindowDays * DAY_MS;
  const complete = new Map<string, number>();
  for (const mark of watermarks) {
    if (mark.metric !== metric) continue;
    complete.set(mark.source, Math.max(mark.completeThroughMs, complete.get(mark.source) ?? Number.NEGATIVE_INFINITY));
  }
  if (complete.size === 0 && !hasRecords) return Number.NEGATIVE_INFINITY;
  const byTime = asOfMs - windowMs - windows.lateGraceDays * DAY_MS;
  return Math.min(byTime, ...[...complete.values()].map((through) => through - windowMs));
}
