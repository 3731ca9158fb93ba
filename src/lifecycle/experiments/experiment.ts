import type { Tag } from './run.ts';

/** Whoever asks: a signed-in person. */
export interface Caller {
  readonly accountId: string;
  readonly name: string;
  readonly isAdministrator: boolean;
  readonly isAuditor: boolean;
}

/** The pass of an initiative that an experiment belongs to. */
export interface ExperimentLink {
  readonly initiativeNo: number;
  readonly initiativeId: string;
  readonly slug: string;
  readonly initiativeName: string;
  readonly iteration: number;
}

/** A folder of runs, exactly as MLflow knows it, and the initiative that it is connected to. */
export interface Experiment {
  /** Its MLflow id is this number in decimals; 0 is "Default". */
  readonly no: number;
  readonly name: string;
  /** Where files of its runs lie, as a URI. */
  readonly artifactLocation: string;
  readonly isDeleted: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** `null` for "Default", which the installation made. */
  readonly createdBy: string | null;
  /** `null` while it stands in the inbox. */
  readonly link: ExperimentLink | null;
}

/** An experiment with its tags. */
export interface TaggedExperiment extends Experiment {
  readonly tags: readonly Tag[];
}

/** The tag by which a client connects an experiment to an initiative: its value is the initiative's address. */
export const INITIATIVE_TAG = 'throughline.initiative';

/** The tag by which a client says which hypothesis a run tests; it counts only when the run is created. */
export const HYPOTHESIS_TAG = 'throughline.hypothesis';

/**
 * The initiative that somebody means by the name of a new experiment: `churn-q3/gradient boosting` means the one at
 * `churn-q3`. `null` when the name is not of that form.
 */
export function slugInName(name: string): string | null {
  return /^([a-z0-9]+(?:-[a-z0-9]+)*)\/./.exec(name)?.[1] ?? null;
}

/** The number of an experiment from its id on the wire; `null` when no experiment can have that id. */
export function experimentNoOf(id: string): number | null {
  if (!/^\d{1,16}$/.test(id)) return null;
  const no = Number(id);
  return Number.isSafeInteger(no) ? no : null;
}

/**
 * Who may do what with an experiment that belongs to no initiative yet. Everybody of the organisation reads it and logs
 * to it, because names of experiments are shared among colleagues; whoever made it, and administrators, change it.
 */
export function mayOnUnconnected(
  caller: Caller,
  createdBy: string | null,
  wish: 'see' | 'log' | 'judge' | 'change',
): boolean {
  return wish !== 'change' || caller.isAdministrator || caller.accountId === createdBy;
}

/** The rule of `mayOnUnconnected` as a sentence for a refusal. */
export const UNCONNECTED_RULE =
  'an experiment that is connected to no initiative is changed by whoever made it and by administrators.';
