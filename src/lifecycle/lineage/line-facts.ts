import type { SignalFound } from '../../learning/index.ts';

/** The newest version of a data set of an initiative, as its lineage shows it. */
export interface LineDataset {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly state: 'reading' | 'ready' | 'failed' | 'cancelled';
  readonly rows: number | null;
  readonly sha256: string | null;
  readonly columns: readonly string[];
  readonly checks: number;
  readonly brokenChecks: number;
  /** The database that the version was fetched from; `null` for one that came as a file. */
  readonly fetched: FetchedFrom | null;
}

/** The database that a version of a data set was fetched from. */
export interface FetchedFrom {
  /** `null` when the connection was removed since. */
  readonly connectionId: string | null;
  readonly name: string;
  readonly by: string;
  /** ISO 8601: the state of the database that was seen. */
  readonly at: string;
}

/** A signal check, as lineage shows it. */
export interface LineCheck {
  readonly id: string;
  readonly datasetId: string;
  readonly version: number;
  readonly target: string;
  readonly state: 'running' | 'done' | 'failed';
  readonly result: { readonly found: SignalFound } | null;
}

/** A run, as lineage shows it, with the data that it names. */
export interface LineRun {
  readonly id: string;
  readonly experimentId: number;
  readonly name: string;
  readonly status: 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';
  /** The training without code that it is the run of. */
  readonly training: { readonly id: string; readonly number: number } | null;
  readonly data: readonly {
    readonly name: string;
    readonly digest: string;
    readonly sourceType: string;
    readonly source: string;
  }[];
}

/** A version of a model that comes from a run of the initiative. */
export interface LineVersion {
  readonly model: string;
  readonly version: number;
  readonly runId: string | null;
  readonly createdAt: Date;
  /** The aliases that point to it, each with since when, where that is kept. */
  readonly aliases: readonly { readonly alias: string; readonly since: string | null }[];
}

/** What the ledger of an initiative holds of one kind. */
export interface LineCount {
  readonly kind: string;
  readonly count: number;
  readonly lastAt: Date | null;
}

/** A phase of acting, as lineage shows it. */
export interface LinePhase {
  readonly number: number;
  readonly framingVersion: number;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  /** People or things that are acted upon, of those that were assigned. */
  readonly acted: number;
  readonly assigned: number;
}

/** A verdict, as lineage shows it. */
export interface LineVerdict {
  readonly number: number;
  readonly phaseNumber: number;
  readonly state: string;
  readonly headline: string | null;
  readonly takenAt: Date;
}

/** Everything of one initiative that lineage shows. */
export interface LineFacts {
  readonly slug: string;
  readonly datasets: readonly LineDataset[];
  readonly checks: readonly LineCheck[];
  readonly runs: readonly LineRun[];
  readonly versions: readonly LineVersion[];
  readonly counts: readonly LineCount[];
  readonly phases: readonly LinePhase[];
  readonly verdicts: readonly LineVerdict[];
}
