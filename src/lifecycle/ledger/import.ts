import type { ImportQuestion } from './guess-mapping.ts';
import type { ImportColumn } from './import-column.ts';
import type { GuessedMapping, ImportMapping } from './import-mapping.ts';
import type { RecordKind } from './ledger.ts';

/** How far a file is: from its arrival to the ledger. */
export const IMPORT_STATES = [
  'uploaded',
  'mapped',
  'checking',
  'checked',
  'loading',
  'loaded',
  'failed',
  'cancelled',
] as const;

/** How far a file is. */
export type ImportState = (typeof IMPORT_STATES)[number];

/** What the beginning of a file says. */
export interface ImportLayout {
  readonly columns: readonly ImportColumn[];
  readonly guess: GuessedMapping;
  readonly questions: readonly ImportQuestion[];
  /** What is wrong with the file as it is, in sentences. */
  readonly problems: readonly string[];
}

/** What a whole file would come to; nothing is stored by finding out. */
export interface ImportCheck {
  /** Rows of the file, bad ones and those left out included. */
  readonly rows: number;
  readonly good: number;
  readonly bad: number;
  /** Rows of groups that the mapping leaves out. */
  readonly leftOut: number;
  readonly units: { readonly count: number; readonly isExact: boolean };
  readonly records: readonly { readonly kind: RecordKind; readonly count: number }[];
  readonly arms: readonly { readonly arm: string; readonly rows: number; readonly propensity: number | null }[];
  /** Values of columns with a meaning for each value, as far as they were found. */
  readonly values: readonly {
    readonly column: string;
    readonly value: string;
    readonly rows: number;
    readonly means: string | null;
  }[];
  /** Columns that refused rows, the most frequent first, each with one example. */
  readonly refusals: readonly { readonly column: string | null; readonly rows: number; readonly example: string }[];
  /** What the check found that a person should know. */
  readonly notes: readonly string[];
  /** What keeps the file from being loaded as it is mapped. */
  readonly blockers: readonly string[];
}

/** What a check leaves for the load, beside what is shown. */
export interface CheckedFacts {
  /** Number of the phase that was open; 0 for none. */
  readonly phaseNumber: number;
  readonly shares: Readonly<Record<'action' | 'holdout' | 'explore' | 'none', number>> | null;
  readonly revision: number;
  /** Up to when the outcomes of the file are complete; ISO 8601. */
  readonly completeThrough: string | null;
}

/** What came of a load. */
export interface ImportResult {
  readonly rows: number;
  readonly bad: number;
  readonly leftOut: number;
  readonly records: readonly {
    readonly kind: RecordKind;
    readonly stored: number;
    readonly duplicates: number;
    readonly mixed: number;
    readonly refused: number;
  }[];
}

/** A file that was brought to an initiative. */
export interface StoredImport {
  readonly id: string;
  readonly initiativeId: string;
  readonly initiativeNo: number;
  readonly state: ImportState;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly format: string;
  readonly uploadId: string | null;
  readonly broughtBy: { readonly accountId: string; readonly name: string };
  readonly broughtAt: Date;
  readonly layout: ImportLayout;
  readonly mapping: ImportMapping | null;
  readonly check: ImportCheck | null;
  readonly facts: CheckedFacts | null;
  readonly leaveOutBad: boolean;
  readonly result: ImportResult | null;
  /** Why it failed, in a sentence. */
  readonly failure: string | null;
  readonly jobId: string | null;
  readonly finishedAt: Date | null;
}

/** How far a check or a load is. */
export interface ImportProgress {
  readonly phase: 'checking' | 'loading';
  readonly rowsDone: number;
  readonly bytesDone: number;
}
