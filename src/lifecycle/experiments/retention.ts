/** For how many days deleted things may be kept before they are removed for good; the installation may also keep them for ever. */
export const KEPT_DAYS_RANGE = { fewest: 7, most: 3_650 } as const;

const DAY_MS = 86_400_000;

/** Whatever was deleted before this moment is past its time, in milliseconds since 1970. */
export function removedBefore(now: Date, keptDays: number): number {
  return now.getTime() - keptDays * DAY_MS;
}

/** How long deleted things are kept, as it reads after "Deleted things are kept". */
export function keptInWords(keptDays: number | null): string {
  return keptDays === null ? 'for ever' : `for ${keptDays} days`;
}
