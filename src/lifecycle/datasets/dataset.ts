import type { BroughtTable, KeptColumn, Relation, TableProfile } from '../../platform/tables/tables.schema.ts';
import type { TableDifference } from './table-difference.ts';

/** How far a version is. */
export const VERSION_STATES = ['reading', 'ready', 'failed', 'cancelled'] as const;

/** How far a version is: its file is being read, it can be used, it could not be read, or somebody stopped it. */
export type VersionState = (typeof VERSION_STATES)[number];

/** Limits of data sets, stated once. */
export const DATASET_LIMITS = {
  fileBytes: 2 * 1024 ** 3,
  fileNameChars: 200,
  nameChars: 120,
  /** Data sets of one initiative. */
  datasets: 200,
  /** Versions of one data set. */
  versions: 500,
  /** Files of one initiative that are being read at the same time. */
  reading: 5,
  /** Rows that the page shows of a table. */
  shownRows: 100,
  checks: 100,
} as const;

/** Whoever did something, as it was then. */
export interface By {
  readonly accountId: string;
  readonly name: string;
}

/** The expert's word that the label means what the business means by it. */
export interface LabelConfirmation {
  readonly column: string;
  /** What the label means, in the expert's words. */
  readonly meaning: string;
  readonly by: string;
  readonly at: Date;
  /** The version that was looked at. */
  readonly version: number;
}

/** A table that an initiative uses, through all its versions. */
export interface Dataset {
  readonly id: string;
  readonly initiativeNo: number;
  readonly initiativeId: string;
  readonly name: string;
  /** The column that is to be predicted; null until somebody says which. */
  readonly target: string | null;
  /** The column with the moment from which a row is; null where there is none. */
  readonly moment: string | null;
  readonly label: LabelConfirmation | null;
  readonly createdBy: By;
  readonly createdAt: Date;
}

/** What reading the file of a version gave. */
export interface VersionTable {
  /** The Parquet file among the tables of this installation. */
  readonly tableId: string;
  /** SHA-256 of that file. */
  readonly sha256: string;
  readonly sizeBytes: number;
  readonly format: string;
  readonly rows: number;
  readonly columns: readonly KeptColumn[];
  readonly malformed: BroughtTable['malformed'];
  readonly profile: TableProfile;
  /** What changed since the version before; null for the first. */
  readonly difference: TableDifference | null;
}

/** How the columns of a version go together with a target. */
export interface VersionRelations {
  readonly target: string;
  readonly relations: readonly Relation[];
}

/** One import: never changed once it is ready. */
export interface DatasetVersion {
  readonly id: string;
  readonly datasetId: string;
  /** From 1. */
  readonly number: number;
  readonly state: VersionState;
  readonly fileName: string;
  readonly sizeBytes: number;
  /** SHA-256 of the file that was brought. */
  readonly sha256: string;
  readonly uploadId: string;
  /** What a person said about how columns are read. */
  readonly said: readonly KeptReading[];
  readonly broughtBy: By;
  readonly broughtAt: Date;
  readonly finishedAt: Date | null;
  readonly table: VersionTable | null;
  readonly relations: VersionRelations | null;
  readonly failure: string | null;
  readonly jobId: string | null;
}

/** How a column is read, said by a person. */
export type KeptReading = Pick<KeptColumn, 'name' | 'format' | 'missingMarks' | 'isCertain' | 'isSaid'>;

/** How far the reading of a version is. */
export interface VersionProgress {
  readonly phase: 'reading' | 'profiling';
  readonly rowsDone: number;
  /** 0 to 1, of this phase. */
  readonly share: number;
}

/** A name for a data set from the name of its file: without endings, with spaces for the signs that stand for them. */
export function nameOfFile(fileName: string): string {
  const base = fileName
    .replace(/^.*[\\/]/, '')
    .replace(/(?:\.(?:csv|tsv|txt|tab|ndjson|jsonl|json|xlsx|parquet|gz))+$/i, '');
  const words = base.replaceAll(/[_\s]+/g, ' ').trim();
  return (words === '' ? 'Table' : words).slice(0, DATASET_LIMITS.nameChars);
}
