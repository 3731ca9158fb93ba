import type { Icon } from '@tabler/icons-react';

/** One place in the rail; the composition passes them in. */
export interface RailEntry {
  readonly label: string;
  readonly to: string;
  readonly icon: Icon;
  /** Other addresses that belong to this place: `['/i']`. */
  readonly alsoFor?: readonly string[];
  /** Shown after the label: how much waits there. */
  readonly count?: number;
  /** Begins a new group, with a hairline above. */
  readonly startsGroup?: boolean;
}

/** The entry that an address belongs to: the one with the longest address that contains it. */
export function currentEntry<Entry extends Pick<RailEntry, 'to' | 'alsoFor'>>(
  entries: readonly Entry[],
  path: string,
): Entry | undefined {
  const lengths = entries.map((entry) =>
    Math.max(-1, ...[entry.to, ...(entry.alsoFor ?? [])].filter((to) => contains(to, path)).map((to) => to.length)),
  );
  const longest = Math.max(-1, ...lengths);
  return longest < 0 ? undefined : entries[lengths.indexOf(longest)];
}

function contains(to: string, path: string): boolean {
  return path === to || (to !== '/' && path.startsWith(`${to.replace(/\/$/, '')}/`));
}
