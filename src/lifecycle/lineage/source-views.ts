import type { SourceJob, SourceRule, SourceTable } from './source.ts';
import type { SourceRun } from './source-run.ts';

/** A data set that is made from a table, with the initiative that it belongs to. */
export interface DependentDataset {
  readonly datasetId: string;
  readonly datasetName: string;
  readonly tableNo: number;
  readonly initiativeId: string;
  readonly slug: string;
  readonly initiativeName: string;
}

/** A table in the list of all, with what depends on it. */
export interface ListedSource {
  readonly table: SourceTable;
  readonly broken: readonly SourceRule[];
  /** How many rules it has, kept or broken. */
  readonly rules: number;
  readonly writers: readonly SourceJob[];
  /** Data sets that are made from it, at once or by way of other tables, of initiatives that the viewer may see. */
  readonly dependents: readonly DependentDataset[];
}

/** One table with everything that is known of it. */
export interface SourceDetail extends ListedSource {
  readonly allRules: readonly SourceRule[];
  readonly readers: readonly SourceJob[];
  readonly madeFrom: readonly SourceTable[];
  readonly madeInto: readonly SourceTable[];
}

/** One job with everything that is known of it. */
export interface JobDetail {
  readonly job: SourceJob;
  readonly runs: readonly SourceRun[];
  readonly reads: readonly SourceTable[];
  readonly writes: readonly SourceTable[];
  readonly dependents: readonly DependentDataset[];
}

/** A table that a data set is made from, as the page of the data set shows it. */
export interface LinkedSource {
  readonly table: SourceTable;
  readonly broken: readonly SourceRule[];
  readonly rules: number;
  readonly linkedByName: string;
  readonly linkedAt: Date;
}

/** A table that a data set may be made from, and why that is thought. */
export interface SuggestedSource {
  readonly table: SourceTable;
  /** Columns of the data set that the table has too; `null` while the columns of the table are not known. */
  readonly sharedColumns: number | null;
  /** Columns of the data set. */
  readonly columns: number;
}
