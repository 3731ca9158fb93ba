/** What of a table of runs one sees: the part of a page's address that a view keeps. */
export interface LookAtRuns {
  /** Columns in their order, each as filters name it: `metrics.auc`, `params.depth`, `tags.team`, `attributes.status`. */
  readonly columns: readonly string[];
  readonly filter: string;
  /** One clause of an order, or nothing. */
  readonly orderBy: string;
  /** Whether runs stand below the run that they are part of. */
  readonly isGrouped: boolean;
  /** Whether cells draw curves. */
  readonly hasCurves: boolean;
}

/** How the runs of an experiment are looked at, under a name. */
export interface ViewSettings extends LookAtRuns {
  readonly name: string;
}

/** A view as it is stored. */
export interface SavedView extends ViewSettings {
  readonly id: string;
  readonly savedBy: string;
  readonly savedByName: string;
}

/** Limits of saved views, stated once. */
export const VIEW_LIMITS = { nameLength: 80, columns: 60, columnLength: 270, viewsOfExperiment: 50 } as const;

/** Whether two names are one: capitals tell no views apart. */
export function isSameName(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

/** Whether two looks show the same. */
export function isSameLook(one: LookAtRuns, other: LookAtRuns): boolean {
  return (
    one.filter === other.filter &&
    one.orderBy === other.orderBy &&
    one.isGrouped === other.isGrouped &&
    one.hasCurves === other.hasCurves &&
    one.columns.length === other.columns.length &&
    one.columns.every((column, at) => column === other.columns[at])
  );
}

/** In what a look differs from another, in a few words: "columns and order"; `null` where both show the same. */
export function differenceInWords(one: LookAtRuns, other: LookAtRuns): string | null {
  const parts = [
    ...(isSameLook({ ...one, columns: other.columns }, one) ? [] : ['columns']),
    ...(one.filter === other.filter ? [] : ['what is looked for']),
    ...(one.orderBy === other.orderBy ? [] : ['order']),
    ...(one.isGrouped === other.isGrouped ? [] : ['grouping']),
    ...(one.hasCurves === other.hasCurves ? [] : ['curves']),
  ];
  const last = parts.at(-1);
  if (last === undefined) return null;
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} and ${last}`;
}

/** What is wrong with a name for a view, with what to do; `null` when it can be one. */
export function nameFault(name: string): string | null {
  const { length } = name.trim();
  if (length === 0) return 'Give it a name that colleagues understand.';
  if (length > VIEW_LIMITS.nameLength)
    return `A name has at most ${VIEW_LIMITS.nameLength} characters; this one has ${length}.`;
  return null;
}
