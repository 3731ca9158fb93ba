/** How the runs of an experiment are looked at, under a name. */
export interface ViewSettings {
  readonly name: string;
  /** Columns in their order, each as filters name it: `metrics.auc`, `params.depth`, `tags.team`, `attributes.status`. */
  readonly columns: readonly string[];
  readonly filter: string;
  /** One clause of an order, or nothing. */
  readonly orderBy: string;
}

/** A view as it is stored. */
export interface SavedView extends ViewSettings {
  readonly id: string;
  readonly savedBy: string;
  readonly savedByName: string;
}

/** Limits of saved views, stated once. */
export const VIEW_LIMITS = { nameLength: 80, columns: 60, columnLength: 270, viewsOfExperiment: 50 } as const;
